import * as Plot from "@observablehq/plot";
import { counted, percent } from "../words.ts";
import { diagonal, gridY, itself, sized, wholePercent } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { FIRM, leftOf, rightOf } from "./kit/places.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";

/** Calls of about one stated confidence, and how many of them came true. */
export interface ReliabilityRow {
  readonly count: number;
  /** Mean of what was stated, a share; absent in an empty bin. */
  readonly stated?: number;
  /** Share that came true, with its interval; absent in an empty bin. */
  readonly observed?: { readonly share: number; readonly low: number; readonly high: number };
}

interface ReliabilityDiagramOptions extends ChartOptions {
  /** A guess of the share that came true, drawn as a dashed rule. */
  readonly guess?: number;
}

interface FilledRow {
  readonly count: number;
  readonly stated: number;
  readonly observed: { readonly share: number; readonly low: number; readonly high: number };
}

function filled(rows: readonly ReliabilityRow[]): FilledRow[] {
  return rows.flatMap(({ count, stated, observed }) =>
    count > 0 && stated !== undefined && observed !== undefined ? [{ count, stated, observed }] : []
  );
}

/**
 * What was stated on average, what came true, and how many intervals miss the diagonal.
 *
 * @example
 * ```ts
 * import { reliabilityDiagramTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   reliabilityDiagramTitle([
 *     { count: 40, stated: 0.8, observed: { share: 0.5, low: 0.35, high: 0.65 } },
 *     { count: 0 },
 *   ]),
 *   "40 calls stated at 80 % on average came true in 50 %; 1 of 1 bin misses the diagonal",
 * );
 * ```
 */
export function reliabilityDiagramTitle(rows: readonly ReliabilityRow[]): string {
  const bins = filled(rows);
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  if (count === 0) return "No call has an outcome yet";
  const mean = (of: (bin: FilledRow) => number) =>
    bins.reduce((sum, bin) => sum + bin.count * of(bin), 0) / count;
  const shown = wholePercent;
  const missed =
    bins.filter(({ stated, observed }) => stated < observed.low || stated > observed.high).length;
  return `${counted(count, "call")} stated at ${
    shown(mean((bin) => bin.stated))
  } on average came true in ` +
    `${shown(mean((bin) => bin.observed.share))}; ${missed} of ${counted(bins.length, "bin")} ` +
    `${missed === 1 || bins.length === 1 ? "misses" : "miss"} the diagonal`;
}

/**
 * Observed share over stated confidence, a dot per bin with its interval, its size by the count.
 *
 * @param rows As `reliability` of `lab/stats` gives them; empty ones are left out.
 *
 * @example
 * ```ts
 * import { reliabilityDiagram } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const chart = reliabilityDiagram(
 *   [{ count: 4, stated: 0.8, observed: { share: 0.5, low: 0.15, high: 0.85 } }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * equal(/0 of 1 bin misses the diagonal/.test(chart.title), true);
 * ```
 */
export function reliabilityDiagram(
  rows: readonly ReliabilityRow[],
  options: ReliabilityDiagramOptions,
): Figure {
  const { guess } = options;
  const bins = filled(rows);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const misses = ({ stated, observed }: FilledRow) =>
    stated < observed.low || stated > observed.high;
  const color = (bin: FilledRow) => misses(bin) ? COLORS.vermillion : COLORS.blue;
  return figure({
    ...worded(options, {
      title: reliabilityDiagramTitle(rows),
      subtitle:
        "Share of calls that came true over stated confidence; size and number: calls in the bin",
    }),
    ...sized({ height: 430, top: 30, left: 64, right: 70 }),
    x: {
      label: "stated confidence",
      labelAnchor: "right",
      domain: [0, 1],
      ticks: 5,
      tickFormat: wholePercent,
    },
    y: { label: "came true", domain: [0, 1], ticks: 5, tickFormat: wholePercent },
    marks: [
      gridY(5),
      diagonal(0, 1, { ...FIRM, strokeDasharray: "2,4" }),
      Plot.text([{}], { x: () => 0.9, y: () => 0.9, text: () => "as stated", ...leftOf(10) }),
      Plot.ruleY([0.5], { stroke: "currentColor", strokeOpacity: 0.5 }),
      Plot.text([0.5], { y: itself, frameAnchor: "right", ...rightOf(6), text: () => "a coin" }),
      Plot.ruleX(bins, {
        x: "stated",
        y1: (bin: FilledRow) => bin.observed.low,
        y2: (bin: FilledRow) => bin.observed.high,
        stroke: color,
        strokeWidth: 2,
      }),
      Plot.dot(bins, {
        x: "stated",
        y: (bin: FilledRow) => bin.observed.share,
        r: (bin: FilledRow) => 3 + 8 * Math.sqrt(bin.count / most),
        fill: color,
        stroke: GROUND,
        strokeWidth: 1,
        title: (bin: FilledRow) =>
          `stated ${percent(bin.stated, { digits: 0 })}, came true ${
            percent(bin.observed.share, { digits: 0 })
          } of ${bin.count}`,
      }),
      Plot.text(bins, {
        x: "stated",
        y: (bin: FilledRow) => bin.observed.high,
        text: (bin: FilledRow) => String(bin.count),
        dy: -9,
        ...HALO,
      }),
      ...(guess === undefined ? [] : [
        Plot.ruleY([guess], { stroke: "currentColor", strokeWidth: 2, strokeDasharray: "4,3" }),
        Plot.text([guess], {
          y: itself,
          frameAnchor: "left",
          ...rightOf(6),
          dy: -9,
          text: () => "your guess",
          fontStyle: "italic",
        }),
      ]),
    ],
    r: { type: "identity" },
  });
}
