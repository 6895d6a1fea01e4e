import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";
import { checkNames, csvText } from "./csv_text.ts";
import { parquetTable } from "./parquet_table.ts";
import { type FileBytes, readBytes, signature, textOf } from "./read_bytes.ts";

/** A row of a small table. */
export interface CsvRow {
  /** Line in the file, counted from 1 with the header; in a Parquet file the row. */
  readonly line: number;
  /** What messages call it: `line 3`, or `row 2` of a Parquet file. */
  readonly name: string;
  /** Cells by column, without spaces around; "" where a cell is empty or an optional column absent. */
  readonly cells: Readonly<Record<string, string>>;
}

/** A small table: the file's name for messages, its columns by the names they are known by, its rows. */
export interface CsvRows {
  readonly where: string;
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Which columns a table has. */
interface CsvColumns {
  /** Columns that must be there. */
  readonly required: readonly string[];
  /** Columns that may be there; any other is refused. */
  readonly optional?: readonly string[];
  /** Whether a table without a row says something, as that nothing was filled; else it is refused. */
  readonly mayBeEmpty?: boolean;
  /** Other names of columns, such as `{ date: "day" }`. */
  readonly aliases?: Readonly<Record<string, string>>;
}

interface Table {
  readonly where: string;
  readonly columns: readonly string[];
  /** Line of the names, where the file has lines. */
  readonly line?: number;
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

function rowsOf(table: Table, options: CsvColumns): CsvRows {
  const { where, line, rows } = table;
  const { required, optional = [], aliases = {}, mayBeEmpty = false } = options;
  const known = [...required, ...optional];
  const columns = table.columns.map((name) => {
    const found = known.find((one) => one.toLowerCase() === name.toLowerCase());
    return found ?? aliases[name.toLowerCase()] ?? name;
  });
  const refuse = (what: string, column: string) =>
    new DataError(
      `Cannot read ${where}${line === undefined ? "" : `, line ${line}`}: ${what}, need ${
        expected(required, optional)
      }`,
      { where, line, column },
    );
  const unknown = columns.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw refuse(`unknown column ${quotedValue(unknown)}`, unknown);
  }
  checkNames(columns, where, line);
  const missing = required.find((name) => !columns.includes(name));
  if (missing !== undefined) {
    throw refuse(`column ${JSON.stringify(missing)} is missing`, missing);
  }
  if (rows.length === 0 && !mayBeEmpty) {
    throw new DataError(`Cannot read ${where}: there is no row below the header`, { where });
  }
  return {
    where,
    columns,
    rows: rows.map(({ line: at, cells }) => ({
      line: at,
      name: `${line === undefined ? "row" : "line"} ${at}`,
      cells: Object.fromEntries(known.map((name) => {
        const place = columns.indexOf(name);
        return [name, place < 0 ? "" : cells[place].trim()];
      })),
    })),
  };
}

function expected(required: readonly string[], optional: readonly string[]): string {
  return required.join(", ") + (optional.length > 0 ? ` and perhaps ${optional.join(", ")}` : "");
}

/**
 * The rows of a CSV text by the names of their columns; what the cells mean is the caller's matter.
 *
 * @param text The text of the file.
 * @param options.where The file's name, for messages.
 * @throws {DataError} If a column is missing, unknown or doubled, a line has too many or too few
 * cells, or there is no row.
 *
 * @example Scores
 * ```ts
 * import { csvRows } from "lab/market";
 * import { deepEqual, throws } from "node:assert/strict";
 *
 * const columns = { where: "scores.csv", required: ["sector", "score"], optional: ["confidence"] };
 * deepEqual(csvRows("sector,score\nXLK, 4\n", columns).rows, [
 *   { line: 2, name: "line 2", cells: { sector: "XLK", score: "4", confidence: "" } },
 * ]);
 * throws(() => csvRows("sector,points\nXLK,4\n", columns), /unknown column "points"/);
 * ```
 */
export function csvRows(text: string, options: CsvColumns & { readonly where: string }): CsvRows {
  return rowsOf({ where: options.where, ...csvText(text, options.where) }, options);
}

/** A Parquet table's cells as text: a number that is none, as its writers say "empty", is "". */
async function parquetRows(file: FileBytes): Promise<Table> {
  const { where, columns, cells } = await parquetTable(file);
  const isIndex = (name: string) => /^__index_level_\d+__$/.test(name);
  const kept = columns.flatMap((name, i) => isIndex(name) ? [] : [i]);
  const written = (cell: string | number | null) =>
    cell === null || Number.isNaN(cell) ? "" : String(cell);
  return {
    where,
    columns: kept.map((i) => columns[i]),
    rows: Array.from({ length: cells[0]?.length ?? 0 }, (_, row) => ({
      line: row + 1,
      cells: kept.map((i) => written(cells[i][row])),
    })),
  };
}

/**
 * The rows of a small CSV or Parquet file, such as scores or holdings; see `csvRows`.
 *
 * @throws {DataError} If the file cannot be read, or as `csvRows` does.
 *
 * @example
 * ```ts
 * import { readCsvRows } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "ticker,shares\nXLK,10\n");
 * const { rows } = await readCsvRows(path, { required: ["ticker", "shares"] });
 * equal(rows[0].cells.shares, "10");
 * await Deno.remove(path);
 * ```
 */
export async function readCsvRows(path: string, options: CsvColumns): Promise<CsvRows> {
  const file = await readBytes(path);
  if (signature(file.bytes) === "a Parquet file") return rowsOf(await parquetRows(file), options);
  return csvRows(textOf(file), { where: file.where, ...options });
}
