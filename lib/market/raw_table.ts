import { DataError } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";

/** A cell as it was read. */
export type Cell = string | number | null;

/** A table as it was read from one file, before anything in it was believed. */
export interface RawTable {
  /** The file's name. */
  readonly where: string;
  readonly columns: readonly string[];
  /** One array per column, all of one length: text, numbers (from Parquet), or null for empty. */
  readonly cells: readonly (readonly Cell[])[];
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

/** A fault in a table, with its file and line. */
export function refusal(
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

/** Whether nothing stands in a cell. */
export function isEmpty(cell: Cell): boolean {
  return cell === null || (typeof cell === "string" && cell.trim() === "");
}

/** What stands in a cell, as text. */
export function textIn(cell: Cell): string {
  return cell === null ? "" : String(cell).trim();
}

/** What stands in a cell, as a number; NaN where it is none. */
export function numberIn(cell: Cell | undefined): number {
  if (typeof cell === "number") return cell;
  return cell === undefined || cell === null || cell.trim() === "" ? NaN : Number(cell);
}

/** A cell or name from outside, as a sentence shows it. */
export function quoted(cell: Cell): string {
  return typeof cell === "string" ? JSON.stringify(outsideLine(cell, 40)) : String(cell);
}
