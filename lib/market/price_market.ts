import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";
import { type Day, day, type Instant, instant } from "../units.ts";
import { columnWarnings, span } from "./column_warnings.ts";
import { MIN_SECTORS, newestSectorRow } from "./last_trading_day.ts";
import { instrument, INSTRUMENTS, isInstrument } from "./instruments.ts";
import type { Market, PriceTable, RateObservation } from "./market.ts";
import { frozenWarnings, jumpWarnings, openWarnings, SUSPECT_TICK_DAYS } from "./price_jumps.ts";
import { acceptedWarnings, PRICE_WARNING_KINDS, type PriceWarning } from "./price_warning.ts";
import {
  ageWarnings,
  closedDaysWarning,
  isClosed,
  repeatedRows,
  repeatedRowsWarning,
  rowWarnings,
} from "./row_warnings.ts";
import { SECTOR_LISTED_FROM, SECTORS } from "./sectors.ts";

/** Ticker of the market index in price files. */
export const INDEX_TICKER = "SPY";
/**
 * Largest daily change of a fund that follows its index once, as a factor up or down; a −2x fund may
 * change twice as much over one. Sector funds have moved at most 20 % a day, and a share split that
 * was not adjusted for shows as a half.
 */
export const MAX_DAILY_FACTOR = 1.5;
/** The same for tickers without an instrument, of which nothing is known. */
export const MAX_DAILY_FACTOR_EXTRA = 5;
/** Least and greatest yearly rate in `^IRX`, percent. */
const RATE_PERCENT_RANGE: readonly [number, number] = [-5, 30];
/** The 13-week Treasury bill, percent a year: serves as the risk-free rate. */
export const RATE_COLUMN = "^IRX";

/**
 * Tickers that price files may hold besides the instruments. They are kept as prices; nothing is
 * traded in them.
 */
export const OTHER_TICKERS: readonly string[] = [
  "SPXU",
  "YXI",
  "BIL",
  "SHV",
  "SHY",
  "IEF",
  "TLT",
  "LQD",
  "HYG",
  "GLD",
  "IWM",
  "MTUM",
  "VTV",
  "VUG",
  "USMV",
  "VOX",
  "IYZ",
  "VNQ",
  "IYR",
  "^VIX",
];

/** A table as it was read from one file, before anything in it was believed. */
export interface RawTable {
  /** The file's name. */
  readonly where: string;
  readonly columns: readonly string[];
  /** One array per column, all of one length: text, numbers (from Parquet), or null for empty. */
  readonly cells: readonly (readonly (string | number | null)[])[];
  /**
   * What a row is called: `line 17` of a CSV file, `row 16` of a Parquet file. Where cells of one row
   * stood in several lines, the column says which is meant.
   */
  readonly rowName: (row: number, column?: string) => string;
  /** Line of a row, where the file has lines. */
  readonly lineOf?: (row: number, column?: string) => number;
  /** How the file was read where its layout is another one, as sentences. */
  readonly notes?: readonly string[];
  /** Line of the columns' names, where the file has lines; 1 where nothing is said. */
  readonly headLine?: number;
}

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

/** Whether closes count dividends: plain closes count none, whatever else is said. */
export function countsDividends({ adjusted, dividends }: PriceMarketOptions): boolean {
  return adjusted !== false && dividends !== false;
}

type Field = "close" | "open" | "volume" | "rate";

interface Column {
  readonly ticker: string;
  readonly field: Field;
  readonly name: string;
  readonly index: number;
}

const columnShape = /^(.+)_(open|close|volume)$/;

function isDateColumn(name: string): boolean {
  return name.toLowerCase() === "date";
}

/** Whether a price file may hold a ticker: funds of the master, the rate, and others that are named. */
export function isPriceTicker(ticker: string, extra: readonly string[] = []): boolean {
  return isInstrument(ticker) || ticker === RATE_COLUMN || OTHER_TICKERS.includes(ticker) ||
    extra.includes(ticker);
}

function columnsOf(table: RawTable, extra: readonly string[]): readonly Column[] {
  const { where, headLine: line = 1 } = table;
  const known = (ticker: string) => isPriceTicker(ticker, extra);
  const columns: Column[] = [];
  const unknown: string[] = [];
  table.columns.forEach((name, index) => {
    if (isDateColumn(name)) return;
    const parts = columnShape.exec(name);
    const ticker = parts ? parts[1] : name;
    if (!known(ticker)) {
      unknown.push(name);
      return;
    }
    const given = parts ? parts[2] as Field : "close";
    // The close of a rate is the rate; it has no open that could be traded at, and no volume.
    if (ticker === RATE_COLUMN && given !== "close") return;
    const field = ticker === RATE_COLUMN ? "rate" : given;
    const same = columns.find((one) => one.ticker === ticker && one.field === field);
    if (same) {
      throw new DataError(
        `Cannot read ${where}, line ${line}: ${ticker} has its close twice, in ${same.name} and ${name}`,
        { where, line, column: name },
      );
    }
    columns.push({ ticker, field, name, index });
  });
  if (unknown.length > 0) {
    const meant = unknown.map((name) => name.toUpperCase()).filter(known);
    throw new DataError(
      `Cannot read ${where}, line ${line}: unknown column${unknown.length > 1 ? "s" : ""} ${
        unknown.map((name) => JSON.stringify(name)).join(", ")
      }${meant.length > 0 ? ` (did you mean ${meant.join(", ")}?)` : ""}; known are date, ${
        INSTRUMENTS.map((fund) => fund.ticker).join(" ")
      }, each also with _open, _close or _volume, and ${
        [...OTHER_TICKERS, RATE_COLUMN].join(" ")
      }; leave others out, or, in code, name them in the option "extra"`,
      { where, line, column: unknown[0] },
    );
  }
  for (const { ticker, field, name } of columns) {
    if (
      (field === "open" || field === "volume") &&
      !columns.some((one) => one.ticker === ticker && one.field === "close")
    ) {
      throw new DataError(
        `Cannot read ${where}, line ${line}: ${name} has no close beside it, need ${ticker}_close or ${ticker}`,
        { where, line, column: name },
      );
    }
  }
  if (columns.length === 0) {
    throw new DataError(
      `Cannot read ${where}, line ${line}: there is no price column beside the date`,
      { where, line },
    );
  }
  return columns;
}

/** A fault in one cell, with all that is needed to find it. */
function cellError(
  table: RawTable,
  row: number,
  column: string,
  value: unknown,
  problem: string,
): DataError {
  return new DataError(
    `Cannot read ${table.where}, ${table.rowName(row, column)}, column ${column}: ${problem}, got ${
      quotedValue(value)
    }`,
    { where: table.where, line: table.lineOf?.(row, column), column, value },
  );
}

// A day, perhaps with the midnight that some programs write after it.
const dateShape = /^(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function daysOf(table: RawTable): readonly Day[] {
  const index = table.columns.findIndex(isDateColumn);
  if (index < 0) {
    throw new DataError(
      `Cannot read ${table.where}, line ${table.headLine ?? 1}: there is no column "date", got ${
        table.columns.slice(0, 5).map((name) => JSON.stringify(name)).join(", ")
      }`,
      { where: table.where, line: table.headLine ?? 1, column: "date" },
    );
  }
  const name = table.columns[index];
  const cells = table.cells[index];
  if (cells.length === 0) {
    throw new DataError(`Cannot read ${table.where}: there is no row below the header`, {
      where: table.where,
    });
  }
  const days: Day[] = [];
  cells.forEach((value, row) => {
    const text = typeof value === "string" ? dateShape.exec(value.trim())?.[1] : undefined;
    let read: Day | undefined;
    try {
      read = text === undefined ? undefined : day(text);
    } catch {
      // A day such as 2021-02-30; the error below shows it.
    }
    if (read === undefined) {
      throw cellError(table, row, name, value, "need a calendar day as YYYY-MM-DD");
    }
    const before = days.at(-1);
    if (before !== undefined && read <= before) {
      throw cellError(
        table,
        row,
        name,
        value,
        read === before
          ? "need each day once, but the row before has the same"
          : `need days in order, but the row before is ${before}`,
      );
    }
    days.push(read);
  });
  return days;
}

const numberShape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const missingWords = /^(?:na|n\/a|nan|null|none|nil|-|#n\/a)$/i;

/** The number in a cell, NaN where the cell is empty. */
function numberIn(table: RawTable, row: number, column: Column): number {
  const raw = table.cells[column.index][row];
  const need = column.field === "rate"
    ? `need percent a year from ${RATE_PERCENT_RANGE.join(" to ")}`
    : column.field === "volume"
    ? "need a number of shares of at least 0"
    : "need a price above 0";
  let value: number;
  if (raw === null) return NaN;
  if (typeof raw === "number") {
    // Parquet writers use NaN for an empty cell.
    if (Number.isNaN(raw)) return NaN;
    value = raw;
  } else {
    const text = raw.trim();
    if (text === "") return NaN;
    if (!numberShape.test(text)) {
      const hint = missingWords.test(text)
        ? `${need} or an empty cell where there is none`
        : /^[+-]?[\d.]+,\d+$|^[+-]?\d{1,3}(?:,\d{3})+/.test(text)
        ? `${need} with a decimal point and no thousands separator`
        : need;
      throw cellError(table, row, column.name, raw, hint);
    }
    value = Number(text);
  }
  const right = column.field === "rate"
    ? value >= RATE_PERCENT_RANGE[0] && value <= RATE_PERCENT_RANGE[1]
    : column.field === "volume"
    ? value >= 0
    : value > 0;
  if (!right || !Number.isFinite(value)) {
    throw cellError(table, row, column.name, raw, need);
  }
  return value;
}

function maxFactor(ticker: string): number {
  return isInstrument(ticker)
    ? 1 + (MAX_DAILY_FACTOR - 1) * Math.abs(instrument(ticker).leverage)
    : MAX_DAILY_FACTOR_EXTRA;
}

function changeError(
  table: RawTable,
  row: number,
  column: Column,
  reference: { readonly price: number; readonly of: string },
): DataError {
  return cellError(
    table,
    row,
    column.name,
    table.cells[column.index][row],
    `need a price within a factor ${
      maxFactor(column.ticker)
    } of ${reference.of}, ${reference.price} ` +
      "(an unadjusted split or a slip of the decimal point looks like this)",
  );
}

/**
 * The columns of one file as numbers, each cell checked by itself and, where rows are days, against the one
 * before: a month may bring more than a day, and its file is refused for what it is.
 */
function valuesOf(
  table: RawTable,
  columns: readonly Column[],
  days: readonly Day[],
  isDaily: boolean,
): readonly Float64Array[] {
  const values = columns.map((column) => {
    const out = new Float64Array(days.length);
    const limit = maxFactor(column.ticker);
    const listedFrom = (SECTOR_LISTED_FROM as Readonly<Record<string, Day>>)[column.ticker];
    let last = NaN, lastRow = -1;
    for (let row = 0; row < days.length; row++) {
      const value = numberIn(table, row, column);
      out[row] = value;
      if (Number.isNaN(value) || column.field === "rate" || column.field === "volume") continue;
      if (listedFrom !== undefined && days[row] < listedFrom) {
        throw cellError(
          table,
          row,
          column.name,
          table.cells[column.index][row],
          `need an empty cell before the first trading day of ${column.ticker}, ${listedFrom}`,
        );
      }
      // Over a long hole a fund may move further than in a day; there the surprise is judged alone.
      const isNear = isDaily && lastRow >= 0 && row - lastRow <= SUSPECT_TICK_DAYS;
      if (isNear && (value > last * limit || value * limit < last)) {
        throw changeError(table, row, column, {
          price: last,
          of: `the ${column.field} of ${days[lastRow]}`,
        });
      }
      last = value;
      lastRow = row;
    }
    return out;
  });
  columns.forEach((column, i) => {
    if (column.field !== "open") return;
    const limit = maxFactor(column.ticker);
    const closes = values[
      columns.findIndex((one) => one.ticker === column.ticker && one.field === "close")
    ];
    for (let row = 0; row < days.length; row++) {
      const open = values[i][row], close = closes[row];
      if (open > close * limit || open * limit < close) {
        throw changeError(table, row, column, { price: close, of: "the close of that day" });
      }
    }
  });
  return values;
}

interface Checked {
  readonly table: RawTable;
  readonly columns: readonly Column[];
  readonly days: readonly Day[];
  readonly values: readonly Float64Array[];
}

interface LeftOut {
  readonly day: Day;
  /** Whether no price in the row is new. */
  readonly repeats: boolean;
}

/**
 * A file without its rows on days on which the exchange was closed. Rows that were filled forward over
 * them are common; a price of its own on a Saturday or Sunday means that the dates are wrong.
 */
function openRows(file: Checked): { readonly file: Checked; readonly left: readonly LeftOut[] } {
  const { table, days, columns, values } = file;
  const closed = days.flatMap((on, row) => isClosed(on) ? [row] : []);
  if (closed.length === 0) return { file, left: [] };
  const prices = values.filter((_, i) => columns[i].field !== "volume");
  const left = closed.map((row): LeftOut => {
    const repeats = prices.every((one) =>
      Number.isNaN(one[row]) || (row > 0 && one[row] === one[row - 1])
    );
    const weekday = new Date(`${days[row]}T00:00:00Z`).getUTCDay();
    if (!repeats && (weekday === 0 || weekday === 6)) {
      const index = table.columns.findIndex(isDateColumn);
      throw cellError(
        table,
        row,
        table.columns[index],
        table.cells[index][row],
        `need a trading day, but this is a ${WEEKDAYS[weekday]}`,
      );
    }
    return { day: days[row], repeats };
  });
  const kept = days.flatMap((on, row) => isClosed(on) ? [] : [row]);
  if (kept.length === 0) {
    throw new DataError(
      `Cannot read ${table.where}: the exchange was closed on each of its days, ${days[0]} to ${
        days[days.length - 1]
      }`,
      { where: table.where },
    );
  }
  return {
    file: {
      table,
      columns,
      days: kept.map((row) => days[row]),
      values: values.map((one) => Float64Array.from(kept, (row) => one[row])),
    },
    left,
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

  const hasPrice = (ticker: string) => {
    const values = close.get(ticker);
    return values !== undefined && span(values)[0] >= 0;
  };
  const sectors = SECTORS.filter(hasPrice);
  if (!hasPrice(INDEX_TICKER)) {
    throw new DataError(
      `Cannot make a market of ${provider}: ${INDEX_TICKER}, to which betas refer, has no prices`,
      { where: provider, column: INDEX_TICKER },
    );
  }
  if (sectors.length < MIN_SECTORS) {
    throw new DataError(
      `Cannot make a market of ${provider}: need prices of at least ${MIN_SECTORS} of ${
        SECTORS.join(" ")
      }, got ${sectors.length === 0 ? "none" : sectors.join(" ")}`,
      { where: provider },
    );
  }
  const availableAt = days.map((on): Instant => `${on}T16:00` as Instant);
  const prices: PriceTable = { days, availableAt, close, open, volume };
  const newest = days[days.length - 1];
  const absent = SECTORS.filter((sector) => !sectors.includes(sector));
  const repeated = repeatedRows(days, close);
  const rows = rowWarnings(days);
  const sparse = rows.find(({ kind }) => kind === "sparse rows");
  const found: readonly PriceWarning[] = [
    ...tables.flatMap(({ notes = [] }) => notes).map((message) => ({
      kind: "layout" as const,
      columns: [],
      days: [],
      message,
    })),
    ...rows,
    ...(options.today === undefined ? [] : ageWarnings(newest, options.today)),
    ...closedDaysWarning(read.flatMap(({ left }) => left)),
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
    ...(sparse ? [] : [
      ...jumpWarnings(days, close),
      ...openWarnings(days, close, open),
      ...frozenWarnings(days, close, repeated),
    ]),
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
