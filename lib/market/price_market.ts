import { DataError } from "../errors.ts";
import { type Day, type Instant, instant } from "../units.ts";
import { columnWarnings, span } from "./column_warnings.ts";
import { MIN_SECTORS, newestSectorRow } from "./last_trading_day.ts";
import type { Market, PriceTable, RateObservation } from "./market.ts";
import { columnsOf, RATE_COLUMN } from "./price_columns.ts";
import { frozenWarnings, jumpWarnings, openWarnings } from "./price_jumps.ts";
import { type Checked, daysOf, type LeftOut, openRows, valuesOf } from "./price_values.ts";
import { acceptedWarnings, PRICE_WARNING_KINDS, type PriceWarning } from "./price_warning.ts";
import type { RawTable } from "./raw_table.ts";
import {
  ageWarnings,
  closedDaysWarning,
  repeatedRows,
  repeatedRowsWarning,
  rowWarnings,
} from "./row_warnings.ts";
import { SECTORS } from "./sectors.ts";

/** Ticker of the market index in price files. */
const INDEX_TICKER = "SPY";
/** A market made of price files. Fundamentals, headlines and flows are empty tables. */
export interface PriceMarket extends Market {
  readonly warnings: readonly PriceWarning[];
}

/** What `priceMarket` may be told. */
export interface PriceMarketOptions {
  /**
   * Whether the prices are adjusted for splits and dividends; true by default. Adjusted closes are
   * trade prices only on the day to decide on, the last of the data. With false all of them are.
   */
  readonly adjusted?: boolean;
  /**
   * Whether closes count dividends, so that returns are total returns; true by default. With false
   * returns are those of the price alone, and the source line says so.
   */
  readonly dividends?: boolean;
  /** Further tickers that the files may hold, kept as prices. */
  readonly extra?: readonly string[];
  /** Warnings that the reader has checked, such as `jumps:XLF`; see `acceptedWarnings`. */
  readonly accept?: readonly string[];
  /** The exchange's own today (`exchangeDay`); without it nothing is said of the prices' age. */
  readonly today?: Day;
}

/** Whether closes count dividends: those that are not adjusted count none, whatever else is said. */
export function countsDividends({ adjusted, dividends }: PriceMarketOptions): boolean {
  return adjusted !== false && dividends !== false;
}

/**
 * A market made of tables of prices, each cell checked.
 *
 * A table has a column `date` and, for each ticker, `TICKER` or `TICKER_close`, and perhaps
 * `TICKER_open` and `TICKER_volume`; `^IRX` (percent a year) serves as the risk-free rate. Tables are
 * joined by day; an empty cell is no price, and nothing is filled.
 *
 * @param tables As read from files, at least one.
 * @param options See `PriceMarketOptions`.
 * @returns A daily market with SPY as its index and no fundamentals, headlines or flows.
 * @throws {DataError} For the first fault: file, line, column, value, and what would be right.
 *
 * @example Two days of an index and nine sectors
 * ```ts
 * import { priceMarket, SECTORS, sectorsOn } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const funds = ["SPY", ...sectorsOn(day("2010-01-04"))];
 * const market = priceMarket([{
 *   where: "two_days.csv",
 *   columns: ["date", ...funds],
 *   cells: [["2010-01-04", "2010-01-05"], ...funds.map(() => ["20", "20.1"])],
 *   rowName: (row) => `line ${row + 2}`,
 * }]);
 * equal(market.prices.days.length, 2);
 * equal(market.prices.close.get(SECTORS[0])![1], 20.1);
 * ```
 */
export function priceMarket(
  tables: readonly RawTable[],
  options: PriceMarketOptions = {},
): PriceMarket {
  const parts = tables.map((table) => {
    const days = daysOf(table);
    return { table, days, columns: columnsOf(table, options.extra ?? []) };
  });
  const all = [...new Set(parts.flatMap((part) => part.days))].sort();
  const isDaily = !rowWarnings(all).some(({ kind }) => kind === "sparse rows");
  const read = parts.map(({ table, days, columns }) =>
    openRows({ table, columns, days, values: valuesOf(table, columns, days, isDaily) })
  );
  const files = read.map(({ file }) => file);
  const provider = files.map((file) => file.table.where).join(", ");
  refuseRepeated(files);
  const { prices, rates } = joined(files), { days } = prices;
  refuseThin(prices, provider);
  const newest = days[days.length - 1];
  const rows = rowWarnings(days), sparse = rows.find(({ kind }) => kind === "sparse rows");
  const found: readonly PriceWarning[] = [
    ...tables.flatMap(({ notes = [] }) => notes).map((message) => ({
      kind: "layout" as const,
      columns: [],
      days: [],
      message,
    })),
    ...rows,
    ...(options.today === undefined ? [] : ageWarnings(newest, options.today)),
    ...tableWarnings(prices, rates, {
      left: read.flatMap(({ left }) => left),
      isSparse: sparse !== undefined,
    }),
  ];
  const order = ({ kind }: PriceWarning) => PRICE_WARNING_KINDS.indexOf(kind);
  return {
    source: {
      kind: "real",
      provider,
      dividends: countsDividends(options),
      from: days[0],
      to: newest,
    },
    frequency: "daily",
    index: INDEX_TICKER,
    ...(sparse ? { unfit: sparse.message } : {}),
    prices: options.adjusted === false
      ? prices
      : { ...prices, adjustedAsOf: days[newestSectorRow(prices)] },
    rates,
    styles: [],
    fundamentals: [],
    headlines: [],
    flows: [],
    warnings: acceptedWarnings(
      found.toSorted((a, b) => order(a) - order(b)),
      options.accept ?? [],
    ),
  };
}

function refuseRepeated(files: readonly Checked[]): void {
  const seen = new Map<string, string>();
  for (const { table, columns } of files) {
    for (const { ticker, field, name } of columns) {
      const key = `${ticker} ${field}`;
      const earlier = seen.get(key);
      if (earlier !== undefined) {
        throw new DataError(
          `Cannot join the price files: ${ticker} has its ${field} in ${earlier} and in ${table.where}, ` +
            "need each ticker in one file",
          { where: table.where, line: 1, column: name },
        );
      }
      seen.set(key, table.where);
    }
  }
}

/** Files as one table by day, and what stood in the column of the rate. */
function joined(
  files: readonly Checked[],
): { readonly prices: PriceTable; readonly rates: readonly RateObservation[] } {
  const days = [...new Set(files.flatMap((file) => file.days))].sort();
  const rowOf = new Map(days.map((on, row) => [on, row]));
  const close = new Map<string, Float64Array>();
  const open = new Map<string, Float64Array>();
  const volume = new Map<string, Float64Array>();
  const rates: RateObservation[] = [];
  for (const file of files) {
    const rows = file.days.map((on) => rowOf.get(on)!);
    file.columns.forEach(({ ticker, field }, i) => {
      const values = file.values[i];
      if (field === "rate") {
        file.days.forEach((on, k) => {
          if (Number.isNaN(values[k])) return;
          rates.push({
            ratePerYear: values[k] / 100,
            availableAt: instant(on),
            address: `lab:rates/${RATE_COLUMN}/${on}`,
          });
        });
        return;
      }
      const joined = new Float64Array(days.length).fill(NaN);
      rows.forEach((row, k) => joined[row] = values[k]);
      ({ close, open, volume })[field].set(ticker, joined);
    });
  }
  const availableAt = days.map((on): Instant => `${on}T16:00` as Instant);
  return { prices: { days, availableAt, close, open, volume }, rates };
}

function hasPrice({ close }: PriceTable, ticker: string): boolean {
  const values = close.get(ticker);
  return values !== undefined && span(values)[0] >= 0;
}

/** @throws {DataError} If betas would have no index, or the book too few sectors. */
function refuseThin(prices: PriceTable, provider: string): void {
  if (!hasPrice(prices, INDEX_TICKER)) {
    throw new DataError(
      `Cannot make a market of ${provider}: ${INDEX_TICKER}, to which betas refer, has no prices`,
      { where: provider, column: INDEX_TICKER },
    );
  }
  const sectors = SECTORS.filter((sector) => hasPrice(prices, sector));
  if (sectors.length < MIN_SECTORS) {
    throw new DataError(
      `Cannot make a market of ${provider}: need prices of at least ${MIN_SECTORS} of ${
        SECTORS.join(" ")
      }, got ${sectors.length === 0 ? "none" : sectors.join(" ")}`,
      { where: provider },
    );
  }
}

/** What is odd in the table as a whole: rows, columns, and what happens from one row to the next. */
function tableWarnings(
  prices: PriceTable,
  rates: readonly RateObservation[],
  { left, isSparse }: { readonly left: readonly LeftOut[]; readonly isSparse: boolean },
): readonly PriceWarning[] {
  const { days, close, open, volume } = prices;
  const absent = SECTORS.filter((sector) => !hasPrice(prices, sector));
  const repeated = repeatedRows(days, close);
  return [
    ...closedDaysWarning(left),
    ...repeatedRowsWarning(days, repeated),
    ...(absent.length > 0
      ? [{
        kind: "missing sectors" as const,
        columns: absent,
        days: [],
        message: `${absent.join(", ")} ${absent.length > 1 ? "have" : "has"} no prices and stay${
          absent.length > 1 ? "" : "s"
        } out of the book.`,
      }]
      : []),
    ...columnWarnings({
      days,
      close,
      open,
      volume,
      ...(rates.length > 0
        ? {
          rate: {
            name: RATE_COLUMN,
            newest: rates[rates.length - 1].availableAt.slice(0, 10) as Day,
          },
        }
        : {}),
    }),
    // What a day may bring is not what a week may.
    ...(isSparse ? [] : [
      ...jumpWarnings(days, close),
      ...openWarnings(days, close, open),
      ...frozenWarnings(days, close, repeated),
    ]),
  ];
}
