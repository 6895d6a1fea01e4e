import { DataError } from "../errors.ts";
import { INSTRUMENTS, isInstrument } from "./instruments.ts";
import type { RawTable } from "./raw_table.ts";

/** The 13-week Treasury bill, percent a year: serves as the risk-free rate. */
export const RATE_COLUMN = "^IRX";

/**
 * Tickers that price files may hold besides the instruments. They are kept as prices; nothing is
 * traded in them.
 */
const OTHER_TICKERS: readonly string[] = [
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

/** What a column of prices holds. */
type Field = "close" | "open" | "volume" | "rate";

/** One column of a price file. */
export interface Column {
  readonly ticker: string;
  readonly field: Field;
  readonly name: string;
  readonly index: number;
}

const columnShape = /^(.+)_(open|close|volume)$/;

/** Whether a column holds the days. */
export function isDateColumn(name: string): boolean {
  return name.toLowerCase() === "date";
}

/** Whether a price file may hold a ticker: funds of the master, the rate, and others that are named. */
export function isPriceTicker(ticker: string, extra: readonly string[] = []): boolean {
  return isInstrument(ticker) || ticker === RATE_COLUMN || OTHER_TICKERS.includes(ticker) ||
    extra.includes(ticker);
}

/**
 * The columns of prices, volumes and rates in a file.
 *
 * @throws {DataError} If a column is unknown, comes twice, or has no close beside it, or there is none.
 */
export function columnsOf(table: RawTable, extra: readonly string[]): readonly Column[] {
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
