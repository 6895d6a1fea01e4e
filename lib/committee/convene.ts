import type { Snapshot } from "../market/mod.ts";
import type { Analyst } from "./analyst.ts";
import { rulesAnalyst } from "./analysts/rules.ts";
import { briefs } from "./brief.ts";
import { poll, type PollOptions } from "./poll.ts";
import { DEFAULT_RUBRIC } from "./rubric.ts";
import { type Verdict, verdict } from "./verdict.ts";

/**
 * Convenes the committee: briefs from a snapshot, a poll of the analysts, their verdict.
 *
 * @param snapshot What was known that day.
 * @param options.analysts Who is asked; the rule analyst alone by default.
 * @param options.rubric What is asked; the lab's own by default.
 * @param options.askedAt When; the minute of the decision by default.
 * @returns One entry per listed sector; a sector that nobody could score has no score.
 *
 * @example The whole committee in one call
 * ```ts
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const verdict = await convene(snapshot(market, market.prices.days[400]));
 * equal(verdict.sectors.length, 11);
 * ```
 */
export async function convene(
  snapshot: Snapshot,
  options: Partial<PollOptions> & { readonly analysts?: readonly Analyst[] } = {},
): Promise<Verdict> {
  const {
    analysts = [rulesAnalyst()],
    rubric = DEFAULT_RUBRIC,
    askedAt = snapshot.decidedAt,
    ...rest
  } = options;
  const { day, sectors, source } = snapshot;
  const { ballots, failed, unanswered } = await poll(analysts, briefs(snapshot), {
    source,
    ...rest,
    rubric,
    askedAt,
  });
  return verdict(ballots, { day, sectors, rubric, failed, unanswered, source });
}
