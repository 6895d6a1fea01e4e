import {
  DEFAULT_WEIGHTS,
  type Pillar,
  PILLARS,
  type PillarWeights,
  weightedScore,
} from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import {
  type CsvRows,
  csvRows,
  dayCell,
  isSector,
  readCsvRows,
  type Sector,
  SECTORS,
} from "../market/mod.ts";
import { type PillarTable, type ScoreTable, SECTOR_COUNT } from "../research/mod.ts";
import type { Day } from "../units.ts";
import { drawnScore } from "./day_confidences.ts";

/** A reader's score of one sector. */
export interface ScoreEntry {
  /** The close by which it was known; absent in a file for one day. */
  readonly day?: Day;
  readonly sector: Sector;
  /** Blended score, 1 to 5; absent where the cell is empty: no score. */
  readonly score?: number;
  /** Scores of pillars, 1 to 5; a pillar that abstained is absent. */
  readonly pillars: Readonly<Partial<Record<Pillar, number>>>;
  /** 0 to 1; 1 where the file has none. */
  readonly confidence: number;
}

/** A reader's scores as they stand in a file. */
export interface ScoresFile {
  readonly where: string;
  /** Whether the file has a column `score`, and columns of pillars. */
  readonly has: { readonly day: boolean; readonly score: boolean; readonly pillars: boolean };
  /** In the order of days; within a day as in the file. */
  readonly entries: readonly ScoreEntry[];
}

const COLUMNS = {
  required: ["sector"],
  optional: ["day", "score", ...PILLARS, "confidence"],
  aliases: { date: "day", ticker: "sector", symbol: "sector" },
};

/**
 * A reader's own scores, the one format that every command takes: a row per day and sector with the
 * columns
 *
 * - `day`, the close by which the score was known; it may be absent in a file for one day;
 * - `sector`;
 * - `score` from 1 to 5, or the pillars `fundamentals, sentiment, technicals`, or both; an empty cell is
 *   no score, and a pillar that abstained;
 * - `confidence` from 0 to 1, which may be absent.
 *
 * @param path A CSV or Parquet file; rows in any order.
 * @throws {DataError} If the file cannot be read, a day is none, a sector is unknown or comes twice on a
 *   day, or a number is out of range; names file, line and column.
 *
 * @example
 * ```ts
 * import { readScores, scoreTableOf } from "lab/scores";
 * import { equal } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "day,sector,score\n2024-01-05,XLB,4\n");
 * equal(scoreTableOf(await readScores(path)).scores[0], 4);
 * await Deno.remove(path);
 * ```
 */
export async function readScores(path: string): Promise<ScoresFile> {
  return fileOf(await readCsvRows(path, COLUMNS));
}

/**
 * The same from a CSV text; see {@linkcode readScores}.
 *
 * @example Pillars, one of which abstained
 * ```ts
 * import { scoresText, scoreTableOf } from "lab/scores";
 * import { equal } from "node:assert/strict";
 *
 * const text = "day,sector,fundamentals,sentiment,technicals\n2024-01-05,XLB,4,,1\n";
 * equal(scoreTableOf(scoresText(text, "scores.csv")).scores[0], 3);
 * ```
 */
export function scoresText(text: string, where: string): ScoresFile {
  return fileOf(csvRows(text, { where, ...COLUMNS }));
}

function fileOf({ where, columns, rows }: CsvRows): ScoresFile {
  const pillars = PILLARS.filter((pillar) => columns.includes(pillar));
  const has = {
    day: columns.includes("day"),
    score: columns.includes("score"),
    pillars: pillars.length > 0,
  };
  // Of some pillars without the others nobody could tell which abstained and which were forgotten.
  if (has.pillars ? pillars.length < PILLARS.length : !has.score) {
    throw new DataError(
      `Cannot read ${where}: need a column score, or the columns ${
        PILLARS.join(", ")
      }, or all of them; got ${columns.join(", ")}`,
      { where, column: "score" },
    );
  }
  const seen = new Map<string, string>();
  const entries = rows.map(({ line, name, cells }): ScoreEntry => {
    const refuse = (column: string, need: string): never => {
      const value = cells[column];
      throw new DataError(
        `Cannot read ${where}, ${name}, column ${column}: need ${need}, got ${
          JSON.stringify(outsideLine(value, 60))
        }`,
        { where, line, column, value },
      );
    };
    const number = (column: string, low: number, high: number, need: string) => {
      if (cells[column] === "") return undefined;
      const value = Number(cells[column]);
      return value >= low && value <= high ? value : refuse(column, need);
    };
    const day = has.day ? dayCell(cells.day) ?? refuse("day", "a day as YYYY-MM-DD") : undefined;
    const sector = cells.sector.toUpperCase();
    if (!isSector(sector)) return refuse("sector", `one of ${SECTORS.join(" ")}`);
    const key = `${day ?? ""} ${sector}`, earlier = seen.get(key);
    if (earlier !== undefined) {
      refuse("sector", `each sector once${day ? ` a day, and ${earlier} has it for ${day}` : ""}`);
    }
    seen.set(key, name);
    const score = has.score
      ? number("score", 1, 5, "a number from 1 to 5, or nothing where there is no score")
      : undefined;
    const given = pillars.flatMap((pillar) => {
      const need = "a score from 1 to 5, or nothing where the pillar abstained";
      const value = number(pillar, 1, 5, need);
      return value === undefined ? [] : [[pillar, value] as const];
    });
    return {
      ...(day === undefined ? {} : { day }),
      sector,
      ...(score === undefined ? {} : { score }),
      pillars: Object.fromEntries(given),
      confidence: number("confidence", 0, 1, "a number from 0 to 1") ?? 1,
    };
  });
  if (
    entries.every(({ score, pillars }) => score === undefined && Object.keys(pillars).length === 0)
  ) {
    throw new DataError(`Cannot read ${where}: it holds no score, every cell is empty`, { where });
  }
  const sorted = entries.toSorted((a, b) => a.day === b.day ? 0 : a.day! < b.day! ? -1 : 1);
  return { where, has, entries: sorted };
}

/** Days of a file, each once and in order. */
function daysOf({ where, has, entries }: ScoresFile): readonly Day[] {
  if (!has.day) {
    throw new DataError(
      `Cannot use ${where}: need a column day, for scores over time are asked for`,
      { where, column: "day" },
    );
  }
  return [...new Set(entries.map(({ day }) => day!))];
}

/**
 * The score of an entry: as the file has it, or blended from its pillars by the committee's rule, in
 * which the others take the weight of one that abstained.
 *
 * @param weights Given, a file's pillars are blended even where it has a score.
 *
 * @example
 * ```ts
 * import { entryScore, scoresText } from "lab/scores";
 * import { deepEqual } from "node:assert/strict";
 *
 * const file = scoresText("sector,score,fundamentals,sentiment,technicals\nXLB,5,4,2,1\n", "s.csv");
 * const weights = { fundamentals: 0, sentiment: 0.5, technicals: 0.5 };
 * const [entry] = file.entries;
 * deepEqual([entryScore(file, entry), entryScore(file, entry, weights)], [5, 1.5]);
 * ```
 */
export function entryScore(
  { has }: Pick<ScoresFile, "has">,
  { score, pillars }: ScoreEntry,
  weights?: PillarWeights,
): number | undefined {
  if (has.score && !(weights && has.pillars)) return score;
  return weightedScore(pillars, weights ?? DEFAULT_WEIGHTS).score;
}

/**
 * The scores over time as one score per day and sector.
 *
 * @param weights See {@linkcode entryScore}.
 * @throws {DataError} If the file has no days.
 *
 * @example A confidence draws a score towards 3
 * ```ts
 * import { scoresText, scoreTableOf } from "lab/scores";
 * import { equal } from "node:assert/strict";
 *
 * const file = scoresText("day,sector,score,confidence\n2024-01-05,XLB,5,0.5\n", "s.csv");
 * equal(scoreTableOf(file).scores[0], 4);
 * ```
 */
export function scoreTableOf(file: ScoresFile, weights?: PillarWeights): ScoreTable {
  const days = daysOf(file), rowOf = new Map(days.map((on, k) => [on, k]));
  const scores = new Float64Array(days.length * SECTOR_COUNT).fill(NaN);
  for (const entry of file.entries) {
    const score = entryScore(file, entry, weights);
    if (score === undefined) continue;
    scores[rowOf.get(entry.day!)! * SECTOR_COUNT + SECTORS.indexOf(entry.sector)] = drawnScore(
      score,
      entry.confidence,
    );
  }
  return { days, scores };
}

/** Scores of pillars over time, with what the file says of them. */
export interface PillarScores extends PillarTable {
  readonly where: string;
  /** 1 where the file has a row for the sector on the day, × 11. */
  readonly given: Uint8Array;
  /** Cells left empty: there the pillar abstained. */
  readonly abstentions: number;
  /** Whether every weighting makes the same book, for the file has blended scores alone. */
  readonly isBlended: boolean;
}

/**
 * The scores over time by pillar. A file of blended scores gives each pillar its score, so that every
 * weighting blends them to what they were.
 *
 * @throws {DataError} If the file has no days.
 *
 * @example One abstention
 * ```ts
 * import { pillarTableOf, scoresText } from "lab/scores";
 * import { equal } from "node:assert/strict";
 *
 * const text = "day,sector,fundamentals,sentiment,technicals\n2024-01-05,XLK,4,,2\n";
 * equal(pillarTableOf(scoresText(text, "scores.csv")).abstentions, 1);
 * ```
 */
export function pillarTableOf(file: ScoresFile): PillarScores {
  const days = daysOf(file), rowOf = new Map(days.map((on, k) => [on, k]));
  const cells = days.length * SECTOR_COUNT, isBlended = !file.has.pillars;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  const given = new Uint8Array(cells);
  let abstentions = 0;
  for (const { day, sector, score, pillars, confidence } of file.entries) {
    const at = rowOf.get(day!)! * SECTOR_COUNT + SECTORS.indexOf(sector);
    given[at] = 1;
    PILLARS.forEach((pillar, p) => {
      const value = isBlended ? score : pillars[pillar];
      if (value === undefined) abstentions++;
      else scores[p * cells + at] = drawnScore(value, confidence);
    });
  }
  return {
    where: file.where,
    days,
    scores,
    given,
    abstentions: isBlended ? abstentions / PILLARS.length : abstentions,
    isBlended,
  };
}
