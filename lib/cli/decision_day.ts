import { DataError } from "../errors.ts";
import { checkDecisionDay, lastTradingDay, type Market } from "../market/mod.ts";
import type { Day } from "../units.ts";

/**
 * The day to decide on: the one that `--as-of` names, else the last one of the market.
 *
 * @throws {DataError} If it is no trading day of the market; names the option and the days around. Or if
 *   too few prices of it are there, or only older ones, as `lastTradingDay` has it.
 */
export function decisionDay(market: Market, asOf: Day | undefined): Day {
  const { days } = market.prices;
  if (asOf !== undefined) {
    if (days.includes(asOf)) {
      checkDecisionDay(market, asOf);
      return asOf;
    }
    const first = days[0], last = days[days.length - 1];
    const around = asOf < first || asOf > last
      ? `the data run from ${first} to ${last}`
      : `the trading days around it are ${days.findLast((on) => on < asOf)} and ${
        days.find((on) => on > asOf)
      }`;
    throw new DataError(
      `Cannot use --as-of ${asOf}: it is no trading day of these data; ${around}`,
      {
        day: asOf,
      },
    );
  }
  return lastTradingDay(market);
}
