import { dayCell, readCsvRows } from "../../market/mod.ts";
import type { AccountAction } from "../../week/mod.ts";
import { listed } from "../../words.ts";
import { csvCells } from "../rebalance/csv_cells.ts";
import { tickerFault } from "./ticker_cell.ts";

/** What a row may tell, each with whether it is about a fund. */
const KINDS = { split: true, dividend: true, ends: true, cash: false, fee: false } as const;
type Kind = keyof typeof KINDS;
const NAMES = Object.keys(KINDS) as readonly Kind[];
const MOST_USD = 1e9;

/** `2:1`, `2`, or `0.25` for 1:4: whole numbers of new shares for old ones, or nothing. */
function splitTerms(text: string): { readonly gives: number; readonly takes: number } | undefined {
  const [, gives, takes] = /^(\d{1,4}):(\d{1,4})$/.exec(text) ?? [];
  if (gives !== undefined) {
    return Number(gives) > 0 && Number(takes) > 0
      ? { gives: Number(gives), takes: Number(takes) }
      : undefined;
  }
  const ratio = /^\d{1,4}(\.\d+)?$/.test(text) ? Number(text) : NaN, back = 1 / ratio;
  if (Number.isInteger(ratio) && ratio > 0) return { gives: ratio, takes: 1 };
  // A third as 0.33 is no split: shares would be lost to the digits that are missing.
  return ratio > 0 && Number.isInteger(back) ? { gives: 1, takes: back } : undefined;
}

/**
 * What happened to an account without an order, CSV: `day`, and one of `split` (new shares for old ones,
 * 2:1), `dividend` (dollars a share, by the day from which a buyer has no right to it; `paid` where it
 * comes later), `ends` (dollars a share that a fund pays as it ends), `cash` (dollars in, out below 0),
 * `fee` (dollars). The first three need a `ticker`; cash has one where it is for the fraction of a share.
 *
 * @throws {DataError} If the file cannot be read, a cell is not what it should be, or a row repeats another;
 *   names file, line and column.
 */
export async function readActions(path: string): Promise<readonly AccountAction[]> {
  const { where, rows } = await readCsvRows(path, {
    required: ["day"],
    optional: ["ticker", ...NAMES, "paid"],
    mayBeEmpty: true,
  });
  const seen = new Map<string, string>();
  return rows.map((row): AccountAction => {
    const { cells, name } = row, { refuse, numberIn } = csvCells(where, row);
    const dayIn = (column: string) =>
      dayCell(cells[column]) ?? refuse(column, "a calendar day as YYYY-MM-DD");
    const day = dayIn("day"), told = NAMES.filter((kind) => cells[kind] !== "");
    if (told.length !== 1) {
      refuse(
        told[0] ?? "cash",
        `one of ${listed(NAMES, "or")} in a row${told.length > 1 ? `, not ${listed(told)}` : ""}`,
      );
    }
    const [kind] = told, { ticker } = cells;
    const fault = ticker === "" && !KINDS[kind] ? undefined : tickerFault(ticker);
    if (fault !== undefined) refuse("ticker", fault);
    if (cells.paid !== "" && kind !== "dividend") refuse("paid", `nothing beside a ${kind}`);
    const above = (column: Kind) => {
      const value = numberIn(column, 0, MOST_USD);
      return value > 0 ? value : refuse(column, "a number above 0");
    };
    const of = ticker === "" ? {} : { ticker };
    const action = (): AccountAction => {
      switch (kind) {
        case "split": {
          const terms = splitTerms(cells.split) ??
            refuse("split", "new shares for old ones in whole numbers, such as 2:1 or 1:3");
          return { kind, day, ticker, ...terms };
        }
        case "dividend": {
          const paid = cells.paid === "" ? day : dayIn("paid");
          if (paid < day) refuse("paid", `a day not before ${day}`);
          return { kind, day, ticker, usdPerShare: above("dividend"), paid };
        }
        case "ends":
          return { kind, day, ticker, usdPerShare: numberIn("ends", 0, MOST_USD) };
        case "cash": {
          const usd = numberIn("cash", -MOST_USD, MOST_USD);
          return usd === 0
            ? refuse("cash", "dollars in, or out below 0")
            : { kind, day, usd, ...of };
        }
        case "fee":
          return { kind, day, usd: above("fee"), ...of };
      }
    };
    const found = action(), text = JSON.stringify(found), before = seen.get(text);
    if (before !== undefined) {
      refuse(kind, `each row once (${before} has the same); add up what happened twice`);
    }
    seen.set(text, name);
    return found;
  });
}
