/**
 * Every number of the simulated world, in one place, each with its reason.
 *
 * "Calibrated" means: moved until the medians over seeded eight-year paths lay within the
 * tolerances of `data/calibration.json`, block `common_11`; the first value tried was the one
 * measured on the real funds. The test is `tests/market/simulate/calibration_test.ts`.
 *
 * @module
 */
import type { Sector } from "../sectors.ts";

/**
 * Trading days simulated before the first one shown. The signals need a past, so that the first
 * day already has two filed reports of each sector: two quarters and a filing delay, 160 days.
 */
export const LEAD_DAYS = 170;

/** The states of the market, calmest first. */
export const REGIMES = ["calm", "normal", "crisis"] as const;
/** One of the three states of the market. */
export type Regime = (typeof REGIMES)[number];

/**
 * Chance, per week, of moving from a regime (row) to another (column): the three-state Markov model
 * fitted to weekly SPY returns 1998–2026 (`calibration.json`, `regimes`), rows made to sum to one.
 * Expected lengths are 30, 17 and 5.5 weeks.
 */
export const REGIME_TRANSITION: readonly (readonly number[])[] = [
  [0.9667, 0.0333, 0],
  [0.0444, 0.9419, 0.0137],
  [0, 0.1819, 0.8181],
];

/** Yearly drift and volatility of the market in each regime, shares. */
export const MARKET_REGIMES: Readonly<
  Record<Regime, { readonly driftPerYear: number; readonly volPerYear: number }>
> = {
  // Fitted drifts: +20.7, +2.2 and −70 % a year. They are drawn together around 9 % in the
  // long run (fitted 10 %): a drift that lasts for months sorts sectors by beta, which looks like momentum, and
  // −70 % rests on 46 weeks. Fitted volatilities: 9.9, 20 and 53 %; calm and normal are raised so
  // that the market has the 19 % of 2018–2026, which held more crisis than the long run.
  calm: { driftPerYear: 0.13, volPerYear: 0.128 },
  normal: { driftPerYear: 0.06, volPerYear: 0.232 },
  crisis: { driftPerYear: -0.2, volPerYear: 0.52 },
};

/**
 * Volatility within a regime: g(t+1) = ω + (α + γ·[z<0])·g·z² + β·g with mean one (Glosten,
 * Jagannathan and Runkle, Journal of Finance 48, 1993), Student innovations. Fitted to SPY:
 * α 0, γ 0.24, β 0.85, df 6.3; persistence is lower here, for the regimes carry the slow part.
 */
export const MARKET_GARCH = { alpha: 0.0, gamma: 0.22, beta: 0.85, df: 5.5 };

/**
 * The same for each sector's residual. Its γ gives leverage to XLE and XLU, whose residual outweighs
 * the market; without it both fall short of the tolerance.
 */
export const RESIDUAL_GARCH = { alpha: 0, gamma: 0.28, beta: 0.82 };

/**
 * Residual volatility in a regime over its long-run level. It rises less in a crisis than the
 * market's, and that alone lets the correlation between sectors move from about 0.34 to 0.82.
 */
export const RESIDUAL_REGIME_SCALE: Readonly<Record<Regime, number>> = {
  calm: 0.9,
  normal: 1.13,
  crisis: 2.5,
};

/** How far residual variance follows the market's g: g to this power; they are busy on the same days. */
export const RESIDUAL_FOLLOWS_MARKET = 0.2;

/**
 * Largest move of the market on one day, a share: at −20 % the exchange halts for the day (NYSE rule
 * 7.12, level 3). Student tails would otherwise bring a −40 % day once in a few hundred worlds.
 */
export const LARGEST_MARKET_MOVE = 0.2;
/** The same for a residual; the largest of the real ones is 13 % (energy, 2020-11-09). */
export const LARGEST_RESIDUAL_MOVE = 0.16;

/**
 * Degrees of freedom of the residual factors that sectors share [technology, cyclicals, defensives].
 * Technology's kurtosis is the smallest of the real ones, the defensives' the largest.
 */
export const FACTOR_DF = [6, 3.2, 3.1] as const;

/** What is peculiar to a sector. */
interface SectorParameters {
  /** Loading on the market's return. */
  readonly beta: number;
  /** Long-run volatility of the residual per year, a share. */
  readonly residualVol: number;
  /** Loadings of the residual on [technology against the rest, cyclicals, defensives]. */
  readonly loadings: readonly [number, number, number];
  /** Degrees of freedom of the residual's own innovation. */
  readonly df: number;
  /** First price, dollars: about that fund's in mid-2018. */
  readonly firstPrice: number;
  /** Usual volume, shares a day: about that fund's of 2018 to 2026. */
  readonly sharesPerDay: number;
}

/**
 * One row per sector. Betas are those measured 2018–2026. Residual volatilities are 8 to 32 % above
 * the measured ones: with heavy tails a median path is calmer than the long run. Loadings reproduce
 * the blocks of the measured residual correlations (technology against all but XLC and XLY, cyclicals
 * together, defensives together). Tails are calibrated: the smaller df, the larger the kurtosis.
 */
export const SECTOR_PARAMETERS: Readonly<Record<Sector, SectorParameters>> = {
  XLB: {
    beta: 0.94,
    residualVol: 0.14,
    loadings: [-0.35, 0.6, 0.15],
    df: 5,
    firstPrice: 58,
    sharesPerDay: 6e6,
  },
  XLC: {
    beta: 0.99,
    residualVol: 0.124,
    loadings: [0.15, -0.4, -0.1],
    df: 6,
    firstPrice: 49,
    sharesPerDay: 5e6,
  },
  XLE: {
    beta: 0.95,
    residualVol: 0.295,
    loadings: [-0.3, 0.45, -0.05],
    df: 3.2,
    firstPrice: 75,
    sharesPerDay: 20e6,
  },
  XLF: {
    beta: 1.01,
    residualVol: 0.17,
    loadings: [-0.4, 0.4, 0.05],
    df: 2.35,
    firstPrice: 27,
    sharesPerDay: 50e6,
  },
  XLI: {
    beta: 0.97,
    residualVol: 0.118,
    loadings: [-0.4, 0.7, 0.05],
    df: 3.5,
    firstPrice: 72,
    sharesPerDay: 11e6,
  },
  XLK: {
    beta: 1.28,
    residualVol: 0.119,
    loadings: [0.9, -0.1, -0.15],
    df: 8,
    firstPrice: 70,
    sharesPerDay: 11e6,
  },
  XLP: {
    beta: 0.53,
    residualVol: 0.14,
    loadings: [-0.35, 0, 0.6],
    df: 2.7,
    firstPrice: 52,
    sharesPerDay: 12e6,
  },
  XLRE: {
    beta: 0.81,
    residualVol: 0.178,
    loadings: [-0.3, 0.1, 0.6],
    df: 2.75,
    firstPrice: 33,
    sharesPerDay: 5e6,
  },
  XLU: {
    beta: 0.61,
    residualVol: 0.205,
    loadings: [-0.25, 0.05, 0.75],
    df: 2.55,
    firstPrice: 52,
    sharesPerDay: 14e6,
  },
  XLV: {
    beta: 0.69,
    residualVol: 0.127,
    loadings: [-0.35, -0.05, 0.45],
    df: 4.2,
    firstPrice: 84,
    sharesPerDay: 9e6,
  },
  XLY: {
    beta: 1.11,
    residualVol: 0.117,
    loadings: [0.15, -0.05, -0.3],
    df: 7,
    firstPrice: 109,
    sharesPerDay: 5e6,
  },
};

/** First price and usual volume of the market's fund, about SPY's in mid-2018. */
export const INDEX_FUND = { ticker: "SPY", firstPrice: 271, sharesPerDay: 80e6 };
