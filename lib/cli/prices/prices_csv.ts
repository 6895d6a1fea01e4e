import { DataError } from "../../errors.ts";
import type { Day } from "../../units.ts";
import type { DownloadedTicker } from "./download_prices.ts";

/** Tickers that are a rate and no price: percent a year, one column, no open and no volume. */
const RATES = ["^IRX"];

/** A number with as many digits as a price deserves. */
function written(value: number | undefined): string {
  return value === undefined ? "" : String(Number(value.toPrecision(10)));
}

/**
 * Downloaded tickers as the text of a price file: a column `date`, then open, close and volume of
 * each, all adjusted for splits and dividends.
 *
 * The open is scaled by the same factor as the close. The volume is scaled the other way, so that
 * close × volume stays the dollars that were traded. A day without a bar is an empty cell.
 *
 * @returns CSV that `readPrices` of `lab/market` takes; lines end in LF.
 * @throws {DataError} If a ticker has a day twice with different prices, or days out of order.
 *
 * @example A dividend halved the past
 * ```ts
 * import { pricesCsv } from "./prices_csv.ts";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const bars = [{ day: day("2020-01-02"), open: 8, close: 10, adjustedClose: 5, volume: 100 }];
 * equal(
 *   pricesCsv([{ ticker: "XLK", bars, sha256: "" }]),
 *   "date,XLK_open,XLK_close,XLK_volume\n2020-01-02,4,5,200\n",
 * );
 * ```
 */
export function pricesCsv(tickers: readonly DownloadedTicker[]): string {
  const header = ["date"];
  const rows = new Map<Day, string[]>();
  const width = 1 + tickers.reduce((n, { ticker }) => n + (RATES.includes(ticker) ? 1 : 3), 0);
  let at = 1;
  for (const { ticker, bars } of tickers) {
    const isRate = RATES.includes(ticker);
    header.push(
      ...(isRate ? [ticker] : [`${ticker}_open`, `${ticker}_close`, `${ticker}_volume`]),
    );
    let before: Day | undefined;
    for (const { day, open, close, adjustedClose, volume } of bars) {
      if (before !== undefined && day <= before) {
        throw new DataError(
          `Cannot write prices: ${ticker} has ${day} ${
            day === before ? "twice" : `after ${before}`
          } in what was downloaded; try again later`,
          { column: ticker, day },
        );
      }
      before = day;
      let row = rows.get(day);
      if (!row) {
        row = new Array<string>(width).fill("");
        row[0] = day;
        rows.set(day, row);
      }
      // A rate may be 0; a price of 0 is the provider's word for none, which old opens have.
      const factor = !close || !adjustedClose ? undefined : adjustedClose / close;
      if (isRate) row[at] = written(close);
      else if (factor !== undefined) {
        row[at] = written(open ? open * factor : undefined);
        row[at + 1] = written(adjustedClose);
        row[at + 2] = written(volume === undefined ? undefined : volume / factor);
      }
    }
    at += isRate ? 1 : 3;
  }
  const days = [...rows.keys()].sort();
  // A rate is also published on days on which no fund trades.
  const traded = days.filter((day) =>
    tickers.every(({ ticker }) => RATES.includes(ticker)) ||
    header.some((name, i) => name.endsWith("_close") && rows.get(day)![i] !== "")
  );
  return [header, ...traded.map((day) => rows.get(day)!)].map((row) => `${row.join(",")}\n`).join(
    "",
  );
}
