import { DataError } from "../errors.ts";
import { counted, listed } from "../words.ts";
import { outsideLine } from "../outside_text.ts";
import { checkNames } from "./csv_text.ts";
import { type ColumnMeaning, columnMeaning, type PriceField, tickerOf } from "./column_meaning.ts";
import { dayCell } from "./day_cell.ts";
import type { RawTable } from "./price_market.ts";

/** A cell as it was read. */
export type Cell = string | number | null;

/** What a layout must be told of the lab. */
export interface LayoutOptions {
  readonly isKnown: (ticker: string) => boolean;
  /** Ticker of the risk-free rate, of which only the close counts. */
  readonly rate: string;
  /** Whether closes shall count dividends: then an adjusted close goes before a plain one. */
  readonly dividends: boolean;
}

/** A table with a column `date` and columns `TICKER` or `TICKER_close`, and what was done for it. */
export interface LaidOut {
  readonly table: RawTable;
  /** Sentences for the reader; none where the file had this form. */
  readonly notes: readonly string[];
}

const DATE_NAMES = /^(?:date|dates|day|datetime|timestamp|time|tradedate|index|)$/;
const TICKER_NAMES =
  /^(?:ticker|tickers|symbol|symbols|tic|sym|ric|code|asset|instrument|security)$/;
const KIND_NAMES =
  /^(?:variable|field|fields|price|metric|attribute|attributes|measure|type|kind)$/;
/** Header rows below the first one: two levels and the name of the index. */
const MOST_HEADER_ROWS = 3;

const bare = (name: string) => name.toLowerCase().replace(/[^a-z]/g, "");
const isEmpty = (cell: Cell) => cell === null || (typeof cell === "string" && cell.trim() === "");
const textIn = (cell: Cell) => cell === null ? "" : String(cell).trim();
/** Names that pandas and Excel give to a column that has none. */
const unnamed = (name: string) =>
  /^(?:|Unnamed: \d+(?:_level_\d+)?|__index_level_\d+__)$/.test(name);

/** The column of days: the one called so, else the first that holds days. */
function dateColumn({ columns, cells }: RawTable): number {
  const called = columns.findIndex((name) => bare(name) === "date");
  if (called >= 0) return called;
  const hold = columns.flatMap((_, i) =>
    cells[i].slice(0, MOST_HEADER_ROWS + 1).some((cell) => dayCell(cell) !== undefined) ? [i] : []
  );
  const named = (i: number) => unnamed(columns[i]) || DATE_NAMES.test(bare(columns[i]));
  return hold.find(named) ?? hold[0] ?? columns.findIndex((name) => DATE_NAMES.test(bare(name)));
}

/** Rows of names below the first row, as a table of several levels has them. */
function headerRows({ cells }: RawTable, date: number, isKnown: LayoutOptions["isKnown"]): number {
  const count = Math.min(cells[date].length, MOST_HEADER_ROWS);
  let rows = 0;
  for (let row = 0; row < count; row++) {
    const words = cells.flatMap((column, i) => i === date ? [] : [textIn(column[row])]);
    const isBlank = words.every((word) => word === "");
    const isHeader = dayCell(cells[date][row]) === undefined &&
      (isBlank
        ? rows > 0 && !/\d/.test(textIn(cells[date][row]))
        : words.some((word) => Object.keys(columnMeaning(word, isKnown)).length > 0) &&
          words.every((word) => !/^[+-]?[\d.]+$/.test(word)));
    if (!isHeader) break;
    rows++;
  }
  return rows;
}

/** Whether cells only count the rows, as a table's own index does. */
function isCounter(cells: readonly Cell[]): boolean {
  const first = cells.length === 0 ? NaN : numberIn(cells[0]);
  return (first === 0 || first === 1) && cells.every((cell, row) => numberIn(cell) === first + row);
}

/** The same table without its first rows. */
function below(table: RawTable, rows: number): RawTable {
  if (rows === 0) return table;
  const { rowName, lineOf } = table;
  return {
    ...table,
    cells: table.cells.map((column) => column.slice(rows)),
    rowName: (row, column) => rowName(row + rows, column),
    ...(lineOf ? { lineOf: (row: number, column?: string) => lineOf(row + rows, column) } : {}),
  };
}

interface Series {
  readonly ticker: string;
  readonly field: PriceField;
  /** Its name in the table that is handed on. */
  readonly name: string;
  readonly cells: readonly Cell[];
}

function refusal(
  { where, lineOf, headLine }: RawTable,
  what: string,
  row?: number,
  column?: string,
) {
  const line = row === undefined ? headLine : lineOf?.(row);
  return new DataError(
    `Cannot read ${where}${line === undefined ? "" : `, line ${line}`}: ${what}`,
    {
      where,
      line,
      column,
    },
  );
}

/** The one ticker in a file's name, such as `XLK.csv`, `xlk_us_d.csv` or `ARCA_XLK, 1D.csv`. */
function tickerInName(where: string, isKnown: LayoutOptions["isKnown"]): string | undefined {
  const name = where.replace(/\.[^.]*$/, "");
  const whole = tickerOf(name, isKnown);
  if (whole !== undefined) return whole;
  const found = new Set(
    name.split(/[\s_.,()+=-]+/).flatMap((word) => tickerOf(word, isKnown) ?? []),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

/** Columns that say what a row holds: its ticker, its field, or both. */
interface RowLabels {
  readonly date: number;
  readonly ticker: number;
  readonly kind: number;
}

/** Prices one below the other as columns: one row a day, one series for each ticker and field. */
function pivoted(
  table: RawTable,
  meanings: readonly ColumnMeaning[],
  { date, ticker, kind }: RowLabels,
  { isKnown }: LayoutOptions,
): { readonly table: RawTable; readonly series: readonly Series[] } {
  const { columns, cells } = table;
  const values = columns.flatMap((name, i) => {
    if (i === date || i === ticker || i === kind) return [];
    const meant = meanings[i].field === undefined && bare(name) === "value" ? {} : meanings[i];
    // A column of which nothing is known counts only where its name says "value".
    return meant.field === "unused" || (meant === meanings[i] && !meant.ticker && !meant.field)
      ? []
      : [{ i, ...meant }];
  });
  if (values.length === 0) {
    throw refusal(
      table,
      "there is a column of tickers and none of prices; need a column close beside it, or one " +
        "column per ticker",
    );
  }
  const rowOf = new Map<string, number>(), unknown = new Map<string, number>();
  const strange = new Map<string, number>();
  const labels = cells[date].map((cell, row) => {
    const on = dayCell(cell);
    if (on === undefined) {
      throw refusal(
        table,
        `column ${columns[date]}: need a calendar day as YYYY-MM-DD, got ${quoted(cell)}`,
        row,
        columns[date],
      );
    }
    rowOf.set(on, 0);
    const own = ticker < 0 ? {} : columnMeaning(textIn(cells[ticker][row]), isKnown);
    if (ticker >= 0 && own.ticker === undefined) unknown.set(textIn(cells[ticker][row]), row);
    const told = kind < 0 ? undefined : columnMeaning(textIn(cells[kind][row]), isKnown).field;
    if (kind >= 0 && told === undefined) strange.set(textIn(cells[kind][row]), row);
    return { on, ticker: own.ticker, field: kind < 0 ? own.field : told ?? "unused" };
  });
  if (strange.size > 0) {
    const some = [...strange.keys()].slice(0, 5).map((word) => quoted(word));
    throw refusal(
      table,
      `column ${columns[kind]}: ${counted(strange.size, "unknown field")} (${some.join(", ")}${
        strange.size > some.length ? " and more" : ""
      }); keep the rows of close, adjusted close, open and volume`,
      [...strange.values()][0],
      columns[kind],
    );
  }
  if (unknown.size > 0) {
    const some = [...unknown.keys()].slice(0, 5).map((word) => quoted(word));
    throw refusal(
      table,
      `column ${columns[ticker]}: ${counted(unknown.size, "unknown ticker")} (${some.join(", ")}${
        unknown.size > some.length ? " and more" : ""
      }); keep the rows of tickers that the lab knows`,
      [...unknown.values()][0],
      columns[ticker],
    );
  }
  const days = [...rowOf.keys()].sort();
  days.forEach((on, row) => rowOf.set(on, row));
  const series = new Map<string, Series & { cells: Cell[]; rows: number[] }>();
  const firstRow = new Array<number>(days.length).fill(-1);
  labels.forEach((label, row) => {
    const day = rowOf.get(label.on)!;
    if (firstRow[day] < 0) firstRow[day] = row;
    for (const value of values) {
      const of = value.ticker ?? label.ticker, field = label.field ?? value.field ?? "close";
      if (field === "unused") continue;
      const key = `${of} ${field}`;
      let one = series.get(key);
      if (!one) {
        const blank = { cells: new Array<Cell>(days.length).fill(null), rows: [] as number[] };
        series.set(key, one = { ticker: of!, field, name: `${of}_${field}`, ...blank });
      }
      const earlier = one.rows[day];
      if (earlier !== undefined) {
        throw refusal(
          table,
          `${of} has its ${
            field === "adjusted" ? "adjusted close" : field
          } of ${label.on} twice, here and in ${
            table.rowName(earlier)
          }; need each day once for each ticker`,
          row,
          columns[value.i],
        );
      }
      one.rows[day] = row;
      one.cells[day] = cells[value.i][row];
    }
  });
  const all = [...series.values()];
  // Where a fault is told, the row is the one of its own ticker.
  const rowIn = (row: number, name?: string) =>
    all.find((one) => name === one.name || name === one.ticker)?.rows[row] ?? firstRow[row];
  const { rowName, lineOf } = table;
  return {
    table: {
      ...table,
      columns: ["date"],
      cells: [days],
      rowName: (row, column) => rowName(rowIn(row, column)),
      ...(lineOf ? { lineOf: (row: number, column?: string) => lineOf(rowIn(row, column)) } : {}),
    },
    series: all,
  };
}

/** A cell or name from outside, as a sentence shows it. */
function quoted(cell: Cell): string {
  return typeof cell === "string" ? JSON.stringify(outsideLine(cell, 40)) : String(cell);
}

function numberIn(cell: Cell | undefined): number {
  if (typeof cell === "number") return cell;
  return cell === undefined || cell === null || cell.trim() === "" ? NaN : Number(cell);
}

/**
 * An open or a volume in the measure of the adjusted closes. Where one of the closes is empty nobody knows
 * that measure, and the cell is empty, too; a cell that is no number stays, for the check that names it.
 */
function scaled(
  { field, cells, ...one }: Series,
  { plain, counts, table }: {
    readonly plain: Series;
    readonly counts: Series;
    readonly table: RawTable;
  },
): Series {
  const scaledCells = cells.map((cell, row) => {
    const value = numberIn(cell), close = plain.cells[row];
    if (Number.isNaN(value)) return cell;
    if (isEmpty(close) || isEmpty(counts.cells[row])) return null;
    const from = numberIn(close), to = numberIn(counts.cells[row]);
    if (!(from > 0 && Number.isFinite(from))) {
      throw refusal(
        table,
        `column ${plain.name}: need a price above 0 or an empty cell, got ${quoted(close)}`,
        row,
        plain.name,
      );
    }
    // An adjusted close that is no number is told by the check of the closes.
    return Number.isNaN(to) ? cell : field === "open" ? value * to / from : value * from / to;
  });
  return { ...one, field, cells: scaledCells };
}

/**
 * The series of a file as the columns that are handed on: of an adjusted and a plain close the one that
 * is asked for, opens and volumes in its measure, and of a rate the close alone.
 */
function chosen(
  series: readonly Series[],
  table: RawTable,
  { dividends, rate }: LayoutOptions,
): { readonly columns: readonly Series[]; readonly notes: readonly string[] } {
  const columns: Series[] = [], adjusted: string[] = [];
  let isScaled = false;
  const left = { open: [] as string[], volume: [] as string[] };
  for (const ticker of new Set(series.map((one) => one.ticker))) {
    const own = series.filter((one) => one.ticker === ticker);
    const plain = own.find(({ field }) => field === "close");
    const counts = own.find(({ field }) => field === "adjusted");
    if (ticker === rate) {
      const close = own.filter(({ field }) => field === "close");
      columns.push(...(close.length > 0 ? close : counts ? [counts] : []).map((one) => ({
        ...one,
        field: "close" as const,
        name: rate,
      })));
      continue;
    }
    if (!counts) {
      columns.push(...own.filter(({ field }) => field !== "unused"));
      continue;
    }
    if (!dividends) {
      if (!plain) {
        throw refusal(
          table,
          `${ticker} has adjusted closes alone, and prices without dividends are asked for; need a ` +
            `column ${ticker}_close`,
          undefined,
          ticker,
        );
      }
      columns.push(...own.filter(({ field }) => field !== "adjusted" && field !== "unused"));
      continue;
    }
    adjusted.push(ticker);
    columns.push({ ...counts, field: "close", name: `${ticker}_close` });
    for (const one of own) {
      if (one.field !== "open" && one.field !== "volume") continue;
      if (plain) columns.push(scaled(one, { plain, counts, table }));
      else left[one.field].push(ticker);
      isScaled ||= plain !== undefined && one.field === "open";
    }
  }
  const whose = (some: readonly string[]) =>
    some.length > 3 ? counted(some.length, "ticker") : listed(some);
  return {
    columns,
    notes: [
      ...(adjusted.length > 0
        ? [
          `the adjusted closes of ${whose(adjusted)} were taken${
            isScaled ? ", and opens scaled with them" : ""
          }`,
        ]
        : []),
      ...(["open", "volume"] as const).filter((field) => left[field].length > 0).map((field) =>
        `the ${field}s of ${
          whose(left[field])
        } were left out, for without a plain close beside them ` +
        "their measure is not known"
      ),
    ],
  };
}

/**
 * A file's table in the form that the lab's prices have, whatever layout it came in:
 *
 * - one column per ticker, in the spellings of {@linkcode columnMeaning};
 * - a header of two rows, fields and tickers in either order, as downloads of several tickers have it;
 * - one file per ticker (`Date, Open, High, Low, Close, Adj Close, Volume`), named after it;
 * - one row per day and ticker (`date, ticker, close`), in any order;
 * - newest first; days as text, number or instant; a column of days without a name.
 *
 * Of `Close` and `Adj Close` the adjusted one is the close where dividends shall count, and opens are
 * scaled with it. What is not recognised is handed on as it is, for the check that names it.
 *
 * @param table As it was read, a row below the names each.
 * @throws {DataError} If the layout is known but incomplete: says what is missing.
 */
export function priceLayout(given: RawTable, options: LayoutOptions): LaidOut {
  const { isKnown } = options;
  const kept = given.columns.flatMap((name, i) =>
    unnamed(name) && (given.cells[i].every(isEmpty) || isCounter(given.cells[i])) ? [] : [i]
  );
  const sheet: RawTable = {
    ...given,
    columns: kept.map((i) => given.columns[i]),
    cells: kept.map((i) => given.cells[i]),
  };
  const date = dateColumn(sheet);
  if (date < 0) return { table: sheet, notes: [] };
  const header = headerRows(sheet, date, isKnown);
  const names = levels(sheet, header, date);
  let table = below(sheet, header);
  const meanings = names.map((name, i): ColumnMeaning =>
    i === date ? {} : columnMeaning(name, isKnown)
  );
  const notes: string[] = [];

  const labels = rowLabels(table, header, date, meanings, options);
  let series: readonly Series[];
  if (labels) {
    ({ table, series } = pivoted(table, meanings, labels, options));
    notes.push("one row per day and ticker was turned into one column per ticker");
  } else {
    const fields = meanings.filter(({ ticker, field }) => ticker === undefined && field);
    const isOne = fields.length > 0 && meanings.every(({ ticker }) => ticker === undefined);
    const own = isOne ? tickerInName(table.where, isKnown) : undefined;
    if (isOne && own === undefined) {
      throw refusal(
        table,
        `the columns ${
          listed(names.flatMap((name, i) => meanings[i].field ? [String(name)] : []))
        } name no ticker, nor does the file one that the lab knows; name the file after it, such as ` +
          "XLK.csv, or the columns XLK_close, XLK_open",
      );
    }
    if (header === 0 && !isOne) {
      checkNames(table.columns.with(date, "date"), table.where, table.headLine);
    }
    if (own !== undefined) notes.push(`taken for prices of ${own}, by the name of the file`);
    if (header > 0) notes.push(`a header of ${header + 1} rows was read as one`);
    series = names.flatMap((name, at): Series[] => {
      if (at === date) return [];
      const { ticker = own, field = "close" } = meanings[at];
      const called = Array.isArray(name) ? name.join("_") : String(name);
      // What nobody knows keeps its name, for the check of the columns to tell it.
      if (ticker === undefined || Object.keys(meanings[at]).length === 0) {
        return [{ ticker: called, field: "close", name: called, cells: table.cells[at] }];
      }
      const plain = meanings[at].field === undefined;
      return [{
        ticker,
        field,
        name: plain ? ticker : `${ticker}_${field}`,
        cells: table.cells[at],
      }];
    });
  }
  const { columns, notes: taken } = chosen(series, table, options);
  notes.push(...taken);
  const days = table.cells[labels ? 0 : date].map((cell) => dayCell(cell) ?? cell);
  const turned = turnedRound(days);
  if (turned) notes.push("the newest row stood first; the order was turned round");
  const turn = <T>(list: readonly T[]) => turned ? list.toReversed() : list;
  const { where, headLine, rowName, lineOf } = table, last = days.length - 1;
  const at = (row: number) => turned ? last - row : row;
  return {
    table: {
      where,
      columns: ["date", ...columns.map(({ name }) => name)],
      cells: [turn(days), ...columns.map(({ cells }) => turn(cells))],
      ...(headLine === undefined ? {} : { headLine }),
      rowName: (row, column) => rowName(at(row), column),
      ...(lineOf ? { lineOf: (row: number, column?: string) => lineOf(at(row), column) } : {}),
    },
    notes: notes.length === 0 ? [] : [`${where}: ${notes.join("; ")}.`],
  };
}

/** The name of each column, or its words where the header has several rows; merged cells are spread. */
function levels(
  { columns, cells }: RawTable,
  header: number,
  date: number,
): readonly (string | readonly string[])[] {
  if (header === 0) return columns;
  const rows = [
    columns,
    ...Array.from({ length: header }, (_, r) => cells.map((c) => textIn(c[r]))),
  ];
  const spread = rows.map((row) => {
    let last = "";
    const blank = row.every((word, i) => i === date || unnamed(word));
    return row.map((word, i) => i === date || blank ? "" : (last = unnamed(word) ? last : word));
  });
  return columns.map((_, i) => spread.map((row) => row[i]));
}

/** Columns that label the rows of a table with several rows a day; `undefined` where it is no such table. */
function rowLabels(
  { columns, cells }: RawTable,
  header: number,
  date: number,
  meanings: readonly ColumnMeaning[],
  { isKnown }: LayoutOptions,
): RowLabels | undefined {
  if (header > 0) return undefined;
  const column = (fits: (i: number) => boolean) =>
    columns.findIndex((_, i) => i !== date && fits(i));
  const every = (i: number, part: "ticker" | "field") => {
    const some = cells[i].slice(0, 3);
    return some.length > 0 &&
      some.every((cell) =>
        typeof cell === "string" && columnMeaning(cell, isKnown)[part] !== undefined
      );
  };
  const isWide = meanings.some(({ ticker }) => ticker !== undefined);
  const called = column((i) => TICKER_NAMES.test(bare(columns[i])));
  const ticker = isWide ? -1 : called >= 0 ? called : column((i) => every(i, "ticker"));
  const kind = column((i) =>
    i !== ticker && KIND_NAMES.test(bare(columns[i])) && every(i, "field") && !every(i, "ticker")
  );
  return ticker < 0 && kind < 0 ? undefined : { date, ticker, kind };
}

/** Whether days fall from row to row; a file with one day is in order. */
function turnedRound(days: readonly Cell[]): boolean {
  return days.length > 1 &&
    days.every((on, i) =>
      dayCell(on) !== undefined && (i === 0 || String(on) < String(days[i - 1]))
    );
}
