import { covarianceFault, type MatrixLike } from "../stats/mod.ts";
import { checkExposures, type Exposures } from "./check_exposures.ts";

const ACTION = "Cannot measure a volatility";

/**
 * The standard deviation of a book's return per year, ex ante: √(x′Σx).
 *
 * @param book Exposures and hedge, shares of equity.
 * @param covariance Of returns per year: the sectors in the order of the weights, then the market. What
 *   belongs to a weight of 0 may be unknown (NaN).
 * @throws {RangeError} If an exposure is not finite, or what belongs to the others is no covariance.
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
export function bookVolatility(book: Exposures, covariance: MatrixLike): number {
  checkExposures(ACTION, "the book", book);
  const exposures = [...book.weights, book.hedge], market = book.weights.length;
  const held = [...exposures.keys()].filter((i) => exposures[i] !== 0);
  const fault = covarianceFault(covariance, {
    count: exposures.length,
    per: "per weight and for the market",
    nameOf: (i) => i === market ? "the market" : `weight ${i}`,
    needed: held,
    form: "semidefinite",
    remedy: "measure it, or hold nothing of it",
  });
  if (fault !== undefined) throw new RangeError(`${ACTION}: the covariance ${fault}`);
  let variance = 0;
  for (const i of held) {
    for (const j of held) variance += exposures[i] * covariance[i][j] * exposures[j];
  }
  // A matrix that is only just positive semidefinite can leave a rounding below zero.
  return variance < 0 ? 0 : Math.sqrt(variance);
}
