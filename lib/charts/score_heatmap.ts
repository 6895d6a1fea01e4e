import * as Plot from "@observablehq/plot";
import { type Figure, figure } from "./kit/figure.ts";
import { listed, MISSING, number } from "../words.ts";
import { RED_TO_BLUE, TEXT_ON_RED_TO_BLUE } from "./kit/theme.ts";

/** One cell of the map. */
export interface ScoreCell {
  /** Row, such as a sector's label; rows appear in the order of their first cell. */
  readonly row: string;
  /** Column, such as a pillar; columns appear in the order of their first cell. */
  readonly column: string;
  /** A score from 1 to 5; absent where there is none, which is drawn as an empty outlined cell. */
  readonly score?: number;
}

/** What `scoreHeatmap` needs besides its cells. */
export interface ScoreHeatmapOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
  /** Column that stands apart at the right and names the title: what the others add up to. */
  readonly total?: string;
}

/** Gap before the column that sums up; its text moves by half of it. */
const GAP_PX = 16;

/** Class of a score: 0 for below 1.5, 4 for 4.5 and above; the middle class holds 3. */
function classOf(score: number): number {
  return [1.5, 2.5, 3.5, 4.5].filter((cut) => score >= cut).length;
}

/**
 * Which rows stand highest and lowest in a column, as a sentence.
 *
 * @example
 * ```ts
 * import { scoreHeatmapTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const cells = [
 *   { row: "Energy", column: "score", score: 4.25 },
 *   { row: "Staples", column: "score", score: 2 },
 * ];
 * equal(
 *   scoreHeatmapTitle(cells, "score"),
 *   "The committee scores Energy highest (4.25) and Staples lowest (2.00)",
 * );
 * ```
 */
export function scoreHeatmapTitle(cells: readonly ScoreCell[], column: string): string {
  const known = cells.filter((cell) => cell.column === column && cell.score !== undefined);
  if (known.length === 0) return "The committee scores no sector";
  const scores = known.map((cell) => cell.score!);
  const high = Math.max(...scores), low = Math.min(...scores);
  if (high === low) return `The committee gives every sector the same score (${number(high)})`;
  const holders = (score: number) =>
    listed(known.filter((cell) => cell.score === score).map((cell) => cell.row));
  return `The committee scores ${holders(high)} highest (${number(high)}) and ` +
    `${holders(low)} lowest (${number(low)})`;
}

/**
 * Scores as cells, one row per sector and one column per pillar, with the number in each cell.
 *
 * Blue is above 3, red below; a cell around 3 has no colour, for a 3 is no view.
 *
 * @param cells One per row and column; a cell without a score is drawn as an outline with a dash.
 * @throws {RangeError} If a score lies outside 1 to 5.
 *
 * @example One sector and an abstention
 * ```ts
 * import { scoreHeatmap } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = scoreHeatmap(
 *   [
 *     { row: "Energy", column: "fundamentals", score: 5 },
 *     { row: "Energy", column: "sentiment" },
 *     { row: "Energy", column: "score", score: 5 },
 *   ],
 *   { total: "score", source: "Source: simulated, seed 7." },
 * );
 * match(chart.svg(), />5<\/text>/);
 * ```
 */
export function scoreHeatmap(cells: readonly ScoreCell[], options: ScoreHeatmapOptions): Figure {
  for (const { row, column, score } of cells) {
    if (score !== undefined && !(score >= 1 && score <= 5)) {
      throw new RangeError(
        `Cannot draw scores: ${row}, ${column} must lie between 1 and 5, got ${score}`,
      );
    }
  }
  const rows = [...new Set(cells.map((cell) => cell.row))];
  const columns = [...new Set(cells.map((cell) => cell.column))];
  const shown = (cell: ScoreCell) =>
    cell.score === undefined
      ? MISSING
      : Number.isInteger(cell.score) && cell.column !== options.total
      ? String(cell.score)
      : number(cell.score);
  const noted = cells.some((cell) => cell.score === undefined)
    ? ["A dash is an abstention, which is no score."]
    : [];
  return figure({
    title: options.title ?? scoreHeatmapTitle(cells, options.total ?? columns[columns.length - 1]),
    subtitle: options.subtitle ?? "Score from 1 (worst) to 5 (best); a 3 is no view",
    source: options.source,
    caption: [options.caption, ...noted].filter(Boolean).join(" "),
    height: 27 * rows.length + 50,
    marginTop: 34,
    marginBottom: 8,
    marginLeft: 118,
    x: { domain: columns, axis: "top", label: null, tickSize: 0, padding: 0.04 },
    y: { domain: rows, label: null, tickSize: 0, padding: 0.08 },
    marks: [
      ...[true, false].flatMap((total) => {
        const column = cells.filter((cell) => (cell.column === options.total) === total);
        const insetLeft = total ? GAP_PX : 0;
        return [
          Plot.cell(column.filter((cell) => cell.score !== undefined), {
            x: "column",
            y: "row",
            insetLeft,
            fill: (cell: ScoreCell) => RED_TO_BLUE[classOf(cell.score!)],
            stroke: "currentColor",
            strokeOpacity: 0.25,
            title: (cell: ScoreCell) => `${cell.row}, ${cell.column}: ${shown(cell)}`,
          }),
          Plot.cell(column.filter((cell) => cell.score === undefined), {
            x: "column",
            y: "row",
            insetLeft,
            fill: "none",
            stroke: "currentColor",
            strokeOpacity: 0.5,
            strokeDasharray: "3,3",
          }),
          Plot.text(column, {
            x: "column",
            y: "row",
            dx: insetLeft / 2,
            text: shown,
            fontWeight: total ? 600 : 400,
            fill: (cell: ScoreCell) =>
              cell.score === undefined ? "currentColor" : TEXT_ON_RED_TO_BLUE[classOf(cell.score)],
          }),
        ];
      }),
    ],
  });
}
