import { counted, MISSING, number, percent } from "../words.ts";
import { cellMarks, cellScales, distinct, signedLook } from "./forms/cells.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";

/** The return of a month. */
export interface MonthCell {
  /** `YYYY-MM`. */
  readonly month: string;
  /** A share; `undefined` where there is none. */
  readonly value: number | undefined;
}

const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Below this a return rounds to nothing. */
const NOTHING = 0.0005;
/** A month without a return has the line of a cell, and no colour. */
const UNKNOWN = { fill: "none", ink: "currentColor" };

function nameOf(month: string): string {
  return NAMES[Number(month.slice(5, 7)) - 1];
}

/**
 * How many months gained, the best and the worst, as a sentence.
 *
 * @example
 * ```ts
 * import { monthCellsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   monthCellsTitle([{ month: "2020-03", value: -0.05 }, { month: "2020-04", value: 0.04 }]),
 *   "1 of 2 months gained; best Apr 2020 with +4.0 %, worst Mar 2020 with −5.0 %",
 * );
 * ```
 */
export function monthCellsTitle(cells: readonly MonthCell[]): string {
  const known = cells.filter(({ value }) => value !== undefined)
    .toSorted((a, b) => a.value! - b.value!);
  if (known.length === 0) return "No month has a return";
  const worst = known[0], best = known[known.length - 1];
  const shown = ({ month, value }: MonthCell) =>
    `${nameOf(month)} ${month.slice(0, 4)} with ${percent(value, { signed: true })}`;
  return `${known.filter(({ value }) => value! > 0).length} of ${
    counted(known.length, "month")
  } gained; best ${shown(best)}, worst ${shown(worst)}`;
}

/**
 * Months as cells, a row a year; blue gained, vermillion lost, with the figure inside.
 *
 * @param cells In any order; months that are not given stay empty.
 *
 * @example
 * ```ts
 * import { monthCells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = monthCells([{ month: "2020-03", value: -0.05 }], {
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /^0 of 1 month gained/);
 * ```
 */
export function monthCells(cells: readonly MonthCell[], options: ChartOptions): Figure {
  const years = distinct(cells.map(({ month }) => month.slice(0, 4))).sort();
  const sizes = cells.flatMap(({ value }) => value === undefined ? [] : Math.abs(value))
    .sort((a, b) => a - b);
  // The middle class holds what rounds to nothing; half of the others are strong.
  const strong = Math.max(0.001, sizes[Math.floor(0.6 * sizes.length)] ?? 0.01);
  const shown = cells.map(({ month, value }) => ({
    row: month.slice(0, 4),
    column: nameOf(month),
    text: value === undefined ? MISSING : number(100 * value, { digits: 1 }),
    look: value === undefined ? UNKNOWN : signedLook(value, NOTHING, strong),
  }));
  return figure({
    ...worded(options, {
      title: monthCellsTitle(cells),
      subtitle: `Return per calendar month, percent; strong colour from ${percent(strong)} on`,
    }),
    height: 34 + 26 * Math.max(1, years.length),
    marginTop: 28,
    marginBottom: 6,
    marginLeft: 48,
    marginRight: 8,
    ...cellScales(NAMES, years.length === 0 ? [""] : years),
    marks: cellMarks(shown),
  });
}
