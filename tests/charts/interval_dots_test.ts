import { intervalDots, intervalDotsTitle } from "lab/charts";
import { equal, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const dots = [
  { label: "our committee", value: 0.3, low: -0.4, high: 1.1, own: true, note: "" },
  {
    label: "a model, cutoff unknown",
    value: 1.2,
    low: 0.5,
    high: 1.9,
    hollow: true,
    note: "9 weeks",
  },
  { label: "too short", value: -0.2, note: "3 weeks" },
];

const subtitle = "Sharpe ratio a year";

figureTests({ interval_dots: () => intervalDots(dots, { subtitle, source }) });

Deno.test("intervalDotsTitle() counts intervals above, below and around zero, and no others", () => {
  const row = (low: number, high: number) => ({ label: "", value: (low + high) / 2, low, high });
  equal(
    intervalDotsTitle([row(1, 2), row(-2, -1), row(-1, 1), row(0, 1)]),
    "1 of 4 intervals lies above zero, 1 lies below it, 2 hold it",
  );
  equal(intervalDotsTitle([row(1, 2)]), "1 of 1 intervals lies above zero");
  equal(intervalDotsTitle([{ label: "", value: 1 }]), "There is no interval to show");
});

Deno.test("intervalDots() refuses a figure that is none and an interval the wrong way round", () => {
  const draw = (row: { value: number; low?: number; high?: number }) => () =>
    intervalDots([{ label: "ours", ...row }], { subtitle, source });
  throws(draw({ value: NaN }), /need a finite figure .* got NaN .* of ours/);
  throws(draw({ value: 1, low: 2, high: 0 }), /from low to high, got 1 \(2 to 0\) of ours/);
});
