import * as Plot from "@observablehq/plot";
import { percent } from "../words.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS, HALO } from "./kit/theme.ts";
import { dateOf, timeDomain } from "./kit/time_axis.ts";

/** How far below its highest value a line stands on a day. */
export interface DepthPoint {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Share of the peak: 0 or negative. */
  readonly depth: number;
}

/** The deepest point, and the first day at the peak again. */
function deepest(points: readonly DepthPoint[]) {
  let at = -1;
  points.forEach(({ depth }, i) => {
    if (depth < (at < 0 ? 0 : points[at].depth)) at = i;
  });
  if (at < 0) return undefined;
  return { ...points[at], recovered: points.slice(at).find(({ depth }) => depth === 0)?.day };
}

/**
 * The deepest fall, its day and whether it is over, as a sentence.
 *
 * @example
 * ```ts
 * import { drawdownAreaTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   drawdownAreaTitle([{ day: "2020-03-20", depth: -0.2 }, { day: "2020-08-21", depth: 0 }]),
 *   "The deepest fall is −20.0 % on 2020-03-20, made good by 2020-08-21",
 * );
 * ```
 */
export function drawdownAreaTitle(points: readonly DepthPoint[]): string {
  const worst = deepest(points);
  if (worst === undefined) return "There was no fall below an earlier peak";
  return `The deepest fall is ${percent(worst.depth)} on ${worst.day}, ` +
    (worst.recovered === undefined ? "not made good yet" : `made good by ${worst.recovered}`);
}

/**
 * Shares below the highest value so far, as an area that hangs from zero.
 *
 * @param points In the order of time.
 * @throws {RangeError} If a day is no day.
 *
 * @example
 * ```ts
 * import { drawdownArea } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = drawdownArea([{ day: "2020-03-20", depth: -0.2 }], {
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /not made good yet$/);
 * ```
 */
export function drawdownArea(
  points: readonly DepthPoint[],
  options: ChartOptions,
): Figure {
  const worst = deepest(points);
  const low = 1.22 * Math.min(-0.01, worst?.depth ?? 0);
  const [first, last] = timeDomain(points.map(({ day }) => day));
  const at = ({ day }: DepthPoint) => dateOf(day);
  // The label stands below its point; near an edge it turns inwards.
  const across = worst
    ? (dateOf(worst.day).getTime() - first.getTime()) /
      (last.getTime() - first.getTime())
    : 0;
  return figure({
    ...worded(options, {
      title: drawdownAreaTitle(points),
      subtitle: "Share below the highest value so far, at the end of each period",
    }),
    ...sized({ height: 240, top: 14, bottom: 44, left: 62, right: 20 }),
    x: { type: "utc", domain: [first, last], label: null, ticks: 7 },
    y: {
      domain: [low, 0],
      label: null,
      ticks: 5,
      tickFormat: (share: number) => percent(share, { digits: low > -0.05 ? 1 : 0 }),
    },
    marks: [
      gridY(5),
      Plot.areaY(points, { x: at, y1: 0, y2: "depth", fill: COLORS.vermillion, fillOpacity: 0.3 }),
      Plot.line(points, { x: at, y: "depth", stroke: COLORS.vermillion, strokeWidth: 1.6 }),
      zeroY(),
      ...(worst
        ? [
          Plot.dot([worst], { x: at, y: "depth", r: 4, fill: COLORS.vermillion }),
          Plot.text([worst], {
            x: at,
            y: "depth",
            text: () => `${percent(worst.depth)} on ${worst.day}`,
            textAnchor: across < 0.15 ? "start" : across > 0.85 ? "end" : "middle",
            dy: 15,
            fontWeight: 600,
            ...HALO,
          }),
        ]
        : []),
    ],
  });
}
