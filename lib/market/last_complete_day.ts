import type { Day } from "../units.ts";
import type { Market } from "./market.ts";
import { SECTORS } from "./sectors.ts";

/**
 * The last day on which every sector of a market that has prices has one; `undefined` if there is none.
 * Use it to ask whether the newest row is whole. No decision steps back to it: see `lastTradingDay`.
 *
 * @example
 * ```ts
 * import { lastCompleteDay, simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * equal(lastCompleteDay(market), market.prices.days.at(-1));
 * ```
 */
export function lastCompleteDay(market: Pick<Market, "prices">): Day | undefined {
  const { days, close } = market.prices;
  const columns = SECTORS.flatMap((sector) => {
    const values = close.get(sector);
    return values?.some((value) => !Number.isNaN(value)) ? [values] : [];
  });
  if (columns.length === 0) return undefined;
  const row = days.findLastIndex((_, at) => columns.every((values) => !Number.isNaN(values[at])));
  return row < 0 ? undefined : days[row];
}
