import { newYorkInstant, readCsvRows } from "../../market/mod.ts";
import type { Fill } from "../../week/mod.ts";
import { csvCells } from "../rebalance/csv_cells.ts";
import { zonedTime } from "./quotes_file.ts";
import { tickerFault } from "./ticker_cell.ts";

/** An id as brokers write them: in one piece, and fit to be shown. */
const ID = /^[\x21-\x7e]{1,64}$/;
const MOST_SHARES = 1e9, MOST_USD = 1e6;

/**
 * What was filled, CSV: `id, ticker, shares, price, fee, time`. Shares are whole, bought above 0 and sold
 * below; the fee is in dollars, 0 where none was asked; the time has its zone, as 2026-11-30T14:31:00Z.
 * A file with its header alone says that nothing was filled.
 *
 * Only the form is checked here, and that one id stands for one fill; whether it was ordered so is asked
 * by `reconciled`. A line that repeats another to the letter is kept: `reconciled` names it, and counts it
 * once.
 *
 * @throws {DataError} If the file cannot be read or a cell is not what it should be; names file, line and
 *   column.
 */
export async function readFills(path: string): Promise<readonly Fill[]> {
  const { where, rows } = await readCsvRows(path, {
    required: ["id", "ticker", "shares", "price", "fee", "time"],
    mayBeEmpty: true,
  });
  const seen = new Map<string, string>();
  return rows.map((row): Fill => {
    const { cells } = row, { refuse, numberIn } = csvCells(where, row), { id, ticker } = cells;
    if (!ID.test(id)) {
      refuse("id", "the broker's id of the fill, at most 64 letters without a space");
    }
    const fault = tickerFault(ticker);
    if (fault !== undefined) refuse("ticker", fault);
    const shares = numberIn("shares", -MOST_SHARES, MOST_SHARES);
    if (!Number.isInteger(shares) || shares === 0) {
      refuse("shares", "whole shares, bought above 0 and sold below");
    }
    const price = numberIn("price", 0, MOST_USD);
    if (price === 0) refuse("price", "a price above 0");
    const feeUsd = numberIn("fee", 0, MOST_USD), ms = zonedTime(cells.time);
    if (Number.isNaN(ms)) refuse("time", "a time with its zone, as 2026-11-30T14:31:00Z");
    const fill = { id, ticker, shares, price, feeUsd, at: newYorkInstant(ms) };
    const text = JSON.stringify({ ...fill, ms });
    if ((seen.get(id) ?? text) !== text) {
      refuse("id", "one id for one fill, it stands above for another");
    }
    seen.set(id, text);
    return fill;
  });
}
