import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { whiskers } from "./forms/intervals.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";
import { COLORS, HALO } from "./kit/theme.ts";

/** One way of reading the data, with what it seems to know. */
export interface IcRow {
  readonly label: string;
  /** Mean rank information coefficient. */
  readonly ic: number;
  /** The ends of its interval. */
  readonly low?: number;
  readonly high?: number;
  /** Whether it looks ahead; drawn vermillion and hatched by its outline. */
  readonly looksAhead?: boolean;
}

interface IcBarsOptions extends ChartOptions {
  /** What there is to know, drawn as a dashed rule; absent where nobody can tell. */
  readonly planted?: number;
}

/**
 * What looking ahead adds, and whether it passes what was planted, as a sentence.
 *
 * @param rows One that looks ahead and one that does not; otherwise the first is named alone.
 * @param options.planted What there is to know.
 *
 * @example
 * ```ts
 * import { icBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "from the quarter's end", ic: 0.15, looksAhead: true },
 *   { label: "from the filing", ic: 0.06 },
 * ];
 * equal(
 *   icBarsTitle(rows, { planted: 0.1 }),
 *   "Looking ahead shows an IC of 0.150 instead of 0.060, above the planted 0.100",
 * );
 * ```
 */
export function icBarsTitle(
  rows: readonly IcRow[],
  options: { readonly planted?: number } = {},
): string {
  const shown = (value: number) => number(value, { digits: 3 });
  const ahead = rows.find((row) => row.looksAhead);
  const honest = rows.find((row) => !row.looksAhead);
  if (!ahead || !honest) {
    const [only] = rows;
    return only ? `The IC is ${shown(only.ic)} ${only.label}` : "There is no IC to show";
  }
  // What the reader sees is what is compared: figures that read alike are called equal.
  const [a, h] = [shown(ahead.ic), shown(honest.ic)];
  const instead = a === h
    ? `Looking ahead changes nothing here: an IC of ${a} both ways`
    : ahead.ic > honest.ic
    ? `Looking ahead shows an IC of ${a} instead of ${h}`
    : `Looking ahead shows an IC of ${a}, not even the ${h} of the filings`;
  if (options.planted === undefined) return instead;
  const planted = shown(options.planted);
  return ahead.ic > options.planted && a !== planted
    ? `${instead}, above the planted ${planted}`
    : `${instead}; planted were ${planted}`;
}

/**
 * Information coefficients as bars with their intervals, and what was planted as a rule.
 *
 * @example
 * ```ts
 * import { icBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = icBars(
 *   [{ label: "from the filing", ic: 0.06, low: -0.01, high: 0.13 }],
 *   { planted: 0.1, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /0.060 from the filing/);
 * ```
 */
export function icBars(rows: readonly IcRow[], options: IcBarsOptions): Figure {
  const { planted } = options;
  const ends = rows.flatMap((row) => [row.ic, row.low ?? row.ic, row.high ?? row.ic]);
  const low = Math.min(0, planted ?? 0, ...ends), high = Math.max(0, planted ?? 0, ...ends);
  const room = 0.12 * Math.max(high - low, 0.02);
  const fill = (row: IcRow) => row.looksAhead ? COLORS.vermillion : COLORS.blue;
  return figure({
    ...worded(options, {
      title: icBarsTitle(rows, { planted }),
      subtitle:
        "Mean rank correlation of scores with the returns that followed; lines are 95 % intervals",
    }),
    ...sized({ height: 54 * rows.length + 82, top: 34, left: 172 }),
    ...rowScales(rows.map((row) => row.label), {
      domain: [low - (low < 0 ? room : 0), high + room],
      tickFormat: (value: number) => number(value),
      gap: 0.35,
    }),
    marks: [
      gridX(7),
      Plot.barX(rows, { x: "ic", y: "label", fill, title: (row: IcRow) => number(row.ic) }),
      zeroX(),
      ...whiskers(rows, { along: "x", inset: 9 }),
      Plot.text(rows, {
        x: "ic",
        y: "label",
        text: (row: IcRow) => number(row.ic, { digits: 3 }),
        dx: 4,
        dy: -20,
        textAnchor: "start",
        fontWeight: 600,
        ...HALO,
      }),
      ...(planted === undefined ? [] : [
        Plot.ruleX([planted], {
          stroke: "currentColor",
          strokeWidth: 1.6,
          strokeDasharray: "5,4",
        }),
        Plot.text([planted], {
          x: (at: number) => at,
          frameAnchor: "top",
          dy: -20,
          text: () => `planted ${number(planted)}`,
          fill: "currentColor",
        }),
      ]),
    ],
  });
}
