import { checkedNumbers, checkOptions } from "../arguments.ts";
import { checkedCovariance, type MatrixLike } from "../stats/mod.ts";
import { checkedAversion, type RiskAversion } from "./checked_aversion.ts";

/** Σ|weight| above which weights were meant in percent: those of a market then sum to a hundred. */
const LARGEST_GROSS = 10;

/**
 * The expected returns under which given weights are the best without limits: Π = δΣw.
 *
 * Where Black and Litterman begin (1992, Financial Analysts Journal 48(5)): if investors with the
 * aversion δ hold the market as it is, its weights by value tell what excess returns they must expect.
 * The prior of `blackLitterman`, and a plain test of any book: a return that looks absurd belongs to a
 * weight that its owner does not mean. `impliedWeights` is the way back.
 *
 * A weight of 0 implies a return too, by its covariance with what is held.
 *
 * @param weights One per name, share of equity, negative is short; those of the market for its prior.
 * @param covariance Of excess returns over the horizon wanted, in shares; shape n × n.
 * @param options.riskAversion δ, return given up per unit of variance, twice; 2.5 by default, that of
 *   He and Litterman (1999), "The Intuition Behind Black-Litterman Model Portfolios", SSRN 334304.
 * @returns Expected excess return of each name over that horizon, a share, in the order of the weights.
 * @throws {TypeError} If weights or covariance are no lists, or the options no object.
 * @throws {RangeError} If lengths differ, a figure is out of range, the covariance is none, or an
 *   option is not known.
 *
 * @example Half in each: the riskier has to bring more
 * ```ts
 * import { impliedReturns } from "lab/allocation";
 * import { deepEqual } from "node:assert/strict";
 *
 * const returns = impliedReturns([0.5, 0.5], [[0.04, 0.01], [0.01, 0.02]], { riskAversion: 2 });
 * deepEqual(returns.map((value) => value.toFixed(12)), ["0.050000000000", "0.030000000000"]);
 * ```
 */
export function impliedReturns(
  weights: readonly number[],
  covariance: MatrixLike,
  options: RiskAversion = {},
): readonly number[] {
  const action = "imply returns";
  checkOptions(`Cannot ${action}`, options, ["riskAversion"]);
  const aversion = checkedAversion(action, options.riskAversion);
  const held = checkedNumbers(`Cannot ${action}`, "weights", weights);
  const gross = held.reduce((sum, weight) => sum + Math.abs(weight), 0);
  if (gross > LARGEST_GROSS) {
    const largest = held.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
    throw new RangeError(
      `Cannot ${action}: weights must be shares of equity of which the sizes sum to at most ` +
        `${LARGEST_GROSS}, got a sum of ${Number(gross.toPrecision(12))}; for ${largest} % write ${
          Number((largest / 100).toPrecision(12))
        }`,
    );
  }
  // Nothing is inverted: a book without risk implies returns of zero, and that is an answer.
  return checkedCovariance(action, covariance, {
    count: held.length,
    per: "for each weight",
    form: "semidefinite",
    ofShares: true,
  }).map((row) => aversion * row.reduce((sum, value, j) => sum + value * held[j], 0));
}
