import type { Sector, Snapshot } from "../market/mod.ts";
import { INTERVAL_LEVEL, leastSquares, MINIMUM_PAIRS, studentQuantile } from "../stats/mod.ts";
import { MINIMUM_MONTHS, WINDOW_DAYS, WINDOW_MONTHS } from "./betas.ts";

/** A style factor of the snapshot. */
export type StyleName = "size" | "value" | "momentum";

/** The three, in the one order. */
export const STYLE_NAMES: readonly StyleName[] = ["size", "value", "momentum"];

/** How much of a style factor a sector carries, with its uncertainty. */
export interface StyleLoading {
  /** Return of the sector per unit of the factor's return, market and other styles held still. */
  readonly loading: number;
  readonly standardError: number;
  /** 95 % interval by Student's t. */
  readonly low: number;
  readonly high: number;
}

/** The loadings of one sector, or of the market. */
export interface StyleRow {
  readonly name: Sector | "market";
  /** Loading on the market in the same regression; not the beta that the book is hedged with. */
  readonly market: number;
  readonly styles: Readonly<Record<StyleName, StyleLoading>>;
  /** Days or months used. */
  readonly periods: number;
}

/** The loadings of a day. */
export interface StyleLoadings {
  /** The sectors with enough history, in the one order, then the market. */
  readonly rows: readonly StyleRow[];
  /** The loadings alone, by style and in the order of `rows`, as a limit on styles takes them. */
  readonly loadings: Readonly<Record<StyleName, readonly number[]>>;
  readonly unit: "days" | "months";
  /** Sectors whose history is too short. */
  readonly leftOut: readonly Sector[];
}

/** Why there are no loadings on a day. */
export interface NoStyleLoadings {
  readonly rows: undefined;
  readonly reason: string;
}

/** What `styleLoadings` looks back on. */
export interface StyleLoadingsOptions {
  /** Trading days looked back; 252 by default, 60 months where the market is monthly. */
  readonly windowDays?: number;
}

/**
 * How much of size, value and momentum each sector and the market carry.
 *
 * One regression per sector on the market and the three styles together, r = a + b·m + Σ s_k·f_k + e,
 * as in Carhart (On persistence in mutual fund performance, Journal of Finance 52, 1997) without the
 * risk-free rate, which moves by nothing a loading could show. A loading is therefore what the style
 * adds beyond the market and beyond the other styles: a style that merely falls with the market gives
 * none. The market carries no style in this sense, by construction and not by measurement, so a hedge
 * with the market changes no style exposure; its row is exact, with a standard error of zero.
 *
 * Errors are those of ordinary least squares, with one variance and no memory. They are large: over a
 * year of the simulated market 0.05 to 0.25, so a book's realised style exposure below 0.05 is not to be
 * had with eleven sectors, whatever the limit says.
 *
 * @param snapshot The view of the day. A style's return counts on its own day, once it is published:
 *   today's, published after the close, is not known yet.
 * @param options.windowDays Trading days looked back; 252 by default, 60 months where monthly.
 * @returns Loadings with their errors; or the reason why the day has none: no style returns, or fewer
 *   than 60 days (24 months) of them together with every sector.
 * @throws {RangeError} If the window is no whole number from 2.
 *
 * @example Loadings of a simulated day
 * ```ts
 * import { styleLoadings } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const found = styleLoadings(snapshot(market, market.prices.days.at(-1)!));
 * ok(found.rows !== undefined);
 * deepEqual(found.loadings.value.length, 12);
 * ok(found.rows.slice(0, -1).every(({ styles }) => styles.value.standardError > 0));
 * ```
 */
export function styleLoadings(
  snapshot: Snapshot,
  options: StyleLoadingsOptions = {},
): StyleLoadings | NoStyleLoadings {
  const monthly = snapshot.frequency === "monthly", unit = monthly ? "months" : "days";
  const window = options.windowDays ?? (monthly ? WINDOW_MONTHS : WINDOW_DAYS);
  if (!Number.isInteger(window) || window < 2) {
    throw new RangeError(
      `Cannot measure style loadings: windowDays must be a whole number from 2, got ${window}`,
    );
  }
  const least = monthly ? MINIMUM_MONTHS : MINIMUM_PAIRS;
  const none = (why: string): NoStyleLoadings => ({
    rows: undefined,
    reason: `Style loadings are unknown on ${snapshot.day}: ${why}`,
  });
  if (snapshot.styles.length === 0) return none("the data have no returns of style factors");

  const days = snapshot.tradingDays(window), market = snapshot.returns(snapshot.index, window);
  // In the order of publication: of two figures for one day the later one stands.
  const published = new Map(snapshot.styles.map((style) => [style.day, style]));
  const known = days.map((day, t) => {
    const style = published.get(day);
    return style && market[t] !== undefined
      ? [market[t], ...STYLE_NAMES.map((name) => style[name])]
      : undefined;
  });
  const together = known.filter((row) => row !== undefined).length;
  if (together < least) {
    return none(
      `only ${together} of the last ${window} ${unit} have a return of the styles and of ` +
        `${snapshot.index}, ${least} are needed`,
    );
  }

  const rows: StyleRow[] = [];
  for (const sector of snapshot.sectors) {
    const returns = snapshot.returns(sector, window);
    const at = days.flatMap((_, t) => known[t] && returns[t] !== undefined ? [t] : []);
    if (at.length < least) continue;
    const fit = leastSquares(
      at.map((t) => returns[t]!),
      [0, ...STYLE_NAMES.map((_, k) => k + 1)].map((column) => at.map((t) => known[t]![column])),
    );
    if (!fit) return none("one of the styles stands still, or repeats the market or another style");
    const quantile = studentQuantile((1 + INTERVAL_LEVEL) / 2, fit.degreesOfFreedom);
    const loading = (k: number): StyleLoading => {
      const value = fit.coefficients[k], standardError = Math.sqrt(fit.covariance[k][k]);
      const half = quantile * standardError;
      return { loading: value, standardError, low: value - half, high: value + half };
    };
    rows.push({
      name: sector,
      market: fit.coefficients[0],
      styles: { size: loading(1), value: loading(2), momentum: loading(3) },
      periods: at.length,
    });
  }
  if (rows.length === 0) {
    return none(`no sector has ${least} ${unit} of returns among the last ${window}`);
  }
  const exact: StyleLoading = { loading: 0, standardError: 0, low: 0, high: 0 };
  rows.push({
    name: "market",
    market: 1,
    styles: { size: exact, value: exact, momentum: exact },
    periods: together,
  });
  const by = (name: StyleName) => rows.map(({ styles }) => styles[name].loading);
  return {
    rows,
    loadings: { size: by("size"), value: by("value"), momentum: by("momentum") },
    unit,
    leftOut: snapshot.sectors.filter((sector) => !rows.some(({ name }) => name === sector)),
  };
}
