import { listed } from "../words.ts";
import { checkNames } from "./csv_text.ts";
import { type ColumnMeaning, columnMeaning, tickerOf } from "./column_meaning.ts";
import { dayCell } from "./day_cell.ts";
import { bare, pivoted, rowLabels } from "./long_table.ts";
import { chosenSeries, type Series } from "./price_series.ts";
import { type Cell, isEmpty, numberIn, type RawTable, refusal, textIn } from "./raw_table.ts";

/** What a layout must be told of the lab. */
interface LayoutOptions {
  readonly isKnown: (ticker: string) => boolean;
  /** Ticker of the risk-free rate, of which only the close counts. */
  readonly rate: string;
  /** Whether closes shall count dividends: then an adjusted close goes before a plain one. */
  readonly dividends: boolean;
}

/** A table with a column `date` and columns `TICKER` or `TICKER_close`, and what was done for it. */
interface LaidOut {
  readonly table: RawTable;
  /** Sentences for the reader; none where the file had this form. */
  readonly notes: readonly string[];
}

const DATE_NAMES = /^(?:date|dates|day|datetime|timestamp|time|tradedate|index|)$/;
/** Header rows below the first one: two levels and the name of the index. */
const MOST_HEADER_ROWS = 3;

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

  const labels = rowLabels(table, header, date, meanings, isKnown);
  let series: readonly Series[];
  if (labels) {
    ({ table, series } = pivoted(table, meanings, labels, isKnown));
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
  const { columns, notes: taken } = chosenSeries(series, table, options);
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

/** Whether days fall from row to row; a file with one day is in order. */
function turnedRound(days: readonly Cell[]): boolean {
  return days.length > 1 &&
    days.every((on, i) =>
      dayCell(on) !== undefined && (i === 0 || String(on) < String(days[i - 1]))
    );
}
