import * as Plot from "@observablehq/plot";
import { number } from "../words.ts";
import { gridY, itself, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { rightOf } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";

/** How wide an interval is after so many weeks. */
export interface HalfWidth {
  readonly weeks: number;
  /** Half of the interval, above 0. */
  readonly halfWidth: number;
}

interface HalfWidthLineOptions extends ChartOptions {
  /** What there is to find, drawn as a dashed rule; absent where nobody can tell. */
  readonly planted?: number;
  /** A guess of the weeks, drawn as a dashed upright. */
  readonly guess?: number;
  /** What a period is, in the plural; "weeks" by default. */
  readonly periodName?: string;
}

/** Weeks from which on the line stays at or below a value, on straight pieces; nothing if never. */
function crossing(points: readonly HalfWidth[], value: number): number | undefined {
  const above = points.findLastIndex(({ halfWidth }) => halfWidth > value);
  const b = points[above + 1];
  if (b === undefined || above < 0) return b?.weeks;
  const a = points[above];
  return a.weeks + (b.weeks - a.weeks) * (a.halfWidth - value) / (a.halfWidth - b.halfWidth);
}

/**
 * How long it takes until the interval is narrower than what is to be found, as a sentence.
 *
 * @example
 * ```ts
 * import { halfWidthLineTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const points = [{ weeks: 52, halfWidth: 0.2 }, { weeks: 104, halfWidth: 0.1 }];
 * equal(
 *   halfWidthLineTitle(points, 0.15),
 *   "After 78 weeks the interval is as narrow as what there is to find, 0.150",
 * );
 * equal(
 *   halfWidthLineTitle(points, 0.05),
 *   "After 104 weeks the interval is still ±0.100, wider than the 0.050 there is to find",
 * );
 * ```
 */
export function halfWidthLineTitle(
  points: readonly HalfWidth[],
  planted?: number,
  periodName = "weeks",
): string {
  const last = points[points.length - 1];
  if (last === undefined) return "There is no interval to show";
  const shown = (value: number) => number(value, { digits: 3 });
  const plain = `After ${number(last.weeks, { digits: 0 })} ${periodName} the interval is`;
  if (planted === undefined || planted <= 0) return `${plain} ±${shown(last.halfWidth)}`;
  const weeks = crossing(points, planted);
  return weeks === undefined
    ? `${plain} still ±${shown(last.halfWidth)}, wider than the ${shown(planted)} there is to find`
    : `After ${
      number(Math.ceil(weeks - 1e-9), { digits: 0 })
    } ${periodName} the interval is as narrow as what there is to find, ${shown(planted)}`;
}

/**
 * Half the width of an interval over the length of the record, with the value to be found as a rule.
 *
 * @param points In the order of weeks.
 *
 * @example
 * ```ts
 * import { halfWidthLine } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const points = [13, 26, 52, 104].map((weeks) => ({ weeks, halfWidth: 0.62 / Math.sqrt(weeks) }));
 * match(halfWidthLine(points, { source: "Source: simulated, seed 7." }).title, /±0.061$/);
 * ```
 */
export function halfWidthLine(
  points: readonly HalfWidth[],
  options: HalfWidthLineOptions,
): Figure {
  const { planted, guess, periodName = "weeks" } = options;
  const most = 1.02 * Math.max(1, guess ?? 0, ...points.map(({ weeks }) => weeks));
  const high = 1.1 * Math.max(0.01, planted ?? 0, ...points.map(({ halfWidth }) => halfWidth));
  const end = points[points.length - 1];
  const weeks = planted === undefined ? undefined : crossing(points, planted);
  return figure({
    ...worded(options, {
      title: halfWidthLineTitle(points, planted, periodName),
      subtitle: "Half-width of the 95 % interval of the mean IC over its " + periodName,
    }),
    ...sized({ height: 310, top: 28, left: 56, right: 106 }),
    x: { domain: [0, most], label: `${periodName} of record`, labelAnchor: "right", ticks: 8 },
    y: {
      domain: [0, high],
      label: null,
      ticks: 6,
      tickFormat: (value: number) => `±${number(value)}`,
    },
    marks: [
      gridY(6),
      zeroY(),
      Plot.line(points, { x: "weeks", y: "halfWidth", stroke: COLORS.blue, strokeWidth: 2.8 }),
      ...(end === undefined ? [] : [
        Plot.text([end], {
          x: "weeks",
          y: "halfWidth",
          text: () => `±${number(end.halfWidth, { digits: 3 })}`,
          ...rightOf(),
          // Off the rule, where both end at one height.
          dy: planted !== undefined && end.halfWidth >= planted ? -9 : 9,
          fontWeight: 600,
          fill: "currentColor",
        }),
      ]),
      ...(planted === undefined ? [] : [
        Plot.ruleY([planted], { stroke: "currentColor", strokeWidth: 1.6, strokeDasharray: "5,4" }),
        Plot.text([planted], {
          y: itself,
          frameAnchor: "right",
          text: () => `to find ${number(planted, { digits: 3 })}`,
          ...rightOf(),
          dy: end !== undefined && end.halfWidth >= planted ? 9 : -9,
          fill: "currentColor",
        }),
      ]),
      ...(weeks === undefined ? [] : [
        Plot.dot([{ weeks, planted }], {
          x: "weeks",
          y: "planted",
          r: 5,
          fill: COLORS.blue,
          stroke: "currentColor",
        }),
      ]),
      ...(guess === undefined ? [] : [
        Plot.ruleX([guess], { stroke: "currentColor", strokeWidth: 2, strokeDasharray: "2,4" }),
        Plot.text([guess], {
          x: itself,
          frameAnchor: "top",
          dy: -14,
          text: () => "your guess",
          fill: "currentColor",
        }),
      ]),
    ],
  });
}
