/**
 * What a dollar in one leg of the book becomes between two points of time.
 *
 * A point is `2 × row` for a row's open and `2 × row + 1` for its close. A leg is a fund held
 * (`longFactor`), an inverse fund by its daily reset path (`fundFactor`), or cash (`cashFactor`).
 * Between two points a missing price is skipped: the next one shows the whole move, and nothing is
 * counted as a return of zero.
 *
 * @module
 */
import { DataError } from "../errors.ts";
import { MONTHS_A_YEAR, TRADING_DAYS_A_YEAR } from "../days.ts";
import type { Market, PriceTable } from "../market/mod.ts";

/** A row's open or close, counted as `2 × row` and `2 × row + 1`. */
export type Point = number;

/** Closes and opens of one ticker; opens are absent where a data set has none. */
export interface PricePath {
  readonly close: Float64Array;
  readonly open: Float64Array | undefined;
}

/** The prices of a ticker, or nothing where the market does not have it. */
export function pricePath(prices: PriceTable, ticker: string): PricePath | undefined {
  const close = prices.close.get(ticker);
  return close && { close, open: prices.open.get(ticker) };
}

/** The price at exactly a point; NaN where there is none. */
export function priceAt(path: PricePath, point: Point): number {
  const row = point >> 1;
  return point & 1 ? path.close[row] : path.open ? path.open[row] : NaN;
}

/** The newest point at or before one that has a price, or −1. */
function lastPricedPoint(path: PricePath, point: Point): Point {
  let at = point;
  while (at >= 0 && Number.isNaN(priceAt(path, at))) at--;
  return at;
}

/** Interest of each row, a share: paid at its close at the rate known at the close before. */
export interface CashPath {
  readonly interest: Float64Array;
  /** Rate per year behind it; 0 where none was known. */
  readonly ratePerYear: Float64Array;
  /** Rows without a known rate, for which 0 was taken. */
  readonly unknownRows: number;
  readonly periodsPerYear: number;
}

/** The interest of every row of a market, by the rates that were known the day before. */
export function cashPath(market: Pick<Market, "frequency" | "prices" | "rates">): CashPath {
  const { availableAt } = market.prices;
  const periodsPerYear = market.frequency === "monthly" ? MONTHS_A_YEAR : TRADING_DAYS_A_YEAR;
  const rates = market.rates.toSorted((a, b) =>
    a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0
  );
  const ratePerYear = new Float64Array(availableAt.length);
  let next = 0, rate = NaN, unknownRows = 0;
  for (let row = 1; row < availableAt.length; row++) {
    while (next < rates.length && rates[next].availableAt <= availableAt[row - 1]) {
      rate = rates[next++].ratePerYear;
    }
    if (Number.isNaN(rate)) unknownRows++;
    else ratePerYear[row] = rate;
  }
  const interest = ratePerYear.map((value) => value / periodsPerYear);
  return { interest, ratePerYear, unknownRows, periodsPerYear };
}

/** What a dollar of cash becomes: interest is paid at every close after `from`, up to `to`. */
export function cashFactor(cash: CashPath, from: Point, to: Point): number {
  let factor = 1;
  // A close is the odd point of its row; the close at `from` itself has been paid.
  for (let row = (from + 1) >> 1; 2 * row + 1 <= to; row++) factor *= 1 + cash.interest[row];
  return factor;
}

/** How long a leg lives, in points: after its end its last price is cash. */
export interface LegEnd {
  /** Rows without a price after which a ticker counts as ended. */
  readonly endedAfterRows: number;
  /** Last point at which the fund was listed; none by default. */
  readonly listedTo?: Point;
}

function spanOf(path: PricePath, from: Point, to: Point, end: LegEnd) {
  const start = lastPricedPoint(path, from);
  if (start < 0) {
    throw new DataError(`Cannot value a position: it has no price at or before row ${from >> 1}`);
  }
  const until = Math.min(to, end.listedTo ?? Infinity);
  const last = Math.max(start, lastPricedPoint(path, until));
  const isOver = until < to || (to >> 1) - (last >> 1) >= end.endedAfterRows;
  return { start, last, isOver };
}

/**
 * What a dollar in a fund becomes between two points, dividends included where the prices are.
 *
 * A ticker without a price for `endedAfterRows` rows has ended: its last price is cash from then on.
 */
export function longFactor(
  path: PricePath,
  cash: CashPath,
  from: Point,
  to: Point,
  end: LegEnd,
): number {
  const { start, last, isOver } = spanOf(path, from, to, end);
  const factor = priceAt(path, last) / priceAt(path, start);
  return isOver ? factor * cashFactor(cash, Math.max(last, from), to) : factor;
}

/** Leverage and yearly fee of a fund with a daily target. */
interface DailyTarget {
  readonly leverage: number;
  readonly feePerYear: number;
}

/**
 * What a dollar in an inverse fund becomes, by its daily reset path.
 *
 * Each close: nav·max(0, 1 + L·r + (1 − L)·rf/252 − fee/252), r from the close before (Cheng and
 * Madhavan, Journal of Investment Management 7(4), 2009). At an open the fund stands at
 * 1 + L × overnight return of the evening before; rate and fee are charged at the close. The path is
 * used even where a market has the fund's own prices: those of small funds are stale or false on
 * many days, and until 2023-03-17 they followed other indices than the sector fund's. A hole in the
 * index is one longer day.
 *
 * @param path Prices of the index that the fund follows.
 */
export function fundFactor(
  path: PricePath,
  cash: CashPath,
  fund: DailyTarget,
  from: Point,
  to: Point,
  end: LegEnd,
): number {
  const { start, last, isOver } = spanOf(path, from, to, end);
  const { leverage: L, feePerYear } = fund;
  if (last === start) return isOver ? cashFactor(cash, Math.max(last, from), to) : 1;
  const carry = (after: number, until: number) => {
    let sum = 0;
    for (let row = after + 1; row <= until; row++) {
      sum += ((1 - L) * cash.ratePerYear[row] - feePerYear) / cash.periodsPerYear;
    }
    return sum;
  };
  // `base` is the close to which the fund was last reset, on row `reset`.
  let factor = 1, base = priceAt(path, start), reset = start >> 1;
  if (!(start & 1)) {
    // Bought at an open: the fund has moved since the evening, and was charged for rows in a hole.
    const evening = lastPricedCloseBefore(path, reset);
    if (evening >= 0) {
      const opened = 1 + L * (base / path.close[evening] - 1) + carry(evening, reset - 1);
      if (!(opened > 0)) return 0;
      factor = 1 / opened;
      base = path.close[evening];
      reset = evening;
    } else reset--;
  }
  for (let row = (start + 1) >> 1; 2 * row + 1 <= last; row++) {
    const price = path.close[row];
    if (Number.isNaN(price)) continue;
    factor *= Math.max(0, 1 + L * (price / base - 1) + carry(reset, row));
    base = price;
    reset = row;
  }
  if (!(last & 1) && last > start) {
    const row = last >> 1;
    factor *= Math.max(0, 1 + L * (priceAt(path, last) / base - 1) + carry(reset, row - 1));
  }
  return isOver ? factor * cashFactor(cash, Math.max(last, from), to) : factor;
}

function lastPricedCloseBefore(path: PricePath, row: number): number {
  let at = row - 1;
  while (at >= 0 && Number.isNaN(path.close[at])) at--;
  return at;
}
