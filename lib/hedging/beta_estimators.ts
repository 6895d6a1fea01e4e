import { checkList, checkOptions } from "../arguments.ts";
import type { Sector, Snapshot } from "../market/mod.ts";
import { quotedValue } from "../outside_text.ts";
import {
  type BetaWithInterval,
  blumeBeta,
  dimsonBeta,
  ewmaBeta,
  HALF_LIFE_DAYS,
  INTERVAL_LEVEL,
  kalmanBeta,
  MINIMUM_PAIRS,
  type NoBeta,
  olsBeta,
  vasicekBetas,
} from "../stats/mod.ts";
import { MINIMUM_MONTHS, WINDOW_DAYS, WINDOW_MONTHS } from "./betas.ts";

/** A way to measure a beta. */
export type BetaEstimator = "OLS" | "EWMA" | "Vasicek" | "Blume" | "Dimson" | "Kalman";

/** The five that are shown side by side; Blume's rule is for single stocks and has to be asked for. */
export const BETA_ESTIMATORS: readonly BetaEstimator[] = [
  "OLS",
  "EWMA",
  "Vasicek",
  "Dimson",
  "Kalman",
];

/** One sector's beta by one estimator. */
export interface EstimatedBeta {
  readonly sector: Sector;
  readonly estimator: BetaEstimator;
  /** `undefined` where there is none; then `reason` says why. */
  readonly beta: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly standardError: number | undefined;
  /** Periods used. */
  readonly periods: number;
  readonly unit: "days" | "months";
  readonly reason?: string;
}

const OPTIONS = ["estimators", "level", "halfLifeDays", "windowDays", "windowMonths"];

/** What `betaEstimators` looks back on. */
interface BetaEstimatorsOptions {
  /** Which to work out; the five of {@linkcode BETA_ESTIMATORS} by default. */
  readonly estimators?: readonly BetaEstimator[];
  /** Two-sided confidence of the intervals; 0.95 by default. */
  readonly level?: number;
  /** Half-life of the EWMA beta; 60 by default. */
  readonly halfLifeDays?: number;
  /** Trading days looked back; 252 by default. */
  readonly windowDays?: number;
  /** Months looked back where the market is monthly; 60 by default. */
  readonly windowMonths?: number;
}

/**
 * Each sector's beta by several estimators, with intervals, on one window.
 *
 * They differ by more than any of their intervals says, because each has another idea of what a beta is:
 * that of the year (OLS), of late (EWMA), of a late reaction (Dimson), one that drifts (Kalman), one of a
 * family (Vasicek). A hedge built on one of them is right by that one only.
 *
 * @param snapshot The view of the day. On a monthly market there is no EWMA beta.
 * @param options Which estimators, and windows; see {@linkcode BetaEstimatorsOptions}.
 * @returns One row per sector and estimator, sectors in their order, estimators in the order asked for.
 * @throws {RangeError} If an option is out of range.
 *
 * @example The spread between estimators, sector by sector
 * ```ts
 * import { betaEstimators } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const rows = betaEstimators(snapshot(market, market.prices.days.at(-1)!));
 * equal(rows.length, 55);
 * ok(rows.every(({ low, beta, high }) => low! < beta! && beta! < high!));
 * ```
 */
export function betaEstimators(
  snapshot: Snapshot,
  options: BetaEstimatorsOptions = {},
): readonly EstimatedBeta[] {
  checkOptions("Cannot measure betas", options, OPTIONS);
  const { estimators = BETA_ESTIMATORS, level = INTERVAL_LEVEL } = options;
  checkList("Cannot measure betas", "estimators", estimators, "names");
  const monthly = snapshot.frequency === "monthly", unit = monthly ? "months" : "days";
  const window = monthly
    ? options.windowMonths ?? WINDOW_MONTHS
    : options.windowDays ?? WINDOW_DAYS;
  if (!Number.isInteger(window) || window < 1) {
    throw new RangeError(
      `Cannot measure betas: the window must be a whole number of ${unit} from 1, got ${window}`,
    );
  }
  const minimumPairs = monthly ? MINIMUM_MONTHS : MINIMUM_PAIRS;
  const halfLifeDays = options.halfLifeDays ?? HALF_LIFE_DAYS;
  const index = snapshot.returns(snapshot.index, window);
  const series = snapshot.sectors.map((sector) => snapshot.returns(sector, window));
  const ols = series.map((returns) => olsBeta(returns, index, { level, minimumPairs }));

  const by: Readonly<Record<BetaEstimator, () => readonly (BetaWithInterval | NoBeta)[]>> = {
    OLS: () => ols,
    EWMA: () =>
      series.map((returns, i) =>
        monthly
          ? {
            beta: undefined,
            pairs: ols[i].pairs,
            reason: "a half-life in days says nothing about monthly returns",
          }
          : ewmaBeta(returns, index, { halfLifeDays, level, minimumPairs })
      ),
    Vasicek: () => vasicekBetas(ols, { level }),
    Blume: () => ols.map(blumeBeta),
    Dimson: () => series.map((returns) => dimsonBeta(returns, index, { level, minimumPairs })),
    Kalman: () => series.map((returns) => kalmanBeta(returns, index, { level, minimumPairs })),
  };
  const fits = estimators.map((estimator) => {
    if (!Object.hasOwn(by, estimator)) {
      throw new RangeError(
        `Cannot measure betas: the estimators are ${Object.keys(by).join(", ")}, ` +
          `got ${quotedValue(estimator)}`,
      );
    }
    return by[estimator]();
  });
  return snapshot.sectors.flatMap((sector, i) =>
    estimators.map((estimator, j): EstimatedBeta => {
      const fit = fits[j][i];
      const found = fit.beta === undefined ? undefined : fit;
      return {
        sector,
        estimator,
        beta: found?.beta,
        low: found?.low,
        high: found?.high,
        standardError: found?.standardError,
        periods: fit.pairs,
        unit,
        ...(fit.beta === undefined ? { reason: fit.reason } : {}),
      };
    })
  );
}
