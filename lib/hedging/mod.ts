/**
 * How the book stands to the market, the hedge that takes its beta out, and what can still hurt it.
 *
 * The hedge counts in the limits, so book and hedge are solved together in `lab/portfolio`; here are
 * the betas that go into that solve, and the table that shows both apart again. Shorts are held through
 * funds with a daily target, whose value follows a path of its own; dated windows, stressed
 * correlations and drift say what a beta of zero leaves open.
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
 * Read next: `betas.ts`, then `hedge_overlay.ts`; the estimators themselves are in `lab/stats`. For
 * what the shorts are made of, `inverse_fund_path.ts` and `fund_decomposition.ts`; for bad days,
 * `stress_pnl.ts` and `correlation_stress.ts`; for where the risk sits, `risk_contributions.ts`,
 * `correlation_clusters.ts` and `style_loadings.ts`; for when to trade, `no_trade_band.ts`.
 *
 * @module
 */
export { type SectorBeta, sectorBetas, type SectorBetasOptions, WINDOW_DAYS } from "./betas.ts";
export { type HedgeOverlay, hedgeOverlay } from "./hedge_overlay.ts";
export type { FundTerms } from "./fund_terms.ts";
export { inverseFundPath } from "./inverse_fund_path.ts";
export { avellanedaZhang } from "./avellaneda_zhang.ts";
export { type FundDecomposition, fundDecomposition, type FundParts } from "./fund_decomposition.ts";
export {
  breakEvenVolatility,
  flatIndexReturn,
  medianReturn,
  type TrackingDifference,
  trackingDifference,
} from "./tracking_difference.ts";
export {
  daysToRelevel,
  type RelevelledDay,
  type RelevelledPath,
  relevelledPath,
  type RelevelRule,
} from "./relevelling.ts";
export { driftedExposure, exposureGrowth, fundCapital } from "./exposure_drift.ts";
export { daysToLiquidate, PARTICIPATION } from "./days_to_liquidate.ts";
export { type StressWindow, stressWindowNote, stressWindows } from "./stress_windows.ts";
export { readStressWindows } from "./read_stress_windows.ts";
export { type StressPnl, stressPnl } from "./stress_pnl.ts";
export { type StressPath, stressPath } from "./stress_path.ts";
export {
  type BookCovariance,
  bookCovariance,
  COVARIANCE_ESTIMATORS,
  type CovarianceEstimator,
} from "./book_covariance.ts";
export {
  type CorrelationClusters,
  correlationClusters,
  type NoCorrelationClusters,
} from "./correlation_clusters.ts";
export { STYLE_NAMES, type StyleFit, type StyleLoading } from "./style_regression.ts";
export { type NoStyleLoadings, type StyleLoadings, styleLoadings } from "./style_loadings.ts";
export { type BookStyles, bookStyles } from "./book_styles.ts";
export {
  type RiskContribution,
  type RiskContributions,
  riskContributions,
} from "./risk_contributions.ts";
export {
  type CorrelationForm,
  type CorrelationStress,
  correlationStress,
} from "./correlation_stress.ts";
export { type BookBetaDay, bookBetaPath } from "./book_beta_path.ts";
export { bookHistoryBeta } from "./book_history_beta.ts";
export { bookDrift, type DriftedBook, type HeldFund, type UnvaluedBook } from "./book_drift.ts";
export { hysteresis } from "./hysteresis.ts";
export { type HedgeDay, type HedgePath, hedgePath, type HedgeRule } from "./no_trade_band.ts";
export { hedgeBandWidth } from "./hedge_band_width.ts";
export { type FearDay, volatilityTrigger } from "./volatility_trigger.ts";
export {
  BETA_ESTIMATORS,
  type BetaEstimator,
  betaEstimators,
  type EstimatedBeta,
} from "./beta_estimators.ts";
export { type NaiveBook, naiveBook, naiveBookMended, type NaiveProblem } from "./naive_book.ts";
