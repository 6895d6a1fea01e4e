import { MISSING, number } from "../words.ts";
import { cellMarks, cellScales, distinct, redToBlue } from "./forms/cells.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";

/** One cell of a square of correlations. */
export interface CorrelationCell {
  readonly a: string;
  readonly b: string;
  /** −1 to 1; absent where it could not be found. */
  readonly correlation?: number;
}

/** Class of a correlation: 4 from 0.9 on, where two are all but one; the middle class holds 0. */
function levelOf(correlation: number): number {
  return [-0.9, -0.3, 0.3, 0.9].filter((cut) => correlation >= cut).length;
}

/** Each pair of different names once, with a figure, the most alike first. */
function pairsOf(cells: readonly CorrelationCell[]): (CorrelationCell & { correlation: number })[] {
  const seen = new Set<string>();
  return cells.flatMap((cell) => {
    const key = JSON.stringify([cell.a, cell.b].sort());
    if (cell.a === cell.b || cell.correlation === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ ...cell, correlation: cell.correlation }];
  }).sort((x, y) => y.correlation - x.correlation);
}

/**
 * Which two are most alike, as a sentence.
 *
 * @param cells All cells; the diagonal and the second half do not count.
 * @param what What is correlated, at the start of the sentence.
 *
 * @example
 * ```ts
 * import { correlationCellsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const cells = [
 *   { a: "value", b: "cautious", correlation: 0.4 },
 *   { a: "value", b: "copy", correlation: 1 },
 * ];
 * equal(
 *   correlationCellsTitle(cells, "Errors"),
 *   "Errors of value and copy are most alike (1.00); of the 2 pairs the least alike has 0.40",
 * );
 * ```
 */
export function correlationCellsTitle(cells: readonly CorrelationCell[], what: string): string {
  const pairs = pairsOf(cells);
  if (pairs.length === 0) return `${what}: no two could be compared`;
  const [first] = pairs, last = pairs[pairs.length - 1];
  const most = `${what} of ${first.a} and ${first.b} are most alike (${number(first.correlation)})`;
  return pairs.length === 1
    ? `${what} of ${first.a} and ${first.b} have a correlation of ${number(first.correlation)}`
    : `${most}; of the ${pairs.length} pairs the least alike has ${number(last.correlation)}`;
}

/**
 * Correlations as a square of cells, with the number in each; blue is alike, red is opposed.
 *
 * @param cells One per ordered pair; rows and columns stand in the order of first mention.
 * @throws {RangeError} If a correlation lies outside −1 to 1.
 *
 * @example
 * ```ts
 * import { correlationCells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = correlationCells(
 *   [{ a: "x", b: "x", correlation: 1 }, { a: "x", b: "y" }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /no two could be compared/);
 * ```
 */
export function correlationCells(
  cells: readonly CorrelationCell[],
  options: ChartOptions,
): Figure {
  for (const { a, b, correlation } of cells) {
    if (correlation !== undefined && !(Math.abs(correlation) <= 1 + 1e-9)) {
      throw new RangeError(
        `Cannot draw correlations: ${a} with ${b} must lie between -1 and 1, got ${correlation}`,
      );
    }
  }
  const names = distinct(cells.flatMap(({ a, b }) => [a, b]));
  const shown = cells.map(({ a: row, b: column, correlation }) => {
    if (row === column) return { row, column, text: "itself" };
    if (correlation === undefined) return { row, column, text: MISSING };
    const text = number(correlation), look = redToBlue(levelOf(correlation));
    return { row, column, text, look, title: `${row} with ${column}: ${text}` };
  });
  return figure({
    ...worded(options, {
      title: correlationCellsTitle(cells, "Errors"),
      subtitle: "Correlation of the analysts' errors, −1 to 1; dark from 0.9 on",
    }),
    height: 32 * names.length + 44,
    marginTop: 34,
    marginBottom: 8,
    marginLeft: 118,
    marginRight: Math.max(8, 582 - 92 * names.length),
    ...cellScales(names, names, { rowGap: 0.06 }),
    marks: cellMarks(shown, { outline: 0.4, pale: ({ row, column }) => row === column }),
  });
}
