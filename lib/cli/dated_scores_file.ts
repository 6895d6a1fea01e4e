import { DataError } from "../errors.ts";
import { isSector, readCsvRows, SECTORS } from "../market/mod.ts";
import { NEUTRAL_SCORE } from "../portfolio/mod.ts";
import { type ScoreRow, type ScoreTable, scoreTable } from "../research/mod.ts";
import { type Day, day } from "../units.ts";
import { csvCells } from "./csv_cells.ts";

/**
 * The user's own scores over time: `day, sector, score, optional confidence`.
 *
 * A confidence draws the score towards 3, as the tilt does: 3 + (score − 3) × confidence.
 *
 * @param path A CSV file, days in order.
 * @throws {DataError} If the file cannot be read, a day is no day or out of order, a sector is unknown
 *   or named twice on a day, or a number is out of range; names file, line and column.
 */
export async function readDatedScores(path: string): Promise<ScoreTable> {
  const { where, rows } = await readCsvRows(path, {
    required: ["day", "sector", "score"],
    optional: ["confidence"],
  });
  const seen = new Set<string>();
  let before: Day | undefined;
  const table = rows.map((row): ScoreRow => {
    const { cells } = row, { refuse, numberIn } = csvCells(where, row);
    let on: Day;
    try {
      on = day(cells.day);
    } catch {
      return refuse("day", "a day as YYYY-MM-DD");
    }
    const { sector } = cells;
    if (!isSector(sector)) return refuse("sector", `one of ${SECTORS.join(" ")}`);
    if (before !== undefined && on < before) refuse("day", `days in order, after ${before}`);
    before = on;
    if (seen.has(on + sector)) refuse("sector", "each sector once a day");
    seen.add(on + sector);
    const confidence = cells.confidence === "" ? 1 : numberIn("confidence", 0, 1);
    const tilt = (numberIn("score", 1, 5) - NEUTRAL_SCORE) * confidence;
    return { day: on, sector, score: Math.round((NEUTRAL_SCORE + tilt) * 1e9) / 1e9 };
  });
  if (table.length === 0) {
    throw new DataError(`Cannot read ${where}: there is no row below the header`, { where });
  }
  return scoreTable(table);
}
