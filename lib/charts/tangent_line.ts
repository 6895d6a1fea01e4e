import * as Plot from "@observablehq/plot";
import { number, percent } from "../words.ts";
import { gridY, sized, wholePercent, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";

/** A point of the line. */
export interface TangentPoint {
  readonly x: number;
  readonly y: number;
}

interface TangentLineOptions extends ChartOptions {
  readonly subtitle: string;
  /** The point at which the line is touched, and the slope there. */
  readonly tangent: { readonly x: number; readonly y: number; readonly slope: number };
  /** What the axes show. */
  readonly xLabel: string;
  readonly yLabel: string;
}

/** Slopes below this are drawn flat, and said to be. */
const FLAT = 1e-6;
/** One percentage point. */
const POINT = 0.01;

/**
 * What one more point of x does to y at the tangent, as a sentence.
 *
 * @param tangent Where it touches, as shares; slope in y per x.
 * @param xLabel What x is, to begin the sentence with.
 *
 * @example
 * ```ts
 * import { tangentLineTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   tangentLineTitle({ x: 0.3, y: 0.2, slope: -0.45 }, "Sector cap"),
 *   "Sector cap at 30 %: one more point brings the book 0.45 points nearer to its aims",
 * );
 * ```
 */
export function tangentLineTitle(
  tangent: TangentLineOptions["tangent"],
  xLabel: string,
): string {
  const at = `${xLabel} at ${
    percent(tangent.x, { digits: Number.isInteger(tangent.x * 100) ? 0 : 1 })
  }`;
  if (Math.abs(tangent.slope) < FLAT) return `${at}: a wider one would change nothing`;
  // Where the line ends at 0 before a point is over, it bends away from its tangent at once.
  if (POINT * Math.abs(tangent.slope) > tangent.y) {
    return `${at}: the tangent is too steep to hold for one more point`;
  }
  return `${at}: one more point brings the book ${
    number(Math.abs(tangent.slope))
  } points nearer to its aims`;
}

/**
 * A line with its tangent at one point: what a little more would bring, beside what it does bring.
 *
 * @param points In the order of x; shares.
 *
 * @example
 * ```ts
 * import { tangentLine } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = tangentLine([{ x: 0.2, y: 0.2 }, { x: 0.3, y: 0.1 }, { x: 0.4, y: 0.05 }], {
 *   tangent: { x: 0.3, y: 0.1, slope: -0.75 },
 *   subtitle: "Distance over cap",
 *   xLabel: "Sector cap",
 *   yLabel: "distance",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /0.75 points nearer/);
 * ```
 */
export function tangentLine(
  points: readonly TangentPoint[],
  options: TangentLineOptions,
): Figure {
  const { tangent, xLabel, yLabel } = options;
  const xs = points.map((point) => point.x);
  const low = Math.min(...xs), high = Math.max(...xs);
  const top = 1.12 * Math.max(tangent.y, 1e-6, ...points.map((point) => point.y));
  const reach = 0.3 * (high - low);
  const touch = (x: number) => ({ x, y: tangent.y + tangent.slope * (x - tangent.x) });
  // Cut at the frame: a steep tangent would leave it.
  const within = (x: number) => {
    const { y } = touch(x);
    if (tangent.slope === 0) return touch(x);
    const inside = Math.min(top, Math.max(0, y));
    return { x: tangent.x + (inside - tangent.y) / tangent.slope, y: inside };
  };
  const ends = [
    within(Math.max(low, tangent.x - reach)),
    within(Math.min(high, tangent.x + reach)),
  ];
  return figure({
    ...worded(options, { title: tangentLineTitle(tangent, xLabel) }),
    ...sized({ height: 330, left: 62, top: 32 }),
    x: {
      label: xLabel,
      labelAnchor: "right",
      labelArrow: "none",
      domain: [low, high],
      ticks: 8,
      // Over a few points whole percents would stand twice.
      tickFormat: (share: number) => percent(share, { digits: high - low > 0.08 ? 0 : 1 }),
    },
    y: { label: yLabel, labelArrow: "none", domain: [0, top], ticks: 6, tickFormat: wholePercent },
    marks: [
      gridY(6),
      zeroY(),
      Plot.ruleX([tangent.x], { stroke: "currentColor", strokeOpacity: 0.35 }),
      Plot.line(points, { x: "x", y: "y", stroke: COLORS.blue, strokeWidth: 2.5 }),
      Plot.line(ends, {
        x: "x",
        y: "y",
        stroke: COLORS.vermillion,
        strokeWidth: 2.5,
        strokeDasharray: "9,4",
      }),
      Plot.dot([tangent], {
        x: "x",
        y: "y",
        r: 6,
        fill: COLORS.vermillion,
        stroke: GROUND,
        strokeWidth: 1.5,
      }),
      // Above and to the right: both lines fall there, or lie flat.
      Plot.text([tangent], {
        x: "x",
        y: "y",
        text: () => `tangent, slope ${number(tangent.slope)}`,
        textAnchor: tangent.x > high - 0.25 * (high - low) ? "end" : "start",
        dx: 10,
        dy: -14,
        ...HALO,
      }),
    ],
  });
}
