import { correlationCells, correlationCellsTitle } from "lab/charts";
import { equal, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  correlation_cells: () =>
    correlationCells(
      [
        { a: "value", b: "value", correlation: 1 },
        { a: "value", b: "momentum", correlation: -0.7 },
        { a: "value", b: "a copy", correlation: 0.4 },
        { a: "momentum", b: "momentum", correlation: 1 },
        { a: "momentum", b: "a copy" },
      ],
      { source },
    ),
});

Deno.test("correlationCellsTitle() leaves out the diagonal and the second half", () => {
  const cells = [
    { a: "x", b: "x", correlation: 1 },
    { a: "x", b: "y", correlation: 0.3 },
    { a: "y", b: "x", correlation: 0.3 },
    { a: "y", b: "y", correlation: 1 },
  ];
  equal(correlationCellsTitle(cells, "Errors"), "Errors of x and y have a correlation of 0.30");
  throws(
    () => correlationCells([{ a: "x", b: "y", correlation: 1.2 }], { source }),
    { name: "RangeError", message: /x with y must lie between -1 and 1, got 1\.2/ },
  );
});
