import type { Sector } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import { publishedDay } from "../formats/days_and_moments.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";
import { type Cell, numberIn, xlsxTable } from "../formats/xlsx_table.ts";

/** One position of a fund. */
export interface FundHolding {
  readonly sector: Sector;
  /** The day that the issuer's file names. */
  readonly day: Day;
  /** As it is traded; "" for cash and what has none. */
  readonly ticker: string;
  readonly name: string;
  /** CUSIP or the like, as the file has it. */
  readonly identifier: string;
  /** Share of the fund's assets: 0.05 is five percent. */
  readonly weight: number;
}

/** Between what all weights of a fund must sum; cash may be negative. */
const LEAST_SUM = 0.9, MOST_SUM = 1.05;

/**
 * What a fund held on the day that its issuer's spreadsheet names, the day of the download as a rule:
 * no history is published, so every day's file is kept.
 *
 * @throws {SourceError} If it is no such spreadsheet, names no day, or its weights are no whole.
 */
export async function fundHoldings(
  answer: Pick<Answer, "bytes">,
  sector: Sector,
  address: string,
): Promise<readonly FundHolding[]> {
  const refuse = (what: string) =>
    new SourceError(`Cannot read the holdings of ${address}: ${what}`, {
      fault: "unreadable",
      address,
    });
  const { above, rows } = await xlsxTable(
    answer,
    ["Name", "Ticker", "Identifier", "SEDOL", "Weight"],
    address,
  );
  const said = above.flat().map(dayIn).find((on) => on !== undefined);
  if (said === undefined) throw refuse("no day stands above its header, as in As of 17-Sep-2026");
  const text = (cell: Cell) => outsideLine(String(cell ?? ""), 100);
  const found = rows.flatMap((row): FundHolding[] => {
    const percent = numberIn(row["Weight"]);
    if (Number.isNaN(percent) || text(row["Name"]) === "") return [];
    const ticker = text(row["Ticker"]);
    return [{
      sector,
      day: said,
      ticker: ticker === "-" ? "" : ticker,
      name: text(row["Name"]),
      identifier: text(row["Identifier"]),
      weight: percent / 100,
    }];
  });
  const sum = found.reduce((total, { weight }) => total + weight, 0);
  if (!(sum >= LEAST_SUM && sum <= MOST_SUM)) {
    throw refuse(`its weights sum to ${(100 * sum).toFixed(1)} %, need about 100 %`);
  }
  return found;
}

/** The day in a cell such as `As of 17-Sep-2026`. */
function dayIn(cell: Cell): Day | undefined {
  if (typeof cell !== "string") return publishedDay(cell);
  return publishedDay(cell.replace(/^.*as of:?\s*/i, ""));
}
