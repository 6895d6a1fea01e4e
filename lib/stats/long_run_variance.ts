function refuse(what: string): never {
  throw new RangeError(`Cannot take a long-run variance: ${what}`);
}

/**
 * Lags that Newey and West's rule of thumb takes: ⌊4·(n/100)^(2/9)⌋, 5 for 552 weeks.
 *
 * Newey and West, Review of Economic Studies 61, 1994, with the constant that Stata and EViews
 * use. Overlapping horizons need at least the overlap instead.
 *
 * @param n How many values, a whole number from 1.
 * @throws {RangeError} If `n` is no such number.
 *
 * @example
 * ```ts
 * import { neweyWestLags } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(neweyWestLags(552), 5);
 * ```
 */
export function neweyWestLags(n: number): number {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`Cannot choose lags: need a whole number of values from 1, got ${n}`);
  }
  return Math.min(n - 1, Math.floor(4 * (n / 100) ** (2 / 9)));
}

/**
 * The variance of a mean times its n, allowing for autocorrelation up to some lags.
 *
 * γ₀ + 2·Σ(1 − k/(lags + 1))·γ_k with γ_k = Σ(x_t − m)(x_{t−k} − m)/n, never negative (Newey and
 * West, Econometrica 55, 1987, Bartlett weights). Without lags it is the variance divided by n.
 *
 * @param values In the order of time.
 * @param lags A whole number from 0, below the count of values.
 * @throws {RangeError} If there are not more values than lags, or a value is not finite.
 *
 * @example A zigzag's mean is surer than its variance says
 * ```ts
 * import { longRunVariance } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(longRunVariance([1, -1, 1, -1], 0), 1);
 * equal(longRunVariance([1, -1, 1, -1], 1), 0.25);
 * ```
 */
export function longRunVariance(values: readonly number[] | Float64Array, lags: number): number {
  const n = values.length;
  if (!Number.isInteger(lags) || lags < 0) {
    refuse(`lags must be a whole number from 0, got ${lags}`);
  }
  if (n <= lags) refuse(`need more values than lags, got ${n} values and ${lags} lags`);
  let sum = 0;
  for (let t = 0; t < n; t++) {
    if (!Number.isFinite(values[t])) {
      refuse(`need finite values, got ${values[t]} at position ${t}`);
    }
    sum += values[t];
  }
  const mean = sum / n;
  // A loop, for `Float64Array.from` with a function takes ten times as long.
  const away = new Float64Array(n);
  for (let t = 0; t < n; t++) away[t] = values[t] - mean;
  let variance = 0;
  for (let k = 0; k <= lags; k++) {
    let together = 0;
    for (let t = k; t < n; t++) together += away[t] * away[t - k];
    variance += (k === 0 ? 1 : 2 * (1 - k / (lags + 1))) * together;
  }
  // Bartlett's weights keep it above zero; only rounding could take it below.
  return Math.max(0, variance / n);
}
