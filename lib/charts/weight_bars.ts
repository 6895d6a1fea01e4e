import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, signedPercent, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { hollowDots } from "./forms/dumbbells.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { listed, percent, points } from "../words.ts";
import { barColor, barEnd } from "./forms/signed_bar.ts";
import { DASHED } from "./kit/places.ts";
import { HALO } from "./kit/theme.ts";

/** One signed bar. */
export interface WeightRow {
  /** What stands at the axis; rows keep their order. */
  readonly label: string;
  /** Share of equity; negative is short. */
  readonly weight: number;
  /** An earlier weight, drawn as a hollow dot. */
  readonly before?: number;
  /** Why the bar is empty or remarkable, in two or three words beside it. */
  readonly note?: string;
}

interface WeightBarsOptions extends ChartOptions {
  /** The hedge, drawn apart below the sectors. */
  readonly hedge?: WeightRow;
  /** The largest weight allowed on either side, drawn as two rules; a share of equity. */
  readonly cap?: number;
  /** The label that the reader guessed; its row is framed. */
  readonly guess?: string;
}

/**
 * What a book holds, as a sentence: the sides without and the hedge.
 *
 * @example
 * ```ts
 * import { weightBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [{ label: "XLK", weight: 0.3 }, { label: "XLE", weight: -0.2 }];
 * equal(
 *   weightBarsTitle(rows, { label: "SPDN", weight: -0.05 }),
 *   "The book is long 30.0 % and short 20.0 % in sectors, with a hedge of −5.0 %",
 * );
 * equal(weightBarsTitle([]), "The book holds no sector");
 * ```
 */
export function weightBarsTitle(rows: readonly WeightRow[], hedge?: WeightRow): string {
  const long = rows.reduce((sum, row) => sum + Math.max(row.weight, 0), 0);
  const short = rows.reduce((sum, row) => sum + Math.max(-row.weight, 0), 0);
  // 0.05 % is what the labels cannot show any more.
  const shows = (share: number) => Math.abs(share) >= 0.0005;
  const overlay = hedge === undefined
    ? ""
    : shows(hedge.weight)
    ? `, with a hedge of ${percent(hedge.weight, { signed: true })}`
    : ", without a hedge";
  if (!shows(long) && !shows(short)) return `The book holds no sector${overlay}`;
  const sides = [
    shows(long) ? `long ${percent(long)}` : "",
    shows(short) ? `short ${percent(short)}` : "",
  ].filter(Boolean).join(" and ");
  return `The book is ${sides} in sectors${overlay}`;
}

/**
 * Which row has moved furthest from its earlier weight, as a sentence.
 *
 * @param rows Those with an earlier weight count.
 *
 * @example
 * ```ts
 * import { largestChangeTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "Energy", before: 0.2, weight: 0.05 },
 *   { label: "Staples", before: -0.1, weight: -0.1 },
 * ];
 * equal(largestChangeTitle(rows), "Energy changes most, from +20.0 % to +5.0 %");
 * ```
 */
export function largestChangeTitle(rows: readonly WeightRow[]): string {
  const moved = rows.filter((row) => row.before !== undefined)
    .map((row) => ({ ...row, change: Math.abs(row.weight - row.before!) }));
  const most = Math.max(0, ...moved.map((row) => row.change));
  // A change that the labels cannot show is none to a reader.
  if (most < 0.0005) return "No position changes";
  const first = moved.filter((row) => row.change > most - 1e-9);
  const signed = (share?: number) => percent(share, { signed: true });
  return first.length === 1
    ? `${first[0].label} changes most, from ${signed(first[0].before)} to ${
      signed(first[0].weight)
    }`
    : `${listed(first.map((row) => row.label))} change most, by ${points(most)} each`;
}

/**
 * Signed bars of a book, one row per sector, with the hedge apart and the cap as two rules.
 *
 * @param rows One per sector, in the order in which they are drawn.
 * @param options.source The source line; without it the chart is refused.
 * @returns A figure titled with `weightBarsTitle` unless a title is given.
 *
 * @example Two sectors and a hedge
 * ```ts
 * import { weightBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = weightBars(
 *   [{ label: "Technology", weight: 0.3 }, { label: "Energy", weight: -0.2 }],
 *   { hedge: { label: "SPDN", weight: -0.05 }, cap: 0.3, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /long 30.0 % and short 20.0 %/);
 * ```
 */
export function weightBars(rows: readonly WeightRow[], options: WeightBarsOptions): Figure {
  const { hedge, cap, guess } = options;
  const all = hedge ? [...rows, hedge] : [...rows];
  // The label of a bar stands beyond it, and beyond an earlier weight further out still.
  const reach = (all.some((row) => row.before !== undefined) ? 1.42 : 1.34) * Math.max(
    cap ?? 0,
    0.05,
    ...all.flatMap((row) => [Math.abs(row.weight), Math.abs(row.before ?? 0)]),
  );
  const drawn = all.filter((row) => Math.abs(row.weight) > 0);
  const moved = all.filter((row) => row.before !== undefined);
  const framed = all.filter((row) => row.label === guess);
  const text = (row: WeightRow) =>
    [
      row.weight === 0 && row.note ? "" : percent(row.weight, { signed: true }),
      row.note ?? "",
    ].filter(Boolean).join("  ");
  const labelMark = (left: boolean, dotted: boolean) => {
    const side = all.filter((row) =>
      (row.weight < 0) === left && (row.before !== undefined) === dotted
    );
    return Plot.text(side, {
      x: ({ weight, before }: WeightRow) => barEnd(weight, before ?? 0, weight),
      y: "label",
      text,
      textAnchor: left ? "end" : "start",
      dx: (left ? -1 : 1) * (dotted ? 13 : 8),
      ...HALO,
    });
  };
  return figure({
    ...worded(options, {
      title: weightBarsTitle(rows, hedge),
      subtitle: "Share of equity; right of zero is long, left is short" +
        (hedge ? "; the hedge stands apart" : ""),
    }),
    ...sized({ height: 24 * (all.length + (hedge ? 0.6 : 0)) + 62, left: 118 }),
    ...rowScales([...rows.map((row) => row.label), ...(hedge ? [" ", hedge.label] : [])], {
      domain: [-reach, reach],
      tickFormat: signedPercent,
      gap: 0.22,
    }),
    marks: [
      gridX(7),
      Plot.barX(drawn, {
        x: "weight",
        y: "label",
        fill: (row: WeightRow) => barColor(row.weight, row === hedge),
        title: (row: WeightRow) => `${row.label}: ${percent(row.weight, { signed: true })}`,
      }),
      zeroX(),
      ...(cap === undefined ? [] : [
        Plot.ruleX([-cap, cap], DASHED),
        Plot.text([-cap, cap], {
          x: (at: number) => at,
          frameAnchor: "top",
          dy: -18,
          text: () => `cap ${percent(cap, { digits: 0 })}`,
        }),
      ]),
      hollowDots(moved),
      labelMark(true, true),
      labelMark(true, false),
      labelMark(false, true),
      labelMark(false, false),
      ...guessFrame(framed, reach),
    ],
  });
}

/** The dashed frame around the row that the reader named. */
function guessFrame(framed: readonly WeightRow[], reach: number): Plot.Markish[] {
  if (framed.length === 0) return [];
  return [
    Plot.barX(framed, {
      x1: -reach,
      x2: reach,
      y: "label",
      fill: "none",
      stroke: "currentColor",
      strokeDasharray: "3,3",
      inset: -2,
    }),
    Plot.text(framed, {
      x: -reach,
      y: "label",
      text: () => "your guess",
      textAnchor: "start",
      dx: 6,
      fontStyle: "italic",
    }),
  ];
}
