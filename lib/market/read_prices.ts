import { join } from "node:path";
import { DataError } from "../errors.ts";
import { csvLines } from "./csv_text.ts";
import { parquetTable } from "./parquet_table.ts";
import { priceLayout } from "./price_layout.ts";
import { isPriceTicker, RATE_COLUMN } from "./price_columns.ts";
import {
  countsDividends,
  type PriceMarket,
  priceMarket,
  type PriceMarketOptions,
} from "./price_market.ts";
import type { RawTable } from "./raw_table.ts";
import { type FileBytes, readBytes, textOf } from "./read_bytes.ts";

/** A price file that was read, for the record. */
interface PriceFile {
  readonly where: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly rows: number;
}

/** A market with the files it was made of. */
export interface PriceFilesMarket extends PriceMarket {
  readonly files: readonly PriceFile[];
}

/** The table of a CSV text as it stands, not yet believed: names may be missing or stand there twice. */
function csvTable(file: FileBytes): RawTable {
  const { where } = file;
  const [head, ...rows] = csvLines(textOf(file), where);
  return {
    where,
    columns: head.cells.map((name) => name.trim()),
    cells: head.cells.map((_, i) => rows.map(({ cells }) => cells[i])),
    rowName: (row) => `line ${rows[row].line}`,
    lineOf: (row) => rows[row].line,
    headLine: head.line,
  };
}

/** The table of a price file in the lab's form, with its hash, and how it was read where it had another. */
async function tableOf(path: string, options: PriceMarketOptions) {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1].toLowerCase();
  const file = await readBytes(path);
  if (ending !== "csv" && ending !== "parquet") {
    throw new DataError(
      `Cannot read ${file.where}: need a file that ends in .csv or .parquet`,
      { where: file.where },
    );
  }
  const { table, notes } = priceLayout(
    ending === "csv" ? csvTable(file) : await parquetTable(file),
    {
      isKnown: (ticker) => isPriceTicker(ticker, options.extra),
      rate: RATE_COLUMN,
      dividends: countsDividends(options),
    },
  );
  const rows = table.cells[0]?.length ?? 0;
  return {
    table: { ...table, notes },
    file: { where: file.where, sha256: await sha256(file.bytes), rows },
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))).toHex();
}

/** The price files of a folder by their names; a file stands for itself. */
async function filesIn(path: string): Promise<readonly string[]> {
  const isFolder = await Deno.stat(path).then((found) => found.isDirectory, () => false);
  if (!isFolder) return [path];
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(path)) {
    if (isFile && /^[^.].*\.(?:csv|parquet)$/i.test(name)) names.push(name);
  }
  if (names.length > 0) return names.sort().map((name) => join(path, name));
  throw new DataError(
    `Cannot read ${path}: the folder holds no file that ends in .csv or .parquet`,
    {
      where: path,
    },
  );
}

/**
 * The files that are meant by paths of price files: a folder stands for every CSV and Parquet file in it.
 *
 * @throws {DataError} If a folder holds none.
 *
 * @example A file stands for itself
 * ```ts
 * import { priceFiles } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(await priceFiles(["prices.csv"]), ["prices.csv"]);
 * ```
 */
export async function priceFiles(paths: readonly string[]): Promise<readonly string[]> {
  return (await Promise.all(paths.map(filesIn))).flat();
}

/**
 * A daily market from the user's own price files.
 *
 * CSV (commas, decimal points) or Parquet, one row per trading day, with a column `date` (YYYY-MM-DD)
 * and columns `TICKER`, or `TICKER_close` with `TICKER_open` and `TICKER_volume`. Other layouts that
 * people have are turned into this one, and `warnings` say how; see `priceLayout`. Several files are
 * joined by day. Every cell is checked; an empty cell is no price. What is odd is kept and listed in
 * `warnings`; rows on days on which the exchange was closed alone are left out. Rows that are no days
 * make a market of which no snapshot can be taken.
 *
 * @param paths One path or several; a folder stands for its CSV and Parquet files.
 * @param options.adjusted Whether prices are adjusted for splits and dividends; true by default.
 * Then only the closes of the last day are trade prices.
 * @param options.dividends Whether closes count dividends; true by default. An adjusted close beside a
 * plain one is then taken; with false the plain one is, and the source line says "without dividends".
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
  for (const path of await priceFiles(list)) read.push(await tableOf(path, options));
  const market = priceMarket(read.map((one) => one.table), options);
  return { ...market, files: read.map((one) => one.file) };
}
