import type { FiledFundamental } from "./sector_fundamentals.ts";

const cell = (value: number | undefined) => value === undefined ? "" : String(value);

/**
 * Fundamentals in the layout that `--evidence` reads; what is not known is an empty cell.
 *
 * @example
 * ```ts
 * import { fundamentalsCsv } from "lab/sources";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   fundamentalsCsv([]),
 *   "sector,period_end,available_at,earnings_yield,earnings_growth,revision_breadth\n",
 * );
 * ```
 */
export function fundamentalsCsv(rows: readonly FiledFundamental[]): string {
  const lines = rows.map(({ sector, periodEnd, availableAt, earningsYield, earningsGrowth }) =>
    [sector, periodEnd, availableAt, cell(earningsYield), cell(earningsGrowth), ""].join()
  );
  return table(
    "sector,period_end,available_at,earnings_yield,earnings_growth,revision_breadth",
    lines,
  );
}

/**
 * What stands behind each row, in the same order: shares of the fund that are covered, whose weights, and
 * the filings. `later_weights` is 1 where the holdings file came after the row.
 *
 * @example
 * ```ts
 * import { fundamentalsBasisCsv } from "lab/sources";
 * import { match } from "node:assert/strict";
 *
 * match(fundamentalsBasisCsv([]), /^sector,period_end,available_at,share_covered,/);
 * ```
 */
export function fundamentalsBasisCsv(rows: readonly FiledFundamental[]): string {
  const lines = rows.map(({ sector, periodEnd, availableAt, basis }) =>
    [
      sector,
      periodEnd,
      availableAt,
      basis.shareCovered,
      basis.shareOfPeriod,
      basis.shareValued,
      basis.shareGrown,
      basis.growthBy,
      cell(basis.salesGrowth),
      basis.holdingsDay,
      basis.laterWeights ? 1 : 0,
      basis.accessions.join(" "),
    ].join()
  );
  return table(
    "sector,period_end,available_at,share_covered,share_of_period,share_valued,share_grown," +
      "growth_by,sales_growth,holdings_day,later_weights,filings",
    lines,
  );
}

const table = (head: string, lines: readonly string[]) =>
  [head, ...lines].map((line) => `${line}\n`).join("");
