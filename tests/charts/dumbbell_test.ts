import { dumbbell, dumbbellTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// Five rows a chart: enough for every branch of its drawing, few enough to read the markup.
const rows = [
  { label: "Materials", weight: 0.05, before: 0.1 },
  { label: "Communication", weight: 0, note: "closed: no inverse fund" },
  { label: "Technology", weight: 0.3, before: 0.25 },
  { label: "Staples", weight: -0.12, before: -0.2 },
  { label: "Utilities", weight: 0 },
];

figureTests({
  dumbbell: () =>
    dumbbell(
      rows.map((row) => ({
        label: row.label,
        before: row.before ?? row.weight,
        after: row.weight,
      })),
      { changed: "Technology", guess: 0.2, source },
    ),
});

Deno.test("dumbbellTitle() counts what moved by a hundredth of a percent or more", () => {
  const rows = [
    { label: "a", before: 0, after: 0.1 },
    { label: "b", before: 0, after: 0.00005 },
    { label: "c", before: 0, after: -0.0002 },
  ];
  equal(
    dumbbellTitle(rows, "a"),
    "a goes from 0.0 % to +10.0 %, and 1 of the other 2 positions moves too",
  );
  equal(
    dumbbellTitle(rows, "b"),
    "b stays at 0.0 %, and 2 of the other 2 positions move too",
  );
});

Deno.test("dumbbellTitle() speaks of all rows where the changed one is not among them", () => {
  const rows = [{ label: "a", before: 0, after: 0.1 }, { label: "b", before: 0, after: 0 }];
  equal(dumbbellTitle(rows, "c"), "1 of 2 positions moves");
  equal(dumbbellTitle(rows.slice(1), "c"), "No position moves");
});
