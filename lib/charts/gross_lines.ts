import * as Plot from "@observablehq/plot";
import { percent, points } from "../words.ts";
import { gridY, sized, wholePercent, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { rightOf } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";

/** The gross that one rule uses, over a limit. */
export interface GrossLine {
  /** The rule, as it stands at the line's end and after "by" in the title. */
  readonly label: string;
  /** In the order of the limit; both are shares of equity. */
  readonly points: readonly { readonly limit: number; readonly gross: number }[];
}

interface GrossLinesOptions extends ChartOptions {
  readonly subtitle: string;
  /** What is moved, such as "Sector cap". */
  readonly xLabel: string;
}

/** A step between two neighbours, where a line goes furthest at once. */
interface LargestStep {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly size: number;
}

/** Steps below this are a slope, and not a jump: 2 points. */
const JUMP = 0.02;

function largestStep({ points }: GrossLine): LargestStep {
  let most: LargestStep = { at: NaN, from: NaN, to: NaN, size: 0 };
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1].gross, to = points[i].gross, size = Math.abs(to - from);
    if (size > most.size) most = { at: points[i].limit, from, to, size };
  }
  return most;
}

/**
 * Where each line jumps between two neighbouring limits, as a sentence.
 *
 * @example
 * ```ts
 * import { grossLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const points = (last: number) => [{ limit: 0.3, gross: 0.5 }, { limit: 0.4, gross: last }];
 * equal(
 *   grossLinesTitle([
 *     { label: "equality", points: points(1) },
 *     { label: "the aim", points: points(0.51) },
 *   ]),
 *   "By equality the gross jumps from 50.0 to 100.0 % at a limit of 40.0 %; by the aim no step moves " +
 *     "the gross by more than 1.0 points",
 * );
 * ```
 */
export function grossLinesTitle(lines: readonly GrossLine[], limit = "limit"): string {
  const said = lines.map((line) => {
    const { at, from, to, size } = largestStep(line);
    // Rounded up: what is said to be the most must not be less than it is.
    if (size < JUMP) {
      return `by ${line.label} no step moves the gross by more than ${
        points(Math.ceil(1000 * size - 1e-6) / 1000)
      }`;
    }
    return `by ${line.label} the gross jumps from ${percent(from).replace(" %", "")} to ${
      percent(to)
    } at a ${limit} of ${percent(at)}`;
  }).join("; ");
  return `B${said.slice(1)}`;
}

/**
 * The gross that rules use over one limit, a line each, labelled at its end.
 *
 * @param lines Two at most, with the same limits.
 *
 * @example
 * ```ts
 * import { grossLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const points = [{ limit: 0.3, gross: 0.5 }, { limit: 0.4, gross: 1 }];
 * const chart = grossLines([{ label: "equality", points }], {
 *   subtitle: "Gross over the cap",
 *   xLabel: "Sector cap",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /jumps from 50.0 to 100.0 % at a sector cap of 40.0 %/);
 * ```
 */
export function grossLines(lines: readonly GrossLine[], options: GrossLinesOptions): Figure {
  const looks = [
    { stroke: COLORS.vermillion, strokeDasharray: "8,4" },
    { stroke: COLORS.blue, strokeDasharray: "none" },
  ];
  const all = lines.flatMap(({ points }) => points);
  const limits = all.map(({ limit }) => limit);
  const ends = lines.map(({ label, points }) => ({ label, ...points[points.length - 1] }));
  // Two labels at one height would cover each other.
  const isClose = ends.length > 1 && Math.abs(ends[0].gross - ends[1].gross) < 0.14;
  const shift = (i: number) => isClose ? (ends[i].gross >= ends[1 - i].gross ? -17 : 17) : 0;
  return figure({
    ...worded(options, { title: grossLinesTitle(lines, options.xLabel.toLowerCase()) }),
    ...sized({ height: 320, top: 20, left: 58, right: 130 }),
    x: {
      domain: [Math.min(...limits), Math.max(...limits)],
      label: options.xLabel,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: 6,
      tickFormat: wholePercent,
    },
    y: {
      domain: [0, Math.max(1, ...all.map(({ gross }) => gross))],
      label: null,
      ticks: 5,
      tickFormat: wholePercent,
    },
    marks: [
      gridY(5),
      zeroY(),
      ...lines.map(({ points }, i) =>
        Plot.line(points, { x: "limit", y: "gross", strokeWidth: 2.5, ...looks[i % looks.length] })
      ),
      ...ends.map((end, i) =>
        Plot.text([end], {
          x: "limit",
          y: "gross",
          text: () => `${end.label}\n${percent(end.gross)}`,
          ...rightOf(),
          dy: shift(i),
        })
      ),
    ],
  });
}
