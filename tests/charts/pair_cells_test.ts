import { pairCells } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.", valueName = "net Sharpe ratio";

const pairs = ["1 bp", "5 bp"].flatMap((y, j) =>
  ["20 %", "30 %", "40 %"].map((x, i) => ({
    x,
    y,
    ...(i === 2 && j === 1 ? {} : { value: 0.5 - 0.1 * i - 0.05 * j }),
    isDefault: i === 1 && j === 0,
  }))
);

figureTests({
  pair_cells: () =>
    pairCells(pairs, { xLabel: "sector cap", yLabel: "cost per trade", valueName, source }),
});
