import { DataError } from "../errors.ts";
import type { Day } from "../units.ts";
import type { Market, PriceTable } from "./market.ts";
import { acceptWords, type PriceWarning } from "./price_warning.ts";
import { isSector, type Sector, SECTOR_LABELS, SECTOR_LISTED_FROM, SECTORS } from "./sectors.ts";

/** Fewest sectors of which a book can be made. */
export const MIN_SECTORS = 3;

/** Fewest of them that a day must have a price of: with one there is nothing to be long and short of. */
const LEAST_PRICED = 2;

/** A sector that has prices, but none on a day. */
export interface WithoutPrice {
  readonly sector: Sector;
  /** Day of its newest close before. */
  readonly newest: Day;
  /** Why no view on it can count, as a sentence. */
  readonly reason: string;
}

function pricedOn({ close }: Pick<PriceTable, "close">, row: number): readonly Sector[] {
  return SECTORS.filter((sector) => {
    const values = close.get(sector);
    return values !== undefined && !Number.isNaN(values[row]);
  });
}

/**
 * The newest row of the sectors: the table's last one, or the one before where no sector has a price on
 * the last, as when the index alone has been brought up to date. Never an older one.
 */
export function newestSectorRow(prices: Pick<PriceTable, "days" | "close">): number {
  const newest = prices.days.length - 1;
  const isEmpty = (row: number) => pricedOn(prices, row).length === 0;
  return newest > 0 && isEmpty(newest) && !isEmpty(newest - 1) ? newest - 1 : newest;
}

/** Why no book can be made of a row's prices; `undefined` where one can. */
function faultOf(market: Pick<Market, "prices" | "index">, row: number): string | undefined {
  const sectors = pricedOn(market.prices, row), base = market.prices.close.get(market.index);
  if (sectors.length < LEAST_PRICED) {
    return `${sectors.length === 0 ? "no sector" : `${sectors[0]} alone`} has a price that day`;
  }
  return base === undefined || Number.isNaN(base[row])
    ? `${market.index}, to which betas refer, has no price that day`
    : undefined;
}

/** Columns whose price on a day is an older one, by warnings that nobody has accepted. */
function oldOn(
  day: Day,
  { index, warnings = [] }: Pick<Market, "index" | "warnings">,
): PriceWarning | undefined {
  return warnings.find(({ kind, columns, days, accepted }) =>
    !accepted && days.includes(day) &&
    (kind === "repeated rows" ||
      (kind === "frozen column" && (isSector(columns[0]) || columns[0] === index)))
  );
}

/**
 * The day to decide on, unless a reader names one: the last trading day of the data. Sectors without a
 * price that day are absent from its snapshot, and do not move it. Where no sector has one, it is the day
 * before, and never an older one.
 *
 * @throws {DataError} If fewer than two sectors, or not the market's index, have a close that day, with
 *   the newest day that has them; or if a close of it only repeats older ones, by a warning that was not
 *   accepted, for then orders would be made at an old price.
 *
 * @example A fund that has ended does not move the day
 * ```ts
 * import { lastTradingDay, simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * market.prices.close.get("XLRE")!.fill(NaN, 100);
 * equal(lastTradingDay(market), market.prices.days.at(-1));
 * ```
 */
export function lastTradingDay(market: Pick<Market, "prices" | "index" | "warnings">): Day {
  const { prices: { days } } = market, newest = newestSectorRow(market.prices);
  checkDecision(market, newest, `Cannot decide on ${days[newest]}, the newest day of the prices`);
  return days[newest];
}

/**
 * Checks that a decision can be made at the close of a day which a reader names, by the rule of
 * {@linkcode lastTradingDay}: nobody decides on half a row, whoever chose it.
 *
 * @param on A trading day of the market.
 * @throws {DataError} As {@linkcode lastTradingDay} does.
 *
 * @example
 * ```ts
 * import { checkDecisionDay, simulatedMarket } from "lab/market";
 * import { doesNotThrow } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * doesNotThrow(() => checkDecisionDay(market, market.prices.days[100]));
 * ```
 */
export function checkDecisionDay(
  market: Pick<Market, "prices" | "index" | "warnings">,
  on: Day,
): void {
  checkDecision(market, market.prices.days.indexOf(on), `Cannot decide on ${on}`);
}

/**
 * The days among some on which a decision can be made: two sectors and the market's index have a close.
 *
 * @param days Trading days of the market.
 *
 * @example
 * ```ts
 * import { decidableDays, simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * equal(decidableDays(market, market.prices.days).length, market.prices.days.length);
 * ```
 */
export function decidableDays(
  market: Pick<Market, "prices" | "index">,
  days: readonly Day[],
): readonly Day[] {
  const rowOf = new Map(market.prices.days.map((on, row) => [on, row]));
  return days.filter((on) => faultOf(market, rowOf.get(on)!) === undefined);
}

function checkDecision(
  market: Pick<Market, "prices" | "index" | "warnings">,
  row: number,
  action: string,
): void {
  const { prices: { days } } = market, why = faultOf(market, row);
  if (why !== undefined) {
    const other = days.findLastIndex((_, row) => faultOf(market, row) === undefined);
    throw new DataError(
      `${action}: ${why}${
        other < 0 ? "" : `; complete the row, or name ${days[other]}, the newest day that can`
      }`,
      { day: days[row] },
    );
  }
  const old = oldOn(days[row], market);
  if (old === undefined) return;
  const [word] = acceptWords(old).slice(-1);
  throw new DataError(
    `${action}: ${old.message} Leave such prices empty, or accept ${word} once you have checked them`,
    { day: days[row], column: old.columns[0] },
  );
}

/**
 * The sectors that have had prices and have none on a day, in the one order: their last close is old, and
 * no order is made at an old close.
 *
 * @param snapshot The view of the day.
 *
 * @example
 * ```ts
 * import { simulatedMarket, snapshot, withoutPrice } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * deepEqual(withoutPrice(snapshot(market, market.prices.days[100])), []);
 * ```
 */
export function withoutPrice(
  snapshot: {
    readonly day: Day;
    readonly sectors: readonly Sector[];
    lastClose(ticker: string, maxAgeDays?: number): { readonly day: Day } | undefined;
  },
): readonly WithoutPrice[] {
  return SECTORS.flatMap((sector) => {
    if (snapshot.sectors.includes(sector) || SECTOR_LISTED_FROM[sector] > snapshot.day) return [];
    const last = snapshot.lastClose(sector, Infinity);
    return last === undefined ? [] : [{
      sector,
      newest: last.day,
      reason: `${SECTOR_LABELS[sector]} (${sector}) has no price on ${snapshot.day}; ` +
        `its newest close is of ${last.day}`,
    }];
  });
}
