import { basename } from "node:path";
import { DataError } from "../../errors.ts";
import { outsideLine, quotedValue } from "../../outside_text.ts";
import { counted } from "../../words.ts";
import { ABOVE_THE_HEADER, checkNames, csvCells, isRule, OTHER_SEPARATORS } from "../csv_text.ts";
import { parquetTable } from "../parquet_table.ts";
import type { Cell } from "../raw_table.ts";
import { readBytes } from "../read_bytes.ts";
import { eachLine, MOST_LINE_CHARACTERS } from "./evidence_lines.ts";

/** Endings of files of evidence. */
export const EVIDENCE_ENDINGS = ["csv", "parquet", "jsonl", "ndjson"] as const;

export type EvidenceEnding = typeof EVIDENCE_ENDINGS[number];

/** Bytes of a Parquet file, which is not read row by row. */
const MOST_PARQUET_BYTES = 256 * 1024 * 1024;
/** Lines over which a quoted cell may go. */
const MOST_LINES_A_ROW = 100;

/** What takes the rows of a file as they come. */
export interface RowSink {
  /**
   * The columns' names, before the first row; of JSON lines once more whenever a row brings new ones, all
   * names that were there in their places.
   */
  columns(names: readonly string[], line?: number): void;
  /** One row's cells in the order of the columns; columns at its end may be absent. */
  row(cells: readonly Cell[], line: number): void;
}

/** What is known of a file once it was read. */
export interface RowsRead {
  readonly sha256: string;
  readonly rows: number;
}

const fault = (where: string, line: number, what: string) =>
  new DataError(`Cannot read ${where}, line ${line}: ${what}`, { where, line });

/** CSV line by line; a quoted cell may go over several. */
async function csvRows(path: string, sink: RowSink, where: string): Promise<RowsRead> {
  let width = 0, rows = 0, blank = 0, head = 0, started = 0, pending = "";
  const read = await eachLine(path, (text, line) => {
    if (pending !== "") {
      pending += `\n${text}`;
      if (line - started > MOST_LINES_A_ROW || pending.length > MOST_LINE_CHARACTERS) {
        throw fault(where, started, "a quote that begins here is not closed");
      }
    } else {
      if (head === 0 && ABOVE_THE_HEADER.test(text)) return;
      if (line === head + 1 && isRule(text)) return;
      if (/^[\s,]*$/.test(text)) return void (blank = blank || line);
      started = line;
    }
    const cells = csvCells(pending === "" ? text : pending);
    if (cells === undefined) return void (pending ||= text);
    pending = "";
    if (head === 0) {
      head = started;
      width = headOf(cells, text, where, head, sink);
      return;
    }
    if (blank > 0) {
      throw fault(where, blank, `need ${width} cells as in the header, got an empty line`);
    }
    if (cells.length !== width) {
      throw fault(
        where,
        started,
        `need ${width} cells as in the header, got ${counted(cells.length, "cell")}`,
      );
    }
    rows++;
    sink.row(cells, started);
  });
  if (pending !== "") throw fault(where, started, "a quote that begins here is not closed");
  if (head === 0) throw new DataError(`Cannot read ${where}: the file is empty`, { where });
  return { sha256: read.sha256, rows };
}

function headOf(
  cells: readonly string[],
  text: string,
  where: string,
  line: number,
  sink: RowSink,
): number {
  const other = cells.length > 1
    ? undefined
    : OTHER_SEPARATORS.find(([mark]) => text.includes(mark));
  if (other) {
    throw new DataError(`Cannot read ${where}: the cells are parted by ${other[1]}, need commas`, {
      where,
      line,
    });
  }
  const names = cells.map((name) => name.replace(/^\uFEFF/, "").trim());
  checkNames(names, where, line);
  sink.columns(names, line);
  return cells.length;
}

/** JSON lines: an object a line, its keys the columns. */
async function jsonRows(path: string, sink: RowSink, where: string): Promise<RowsRead> {
  const places = new Map<string, number>(), names: string[] = [];
  let rows = 0;
  const read = await eachLine(path, (text, line) => {
    if (text.trim() === "") return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw new DataError(
        `Cannot read ${where}, line ${line}: it is no JSON (${
          outsideLine(cause instanceof Error ? cause.message : String(cause))
        }); need one object a line`,
        { where, line, cause },
      );
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw fault(
        where,
        line,
        `need an object with a key for each column, got ${quotedValue(value)}`,
      );
    }
    const cells: Cell[] = [], before = names.length;
    for (const [name, cell] of Object.entries(value)) {
      if (typeof cell === "object" && cell !== null || typeof cell === "boolean") {
        throw fault(
          where,
          line,
          `column ${quotedValue(name)} needs a text, a number or null, got ${quotedValue(cell)}`,
        );
      }
      let place = places.get(name);
      if (place === undefined) {
        places.set(name, place = names.length);
        names.push(name);
      }
      cells[place] = cell;
    }
    if (names.length > before) sink.columns(names, line);
    rows++;
    sink.row(cells, line);
  });
  if (rows === 0) throw new DataError(`Cannot read ${where}: the file is empty`, { where });
  return { sha256: read.sha256, rows };
}

/** A Parquet file whole: its format is not made to be read by rows. */
async function parquetRows(path: string, sink: RowSink, where: string): Promise<RowsRead> {
  const { size } = await Deno.stat(path);
  if (size > MOST_PARQUET_BYTES) {
    throw new DataError(
      `Cannot read ${where}: it has ${
        Math.round(size / 2 ** 20)
      } MB, and a Parquet file is read whole, ` +
        `at most ${
          MOST_PARQUET_BYTES / 2 ** 20
        } MB; save it as CSV or JSON lines, which are read row by row`,
      { where },
    );
  }
  const file = await readBytes(path), table = await parquetTable(file);
  const kept = table.columns.flatMap((name, i) => /^__index_level_\d+__$/.test(name) ? [] : [i]);
  const names = kept.map((i) => table.columns[i]);
  checkNames(names, where);
  sink.columns(names);
  const rows = table.cells[0]?.length ?? 0;
  const columns = kept.map((i) => {
    const isNaive = table.withoutZone.includes(table.columns[i]);
    return table.cells[i].map((cell) =>
      typeof cell === "number" && Number.isNaN(cell)
        ? null
        : isNaive && typeof cell === "string"
        ? cell.replace(/Z$/, "")
        : cell
    );
  });
  for (let row = 0; row < rows; row++) sink.row(columns.map((cells) => cells[row]), row + 1);
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array(file.bytes));
  return { sha256: new Uint8Array(hash).toHex(), rows };
}

/**
 * Gives the rows of a CSV, Parquet or JSON lines file one by one; the first two text forms take no more
 * memory than their longest row.
 *
 * @param path Ends in one of `EVIDENCE_ENDINGS`.
 * @throws {DataError} If it cannot be read, or a row is none.
 *
 * @example
 * ```ts
 * import { eachRow } from "./evidence_rows.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".jsonl" });
 * await Deno.writeTextFile(path, '{"sector":"XLK","text":"a"}\n');
 * const seen: unknown[] = [];
 * await eachRow(path, { columns: (names) => seen.push(names), row: (cells) => seen.push(cells) });
 * deepEqual(seen, [["sector", "text"], ["XLK", "a"]]);
 * await Deno.remove(path);
 * ```
 */
export function eachRow(path: string, sink: RowSink): Promise<RowsRead> {
  const where = outsideLine(basename(path));
  const ending = /\.([^.]+)$/.exec(path)?.[1].toLowerCase();
  if (ending === "csv") return csvRows(path, sink, where);
  return ending === "parquet" ? parquetRows(path, sink, where) : jsonRows(path, sink, where);
}
