import { DataError } from "../errors.ts";
import { checkDecisionDay, lastTradingDay, type Market } from "../market/mod.ts";
import { type Day, day } from "../units.ts";

/**
 * The day that an option names.
 *
 * @throws {RangeError} If it is no day; names the option.
 *
 * @example
 * ```ts
 * import { dayOption } from "./day_option.ts";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(dayOption("as-of", "2024-03-08"), "2024-03-08");
 * throws(() => dayOption("as-of", "8.3.2024"), /Cannot read --as-of: need a calendar day as YYYY-MM-DD/);
 * ```
 */
export function dayOption(name: string, text: string): Day;
export function dayOption(name: string, text: string | undefined): Day | undefined;
export function dayOption(name: string, text: string | undefined): Day | undefined {
  if (text === undefined) return undefined;
  try {
    return day(text);
  } catch (cause) {
    throw new RangeError(
      `Cannot read --${name}: need a calendar day as YYYY-MM-DD, got ${JSON.stringify(text)}`,
      { cause },
    );
  }
}

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
