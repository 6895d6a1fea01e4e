import { INTERVAL_LEVEL } from "./beta.ts";
import { longRunVariance } from "./long_run_variance.ts";
import { type MeanInterval, meanInterval } from "./mean_interval.ts";
import { mean } from "./moments.ts";

/**
 * The mean of a series whose values lean on their neighbours, with Newey and West's error.
 *
 * error² = (γ₀ + 2·Σₖ(1 − k/(lags + 1))·γₖ)/n with autocovariances γₖ divided by n (Newey and West,
 * "A Simple, Positive Semi-definite, Heteroskedasticity and Autocorrelation Consistent Covariance
 * Matrix", Econometrica 55, 1987; Bartlett weights) and a normal interval, as statsmodels gives it
 * for a regression on a constant with `use_correction=False`. Zero lags leave the plain error with n
 * in place of n − 1. Over a few hundred weeks it is known to be too narrow where values overlap; see
 * `cosineMean`.
 *
 * @param values In the order of time, at equal distances.
 * @param options.lags Furthest neighbour that counts, a whole number from 0 below the number of
 *   values; a four-week outcome on weekly dates needs at least 3.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @throws {RangeError} If there are not more values than lags, fewer than two, or one is not finite.
 *
 * @example Values that come in pairs know half as much
 * ```ts
 * import { neweyWestMean } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const values = [1, 1, 5, 5, 3, 3, 0, 0, 4, 4];
 * const plain = neweyWestMean(values, { lags: 0 }), wider = neweyWestMean(values, { lags: 1 });
 * ok(wider.standardError > plain.standardError);
 * ```
 */
export function neweyWestMean(
  values: readonly number[] | Float64Array,
  options: { readonly lags: number; readonly level?: number },
): MeanInterval & { readonly lags: number } {
  const { lags, level = INTERVAL_LEVEL } = options;
  const n = values.length;
  if (!Number.isInteger(lags) || lags < 0) {
    throw new RangeError(
      `Cannot take a Newey-West error: lags must be a whole number from 0, got ${lags}`,
    );
  }
  if (n < 2 || n <= lags) {
    throw new RangeError(
      `Cannot take a Newey-West error: need more values than lags and at least two, ` +
        `got ${n} values and ${lags} lags`,
    );
  }
  const error = Math.sqrt(longRunVariance(values, lags) / n);
  return { ...meanInterval(mean(values), error, { count: n, level }), lags };
}
