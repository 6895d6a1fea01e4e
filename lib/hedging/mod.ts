/**
 * How the book stands to the market, and the hedge that takes its beta out.
 *
 * The hedge counts in the limits, so book and hedge are solved together in `lab/portfolio`; here are
 * the betas that go into that solve, and the table that shows both apart again.
 *
 * @example From betas to a before-and-after table
 * ```ts
 * import { hedgeOverlay, sectorBetas } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const betas = sectorBetas(snapshot(market, market.prices.days.at(-1)!)).map((row) => row.beta!);
 * const weights = betas.map(() => 0.05);
 * const beta = weights.reduce((sum, weight, i) => sum + weight * betas[i], 0);
 * const overlay = hedgeOverlay({ weights, betas, hedge: -beta });
 * ok(Math.abs(overlay.rows[0].after) < 1e-12);
 * ```
 *
 * Read next: `betas.ts`, then `hedge_overlay.ts`; the estimators themselves are in `lab/stats`.
 *
 * @module
 */
export { MINIMUM_MONTHS, sectorBetas, WINDOW_DAYS, WINDOW_MONTHS } from "./betas.ts";
export type { SectorBeta, SectorBetasOptions } from "./betas.ts";
export { hedgeOverlay } from "./hedge_overlay.ts";
export type { HedgeOverlay, OverlayRow } from "./hedge_overlay.ts";
