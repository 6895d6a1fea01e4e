import { limitDumbbells } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  limit_dumbbells: () =>
    limitDumbbells([
      { label: "gross", before: 0.9, after: 1 },
      { label: "largest sector", before: 1, after: 1 },
      { label: "beta", before: 1.8, after: 1 },
    ], { source }),
});

Deno.test("limitDumbbells() names every limit that either book breaks", () => {
  const rows = [
    { label: "net", before: 1.2, after: 0.5 },
    { label: "beta", before: 1.0000001, after: 1 },
    { label: "gross", before: 1.3, after: 1.1 },
  ];
  equal(
    limitDumbbells(rows, { source }).title,
    "The book clipped breaks net and gross; solved together it breaks gross",
  );
});
