import type { Analyst, Brief, PollOptions } from "../committee/mod.ts";
import { dayOfBriefs } from "./day_asked.ts";
import { sweepDays, type SweepDaysOptions, type SweepEnd, type SweptDay } from "./sweep_days.ts";

/** What a sweep of one day brought, whole or in part; ordered by brief, analyst and sample. */
export interface SweepResult
  extends Omit<SweptDay, "day" | "sectors">, Omit<SweepEnd, "unanswered"> {}

/** How to sweep a day. */
export interface SweepOptions
  extends Omit<SweepDaysOptions, "onDay">, Pick<PollOptions, "askedAt"> {}

/**
 * A poll that may be stopped anywhere and started again, and brings what it has.
 *
 * Where `poll` ends with the first error, a sweep goes on: a question that meets an error has none
 * but its reason, an analyst whose key or model is refused three times in a row is asked no more, and
 * the others are. A question that a cap or such a refusal met is asked once more when all others have
 * ended, for their reservations are settled by then. With analysts that make `paidCalls`, the same
 * sweep started again pays only for what is missing, until it has all its answers.
 *
 * @param analysts One or more, each under a name of its own.
 * @param briefs The questions, one per sector.
 * @throws {RangeError} If there is no analyst, two share a name, or `samples` is no whole number.
 *
 * @example Stopped before it began
 * ```ts
 * import { briefs, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { sweep } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const { unanswered, isStopped } = await sweep([rulesAnalyst()], briefs(view), {
 *   askedAt: view.decidedAt,
 *   now: () => 0,
 *   signal: AbortSignal.abort(),
 * });
 * equal(unanswered.length, 11);
 * equal(isStopped, true);
 * ```
 */
export async function sweep(
  analysts: readonly Analyst[],
  briefs: readonly Brief[],
  options: SweepOptions,
): Promise<SweepResult> {
  const { askedAt, ...rest } = options;
  let swept: SweptDay | undefined;
  const days = briefs.length === 0 ? [] : [dayOfBriefs(briefs, askedAt)];
  const { unanswered: _, ...end } = await sweepDays(analysts, days, {
    ...rest,
    onDay: (day) => void (swept = day),
  });
  const { ballots = [], failed = [], unanswered = [] } = swept ?? {};
  return { ballots, failed, unanswered, ...end };
}
