/**
 * Spearman's rank correlation: the Pearson correlation of ranks, tied values sharing the average
 * of the ranks they cover (Kendall, Rank Correlation Methods, 1948, chapter 3).
 *
 * @module
 */

function checkFinite(action: string, values: readonly number[]): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new RangeError(
      `Cannot ${action}: every value must be a finite number, got ${values[at]} at position ${at}`,
    );
  }
}

/**
 * Ranks from 1 (smallest) to n (largest); tied values get the average of their ranks.
 *
 * @param values Finite numbers, in any order.
 * @throws {RangeError} If a value is NaN or infinite.
 *
 * @example Two share the middle
 * ```ts
 * import { averageRanks } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(averageRanks([10, 30, 20, 20]), [1, 4, 2.5, 2.5]);
 * ```
 */
export function averageRanks(values: readonly number[]): number[] {
  checkFinite("rank", values);
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Array<number>(values.length);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    // Positions first … end − 1 hold ranks first + 1 … end.
    for (let k = first; k < end; k++) ranks[order[k]] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}

/**
 * Spearman's rank correlation of two series, or `undefined` where it does not exist.
 *
 * With scores on one side and the returns that followed on the other, this is the rank information
 * coefficient of one date. Scores that are all equal have no ranking: the answer is `undefined`,
 * to be counted as such, never zero.
 *
 * @param a Finite numbers.
 * @param b As many finite numbers, in the same order.
 * @returns −1 to 1; `undefined` if either side is constant or has fewer than two values.
 * @throws {RangeError} If the lengths differ or a value is NaN or infinite.
 *
 * @example An order kept, and an opinion about nothing
 * ```ts
 * import { rankCorrelation } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(rankCorrelation([1, 2, 5], [-0.02, 0.01, 0.04]), 1);
 * equal(rankCorrelation([3, 3, 3], [-0.02, 0.01, 0.04]), undefined);
 * ```
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length !== b.length) {
    throw new RangeError(
      `Cannot correlate ranks: both series must have one length, got ${a.length} and ${b.length}`,
    );
  }
  const x = averageRanks(a), y = averageRanks(b);
  const middle = (a.length + 1) / 2;
  let xx = 0, yy = 0, xy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = x[i] - middle, dy = y[i] - middle;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // Rounding may leave 1.0000000000000002; a correlation never exceeds one.
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : undefined;
}
