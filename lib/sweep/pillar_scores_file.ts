import { PILLARS } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import {
  type CsvRows,
  csvRows,
  isSector,
  readCsvRows,
  type Sector,
  SECTORS,
} from "../market/mod.ts";
import { quotedValue } from "../outside_text.ts";
import { type PillarTable, SECTOR_COUNT } from "../research/mod.ts";
import { type Day, day as checkedDay } from "../units.ts";

const COLUMNS = { required: ["day", "sector", ...PILLARS] };

/** A reader's own sub-scores, as they stand in the file. */
export interface PillarScores extends PillarTable {
  readonly where: string;
  /** 1 where the file has a row for the sector on the day, × 11. */
  readonly given: Uint8Array;
  /** Cells left empty: there the pillar abstained. */
  readonly abstentions: number;
}

/**
 * A reader's own pillar scores: columns `day, sector, fundamentals, sentiment, technicals`, each score
 * from 1 to 5; an empty cell is an abstention, whose weight goes to the other pillars.
 *
 * @param path A CSV file, days rising.
 * @throws {DataError} If the file cannot be read, a day is none or comes after a later one, a sector is
 *   unknown or comes twice on a day, or a score lies outside 1 to 5; names file, line and column.
 */
export async function readPillarScores(path: string): Promise<PillarScores> {
  return tableOf(await readCsvRows(path, COLUMNS));
}

/**
 * The same from a text; see {@linkcode readPillarScores}.
 *
 * @example One abstention
 * ```ts
 * import { pillarScores } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const text = "day,sector,fundamentals,sentiment,technicals\n2024-01-05,XLK,4,,2\n";
 * equal(pillarScores(text, "scores.csv").abstentions, 1);
 * ```
 */
export function pillarScores(text: string, where: string): PillarScores {
  return tableOf(csvRows(text, { where, ...COLUMNS }));
}

function tableOf({ where, rows }: CsvRows): PillarScores {
  const days: Day[] = [];
  const lines: { readonly k: number; readonly i: number; readonly scores: readonly number[] }[] =
    [];
  const seen = new Set<string>();
  let abstentions = 0;
  for (const { line, cells } of rows) {
    const refuse = (column: string, need: string): never => {
      const value = cells[column];
      throw new DataError(
        `Cannot read ${where}, line ${line}, column ${column}: need ${need}, got ${
          quotedValue(value)
        }`,
        { where, line, column, value },
      );
    };
    const on = dayOf(cells.day) ?? refuse("day", "a day as YYYY-MM-DD");
    const newest = days[days.length - 1];
    if (on !== newest) {
      if (newest !== undefined && on < newest) {
        refuse("day", `days in order, none before ${newest}`);
      }
      days.push(on);
    }
    const { sector } = cells;
    if (!isSector(sector)) refuse("sector", `one of ${SECTORS.join(" ")}`);
    if (seen.has(`${on} ${sector}`)) refuse("sector", `each sector once a day, ${on}`);
    seen.add(`${on} ${sector}`);
    const scores = PILLARS.map((pillar) => {
      if (cells[pillar] === "") {
        abstentions++;
        return NaN;
      }
      const value = Number(cells[pillar]);
      return value >= 1 && value <= 5
        ? value
        : refuse(pillar, "a score from 1 to 5, or nothing where the pillar abstained");
    });
    lines.push({ k: days.length - 1, i: SECTORS.indexOf(sector as Sector), scores });
  }
  const cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  const given = new Uint8Array(cells);
  for (const { k, i, scores: row } of lines) {
    given[k * SECTOR_COUNT + i] = 1;
    row.forEach((value, p) => scores[p * cells + k * SECTOR_COUNT + i] = value);
  }
  return { where, days, scores, given, abstentions };
}

function dayOf(text: string): Day | undefined {
  try {
    return checkedDay(text);
  } catch {
    return undefined;
  }
}

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
        "; write a row with empty cells where a pillar abstained",
      { where, day, column: sectors[0] },
    );
  }
  return { days, scores };
}
