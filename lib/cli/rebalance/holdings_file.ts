import { readCsvRows } from "../../market/mod.ts";
import type { Holding } from "../../portfolio/mod.ts";
import { type Day, day } from "../../units.ts";
import { csvCells } from "./csv_cells.ts";

/**
 * What an account holds: `ticker, shares, optional since`; the line `CASH` counts dollars.
 *
 * Only the form is checked here; whether a ticker exists and has a price is asked when the holdings
 * are valued.
 *
 * @param path A CSV file.
 * @returns One holding per row, in the order of the file.
 * @throws {DataError} If the file cannot be read, shares are no number, or `since` is no day; names
 * file, line and column.
 */
export async function readHoldings(path: string): Promise<readonly Holding[]> {
  const { where, rows } = await readCsvRows(path, {
    required: ["ticker", "shares"],
    optional: ["since"],
  });
  return rows.map((row) => {
    const { cells } = row, { refuse } = csvCells(where, row);
    const shares = cells.shares === "" ? NaN : Number(cells.shares);
    if (!Number.isFinite(shares)) refuse("shares", "a number");
    if (cells.ticker === "") refuse("ticker", "a ticker or CASH");
    const since = (): Day => {
      try {
        return day(cells.since);
      } catch (cause) {
        return refuse("since", "a calendar day as YYYY-MM-DD, or nothing", cause);
      }
    };
    return {
      ticker: cells.ticker,
      shares,
      ...(cells.since === "" ? {} : { since: since() }),
    };
  });
}
