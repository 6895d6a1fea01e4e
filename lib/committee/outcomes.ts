import type { Sector } from "../market/mod.ts";
import { type Forecast, isHit, type ShareInterval, wilsonInterval } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import type { ScoredBallot } from "./scored_ballot.ts";

/** Simple returns over the horizon by sector; a sector without one is left out, never zero. */
export type SectorReturns = Readonly<Partial<Record<Sector, number>>>;

/** A ballot with what came of it. */
export interface BallotOutcome extends ScoredBallot {
  /**
   * The sector's return over the horizon minus the mean of the listed sectors, a share; absent while
   * it is open.
   */
  readonly outcome?: number;
  /** Whether score and outcome lie on the same side; absent for a 3 and for an open one. */
  readonly hit?: boolean;
}

/**
 * Returns minus their equal-weight mean: what a view on sectors can be right or wrong about.
 *
 * @param returns Of the listed sectors of one day, over one horizon.
 * @throws {RangeError} If a return is not finite.
 *
 * @example
 * ```ts
 * import { relativeReturns } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(relativeReturns({ XLE: 0.25, XLK: -0.25, XLU: 0.75 }), { XLE: 0, XLK: -0.5, XLU: 0.5 });
 * ```
 */
export function relativeReturns(returns: SectorReturns): SectorReturns {
  const known = Object.entries(returns).filter(([, value]) => value !== undefined);
  for (const [sector, value] of known) {
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot take relative returns: need a finite return of ${sector}, got ${value}`,
      );
    }
  }
  const mean = known.reduce((sum, [, value]) => sum + value, 0) / known.length;
  return Object.fromEntries(known.map(([sector, value]) => [sector, value - mean]));
}

/**
 * Ballots with their outcomes: the sector's return over the horizon minus the equal-weight mean of
 * the listed sectors. A hit is sign(score − 3) = sign(outcome).
 *
 * Returns after the day are an argument, for nothing in a committee may look at them: the caller is
 * the one who marks. Scores of exactly 3 take no side and are neither hit nor miss; an outcome of
 * exactly zero is a miss for whoever took a side.
 *
 * @param rows From `scoredBallots`, of any days.
 * @param returnsByDay Returns of all sectors that were listed, by the day of the decision; a day that
 *   is not there is open. `horizonReturns` gives one.
 * @throws {RangeError} If a return is not finite.
 *
 * @example One right, one without a side
 * ```ts
 * import { ballotOutcomes, type ScoredBallot } from "lab/committee";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const on = day("2020-03-20");
 * const row = { analyst: "a", day: on, sample: 0, confidence: 0.6 } as const;
 * const rows: ScoredBallot[] = [
 *   { ...row, sector: "XLK", score: 4.25 },
 *   { ...row, sector: "XLE", score: 3 },
 * ];
 * const returns = new Map([[on, { XLK: 0.04, XLE: 0.01 }]]);
 * deepEqual(ballotOutcomes(rows, returns).map(({ hit }) => hit), [true, undefined]);
 * ```
 */
export function ballotOutcomes(
  rows: readonly ScoredBallot[],
  returnsByDay: ReadonlyMap<Day, SectorReturns>,
): readonly BallotOutcome[] {
  const relative = new Map(
    [...returnsByDay].map(([day, returns]) => [day, relativeReturns(returns)]),
  );
  return rows.map((row): BallotOutcome => {
    const outcome = relative.get(row.day)?.[row.sector];
    if (outcome === undefined) return row;
    const hit = isHit(row.score, outcome);
    return hit === undefined ? { ...row, outcome } : { ...row, outcome, hit };
  });
}

/** How many calls were right, and what was left out of the count. */
export interface HitRate {
  readonly hits: number;
  /** Ballots that took a side and have an outcome. */
  readonly calls: number;
  /** Hits over calls with Wilson's interval, which takes calls as independent; absent without any. */
  readonly share?: ShareInterval;
  /** Scores of exactly 3 with an outcome. */
  readonly threes: number;
  /** Ballots whose outcome is not known. */
  readonly open: number;
  /** Ballots on which every pillar abstained, with an outcome. */
  readonly withoutScore: number;
  /** Ballots whose author may know the outcome; they are in none of the counts above. */
  readonly contaminated: number;
}

/**
 * The share of calls that were right, with an interval and with what was left out; ballots whose author
 * may know the outcome are left out and counted.
 *
 * @param rows From `ballotOutcomes`.
 * @param options.level Two-sided confidence; 0.95 by default.
 *
 * @example
 * ```ts
 * import { type BallotOutcome, hitRate } from "lab/committee";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const row = { analyst: "a", day: day("2020-03-20"), sample: 0, confidence: 0.6 } as const;
 * const rows: BallotOutcome[] = [
 *   { ...row, sector: "XLK", score: 4, outcome: 0.02, hit: true },
 *   { ...row, sector: "XLE", score: 3, outcome: 0.01 },
 *   { ...row, sector: "XLU", score: 1 },
 * ];
 * const { hits, calls, threes, open } = hitRate(rows);
 * equal([hits, calls, threes, open].join(), "1,1,1,1");
 * ```
 */
export function hitRate(
  rows: readonly BallotOutcome[],
  options: { readonly level?: number } = {},
): HitRate {
  let hits = 0, calls = 0, threes = 0, open = 0, withoutScore = 0, contaminated = 0;
  for (const { score, outcome, hit, contaminated: mayKnow } of rows) {
    if (mayKnow) contaminated++;
    else if (outcome === undefined) open++;
    else if (score === undefined) withoutScore++;
    else if (hit === undefined) threes++;
    else {
      calls++;
      if (hit) hits++;
    }
  }
  return {
    hits,
    calls,
    ...(calls === 0 ? {} : { share: wilsonInterval(hits, calls, options) }),
    threes,
    open,
    withoutScore,
    contaminated,
  };
}

/**
 * Stated confidences with whether the call was right, for `reliability` and `calibration`.
 *
 * @param rows From `ballotOutcomes`; threes, open ones, those without a score and those whose author
 *   may know the outcome are left out.
 *
 * @example
 * ```ts
 * import { type BallotOutcome, statedForecasts } from "lab/committee";
 * import { reliability } from "lab/stats";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const row = { analyst: "a", day: day("2020-03-20"), sample: 0, confidence: 0.8 } as const;
 * const rows: BallotOutcome[] = [
 *   { ...row, sector: "XLK", score: 4, outcome: 0.02, hit: true },
 *   { ...row, sector: "XLE", score: 3, outcome: 0.01 },
 * ];
 * equal(reliability(statedForecasts(rows)).count, 1);
 * ```
 */
export function statedForecasts(rows: readonly BallotOutcome[]): readonly Forecast[] {
  return rows.flatMap(({ confidence, hit, contaminated }) =>
    hit === undefined || contaminated ? [] : [{ stated: confidence, right: hit }]
  );
}

/**
 * Scores and outcomes as one list per date, for `meanRankIc`.
 *
 * @param rows From `ballotOutcomes`, of one analyst; samples of one sector and day are averaged.
 * @returns Dates in order; in each the sectors in the order of first mention, `undefined` where there
 *   is no score or no outcome. A score whose author may know the outcome is none.
 * @throws {RangeError} If the rows are of several analysts.
 *
 * @example The information coefficient of an analyst's fundamentals
 * ```ts
 * import {
 *   ballotOutcomes, byDate, horizonReturns, pollDays, rulesAnalyst, scoredBallots,
 * } from "lab/committee";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { meanRankIc } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = weeklyDays(market.prices.days).filter((_, i) => i >= 60 && i % 4 === 0).slice(0, 6);
 * const { ballots } = await pollDays([rulesAnalyst()], market, days);
 * const returns = new Map(days.map((day) => [day, horizonReturns(market, day)]));
 * const rows = scoredBallots(ballots, { fundamentals: 1, sentiment: 0, technicals: 0 });
 * const { scores, outcomes } = byDate(ballotOutcomes(rows, returns));
 * equal(meanRankIc(scores, outcomes).dates, 6);
 * ```
 */
export function byDate(rows: readonly BallotOutcome[]): {
  readonly days: readonly Day[];
  readonly scores: readonly (readonly (number | undefined)[])[];
  readonly outcomes: readonly (readonly (number | undefined)[])[];
} {
  const analysts = new Set(rows.map(({ analyst }) => analyst));
  if (analysts.size > 1) {
    throw new RangeError(
      `Cannot list scores by date: need rows of one analyst, got ${[...analysts].join(", ")}`,
    );
  }
  interface Cell {
    sum: number;
    count: number;
    outcome: number | undefined;
  }
  const table = new Map<Day, Map<Sector, Cell>>();
  for (const { day, sector, score, outcome, contaminated } of rows) {
    let date = table.get(day);
    if (!date) table.set(day, date = new Map());
    let cell = date.get(sector);
    if (!cell) date.set(sector, cell = { sum: 0, count: 0, outcome });
    if (score === undefined || contaminated) continue;
    cell.sum += score;
    cell.count++;
  }
  const days = [...table.keys()].sort();
  const cells = days.map((day) => [...table.get(day)!.values()]);
  return {
    days,
    scores: cells.map((date) =>
      date.map(({ sum, count }) => count === 0 ? undefined : sum / count)
    ),
    outcomes: cells.map((date) => date.map(({ outcome }) => outcome)),
  };
}
