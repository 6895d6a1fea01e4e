import type { Market } from "../market.ts";
import type { PriceWarning } from "../price_warning.ts";
import type { Evidence } from "./read_evidence.ts";

/**
 * A market of prices with what a folder of evidence holds beside them.
 *
 * Rates of a file take the place of those that came with the prices, and a warning says so.
 *
 * @param market Left as it is.
 * @param evidence See `readEvidence`.
 * @returns The market, with the evidence's warnings behind its own.
 *
 * @example
 * ```ts
 * import { readEvidence, simulatedMarket, withEvidence } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/rates.csv`, "available_at,rate_per_year\n2020-01-02,0.04\n");
 * const market = withEvidence(simulatedMarket({ seed: 7, years: 1 }), await readEvidence(folder));
 * equal(market.rates.length, 1);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function withEvidence<Base extends Market>(market: Base, evidence: Evidence): Base {
  const { fundamentals, headlines, flows, rates, styles, figures, sources } = evidence;
  const warnings: PriceWarning[] = [...evidence.warnings];
  if (rates !== undefined && market.rates.length > 0) {
    const file = sources.find(({ name }) => name.toLowerCase().startsWith("rates."))?.name ??
      "rates";
    warnings.push({
      kind: "evidence rates",
      columns: [file],
      days: [],
      message: `${file} gives the risk-free rate; that of the price files is not used.`,
    });
  }
  return {
    ...market,
    source: market.source.kind === "real" ? { ...market.source, evidence: sources } : market.source,
    rates: rates ?? market.rates,
    styles: styles ?? market.styles,
    fundamentals: fundamentals ?? market.fundamentals,
    headlines: headlines ?? market.headlines,
    flows: flows ?? market.flows,
    ...(figures === undefined ? {} : { figures }),
    warnings: [...market.warnings ?? [], ...warnings],
  };
}
