import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, signedPercent, sized, zeroX } from "./kit/axes.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { textsAtLeft } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { counted, percent } from "../words.ts";
import { signColor } from "./kit/theme.ts";

/** What a book gained or lost in one window. */
export interface StressBar {
  readonly label: string;
  /** The heading it stands under, such as "Crashes". */
  readonly group: string;
  /** Share of equity. */
  readonly pnl: number;
  /** What is missing; the bar is then hollow, stands last, and no title counts it. */
  readonly missing?: string;
}

/**
 * In how many windows the book loses, and the worst of them; windows with a missing leg do not count.
 *
 * @example
 * ```ts
 * import { stressBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const row = { group: "Rebounds" };
 * equal(
 *   stressBarsTitle([{ ...row, label: "Covid", pnl: -0.03 }, { ...row, label: "Tariff", pnl: 0.01 }]),
 *   "The book loses in 1 of 2 windows, most in Covid: −3.0 %",
 * );
 * ```
 */
export function stressBarsTitle(rows: readonly StressBar[]): string {
  const known = rows.filter((row) => row.missing === undefined);
  if (known.length === 0) return "No window has a return for every position of the book";
  const losses = known.filter((row) => row.pnl < -5e-4);
  const isWhole = known.length === rows.length;
  const windows = counted(known.length, isWhole ? "window" : "complete window");
  if (losses.length === 0) {
    return known.length === 1
      ? `The book does not lose in the one ${isWhole ? "" : "complete "}window`
      : `The book loses in none of ${windows}`;
  }
  const worst = losses.reduce((least, row) => row.pnl < least.pnl ? row : least);
  return `The book loses in ${losses.length} of ${windows}, most in ` +
    `${worst.label}: ${percent(worst.pnl)}`;
}

/** Groups in the order of their first row; inside a group the worst first, the incomplete last. */
function ordered(rows: readonly StressBar[]): readonly (readonly [string, readonly StressBar[]])[] {
  const groups = [...new Set(rows.map((row) => row.group))];
  return groups.map((group) => [
    group,
    rows.filter((row) => row.group === group).toSorted((a, b) =>
      Number(a.missing !== undefined) - Number(b.missing !== undefined) || a.pnl - b.pnl
    ),
  ]);
}

/**
 * Gain and loss by window as signed bars, sorted within their groups.
 *
 * @param rows One per window, in any order; groups keep the order in which they first appear.
 *
 * @example
 * ```ts
 * import { stressBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = stressBars(
 *   [{ label: "Covid crash", group: "Crashes", pnl: 0.02 }],
 *   { source: "Source: real, sector funds, 2020-02-19 to 2020-03-23." },
 * );
 * match(chart.title, /does not lose in the one window/);
 * ```
 */
export function stressBars(rows: readonly StressBar[], options: ChartOptions): Figure {
  const groups = ordered(rows);
  const all = groups.flatMap(([, members]) => members);
  const reach = 1.42 * Math.max(0.01, ...all.map((row) => Math.abs(row.pnl)));
  // What is missing needs room: such a label stands right of zero, whatever the sign.
  const isLeft = (row: StressBar) => row.pnl < 0 && row.missing === undefined;
  return figure({
    ...worded(options, {
      title: stressBarsTitle(rows),
      subtitle:
        "Gain or loss of the book in each window, share of equity; hollow: incomplete, a leg has no return",
    }),
    ...sized({ height: 24 * (all.length + 2 * groups.length - 1) + 58, left: 196, right: 30 }),
    x: {
      domain: [-reach, reach],
      label: null,
      ticks: 5,
      tickFormat: signedPercent,
    },
    y: {
      domain: groups.flatMap(([group, members], i) => [
        ...(i === 0 ? [] : [" "]),
        group,
        ...members.map((row) => row.label),
      ]),
      axis: null,
      padding: 0.22,
    },
    marks: [
      gridX(5),
      Plot.barX(all.filter((row) => row.missing === undefined), {
        x: "pnl",
        y: "label",
        fill: (row: StressBar) => signColor(row.pnl),
      }),
      Plot.barX(all.filter((row) => row.missing !== undefined), {
        x: "pnl",
        y: "label",
        fill: "none",
        stroke: "currentColor",
        strokeDasharray: "3,2",
      }),
      zeroX(),
      ...sideLabels(all, {
        isLeft,
        x: (row) => isLeft(row) ? row.pnl : Math.max(0, row.pnl),
        text: ({ pnl, missing }) =>
          percent(pnl, { signed: true }) + (missing ? `  ${missing}` : ""),
      }),
      textsAtLeft(all, {
        y: "label",
        text: "label",
        dx: -8,
      }),
      textsAtLeft(groups.map(([group]) => group), {
        y: (group: string) => group,
        text: (group: string) => group,
        dx: -8,
        fontWeight: 600,
      }),
    ],
  });
}
