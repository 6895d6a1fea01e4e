import type { SectorView } from "../committee/mod.ts";
import { isSector, readCsvRows, type Sector, SECTORS } from "../market/mod.ts";
import { csvCells } from "./csv_cells.ts";

/**
 * The user's own scores, as given: `sector, score, optional confidence`; a confidence left out is 1.
 *
 * @param path A CSV file.
 * @returns One view per row of the file, in the one order of sectors.
 * @throws {DataError} If the file cannot be read, a sector is unknown or named twice, or a number
 * lies outside 1 to 5 (score) or 0 to 1 (confidence); names file, line and column.
 */
export async function readScores(path: string): Promise<readonly SectorView[]> {
  const { where, rows } = await readCsvRows(path, {
    required: ["sector", "score"],
    optional: ["confidence"],
  });
  const views = new Map<Sector, SectorView>();
  for (const row of rows) {
    const { cells } = row, { refuse, numberIn } = csvCells(where, row);
    const sector = cells.sector;
    if (!isSector(sector)) return refuse("sector", `one of ${SECTORS.join(" ")}`);
    if (views.has(sector)) return refuse("sector", "each sector once");
    views.set(sector, {
      sector,
      score: numberIn("score", 1, 5),
      confidence: cells.confidence === "" ? 1 : numberIn("confidence", 0, 1),
    });
  }
  return SECTORS.flatMap((sector) => views.get(sector) ?? []);
}
