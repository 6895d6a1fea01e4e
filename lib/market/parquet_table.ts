import { Buffer } from "node:buffer";
import { DataError, LabError } from "../errors.ts";
import type { RawTable } from "./raw_table.ts";
import { type FileBytes, signature } from "./read_bytes.ts";

type Polars = typeof import("nodejs-polars").default;

/** Loaded on first use: most lessons need no files, and it is a native library. */
async function polars(): Promise<Polars> {
  try {
    return (await import("nodejs-polars")).default;
  } catch (cause) {
    throw new LabError(
      "Cannot read a Parquet file: nodejs-polars, which reads them, does not load on this machine; " +
        "save the file as CSV",
      { cause },
    );
  }
}

function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  // A truth value or a list is no price: as text it meets the number check, which names it.
  return JSON.stringify(value) ?? String(value);
}

/** A table of which the types of its columns are known. */
interface ParquetTable extends RawTable {
  /** Columns of instants that name no zone: their `Z` says nothing. */
  readonly withoutZone: readonly string[];
}

/**
 * The table of a Parquet file as it stands, not yet believed; instants are texts in universal time, and
 * decimals, which databases write money as, are numbers.
 *
 * @throws {DataError} If the file is no whole Parquet file, or a column holds what no cell can be.
 */
export async function parquetTable({ where, bytes }: FileBytes): Promise<ParquetTable> {
  const pl = await polars();
  if (signature(bytes) !== "a Parquet file") {
    throw new DataError(
      `Cannot read ${where}: its name says Parquet, but its bytes do not begin with PAR1`,
      { where },
    );
  }
  const told = (cause: unknown) => cause instanceof Error ? cause.message : String(cause);
  let frame: ReturnType<Polars["readParquet"]>;
  try {
    frame = pl.readParquet(Buffer.from(bytes));
  } catch (cause) {
    throw new DataError(`Cannot read ${where}: it is no whole Parquet file (${told(cause)})`, {
      where,
      cause,
    });
  }
  const cells = frame.columns.map((name: string) => {
    const column = frame.getColumn(name);
    try {
      const isDecimal = String(column.dtype).includes("Decimal");
      return [...(isDecimal ? column.cast(pl.Float64) : column).toArray()].map(cellOf);
    } catch (cause) {
      throw new DataError(
        `Cannot read ${where}, column ${name}: its type ${String(column.dtype)} cannot be read ` +
          `(${told(cause)}); write it as a 64-bit number or as text`,
        { where, column: name, cause },
      );
    }
  });
  const withoutZone = frame.columns.filter((name: string) =>
    /Datetime\(\w+,\s*\)/.test(String(frame.getColumn(name).dtype))
  );
  return { where, columns: frame.columns, cells, withoutZone, rowName: (row) => `row ${row + 1}` };
}
