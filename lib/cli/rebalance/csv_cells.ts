import { DataError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import type { CsvRow } from "../../market/mod.ts";

/**
 * The cells of one row of a user's file: numbers within a range, and a refusal that names file, line
 * and column.
 *
 * @param where The file's name, for the sentence.
 */
export function csvCells(
  where: string,
  { line, name, cells }: CsvRow,
) {
  const refuse = (column: string, need: string, cause?: unknown): never => {
    const value = cells[column];
    throw new DataError(
      `Cannot read ${where}, ${name}, column ${column}: need ${need}, got ${
        JSON.stringify(outsideLine(value, 60))
      }`,
      { where, line, column, value, cause },
    );
  };
  const numberIn = (column: string, low: number, high: number): number => {
    const value = cells[column] === "" ? NaN : Number(cells[column]);
    return value >= low && value <= high
      ? value
      : refuse(column, `a number from ${low} to ${high}`);
  };
  return { refuse, numberIn };
}
