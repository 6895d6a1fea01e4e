import { completeRows } from "./complete_rows.ts";
import type { Covariance } from "./covariance.ts";

/** A sample covariance moved towards a simpler one. */
export interface ShrunkCovariance extends Covariance {
  /** How far: 0 is the sample's own, 1 is one variance for all and no correlation. */
  readonly shrinkage: number;
}

/** Deviations from the means, their covariance divided by n, and the mean of its variances. */
function moments(series: readonly (readonly (number | undefined)[])[]) {
  const { rows } = completeRows(series);
  const n = rows.length, p = series.length;
  if (n < 2) return undefined;
  const means = series.map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / n);
  const away = rows.map((row) => row.map((value, i) => value - means[i]));
  const sample = series.map(() => new Array<number>(p).fill(0));
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = 0; t < n; t++) sum += away[t][i] * away[t][j];
      sample[i][j] = sample[j][i] = sum / n;
    }
  }
  let squares = 0;
  for (const row of sample) for (const value of row) squares += value * value;
  const variance = sample.reduce((sum, row, i) => sum + row[i], 0) / p;
  return { away, sample, squares, variance, n, p };
}

type Moments = NonNullable<ReturnType<typeof moments>>;

function shrunk({ sample, variance, n }: Moments, shrinkage: number): ShrunkCovariance {
  const matrix = sample.map((row, i) =>
    row.map((value, j) => (1 - shrinkage) * value + (i === j ? shrinkage * variance : 0))
  );
  return { matrix, periods: n, shrinkage };
}

/**
 * The covariance of Ledoit and Wolf, shrunk towards a scaled identity.
 *
 * `(1 − s)·S + s·m·I` with S the sample covariance divided by n, m the mean of its variances, and s the
 * estimated share that brings the expected squared error lowest (A well-conditioned estimator for
 * large-dimensional covariance matrices, Journal of Multivariate Analysis 88, 2004, section 3.3;
 * scikit-learn's `ledoit_wolf`). The target is not the constant correlation of their paper of the same
 * year on portfolios: here variances, too, move towards each other, which matters little with eleven
 * sectors and a year of days. The matrix has no zero eigenvalue, even with fewer periods than names.
 *
 * @param series Simple returns, one list per asset, aligned by period; `undefined` for a gap. Only
 *   periods in which every series has a return are used.
 * @returns Matrix, count and shrinkage; `undefined` with fewer than two complete periods.
 * @throws {RangeError} If lengths differ or a return is not finite.
 *
 * @example Two names that seem to move as one
 * ```ts
 * import { ledoitWolf } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const { matrix, shrinkage } = ledoitWolf([[1, 2, 3, 4], [2, 4, 6, 8]])!;
 * ok(shrinkage > 0 && shrinkage < 1);
 * ok(matrix[0][0] * matrix[1][1] > matrix[0][1] ** 2);
 * ```
 */
export function ledoitWolf(
  series: readonly (readonly (number | undefined)[])[],
): ShrunkCovariance | undefined {
  const found = moments(series);
  if (!found) return undefined;
  const { away, squares, variance, n, p } = found;
  // All per name, as in the paper: how far the sample is from the target, and how much of that is noise.
  const distance = (squares - p * variance * variance) / p;
  let fourth = 0;
  for (const row of away) {
    const size = row.reduce((sum, value) => sum + value * value, 0);
    fourth += size * size;
  }
  const noise = Math.min(Math.max(fourth / n - squares, 0) / (p * n), distance);
  return shrunk(found, noise > 0 ? noise / distance : 0);
}

/**
 * The oracle approximating shrinkage of the covariance, towards a scaled identity.
 *
 * Like `ledoitWolf`, with a share that is best for normal returns: `(t + T) / ((n + 1)·(t − T/p))`, at
 * most 1, where t is the trace of S·S and T the squared trace of S (Chen, Wiesel, Eldar and Hero,
 * Shrinkage algorithms for MMSE covariance estimation, IEEE Transactions on Signal Processing 58, 2010,
 * formula 23). This is scikit-learn's `oas`, which leaves out the formula's two terms in 2/p.
 *
 * @param series Simple returns, one list per asset, aligned by period; `undefined` for a gap. Only
 *   periods in which every series has a return are used.
 * @returns Matrix, count and shrinkage; `undefined` with fewer than two complete periods.
 * @throws {RangeError} If lengths differ or a return is not finite.
 *
 * @example
 * ```ts
 * import { oas } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * // So few periods that nothing but the mean variance is left.
 * equal(oas([[1, 2, 3, 4], [2, 4, 6, 8]])!.shrinkage, 0.8);
 * ```
 */
export function oas(
  series: readonly (readonly (number | undefined)[])[],
): ShrunkCovariance | undefined {
  const found = moments(series);
  if (!found) return undefined;
  const { squares, variance, n, p } = found;
  const trace = (p * variance) ** 2;
  const below = (n + 1) * (squares - trace / p);
  return shrunk(found, below > 0 ? Math.min((squares + trace) / below, 1) : 1);
}
