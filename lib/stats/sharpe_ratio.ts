/**
 * Below this share of the largest value a deviation is the rounding of a constant series; below this
 * share of the sum of squares so is the spread left of them, where every term has lost its digits.
 */
const ROUNDING = 1e-12;

/**
 * Whether a deviation is no more than the rounding of a series that does not vary. The lab's one idea of
 * "constant": as a share of the largest value, so that it holds for returns in any unit.
 *
 * @param deviation Of the series, divided by n or n − 1.
 * @param largest Its largest absolute value.
 *
 * @example
 * ```ts
 * import { isConstant } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([isConstant(1e-18, 0.001), isConstant(1e-6, 0.001), isConstant(0, 0)], [true, false, true]);
 * ```
 */
export function isConstant(deviation: number, largest: number): boolean {
  return !(deviation > ROUNDING * largest);
}

/**
 * The Sharpe ratio per period of a series of excess returns: mean over sample deviation (n − 1).
 *
 * @param series Returns beyond cash, one per period, all finite.
 * @returns `undefined` for fewer than two, or for a constant series: never infinity.
 *
 * @example
 * ```ts
 * import { sharpeRatio } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(sharpeRatio([0.01, 0.03])!.toFixed(4), "1.4142"); // 2 % over √2 %
 * equal(sharpeRatio([0.1, 0.1, 0.1]), undefined);
 * ```
 */
export function sharpeRatio(series: ArrayLike<number>): number | undefined {
  const n = series.length;
  let sum = 0, largest = 0;
  for (let t = 0; t < n; t++) {
    sum += series[t];
    const size = Math.abs(series[t]);
    if (size > largest) largest = size;
  }
  const mean = sum / n;
  let squares = 0;
  for (let t = 0; t < n; t++) squares += (series[t] - mean) ** 2;
  const deviation = Math.sqrt(squares / (n - 1));
  return n < 2 || isConstant(deviation, largest) ? undefined : mean / deviation;
}

/**
 * The same of a sum of squared deviations, beside the sum of squares that it was taken from.
 *
 * @example
 * ```ts
 * import { isConstantSpread } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([isConstantSpread(1e-18, 0.001), isConstantSpread(1e-6, 0.001)], [true, false]);
 * ```
 */
export function isConstantSpread(spread: number, squares: number): boolean {
  return !(spread > ROUNDING * squares);
}

/**
 * The same ratio from sums, for loops that draw a series anew from blocks whose sums are known.
 *
 * @param sum Of the returns, or of what they lie above `about`.
 * @param squares Sum of the squares of the same.
 * @param n How many, from 2.
 * @param about What was taken off each return before it was summed; sums of squares of raw returns lose
 *   digits where the mean is large.
 * @returns NaN for a constant series, since a loop keeps its ratios in typed arrays.
 *
 * @example The two returns of `sharpeRatio`
 * ```ts
 * import { sharpeOfSums, sharpeRatio } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const found = sharpeOfSums(0.04, 0.01 ** 2 + 0.03 ** 2, 2);
 * ok(Math.abs(found - sharpeRatio([0.01, 0.03])!) < 1e-12);
 * ```
 */
export function sharpeOfSums(sum: number, squares: number, n: number, about = 0): number {
  const spread = squares - sum * sum / n;
  if (isConstantSpread(spread, squares)) return NaN;
  const deviation = Math.sqrt(spread / (n - 1));
  return about !== 0 && isConstant(deviation, Math.abs(about))
    ? NaN
    : (about + sum / n) / deviation;
}
