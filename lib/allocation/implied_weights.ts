import { checkOptions } from "../arguments.ts";
import { checkedCovariance, choleskyFactor, choleskySolve, type MatrixLike } from "../stats/mod.ts";
import { checkedAversion, type RiskAversion } from "./checked_aversion.ts";
import { checkedReturns } from "./checked_returns.ts";

/**
 * The weights that are best for given expected returns without any limit: w = (δΣ)⁻¹μ.
 *
 * What views come to when nothing stands in their way (He and Litterman 1999, "The Intuition Behind
 * Black-Litterman Model Portfolios", SSRN 334304, formula 13, with the mean and the covariance of
 * `blackLitterman`): the market's weights over 1 + τ, and beside them only what a view speaks of. The
 * same formula with returns straight from a forecast is Markowitz's, and shows why it needs limits.
 * `impliedReturns` is the way back.
 *
 * Nothing is scaled: what the weights leave of 1 is cash, what they pass it by is borrowed.
 * PyPortfolioOpt's `bl_weights` divides by their sum, which turns a book around where it is negative.
 *
 * @param returns Expected excess return of each name over the horizon, a share.
 * @param covariance Of returns over the same horizon, positive definite; shape n × n.
 * @param options.riskAversion δ, return given up per unit of variance, twice; 2.5 by default, as for
 *   `impliedReturns`.
 * @returns One signed weight per name, share of equity, in the order of the returns.
 * @throws {TypeError} If returns or covariance are no lists, or the options no object.
 * @throws {RangeError} If lengths differ, a figure is out of range, the covariance is none or not
 *   positive definite, or an option is not known.
 *
 * @example There and back
 * ```ts
 * import { impliedReturns, impliedWeights } from "lab/allocation";
 * import { deepEqual } from "node:assert/strict";
 *
 * const covariance = [[0.04, 0.01], [0.01, 0.02]];
 * const weights = impliedWeights(impliedReturns([0.6, 0.4], covariance), covariance);
 * deepEqual(weights.map((weight) => weight.toFixed(12)), ["0.600000000000", "0.400000000000"]);
 * ```
 */
export function impliedWeights(
  returns: readonly number[],
  covariance: MatrixLike,
  options: RiskAversion = {},
): readonly number[] {
  const action = "imply weights";
  checkOptions(`Cannot ${action}`, options, ["riskAversion"]);
  const aversion = checkedAversion(action, options.riskAversion);
  const expected = checkedReturns(action, "returns", returns);
  const matrix = checkedCovariance(action, covariance, {
    count: expected.length,
    per: "for each return",
    ofShares: true,
  });
  return choleskySolve(choleskyFactor(matrix)!, expected).map((value) => value / aversion);
}
