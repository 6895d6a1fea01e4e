import { grossLines, grossLinesTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  gross_lines: () =>
    grossLines(
      ["equality", "the aim"].map((label, i) => ({
        label,
        points: [0.2, 0.3, 0.4].map((limit) => ({
          limit,
          gross: limit < 0.35 ? 0.3 : i === 0 ? 1 : 0.31,
        })),
      })),
      { subtitle: "Gross over the cap", xLabel: "Sector cap", source },
    ),
});

Deno.test("grossLines() names a jump by where it goes, and a slope by its steepest step", () => {
  const line = (label: string, ...gross: readonly number[]) => ({
    label,
    points: gross.map((one, i) => ({ limit: 0.1 * (i + 1), gross: one })),
  });
  equal(
    grossLinesTitle([line("one", 0.5, 0.5123, 0.5123), line("two", 0.9, 0.2, 0.2)], "cap"),
    "By one no step moves the gross by more than 1.3 points; by two the gross jumps from 90.0 to " +
      "20.0 % at a cap of 20.0 %",
  );
});
