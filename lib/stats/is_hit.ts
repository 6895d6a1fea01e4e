import { NEUTRAL_SCORE } from "../units.ts";

/**
 * Whether a call was right: sign(score − neutral) = sign(outcome). The one rule of the lab.
 *
 * An outcome of exactly zero is a miss for whoever took a side: nothing came of the call.
 *
 * @param score What was said; `undefined` or NaN where nothing was.
 * @param outcome What came, relative to the others; `undefined` or NaN where it is not known yet.
 * @param neutral The score that takes no side; 3 by default.
 * @returns `undefined` where no side was taken, or nothing is known.
 *
 * @example
 * ```ts
 * import { isHit } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([isHit(4, 0.02), isHit(4, 0), isHit(3, 0.02), isHit(2, undefined)], [
 *   true,
 *   false,
 *   undefined,
 *   undefined,
 * ]);
 * ```
 */
export function isHit(
  score: number | undefined,
  outcome: number | undefined,
  neutral: number = NEUTRAL_SCORE,
): boolean | undefined {
  if (score === undefined || outcome === undefined) return undefined;
  if (Number.isNaN(score) || Number.isNaN(outcome) || score === neutral) return undefined;
  return Math.sign(score - neutral) === Math.sign(outcome);
}
