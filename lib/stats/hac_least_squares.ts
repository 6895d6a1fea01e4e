import { leastSquares } from "./least_squares.ts";
import { longRunVariance, neweyWestLags } from "./long_run_variance.ts";

/** A coefficient with its Newey–West error. */
export interface HacCoefficient {
  readonly value: number;
  readonly standardError: number;
  /** Value over error; `undefined` where the fit is exact and the error zero. */
  readonly t: number | undefined;
}

/** A linear fit whose errors may be autocorrelated and of unequal variance. */
export interface HacLeastSquares {
  readonly intercept: HacCoefficient;
  /** One per column. */
  readonly coefficients: readonly HacCoefficient[];
  /** Share of the variance of `y` that the fit takes; `undefined` if `y` is constant. */
  readonly rSquared: number | undefined;
  /** Residuals in the order of the rows. */
  readonly residuals: readonly number[];
  readonly lags: number;
  /** n − columns − 1. */
  readonly degreesOfFreedom: number;
}

/**
 * A linear regression with an intercept and heteroscedasticity- and autocorrelation-consistent
 * errors (Newey and West, Econometrica 55, 1987), times n/(n − columns − 1).
 *
 * statsmodels' `OLS(…).fit(cov_type="HAC", cov_kwds={"maxlags": L, "use_correction": True})`; its
 * default leaves the last factor out. Each coefficient is a weighted sum of the errors, so its
 * variance is the long-run variance of that sum's terms.
 *
 * @param y One value per row, in the order of time.
 * @param columns Each with one value per row.
 * @param options.lags By default those of `neweyWestLags`.
 * @returns The fit, or `undefined` if a column is constant or a combination of others.
 * @throws {RangeError} If lengths differ, a value is not finite, rows are not more than columns + 1,
 *   or not more than lags.
 *
 * @example A line that fits exactly has no error
 * ```ts
 * import { hacLeastSquares } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const fit = hacLeastSquares([1, 3, 5, 7], [[0, 1, 2, 3]])!;
 * ok(Math.abs(fit.coefficients[0].value - 2) < 1e-12 && fit.rSquared! > 1 - 1e-12);
 * ```
 */
export function hacLeastSquares(
  y: readonly number[],
  columns: readonly (readonly number[])[],
  options: { readonly lags?: number } = {},
): HacLeastSquares | undefined {
  const fit = leastSquares(y, columns);
  if (!fit) return undefined;
  const n = y.length, { degreesOfFreedom } = fit;
  const lags = options.lags ?? neweyWestLags(n);
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / n);
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  let left = 0, whole = 0;
  const residuals = y.map((value, t) => {
    const fitted = fit.coefficients.reduce((sum, b, j) => sum + b * columns[j][t], fit.intercept);
    left += (value - fitted) ** 2;
    whole += (value - meanY) ** 2;
    return value - fitted;
  });
  const exact = fit.residualVariance === 0;
  /** What row `t` adds to coefficient `j`: the j-th row of (X′X)⁻¹ times its centred x, times e. */
  const slopeTerm = (j: number, t: number) => {
    if (exact) return 0;
    let sum = 0;
    for (let i = 0; i < columns.length; i++) {
      sum += fit.covariance[j][i] * (columns[i][t] - means[i]);
    }
    return sum / fit.residualVariance * residuals[t];
  };
  const slopes = columns.map((_, j) => Float64Array.from(y, (_, t) => slopeTerm(j, t)));
  const atZero = Float64Array.from(
    residuals,
    (e, t) => slopes.reduce((sum, terms, j) => sum - means[j] * terms[t], e / n),
  );
  const coefficient = (value: number, terms: Float64Array): HacCoefficient => {
    const standardError = n * Math.sqrt(longRunVariance(terms, lags) / degreesOfFreedom);
    return { value, standardError, t: standardError > 0 ? value / standardError : undefined };
  };
  return {
    intercept: coefficient(fit.intercept, atZero),
    coefficients: fit.coefficients.map((b, j) => coefficient(b, slopes[j])),
    rSquared: whole > 0 ? 1 - left / whole : undefined,
    residuals,
    lags,
    degreesOfFreedom,
  };
}
