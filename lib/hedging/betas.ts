import { TRADING_DAYS_A_YEAR } from "../days.ts";
import { checkOptions } from "../arguments.ts";
import { type Sector, SECTOR_LABELS, type Snapshot } from "../market/mod.ts";
import { ewmaBeta, HALF_LIFE_DAYS, MINIMUM_PAIRS, olsBeta } from "../stats/mod.ts";

/** Trading days looked back, about one year (design section 9). */
export const WINDOW_DAYS = TRADING_DAYS_A_YEAR;
/** Months looked back where a market has monthly returns only: five years, the usual choice. */
export const WINDOW_MONTHS = 60;
/** Fewest months from which a beta is worked out, two years. */
export const MINIMUM_MONTHS = 24;

/** The beta of one sector to the market index, with the estimate that stands beside it. */
export interface SectorBeta {
  readonly sector: Sector;
  /** The beta to build with: `ewma` on daily data, `ols` on monthly; `undefined` if unknown. */
  readonly beta: number | undefined;
  readonly estimator: "EWMA" | "OLS";
  /** `undefined` on monthly data: a half-life in days says nothing about months. */
  readonly ewma: number | undefined;
  readonly ols: number | undefined;
  /** 95 % interval of `ols`. */
  readonly olsLow: number | undefined;
  readonly olsHigh: number | undefined;
  /** Pairs of returns used: days, or months where the market is monthly. */
  readonly periods: number;
  readonly unit: "days" | "months";
  /** Why there is no beta; absent where there is one. */
  readonly reason?: string;
}

const OPTIONS = ["halfLifeDays", "windowDays", "minimumDays", "windowMonths", "minimumMonths"];

/** What `sectorBetas` looks back on. */
export interface SectorBetasOptions {
  /** Age at which a day counts half in the EWMA beta; 60 by default. */
  readonly halfLifeDays?: number;
  /** Trading days looked back; 252 by default. */
  readonly windowDays?: number;
  /** Fewest pairs of days; 60 by default. */
  readonly minimumDays?: number;
  /** Months looked back where the market is monthly; 60 by default. */
  readonly windowMonths?: number;
  /** Fewest pairs of months; 24 by default. */
  readonly minimumMonths?: number;
}

function atLeastOne(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new RangeError(
    `Cannot measure sector betas: ${name} must be a whole number from 1, got ${value}`,
  );
}

/**
 * The beta of every listed sector to the market index, as far as the snapshot's past tells.
 *
 * EWMA with a half-life of 60 days over 252 days is what the book is built with; the OLS beta of the
 * same window stands beside it with its interval, because estimators disagree and a reader should
 * see by how much. On monthly data an OLS beta over 60 months takes the EWMA's place. A sector with
 * too short a history has no beta and says why; it cannot be held in a beta-neutral book.
 *
 * @param snapshot The view of the day.
 * @param options Windows and minimum counts; see {@linkcode SectorBetasOptions}.
 * @returns One row per sector of `snapshot.sectors`, in that order.
 * @throws {RangeError} If an option is out of range.
 *
 * @example Eleven betas of a simulated day
 * ```ts
 * import { sectorBetas } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const rows = sectorBetas(snapshot(market, market.prices.days.at(-1)!));
 * equal(rows.length, 11);
 * ok(rows.every((row) => row.olsLow! < row.ols! && row.ols! < row.olsHigh!));
 * ```
 */
export function sectorBetas(
  snapshot: Snapshot,
  options: SectorBetasOptions = {},
): readonly SectorBeta[] {
  checkOptions("Cannot measure betas", options, OPTIONS);
  const monthly = snapshot.frequency === "monthly";
  const window = monthly
    ? atLeastOne(options.windowMonths ?? WINDOW_MONTHS, "windowMonths")
    : atLeastOne(options.windowDays ?? WINDOW_DAYS, "windowDays");
  const minimumPairs = monthly
    ? atLeastOne(options.minimumMonths ?? MINIMUM_MONTHS, "minimumMonths")
    : atLeastOne(options.minimumDays ?? MINIMUM_PAIRS, "minimumDays");
  const halfLifeDays = options.halfLifeDays ?? HALF_LIFE_DAYS;
  const unit = monthly ? "months" : "days";
  const index = snapshot.returns(snapshot.index, window);

  return snapshot.sectors.map((sector) => {
    const returns = snapshot.returns(sector, window);
    const ols = olsBeta(returns, index, { minimumPairs });
    const ewma = monthly ? undefined : ewmaBeta(returns, index, { halfLifeDays, minimumPairs });
    const used = ewma ?? ols;
    const interval = ols.beta === undefined ? undefined : ols;
    return {
      sector,
      beta: used.beta,
      estimator: monthly ? "OLS" : "EWMA",
      ewma: ewma?.beta,
      ols: ols.beta,
      olsLow: interval?.low,
      olsHigh: interval?.high,
      periods: used.pairs,
      unit,
      ...(used.beta === undefined
        ? { reason: reasonFor(sector, snapshot, used, minimumPairs, window, unit) }
        : {}),
    };
  });
}

function reasonFor(
  sector: Sector,
  snapshot: Snapshot,
  used: { readonly pairs: number; readonly reason?: string },
  minimum: number,
  window: number,
  unit: string,
): string {
  const name = `${SECTOR_LABELS[sector]} (${sector})`;
  return used.pairs < minimum
    ? `${name} has no beta on ${snapshot.day}: only ${used.pairs} of the last ${window} ${unit} ` +
      `have a return of both ${sector} and ${snapshot.index}, ${minimum} are needed`
    : `${name} has no beta on ${snapshot.day}: ${used.reason}`;
}
