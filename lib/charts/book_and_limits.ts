import * as Plot from "@observablehq/plot";
import { number, percent } from "../words.ts";
import { barColor } from "./forms/signed_bar.ts";
import { itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE } from "./kit/places.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";
import { type GaugeRow, limitGaugesTitle } from "./limit_gauges.ts";
import type { WeightRow } from "./weight_bars.ts";

/** What `bookAndLimits` needs besides its rows. */
export interface BookAndLimitsOptions extends ChartOptions {
  /** The finding; by default which limits bind. */
  /** The hedge, drawn apart below the sectors. */
  readonly hedge?: WeightRow;
  /** The largest weight allowed on either side, drawn as two rules. */
  readonly cap?: number;
}

/** Columns of the drawing, in pixels from the left. */
const WIDTH = 750;
const BOOK = { label: 106, left: 118, right: 346 };
const LIMITS = { label: 490, left: 498, right: 616, words: 626 };
const TOP = 10, LINE = 22;

/**
 * A book's signed bars, and beside them how much of each limit it uses.
 *
 * @param bars One per sector.
 * @param gauges One per limit.
 *
 * @example
 * ```ts
 * import { bookAndLimits } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const chart = bookAndLimits(
 *   [{ label: "Energy", weight: -0.3 }],
 *   [{ label: "cap on Energy", used: 1, slack: "0.0 points", binds: true, shadowPrice: 0.1 }],
 *   { cap: 0.3, source: "Source: simulated, seed 7." },
 * );
 * equal(chart.title, "One limit binds: cap on Energy");
 * ```
 */
export function bookAndLimits(
  bars: readonly WeightRow[],
  gauges: readonly GaugeRow[],
  options: BookAndLimitsOptions,
): Figure {
  const { hedge, cap } = options;
  const lines = bars.length + (hedge ? 1.5 : 0);
  const height = TOP + LINE * Math.max(lines, gauges.length) + 30;
  const bottom = height - 30;
  // Room for a label beyond the longest bar, and for air before the names of the limits.
  const reach = 2.4 * Math.max(
    cap ?? 0,
    0.05,
    ...[...bars, ...(hedge ? [hedge] : [])]
      .map(({ weight }) => Math.abs(weight)),
  );
  const middle = (BOOK.left + BOOK.right) / 2, half = (BOOK.right - BOOK.left) / 2;
  const xOf = (weight: number) => middle + half * weight / reach;
  const all = [
    ...bars.map((row, i) => ({ row, y: TOP + LINE * (i + 0.5), isHedge: false })),
    ...(hedge ? [{ row: hedge, y: TOP + LINE * (bars.length + 1), isHedge: true }] : []),
  ];
  // Fewer limits than sectors: they take the same height, so that the two halves end together.
  const step = (bottom - TOP) / Math.max(1, gauges.length);
  const most = Math.max(1, ...gauges.map(({ used }) => used));
  const xOfUsed = (used: number) => LIMITS.left + (LIMITS.right - LIMITS.left) * used / most;
  const limits = gauges.map((row, i) => ({ row, y: TOP + step * (i + 0.5) }));
  type Line = (typeof all)[number];
  type Limit = (typeof limits)[number];
  const words = ({ row }: Limit) =>
    row.used > 1 + 1e-6
      ? "broken"
      : !row.binds
      ? `${row.slack} left`
      : row.shadowPrice === undefined
      ? "binds"
      : `price ${number(row.shadowPrice, { digits: 3 })}`;
  const vertical = (xs: readonly number[], dashed = false) =>
    Plot.ruleX(xs, {
      x: itself,
      y1: TOP - 2,
      y2: bottom,
      stroke: "currentColor",
      strokeWidth: dashed ? 1 : 1.5,
      strokeDasharray: dashed ? "5,4" : "none",
    });
  const caps = cap === undefined ? [] : [-cap, cap];
  return figure({
    ...worded(options, {
      title: limitGaugesTitle(gauges),
      subtitle:
        "Left: share of equity, right of zero is long. Right: share of each limit used; a diamond " +
        "marks one that binds, with its shadow price",
    }),
    ...sized({ width: WIDTH, height, top: 0, bottom: 0, left: 0, right: 0 }),
    x: { domain: [0, WIDTH], range: [0, WIDTH], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      vertical([middle]),
      vertical(caps.map(xOf), true),
      Plot.text(caps, {
        x: xOf,
        y: bottom + 12,
        text: (at: number) => percent(at, { digits: 0, signed: true }),
      }),
      Plot.rect(all.filter(({ row }) => row.weight !== 0), {
        x1: middle,
        x2: ({ row }: Line) => xOf(row.weight),
        y1: ({ y }: Line) => y - 8,
        y2: ({ y }: Line) => y + 8,
        fill: ({ row, isHedge }: Line) => barColor(row.weight, isHedge),
        title: ({ row }: Line) => `${row.label}: ${percent(row.weight, { signed: true })}`,
      }),
      Plot.text(all, {
        x: BOOK.label,
        y: "y",
        text: ({ row }: Line) => row.label,
        textAnchor: "end",
      }),
      ...[true, false].map((left) =>
        Plot.text(all.filter(({ row }) => (row.weight < 0) === left && row.weight !== 0), {
          x: ({ row }: Line) => xOf(row.weight),
          y: "y",
          text: ({ row }: Line) => percent(row.weight, { signed: true }),
          textAnchor: left ? "end" : "start",
          dx: left ? -5 : 5,
          ...HALO,
        })
      ),
      Plot.text(all.filter(({ row }) => row.weight === 0 && row.note), {
        x: middle + 6,
        y: "y",
        text: ({ row }: Line) => row.note!,
        textAnchor: "start",
        ...ASIDE,
      }),
      vertical([LIMITS.left, xOfUsed(1)]),
      Plot.rect(limits, {
        x1: LIMITS.left,
        x2: ({ row }: Limit) => xOfUsed(row.used),
        y1: ({ y }: Limit) => y - 8,
        y2: ({ y }: Limit) => y + 8,
        fill: ({ row }: Limit) =>
          row.used > 1 + 1e-6 ? COLORS.vermillion : row.binds ? COLORS.blue : COLORS.grey,
        title: ({ row }: Limit) => `${row.label}: ${percent(row.used)} used`,
      }),
      Plot.dot(limits.filter(({ row }) => row.binds), {
        x: ({ row }: Limit) => xOfUsed(row.used),
        y: "y",
        symbol: "diamond2",
        r: 6,
        fill: COLORS.blue,
        stroke: GROUND,
        strokeWidth: 1.5,
      }),
      Plot.text(limits, {
        x: LIMITS.label,
        y: "y",
        text: ({ row }: Limit) => row.label,
        textAnchor: "end",
      }),
      ...[true, false].map((binds) =>
        Plot.text(limits.filter(({ row }) => row.binds === binds), {
          x: LIMITS.words,
          y: "y",
          text: words,
          textAnchor: "start",
          fontWeight: binds ? 600 : 400,
        })
      ),
      Plot.text(["0"], { x: middle, y: bottom + 12, text: itself }),
      Plot.text(["100 %"], { x: xOfUsed(1), y: bottom + 12, text: itself }),
    ],
  });
}
