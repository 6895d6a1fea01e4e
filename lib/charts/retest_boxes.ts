import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, middleX, sized } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { countWord, number } from "../words.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** Repeated answers of one analyst about one sector. */
export interface RetestRow {
  readonly label: string;
  /** Scores of the same analyst, asked again and again. */
  readonly samples: readonly number[];
  /** Scores of several analysts, each asked once. */
  readonly analysts: readonly number[];
}

interface RetestBoxesOptions extends ChartOptions {
  /** Who was asked again. */
  readonly analyst: string;
}

/**
 * Standard deviation within the groups, pooled: the root of the mean variance (n − 1), each group by
 * its degrees of freedom. Nothing where no group has two values.
 *
 * @example
 * ```ts
 * import { pooledDeviation } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(pooledDeviation([[1, 3], [2, 4]]), Math.SQRT2);
 * equal(pooledDeviation([[1], [2]]), undefined);
 * ```
 */
export function pooledDeviation(groups: readonly (readonly number[])[]): number | undefined {
  let squares = 0, degrees = 0;
  for (const group of groups) {
    const mean = group.reduce((sum, value) => sum + value, 0) / group.length;
    for (const value of group) squares += (value - mean) ** 2;
    degrees += Math.max(0, group.length - 1);
  }
  return degrees === 0 ? undefined : Math.sqrt(squares / degrees);
}

/**
 * How much an analyst differs from itself, beside how much analysts differ, as a sentence.
 *
 * @example
 * ```ts
 * import { retestBoxesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [{ label: "Energy", samples: [3, 4, 3, 4], analysts: [1, 5] }];
 * equal(
 *   retestBoxesTitle(rows, "value"),
 *   "Asked again, value varies by 0.58 points; two analysts asked once vary by 2.83",
 * );
 * ```
 */
export function retestBoxesTitle(rows: readonly RetestRow[], analyst: string): string {
  const own = pooledDeviation(rows.map((row) => row.samples));
  const all = pooledDeviation(rows.map((row) => row.analysts));
  if (own === undefined) return `${analyst} gave no two scores of one sector`;
  const again = own < 0.005
    ? `Asked again, ${analyst} repeats itself`
    : `Asked again, ${analyst} varies by ${number(own)} points`;
  const most = Math.max(0, ...rows.map((row) => row.analysts.length));
  return all === undefined
    ? again
    : `${again}; ${countWord(most).toLowerCase()} analysts asked once vary by ${number(all)}`;
}

/**
 * Box plots of repeated answers, one row per sector, with the other analysts' scores as hollow dots.
 *
 * Box: the middle half; rule: the median; whiskers: up to one and a half boxes further.
 *
 * @example
 * ```ts
 * import { retestBoxes } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const rows = [{ label: "Energy", samples: [3, 3, 3], analysts: [2, 4] }];
 * const chart = retestBoxes(rows, { analyst: "value", source: "Source: simulated, seed 7." });
 * match(chart.title, /value repeats itself/);
 * ```
 */
export function retestBoxes(rows: readonly RetestRow[], options: RetestBoxesOptions): Figure {
  const { analyst } = options;
  const samples = rows.flatMap(({ label, samples }) => samples.map((score) => ({ label, score })));
  const others = rows.flatMap(({ label, analysts }) =>
    [...new Set(analysts)].map((score) => ({ label, score }))
  );
  return figure({
    ...worded(options, {
      title: retestBoxesTitle(rows, analyst),
      subtitle:
        `Weighted score from 1 to 5; boxes: ${analyst} asked again, hollow dots: each analyst once`,
    }),
    ...sized({ height: 28 * rows.length + 56, top: 8, left: 118 }),
    ...rowScales(rows.map((row) => row.label), {
      domain: [0.9, 5.1],
      ticks: [1, 2, 3, 4, 5],
      tickFormat: String,
      gap: 0.32,
    }),
    marks: [
      gridX([1, 2, 4, 5]),
      middleX(3),
      Plot.boxX(samples, {
        x: "score",
        y: "label",
        fill: COLORS.sky,
        fillOpacity: 0.75,
        stroke: "currentColor",
        strokeWidth: 1.5,
        r: 2,
      }),
      Plot.dot(others, {
        x: "score",
        y: "label",
        r: 4.5,
        fill: GROUND,
        stroke: COLORS.vermillion,
        strokeWidth: 2,
      }),
    ],
  });
}
