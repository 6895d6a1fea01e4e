import { HORIZON_WEEKS, MONTHS_A_YEAR, WEEKS_A_YEAR } from "../days.ts";
import { DataError } from "../errors.ts";
import { addCalendarDays, type Market, type Sector, snapshot } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { SectorReturns } from "./outcomes.ts";

/**
 * What each listed sector returned over the horizon that starts on a day: the key for marking, never
 * part of a decision.
 *
 * It looks at prices after the day, as nothing else in this folder does. Only a lesson or a backtest
 * that marks ballots given earlier may call it. In daily data the horizon ends `horizonWeeks` times
 * seven calendar days later, or on the last trading day before; in monthly data after as many months
 * as come nearest, at least one.
 *
 * @param market The whole world, prices of the future included.
 * @param day A trading day, the day of the decision.
 * @param options.horizonWeeks Weeks ahead; 4 by default.
 * @returns Simple close-to-close returns; a sector without a price at either end is left out, and all
 *   are where the data end before the horizon does.
 * @throws {DataError} If the day is no trading day of the market.
 * @throws {RangeError} If the horizon is no whole number of weeks from 1 to 52.
 *
 * @example The last weeks of a world are still open
 * ```ts
 * import { horizonReturns } from "lab/committee";
 * import { simulatedMarket } from "lab/market";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const { days } = market.prices;
 * equal(Object.keys(horizonReturns(market, days[100])).length, 11);
 * deepEqual(horizonReturns(market, days[days.length - 5]), {});
 * ```
 */
export function horizonReturns(
  market: Market,
  day: Day,
  options: { readonly horizonWeeks?: number } = {},
): SectorReturns {
  const { days, close } = market.prices;
  const { sectors } = snapshot(market, day);
  const end = horizonEnd(market, day, options);
  if (end === undefined) return {};
  const from = days.indexOf(day), to = days.indexOf(end);
  const out: Partial<Record<Sector, number>> = {};
  for (const sector of sectors) {
    const prices = close.get(sector);
    const simple = prices ? prices[to] / prices[from] - 1 : NaN;
    if (Number.isFinite(simple)) out[sector] = simple;
  }
  return out;
}

/**
 * The day at whose close the horizon of a decision is over, and its outcome known.
 *
 * As `horizonReturns` counts: in daily data 7·`horizonWeeks` calendar days later, or the last trading
 * day before; in monthly data after as many months as come nearest, at least one.
 *
 * @param market The whole world.
 * @param day A trading day, the day of the decision.
 * @param options.horizonWeeks Weeks ahead; 4 by default.
 * @returns Nothing where the data end before the horizon does.
 * @throws {DataError} If the day is no trading day, or none lies within the horizon.
 * @throws {RangeError} If the horizon is no whole number of weeks from 1 to 52.
 *
 * @example Four weeks from Thanksgiving's Friday
 * ```ts
 * import { horizonEnd } from "lab/committee";
 * import { simulatedMarket } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * equal(horizonEnd(market, day("2018-11-23")), "2018-12-21");
 * equal(horizonEnd(market, market.prices.days.at(-5)!), undefined);
 * ```
 */
export function horizonEnd(
  market: Market,
  day: Day,
  options: { readonly horizonWeeks?: number } = {},
): Day | undefined {
  const { horizonWeeks = HORIZON_WEEKS } = options;
  if (!Number.isInteger(horizonWeeks) || horizonWeeks < 1 || horizonWeeks > 52) {
    throw new RangeError(
      `Cannot take horizon returns: need 1 to 52 whole weeks, got ${horizonWeeks}`,
    );
  }
  const { days } = market.prices;
  const from = days.indexOf(day);
  if (from < 0) {
    throw new DataError(`Cannot find the end of a horizon: ${day} is no trading day here`, { day });
  }
  const to = market.frequency === "monthly"
    ? from + Math.max(1, Math.round(horizonWeeks * MONTHS_A_YEAR / WEEKS_A_YEAR))
    : lastRowBy(days, addCalendarDays(day, 7 * horizonWeeks));
  if (to === undefined || to >= days.length) return undefined;
  if (to === from) {
    throw new DataError(
      `Cannot take horizon returns: no trading day in the ${horizonWeeks} weeks after ${day}`,
      { day },
    );
  }
  return days[to];
}

/** The last row at or before a day; nothing where the rows end earlier. */
function lastRowBy(days: readonly Day[], limit: Day): number | undefined {
  if (days[days.length - 1] < limit) return undefined;
  let row = days.length - 1;
  while (days[row] > limit) row--;
  return row;
}
