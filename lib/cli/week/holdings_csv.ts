import type { Holding } from "../../portfolio/mod.ts";
import { csvTextCell } from "../../outside_text.ts";

/** An account as the CSV text that `--holdings` reads: ticker, shares, since; `CASH` in dollars. */
export function holdingsCsv(holdings: readonly Holding[]): string {
  const lines = holdings.map(({ ticker, shares, since }) =>
    `${csvTextCell(ticker)},${ticker === "CASH" ? shares.toFixed(2) : shares},${since ?? ""}`
  );
  return ["ticker,shares,since", ...lines, ""].join("\r\n");
}
