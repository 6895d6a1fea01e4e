/** A pivot below this share of its diagonal is rounding: the matrix has no inverse worth having. */
const SMALLEST_PIVOT = 1e-12;

/**
 * The lower triangle L of a symmetric positive definite matrix, L·L′ = matrix.
 *
 * Golub and Van Loan, Matrix Computations (4th edition, 2013), section 4.2; only the lower triangle of
 * the matrix is read.
 *
 * @returns The factor, or `undefined` if the matrix is not positive definite.
 *
 * @example
 * ```ts
 * import { choleskyFactor } from "lab/stats";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * deepEqual(choleskyFactor([[4, 2], [2, 5]]), [[2, 0], [1, 2]]);
 * equal(choleskyFactor([[1, 2], [2, 1]]), undefined);
 * ```
 */
export function choleskyFactor(
  matrix: readonly (readonly number[])[],
): readonly (readonly number[])[] | undefined {
  const n = matrix.length;
  const factor = matrix.map(() => new Array<number>(n).fill(0));
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let left = matrix[i][j];
      for (let k = 0; k < j; k++) left -= factor[i][k] * factor[j][k];
      if (i === j) {
        if (!(left > SMALLEST_PIVOT * matrix[j][j])) return undefined;
        factor[j][j] = Math.sqrt(left);
      } else factor[i][j] = left / factor[j][j];
    }
  }
  return factor;
}

/**
 * The solution of L·L′·x = right.
 *
 * @param factor From `choleskyFactor`.
 * @param right One value per row.
 *
 * @example
 * ```ts
 * import { choleskyFactor, choleskySolve } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(choleskySolve(choleskyFactor([[4, 2], [2, 5]])!, [8, 12]), [1, 2]);
 * ```
 */
export function choleskySolve(
  factor: readonly (readonly number[])[],
  right: readonly number[],
): readonly number[] {
  const n = factor.length, x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i][k] * x[k];
    x[i] /= factor[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= factor[k][i] * x[k];
    x[i] /= factor[i][i];
  }
  return x;
}
