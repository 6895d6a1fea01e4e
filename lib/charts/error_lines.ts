import * as Plot from "@observablehq/plot";
import { countWord, percent } from "../words.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { rightOf } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";

/** The error of committees of growing size. */
export interface ErrorLine {
  /** What stands at the line's end, such as "copies". */
  readonly label: string;
  /** In the order of their sizes. */
  readonly points: readonly { readonly analysts: number; readonly error: number }[];
}

const looks = [
  { stroke: COLORS.vermillion, strokeDasharray: "7,4" },
  { stroke: COLORS.blue, strokeDasharray: "none" },
  { stroke: COLORS.grey, strokeDasharray: "2,4" },
  { stroke: COLORS.purple, strokeDasharray: "10,3,2,3" },
];
/** Least distance between the labels of two lines, in pixels. */
const LABEL_PX = 17;
const HEIGHT = 320, TOP = 30, BOTTOM = 52;

/** Share by which the largest committee errs less than one analyst. */
function gain({ points }: ErrorLine): number {
  const [first] = points, last = points[points.length - 1];
  return first.error === 0 ? 0 : 1 - last.error / first.error;
}

/**
 * What more analysts do for each line, as a sentence.
 *
 * @example
 * ```ts
 * import { errorLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const line = (label: string, last: number) => ({
 *   label,
 *   points: [{ analysts: 1, error: 1 }, { analysts: 5, error: last }],
 * });
 * equal(
 *   errorLinesTitle([line("copies", 1), line("temperaments", 0.9)]),
 *   "Five copies err as much as one; five temperaments 10 % less than one",
 * );
 * ```
 */
export function errorLinesTitle(lines: readonly ErrorLine[]): string {
  const parts = lines.filter((line) => line.points.length > 1).map((line) => {
    const most = line.points[line.points.length - 1].analysts;
    const who = `${countWord(most)} ${line.label}`;
    const share = gain(line);
    // Under half a percent the label would read "0 %".
    return Math.abs(share) < 0.005 ? { who, what: "as much as one" } : {
      who,
      what: `${percent(Math.abs(share), { digits: 0 })} ${share > 0 ? "less" : "more"} than one`,
    };
  });
  if (parts.length === 0) return "There is no committee to compare with one analyst";
  return parts.map(({ who, what }, i) =>
    i === 0 ? `${who} err ${what}` : `${who[0].toLowerCase()}${who.slice(1)} ${what}`
  ).join("; ");
}

/**
 * Error over the number of analysts, one line per kind of committee.
 *
 * @param lines Told apart by dashes and by their end labels.
 *
 * @example
 * ```ts
 * import { errorLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const points = [1, 2, 3].map((analysts) => ({ analysts, error: 1 }));
 * const chart = errorLines([{ label: "copies", points }], { source: "Source: simulated, seed 7." });
 * match(chart.title, /^Three copies err as much as one$/);
 * ```
 */
export function errorLines(lines: readonly ErrorLine[], options: ChartOptions): Figure {
  const all = lines.flatMap((line) => line.points);
  const top = 1.12 * Math.max(0.01, ...all.map(({ error }) => error));
  const most = Math.max(2, ...all.map(({ analysts }) => analysts));
  const perPx = top / (HEIGHT - TOP - BOTTOM);
  let above = Infinity;
  const ends = lines.flatMap((line) => {
    const last = line.points[line.points.length - 1];
    return last ? [{ ...last, label: line.label }] : [];
  }).toSorted((a, b) => b.error - a.error).map((end) => {
    const at = Math.min(end.error, above - LABEL_PX * perPx);
    above = at;
    return { ...end, at };
  });
  return figure({
    ...worded(options, {
      title: errorLinesTitle(lines),
      subtitle: "Root mean square error of the committee's mean score, in points",
    }),
    ...sized({ height: HEIGHT, top: TOP, bottom: BOTTOM, left: 56, right: 150 }),
    x: {
      label: "number of analysts",
      labelAnchor: "right",
      domain: [1, most],
      ticks: Array.from({ length: most }, (_, i) => i + 1),
      tickFormat: String,
    },
    y: { label: "error", domain: [0, top], ticks: 5 },
    marks: [
      gridY(5),
      zeroY(),
      ...lines.flatMap((line, i) => {
        const look = looks[i % looks.length];
        return [
          Plot.line(line.points, { x: "analysts", y: "error", strokeWidth: 2.5, ...look }),
          Plot.dot(line.points, { x: "analysts", y: "error", r: 3.5, fill: look.stroke }),
        ];
      }),
      Plot.text(ends, { x: "analysts", y: "at", text: "label", ...rightOf(10) }),
    ],
  });
}
