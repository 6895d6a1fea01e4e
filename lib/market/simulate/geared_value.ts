import { TRADING_DAYS_A_YEAR } from "../../days.ts";
import type { Instrument } from "../instruments.ts";

/**
 * Value of a fund with a daily target one day later: its leverage times the index, cash earned on the
 * fund's own money and on the short proceeds, less the fee.
 *
 * nav · max(0, 1 + L·r + (1 − L)·rf/252 − fee/252); see Cheng and Madhavan, "The dynamics of
 * leveraged and inverse exchange-traded funds", Journal of Investment Management 7(4), 2009.
 *
 * @param nav Value the evening before.
 * @param indexReturn The index's simple return of the day.
 * @param ratePerYear The risk-free rate, a share per year.
 */
export function gearedValue(
  nav: number,
  indexReturn: number,
  fund: Pick<Instrument, "leverage" | "expenseRatio">,
  ratePerYear: number,
): number {
  const { leverage, expenseRatio } = fund;
  const cash = ((1 - leverage) * ratePerYear - expenseRatio) / TRADING_DAYS_A_YEAR;
  return nav * Math.max(0, 1 + leverage * indexReturn + cash);
}
