import { stateLine } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const fear = [0.15, 0.26, 0.2, 0.17, undefined, 0.3].map((volatility, i) => ({
  volatility,
  state: [1, 2, 5].includes(i) ? "fear" as const : "calm" as const,
  scale: [1, 0.69, 0.9, 1, 1, 0.6][i],
}));

figureTests({ state_line: () => stateLine(fear, { from: 0.25, until: 0.18, source }) });
