import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, sized } from "./kit/axes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** How far one choice lies above the base, with two intervals of the same difference. */
export interface PairedRange {
  readonly label: string;
  readonly difference: number;
  /** Interval of this difference alone. */
  readonly low: number;
  readonly high: number;
  /** Interval that allows for all the choices tried; it holds the other one. */
  readonly wideLow: number;
  readonly wideHigh: number;
}

interface PairedRangesOptions extends ChartOptions {
  /** What the others are compared with, such as "50/25/25". */
  readonly base: string;
  /** What the values are, such as "net Sharpe ratio". */
  readonly valueName: string;
  /** Weightings tried, the base among them; one more than the rows by default. */
  readonly trials?: number;
}

const isClear = (low: number, high: number) => low > 0 || high < 0;
const counted = (count: number) => count === 0 ? "none" : String(count);

/**
 * How many differences lie clear of zero, one by one and with all trials allowed for, as a sentence.
 *
 * @example
 * ```ts
 * import { pairedRangesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "a", difference: 0.3, low: 0.1, high: 0.5, wideLow: -0.1, wideHigh: 0.7 },
 *   { label: "b", difference: 0.1, low: -0.1, high: 0.3, wideLow: -0.3, wideHigh: 0.5 },
 * ];
 * equal(
 *   pairedRangesTitle(rows, { base: "50/25/25", trials: 231 }),
 *   "Of 2 differences from 50/25/25, 1 lies clear of zero one by one, and none once 231 trials are " +
 *     "allowed for",
 * );
 * ```
 */
export function pairedRangesTitle(
  rows: readonly PairedRange[],
  options: Pick<PairedRangesOptions, "base" | "trials">,
): string {
  const { base, trials = rows.length + 1 } = options;
  if (rows.length === 0) return `There is nothing to compare with ${base}`;
  const alone = rows.filter(({ low, high }) => isClear(low, high)).length;
  const all = rows.filter(({ wideLow, wideHigh }) => isClear(wideLow, wideHigh)).length;
  const differences = rows.length === 1 ? "difference" : "differences";
  return `Of ${rows.length} ${differences} from ${base}, ${counted(alone)} ` +
    `${alone === 1 ? "lies" : "lie"} clear of zero one by one, and ${
      counted(all)
    } once ${trials} trials are allowed for`;
}

/** Height of the drawing, pixels. */
const HEIGHT = 340;

/**
 * Paired differences from a base, sorted, each with its interval as a thin upright range.
 *
 * Grey: the interval that allows for all trials holds zero. Blue and vermillion: it lies clear of zero.
 * The thick part is the interval of the difference alone.
 *
 * @param rows In any order; they are sorted by their difference.
 * @throws {RangeError} If a figure is no number, or an interval does not hold its difference, or the
 *   wide one not the narrow one.
 *
 * @example
 * ```ts
 * import { pairedRanges } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const rows = [{ label: "a", difference: 0.3, low: 0.1, high: 0.5, wideLow: -0.1, wideHigh: 0.7 }];
 * const chart = pairedRanges(rows, {
 *   base: "50/25/25",
 *   valueName: "net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /^Of 1 difference from 50\/25\/25/);
 * ```
 */
export function pairedRanges(
  rows: readonly PairedRange[],
  options: PairedRangesOptions,
): Figure {
  if (rows.length === 0) {
    throw new RangeError("Cannot draw differences: need at least one, got none");
  }
  for (const { label, wideLow, low, difference, high, wideHigh } of rows) {
    const rising = wideLow <= low && low <= difference && difference <= high && high <= wideHigh;
    if (!rising || !Number.isFinite(wideHigh - wideLow)) {
      throw new RangeError(
        `Cannot draw differences: need wideLow ≤ low ≤ difference ≤ high ≤ wideHigh for ${label}, got ` +
          [wideLow, low, difference, high, wideHigh].join(", "),
      );
    }
  }
  const { base, valueName } = options;
  const sorted = rows.toSorted((a, b) => a.difference - b.difference)
    .map((row, i) => ({ ...row, at: i + 1 }));
  const color = ({ wideLow, wideHigh }: PairedRange) =>
    wideLow > 0 ? COLORS.blue : wideHigh < 0 ? COLORS.vermillion : COLORS.grey;
  const perRow = 580 / rows.length;
  const words = (row: PairedRange) =>
    `${row.label}: ${number(row.difference, { signed: true })}, alone ` +
    `${number(row.low, { signed: true })} to ${
      number(row.high, { signed: true })
    }, with all trials ` +
    `${number(row.wideLow, { signed: true })} to ${number(row.wideHigh, { signed: true })}`;
  return figure({
    ...worded(options, {
      title: pairedRangesTitle(rows, options),
      subtitle:
        `Difference of the ${valueName} from ${base}, sorted; thick: interval of one difference, thin: ` +
        "with all trials allowed for; grey holds zero",
    }),
    ...sized({ height: HEIGHT, top: 20, bottom: 30, left: 64, right: 24 }),
    x: { domain: [0, rows.length + 1], axis: null },
    y: {
      label: null,
      ticks: 7,
      tickFormat: (value: number) => number(value, { signed: true, digits: 1 }),
    },
    marks: [
      gridY(7),
      Plot.ruleX(sorted, {
        x: "at",
        y1: "wideLow",
        y2: "wideHigh",
        stroke: color,
        strokeWidth: Math.min(1.6, Math.max(0.6, perRow * 0.35)),
        title: words,
      }),
      Plot.ruleX(sorted, {
        x: "at",
        y1: "low",
        y2: "high",
        stroke: color,
        strokeWidth: Math.min(6, Math.max(1.2, perRow * 0.65)),
        strokeOpacity: 0.65,
      }),
      Plot.ruleY([0], { stroke: "currentColor", strokeWidth: 1.5 }),
      Plot.line(sorted, { x: "at", y: "difference", stroke: GROUND, strokeWidth: 4 }),
      Plot.line(sorted, { x: "at", y: "difference", stroke: "currentColor", strokeWidth: 1.8 }),
      ...[
        { end: "lowest", row: sorted[0], textAnchor: "start" as const },
        { end: "highest", row: sorted[sorted.length - 1], textAnchor: "end" as const },
      ].map(({ end, row, textAnchor }) =>
        Plot.text([textAnchor === "start" ? 0 : rows.length + 1], {
          x: (at: number) => at,
          frameAnchor: "bottom",
          dy: 18,
          text: () => `${end}: ${row.label}`,
          textAnchor,
        })
      ),
    ],
  });
}
