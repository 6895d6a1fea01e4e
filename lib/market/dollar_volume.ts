import { TRADING_DAYS_A_MONTH } from "../days.ts";
import type { Snapshot } from "./snapshot.ts";

/** Trading days looked back on: a month. */
const DOLLAR_VOLUME_DAYS = TRADING_DAYS_A_MONTH;
/** Days with a figure that are needed among them. */
const DOLLAR_VOLUME_MIN_DAYS = 10;

/**
 * Dollars a fund trades on a usual day: the median of close × shares over the last month.
 *
 * For `resolve`, as the figure known for the day. The median, since one block trade must not open a
 * thin fund. With closes adjusted for dividends the figure is a little low in old years.
 *
 * @param view The day's snapshot.
 * @param ticker A ticker with volumes in the data.
 * @returns Dollars, or `undefined` with fewer than ten days of volume.
 *
 * @example A month of the simulated XLK
 * ```ts
 * import { dollarVolume, simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const view = snapshot(market, market.prices.days[200]);
 * ok((dollarVolume(view, "XLK") ?? 1) > 0);
 * equal(dollarVolume(view, "NONE"), undefined);
 * ```
 */
export function dollarVolume(view: Snapshot, ticker: string): number | undefined {
  const closes = view.closes(ticker, DOLLAR_VOLUME_DAYS);
  const dollars = view.volumes(ticker, DOLLAR_VOLUME_DAYS).flatMap((shares, i) => {
    const close = closes[i];
    return shares === undefined || close === undefined ? [] : [shares * close];
  }).sort((a, b) => a - b);
  if (dollars.length < DOLLAR_VOLUME_MIN_DAYS) return undefined;
  const half = dollars.length >> 1;
  return dollars.length % 2 === 1 ? dollars[half] : (dollars[half - 1] + dollars[half]) / 2;
}
