import { PILLARS } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { type Sector, SECTORS } from "../market/mod.ts";
import { type PillarTable, SECTOR_COUNT } from "../research/mod.ts";
import type { PillarScores } from "../scores/mod.ts";
import type { Day } from "../units.ts";

const REMEDY = "write a row with empty cells where a pillar abstained, or take the newest scores " +
  "known by each decision (--scores-known-by)";

/**
 * The scores on the decision days, after a check that none is missing.
 *
 * @param days Decision days within the file's first and last day.
 * @param listedOn Which sectors had a price on a day.
 * @throws {DataError} If a decision day, or a listed sector on it, has no row: a gap is no abstention.
 */
export function withoutGaps(
  table: PillarScores,
  days: readonly Day[],
  listedOn: (on: Day) => readonly Sector[],
  remedy = REMEDY,
): PillarTable {
  const rowOf = new Map(table.days.map((on, k) => [on, k]));
  const gaps: { readonly day: Day; readonly sectors: readonly Sector[] }[] = [];
  const all = table.days.length * SECTOR_COUNT, cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  days.forEach((on, k) => {
    const row = rowOf.get(on);
    const missing = listedOn(on).filter((sector) =>
      row === undefined || table.given[row * SECTOR_COUNT + SECTORS.indexOf(sector)] === 0
    );
    if (missing.length > 0) gaps.push({ day: on, sectors: missing });
    if (row === undefined) return;
    PILLARS.forEach((_, p) => {
      const from = p * all + row * SECTOR_COUNT;
      scores.set(
        table.scores.subarray(from, from + SECTOR_COUNT),
        p * cells + k * SECTOR_COUNT,
      );
    });
  });
  if (gaps.length > 0) {
    const { day, sectors } = gaps[0], { where } = table;
    throw new DataError(
      `Cannot use ${where}: need a row for every listed sector on each of the ${days.length} decision ` +
        `days, got none for ${sectors.join(" ")} on ${day}` +
        (gaps.length > 1 ? `, and gaps on ${gaps.length - 1} more days` : "") +
        `; ${remedy}`,
      { where, day, column: sectors[0] },
    );
  }
  return { days, scores };
}
