import { quantileBars } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  quantile_bars: () =>
    quantileBars([
      { label: "lowest", mean: -0.0031, low: -0.0062, high: 0.0001 },
      { label: "2", mean: 0.0012, low: -0.0011, high: 0.0034 },
      { label: "3", mean: undefined },
      { label: "4", mean: 0.0004 },
      { label: "highest", mean: 0.0027, low: 0.0001, high: 0.0053 },
    ], { spread: { mean: 0.0058, low: 0.0009, high: 0.0107 }, source }),
});
