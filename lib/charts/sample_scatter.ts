import * as Plot from "@observablehq/plot";
import { number } from "../words.ts";
import { diagonal, gridX, gridY, itself, sized, zeroX, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { capitalized } from "./kit/field_classes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { DASHED, FIRM, rightOf } from "./kit/places.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";

/** One choice, judged on two samples. */
export interface SampleDot {
  readonly label: string;
  readonly inSample: number;
  readonly outOfSample: number;
  /** The default, drawn as a square. */
  readonly isBase?: boolean;
}

interface SampleScatterOptions extends ChartOptions {
  /** What the values are, such as "net Sharpe ratio". */
  readonly valueName: string;
  /** What the two samples are called; "in sample" and "out of sample" by default. */
  readonly samples?: readonly [string, string];
  /** What the reader expects of the best in the second sample, as a dashed line. */
  readonly guess?: number;
}

const SAMPLES = ["in sample", "out of sample"] as const;

/** Place of a value among all, the highest first; equal ones share the better place. */
function place(dots: readonly SampleDot[], value: number): number {
  return 1 + dots.filter(({ outOfSample }) => outOfSample > value).length;
}

/** The highest in sample; of equal ones the first. */
function starOf(dots: readonly SampleDot[]): SampleDot {
  return dots.reduce((most, dot) => dot.inSample > most.inSample ? dot : most);
}

/**
 * What became of the best in sample, as a sentence.
 *
 * @example
 * ```ts
 * import { sampleScatterTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const dots = [
 *   { label: "a", inSample: 0.9, outOfSample: 0.1 },
 *   { label: "b", inSample: 0.5, outOfSample: 0.4, isBase: true },
 *   { label: "c", inSample: 0.2, outOfSample: 0.3 },
 * ];
 * equal(
 *   sampleScatterTitle(dots),
 *   "The best of 3 in sample, a, is number 3 out of sample; b is number 1",
 * );
 * ```
 */
export function sampleScatterTitle(
  dots: readonly SampleDot[],
  options: Pick<SampleScatterOptions, "samples"> = {},
): string {
  if (dots.length === 0) return "There is no weighting to compare";
  const [first, second] = options.samples ?? SAMPLES;
  const star = starOf(dots), base = dots.find(({ isBase }) => isBase);
  const best = `The best of ${dots.length} ${first}, ${star.label}, is number ` +
    `${place(dots, star.outOfSample)} ${second}`;
  return base === undefined || base === star
    ? best + (base === star ? "; it is the default" : "")
    : `${best}; ${base.label} is number ${place(dots, base.outOfSample)}`;
}

/** Size of the frame, pixels: a unit is as long upward as across. */
const WIDTH = 700, SIDE = 360, TOP = 20, BOTTOM = 46, LEFT = 170;

/**
 * Results in one sample across, in the other up, one dot a choice; the line is where both agree.
 *
 * @throws {RangeError} If there is no dot, or a value is no number.
 *
 * @example
 * ```ts
 * import { sampleScatter } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = sampleScatter([{ label: "50/25/25", inSample: 0.5, outOfSample: 0.4, isBase: true }], {
 *   valueName: "net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /it is the default$/);
 * ```
 */
export function sampleScatter(dots: readonly SampleDot[], options: SampleScatterOptions): Figure {
  checked(dots, options.guess);
  const { samples: [first, second] = SAMPLES, guess, valueName } = options;
  const all = dots.flatMap(({ inSample, outOfSample }) => [inSample, outOfSample]);
  if (guess !== undefined) all.push(guess);
  const low = Math.min(0, ...all), high = Math.max(0, ...all);
  const room = 0.06 * (high - low || 1);
  const domain = [low - room, high + room];
  const star = starOf(dots), base = dots.find(({ isBase }) => isBase);
  const at = { x: "inSample", y: "outOfSample" } as const;
  const title = (dot: SampleDot) =>
    `${dot.label}: ${number(dot.inSample)} ${first}, ${number(dot.outOfSample)} ${second}`;
  const name = (dot: SampleDot, words: string, dy: number) =>
    Plot.text([dot], {
      ...at,
      text: () => words,
      dy,
      // Room beyond the frame is on the right only.
      textAnchor: dot.inSample > (low + high) / 2 ? "end" : "start",
      fontWeight: 600,
      ...HALO,
    });
  const digits = high - low < 0.8 ? 2 : 1;
  const axis = { domain, ticks: 6, tickFormat: (value: number) => number(value, { digits }) };
  return figure({
    ...worded(options, {
      title: sampleScatterTitle(dots, options),
      subtitle: `${capitalized(valueName)}, one dot a weighting; on the dashed line both samples ` +
        "agree",
    }),
    ...sized({
      width: WIDTH,
      height: SIDE + TOP + BOTTOM,
      top: TOP,
      bottom: BOTTOM,
      left: LEFT,
      right: WIDTH - LEFT - SIDE,
    }),
    x: { ...axis, label: first, labelAnchor: "center" },
    y: { ...axis, label: second },
    marks: [
      gridX(6),
      gridY(6),
      zeroX(),
      zeroY(),
      diagonal(domain[0], domain[1], DASHED),
      ...(guess === undefined ? [] : guessMarks(guess)),
      Plot.dot(dots, { ...at, r: 4, fill: COLORS.blue, fillOpacity: 0.75, title }),
      // Words before the marks they name: their halo covers dots of the cloud, and no mark.
      name(star, `best ${first}, ${star.label}`, -16),
      ...(base && base !== star ? [name(base, `default, ${base.label}`, 17)] : []),
      ...(base
        ? [Plot.dot([base], {
          ...at,
          symbol: "square",
          r: 7,
          fill: GROUND,
          ...FIRM,
          strokeWidth: 2.5,
          title,
        })]
        : []),
      Plot.dot([star], {
        ...at,
        symbol: "star",
        r: 7,
        fill: COLORS.vermillion,
        stroke: GROUND,
        strokeWidth: 1,
        title,
      }),
    ],
  });
}

/** What the reader expects of the best in the second sample. */
function guessMarks(guess: number): Plot.Markish[] {
  return [
    Plot.ruleY([guess], { stroke: COLORS.purple, strokeWidth: 2, strokeDasharray: "8,5" }),
    Plot.text([guess], {
      y: itself,
      frameAnchor: "right",
      ...rightOf(),
      text: () => "your guess",
      fill: "currentColor",
    }),
  ];
}

function checked(dots: readonly SampleDot[], guess?: number): void {
  const refuse = (need: string): never => {
    throw new RangeError(`Cannot draw two samples: need ${need}`);
  };
  if (dots.length === 0) refuse("at least one dot, got none");
  for (const { label, inSample, outOfSample } of dots) {
    if (!Number.isFinite(inSample) || !Number.isFinite(outOfSample)) {
      refuse(`two numbers for ${label}, got ${inSample} and ${outOfSample}`);
    }
  }
  if (guess !== undefined && !Number.isFinite(guess)) refuse(`a number as the guess, got ${guess}`);
}
