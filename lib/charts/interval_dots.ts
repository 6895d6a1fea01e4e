import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { textsAtRight } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";

/** One figure with its interval. */
export interface IntervalDot {
  readonly label: string;
  readonly value: number;
  /** The ends of its interval; absent where there are too few periods for one, and said so. */
  readonly low?: number;
  readonly high?: number;
  /** What stands at the right, such as how many periods it rests on. */
  readonly note?: string;
  /** A figure that no headline may use, drawn hollow. */
  readonly hollow?: boolean;
  /** The one that the chart is about, in bold. */
  readonly own?: boolean;
}

interface IntervalDotsOptions extends ChartOptions {
  readonly subtitle: string;
  /** Decimals of the figures; two by default. */
  readonly digits?: number;
}

/**
 * How many intervals lie clear of zero, as a sentence.
 *
 * @example
 * ```ts
 * import { intervalDotsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "ours", value: 0.4, low: -0.5, high: 1.3 },
 *   { label: "the market", value: 1.2, low: 0.3, high: 2.1 },
 * ];
 * equal(intervalDotsTitle(rows), "1 of 2 intervals lies above zero, 1 holds it");
 * ```
 */
export function intervalDotsTitle(rows: readonly IntervalDot[]): string {
  const known = rows.filter(({ low, high }) => low !== undefined && high !== undefined);
  if (known.length === 0) return "There is no interval to show";
  const verb = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  const above = known.filter(({ low }) => low! > 0).length;
  const below = known.filter(({ high }) => high! < 0).length;
  const hold = known.length - above - below;
  const first = `${above} of ${known.length} intervals ${above === 1 ? "lies" : "lie"} above zero`;
  return [
    first,
    ...(below > 0 ? [`${verb(below, "lies", "lie")} below it`] : []),
    ...(hold > 0 ? [verb(hold, "holds it", "hold it")] : []),
  ].join(", ");
}

/**
 * Figures as dots on their intervals, one row each, with zero drawn.
 *
 * @param rows From top to bottom.
 * @throws {RangeError} If a figure is no finite number, or an interval does not run from low to high.
 *
 * @example
 * ```ts
 * import { intervalDots } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = intervalDots(
 *   [{ label: "ours", value: 0.4, low: -0.5, high: 1.3 }],
 *   { subtitle: "Sharpe ratio a year", source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /1 holds it$/);
 * ```
 */
export function intervalDots(rows: readonly IntervalDot[], options: IntervalDotsOptions): Figure {
  const { digits = 2 } = options;
  for (const { label, value, low, high } of rows) {
    const hasRange = low !== undefined && high !== undefined;
    if (!Number.isFinite(value) || (hasRange && !(low <= high))) {
      throw new RangeError(
        `Cannot draw intervals: need a finite figure and an interval from low to high, got ${value} ` +
          `(${low} to ${high}) of ${label}`,
      );
    }
  }
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const left = Math.min(0, ...ends), right = Math.max(0, ...ends);
  const room = 0.05 * Math.max(right - left, 1e-3);
  const known = rows.filter(({ low, high }) => low !== undefined && high !== undefined);
  const longest = Math.max(0, ...rows.map(({ label }) => label.length));
  const longestNote = Math.max(0, ...rows.map(({ note = "" }) => note.length));
  const color = ({ hollow, own }: IntervalDot) =>
    hollow ? COLORS.vermillion : own ? COLORS.blue : "currentColor";
  return figure({
    ...worded(options, { title: intervalDotsTitle(rows) }),
    ...sized({
      height: 40 * rows.length + 62,
      top: 18,
      left: Math.min(250, 20 + 7.2 * longest),
      right: Math.min(170, 24 + 7.2 * longestNote),
    }),
    ...rowScales(rows.map(({ label }) => label), {
      domain: [left - room, right + room],
      ticks: 6,
      tickFormat: (value: number) => number(value, { digits: Math.min(2, digits) }),
    }),
    marks: [
      gridX(6),
      zeroX(),
      Plot.link(known, {
        x1: "low",
        x2: "high",
        y: "label",
        stroke: color,
        strokeWidth: 3,
        strokeOpacity: 0.85,
      }),
      Plot.dot(rows.filter(({ hollow }) => !hollow), {
        x: "value",
        y: "label",
        r: 6,
        fill: color,
        stroke: GROUND,
        strokeWidth: 1.5,
        title: titleOf,
      }),
      Plot.dot(rows.filter(({ hollow }) => hollow), {
        x: "value",
        y: "label",
        r: 6,
        fill: GROUND,
        stroke: color,
        strokeWidth: 2.5,
        title: titleOf,
      }),
      ...[true, false].map((own) =>
        Plot.text(rows.filter((row) => (row.own ?? false) === own), {
          x: "value",
          y: "label",
          dy: -14,
          text: ({ value }: IntervalDot) => number(value, { digits }),
          fontWeight: own ? 700 : 400,
          ...HALO,
        })
      ),
      textsAtRight(rows.filter(({ note }) => note !== undefined), {
        y: "label",
        text: "note",
        dx: 10,
        fill: "currentColor",
      }),
    ],
  });

  function titleOf({ label, value, low, high }: IntervalDot): string {
    const show = (one: number | undefined) => number(one, { digits });
    return `${label}: ${show(value)} (${show(low)} to ${show(high)})`;
  }
}
