/** Below this share of the largest value a deviation is the rounding of a constant series. */
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
