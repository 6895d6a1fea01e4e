import { checkOptions } from "../arguments.ts";
import { MONTHS_A_YEAR, TRADING_DAYS_A_YEAR } from "../days.ts";
import type { Sector, Snapshot } from "../market/mod.ts";
import { quotedValue } from "../outside_text.ts";
import {
  type Covariance,
  covariance,
  HALF_LIFE_DAYS,
  ledoitWolf,
  type Matrix,
  oas,
} from "../stats/mod.ts";
import { WINDOW_DAYS } from "./betas.ts";

/** How a covariance is estimated: all days alike, the newest first, or shrunk in one of two ways. */
export type CovarianceEstimator = "sample" | "EWMA" | "Ledoit-Wolf" | "OAS";

/** The names of the four. */
export const COVARIANCE_ESTIMATORS: readonly CovarianceEstimator[] = [
  "sample",
  "EWMA",
  "Ledoit-Wolf",
  "OAS",
];

/** Fewest trading days of the window that will do; window and fewest are the same as for betas. */
const MINIMUM_DAYS = 60;
/** The same for a monthly market. */
const WINDOW_MONTHS = 60;
const MINIMUM_MONTHS = 24;

/** The covariance of sectors and market on a day. */
export interface BookCovariance {
  /** Order of the matrix: the sectors, then the market. */
  readonly names: readonly (Sector | "market")[];
  /** Per year. */
  readonly matrix: Matrix;
  /** What was used: a monthly market has no EWMA. */
  readonly estimator: CovarianceEstimator;
  /** How far the two shrunk ones moved from the sample's, 0 to 1; absent for the others. */
  readonly shrinkage?: number;
  /** Days or months in which every name has a return. */
  readonly periods: number;
  readonly unit: "days" | "months";
  /** Sectors whose history is too short, which are not in the matrix. */
  readonly leftOut: readonly Sector[];
}

/**
 * Covariance of the sectors' and the market's returns, per year, as far as the snapshot tells.
 *
 * @param snapshot The view of the day.
 * @param options.estimator `sample` by default, `EWMA` where a half-life is given; `Ledoit-Wolf` and
 *   `OAS` shrink towards one variance and no correlation, see `ledoitWolf` and `oas` of `lab/stats`.
 * @param options.halfLifeDays Age at which a day counts half in `EWMA`; 60 by default. A monthly market
 *   has no half-life: there `EWMA` is `sample`, and the result says so.
 * @param options.windowDays Trading days looked back; 252 by default, 60 months where monthly.
 * @returns The matrix, or `undefined` if fewer than 60 days (24 months) are complete.
 * @throws {TypeError} If the options are no object.
 * @throws {RangeError} If an option is out of range or not known, or a half-life goes with another
 *   estimator.
 *
 * @example
 * ```ts
 * import { bookCovariance } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const { names, matrix } = bookCovariance(snapshot(market, market.prices.days.at(-1)!))!;
 * equal(names.at(-1), "market");
 * ok(Math.sqrt(matrix[11][11]) > 0.05 && Math.sqrt(matrix[11][11]) < 0.6);
 * ```
 */
export function bookCovariance(
  snapshot: Snapshot,
  options: {
    readonly estimator?: CovarianceEstimator;
    readonly halfLifeDays?: number;
    readonly windowDays?: number;
  } = {},
): BookCovariance | undefined {
  checkOptions("Cannot estimate a covariance", options, [
    ...["estimator", "halfLifeDays", "windowDays"],
  ]);
  const monthly = snapshot.frequency === "monthly";
  const window = options.windowDays ?? (monthly ? WINDOW_MONTHS : WINDOW_DAYS);
  if (!Number.isInteger(window) || window < 2) {
    throw new RangeError(
      `Cannot estimate a covariance: windowDays must be a whole number from 2, got ${window}`,
    );
  }
  const asked = options.estimator ?? (options.halfLifeDays === undefined ? "sample" : "EWMA");
  if (!COVARIANCE_ESTIMATORS.includes(asked)) {
    throw new RangeError(
      `Cannot estimate a covariance: estimator must be one of ${
        COVARIANCE_ESTIMATORS.join(", ")
      }, got ${quotedValue(asked)}`,
    );
  }
  if (options.halfLifeDays !== undefined && asked !== "EWMA") {
    throw new RangeError(
      `Cannot estimate a covariance: only EWMA has a half-life, got halfLifeDays ` +
        `${options.halfLifeDays} with ${asked}`,
    );
  }
  const estimator = asked === "EWMA" && monthly ? "sample" : asked;
  const estimate = (
    series: readonly (readonly (number | undefined)[])[],
  ): (Covariance & { readonly shrinkage?: number }) | undefined =>
    estimator === "Ledoit-Wolf"
      ? ledoitWolf(series)
      : estimator === "OAS"
      ? oas(series)
      : covariance(
        series,
        estimator === "EWMA" ? { halfLifeDays: options.halfLifeDays ?? HALF_LIFE_DAYS } : {},
      );
  const minimum = Math.min(window, monthly ? MINIMUM_MONTHS : MINIMUM_DAYS);
  const perYear = monthly ? MONTHS_A_YEAR : TRADING_DAYS_A_YEAR;
  const enough = (returns: readonly unknown[]) =>
    returns.filter((value) => value !== undefined).length >= minimum;
  const sectors = snapshot.sectors.filter((sector) => enough(snapshot.returns(sector, window)));
  const found = estimate(
    [...sectors, snapshot.index].map((ticker) => snapshot.returns(ticker, window)),
  );
  if (!found || found.periods < minimum) return undefined;
  return {
    names: [...sectors, "market"],
    matrix: found.matrix.map((row) => row.map((value) => value * perYear)),
    estimator,
    ...(found.shrinkage === undefined ? {} : { shrinkage: found.shrinkage }),
    periods: found.periods,
    unit: monthly ? "months" : "days",
    leftOut: snapshot.sectors.filter((sector) => !sectors.includes(sector)),
  };
}
