import { dayCell, newYorkInstant, readCsvRows } from "../../market/mod.ts";
import type { Quoted } from "../../week/mod.ts";
import { csvCells } from "../rebalance/csv_cells.ts";

/** A time with its zone: one without says nothing about which minute it was. */
export const ZONED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** The time of a cell, milliseconds since 1970; NaN where it is none, or has no zone. */
export function zonedTime(text: string): number {
  // A day that there is not, as 31 June, would be read as the one after.
  return ZONED.test(text) && dayCell(text.slice(0, 10)) !== undefined
    ? Date.parse(text.replace(" ", "T"))
    : NaN;
}

const MOST_PRICE = 1e6;

/**
 * Newer prices, CSV: `ticker, price, time`, the time with its zone, as 2026-11-30T14:31:00Z.
 *
 * @throws {DataError} If the file cannot be read, a price is not above 0, a time has no zone, or a ticker
 *   stands there twice; names file, line and column.
 */
export async function readQuotes(path: string): Promise<readonly Quoted[]> {
  const { where, rows } = await readCsvRows(path, { required: ["ticker", "price", "time"] });
  const seen = new Set<string>();
  return rows.map((row): Quoted => {
    const { cells } = row, { refuse, numberIn } = csvCells(where, row);
    const ticker = cells.ticker;
    if (ticker === "") refuse("ticker", "a ticker");
    if (seen.has(ticker)) refuse("ticker", "each ticker once");
    seen.add(ticker);
    const price = numberIn("price", 0, MOST_PRICE);
    if (price === 0) refuse("price", "a price above 0");
    const ms = zonedTime(cells.time);
    if (Number.isNaN(ms)) refuse("time", "a time with its zone, as 2026-11-30T14:31:00Z");
    return { ticker, price, at: newYorkInstant(ms) };
  });
}
