import { DataError, LabError } from "../errors.ts";
import { csvRows } from "../market/mod.ts";
import { csvTextCell } from "../outside_text.ts";
import { writeWhole } from "../write_whole.ts";

/** A cell of a table that grows: numbers as they are, texts quoted where they must be, nothing as "". */
export type GrowingCell = string | number | undefined;

/** A row by its columns. */
export type GrowingRow = Readonly<Record<string, GrowingCell>>;

/** A CSV file that only ever grows. */
export interface GrowingTable {
  /** Rows that were there when it was opened, as texts by column. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Adds rows at the end; what is there stays byte for byte. Nothing is written where there are none. */
  readonly append: (rows: readonly GrowingRow[]) => Promise<void>;
}

/**
 * Opens a CSV file that only ever grows, or one that is not there yet.
 *
 * @param path The file.
 * @param columns Its columns in order.
 * @throws {DataError} If the file has other columns or is damaged: nothing is written over it then.
 *
 * @example
 * ```ts
 * import { openGrowingTable } from "lab/sources";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), path = `${folder}/flows.csv`;
 * const table = await openGrowingTable(path, ["sector", "flow_share"]);
 * await table.append([{ sector: "XLK", flow_share: 0.01 }]);
 * equal(await Deno.readTextFile(path), "sector,flow_share\nXLK,0.01\n");
 * equal((await openGrowingTable(path, ["sector", "flow_share"])).rows.length, 1);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function openGrowingTable(
  path: string,
  columns: readonly string[],
): Promise<GrowingTable> {
  let text: string | undefined;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) {
      throw new LabError(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
    }
  }
  const head = `${columns.join(",")}\n`;
  let before = text ?? head;
  let rows: readonly Readonly<Record<string, string>>[] = [];
  if (before.trim() !== columns.join(",")) {
    try {
      rows = csvRows(before, { where: path, required: columns }).rows.map(({ cells }) => cells);
    } catch (cause) {
      throw new DataError(
        `${
          (cause as Error).message
        }. Rows are added to it and none is ever changed: move it away, ` +
          "and a new one is begun",
        { where: path, cause },
      );
    }
  }
  const cell = (value: GrowingCell) =>
    typeof value === "number" ? String(value) : csvTextCell(value ?? "");
  return {
    rows,
    async append(more) {
      if (more.length === 0) return;
      const added = more.map((row) => `${columns.map((name) => cell(row[name])).join(",")}\n`);
      const whole = (before.endsWith("\n") ? before : `${before}\n`) + added.join("");
      try {
        await writeWhole(path, whole);
      } catch (cause) {
        throw new LabError(`Cannot write ${path}: ${(cause as Error).message}`, { cause });
      }
      before = whole;
    },
  };
}
