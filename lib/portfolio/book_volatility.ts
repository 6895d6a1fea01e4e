import { checkList, isList, shown } from "../arguments.ts";
import type { Matrix } from "../stats/mod.ts";
import { checkExposures, type Exposures } from "./check_exposures.ts";

const ACTION = "Cannot measure volatility";
/** A variance below zero is rounding within this share of the sizes that make it up. */
const ROUNDING = 1e-9;

/**
 * The standard deviation of a book's return per year, ex ante: √(x′Σx).
 *
 * @param book Exposures and hedge, shares of equity.
 * @param covariance Of returns per year: the sectors in the order of the weights, then the market. What
 *   belongs to a weight of 0 may be unknown (NaN).
 * @throws {RangeError} If the covariance has another size, or is none for the names that are held.
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
export function bookVolatility(book: Exposures, covariance: Matrix): number {
  checkExposures(ACTION, "the book", book);
  checkList(ACTION, "the covariance", covariance, "rows, one per weight and the market's");
  const count = book.weights.length + 1;
  if (covariance.length !== count || covariance.some((row) => row?.length !== count)) {
    throw new RangeError(
      `${ACTION}: the covariance must have a row and a column per weight and for the market ` +
        `(${count}), got ${covariance.length} ${covariance.length === 1 ? "row" : "rows"} of ${
          [...new Set(covariance.map((row) => isList(row) ? row.length : shown(row)))].join(", ")
        }`,
    );
  }
  const exposures = [...book.weights, book.hedge];
  let variance = 0, size = 0;
  for (let i = 0; i < exposures.length; i++) {
    if (exposures[i] === 0) continue;
    for (let j = 0; j < exposures.length; j++) {
      if (exposures[j] === 0) continue;
      const part = exposures[i] * covariance[i][j] * exposures[j];
      variance += part;
      size += Math.abs(part);
    }
  }
  if (!(variance >= -ROUNDING * size && size < Infinity)) {
    throw new RangeError(
      `${ACTION}: the covariance must be finite and positive definite, got a variance of ` +
        `${variance} for the book`,
    );
  }
  // A matrix that is only just positive definite can leave a rounding below zero.
  return variance < 0 ? 0 : Math.sqrt(variance);
}
