import { biasCells, biasCellsTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  bias_cells: () =>
    biasCells(
      ["as given", "after comparison"].flatMap((panel, p) => [
        { panel, row: "Technology", column: "value", bias: 0.8 - 0.1 * p },
        { panel, row: "Technology", column: "cautious", bias: 0.6 + 0.1 * p },
        { panel, row: "Energy", column: "value", bias: -0.5 },
        { panel, row: "Energy", column: "cautious" },
      ]),
      { source },
    ),
});

Deno.test("biasCellsTitle() names only a row on which all stand on one side", () => {
  const cell = (row: string, column: string, bias: number) => ({ panel: "p", row, column, bias });
  match(biasCellsTitle([cell("a", "x", 0.5), cell("a", "y", -0.5)]), /^No sector/);
  match(biasCellsTitle([cell("a", "x", 0.1), cell("a", "y", 0.1)]), /^No sector/);
  equal(
    biasCellsTitle([cell("a", "x", -0.5), cell("a", "y", -0.7), cell("b", "x", 0.3)]),
    "Both analysts dislike a, by 0.60 points on average",
  );
});
