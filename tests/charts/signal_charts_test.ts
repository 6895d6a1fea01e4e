import {
  type DecayPoint,
  type Figure,
  type HalfWidth,
  halfWidthLine,
  halfWidthLineTitle,
  icDecay,
  icDecayTitle,
  icWeeks,
  icWeeksTitle,
  quantileBars,
  quantileBarsTitle,
  tHistograms,
  tHistogramsTitle,
} from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const weeks = Array.from({ length: 60 }, (_, w) => ({
  day: w < 26 ? `2024-0${1 + Math.floor(w / 4.5)}-01` : `2025-01-${10 + (w % 20)}`,
  ic: w % 17 === 5 ? undefined : Math.sin(w * w) * 0.7,
}));
const widths: HalfWidth[] = [26, 52, 104, 208, 416].map((weeks) => ({
  weeks,
  halfWidth: 1.1 / Math.sqrt(weeks),
}));
const stream = randomStream(5);
const draw = (sd: number) => Array.from({ length: 200 }, () => sd * stream.normal());
const decay: DecayPoint[] = [
  { horizon: 1, ic: 0.06, low: 0.01, high: 0.11 },
  { horizon: 2, ic: 0.07, low: 0, high: 0.14 },
  { horizon: 4, ic: 0.05, low: -0.04, high: 0.14 },
  { horizon: 8, ic: 0.02 },
];

const figures: Readonly<Record<string, () => Figure>> = {
  ic_weeks: () =>
    icWeeks(weeks, { chance: 0.316, mean: { ic: 0.04, low: -0.02, high: 0.1 }, source }),
  half_width_line: () => halfWidthLine(widths, { planted: 0.1, guess: 160, source }),
  t_histograms: () =>
    tHistograms([
      { label: "as if independent", values: tValues[0], critical: 1.96 },
      { label: "corrected", values: tValues[1], critical: 2.23 },
    ], { source }),
  ic_decay: () => icDecay(decay, { chosen: 4, source }),
  quantile_bars: () =>
    quantileBars([
      { label: "lowest", mean: -0.0031, low: -0.0062, high: 0.0001 },
      { label: "2", mean: 0.0012, low: -0.0011, high: 0.0034 },
      { label: "3", mean: undefined },
      { label: "4", mean: 0.0004 },
      { label: "highest", mean: 0.0027, low: 0.0001, high: 0.0053 },
    ], { spread: { mean: 0.0058, low: 0.0009, high: 0.0107 }, source }),
};
// Drawn once: a figure drawn twice must be the same.
const tValues = [draw(1.8), draw(1.05)];

figureTests(figures);

Deno.test("icWeeks() draws no bar for a date without a coefficient", () => {
  const html = (ic: number | undefined) =>
    icWeeks([{ day: "2024-01-05", ic }], { chance: 0.316, source }).html();
  match(html(undefined), /2024-01-05: no coefficient/);
  match(html(0.25), /2024-01-05: 0.25/);
});

Deno.test("icWeeksTitle() says on which side of zero the interval lies", () => {
  match(icWeeksTitle({ ic: 0.1, low: 0.02, high: 0.18 }), /above zero$/);
  match(icWeeksTitle({ ic: -0.1, low: -0.18, high: -0.02 }), /below zero$/);
  match(icWeeksTitle({ ic: 0.1, low: -0.02, high: 0.22 }), /not told from zero$/);
  match(icWeeksTitle(undefined), /too few dates/);
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

Deno.test("tHistograms() fills what lies beyond, and states the share that it counted", () => {
  const values = [-3, -1.96, -1, 0, 1, 1.96, 2.5, 9];
  const panel = { label: "as it is", values, critical: 1.96 };
  match(tHistogramsTitle([panel]), /38 % of runs as it is/);
  const html = tHistograms([panel], { source }).html();
  ok(html.includes("37.5 % beyond ±1.96"));
});

Deno.test("icDecayTitle() and quantileBarsTitle() have a sentence for nothing", () => {
  equal(icDecayTitle([]), "There is no horizon to show");
  equal(quantileBarsTitle(undefined), "No date has both a highest and a lowest group");
});
