import type { Day } from "../units.ts";
import { type Ballot, ballotScore, voiceOf } from "./ballot.ts";
import type { QuestionNames } from "./question_names.ts";
import { DEFAULT_WEIGHTS, type PillarWeights } from "./rubric.ts";

/** One ballot as a row of a record: who said what of which sector, and when. */
export interface ScoredBallot extends QuestionNames {
  /** Whose voice it is: a fallback's answer is not its analyst's (see `voiceOf`). */
  readonly analyst: string;
  /** The weighted score; absent where every pillar abstained. */
  readonly score?: number;
  /** What the analyst stated of itself, 0 to 1. */
  readonly confidence: number;
  /** Whether its author may know what came after the day; it counts for no merit. */
  readonly contaminated?: true;
}

/**
 * Ballots as rows with their weighted score, which code computes.
 *
 * @param ballots Of any days and analysts.
 * @param weights One share per pillar; 50/25/25 by default. All weight on one pillar gives that
 *   pillar's sub-scores.
 * @throws {RangeError} If the weights do not sum to 1.
 *
 * @example
 * ```ts
 * import { convene, scoredBallots } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const { ballots, sectors } = await convene(snapshot(market, market.prices.days[400]));
 * equal(scoredBallots(ballots)[0].score, sectors[0].score);
 * ```
 */
export function scoredBallots(
  ballots: readonly Ballot[],
  weights: PillarWeights = DEFAULT_WEIGHTS,
): readonly ScoredBallot[] {
  return ballots.map((ballot) => {
    const { sector, day, sample, confidence, contaminated } = ballot;
    const { score } = ballotScore(ballot, weights);
    return {
      analyst: voiceOf(ballot),
      sector,
      day: day as Day,
      sample,
      ...(score === undefined ? {} : { score }),
      confidence,
      ...(contaminated === undefined ? {} : { contaminated: true }),
    };
  });
}
