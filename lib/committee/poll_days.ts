import { type Market, snapshot } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { Analyst, FailedBallot, NoAnswer } from "./analyst.ts";
import type { Ballot } from "./ballot.ts";
import { briefs } from "./brief.ts";
import { poll, type PollResult } from "./poll.ts";
import { DEFAULT_RUBRIC, type Rubric } from "./rubric.ts";

/** Answers of many days, by day, brief, analyst and sample. */
export type PolledDays = Omit<PollResult, "costUsd">;

/**
 * Asks the analysts on many days, each time about what was known that day.
 *
 * A record for the statistics of a year: house bias, hits, error correlation. Each day is asked about
 * through its own snapshot, at its own close.
 *
 * @param analysts One or more, each under a name of its own.
 * @param market The world that the snapshots are taken of.
 * @param days Trading days in order. For outcomes that do not overlap take every fourth of
 *   `weeklyDays`.
 * @param options.rubric What is asked; the lab's own by default.
 * @param options.samples How often each question is asked; once by default.
 * @param options.signal Ends the poll; checked before each question.
 * @param options.onDay Called after each day, for a progress line.
 * @throws {RangeError} As `poll` does.
 * @throws {DataError} If a day is no trading day of the market.
 *
 * @example Two decisions four weeks apart
 * ```ts
 * import { pollDays, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const weeks = weeklyDays(market.prices.days);
 * const { ballots } = await pollDays([rulesAnalyst()], market, [weeks[60], weeks[64]]);
 * equal(ballots.length, 22);
 * ```
 */
export async function pollDays(
  analysts: readonly Analyst[],
  market: Market,
  days: readonly Day[],
  options: {
    readonly rubric?: Rubric;
    readonly samples?: number;
    readonly signal?: AbortSignal;
    readonly onDay?: (progress: { readonly done: number; readonly total: number }) => void;
  } = {},
): Promise<PolledDays> {
  const { rubric = DEFAULT_RUBRIC, samples, signal, onDay } = options;
  const ballots: Ballot[] = [], failed: FailedBallot[] = [];
  const unanswered: NoAnswer[] = [];
  for (const [i, day] of days.entries()) {
    const view = snapshot(market, day);
    const result = await poll(analysts, briefs(view), {
      askedAt: view.decidedAt,
      source: view.source,
      rubric,
      samples,
      signal,
    });
    ballots.push(...result.ballots);
    failed.push(...result.failed);
    unanswered.push(...result.unanswered);
    onDay?.({ done: i + 1, total: days.length });
  }
  return { ballots, failed, unanswered };
}
