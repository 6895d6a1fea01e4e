import { choleskyFactor, choleskySolve } from "./cholesky.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot fit by least squares: ${what}`);
}

/** A linear fit with what its errors are. */
export interface LeastSquares {
  readonly intercept: number;
  /** One per column. */
  readonly coefficients: readonly number[];
  /** Covariance of the coefficients, without the intercept. */
  readonly covariance: readonly (readonly number[])[];
  /** Residual sum of squares over n − columns − 1. */
  readonly residualVariance: number;
  /** n − columns − 1. */
  readonly degreesOfFreedom: number;
}

/**
 * A linear regression with an intercept: `y ≈ a + Σ b_k·x_k`, covariance `s²·(X′X)⁻¹`.
 *
 * Columns and `y` are centred first, and each column scaled to length one, so that the normal equations
 * are those of a correlation matrix; for the few columns used here that is exact enough. The covariance
 * assumes independent errors of one variance.
 *
 * @param y One value per row.
 * @param columns Each with one value per row.
 * @returns The fit, or `undefined` if a column is constant or a combination of others.
 * @throws {RangeError} If lengths differ, a value is not finite, or rows are not more than
 *   columns + 1.
 *
 * @example A plane through four points
 * ```ts
 * import { leastSquares } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const fit = leastSquares([1, 3, 4, 6], [[0, 1, 0, 1], [0, 0, 1, 1]])!;
 * const [b, c] = fit.coefficients;
 * ok(Math.hypot(fit.intercept - 1, b - 2, c - 3) < 1e-12);
 * ```
 */
export function leastSquares(
  y: readonly number[],
  columns: readonly (readonly number[])[],
): LeastSquares | undefined {
  const n = y.length, k = columns.length, degreesOfFreedom = n - k - 1;
  if (degreesOfFreedom < 1) refuse(`need more rows than columns + 1, got ${n} and ${k}`);
  const own = centred(y, "y");
  const scaled = columns.map((column, at) => {
    if (column.length !== n) refuse(`column ${at} needs ${n} values, got ${column.length}`);
    const { mean, values, length } = centred(column, `column ${at}`);
    return { mean, length, values: length > 0 ? values.map((value) => value / length) : values };
  });
  if (scaled.some(({ length }) => length === 0)) return undefined;

  const dot = (a: readonly number[], b: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
  };
  const factor = choleskyFactor(scaled.map((a) => scaled.map((b) => dot(a.values, b.values))));
  if (!factor) return undefined;
  const solution = choleskySolve(factor, scaled.map(({ values }) => dot(values, own.values)));

  let squares = 0;
  for (let i = 0; i < n; i++) {
    let fitted = 0;
    for (let j = 0; j < k; j++) fitted += solution[j] * scaled[j].values[i];
    squares += (own.values[i] - fitted) ** 2;
  }
  const residualVariance = squares / degreesOfFreedom;
  const coefficients = solution.map((value, j) => value / scaled[j].length);
  const covariance = scaled.map((column, j) =>
    choleskySolve(factor, scaled.map((_, i) => i === j ? 1 : 0))
      .map((value, i) => residualVariance * value / (column.length * scaled[i].length))
  );
  const intercept = coefficients.reduce((sum, b, j) => sum - b * scaled[j].mean, own.mean);
  return { intercept, coefficients, covariance, residualVariance, degreesOfFreedom };
}

function centred(values: readonly number[], name: string) {
  let sum = 0, largest = 0;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      refuse(`${name} needs finite numbers, got ${value} at position ${i}`);
    }
    sum += value;
    largest = Math.max(largest, Math.abs(value));
  });
  const mean = sum / values.length;
  const away = values.map((value) => value - mean);
  const length = Math.sqrt(away.reduce((squares, value) => squares + value * value, 0));
  // What is left of a constant column is the rounding of its mean.
  return { mean, values: away, length: length <= 1e-12 * largest * values.length ? 0 : length };
}
