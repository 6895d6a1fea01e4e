import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";
import { csvCells, csvText } from "./csv_text.ts";
import { readBytes, textOf } from "./read_bytes.ts";

/** A line of a small CSV file. */
export interface CsvRow {
  /** Line in the file, counted from 1 with the header. */
  readonly line: number;
  /** Cells by column, without spaces around; "" where a cell is empty or an optional column absent. */
  readonly cells: Readonly<Record<string, string>>;
}

/** A small CSV file: its name for messages, and its rows. */
export interface CsvRows {
  readonly where: string;
  readonly rows: readonly CsvRow[];
}

/**
 * The rows of a CSV text by the names of their columns; what the cells mean is the caller's matter.
 *
 * @param text The text of the file.
 * @param options.where The file's name, for messages.
 * @param options.required Columns that must be there.
 * @param options.optional Columns that may be there; any other is refused.
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
 *   { line: 2, cells: { sector: "XLK", score: "4", confidence: "" } },
 * ]);
 * throws(() => csvRows("sector,points\nXLK,4\n", columns), /unknown column "points"/);
 * ```
 */
export function csvRows(
  text: string,
  options: {
    readonly where: string;
    readonly required: readonly string[];
    readonly optional?: readonly string[];
  },
): CsvRows {
  const { where, required, optional = [] } = options;
  const known = [...required, ...optional];
  const { columns, lines } = csvText(text, where);
  const unknown = columns.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new DataError(
      `Cannot read ${where}, line 1: unknown column ${quotedValue(unknown)}, need ${
        expected(required, optional)
      }`,
      { where, line: 1, column: unknown },
    );
  }
  const missing = required.find((name) => !columns.includes(name));
  if (missing !== undefined) {
    throw new DataError(
      `Cannot read ${where}, line 1: column ${quotedValue(missing)} is missing, need ${
        expected(required, optional)
      }`,
      { where, line: 1, column: missing },
    );
  }
  if (lines.length === 0) {
    throw new DataError(`Cannot read ${where}: there is no row below the header`, { where });
  }
  const rows = lines.map((text, i) => {
    const cells = csvCells(text) ?? [];
    return {
      line: i + 2,
      cells: Object.fromEntries(known.map((name) => {
        const at = columns.indexOf(name);
        return [name, at < 0 ? "" : cells[at].trim()];
      })),
    };
  });
  return { where, rows };
}

function expected(required: readonly string[], optional: readonly string[]): string {
  return required.join(", ") + (optional.length > 0 ? ` and perhaps ${optional.join(", ")}` : "");
}

/**
 * The rows of a small CSV file, such as scores or holdings; see `csvRows`.
 *
 * @throws {DataError} If the file cannot be read, or as `csvRows` does.
 */
export async function readCsvRows(
  path: string,
  options: { readonly required: readonly string[]; readonly optional?: readonly string[] },
): Promise<CsvRows> {
  const file = await readBytes(path);
  return csvRows(textOf(file), { where: file.where, ...options });
}
