import * as Plot from "@observablehq/plot";
import { counted, number } from "../words.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";

/** What all analysts said of a sector on average, beside what came. */
export interface BiasOutcomeRow {
  readonly label: string;
  /** Mean score less 3, points. */
  readonly said: number;
  /** Mean outcome, points, with its interval. */
  readonly came: { readonly mean: number; readonly low: number; readonly high: number };
}

/** How far what was said lies outside the interval of what came; zero inside. */
function outside({ said, came }: BiasOutcomeRow): number {
  return Math.max(0, said - came.high, came.low - said);
}

/**
 * Where the outcomes contradict what all say, as a sentence.
 *
 * @example
 * ```ts
 * import { biasOutcomesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const came = { mean: 0, low: -0.2, high: 0.2 };
 * equal(
 *   biasOutcomesTitle([{ label: "Energy", said: 0.8, came }, { label: "Staples", said: 0, came }]),
 *   "Energy was said to be +0.80 and came to 0.00: 1 of 2 sectors lies outside its interval",
 * );
 * ```
 */
export function biasOutcomesTitle(rows: readonly BiasOutcomeRow[]): string {
  const far = rows.filter((row) => outside(row) > 0).toSorted((a, b) => outside(b) - outside(a));
  if (rows.length === 0) return "No sector has an outcome yet";
  if (far.length === 0) {
    return "What was said of each sector agrees with what came, within its interval";
  }
  const signed = (points: number) => number(points, { signed: true });
  return `${far[0].label} was said to be ${signed(far[0].said)} and came to ${
    signed(far[0].came.mean)
  }: ${far.length} of ${counted(rows.length, "sector")} ${
    far.length === 1 ? "lies" : "lie"
  } outside ${far.length === 1 ? "its interval" : "their intervals"}`;
}

/**
 * What was said of each sector on average as a dot, what came as a tick with its interval.
 *
 * @example
 * ```ts
 * import { biasOutcomes } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const came = { mean: 0, low: -0.2, high: 0.2 };
 * const chart = biasOutcomes([{ label: "Energy", said: 0.1, came }], {
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /agrees with what came/);
 * ```
 */
export function biasOutcomes(
  rows: readonly BiasOutcomeRow[],
  options: ChartOptions,
): Figure {
  const reach = 1.1 * Math.max(
    0.5,
    ...rows.flatMap(({ said, came }) => [said, came.low, came.high].map(Math.abs)),
  );
  return figure({
    ...worded(options, {
      title: biasOutcomesTitle(rows),
      subtitle:
        "Points around 3; dot: what all analysts said on average, tick and bar: what came, with its interval",
    }),
    ...sized({ height: 26 * rows.length + 56, top: 8, left: 118 }),
    x: {
      domain: [-reach, reach],
      label: null,
      ticks: 7,
      tickFormat: (value: number) => number(value, { digits: 1, signed: true }),
    },
    y: { domain: rows.map((row) => row.label), label: null, tickSize: 0, padding: 0.3 },
    marks: [
      gridX(7),
      zeroX(),
      Plot.barX(rows, {
        x1: (row: BiasOutcomeRow) => row.came.low,
        x2: (row: BiasOutcomeRow) => row.came.high,
        y: "label",
        fill: COLORS.grey,
        fillOpacity: 0.4,
      }),
      Plot.tickX(rows, {
        x: (row: BiasOutcomeRow) => row.came.mean,
        y: "label",
        stroke: "currentColor",
        strokeWidth: 2.5,
      }),
      Plot.dot(rows, {
        x: "said",
        y: "label",
        r: 5.5,
        fill: (row: BiasOutcomeRow) => outside(row) > 0 ? COLORS.vermillion : COLORS.blue,
        stroke: GROUND,
        strokeWidth: 1,
        title: (row: BiasOutcomeRow) =>
          `${row.label}: said ${number(row.said, { signed: true })}, came ${
            number(row.came.mean, { signed: true })
          }`,
      }),
      Plot.text(rows.filter((row) => outside(row) > 0), {
        x: "said",
        y: "label",
        text: (row: BiasOutcomeRow) => number(row.said, { signed: true }),
        dy: -12,
        fontWeight: 600,
        ...HALO,
      }),
    ],
  });
}
