import { counted } from "../../words.ts";
import type { FundWeights } from "./fund_weights.ts";
import type { FiledFundamental } from "./sector_fundamentals.ts";

/** What a reader must know of the rows, and the end of their source line. */
export function notesOf({ rows, funds, hasPrices, undated, exact = false }: {
  readonly rows: readonly FiledFundamental[];
  readonly funds: readonly FundWeights[];
  readonly hasPrices: boolean;
  readonly undated: number;
  readonly exact?: boolean;
}): { readonly notes: readonly string[]; readonly source: string } {
  const later = rows.filter(({ basis }) => basis.laterWeights);
  const first = funds.map(({ day }) => day).sort()[0];
  const notes = [
    exact
      ? "Minutes are those of the filings' headers, New York."
      : "Minutes are the SEC's acceptance read as New York's: right, or four to five hours late.",
    "revision_breadth is empty: estimates of past days are published nowhere for free.",
  ];
  if (!hasPrices) {
    notes.push("earnings_yield is empty: no closes and splits of the holdings were given.");
  }
  if (later.length > 0) {
    notes.push(
      `${counted(later.length, "row")} before the first holdings file (${first}) ` +
        `${later.length === 1 ? "is" : "are"} made with later weights: the companies are those ` +
        "that the funds hold now, so those that fell out since are missing.",
    );
  }
  if (undated > 0) {
    notes.push(
      `${counted(undated, "filed figure")} left out: the filing is in no list of submissions, so ` +
        "nobody can say from which minute it could be read.",
    );
  }
  const weights = later.length > 0 ? `, before ${first} in the weights of that day` : "";
  return { notes, source: `as companies filed with the SEC${weights}` };
}
