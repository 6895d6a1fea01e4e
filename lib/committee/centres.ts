import { median } from "./median.ts";

/** The two ways to the middle of several scores. */
export interface Centres {
  readonly mean: number;
  readonly median: number;
}

/** Both centres when one analyst's score is moved. */
export interface MovedCentres extends Centres {
  /** The score that was given to the analyst who is moved. */
  readonly moved: number;
}

function checkedScores(scores: readonly number[]): readonly number[] {
  if (scores.length === 0) {
    throw new RangeError("Cannot find the centres: need a score, got none");
  }
  scores.forEach((score, i) => {
    if (!(score >= 1 && score <= 5)) {
      throw new RangeError(
        `Cannot find the centres: need scores from 1 to 5, got ${score} at position ${i}`,
      );
    }
  });
  return scores;
}

/**
 * Mean and median of several scores of one sector.
 *
 * The lab's verdict takes the median: one voice of n moves the mean by its whole move over n, however
 * far it goes, and the median no further than to the next voice.
 *
 * @param scores 1 to 5, one per analyst.
 * @throws {RangeError} If there is none or one lies outside 1 to 5.
 *
 * @example Exercise 02.1
 * ```ts
 * import { centres } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(centres([5, 4, 3, 1]), { mean: 3.25, median: 3.5 });
 * ```
 */
export function centres(scores: readonly number[]): Centres {
  checkedScores(scores);
  return {
    mean: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    median: median(scores),
  };
}

/**
 * Both centres as one analyst's score goes through the values given, the others staying.
 *
 * @param scores 1 to 5, one per analyst.
 * @param options.analyst Position of the one that is moved.
 * @param options.values The scores it is given, one row each.
 * @throws {RangeError} If a score lies outside 1 to 5 or the position is none of `scores`.
 *
 * @example An extreme voice
 * ```ts
 * import { movedCentres } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(movedCentres([4, 4, 4, 3], { analyst: 0, values: [4, 1] }), [
 *   { moved: 4, mean: 3.75, median: 4 },
 *   { moved: 1, mean: 3, median: 3.5 },
 * ]);
 * ```
 */
export function movedCentres(
  scores: readonly number[],
  options: { readonly analyst: number; readonly values: readonly number[] },
): readonly MovedCentres[] {
  const { analyst, values } = options;
  if (!Number.isInteger(analyst) || analyst < 0 || analyst >= scores.length) {
    throw new RangeError(
      `Cannot move an analyst: need a position from 0 to ${scores.length - 1}, got ${analyst}`,
    );
  }
  return values.map((moved) => ({ moved, ...centres(scores.with(analyst, moved)) }));
}
