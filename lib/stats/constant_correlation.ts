import type { Matrix, MatrixLike } from "./covariance.ts";
import { checkedCovariance } from "./covariance_fault.ts";

/**
 * The covariance with its own variances and one correlation for all pairs: the mean of its own.
 *
 * The target of Ledoit and Wolf's shrinkage (Honey, I shrunk the sample covariance matrix, Journal of
 * Portfolio Management 30(4), 2004, appendix A): what is left of a covariance if no difference between
 * two pairs is believed. `ledoitWolf` with the target `constant correlation` moves the sample towards
 * it, as far as the data ask for. It needs no inverse of what is given, and has one itself, unless the
 * pairs average the least that so many names can, −1/(n − 1), or all move as one.
 *
 * @param covariance Shape n × n; one of fewer periods than names will do. A name that never moves has
 *   no correlation: it stays at 0 and does not count in the mean.
 * @returns Shape n × n, in the same order and unit.
 * @throws {TypeError} If the covariance is no list of rows.
 * @throws {RangeError} If it is none.
 *
 * @example Correlations of 0.5, 0.2 and 0.2 become 0.3
 * ```ts
 * import { constantCorrelation } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const target = constantCorrelation([[1, 0.5, 0.4], [0.5, 1, 0.4], [0.4, 0.4, 4]]);
 * deepEqual(target.map((row) => row.map((value) => Number(value.toFixed(12)))), [
 *   [1, 0.3, 0.6],
 *   [0.3, 1, 0.6],
 *   [0.6, 0.6, 4],
 * ]);
 * ```
 */
export function constantCorrelation(covariance: MatrixLike): Matrix {
  return withOneCorrelation(
    checkedCovariance("find the constant correlation", covariance, { form: "semidefinite" }),
  ).target;
}

/** The same of a covariance that is known to be one, with its mean correlation. */
export function withOneCorrelation(
  covariance: Matrix,
): { readonly target: Matrix; readonly correlation: number } {
  const sigmas = covariance.map((row, i) => Math.sqrt(row[i]));
  let sum = 0, pairs = 0;
  for (let i = 0; i < sigmas.length; i++) {
    for (let j = 0; j < i; j++) {
      if (sigmas[i] === 0 || sigmas[j] === 0) continue;
      sum += covariance[i][j] / (sigmas[i] * sigmas[j]);
      pairs++;
    }
  }
  const correlation = pairs > 0 ? sum / pairs : 0;
  return {
    target: covariance.map((row, i) =>
      row.map((value, j) => i === j ? value : correlation * sigmas[i] * sigmas[j])
    ),
    correlation,
  };
}
