import { type HalfWidth, halfWidthLine, halfWidthLineTitle } from "lab/charts";
import { match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const widths: HalfWidth[] = [26, 52, 104, 208, 416].map((weeks) => ({
  weeks,
  halfWidth: 1.1 / Math.sqrt(weeks),
}));

figureTests({ half_width_line: () => halfWidthLine(widths, { planted: 0.1, guess: 160, source }) });

Deno.test("halfWidthLine() speaks of months where the record is monthly", () => {
  const points = [{ weeks: 12, halfWidth: 0.2 }, { weeks: 24, halfWidth: 0.1 }];
  const chart = halfWidthLine(points, { planted: 0.15, periodName: "months", source });
  match(chart.title, /^After 18 months/);
  match(chart.svg(), /months of record/);
});

Deno.test("halfWidthLineTitle() finds the week on the straight line between two points", () => {
  const points = [{ weeks: 10, halfWidth: 0.4 }, { weeks: 20, halfWidth: 0.2 }];
  match(halfWidthLineTitle(points, 0.3), /^After 15 weeks/);
  match(halfWidthLineTitle(points, 0.5), /^After 10 weeks/);
  match(halfWidthLineTitle(points, 0.1), /^After 20 weeks the interval is still ±0.200/);
  // A record may widen again: what counts is from when on it stays narrow.
  const wavy = [...points, { weeks: 30, halfWidth: 0.4 }, { weeks: 40, halfWidth: 0.2 }];
  match(halfWidthLineTitle(wavy, 0.3), /^After 35 weeks/);
  match(halfWidthLineTitle(points), /^After 20 weeks the interval is ±0.200$/);
});
