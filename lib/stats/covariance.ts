import { checkOptions } from "../arguments.ts";
import { completeRows } from "./complete_rows.ts";

/** A square table of numbers, one row and one column per series. */
export type Matrix = readonly (readonly number[])[];

/** A matrix as a caller may hold it: typed arrays are rows as good as lists. */
export type MatrixLike = readonly (readonly number[] | Float64Array)[];

/** A covariance with what it rests on. */
export interface Covariance {
  /** One row and one column per series, per period. */
  readonly matrix: Matrix;
  /** Periods in which every series has a return; no other is used. */
  readonly periods: number;
}

/**
 * The covariance matrix of several series, all periods alike or the newest first in weight.
 *
 * Without a half-life the sample covariance, divided by n − 1. With one, each period counts
 * 2^(−age/half-life), means carry the same weights, and the sum is divided by the weights' own
 * (NumPy's `cov` with `aweights` and `ddof=0`). Only periods in which every series has a return are
 * used, so that the matrix has no negative eigenvalue; a gap ages the periods before it.
 *
 * @param series Simple returns, one list per asset, aligned by period; `undefined` for a gap.
 * @param options.halfLifeDays Age at which a period counts half; none by default.
 * @returns Matrix and count; all entries are NaN-free, and `undefined` is returned with fewer than two
 *   complete periods.
 * @throws {TypeError} If the options are no object.
 * @throws {RangeError} If lengths differ, a return is not finite, the half-life is not above 0, or an
 *   option is not known.
 *
 * @example
 * ```ts
 * import { covariance } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(covariance([[1, 2, 3], [6, 4, 2]])!.matrix, [[1, -2], [-2, 4]]);
 * ```
 */
export function covariance(
  series: readonly (readonly (number | undefined)[])[],
  options: { readonly halfLifeDays?: number } = {},
): Covariance | undefined {
  checkOptions("Cannot estimate a covariance", options, ["halfLifeDays"]);
  const { halfLifeDays = Infinity } = options;
  if (!(halfLifeDays > 0)) {
    throw new RangeError(
      `Cannot estimate a covariance: halfLifeDays must be above 0, got ${halfLifeDays}`,
    );
  }
  const length = series[0]?.length ?? 0;
  const { rows, at } = completeRows(series);
  const weights = at.map((t) => 2 ** (-(length - 1 - t) / halfLifeDays));
  if (rows.length < 2) return undefined;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = series.map((_, i) =>
    rows.reduce((sum, row, t) => sum + weights[t] * row[i], 0) / total
  );
  const divisor = halfLifeDays === Infinity ? rows.length - 1 : total;
  const matrix = series.map(() => new Array<number>(series.length).fill(0));
  for (let i = 0; i < series.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      rows.forEach((row, t) => sum += weights[t] * (row[i] - means[i]) * (row[j] - means[j]));
      matrix[i][j] = matrix[j][i] = sum / divisor;
    }
  }
  return { matrix, periods: rows.length };
}
