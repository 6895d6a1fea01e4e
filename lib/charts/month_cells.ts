import * as Plot from "@observablehq/plot";
import { type Figure, figure } from "./kit/figure.ts";
import { counted, MISSING, number, percent } from "../words.ts";
import { RED_TO_BLUE, TEXT_ON_RED_TO_BLUE } from "./kit/theme.ts";

/** The return of a month. */
export interface MonthCell {
  /** `YYYY-MM`. */
  readonly month: string;
  /** A share; `undefined` where there is none. */
  readonly value: number | undefined;
}

/** What `monthCells` needs besides its months. */
export interface MonthCellsOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
}

const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ROW_PX = 26;

function named(month: string): string {
  return `${NAMES[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;
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
    `${named(month)} with ${percent(value, { signed: true })}`;
  return `${known.filter(({ value }) => value! > 0).length} of ${
    counted(known.length, "month")
  } gained; ` +
    `best ${shown(best)}, worst ${shown(worst)}`;
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
export function monthCells(cells: readonly MonthCell[], options: MonthCellsOptions): Figure {
  const years = [...new Set(cells.map(({ month }) => month.slice(0, 4)))].sort();
  const sizes = cells.flatMap(({ value }) => value === undefined ? [] : [Math.abs(value)])
    .sort((a, b) => a - b);
  // The middle class holds what rounds to nothing; half of the others are strong.
  const strong = Math.max(0.001, sizes[Math.floor(0.6 * sizes.length)] ?? 0.01);
  const weak = 0.0005;
  const classOf = (value: number) =>
    Math.abs(value) < weak ? 2 : value < 0 ? (value <= -strong ? 0 : 1) : value >= strong ? 4 : 3;
  const rows = cells.map(({ month, value }) => ({
    year: month.slice(0, 4),
    name: NAMES[Number(month.slice(5, 7)) - 1],
    value,
  }));
  const fill = ({ value }: { value: number | undefined }) =>
    value === undefined ? "none" : RED_TO_BLUE[classOf(value)];
  return figure({
    title: options.title ?? monthCellsTitle(cells),
    subtitle: options.subtitle ??
      `Return per calendar month, percent; strong colour from ${percent(strong)} on`,
    source: options.source,
    caption: options.caption,
    height: 34 + ROW_PX * Math.max(1, years.length),
    marginTop: 28,
    marginBottom: 6,
    marginLeft: 48,
    marginRight: 8,
    x: { domain: NAMES, axis: "top", label: null, padding: 0.04, tickSize: 0 },
    y: { domain: years.length === 0 ? [""] : years, label: null, padding: 0.08, tickSize: 0 },
    marks: [
      Plot.cell(rows, {
        x: "name",
        y: "year",
        fill,
        stroke: "currentColor",
        strokeOpacity: 0.25,
      }),
      Plot.text(rows, {
        x: "name",
        y: "year",
        text: ({ value }: { value: number | undefined }) =>
          value === undefined ? MISSING : number(100 * value, { digits: 1 }),
        fill: ({ value }: { value: number | undefined }) =>
          value === undefined ? "currentColor" : TEXT_ON_RED_TO_BLUE[classOf(value)],
      }),
    ],
  });
}
