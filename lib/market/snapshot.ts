import { DataError } from "../errors.ts";
import { type Day, type Instant, instant } from "../units.ts";
import type {
  Dated,
  FundamentalReport,
  FundFlow,
  Headline,
  Market,
  OwnFigure,
  Source,
  StyleFactorReturn,
} from "./market.ts";
import { type Sector, SECTOR_LISTED_FROM, SECTORS } from "./sectors.ts";

/** A close with the day it belongs to. */
export interface KnownClose {
  readonly day: Day;
  readonly close: number;
}

/** The price an order may be sized with, or why there is none. */
export type TradePrice =
  | { readonly price: number }
  | { readonly reason: "no price" | "adjusted price" };

/**
 * What was known at the moment of a decision, and nothing else.
 *
 * Committee, portfolio and hedging receive a snapshot, never the market, so that looking ahead
 * through the data cannot be written. All series end with the decision's own day.
 */
export interface Snapshot {
  readonly day: Day;
  /** The minute of the decision; every datum in here has `availableAt` at or before it. */
  readonly decidedAt: Instant;
  readonly source: Source;
  readonly frequency: "daily" | "monthly";
  /** Ticker of the market index. */
  readonly index: string;
  /** Sectors that were listed on the day and had a close on it, in the one order. */
  readonly sectors: readonly Sector[];
  readonly fundamentals: readonly FundamentalReport[];
  readonly headlines: readonly Headline[];
  readonly flows: readonly FundFlow[];
  readonly styles: readonly StyleFactorReturn[];
  /** Figures of the reader's own; absent where the data have none. */
  readonly figures?: readonly OwnFigure[];
  /** The newest known risk-free rate per year, a share; absent where the data have none. */
  readonly ratePerYear: number | undefined;
  /** The newest `count` trading days, oldest first; all of them without an argument. */
  tradingDays(count?: number): readonly Day[];
  /** Closes of those days, oldest first; `undefined` where a ticker had no price. */
  closes(ticker: string, count?: number): readonly (number | undefined)[];
  /** Shares traded on those days; `undefined` where unknown. */
  volumes(ticker: string, count?: number): readonly (number | undefined)[];
  /**
   * Simple close-to-close returns, one per day of `tradingDays(count)`. A return is `undefined`
   * where either of its two closes is missing: a gap is never bridged or filled.
   */
  returns(ticker: string, count?: number): readonly (number | undefined)[];
  /** The newest close at most `maxAgeDays` trading days old (0, today's, by default). */
  lastClose(ticker: string, maxAgeDays?: number): KnownClose | undefined;
  /** Today's close as the price of an order, or the reason why there is none. */
  tradePrice(ticker: string): TradePrice;
}

function numberOrNothing(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** Index of the last entry that is not after `limit`, or −1; `sorted` is ascending text. */
export function lastAtOrBefore(sorted: readonly string[], limit: string): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Tables that were found to be in the order in which their data became known. */
const inOrder = new WeakMap<readonly Dated[], boolean>();

function isInOrder(table: readonly Dated[]): boolean {
  let sorted = inOrder.get(table);
  if (sorted === undefined) {
    sorted = table.every((datum, i) => i === 0 || table[i - 1].availableAt <= datum.availableAt);
    inOrder.set(table, sorted);
  }
  return sorted;
}

/** How many data of a table in order were known by a minute. */
function countKnown(table: readonly Dated[], limit: string): number {
  let low = 0, high = table.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table[middle].availableAt <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part of a table that was known by a minute, in the order in which it became known. */
function knownBy<T extends Dated>(table: readonly T[], limit: Instant): readonly T[] {
  if (isInOrder(table)) return table.slice(0, countKnown(table, limit));
  return table.filter((datum) => datum.availableAt <= limit)
    .sort((a, b) => a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0);
}

/** The table from which each snapshot's headlines are. */
const headlinesOf = new WeakMap<Snapshot, readonly Headline[]>();

/**
 * The headlines of a snapshot that became known after a minute, oldest first: a few weeks of decades
 * without a copy of the decades.
 *
 * @param snapshot The view; what it does not show is not here either.
 * @param minute A minute, or any text that stands between two in their order.
 *
 * @example
 * ```ts
 * import { headlinesAfter, simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const view = snapshot(market, market.prices.days[200]);
 * const week = headlinesAfter(view, market.prices.days[195]);
 * ok(week.length > 0 && week.length < view.headlines.length);
 * ```
 */
export function headlinesAfter(snapshot: Snapshot, minute: string): readonly Headline[] {
  const table = headlinesOf.get(snapshot);
  if (table !== undefined && isInOrder(table)) {
    return table.slice(countKnown(table, minute), countKnown(table, snapshot.decidedAt));
  }
  const { headlines } = snapshot;
  let from = headlines.length;
  while (from > 0 && headlines[from - 1].availableAt > minute) from--;
  return headlines.slice(from);
}

/**
 * The view of a market at the close of a day.
 *
 * @param market The whole world; it stays outside the view.
 * @param day A trading day of the market.
 * @param options.decidedAt The minute of the decision; the day's close, 16:00, by default.
 * @returns A frozen snapshot; asking it twice gives the same answer.
 * @throws {DataError} If the day is no trading day of the market, with the nearest before it, or if the
 *   market's rows are no days.
 *
 * @example Nothing after the day can be seen
 * ```ts
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const day = market.prices.days[100];
 * equal(snapshot(market, day).tradingDays().at(-1), day);
 * ```
 */
export function snapshot(
  market: Market,
  day: Day,
  options: { readonly decidedAt?: Instant } = {},
): Snapshot {
  const { prices } = market;
  if (market.unfit !== undefined) {
    throw new DataError(`Cannot take a snapshot of ${day}: ${market.unfit}`, { day });
  }
  const decidedAt = options.decidedAt ?? instant(day);
  const row = lastAtOrBefore(prices.days, day);
  if (row < 0 || prices.days[row] !== day) {
    const nearest = row < 0
      ? `the data start on ${prices.days[0]}`
      : `the trading day before it is ${prices.days[row]}`;
    throw new DataError(`Cannot take a snapshot of ${day}: it is no trading day here, ${nearest}`, {
      day,
    });
  }
  // A close that became known after the decision is cut off, even if it is the day's own.
  const end = Math.min(row, lastAtOrBefore(prices.availableAt, decidedAt)) + 1;

  const known = <T extends Dated>(table: readonly T[]): readonly T[] => knownBy(table, decidedAt);

  function column(columns: ReadonlyMap<string, Float64Array>, ticker: string, count = end) {
    const start = Math.max(0, end - count);
    const values = columns.get(ticker);
    const out: (number | undefined)[] = [];
    for (let i = start; i < end; i++) out.push(values ? numberOrNothing(values[i]) : undefined);
    return out;
  }

  function lastClose(ticker: string, maxAgeDays = 0): KnownClose | undefined {
    const values = prices.close.get(ticker);
    if (!values) return undefined;
    for (let i = end - 1; i >= 0 && i >= row - maxAgeDays; i--) {
      if (!Number.isNaN(values[i])) return { day: prices.days[i], close: values[i] };
    }
    return undefined;
  }

  let headlines: readonly Headline[] | undefined;
  const view = Object.freeze<Snapshot>({
    day,
    decidedAt,
    source: market.source,
    frequency: market.frequency,
    index: market.index,
    sectors: Object.freeze(
      SECTORS.filter((sector) =>
        (market.listedFrom?.[sector] ?? SECTOR_LISTED_FROM[sector]) <= day &&
        lastClose(sector) !== undefined
      ),
    ),
    fundamentals: known(market.fundamentals),
    // Decades of them are copied only for those who look at all.
    get headlines() {
      return headlines ??= known(market.headlines);
    },
    flows: known(market.flows),
    styles: known(market.styles),
    ...(market.figures === undefined ? {} : { figures: known(market.figures) }),
    ratePerYear: known(market.rates).at(-1)?.ratePerYear,
    tradingDays: (count = end) => prices.days.slice(Math.max(0, end - count), end),
    closes: (ticker, count) => column(prices.close, ticker, count),
    volumes: (ticker, count) => column(prices.volume, ticker, count),
    returns(ticker, count = end) {
      const values = prices.close.get(ticker);
      const out: (number | undefined)[] = [];
      for (let i = Math.max(0, end - count); i < end; i++) {
        const ratio = values && i > 0 ? values[i] / values[i - 1] : NaN;
        out.push(numberOrNothing(ratio - 1));
      }
      return out;
    },
    lastClose,
    tradePrice(ticker) {
      const today = lastClose(ticker);
      if (!today) return { reason: "no price" };
      return prices.adjustedAsOf !== undefined && prices.adjustedAsOf !== day
        ? { reason: "adjusted price" }
        : { price: today.close };
    },
  });
  headlinesOf.set(view, market.headlines);
  return view;
}
