import { sensitivityLines } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.", valueName = "net Sharpe ratio";

const lines = ["sector cap", "half-life, days"].map((setting, q) => ({
  setting,
  points: ["20", "30", "40"].map((label, i) => {
    const value = 0.5 - 0.2 * q * i;
    return { label, value, low: value - 0.25, high: value + 0.25, isDefault: i === 1 };
  }),
}));

figureTests({ sensitivity_lines: () => sensitivityLines(lines, { valueName, source }) });
