import * as Plot from "@observablehq/plot";
import { counted, number } from "../words.ts";
import { gridY, itself, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { DASHED } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";

/** The mean information coefficient at one horizon. */
export interface DecayPoint {
  /** Weeks ahead. */
  readonly horizon: number;
  readonly ic: number;
  /** The ends of its interval; absent where dates are too few. */
  readonly low?: number;
  readonly high?: number;
}

interface IcDecayOptions extends ChartOptions {
  /** The horizon that is decided for; marked. */
  readonly chosen?: number;
}

/**
 * At how many horizons the interval lies clear of zero, as a sentence.
 *
 * @example
 * ```ts
 * import { icDecayTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   icDecayTitle([
 *     { horizon: 1, ic: 0.06, low: 0.01, high: 0.11 },
 *     { horizon: 2, ic: 0.05, low: -0.02, high: 0.12 },
 *   ]),
 *   "The IC is clear of zero at 1 of 2 horizons: 0.060 at 1 week, 0.050 at 2",
 * );
 * ```
 */
export function icDecayTitle(points: readonly DecayPoint[]): string {
  if (points.length === 0) return "There is no horizon to show";
  const shown = (value: number) => number(value, { digits: 3 });
  const clear = points.filter(({ low, high }) => (low ?? 0) > 0 || (high ?? 0) < 0).length;
  const first = points[0], last = points[points.length - 1];
  const at = counted(first.horizon, "week");
  const head = `The IC is clear of zero at ${clear} of ${points.length} horizons`;
  return points.length === 1
    ? `The IC is ${shown(first.ic)} at ${at}`
    : `${head}: ${shown(first.ic)} at ${at}, ${shown(last.ic)} at ${last.horizon}`;
}

/**
 * The mean information coefficient over the horizon as a line with the intervals of its points.
 *
 * @param points In the order of horizons.
 *
 * @example
 * ```ts
 * import { icDecay } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const points = [1, 2, 4].map((horizon) => ({ horizon, ic: 0.1 / horizon }));
 * match(icDecay(points, { source: "Source: simulated, seed 7." }).title, /at 0 of 3 horizons/);
 * ```
 */
export function icDecay(points: readonly DecayPoint[], options: IcDecayOptions): Figure {
  const { chosen } = options;
  const ends = points.flatMap(({ ic, low, high }) => [ic, low ?? ic, high ?? ic]);
  const low = Math.min(0, ...ends), high = Math.max(0.02, ...ends), room = 0.1 * (high - low);
  const known = points.filter((point) => point.low !== undefined && point.high !== undefined);
  const horizons = points.map(({ horizon }) => horizon);
  return figure({
    ...worded(options, {
      title: icDecayTitle(points),
      subtitle:
        "Mean rank correlation of scores with returns over the weeks ahead; lines are 95 % intervals",
    }),
    ...sized({ height: 310, top: 28, left: 56, right: 30 }),
    x: {
      domain: [Math.min(...horizons, 1) - 0.4, Math.max(...horizons, 1) + 0.4],
      label: "weeks ahead",
      labelAnchor: "right",
      ticks: horizons,
      tickFormat: String,
    },
    y: {
      domain: [low - room, high + room],
      label: null,
      ticks: 6,
      tickFormat: (value: number) => number(value),
    },
    marks: [
      gridY(6),
      ...(chosen === undefined ? [] : [
        Plot.ruleX([chosen], { ...DASHED }),
        Plot.text([chosen], {
          x: itself,
          frameAnchor: "top",
          dy: -14,
          text: () => "decided for",
          fill: "currentColor",
        }),
      ]),
      zeroY(),
      Plot.ruleX(known, {
        x: "horizon",
        y1: "low",
        y2: "high",
        stroke: COLORS.blue,
        strokeWidth: 2,
      }),
      ...(["low", "high"] as const).map((end) =>
        Plot.dot(known, {
          x: "horizon",
          y: end,
          symbol: { draw: dash },
          r: 4,
          stroke: COLORS.blue,
          strokeWidth: 2,
        })
      ),
      Plot.line(points, { x: "horizon", y: "ic", stroke: COLORS.blue, strokeWidth: 2.5 }),
      Plot.dot(points, {
        x: "horizon",
        y: "ic",
        r: 4.2,
        fill: COLORS.blue,
        title: ({ horizon, ic }: DecayPoint) => `${horizon} weeks: ${number(ic, { digits: 3 })}`,
      }),
    ],
  });
}

/** A short level stroke at the end of an interval. */
function dash(context: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }) {
  context.moveTo(-5, 0);
  context.lineTo(5, 0);
}
