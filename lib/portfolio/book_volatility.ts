import type { Matrix } from "../stats/mod.ts";

/**
 * The standard deviation of a book's return per year, ex ante: √(x′Σx).
 *
 * @param book Exposures and hedge, shares of equity.
 * @param covariance Of returns per year: the sectors in the order of the weights, then the market. What
 *   belongs to a weight of 0 may be unknown (NaN).
 *
 * @example Two sectors and a hedge without correlation
 * ```ts
 * import { bookVolatility } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const covariance = [[0.04, 0, 0], [0, 0.04, 0], [0, 0, 0.04]];
 * // √(0.3² + 0.2² + 0.6²) × 20 %
 * equal(bookVolatility({ weights: [0.3, -0.2], hedge: -0.6 }, covariance).toFixed(6), "0.140000");
 * ```
 */
export function bookVolatility(
  book: { readonly weights: readonly number[]; readonly hedge: number },
  covariance: Matrix,
): number {
  const exposures = [...book.weights, book.hedge];
  let variance = 0;
  for (let i = 0; i < exposures.length; i++) {
    if (exposures[i] === 0) continue;
    for (let j = 0; j < exposures.length; j++) {
      if (exposures[j] !== 0) variance += exposures[i] * covariance[i][j] * exposures[j];
    }
  }
  // A matrix that is only just positive definite can leave a rounding below zero.
  return variance < 0 ? 0 : Math.sqrt(variance);
}
