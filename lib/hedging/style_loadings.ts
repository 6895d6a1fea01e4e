import type { Sector, Snapshot } from "../market/mod.ts";
import {
  type ByStyle,
  byStyle,
  type StyleFit,
  styleFit,
  styleHistory,
  type StyleLoading,
  type StyleLoadingsOptions,
} from "./style_regression.ts";

/** The loadings of one sector, or of the market. */
interface StyleRow extends StyleFit {
  readonly name: Sector | "market";
}

/** The loadings of a day. */
export interface StyleLoadings {
  /** The sectors with enough history, in the one order, then the market. */
  readonly rows: readonly StyleRow[];
  /** The loadings alone, by style and in the order of `rows`, as a limit on styles takes them. */
  readonly loadings: ByStyle<readonly number[]>;
  readonly unit: "days" | "months";
  /** Sectors whose history is too short. */
  readonly leftOut: readonly Sector[];
}

/** Why there are no loadings on a day. */
export interface NoStyleLoadings {
  readonly rows: undefined;
  readonly reason: string;
}

/**
 * How much of size, value and momentum, and of further styles that the data have, each sector and the
 * market carry.
 *
 * One regression per sector on the market and the three styles together, r = a + b·m + Σ s_k·f_k + e,
 * as in Carhart (On persistence in mutual fund performance, Journal of Finance 52, 1997) without the
 * risk-free rate, which moves by nothing a loading could show. A loading is therefore what the style
 * adds beyond the market and beyond the other styles: a style that merely falls with the market gives
 * none. The market carries no style in this sense, by construction and not by measurement, so a hedge
 * with the market changes no style exposure; its row is exact, with a standard error of zero.
 *
 * Errors are those of ordinary least squares, with one variance and no memory. They are large: over a
 * year 0.03 to 0.25, simulated or real, so a book's realised style exposure below 0.05 is not to be
 * had with eleven sectors, whatever the limit says. The errors of two sectors hang together, so that of a
 * book is not their sum: see `bookStyles`.
 *
 * @param snapshot The view of the day. A style's return counts on its own day, once it is published:
 *   today's, published after the close, is not known yet.
 * @param options.windowDays Trading days looked back; 252 by default, 60 months where monthly.
 * @returns Loadings with their errors; or the reason why the day has none: no style returns, or fewer
 *   than 60 days (24 months) of them together with the market and any sector.
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
  const history = styleHistory(snapshot, options);
  if (history.factors === undefined) return { rows: undefined, reason: history.reason };
  const { window, unit, least, names, together } = history;
  const none = (why: string): NoStyleLoadings => ({
    rows: undefined,
    reason: `Style loadings are unknown on ${snapshot.day}: ${why}`,
  });
  const rows: StyleRow[] = [];
  for (const name of snapshot.sectors) {
    const fit = styleFit(snapshot.returns(name, window), history);
    if (fit === "singular") {
      return none("one of the styles stands still, or repeats the market or another style");
    }
    if (fit !== "short") rows.push({ name, ...fit });
  }
  if (rows.length === 0) {
    return none(`no sector has ${least} ${unit} of returns among the last ${window}`);
  }
  const exact: StyleLoading = { loading: 0, standardError: 0, low: 0, high: 0 };
  rows.push({
    name: "market",
    market: 1,
    styles: byStyle(names, () => exact),
    periods: together,
  });
  return {
    rows,
    loadings: byStyle(names, (name) => rows.map(({ styles }) => styles[name].loading)),
    unit,
    leftOut: snapshot.sectors.filter((sector) => !rows.some(({ name }) => name === sector)),
  };
}
