import { DataError, LabError } from "../errors.ts";
import { csvText } from "./csv_text.ts";
import {
  type PriceMarket,
  priceMarket,
  type PriceMarketOptions,
  type RawTable,
} from "./price_market.ts";
import { type FileBytes, readBytes, signature, textOf } from "./read_bytes.ts";

/** A price file that was read, for the record. */
export interface PriceFile {
  readonly where: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly rows: number;
}

/** A market with the files it was made of. */
export interface PriceFilesMarket extends PriceMarket {
  readonly files: readonly PriceFile[];
}

type Polars = typeof import("nodejs-polars").default;

/** Loaded on first use: most lessons need no files, and it is a native library. */
async function polars(): Promise<Polars> {
  try {
    return (await import("nodejs-polars")).default;
  } catch (cause) {
    throw new LabError(
      "Cannot read price files: nodejs-polars, which reads them, does not load on this machine",
      { cause },
    );
  }
}

function csvTable(pl: Polars, file: FileBytes): RawTable {
  const { where } = file;
  const { columns, lines } = csvText(textOf(file), where);
  const body = Buffer.from(lines.join("\n") + "\n");
  let cells: readonly (readonly (string | null)[])[];
  try {
    // As text, so that each value can be judged, and named, before it becomes a number.
    const frame = lines.length === 0
      ? undefined
      : pl.readCSV(body, { hasHeader: false, inferSchemaLength: 0 });
    cells = columns.map((_, i) =>
      frame ? frame.getColumn(frame.columns[i]).toArray() as (string | null)[] : []
    );
  } catch (cause) {
    throw new DataError(`Cannot read ${where}: ${message(cause)}`, { where, cause });
  }
  // csvText made sure that each row is one line, and polars that it lost none.
  if (cells.some((column) => column.length !== lines.length)) {
    throw new DataError(
      `Cannot read ${where}: need ${lines.length} rows, one per line, got ${cells[0].length}`,
      { where },
    );
  }
  return {
    where,
    columns,
    cells,
    rowName: (row) => `line ${row + 2}`,
    lineOf: (row) => row + 2,
  };
}

/** Hours after midnight UTC at which a New York midnight falls. */
const NEW_YORK_MIDNIGHT = [0, 4, 5];

function parquetCell(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    const iso = value.toISOString();
    const midnight = NEW_YORK_MIDNIGHT.includes(value.getUTCHours()) &&
      iso.endsWith(":00:00.000Z");
    return midnight ? iso.slice(0, 10) : iso;
  }
  // A truth value or a list is no price: as text it meets the number check, which names it.
  return JSON.stringify(value) ?? String(value);
}

function parquetTable(pl: Polars, file: FileBytes): RawTable {
  const { where, bytes } = file;
  if (signature(bytes) !== "a Parquet file") {
    throw new DataError(
      `Cannot read ${where}: its name says Parquet, but its bytes do not begin with PAR1`,
      { where },
    );
  }
  try {
    const frame = pl.readParquet(Buffer.from(bytes));
    return {
      where,
      columns: frame.columns,
      cells: frame.columns.map((name: string) =>
        [...frame.getColumn(name).toArray()].map(parquetCell)
      ),
      rowName: (row) => `row ${row + 1}`,
    };
  } catch (cause) {
    throw new DataError(`Cannot read ${where}: it is no whole Parquet file (${message(cause)})`, {
      where,
      cause,
    });
  }
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

async function tableOf(
  path: string,
): Promise<{ readonly table: RawTable; readonly file: PriceFile }> {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1].toLowerCase();
  const file = await readBytes(path);
  if (ending !== "csv" && ending !== "parquet") {
    throw new DataError(
      `Cannot read ${file.where}: need a file that ends in .csv or .parquet`,
      { where: file.where },
    );
  }
  const pl = await polars();
  const table = ending === "csv" ? csvTable(pl, file) : parquetTable(pl, file);
  return {
    table,
    file: {
      where: file.where,
      sha256: await sha256(new Uint8Array(file.bytes)),
      rows: table.cells[0]?.length ?? 0,
    },
  };
}

/**
 * A daily market from the user's own price files.
 *
 * CSV (commas, decimal points, UTF-8) or Parquet, one row per trading day, oldest first, with a
 * column `date` (YYYY-MM-DD) and columns `TICKER`, or `TICKER_close` with `TICKER_open` and
 * `TICKER_volume`. Several files are joined by day. Every cell is checked; an empty cell is no price.
 * What is odd is kept and listed in `warnings`; rows on days on which the exchange was closed alone are
 * left out. Rows that are no days make a market of which no snapshot can be taken.
 *
 * @param paths One path or several.
 * @param options.adjusted Whether prices are adjusted for splits and dividends; true by default.
 * Then only the closes of the last day are trade prices.
 * @param options.extra Further tickers to keep; an unknown column is refused otherwise.
 * @param options.accept Warnings that were checked, such as `jumps:XLF`; see `acceptedWarnings`.
 * @param options.today The exchange's own today, by which the newest close is old or not.
 * @returns The market, its warnings, and name, hash and rows of each file.
 * @throws {DataError} For the first fault: file, line, column, value, and what would be right.
 *
 * @example Two days of four funds
 * ```ts
 * import { readPrices, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const rows = ["date,XLE,XLF,XLK,SPY", "2020-01-02,60.1,30.8,92,324.9", "2020-01-03,59.9,30.5,91,322.4"];
 * await Deno.writeTextFile(`${folder}/prices.csv`, rows.join("\n"));
 * const market = await readPrices(`${folder}/prices.csv`);
 * equal(snapshot(market, market.prices.days[1]).sectors.join(), "XLE,XLF,XLK");
 * ```
 */
export async function readPrices(
  paths: string | readonly string[],
  options: PriceMarketOptions = {},
): Promise<PriceFilesMarket> {
  const list = typeof paths === "string" ? [paths] : paths;
  if (!Array.isArray(list) || list.length === 0) {
    throw new TypeError("Cannot read prices: need at least one path of a CSV or Parquet file");
  }
  const read = [];
  for (const path of list) read.push(await tableOf(path));
  return {
    ...priceMarket(read.map((one) => one.table), options),
    files: read.map((one) => one.file),
  };
}
