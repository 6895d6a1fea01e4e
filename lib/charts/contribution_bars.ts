import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { sized } from "./kit/axes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { listed, number, percent, points } from "../words.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { COLORS, signColor } from "./kit/theme.ts";

/** What one name adds to two sums. */
export interface ContributionRow {
  readonly label: string;
  /** Part of the volatility, a share of equity per year; all parts sum to it. */
  readonly risk: number;
  /** Part of the beta; all parts sum to it. */
  readonly beta: number;
}

interface ContributionBarsOptions extends ChartOptions {
  /** The hedge, drawn apart below the others and part of both sums. */
  readonly hedge?: ContributionRow;
}

/** Columns of the drawing, in pixels from the left. */
const WIDTH = 720;
const LABEL = 112;
const PANELS = { risk: [126, 412], beta: [432, 718] } as const;
const TOP = 30, LINE = 25, BAR = 8;
/** Room for the text beyond a bar. */
const TEXT = 66;

/** Below this a part shows as zero: half a hundredth of a point of volatility. */
const VISIBLE = 5e-5;

const sumOf = (rows: readonly ContributionRow[], of: "risk" | "beta") =>
  rows.reduce((sum, row) => sum + row[of], 0);

/**
 * Who adds the most risk and what the betas come to, as a sentence.
 *
 * @param rows All that add up, the hedge among them.
 *
 * @example
 * ```ts
 * import { contributionBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "Energy", risk: 0.05, beta: -0.2 },
 *   { label: "Technology", risk: 0.03, beta: 0.23 },
 * ];
 * equal(
 *   contributionBarsTitle(rows),
 *   "Energy adds the most risk, 5.0 points; all sum to a volatility of 8.0 % and a beta of +0.03",
 * );
 * ```
 */
export function contributionBarsTitle(rows: readonly ContributionRow[]): string {
  const sums = `all sum to a volatility of ${percent(sumOf(rows, "risk"))} and a beta of ` +
    number(sumOf(rows, "beta"), { signed: true });
  const most = Math.max(0, ...rows.map(({ risk }) => risk));
  if (most < VISIBLE) return `Nobody adds risk; ${sums}`;
  const first = rows.filter(({ risk }) => most - risk < VISIBLE).map(({ label }) => label);
  const one = first.length === 1;
  return `${listed(first)} ${one ? "adds" : "add"} the most risk, ${points(most)}` +
    `${one ? "" : " each"}; ${sums}`;
}

/**
 * What each name adds to the volatility and to the beta of a book, side by side, with both sums.
 *
 * A bar to the left takes away. The two pictures mostly differ: a name may carry much of the risk and
 * little of the beta.
 *
 * @param rows In the order in which they are drawn.
 * @throws {RangeError} If there is no row or a part is not finite.
 *
 * @example
 * ```ts
 * import { contributionBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = contributionBars([{ label: "Energy", risk: 0.05, beta: -0.2 }], {
 *   hedge: { label: "Hedge", risk: -0.01, beta: 0.2 },
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /5.0 points; all sum to a volatility of 4.0 %/);
 * ```
 */
export function contributionBars(
  rows: readonly ContributionRow[],
  options: ContributionBarsOptions,
): Figure {
  const { hedge } = options;
  const all = hedge ? [...rows, hedge] : [...rows];
  if (all.length === 0) {
    throw new RangeError("Cannot draw contributions: need at least one row, got none");
  }
  for (const { label, risk, beta } of all) {
    if (!Number.isFinite(risk) || !Number.isFinite(beta)) {
      throw new RangeError(
        `Cannot draw contributions: ${label} needs finite parts, got ${risk} and ${beta}`,
      );
    }
  }
  const total = { label: "Sum", risk: sumOf(all, "risk"), beta: sumOf(all, "beta") };
  const lines = [
    ...rows.map((row, i) => ({ row, y: TOP + LINE * (i + 0.5) })),
    ...(hedge ? [{ row: hedge, y: TOP + LINE * (rows.length + 0.9) }] : []),
  ];
  const last = { row: total, y: lines[lines.length - 1].y + 1.4 * LINE };
  const bottom = last.y + 0.6 * LINE;
  type Line = typeof last;
  const panel = (of: "risk" | "beta", heading: string, shown: (value: number) => string) => {
    const values = [...lines, last].map(({ row }) => row[of]);
    const low = Math.min(0, ...values), high = Math.max(0, ...values);
    const [left, right] = PANELS[of];
    const from = left + TEXT * (low < 0 ? 1 : 0.1), to = right - TEXT;
    const xOf = (value: number) => from + (to - from) * (value - low) / Math.max(high - low, 1e-9);
    const bars = [...lines, last];
    const color = ({ row }: Line) =>
      row === total ? COLORS.grey : row === hedge ? COLORS.green : signColor(row[of]);
    return [
      Plot.text([heading], {
        x: left,
        y: TOP - 14,
        text: (words: string) => words,
        textAnchor: "start",
        fontWeight: 600,
      }),
      Plot.rect(bars.filter(({ row }) => row[of] !== 0), {
        x1: xOf(0),
        x2: ({ row }: Line) => xOf(row[of]),
        y1: ({ y }: Line) => y - BAR,
        y2: ({ y }: Line) => y + BAR,
        fill: color,
        title: ({ row }: Line) => `${row.label}: ${shown(row[of])}`,
      }),
      Plot.ruleX([xOf(0)], { x: (x: number) => x, y1: TOP, y2: bottom, stroke: "currentColor" }),
      ...sideLabels(bars, {
        isLeft: ({ row }) => row[of] < 0,
        x: ({ row }) => xOf(row[of]),
        y: "y",
        text: ({ row }) => shown(row[of]),
        isBold: ({ row }) => row === total,
      }),
    ];
  };
  return figure({
    ...worded(options, {
      title: contributionBarsTitle(all),
      subtitle:
        "What each adds to the book's volatility and to its beta; a bar to the left takes away",
    }),
    ...sized({ width: WIDTH, height: bottom + 6, top: 0, bottom: 0, left: 0, right: 0 }),
    x: { domain: [0, WIDTH], range: [0, WIDTH], axis: null },
    y: { domain: [0, bottom + 6], range: [0, bottom + 6], axis: null },
    marks: [
      ...panel("risk", "Risk, per year", (value) => percent(value, { signed: true, digits: 2 })),
      ...panel("beta", "Beta", (value) => number(value, { signed: true, digits: 3 })),
      Plot.ruleY([last.y - 0.7 * LINE], {
        y: (y: number) => y,
        x1: 8,
        x2: WIDTH - 2,
        stroke: "currentColor",
        strokeOpacity: 0.5,
      }),
      ...[lines, [last]].map((of) =>
        Plot.text(of, {
          x: LABEL,
          y: "y",
          text: ({ row }: Line) => row.label,
          textAnchor: "end",
          ...(of === lines ? {} : { fontWeight: 700 }),
        })
      ),
    ],
  });
}
