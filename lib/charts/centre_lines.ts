import * as Plot from "@observablehq/plot";
import { number } from "../words.ts";
import { gridY, itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE, rightOf } from "./kit/places.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** Both centres of a committee while one analyst's score is moved. */
export interface CentreRow {
  /** The score given to the analyst who is moved. */
  readonly moved: number;
  readonly mean: number;
  readonly median: number;
}

interface CentreLinesOptions extends ChartOptions {
  /** Who is moved; stands on the axis and in the title. */
  readonly analyst: string;
  /** What the others say, drawn as hollow dots at the left. */
  readonly others?: readonly number[];
  /** Guesses of the share of the move that each centre follows, drawn as dashed marks. */
  readonly guess?: { readonly mean?: number; readonly median?: number };
}

/** From the highest to the lowest score of the one who is moved. */
function ends(rows: readonly CentreRow[]): { readonly top: CentreRow; readonly bottom: CentreRow } {
  const sorted = rows.toSorted((a, b) => b.moved - a.moved);
  return { top: sorted[0], bottom: sorted[sorted.length - 1] };
}

/**
 * How far each centre follows, as a sentence.
 *
 * @example
 * ```ts
 * import { centreLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [{ moved: 5, mean: 4, median: 4 }, { moved: 1, mean: 3.2, median: 3.75 }];
 * equal(
 *   centreLinesTitle(rows, "momentum"),
 *   "As momentum goes from 5 to 1, the mean falls by 0.80 points and the median by 0.25",
 * );
 * ```
 */
export function centreLinesTitle(rows: readonly CentreRow[], analyst: string): string {
  if (rows.length < 2) return `The score of ${analyst} was not moved`;
  const { top, bottom } = ends(rows);
  const falls = (of: "mean" | "median") => number(top[of] - bottom[of]);
  return `As ${analyst} goes from ${top.moved} to ${bottom.moved}, the mean falls by ` +
    `${falls("mean")} points and the median by ${falls("median")}`;
}

/**
 * Mean and median of a committee over the score of one of its analysts.
 *
 * @param rows One per score that the analyst is given, at least two.
 * @throws {RangeError} If there are fewer than two rows.
 *
 * @example
 * ```ts
 * import { centreLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const rows = [{ moved: 5, mean: 4, median: 4 }, { moved: 1, mean: 3.2, median: 4 }];
 * const chart = centreLines(rows, { analyst: "value", source: "Source: simulated, seed 7." });
 * match(chart.title, /the median by 0\.00/);
 * ```
 */
export function centreLines(rows: readonly CentreRow[], options: CentreLinesOptions): Figure {
  if (rows.length < 2) {
    throw new RangeError(`Cannot draw centres: need at least two rows, got ${rows.length}`);
  }
  const { analyst, others = [], guess = {} } = options;
  const { top, bottom } = ends(rows);
  const names = ["mean", "median"] as const;
  const labels = names.map((name) => ({ name, moved: top.moved, value: top[name] }))
    .toSorted((a, b) => b.value - a.value);
  // Labels of lines that end close together are pushed apart.
  const close = Math.abs(labels[0].value - labels[1].value) < 0.22;
  const guesses = names.flatMap((name) =>
    guess[name] === undefined
      ? []
      : [{ name, at: bottom.moved, value: top[name] - guess[name] * (top.moved - bottom.moved) }]
  );
  const low = Math.min(1, ...guesses.map(({ value }) => value));
  const high = Math.max(5, ...guesses.map(({ value }) => value));
  return figure({
    ...worded(options, {
      title: centreLinesTitle(rows, analyst),
      subtitle: `Centre of all scores (points) while ${analyst} is moved and the others stay` +
        (others.length > 0 ? "; hollow dots are the others" : ""),
    }),
    ...sized({ height: 320, top: 30, left: 56, right: 84 }),
    x: {
      label: `score given to ${analyst}`,
      labelAnchor: "right",
      domain: [bottom.moved - 0.25, top.moved],
      ticks: [1, 2, 3, 4, 5],
      tickFormat: String,
    },
    y: { label: "centre", domain: [low, high], ticks: [1, 2, 3, 4, 5], tickFormat: String },
    marks: [
      gridY([1, 2, 4, 5]),
      Plot.ruleY([3], { stroke: "currentColor", strokeOpacity: 0.5 }),
      Plot.dot(others, {
        y: itself,
        frameAnchor: "left",
        r: 4.5,
        fill: GROUND,
        stroke: "currentColor",
      }),
      Plot.line(rows, {
        x: "moved",
        y: "mean",
        stroke: COLORS.vermillion,
        strokeWidth: 2.5,
        strokeDasharray: "7,4",
      }),
      Plot.line(rows, { x: "moved", y: "median", stroke: COLORS.blue, strokeWidth: 2.5 }),
      ...labels.map((label, i) =>
        Plot.text([label], {
          x: "moved",
          y: "value",
          text: "name",
          ...rightOf(),
          dy: close ? (i === 0 ? -8 : 8) : 0,
          fontWeight: 600,
        })
      ),
      Plot.dot(guesses, {
        x: "at",
        y: "value",
        r: 7,
        fill: "none",
        stroke: "currentColor",
        strokeWidth: 2,
        strokeDasharray: "3,2",
      }),
      Plot.text(guesses, {
        x: "at",
        y: "value",
        text: (one: { name: string }) => `your guess, ${one.name}`,
        ...rightOf(12),
        ...ASIDE,
      }),
    ],
  });
}
