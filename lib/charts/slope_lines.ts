import * as Plot from "@observablehq/plot";
import { counted, countWord } from "../words.ts";
import { itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { GROUND, HALO, signColor } from "./kit/theme.ts";

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

/** What `slopeLines` needs besides its lines. */
export interface SlopeLinesOptions extends ChartOptions {
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

/** Heights of names, moved apart as little as it takes, within the drawing. */
function apart(heights: readonly number[]): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b] || a - b);
  const out = heights.slice();
  let least = -Infinity;
  for (const i of order) least = out[i] = Math.max(out[i], least + NAME_PX);
  let most = TOP + HEIGHT + BELOW / 2;
  for (const i of order.toReversed()) {
    out[i] = Math.min(out[i], most);
    most = out[i] - NAME_PX;
  }
  return out;
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
  const { axes } = options;
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
  const xOf = (axis: number) => LEFT + (RIGHT - LEFT) * axis / (axes.length - 1);
  const scales = axes.map(({ domain }, k) => {
    const values = lines.map((line) => line.values[k]);
    const [low, high] = domain ?? [Math.min(...values), Math.max(...values)];
    return (value: number) =>
      TOP + HEIGHT * (high === low ? 0.5 : 1 - (value - low) / (high - low));
  });
  const points = lines.map((line) => ({
    line,
    color: signColor(line.values[axes.length - 1]),
    path: line.values.map((value, k) => ({ x: xOf(k), y: scales[k](value) })),
  }));
  const last = axes.length - 1;
  const names = (axis: number) => {
    const at = apart(points.map(({ path }) => path[axis].y));
    return points.map((point, i) => ({ ...point, y: at[i] }));
  };
  const caps = axes.flatMap(({ cap, format }, k) =>
    cap === undefined ? [] : [cap, -cap].map((value) => ({
      x: xOf(k),
      y: scales[k](value),
      // Outside, where no line runs.
      textY: scales[k](value) + (value > 0 ? -11 : 13),
      text: format(value),
    }))
  );
  type Point = (typeof points)[number];
  type Name = Point & { readonly y: number };
  const bottom = TOP + HEIGHT + BELOW;
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
        x: (_: SlopeAxis, k: number) => xOf(k),
        y1: TOP - 6,
        y2: TOP + HEIGHT + 6,
        stroke: "currentColor",
        strokeOpacity: 0.6,
      }),
      Plot.text(axes, {
        x: (_: SlopeAxis, k: number) => xOf(k),
        y: TOP - 22,
        text: "label",
        fontWeight: 600,
      }),
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
          fill: ({ color }: Point) => color,
          stroke: GROUND,
          strokeWidth: 1,
          title: ({ line }: Point) => `${line.label}: ${axes[k].format(line.values[k])}`,
        })
      ),
      ...caps.map(({ x, y }) =>
        Plot.ruleY([y], {
          y: itself,
          x1: x - 26,
          x2: x + 26,
          stroke: "currentColor",
          strokeWidth: 2,
          strokeDasharray: "4,3",
        })
      ),
      Plot.text(caps, {
        x: "x",
        y: "textY",
        dx: 30,
        text: ({ text }: { text: string }) => `cap ${text}`,
        textAnchor: "start",
        ...HALO,
      }),
      Plot.text(names(0), {
        x: LEFT - 12,
        y: "y",
        text: ({ line }: Name) => `${line.label}  ${axes[0].format(line.values[0])}`,
        textAnchor: "end",
      }),
      Plot.link(names(last), {
        x1: RIGHT + 5,
        x2: RIGHT + 16,
        y1: ({ path }: Name) => path[last].y,
        y2: "y",
        stroke: "currentColor",
        strokeOpacity: 0.4,
      }),
      Plot.text(names(last), {
        x: RIGHT + 20,
        y: "y",
        text: ({ line }: Name) => `${axes[last].format(line.values[last])}  ${line.label}`,
        textAnchor: "start",
      }),
    ],
  });
}
