import { checkOptions } from "../arguments.ts";
import type { Snapshot } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { INTERVAL_LEVEL, leastSquares, MINIMUM_PAIRS, studentQuantile } from "../stats/mod.ts";
import { MINIMUM_MONTHS, WINDOW_DAYS, WINDOW_MONTHS } from "./betas.ts";

/** A style factor of the snapshot. */
export type StyleName = "size" | "value" | "momentum";

/** The three, in the one order. */
export const STYLE_NAMES: readonly StyleName[] = ["size", "value", "momentum"];

/** How much of a style factor something carries, with its uncertainty. */
export interface StyleLoading {
  /** Its return per unit of the factor's return, market and other styles held still. */
  readonly loading: number;
  readonly standardError: number;
  /** 95 % interval by Student's t. */
  readonly low: number;
  readonly high: number;
}

/** A regression on the market and the three styles. */
export interface StyleFit {
  /** Loading on the market beside the styles; not the beta that a book is hedged with. */
  readonly market: number;
  readonly styles: Readonly<Record<StyleName, StyleLoading>>;
  /** Days or months used. */
  readonly periods: number;
}

/** What `styleLoadings` and `bookStyles` look back on. */
export interface StyleLoadingsOptions {
  /** Trading days looked back; 252 by default, 60 months where the market is monthly. */
  readonly windowDays?: number;
}

/** The returns of market and styles over a window, as far as a day knows them. */
interface StyleHistory {
  readonly days: readonly Day[];
  readonly window: number;
  readonly unit: "days" | "months";
  /** Fewest periods from which a loading is worked out. */
  readonly least: number;
  /** Market, size, value, momentum on each of `days`; `undefined` where one is missing. */
  readonly factors: readonly (readonly number[] | undefined)[];
  /** Days on which all four are known. */
  readonly together: number;
}

/**
 * The factors of a window, or the reason why there are too few of them.
 *
 * @throws {RangeError} If the window is no whole number from 2.
 */
export function styleHistory(
  snapshot: Snapshot,
  options: StyleLoadingsOptions,
): StyleHistory | { readonly factors: undefined; readonly reason: string } {
  checkOptions("Cannot measure style loadings", options, ["windowDays"]);
  const monthly = snapshot.frequency === "monthly", unit = monthly ? "months" : "days";
  const window = options.windowDays ?? (monthly ? WINDOW_MONTHS : WINDOW_DAYS);
  if (!Number.isInteger(window) || window < 2) {
    throw new RangeError(
      `Cannot measure style loadings: windowDays must be a whole number from 2, got ${window}`,
    );
  }
  const least = monthly ? MINIMUM_MONTHS : MINIMUM_PAIRS;
  const reason = (why: string) => ({
    factors: undefined,
    reason: `Style loadings are unknown on ${snapshot.day}: ${why}`,
  });
  if (snapshot.styles.length === 0) return reason("the data have no returns of style factors");
  const days = snapshot.tradingDays(window), market = snapshot.returns(snapshot.index, window);
  // In the order of publication: of two figures for one day the later one stands.
  const published = new Map(
    snapshot.styles.filter(({ day }) => day >= days[0]).map((style) => [style.day, style]),
  );
  const factors = days.map((day, t) => {
    const style = published.get(day), index = market[t];
    return style && index !== undefined
      ? [index, ...STYLE_NAMES.map((name) => style[name])]
      : undefined;
  });
  const together = factors.filter((row) => row !== undefined).length;
  if (together < least) {
    return reason(
      `only ${together} of the last ${window} ${unit} have a return of the styles and of ` +
        `${snapshot.index}, ${least} are needed`,
    );
  }
  return { days, window, unit, least, factors, together };
}

/**
 * The regression of a series of returns on the history's factors.
 *
 * @param returns One per day of the history; `undefined` for a gap.
 * @returns The fit, the word `short` where fewer periods than `least` are complete, or `singular` where
 *   the factors cannot be told apart.
 */
export function styleFit(
  returns: readonly (number | undefined)[],
  { factors, least }: StyleHistory,
): StyleFit | "short" | "singular" {
  const own: number[] = [], rows: (readonly number[])[] = [];
  factors.forEach((row, t) => {
    const value = returns[t];
    if (row === undefined || value === undefined) return;
    own.push(value);
    rows.push(row);
  });
  if (own.length < least) return "short";
  const fit = leastSquares(own, [0, 1, 2, 3].map((column) => rows.map((row) => row[column])));
  if (!fit) return "singular";
  const quantile = studentQuantile((1 + INTERVAL_LEVEL) / 2, fit.degreesOfFreedom);
  const loading = (k: number): StyleLoading => {
    const value = fit.coefficients[k], standardError = Math.sqrt(fit.covariance[k][k]);
    const half = quantile * standardError;
    return { loading: value, standardError, low: value - half, high: value + half };
  };
  return {
    market: fit.coefficients[0],
    styles: { size: loading(1), value: loading(2), momentum: loading(3) },
    periods: own.length,
  };
}
