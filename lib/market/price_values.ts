import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";
import { type Day, day } from "../units.ts";
import { instrument, isInstrument } from "./instruments.ts";
import { type Column, isDateColumn } from "./price_columns.ts";
import { SUSPECT_TICK_DAYS } from "./price_jumps.ts";
import type { RawTable } from "./raw_table.ts";
import { isClosed } from "./row_warnings.ts";
import { SECTOR_LISTED_FROM } from "./sectors.ts";

/**
 * Largest daily change of a fund that follows its index once, as a factor up or down; a −2x fund may
 * change twice as much over one. Sector funds have moved at most 20 % a day, and a share split that
 * was not adjusted for shows as a half.
 */
const MAX_DAILY_FACTOR = 1.5;
/** The same for tickers without an instrument, of which nothing is known. */
const MAX_DAILY_FACTOR_EXTRA = 5;
/** Least and greatest yearly rate in `^IRX`, percent. */
const RATE_PERCENT_RANGE: readonly [number, number] = [-5, 30];
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

/** The days of a file, in order and each once. */
export function daysOf(table: RawTable): readonly Day[] {
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
export function valuesOf(
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

/** A file whose cells were checked. */
export interface Checked {
  readonly table: RawTable;
  readonly columns: readonly Column[];
  readonly days: readonly Day[];
  readonly values: readonly Float64Array[];
}

/** A row on a day on which the exchange was closed. */
export interface LeftOut {
  readonly day: Day;
  /** Whether no price in the row is new. */
  readonly repeats: boolean;
}

/**
 * A file without its rows on days on which the exchange was closed. Rows that were filled forward over
 * them are common; a price of its own on a Saturday or Sunday means that the dates are wrong.
 */
export function openRows(
  file: Checked,
): { readonly file: Checked; readonly left: readonly LeftOut[] } {
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
