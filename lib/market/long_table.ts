import { counted } from "../words.ts";
import { type ColumnMeaning, columnMeaning } from "./column_meaning.ts";
import { dayCell } from "./day_cell.ts";
import type { Series } from "./price_series.ts";
import { type Cell, quoted, type RawTable, refusal, textIn } from "./raw_table.ts";

const TICKER_NAMES =
  /^(?:ticker|tickers|symbol|symbols|tic|sym|ric|code|asset|instrument|security)$/;
const KIND_NAMES =
  /^(?:variable|field|fields|price|metric|attribute|attributes|measure|type|kind)$/;

/** A name without what is no letter. */
export function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
}

/** Columns that say what a row holds: its ticker, its field, or both. */
interface RowLabels {
  readonly date: number;
  readonly ticker: number;
  readonly kind: number;
}

/** Columns that label the rows of a table with several rows a day; `undefined` where it is no such table. */
export function rowLabels(
  { columns, cells }: RawTable,
  header: number,
  date: number,
  meanings: readonly ColumnMeaning[],
  isKnown: (ticker: string) => boolean,
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

/** Prices one below the other as columns: one row a day, one series for each ticker and field. */
export function pivoted(
  table: RawTable,
  meanings: readonly ColumnMeaning[],
  { date, ticker, kind }: RowLabels,
  isKnown: (ticker: string) => boolean,
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
  const fields = "keep the rows of close, adjusted close, open and volume";
  refuseWords(table, strange, { column: kind, what: "unknown field", advice: fields });
  const tickers = "keep the rows of tickers that the lab knows";
  refuseWords(table, unknown, { column: ticker, what: "unknown ticker", advice: tickers });
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

/** Refuses a table with words that nobody knows: the first five, and the row of the first. */
function refuseWords(
  table: RawTable,
  words: ReadonlyMap<string, number>,
  { column, what, advice }: {
    readonly column: number;
    readonly what: string;
    readonly advice: string;
  },
): void {
  if (words.size === 0) return;
  const some = [...words.keys()].slice(0, 5).map((word) => quoted(word)),
    name = table.columns[column];
  throw refusal(
    table,
    `column ${name}: ${counted(words.size, what)} (${some.join(", ")}${
      words.size > some.length ? " and more" : ""
    }); ${advice}`,
    [...words.values()][0],
    name,
  );
}
