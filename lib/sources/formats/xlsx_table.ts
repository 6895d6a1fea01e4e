import { outsideLine } from "../../outside_text.ts";
import { listed } from "../../words.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";

/** A cell of a spreadsheet. */
export type Cell = string | number | boolean | Date | null;

/** A table inside a sheet: what stands above its header, and its rows by the names of its columns. */
export interface XlsxTable {
  readonly above: readonly (readonly Cell[])[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

const nameOf = (cell: Cell | undefined) => String(cell ?? "").trim().toLowerCase();

/**
 * The table of a sheet whose header is found by the names of its columns, wherever it stands: funds put
 * their name above it and a disclaimer below.
 *
 * @param columns Names that the header must hold; capitals do not count.
 * @param address Where the file is from, for messages.
 * @throws {SourceError} If the file is no spreadsheet or no row holds all the names.
 */
export async function xlsxTable(
  { bytes }: Pick<Answer, "bytes">,
  columns: readonly string[],
  address: string,
): Promise<XlsxTable> {
  const refuse = (what: string, cause?: unknown) =>
    new SourceError(`Cannot read the spreadsheet of ${address}: ${what}`, {
      fault: "unreadable",
      address,
      cause,
    });
  const { readSheet } = await import("read-excel-file/universal");
  let sheet: readonly (readonly Cell[])[];
  try {
    sheet = await readSheet(new Blob([bytes])) as unknown as readonly (readonly Cell[])[];
  } catch (cause) {
    throw refuse(`it is damaged or cut off (${outsideLine((cause as Error).message, 80)})`, cause);
  }
  const wanted = columns.map((name) => name.toLowerCase());
  const at = sheet.findIndex((row) => {
    const names = row.map(nameOf);
    return wanted.every((name) => names.includes(name));
  });
  if (at < 0) {
    const widest = sheet.slice(0, 12).reduce<readonly Cell[]>(
      (best, row) => row.filter(Boolean).length > best.filter(Boolean).length ? row : best,
      [],
    );
    throw refuse(
      `need a row with the columns ${listed(columns)}, got ${
        outsideLine(widest.map((cell) => String(cell ?? "")).join(", ") || "an empty sheet", 120)
      }; the publisher may have renamed them`,
    );
  }
  const places = wanted.map((name) => sheet[at].map(nameOf).indexOf(name));
  return {
    above: sheet.slice(0, at),
    rows: sheet.slice(at + 1).map((row) =>
      Object.fromEntries(columns.map((name, i) => [name, row[places[i]] ?? null]))
    ),
  };
}

/** A number in a cell, perhaps as text with commas; NaN where there is none, as in `-`. */
export function numberIn(cell: Cell | undefined): number {
  if (typeof cell === "number") return cell;
  const text = typeof cell === "string" ? cell.trim().replaceAll(",", "") : "";
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
}
