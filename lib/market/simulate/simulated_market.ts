import type { Market } from "../market.ts";
import { fundFlows } from "./fund_flows.ts";
import { fundamentalReports } from "./fundamental_reports.ts";
import { headlines } from "./headlines.ts";
import { INDEX_FUND } from "./parameters.ts";
import { priceTable } from "./price_table.ts";
import { rateObservations, ratePath } from "./rates.ts";
import { styleFactorReturns } from "./style_factor_returns.ts";
import { simulatedWorld, type SimulationOptions } from "./world.ts";

/**
 * A whole market from a seed: prices, opens and volumes of the eleven sectors, SPY and the inverse
 * funds, a risk-free rate, style factors, quarterly reports, headlines and weekly flows, each with
 * the minute from which it may be used.
 *
 * The first lessons run on it, and every test that needs a market: it is always there, always the
 * same, and what is true about it is known (`simulatedTruth`). Medians over many seeds match the
 * real funds of 2018 to 2026 (volatility, betas, correlations, tails, clusters, dispersion,
 * drawdowns); a single world differs, as single decades do.
 *
 * @param options.seed Any safe integer. The same options give the same bytes.
 * @param options.years Length in years of 252 trading days, 0.1 to 2000; 8 by default.
 * @param options.from First day; 2018-07-02 by default, so that all eleven sectors are listed.
 * @param options.planted What each pillar knows; see `DEFAULT_PLANTED`. `"nothing"`, or only the
 *   pillars named, the others then carry nothing.
 * @throws {RangeError} If an option lies outside its range.
 *
 * @example A market in which only the headlines and flows know something
 * ```ts
 * import { simulatedMarket, SECTORS } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1, planted: { sentiment: { ic: 0.1 } } });
 * equal(market.prices.days.length, 252);
 * ok(SECTORS.every((sector) => market.prices.close.has(sector)));
 * ```
 */
export function simulatedMarket(options: SimulationOptions): Market {
  const world = simulatedWorld(options);
  const rates = ratePath(world);
  return {
    source: { kind: "simulated", seed: world.seed },
    frequency: "daily",
    index: INDEX_FUND.ticker,
    prices: priceTable(world, rates),
    rates: rateObservations(world, rates),
    styles: styleFactorReturns(world),
    fundamentals: fundamentalReports(world),
    headlines: headlines(world),
    flows: fundFlows(world),
  };
}
