import {
  type Analyst,
  convene,
  DEFAULT_RUBRIC,
  horizonEnd,
  horizonReturns,
  relativeReturns,
  type Rubric,
} from "../committee/mod.ts";
import { type Market, snapshot, weeklyDays } from "../market/mod.ts";
import { isHit } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import type { ConfidenceOutcome } from "./confidence_outcome.ts";

/** Earlier decisions that are asked for: two years of four weeks, at most 286 calls. */
const PERIODS = 26;

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
  options: {
    readonly analysts?: readonly Analyst[];
    readonly rubric?: Rubric;
    readonly periods?: number;
  } = {},
): Promise<readonly ConfidenceOutcome[]> {
  const { analysts, rubric = DEFAULT_RUBRIC, periods = PERIODS } = options;
  const { horizonWeeks } = rubric;
  snapshot(market, day);
  const known = market.prices.days.filter((one) => one <= day);
  const dates = market.frequency === "monthly" ? known : weeklyDays(known);
  const step = market.frequency === "monthly" ? 1 : horizonWeeks;
  const ended = dates.filter((one) => {
    const end = one < day ? horizonEnd(market, one, { horizonWeeks }) : undefined;
    return end !== undefined && end <= day;
  }).reverse();
  const asked = ended.filter((_, k) => k % step === 0).slice(0, periods).reverse();
  const record: ConfidenceOutcome[] = [];
  for (const on of asked) {
    const { sectors } = await convene(snapshot(market, on), { analysts, rubric });
    const outcomes = relativeReturns(horizonReturns(market, on, { horizonWeeks }));
    const resolvedOn = horizonEnd(market, on, { horizonWeeks });
    for (const { sector, score, confidence } of sectors) {
      const right = isHit(score, outcomes[sector]);
      if (right === undefined) continue;
      record.push({ day: on, resolvedOn, stated: confidence ?? 0, right });
    }
  }
  return record;
}
