import type { Sector, Snapshot } from "../market/mod.ts";
import { covariance, type Matrix } from "../stats/mod.ts";

/** Trading days looked back, and the fewest that will do; the same as for betas. */
const WINDOW_DAYS = 252;
const MINIMUM_DAYS = 60;
/** The same for a monthly market. */
const WINDOW_MONTHS = 60;
const MINIMUM_MONTHS = 24;
const DAYS_PER_YEAR = 252;
const MONTHS_PER_YEAR = 12;

/** The covariance of sectors and market on a day. */
export interface BookCovariance {
  /** Order of the matrix: the sectors, then the market. */
  readonly names: readonly (Sector | "market")[];
  /** Per year. */
  readonly matrix: Matrix;
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
 * @param options.halfLifeDays Age at which a day counts half; none by default, which is the sample
 *   covariance. Monthly markets have no half-life.
 * @param options.windowDays Trading days looked back; 252 by default, 60 months where monthly.
 * @returns The matrix, or `undefined` if fewer than 60 days (24 months) are complete.
 * @throws {RangeError} If an option is out of range.
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
  options: { readonly halfLifeDays?: number; readonly windowDays?: number } = {},
): BookCovariance | undefined {
  const monthly = snapshot.frequency === "monthly";
  const window = options.windowDays ?? (monthly ? WINDOW_MONTHS : WINDOW_DAYS);
  if (!Number.isInteger(window) || window < 2) {
    throw new RangeError(
      `Cannot estimate a covariance: windowDays must be a whole number from 2, got ${window}`,
    );
  }
  const minimum = Math.min(window, monthly ? MINIMUM_MONTHS : MINIMUM_DAYS);
  const perYear = monthly ? MONTHS_PER_YEAR : DAYS_PER_YEAR;
  const enough = (returns: readonly unknown[]) =>
    returns.filter((value) => value !== undefined).length >= minimum;
  const sectors = snapshot.sectors.filter((sector) => enough(snapshot.returns(sector, window)));
  const found = covariance(
    [...sectors, snapshot.index].map((ticker) => snapshot.returns(ticker, window)),
    monthly ? {} : { halfLifeDays: options.halfLifeDays },
  );
  if (!found || found.periods < minimum) return undefined;
  return {
    names: [...sectors, "market"],
    matrix: found.matrix.map((row) => row.map((value) => value * perYear)),
    periods: found.periods,
    unit: monthly ? "months" : "days",
    leftOut: snapshot.sectors.filter((sector) => !sectors.includes(sector)),
  };
}
