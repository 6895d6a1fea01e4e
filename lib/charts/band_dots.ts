import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { hollowDots } from "./forms/dumbbells.ts";
import { DASHED } from "./kit/places.ts";
import { textsAtRight } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { counted, number } from "../words.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** A beta, where it comes from, and how sure it is. */
export interface BandDot {
  readonly label: string;
  readonly value: number;
  /** An earlier or a claimed value, drawn hollow. */
  readonly before?: number;
  readonly low?: number;
  readonly high?: number;
}

interface BandDotsOptions extends ChartOptions {
  /** Half width of the band around zero. */
  readonly band: number;
}

/** A book lies on its limit to a billionth; reading it back must not push it out. */
const SLACK = 1e-6;

/**
 * How many dots lie inside the band, as a sentence.
 *
 * @example
 * ```ts
 * import { bandDotsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [{ label: "OLS", value: 0.03 }, { label: "EWMA", value: -0.08 }];
 * equal(bandDotsTitle(rows, 0.05), "1 of 2 readings puts the book's beta inside ±0.05");
 * ```
 */
export function bandDotsTitle(rows: readonly BandDot[], band: number): string {
  const inside = rows.filter((row) => Math.abs(row.value) <= band + SLACK).length;
  return `${inside} of ${counted(rows.length, "reading")} ${
    inside === 1 ? "puts" : "put"
  } the book's beta inside ±${number(band)}`;
}

/**
 * From the first dot to the last, and whether the last lies inside the band, as a sentence.
 *
 * @example
 * ```ts
 * import { bandRouteTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   bandRouteTitle([{ label: "a", value: 0.31 }, { label: "b", value: 0.05 }], 0.05),
 *   "The true beta goes from +0.31 to +0.05, inside its limit of ±0.05",
 * );
 * ```
 */
export function bandRouteTitle(rows: readonly BandDot[], band: number): string {
  if (rows.length === 0) return "There is no book to follow";
  const first = rows[0].value, last = rows[rows.length - 1].value;
  const where = Math.abs(last) <= band + SLACK ? "inside" : "outside";
  return `The true beta goes from ${number(first, { signed: true })} to ` +
    `${number(last, { signed: true })}, ${where} its limit of ±${number(band)}`;
}

/**
 * Betas as dots around a shaded band, one row each, with an interval or a hollow earlier value.
 *
 * @param rows In the order in which they are drawn.
 *
 * @example
 * ```ts
 * import { bandDots } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = bandDots(
 *   [{ label: "OLS", value: 0.02 }, { label: "Kalman", value: -0.09, low: -0.2, high: 0.02 }],
 *   { band: 0.05, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /^1 of 2 readings/);
 * ```
 */
export function bandDots(rows: readonly BandDot[], options: BandDotsOptions): Figure {
  const { band } = options;
  const values = rows.flatMap((row) => [row.value, row.before ?? 0, row.low ?? 0, row.high ?? 0]);
  const reach = 1.15 * Math.max(2 * band, ...values.map(Math.abs));
  const moved = rows.filter((row) => row.before !== undefined);
  return figure({
    ...worded(options, {
      title: bandDotsTitle(rows, band),
      subtitle: "Beta of the book; the band is its limit",
    }),
    ...sized({ height: 32 * rows.length + 64, left: 224, right: 70 }),
    ...rowScales(rows.map((row) => row.label), {
      domain: [-reach, reach],
      ticks: 6,
      tickFormat: (beta: number) => number(beta, { signed: true }),
    }),
    marks: [
      Plot.rectX([band], {
        x1: -band,
        x2: band,
        fill: COLORS.grey,
        fillOpacity: 0.22,
      }),
      gridX(6),
      Plot.ruleX([-band, band], DASHED),
      zeroX(),
      Plot.text([0], {
        x: () => 0,
        frameAnchor: "top",
        dy: -16,
        text: () => `limit ±${number(band)}`,
      }),
      Plot.ruleY(rows.filter((row) => row.low !== undefined), {
        x1: "low",
        x2: "high",
        y: "label",
        stroke: COLORS.blue,
        strokeWidth: 2,
      }),
      Plot.link(moved, {
        x1: "before",
        x2: "value",
        y: "label",
        stroke: "currentColor",
        strokeOpacity: 0.5,
        strokeWidth: 2,
      }),
      hollowDots(moved),
      Plot.dot(rows, {
        x: "value",
        y: "label",
        r: 6,
        fill: (row: BandDot) =>
          Math.abs(row.value) <= band + SLACK ? COLORS.blue : COLORS.vermillion,
        stroke: GROUND,
        strokeWidth: 1,
      }),
      textsAtRight(rows, {
        y: "label",
        text: (row: BandDot) => number(row.value, { signed: true, digits: 3 }),
        dx: 8,
        fontWeight: 600,
      }),
    ],
  });
}
