import * as Plot from "@observablehq/plot";
import { number } from "../words.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { rightOf } from "./kit/places.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** One line of tilt over score. */
export interface TiltLine {
  /** What stands at the line's end, such as "confidence 0.5". */
  readonly label: string;
  readonly points: readonly { readonly score: number; readonly tilt: number }[];
}

/** A sector on the chart. */
export interface TiltDot {
  readonly label: string;
  readonly score: number;
  readonly tilt: number;
}

interface TiltLinesOptions extends ChartOptions {
  /** Where the sectors of the run stand. */
  readonly dots?: readonly TiltDot[];
}

const dashes = ["none", "8,4", "2,4", "10,3,2,3"];

/**
 * Where all lines meet, as a sentence, worked out from their points.
 *
 * @example
 * ```ts
 * import { tiltLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const line = (c: number) => ({
 *   label: `confidence ${c}`,
 *   points: [1, 3, 5].map((score) => ({ score, tilt: (score - 3) * c })),
 * });
 * equal(tiltLinesTitle([line(1), line(0.5)]), "A score of 3 is no view, whatever the confidence");
 * ```
 */
export function tiltLinesTitle(lines: readonly TiltLine[]): string {
  const zeros = lines.map((line) =>
    new Set(line.points.filter((point) => point.tilt === 0).map((point) => point.score))
  );
  const shared = [...(zeros[0] ?? [])].filter((score) => zeros.every((set) => set.has(score)));
  return shared.length === 1
    ? `A score of ${shared[0]} is no view, whatever the confidence`
    : "The same score gives a larger tilt the larger the confidence";
}

/**
 * Tilt over score, one line per confidence, with the sectors of a run as dots.
 *
 * @param lines One per confidence, first the fullest; told apart by dashes and by their end labels.
 *
 * @example Two confidences
 * ```ts
 * import { tiltLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const lines = [1, 0.5].map((confidence) => ({
 *   label: `confidence ${confidence}`,
 *   points: [1, 2, 3, 4, 5].map((score) => ({ score, tilt: (score - 3) * confidence })),
 * }));
 * match(tiltLines(lines, { source: "Source: simulated, seed 7." }).title, /3 is no view/);
 * ```
 */
export function tiltLines(lines: readonly TiltLine[], options: TiltLinesOptions): Figure {
  const rows = lines.flatMap((line, i) =>
    line.points.map((point) => ({ ...point, label: line.label, dash: dashes[i % dashes.length] }))
  );
  const ends = lines.map((line) => ({ ...line.points[line.points.length - 1], label: line.label }));
  // Sectors with one score and one tilt share a dot; their names stand in its tooltip.
  const dots = new Map<string, TiltDot & { readonly names: string[] }>();
  for (const dot of options.dots ?? []) {
    const key = `${dot.score} ${dot.tilt}`;
    const known = dots.get(key);
    if (known) known.names.push(dot.label);
    else dots.set(key, { ...dot, names: [dot.label] });
  }
  return figure({
    ...worded(options, {
      title: tiltLinesTitle(lines),
      subtitle: "Tilt = (score − 3) × confidence; above zero is a long view, below a short one" +
        (dots.size > 0 ? "; dots are this week's sectors" : ""),
    }),
    ...sized({ height: 320, top: 34, left: 64, right: 118 }),
    x: {
      label: "score",
      labelAnchor: "right",
      domain: [1, 5],
      ticks: [1, 2, 3, 4, 5],
      tickFormat: String,
    },
    y: {
      label: "tilt",
      domain: [-2, 2],
      ticks: [-2, -1, 0, 1, 2],
      tickFormat: (tilt: number) => number(tilt, { digits: 0, signed: true }),
    },
    marks: [
      gridY([-2, -1, 1, 2]),
      zeroY(),
      Plot.ruleX([3], { stroke: "currentColor", strokeOpacity: 0.4 }),
      ...lines.map((line, i) =>
        Plot.line(rows.filter((row) => row.label === line.label), {
          x: "score",
          y: "tilt",
          stroke: COLORS.blue,
          strokeWidth: 2,
          strokeDasharray: dashes[i % dashes.length],
        })
      ),
      Plot.text(ends, { x: "score", y: "tilt", text: "label", ...rightOf() }),
      Plot.dot([...dots.values()], {
        x: "score",
        y: "tilt",
        r: 5,
        fill: COLORS.vermillion,
        stroke: GROUND,
        strokeWidth: 1,
        title: (dot: { names: string[]; tilt: number }) =>
          `${dot.names.join(", ")}: tilt ${number(dot.tilt, { signed: true })}`,
      }),
    ],
  });
}
