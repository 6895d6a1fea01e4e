import { stressLines } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const lines = [0.02, 0.2].map((end, i) => ({
  label: ["All to one", "Adverse"][i],
  points: [0, 0.5, 1].map((theta) => ({ theta, volatility: 0.05 + theta * (end - 0.05) })),
}));

figureTests({ stress_lines: () => stressLines(lines, { guess: 0.08, source }) });
