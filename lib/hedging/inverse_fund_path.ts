import { TRADING_DAYS_A_YEAR } from "../days.ts";
import { dailyReturn, type FundTerms, fundTerms } from "./fund_terms.ts";

/**
 * The value of a fund with a daily target, day by day.
 *
 * `nav_t = nav_{t−1} · max(0, 1 + L·r_t + (1 − L)·rf/252 − fee/252)` (Cheng and Madhavan, Journal of
 * Investment Management 7(4), 2009). The fund keeps L times its value in the index and sets this anew
 * each evening, so over more than a day it does not return L times the index. On a day that loses
 * everything it dies and stays dead. The path is the truth; `avellanedaZhang` is its formula.
 *
 * @param indexReturns Daily total returns of the index, simple, oldest first; no gaps.
 * @param terms Leverage, rate and fee; see {@linkcode FundTerms}. The rate is the same every day.
 * @returns One value more than there are returns: 1 at the start, then each evening's.
 * @throws {RangeError} If a return or a term is missing or out of range.
 *
 * @example The index ends where it began, the fund does not
 * ```ts
 * import { inverseFundPath } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const path = inverseFundPath([0.1, 1 / 1.1 - 1], { leverage: -2 });
 * deepEqual(path.map((value) => value.toFixed(4)), ["1.0000", "0.8000", "0.9455"]);
 * ```
 */
export function inverseFundPath(
  indexReturns: readonly (number | undefined)[],
  terms: FundTerms,
): readonly number[] {
  const action = "follow a fund";
  const { leverage, ratePerYear, feePerYear } = fundTerms(terms, action);
  const cash = ((1 - leverage) * ratePerYear - feePerYear) / TRADING_DAYS_A_YEAR;
  const path = [1];
  indexReturns.forEach((value, day) => {
    const factor = Math.max(0, 1 + leverage * dailyReturn(value, day, action) + cash);
    path.push(path[day] * factor);
  });
  return path;
}
