import * as Plot from "@observablehq/plot";
import { counted, number } from "../words.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { rightOf } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";
import { dateOf, timeDomain } from "./kit/time_axis.ts";

/** A measure of the window that ends on a day. */
export interface RollingPoint {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** `undefined` where there is none; the line breaks there. */
  readonly value: number | undefined;
  /** Ends of its interval, where it has one. */
  readonly low?: number;
  readonly high?: number;
}

interface RollingLineOptions extends ChartOptions {
  /** What is measured, such as "Sharpe ratio over 52 weeks". */
  readonly label: string;
  /** The value that a window is held against; 0 by default. */
  readonly reference?: number;
  /** How a value is written; two decimals by default. */
  readonly format?: (value: number) => string;
}

/**
 * The range of the measure and in how many windows its interval leaves out the reference.
 *
 * @example
 * ```ts
 * import { rollingLineTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   rollingLineTitle(
 *     [
 *       { day: "2020-01-03", value: -0.5, low: -2, high: 1 },
 *       { day: "2020-01-10", value: 2, low: 0.5, high: 3.5 },
 *     ],
 *     { label: "Sharpe ratio over 52 weeks" },
 *   ),
 *   "Sharpe ratio over 52 weeks: from −0.50 to 2.00; the interval leaves out 0 in 1 of 2 windows",
 * );
 * ```
 */
export function rollingLineTitle(
  points: readonly RollingPoint[],
  options: Pick<RollingLineOptions, "label" | "reference" | "format">,
): string {
  const { label, reference = 0, format = number } = options;
  const known = points.filter((point) => point.value !== undefined);
  if (known.length === 0) return `${label}: no window has a value`;
  const least = known.reduce((a, { value }) => Math.min(a, value!), Infinity);
  const most = known.reduce((a, { value }) => Math.max(a, value!), -Infinity);
  const banded = known.filter(({ low, high }) => low !== undefined && high !== undefined);
  const clear = banded.filter(({ low, high }) => low! > reference || high! < reference).length;
  return `${label}: from ${format(least)} to ${format(most)}` +
    (banded.length === 0
      ? ""
      : `; the interval leaves out ${reference} in ${clear} of ${
        counted(banded.length, "window")
      }`);
}

/**
 * A measure over moving windows as a line, with its interval as a band behind.
 *
 * @param points In the order of time.
 * @throws {RangeError} If a day is no day.
 *
 * @example
 * ```ts
 * import { rollingLine } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = rollingLine([{ day: "2020-01-03", value: 0.5, low: -1, high: 2 }], {
 *   label: "Sharpe ratio over 52 weeks",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /0 of 1 window$/);
 * ```
 */
export function rollingLine(
  points: readonly RollingPoint[],
  options: RollingLineOptions,
): Figure {
  const { reference = 0, format = number } = options;
  const known = points.filter((point) => point.value !== undefined);
  const ends = known.flatMap(({ value, low, high }) => [value!, low ?? value!, high ?? value!])
    .concat(reference);
  const least = ends.reduce((a, b) => Math.min(a, b)), most = ends.reduce((a, b) => Math.max(a, b));
  const room = Math.max(0.05 * (most - least), 1e-3);
  const [first, last] = timeDomain(points.map(({ day }) => day));
  const at = ({ day }: RollingPoint) => dateOf(day);
  const newest = known[known.length - 1];
  return figure({
    ...worded(options, {
      title: rollingLineTitle(points, options),
      subtitle: "At the end of each window; band: its interval. Neighbouring windows share data.",
    }),
    ...sized({ height: 270, top: 16, bottom: 44, left: 58, right: 66 }),
    x: { type: "utc", domain: [first, last], label: null, ticks: 6 },
    y: {
      domain: [least - room, most + room],
      label: null,
      ticks: 6,
      tickFormat: (value: number) => format(value),
    },
    marks: [
      gridY(6),
      Plot.areaY(points, {
        x: at,
        y1: ({ low }: RollingPoint) => low ?? NaN,
        y2: ({ high }: RollingPoint) => high ?? NaN,
        fill: COLORS.blue,
        fillOpacity: 0.28,
      }),
      zeroY(reference),
      Plot.line(points, {
        x: at,
        y: ({ value }: RollingPoint) => value ?? NaN,
        stroke: COLORS.blue,
        strokeWidth: 2.4,
      }),
      ...(newest
        ? [Plot.text([newest], {
          x: () => last,
          y: "value",
          text: () => format(newest.value!),
          ...rightOf(),
          fontWeight: 700,
          fill: "currentColor",
        })]
        : []),
    ],
  });
}
