import type { Sector, Snapshot } from "../market/mod.ts";
import {
  type StyleFit,
  styleFit,
  styleHistory,
  type StyleLoadingsOptions,
} from "./style_regression.ts";

/** A book's style exposures, or why they are unknown. */
export type BookStyles =
  | StyleFit & { readonly unit: "days" | "months" }
  | { readonly styles: undefined; readonly reason: string };

/**
 * How much of size, value and momentum a book carries, with the error of the book as a whole.
 *
 * The book of today is held through the past window and its returns are regressed as in
 * `styleLoadings`. Where every sector has the same days the loadings are Σ w_i·s_i exactly; the standard
 * errors are not to be had from those of the sectors, whose residuals move together.
 *
 * @param snapshot The view of the day.
 * @param book.sectors The sectors of the book.
 * @param book.weights Signed exposures in that order, share of equity.
 * @param book.hedge Signed exposure to the market, share of equity; 0 by default. It changes the loading
 *   on the market and no style.
 * @param options.windowDays Trading days looked back; 252 by default, 60 months where monthly.
 * @returns The loadings of the book per unit of equity, or the reason why they are unknown: a sector
 *   that is held has too short a history, or the styles have.
 * @throws {RangeError} If lengths differ, an exposure is not finite, or the window is no whole number
 *   from 2.
 *
 * @example A book tilted to value, and its interval
 * ```ts
 * import { bookStyles } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * const found = bookStyles(view, { sectors: ["XLF", "XLK"], weights: [0.3, -0.3] });
 * ok(found.styles !== undefined);
 * ok(found.styles.value.low > 0);
 * ```
 */
export function bookStyles(
  snapshot: Snapshot,
  book: {
    readonly sectors: readonly Sector[];
    readonly weights: readonly number[];
    readonly hedge?: number;
  },
  options: StyleLoadingsOptions = {},
): BookStyles {
  const { sectors, weights, hedge = 0 } = book;
  if (weights.length !== sectors.length) {
    throw new RangeError(
      `Cannot measure a book's styles: need one weight per sector, got ${weights.length} ` +
        `for ${sectors.length}`,
    );
  }
  [...weights, hedge].forEach((exposure, i) => {
    if (!Number.isFinite(exposure)) {
      throw new RangeError(
        `Cannot measure a book's styles: need finite exposures, got ${exposure} ` +
          `for ${sectors[i] ?? "the hedge"}`,
      );
    }
  });
  const history = styleHistory(snapshot, options);
  if (history.factors === undefined) return { styles: undefined, reason: history.reason };
  const { window, unit, least, days } = history;
  const legs = [
    ...sectors.map((ticker, i) => ({ ticker: ticker as string, exposure: weights[i] })),
    { ticker: snapshot.index, exposure: hedge },
  ].filter(({ exposure }) => exposure !== 0)
    .map(({ ticker, exposure }) => ({ exposure, returns: snapshot.returns(ticker, window) }));
  const returns = days.map((_, t) => {
    let sum = 0;
    for (const { exposure, returns } of legs) {
      const own = returns[t];
      if (own === undefined) return undefined;
      sum += exposure * own;
    }
    return sum;
  });
  const fit = styleFit(returns, history);
  if (typeof fit === "string") {
    return {
      styles: undefined,
      reason: `The book's styles are unknown on ${snapshot.day}: ` +
        (fit === "short"
          ? `fewer than ${least} of the last ${window} ${unit} have a return of every sector held`
          : "one of the styles stands still, or repeats the market or another style"),
    };
  }
  return { ...fit, unit };
}
