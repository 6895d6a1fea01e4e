import {
  type Analyst,
  convene,
  DEFAULT_RUBRIC,
  horizonEnd,
  horizonReturns,
  relativeReturns,
  type Rubric,
  type Verdict,
} from "../committee/mod.ts";
import { type Market, snapshot, weeklyDays } from "../market/mod.ts";
import { isHit } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import type { ConfidenceOutcome } from "./confidence_outcome.ts";

/** Earlier decisions that are asked for: two years of four weeks, at most 286 calls. */
const PERIODS = 26;

/** Who is asked about the past, and how far back. */
export interface PastOptions {
  /** The rule analyst by default. */
  readonly analysts?: readonly Analyst[];
  /** Its horizon is the step. */
  readonly rubric?: Rubric;
  /** How many decisions at most; 26 by default. */
  readonly periods?: number;
}

/** A committee's past, each day of which is asked about once however many days want to know. */
export interface CommitteePast {
  /** What the committee says of a day. */
  verdictOn(day: Day): Promise<Verdict>;
  /** What it would have stated before a day, as `committeeRecord` has it. */
  recordOn(day: Day): Promise<readonly ConfidenceOutcome[]>;
}

/**
 * The past of a committee on a market, for a backtest that asks on every decision day what was known of
 * it by then.
 *
 * @returns Verdicts and records by day; `recordOn` is `committeeRecord` of that day, to the last bit.
 * @throws {DataError} If a day is no trading day of the market.
 *
 * @example
 * ```ts
 * import { simulatedMarket } from "lab/market";
 * import { committeePast, committeeRecord } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const day = market.prices.days[450], options = { periods: 2 };
 * const past = committeePast(market, options);
 * deepEqual(await past.recordOn(day), await committeeRecord(market, day, options));
 * ```
 */
export function committeePast(market: Market, options: PastOptions = {}): CommitteePast {
  const { analysts, rubric = DEFAULT_RUBRIC, periods = PERIODS } = options;
  const { horizonWeeks } = rubric, { days } = market.prices;
  const isMonthly = market.frequency === "monthly", step = isMonthly ? 1 : horizonWeeks;
  const verdicts = new Map<Day, Promise<Verdict>>();
  const rows = new Map<Day, Promise<readonly ConfidenceOutcome[]>>();
  const ends = new Map<Day, Day | undefined>();
  const kept = <V>(map: Map<Day, V>, day: Day, make: () => V): V => {
    if (!map.has(day)) map.set(day, make());
    return map.get(day)!;
  };
  const endOf = (day: Day) => kept(ends, day, () => horizonEnd(market, day, { horizonWeeks }));
  const verdictOn = (day: Day) =>
    kept(verdicts, day, () => convene(snapshot(market, day), { analysts, rubric }));
  const rowsOf = async (day: Day) => {
    const { sectors } = await verdictOn(day);
    const outcomes = relativeReturns(horizonReturns(market, day, { horizonWeeks }));
    const resolvedOn = endOf(day);
    return sectors.flatMap(({ sector, score, confidence = 0 }): ConfidenceOutcome[] => {
      const right = isHit(score, outcomes[sector]);
      return right === undefined ? [] : [{ day, resolvedOn, stated: confidence, right }];
    });
  };
  return {
    verdictOn,
    async recordOn(day) {
      snapshot(market, day);
      const known = days.filter((one) => one <= day);
      const dates = isMonthly ? known : weeklyDays(known), asked: Day[] = [];
      let ended = 0;
      // Backwards by whole horizons, so that none of them overlaps another.
      for (let at = dates.length - 1; at >= 0 && asked.length < periods; at--) {
        const end = dates[at] < day ? endOf(dates[at]) : undefined;
        if (end === undefined || end > day) continue;
        if (ended++ % step === 0) asked.unshift(dates[at]);
      }
      const record: ConfidenceOutcome[] = [];
      for (const on of asked) record.push(...await kept(rows, on, () => rowsOf(on)));
      return record;
    },
  };
}

/**
 * What a committee would have stated on earlier days, with the outcomes that a later day knows.
 *
 * Steps back from the day by whole horizons, so outcomes do not overlap and each call counts once; asks
 * about each day through its own snapshot. Prices after `day` are never read: only decisions whose
 * horizon was over by its close are taken. With `rules` this costs no call; a model's record is kept
 * from its real ballots instead, for a model asked today about last year may remember it.
 *
 * @param market The world; what comes after `day` is not looked at.
 * @param day The day that wants to know.
 * @param options.analysts The rule analyst by default.
 * @param options.rubric Its horizon is the step.
 * @param options.periods How many decisions at most; 26 by default.
 * @returns One row per call that took a side, the earliest first; empty where the data are too short.
 * @throws {DataError} If the day is no trading day of the market.
 *
 * @example
 * ```ts
 * import { simulatedMarket } from "lab/market";
 * import { committeeRecord } from "lab/signals";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const day = market.prices.days[450];
 * const record = await committeeRecord(market, day, { periods: 2 });
 * ok(record.length > 0 && record.every(({ resolvedOn }) => resolvedOn! <= day));
 * ```
 */
export async function committeeRecord(
  market: Market,
  day: Day,
  options: PastOptions = {},
): Promise<readonly ConfidenceOutcome[]> {
  return await committeePast(market, options).recordOn(day);
}
