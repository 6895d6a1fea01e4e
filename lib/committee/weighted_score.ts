import { type Score, score as asScore } from "../units.ts";
import { checkedWeights, type Pillar, PILLARS, type PillarWeights } from "./rubric.ts";

/** Sub-scores by pillar; an abstention is `undefined`. A median may lie between two integers. */
export type SubScores = Readonly<Partial<Record<Pillar, number | undefined>>>;

/** A score with the pillars it rests on, or the reason why there is none. */
export type WeightedScore =
  | { readonly score: Score; readonly pillarsUsed: readonly Pillar[] }
  | { readonly score: undefined; readonly pillarsUsed: readonly []; readonly reason: string };

/** Scores above these four points earn the ratings 2, 3, 4 and 5; on a point, the higher one. */
export const RATING_CUTS: readonly number[] = [1.5, 2.5, 3.5, 4.5];

/**
 * Scores are kept to 1e-9: weights such as 0.3 are not exact in binary, and 3.4999999999999996
 * must not lose the rating that 3.5 earns.
 */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/**
 * The sub-scores averaged by the weights of the pillars that answered.
 *
 * When a pillar abstains the other weights are scaled up to sum to 1, and `pillarsUsed` says which
 * ones counted. No analyst does this sum; code does.
 *
 * @param subScores 1 to 5 by pillar; absent or `undefined` where the pillar abstained.
 * @param weights One share per pillar, together 1.
 * @returns The score with the pillars used; without a score and with a reason when all abstained,
 *   or when every pillar that answered has weight 0.
 * @throws {RangeError} If a sub-score lies outside 1 to 5 or the weights do not sum to 1.
 *
 * @example Fundamentals count half
 * ```ts
 * import { DEFAULT_WEIGHTS, weightedScore } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   weightedScore({ fundamentals: 2, sentiment: 5, technicals: 4 }, DEFAULT_WEIGHTS).score,
 *   3.25,
 * );
 * equal(weightedScore({ sentiment: 5, technicals: 4 }, DEFAULT_WEIGHTS).score, 4.5);
 * ```
 */
export function weightedScore(subScores: SubScores, weights: PillarWeights): WeightedScore {
  checkedWeights(weights);
  let sum = 0, share = 0, answered = 0;
  const pillarsUsed: Pillar[] = [];
  for (const pillar of PILLARS) {
    const value = subScores[pillar];
    if (value === undefined) continue;
    asScore(value);
    answered++;
    if (weights[pillar] === 0) continue;
    sum += weights[pillar] * value;
    share += weights[pillar];
    pillarsUsed.push(pillar);
  }
  if (pillarsUsed.length === 0) {
    return {
      score: undefined,
      pillarsUsed: [],
      reason: answered === 0
        ? "every pillar abstained"
        : "the pillars that answered have weight 0 in the rubric",
    };
  }
  return { score: asScore(tidy(sum / share)), pillarsUsed };
}

/**
 * The rating 1 to 5 of a score, by the cut points 1.5, 2.5, 3.5 and 4.5.
 *
 * @param score 1 to 5; on a cut point the higher rating is given.
 * @throws {RangeError} If the score lies outside 1 to 5 or is NaN.
 *
 * @example On a cut point
 * ```ts
 * import { rating } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([3.25, 3.5, 4.5].map(rating), [3, 4, 5]);
 * ```
 */
export function rating(score: number): 1 | 2 | 3 | 4 | 5 {
  const value = tidy(asScore(score));
  return (1 + RATING_CUTS.filter((cut) => value >= cut).length) as 1 | 2 | 3 | 4 | 5;
}
