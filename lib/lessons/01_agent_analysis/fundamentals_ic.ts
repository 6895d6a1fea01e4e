import { HORIZON_WEEKS } from "../../days.ts";
import {
  ballotOutcomes,
  byDate,
  horizonReturns,
  pollDays,
  rulesAnalyst,
  scoredBallots,
} from "../../committee/mod.ts";
import { type Market, weeklyDays } from "../../market/mod.ts";
import { type MeanRankIc, meanRankIc } from "../../stats/mod.ts";

/** All weight on the pillar that is judged. */
const FUNDAMENTALS_ALONE = { fundamentals: 1, sentiment: 0, technicals: 0 };

/**
 * What the rule analyst's sub-scores on fundamentals were worth in a market: the mean rank
 * correlation with the returns of the four weeks that followed, and its interval.
 *
 * Decisions lie four weeks apart, so that their outcomes do not overlap.
 *
 * @param market As it is, or with reports taken too early (`withFundamentalsAtPeriodEnd`).
 *
 * @example
 * ```ts
 * import { fundamentalsIc } from "lab/lesson/01";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const { dates } = await fundamentalsIc(simulatedMarket({ seed: 7, years: 1 }));
 * equal(dates, 12);
 * ```
 */
export async function fundamentalsIc(
  market: Market,
): Promise<MeanRankIc & { readonly ic: number }> {
  const days = weeklyDays(market.prices.days).filter((_, i) => i % HORIZON_WEEKS === 0);
  const { ballots } = await pollDays([rulesAnalyst()], market, days);
  const returns = new Map(days.map((day) => [day, horizonReturns(market, day)]));
  const rows = ballotOutcomes(scoredBallots(ballots, FUNDAMENTALS_ALONE), returns);
  const { scores, outcomes } = byDate(rows);
  const found = meanRankIc(scores, outcomes);
  if (found.ic === undefined) {
    throw new RangeError(
      `Cannot judge fundamentals: no date has scores and outcomes of three sectors`,
    );
  }
  return { ...found, ic: found.ic };
}
