import { weightCells } from "lab/charts";
import { throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  weight_cells: () =>
    weightCells([
      { row: "Energy", column: "tracking", weight: -0.3 },
      { row: "Energy", column: "equal weight", weight: -0.1 },
      { row: "Utilities", column: "tracking", weight: 0 },
      { row: "Utilities", column: "equal weight", weight: 0.04 },
    ], {
      title: "Two books",
      foot: { label: "would move", texts: { tracking: "8.0 %", "equal weight": "nothing" } },
      source,
    }),
});

Deno.test("weightCells() refuses no cells and weights that are not finite", () => {
  throws(() => weightCells([], { title: "No books", source }), /need at least one cell/);
  const cell = { row: "Energy", column: "tracking", weight: NaN };
  throws(() => weightCells([cell], { title: "A book", source }), /finite weight, got NaN/);
});
