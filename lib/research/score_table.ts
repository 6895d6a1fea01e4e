import {
  convene,
  DEFAULT_WEIGHTS,
  PILLARS,
  type PillarWeights,
  type PollOptions,
  weightedScore,
} from "../committee/mod.ts";
import type { Analyst, Pillar } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { isSector, type Market, type Sector, SECTORS, snapshot } from "../market/mod.ts";
import { quotedValue } from "../outside_text.ts";
import { randomStream } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { checkAscending } from "./schedule.ts";

/** Sectors in the one order; every table here has one column for each. */
export const SECTOR_COUNT = SECTORS.length;

/** Scores by decision day and sector. */
export interface ScoreTable {
  readonly days: readonly Day[];
  /** Row-major, one row per day and eleven columns; 1 to 5, NaN where there is no score. */
  readonly scores: Float64Array;
}

/** Sub-scores by pillar, decision day and sector: what a weighting is blended from. */
export interface PillarTable {
  readonly days: readonly Day[];
  /**
   * One plane per pillar in the order of `PILLARS`, each row-major with eleven columns; NaN where a
   * pillar abstained or a sector was absent.
   */
  readonly scores: Float64Array;
}

/** @throws {DataError} If the size is wrong, days are not in order, or a score is out of range. */
export function checkTable(table: ScoreTable | PillarTable, planes: 1 | 3): void {
  const { days, scores } = table;
  checkAscending(days, "use a table of scores");
  const expected = planes * days.length * SECTOR_COUNT;
  if (scores.length !== expected) {
    throw new DataError(
      `Cannot use a table of scores: need ${expected} numbers for ${days.length} days, ` +
        `got ${scores.length}`,
    );
  }
  for (let at = 0; at < expected; at++) {
    const value = scores[at];
    if (Number.isNaN(value) || (value >= 1 && value <= 5)) continue;
    const day = days[Math.floor(at / SECTOR_COUNT) % days.length];
    throw new DataError(
      `Cannot use a table of scores: the score of ${SECTORS[at % SECTOR_COUNT]} on ${day} must ` +
        `lie in 1 to 5, or be NaN where there is none, got ${value}`,
      { day, column: SECTORS[at % SECTOR_COUNT], value },
    );
  }
}

/**
 * The committee's median sub-scores on each day, asked through snapshots only.
 *
 * @param market The world; each day's committee sees that day's snapshot.
 * @param days Decision days in order.
 * @param options.analysts Who is asked; the rule analyst by default.
 * @param options.onDay Called after each day, for a progress line.
 * @returns A table of medians; a pillar on which all abstained is NaN.
 *
 * @example Two days of the rule analyst
 * ```ts
 * import { committeePillars, decisionDays } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const table = await committeePillars(market, decisionDays(market, "weekly").slice(60, 62));
 * equal(table.scores.length, 3 * 2 * 11);
 * ```
 */
export async function committeePillars(
  market: Market,
  days: readonly Day[],
  options: Partial<PollOptions> & {
    readonly analysts?: readonly Analyst[];
    readonly onDay?: (progress: { readonly done: number; readonly total: number }) => void;
  } = {},
): Promise<PillarTable> {
  const { onDay, ...asked } = options;
  const scores = new Float64Array(PILLARS.length * days.length * SECTOR_COUNT).fill(NaN);
  for (let k = 0; k < days.length; k++) {
    const verdict = await convene(snapshot(market, days[k]), asked);
    for (const { sector, pillars } of verdict.sectors) {
      const i = SECTORS.indexOf(sector);
      PILLARS.forEach((pillar, p) => {
        scores[(p * days.length + k) * SECTOR_COUNT + i] = pillars[pillar].median ?? NaN;
      });
    }
    onDay?.({ done: k + 1, total: days.length });
  }
  return { days, scores };
}

/**
 * Weighted scores of a table of pillars, by the committee's own rule (`weightedScore`): where a pillar
 * abstained the others take its weight.
 *
 * @param weights One share per pillar; 50, 25, 25 % by default.
 *
 * @example A pillar that abstains hands its weight on
 * ```ts
 * import { blendedScores } from "lab/research";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const scores = new Float64Array(3 * 11).fill(NaN);
 * scores[0] = 5; // fundamentals of XLB
 * scores[11] = 2; // its sentiment; technicals abstain
 * equal(blendedScores({ days: [day("2024-01-05")], scores }).scores[0], 4);
 * ```
 */
export function blendedScores(
  table: PillarTable,
  weights: PillarWeights = DEFAULT_WEIGHTS,
): ScoreTable {
  const { days } = table, cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(cells).fill(NaN);
  for (let cell = 0; cell < cells; cell++) {
    const given: Partial<Record<Pillar, number>> = {};
    PILLARS.forEach((pillar, p) => {
      const value = table.scores[p * cells + cell];
      if (!Number.isNaN(value)) given[pillar] = value;
    });
    scores[cell] = weightedScore(given, weights).score ?? NaN;
  }
  return { days, scores };
}

/** One score of a reader's own list. */
export interface ScoreRow {
  readonly day: Day;
  readonly sector: Sector;
  readonly score: number;
}

/**
 * A table from rows, in any order of sectors within a day.
 *
 * @throws {DataError} If days are not in order, a sector is unknown or named twice on a day, or a
 *   score lies outside 1 to 5.
 *
 * @example Two days, one sector without a score on the second
 * ```ts
 * import { scoreTable } from "lab/research";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const table = scoreTable([
 *   { day: day("2024-01-05"), sector: "XLB", score: 4 },
 *   { day: day("2024-01-12"), sector: "XLY", score: 2 },
 * ]);
 * equal(table.scores[0], 4);
 * equal(Number.isNaN(table.scores[11]), true);
 * ```
 */
export function scoreTable(rows: readonly ScoreRow[]): ScoreTable {
  const days: Day[] = [];
  for (const { day } of rows) if (days[days.length - 1] !== day) days.push(day);
  checkAscending(days, "use a table of scores");
  const scores = new Float64Array(days.length * SECTOR_COUNT).fill(NaN);
  let k = -1;
  for (const { day, sector, score } of rows) {
    if (days[k] !== day) k++;
    const i = isSector(sector) ? SECTORS.indexOf(sector) : -1;
    if (i < 0) {
      throw new DataError(
        `Cannot use a table of scores: need one of ${SECTORS.join(" ")} on ${day}, ` +
          `got ${quotedValue(sector)}`,
        { day, value: sector },
      );
    }
    if (!Number.isNaN(scores[k * SECTOR_COUNT + i])) {
      throw new DataError(`Cannot use a table of scores: ${sector} comes twice on ${day}`, { day });
    }
    if (!(score >= 1 && score <= 5)) {
      throw new DataError(
        `Cannot use a table of scores: the score of ${sector} on ${day} must lie in 1 to 5, ` +
          `got ${score}`,
        { day, column: sector, value: score },
      );
    }
    scores[k * SECTOR_COUNT + i] = score;
  }
  return { days, scores };
}

/** The scores of the decision before: what a committee that comes a week late would say. *
 * @example
 * ```ts
 * import { laggedScores, scoreTable } from "lab/research";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const days = ["2024-01-05", "2024-01-12"].map(day);
 * const table = scoreTable(days.map((on, k) => ({ day: on, sector: "XLB", score: 4 + k })));
 * equal(laggedScores(table).scores[11], 4);
 * ```
 */
export function laggedScores(table: ScoreTable): ScoreTable {
  const scores = new Float64Array(table.scores.length).fill(NaN);
  scores.set(table.scores.subarray(0, scores.length - SECTOR_COUNT), SECTOR_COUNT);
  return { days: table.days, scores };
}

/**
 * A random committee with the habits of ours: the sector labels of our table exchanged once for the
 * whole run, by a seeded permutation. Scores keep their distribution, their persistence and so about
 * their turnover; only which sector they speak of is chance.
 *
 * Where a sector begins or ends within the table, the labels of the sectors that have scores around
 * that day are matched anew by the same random order, so that none is left out.
 *
 * @example The same scores under other labels, every day alike
 * ```ts
 * import { permutedCommittee } from "lab/research";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = ["2024-01-05", "2024-01-12"].map(day);
 * const scores = Float64Array.from({ length: 22 }, (_, at) => 1 + (at % 11) / 5);
 * const other = permutedCommittee({ days, scores }, 7).scores;
 * deepEqual(other.subarray(0, 11), other.subarray(11));
 * deepEqual(other.slice(0, 11).sort(), scores.slice(0, 11));
 * ```
 */
export function permutedCommittee(table: ScoreTable, seed: number): ScoreTable {
  const draw = randomStream(seed), { days } = table;
  const key = Float64Array.from(SECTORS, () => draw.uniform());
  const first = new Int32Array(SECTOR_COUNT).fill(-1), last = new Int32Array(SECTOR_COUNT).fill(-1);
  for (let k = 0; k < days.length; k++) {
    for (let i = 0; i < SECTOR_COUNT; i++) {
      if (Number.isNaN(table.scores[k * SECTOR_COUNT + i])) continue;
      if (first[i] < 0) first[i] = k;
      last[i] = k;
    }
  }
  const scores = new Float64Array(table.scores.length).fill(NaN);
  let members: number[] = [], shuffled: number[] = [];
  for (let k = 0; k < days.length; k++) {
    const changes = k === 0 ||
      first.some((start, i) => start === k || (start >= 0 && last[i] === k - 1));
    if (changes) {
      members = [];
      first.forEach((start, i) => start >= 0 && start <= k && k <= last[i] && members.push(i));
      shuffled = members.toSorted((a, b) => key[a] - key[b]);
    }
    const row = k * SECTOR_COUNT;
    for (let at = 0; at < members.length; at++) {
      scores[row + members[at]] = table.scores[row + shuffled[at]];
    }
  }
  return { days, scores };
}

/**
 * Dice drawn anew on each day: the scores of that day shuffled among its sectors. They change their
 * mind every week and so trade far more than ours: a second null, and labelled so.
 *
 * @example The same scores, in other places
 * ```ts
 * import { diceCommittee } from "lab/research";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const scores = Float64Array.of(1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 3);
 * const shuffled = diceCommittee({ days: [day("2024-01-05")], scores }, 7).scores;
 * deepEqual(shuffled.toSorted(), scores.toSorted());
 * ```
 */
export function diceCommittee(table: ScoreTable, seed: number): ScoreTable {
  const draw = randomStream(seed), { days } = table;
  const scores = table.scores.slice();
  const scored = new Int32Array(SECTOR_COUNT);
  for (let k = 0; k < days.length; k++) {
    const row = k * SECTOR_COUNT;
    let count = 0;
    for (let i = 0; i < SECTOR_COUNT; i++) if (!Number.isNaN(scores[row + i])) scored[count++] = i;
    for (let i = count - 1; i > 0; i--) {
      const a = row + scored[i], b = row + scored[draw.integer(i + 1)];
      const kept = scores[a];
      scores[a] = scores[b];
      scores[b] = kept;
    }
  }
  return { days, scores };
}
