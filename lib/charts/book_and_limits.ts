import * as Plot from "@observablehq/plot";
import { number, percent } from "../words.ts";
import { barColor } from "./forms/signed_bar.ts";
import { itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE, DASHED, FIRM } from "./kit/places.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { COLORS, GROUND } from "./kit/theme.ts";
import { type GaugeRow, limitGaugesTitle } from "./limit_gauges.ts";
import type { WeightRow } from "./weight_bars.ts";

interface BookAndLimitsOptions extends ChartOptions {
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
  const lines = bars.length + (options.hedge ? 1.5 : 0);
  const bottom = TOP + LINE * Math.max(lines, gauges.length), height = bottom + 30;
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
      ...bookMarks(bars, bottom, options),
      ...limitMarks(gauges, bottom),
    ],
  });
}

/** Upright rules over the height of the drawing. */
function uprights(xs: readonly number[], bottom: number, look: Plot.RuleXOptions): Plot.Markish {
  return Plot.ruleX(xs, { x: itself, y1: TOP - 2, y2: bottom, ...look });
}

/** Where the book's zero is. */
const MIDDLE = (BOOK.left + BOOK.right) / 2;
const ZERO_LINE = { ...FIRM, strokeWidth: 1.5, strokeDasharray: "none" };

/** The signed bars, with their names, figures and caps. */
function bookMarks(
  bars: readonly WeightRow[],
  bottom: number,
  { hedge, cap }: BookAndLimitsOptions,
): Plot.Markish[] {
  const rows = [
    ...bars.map((row, i) => ({ ...row, y: TOP + LINE * (i + 0.5), isHedge: false })),
    ...(hedge ? [{ ...hedge, y: TOP + LINE * (bars.length + 1), isHedge: true }] : []),
  ];
  type Row = (typeof rows)[number];
  // Room for a label beyond the longest bar, and for air before the names of the limits.
  const reach = 2.4 * Math.max(cap ?? 0, 0.05, ...rows.map(({ weight }) => Math.abs(weight)));
  const half = (BOOK.right - BOOK.left) / 2;
  const xOf = (weight: number) => MIDDLE + half * weight / reach;
  const end = ({ weight }: Row) => xOf(weight);
  const figureOf = ({ weight }: Row) => percent(weight, { signed: true });
  const caps = cap === undefined ? [] : [-cap, cap];
  return [
    uprights([MIDDLE], bottom, ZERO_LINE),
    uprights(caps.map(xOf), bottom, { ...DASHED, strokeWidth: 1 }),
    Plot.text(caps, {
      x: xOf,
      y: bottom + 12,
      text: (at: number) => percent(at, { digits: 0, signed: true }),
    }),
    Plot.rect(rows.filter(({ weight }) => weight !== 0), {
      x1: MIDDLE,
      x2: end,
      y1: ({ y }: Row) => y - 8,
      y2: ({ y }: Row) => y + 8,
      fill: ({ weight, isHedge }: Row) => barColor(weight, isHedge),
      title: (row: Row) => `${row.label}: ${figureOf(row)}`,
    }),
    Plot.text(rows, { x: BOOK.label, y: "y", text: "label", textAnchor: "end" }),
    ...sideLabels(rows.filter(({ weight }) => weight !== 0), {
      isLeft: ({ weight }) => weight < 0,
      x: end,
      y: "y",
      text: figureOf,
      gap: 5,
    }),
    Plot.text(rows.filter(({ weight, note }) => weight === 0 && note), {
      x: MIDDLE + 6,
      y: "y",
      text: "note",
      textAnchor: "start",
      ...ASIDE,
    }),
  ];
}

/** How much of each limit is used, with its name and what is left of it. */
function limitMarks(gauges: readonly GaugeRow[], bottom: number): Plot.Markish[] {
  // Fewer limits than sectors: they take the same height, so that the two halves end together.
  const step = (bottom - TOP) / Math.max(1, gauges.length);
  const rows = gauges.map((row, i) => ({ ...row, y: TOP + step * (i + 0.5) }));
  type Row = (typeof rows)[number];
  const most = Math.max(1, ...gauges.map(({ used }) => used));
  const xOf = (used: number) => LIMITS.left + (LIMITS.right - LIMITS.left) * used / most;
  const isBroken = ({ used }: Row) => used > 1 + 1e-6;
  const words = (row: Row) =>
    isBroken(row)
      ? "broken"
      : !row.binds
      ? `${row.slack} left`
      : row.shadowPrice === undefined
      ? "binds"
      : `price ${number(row.shadowPrice, { digits: 3 })}`;
  return [
    uprights([LIMITS.left, xOf(1)], bottom, ZERO_LINE),
    Plot.rect(rows, {
      x1: LIMITS.left,
      x2: ({ used }: Row) => xOf(used),
      y1: ({ y }: Row) => y - 8,
      y2: ({ y }: Row) => y + 8,
      fill: (row: Row) => isBroken(row) ? COLORS.vermillion : row.binds ? COLORS.blue : COLORS.grey,
      title: ({ label, used }: Row) => `${label}: ${percent(used)} used`,
    }),
    Plot.dot(rows.filter(({ binds }) => binds), {
      x: ({ used }: Row) => xOf(used),
      y: "y",
      symbol: "diamond2",
      r: 6,
      fill: COLORS.blue,
      stroke: GROUND,
      strokeWidth: 1.5,
    }),
    Plot.text(rows, { x: LIMITS.label, y: "y", text: "label", textAnchor: "end" }),
    ...[true, false].map((binds) =>
      Plot.text(rows.filter((row) => row.binds === binds), {
        x: LIMITS.words,
        y: "y",
        text: words,
        textAnchor: "start",
        fontWeight: binds ? 600 : 400,
      })
    ),
    Plot.text(["0"], { x: MIDDLE, y: bottom + 12, text: itself }),
    Plot.text(["100 %"], { x: xOf(1), y: bottom + 12, text: itself }),
  ];
}
