import { errorLines, errorLinesTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const line = (label: string, ...errors: number[]) => ({
  label,
  points: errors.map((error, i) => ({ analysts: i + 1, error })),
});

figureTests({
  error_lines: () =>
    errorLines(
      [
        line("copies", 1.2, 1.2, 1.2),
        line("temperaments", 1.2, 1.16, 1.15),
        line("independent voices", 1.2, 0.85, 0.69),
      ],
      { source },
    ),
});

Deno.test("errorLinesTitle() says more, less or as much, and is silent about a lone analyst", () => {
  equal(
    errorLinesTitle([line("a", 1, 1.1), line("b", 1, 0.9), line("c", 2, 2.002)]),
    "Two a err 10 % more than one; two b 10 % less than one; two c as much as one",
  );
  equal(errorLinesTitle([line("a", 1)]), "There is no committee to compare with one analyst");
});
