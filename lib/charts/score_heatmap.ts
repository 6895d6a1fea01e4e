import { listed, MISSING, number } from "../words.ts";
import { cellMarks, cellScales, distinct, redToBlue } from "./forms/cells.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";

/** One cell of the map. */
export interface ScoreCell {
  /** Row, such as a sector's label; rows appear in the order of their first cell. */
  readonly row: string;
  /** Column, such as a pillar; columns appear in the order of their first cell. */
  readonly column: string;
  /** A score from 1 to 5; absent where there is none, which is drawn as an empty outlined cell. */
  readonly score?: number;
  /** The class of the score, 1 to 5, which colours it; given with every score: `rating` of `lab/committee`. */
  readonly rating?: number;
}

interface ScoreHeatmapOptions extends ChartOptions {
  /** Column that stands apart at the right and names the title: what the others add up to. */
  readonly total?: string;
}

/** Gap before the column that sums up. */
const GAP_PX = 16;

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
 * @throws {RangeError} If a score lies outside 1 to 5, or comes without its rating.
 *
 * @example One sector and an abstention
 * ```ts
 * import { scoreHeatmap } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = scoreHeatmap(
 *   [
 *     { row: "Energy", column: "fundamentals", score: 5, rating: 5 },
 *     { row: "Energy", column: "sentiment" },
 *     { row: "Energy", column: "score", score: 5, rating: 5 },
 *   ],
 *   { total: "score", source: "Source: simulated, seed 7." },
 * );
 * match(chart.svg(), />5<\/text>/);
 * ```
 */
export function scoreHeatmap(cells: readonly ScoreCell[], options: ScoreHeatmapOptions): Figure {
  for (const { row, column, score, rating } of cells) {
    if (score === undefined) continue;
    if (!(score >= 1 && score <= 5)) {
      throw new RangeError(
        `Cannot draw scores: ${row}, ${column} must lie between 1 and 5, got ${score}`,
      );
    }
    // Without it a strong score would pass for no view.
    if (!(rating !== undefined && [1, 2, 3, 4, 5].includes(rating))) {
      throw new RangeError(
        `Cannot draw scores: ${row}, ${column} needs its rating, 1 to 5, got ${rating}`,
      );
    }
  }
  const { total, caption } = options;
  const rows = distinct(cells.map(({ row }) => row));
  const columns = distinct(cells.map(({ column }) => column));
  const shown = cells.map(({ row, column, score, rating }) => {
    if (score === undefined) return { row, column, text: MISSING };
    const text = Number.isInteger(score) && column !== total ? String(score) : number(score);
    return { row, column, text, look: redToBlue(rating! - 1), title: `${row}, ${column}: ${text}` };
  });
  const hasAbstention = cells.some(({ score }) => score === undefined);
  return figure({
    ...worded(options, {
      title: scoreHeatmapTitle(cells, total ?? columns[columns.length - 1]),
      subtitle: "Score from 1 (worst) to 5 (best); a 3 is no view",
    }),
    caption: [caption, hasAbstention && "A dash is an abstention, which is no score."]
      .filter(Boolean).join(" "),
    height: 27 * rows.length + 50,
    marginTop: 34,
    marginBottom: 8,
    marginLeft: 118,
    ...cellScales(columns, rows),
    marks: [
      ...cellMarks(shown.filter(({ column }) => column === total), { weight: 600, shift: GAP_PX }),
      ...cellMarks(shown.filter(({ column }) => column !== total), { weight: 400 }),
    ],
  });
}
