import * as Plot from "@observablehq/plot";
import { counted, countWord } from "../words.ts";
import { itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { FIRM, rightOf } from "./kit/places.ts";
import { GROUND, HALO, signColor } from "./kit/theme.ts";
import { setApart } from "./kit/time_axis.ts";

/** One name on its way across the axes. */
export interface SlopeLine {
  readonly label: string;
  /** One figure per axis, from left to right. */
  readonly values: readonly number[];
  /** Whether its figure was cut at the cap of some axis. */
  readonly isCapped?: boolean;
}

/** One vertical axis with a scale of its own. */
export interface SlopeAxis {
  /** What stands above it. */
  readonly label: string;
  /** Lowest and highest figure; those of the lines by default. */
  readonly domain?: readonly [number, number];
  /** How a figure is written. */
  readonly format: (value: number) => string;
  /** Size at which figures are cut, drawn as two short rules. */
  readonly cap?: number;
}

interface SlopeLinesOptions extends ChartOptions {
  /** From left to right; at least two. */
  readonly axes: readonly SlopeAxis[];
}

/** The drawing in pixels: the room at both sides is for names. */
const WIDTH = 700, LEFT = 150, RIGHT = 500, TOP = 40, HEIGHT = 330, BELOW = 24;
/** Least distance of two names that stand below each other. */
const NAME_PX = 17;

/**
 * How many lines end at the cap, as a sentence.
 *
 * @example
 * ```ts
 * import { slopeLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const line = { label: "Energy", values: [1, 1] };
 * equal(slopeLinesTitle([line, { ...line, isCapped: true }]), "One of 2 lines ends at the cap");
 * equal(slopeLinesTitle([line]), "No line reaches the cap");
 * ```
 */
export function slopeLinesTitle(lines: readonly SlopeLine[]): string {
  const count = lines.filter(({ isCapped }) => isCapped).length;
  return count === 0
    ? "No line reaches the cap"
    : `${countWord(count)} of ${counted(lines.length, "line")} ${
      count === 1 ? "ends" : "end"
    } at the cap`;
}

/**
 * Names as lines across some axes, each with its own scale: where lines run together, a step has made
 * different figures alike; where they cross, it has changed the order.
 *
 * @param lines Blue ends above zero on the last axis, vermillion below.
 * @throws {RangeError} If there are no lines or fewer than two axes, or a figure is missing or not
 *   finite.
 *
 * @example
 * ```ts
 * import { slopeLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = slopeLines(
 *   [{ label: "Energy", values: [1, -0.01] }, { label: "Staples", values: [2, 0.01] }],
 *   {
 *     axes: [{ label: "rank", format: String }, { label: "return", format: String }],
 *     source: "Source: simulated, seed 7.",
 *   },
 * );
 * match(chart.title, /^No line reaches/);
 * ```
 */
export function slopeLines(lines: readonly SlopeLine[], options: SlopeLinesOptions): Figure {
  // Long because every mark is laid out by hand, on axes that Plot does not know.
  const { axes } = options;
  checked(lines, axes);
  const last = axes.length - 1, bottom = TOP + HEIGHT + BELOW;
  const xOf = (axis: number) => LEFT + (RIGHT - LEFT) * axis / last;
  const scales = axes.map(({ domain }, k) => {
    const values = lines.map((line) => line.values[k]);
    const [low, high] = domain ?? [Math.min(...values), Math.max(...values)];
    return (value: number) =>
      TOP + HEIGHT * (high === low ? 0.5 : 1 - (value - low) / (high - low));
  });
  const points = lines.map((line) => ({
    line,
    color: signColor(line.values[last]),
    path: line.values.map((value, k) => ({ x: xOf(k), y: scales[k](value) })),
  }));
  type Point = (typeof points)[number];
  const names = (axis: number) => {
    const at = setApart(points.map(({ path }) => path[axis].y), {
      least: NAME_PX,
      top: -Infinity,
      bottom: TOP + HEIGHT + BELOW / 2,
    });
    return points.map((point, i) => ({ ...point, y: at[i] }));
  };
  const caps = axes.flatMap(({ cap, format }, k) =>
    cap === undefined ? [] : [cap, -cap].map((value) => ({
      x: xOf(k),
      y: scales[k](value),
      // Outside, where no line runs.
      textY: scales[k](value) + (value > 0 ? -11 : 13),
      text: `cap ${format(value)}`,
    }))
  );
  const axisX = (_: SlopeAxis, k: number) => xOf(k);
  const figureOf = ({ line }: Point, k: number) => axes[k].format(line.values[k]);
  return figure({
    ...worded(options, {
      title: slopeLinesTitle(lines),
      subtitle: "Each line is one name; blue ends above zero, vermillion below",
    }),
    ...sized({ width: WIDTH, height: bottom, top: 0, bottom: 0, left: 0, right: 0 }),
    x: { domain: [0, WIDTH], range: [0, WIDTH], axis: null },
    y: { domain: [0, bottom], range: [0, bottom], axis: null },
    marks: [
      Plot.ruleX(axes, {
        x: axisX,
        y1: TOP - 6,
        y2: TOP + HEIGHT + 6,
        ...FIRM,
        strokeOpacity: 0.6,
      }),
      Plot.text(axes, { x: axisX, y: TOP - 22, text: "label", fontWeight: 600 }),
      ...points.map(({ path, color, line }) =>
        Plot.line(path, {
          x: "x",
          y: "y",
          stroke: color,
          strokeWidth: line.isCapped ? 3.5 : 1.8,
          strokeOpacity: 0.85,
        })
      ),
      ...axes.map((_, k) =>
        Plot.dot(points, {
          x: xOf(k),
          y: ({ path }: Point) => path[k].y,
          r: 4,
          fill: "color",
          stroke: GROUND,
          strokeWidth: 1,
          title: (point: Point) => `${point.line.label}: ${figureOf(point, k)}`,
        })
      ),
      ...caps.map(({ x, y }) =>
        Plot.ruleY([y], {
          y: itself,
          x1: x - 26,
          x2: x + 26,
          ...FIRM,
          strokeWidth: 2,
          strokeDasharray: "4,3",
        })
      ),
      Plot.text(caps, { x: "x", y: "textY", text: "text", ...rightOf(30), ...HALO }),
      Plot.text(names(0), {
        x: LEFT - 12,
        y: "y",
        text: (point: Point) => `${point.line.label}  ${figureOf(point, 0)}`,
        textAnchor: "end",
      }),
      Plot.link(names(last), {
        x1: RIGHT + 5,
        x2: RIGHT + 16,
        y1: ({ path }: Point) => path[last].y,
        y2: "y",
        ...FIRM,
        strokeOpacity: 0.4,
      }),
      Plot.text(names(last), {
        x: RIGHT + 20,
        y: "y",
        text: (point: Point) => `${figureOf(point, last)}  ${point.line.label}`,
        textAnchor: "start",
      }),
    ],
  });
}

function checked(lines: readonly SlopeLine[], axes: readonly SlopeAxis[]): void {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot draw slopes: ${what}`);
  };
  if (lines.length === 0) refuse("need at least one line, got none");
  if (axes.length < 2) refuse(`need at least two axes, got ${axes.length}`);
  for (const { label, values } of lines) {
    if (values.length !== axes.length || !values.every(Number.isFinite)) {
      refuse(`${label} needs ${axes.length} finite figures, got ${values.join(", ")}`);
    }
  }
}
