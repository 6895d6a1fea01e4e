import { NEUTRAL_SCORE } from "../../portfolio/mod.ts";

/**
 * The same views with only the strongest kept; all others become a 3, which is no view.
 *
 * Strength is the distance of the score from 3 times the confidence. Of equal ones the earlier is
 * kept, so that the order of sectors decides and not chance.
 *
 * @param views One per sector.
 * @param count How many to keep; all of them where there are fewer.
 * @throws {RangeError} If `count` is no whole number from 0.
 *
 * @example
 * ```ts
 * import { strongestViews } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const views = [{ score: 4, confidence: 1 }, { score: 1, confidence: 1 }];
 * deepEqual(strongestViews(views, 1).map(({ score }) => score), [3, 1]);
 * ```
 */
export function strongestViews<V extends { readonly score: number; readonly confidence: number }>(
  views: readonly V[],
  count: number,
): V[] {
  if (!(Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`Cannot keep views: need a whole number from 0, got ${count}`);
  }
  const strength = (view: V) => Math.abs(view.score - NEUTRAL_SCORE) * view.confidence;
  const kept = new Set(
    views.toSorted((a, b) => strength(b) - strength(a)).slice(0, count),
  );
  return views.map((view) => kept.has(view) ? view : { ...view, score: NEUTRAL_SCORE });
}
