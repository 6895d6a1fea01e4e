import * as Plot from "@observablehq/plot";
import { percent } from "../words.ts";
import { gridY, itself, sized, wholePercent, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE, rightOf } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";

/** One form of stress: volatility over the parameter. */
export interface StressLine {
  /** What stands at the line's end. */
  readonly label: string;
  /** From θ = 0, as measured, to θ = 1. */
  readonly points: readonly { readonly theta: number; readonly volatility: number }[];
}

interface StressLinesOptions extends ChartOptions {
  /** A guess of the first line's end, drawn as a dashed mark; a share per year. */
  readonly guess?: number;
}

/**
 * From where to where each line goes, as a sentence.
 *
 * @example
 * ```ts
 * import { stressLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const line = (label: string, end: number) => ({
 *   label,
 *   points: [{ theta: 0, volatility: 0.05 }, { theta: 1, volatility: end }],
 * });
 * equal(
 *   stressLinesTitle([line("All to one", 0.03), line("adverse", 0.2)]),
 *   "Volatility 5.0 % as measured; all to one 3.0 %, adverse 20.0 %",
 * );
 * ```
 */
export function stressLinesTitle(lines: readonly StressLine[]): string {
  const first = lines[0]?.points[0];
  if (first === undefined) return "There is no risk to stress";
  const ends = lines.map(({ label, points }) =>
    `${label[0].toLowerCase()}${label.slice(1)} ${percent(points[points.length - 1].volatility)}`
  );
  return `Volatility ${percent(first.volatility)} as measured; ${ends.join(", ")}`;
}

/**
 * Volatility of a book over the strength of a stress, one line per form, labelled at its end.
 *
 * @param lines The first carries the guess.
 *
 * @example
 * ```ts
 * import { stressLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const points = [0, 1].map((theta) => ({ theta, volatility: 0.05 + 0.1 * theta }));
 * const chart = stressLines([{ label: "adverse", points }], {
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /adverse 15.0 %/);
 * ```
 */
export function stressLines(lines: readonly StressLine[], options: StressLinesOptions): Figure {
  const { guess } = options;
  const looks = [
    { stroke: COLORS.blue, strokeDasharray: "none" },
    { stroke: COLORS.vermillion, strokeDasharray: "8,4" },
  ];
  const all = lines.flatMap(({ points }) => points.map((point) => point.volatility));
  const high = 1.12 * Math.max(0.02, guess ?? 0, ...all);
  return figure({
    ...worded(options, {
      title: stressLinesTitle(lines),
      subtitle:
        "Volatility of the book, share of equity per year, over the strength θ of the stress",
    }),
    ...sized({ height: 320, top: 30, left: 58, right: 150 }),
    x: { domain: [0, 1], label: "θ: 0 as measured, 1 fully stressed", ticks: 5 },
    y: { domain: [Math.min(0, guess ?? 0), high], label: null, ticks: 6, tickFormat: wholePercent },
    marks: [
      gridY(6),
      zeroY(),
      ...lines.map(({ points }, i) =>
        Plot.line(points, {
          x: "theta",
          y: "volatility",
          strokeWidth: 2.5,
          ...looks[i % looks.length],
        })
      ),
      Plot.text(lines.map(({ label, points }) => ({ label, ...points[points.length - 1] })), {
        x: "theta",
        y: "volatility",
        text: (end: { label: string; volatility: number }) =>
          `${end.label}\n${percent(end.volatility)}`,
        ...rightOf(),
      }),
      ...(guess === undefined ? [] : [
        Plot.ruleY([guess], {
          x1: 0.86,
          x2: 1,
          stroke: "currentColor",
          strokeWidth: 2,
          strokeDasharray: "3,2",
        }),
        Plot.text([guess], {
          x: () => 0.85,
          y: itself,
          text: () => "your guess",
          textAnchor: "end",
          ...ASIDE,
        }),
      ]),
    ],
  });
}
