import type { Day } from "../../units.ts";
import { publishedDay } from "../formats/days_and_moments.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";
import { numberIn, xlsxTable } from "../formats/xlsx_table.ts";

/** A fund on one day, as its issuer states it: shares and value of that day, splits not undone. */
export interface NavRow {
  readonly day: Day;
  /** Net asset value of a share, dollars. */
  readonly nav: number;
  /** Shares outstanding. */
  readonly shares: number;
}

/** A fund's history, and how many of its days say no shares. */
export interface NavHistory {
  readonly rows: readonly NavRow[];
  /** Days without shares: the older ones of every fund have a dash. */
  readonly withoutShares: number;
}

/** How far assets may lie from shares × value; the issuer rounds both. */
const MOST_GAP = 0.01;
/** Beyond it assets are in another unit, and say nothing. */
const OTHER_UNIT = 20;

/** Whether shares, value and assets of a row are not all of one day. */
function contradicts(shares: number, nav: number, assets: number): boolean {
  const ratio = shares * nav / assets;
  return ratio > 1 / OTHER_UNIT && ratio < OTHER_UNIT && Math.abs(ratio - 1) > MOST_GAP;
}

/**
 * The history of a fund's value and shares from its issuer's spreadsheet, oldest day first.
 *
 * Numbers may be text, the newest day stands first, a disclaimer stands below, and shares are a dash
 * in the early years: such a day is left out and counted. So is a day whose assets are not its shares
 * times its value, for one of the three is then of another day.
 *
 * @throws {SourceError} If it is no such spreadsheet, holds no usable day, or a day twice.
 */
export async function navHistory(
  answer: Pick<Answer, "bytes">,
  address: string,
): Promise<NavHistory> {
  const table = await xlsxTable(
    answer,
    ["Date", "NAV", "Shares Outstanding", "Total Net Assets"],
    address,
  );
  const byDay = new Map<Day, NavRow>();
  let withoutShares = 0;
  for (const row of table.rows) {
    const on = publishedDay(row["Date"]), nav = numberIn(row["NAV"]);
    if (on === undefined || !(nav > 0)) continue;
    const shares = numberIn(row["Shares Outstanding"]), assets = numberIn(row["Total Net Assets"]);
    if (!(shares > 0) || (assets > 0 && contradicts(shares, nav, assets))) {
      withoutShares++;
      continue;
    }
    if (byDay.has(on)) {
      throw new SourceError(
        `Cannot read the fund's history of ${address}: ${on} stands there twice`,
        {
          fault: "unreadable",
          address,
        },
      );
    }
    byDay.set(on, { day: on, nav, shares });
  }
  if (byDay.size === 0) {
    throw new SourceError(
      `Cannot read the fund's history of ${address}: no row has a day, a value and shares`,
      { fault: "unreadable", address },
    );
  }
  const rows = [...byDay.values()].sort((a, b) => a.day < b.day ? -1 : 1);
  return { rows, withoutShares };
}
