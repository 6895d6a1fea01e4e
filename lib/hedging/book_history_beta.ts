import { TRADING_DAYS_A_YEAR } from "../days.ts";
import type { Sector, Snapshot } from "../market/mod.ts";
import { type BetaWithInterval, MINIMUM_PAIRS, olsBeta } from "../stats/mod.ts";
import { MINIMUM_MONTHS, WINDOW_MONTHS } from "./betas.ts";

/**
 * The beta that a book would have had with today's exposures through the past year, and its interval: it
 * asks no sector's beta, so that it knows of their mistakes together.
 *
 * @param book Exposures in the order of `sectors`, and the hedge, shares of equity.
 * @returns `undefined` where nothing but the hedge is held, or too few days have all returns.
 *
 * @example
 * ```ts
 * import { bookHistoryBeta } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const today = snapshot(market, market.prices.days.at(-1)!);
 * const fit = bookHistoryBeta(today, { sectors: ["XLK"], weights: [0.5], hedge: -0.5 })!;
 * ok(fit.low < fit.beta && fit.beta < fit.high);
 * ```
 */
export function bookHistoryBeta(
  snapshot: Snapshot,
  book: {
    readonly sectors: readonly Sector[];
    readonly weights: readonly number[];
    readonly hedge: number;
  },
): BetaWithInterval | undefined {
  const isDaily = snapshot.frequency === "daily";
  const window = isDaily ? TRADING_DAYS_A_YEAR : WINDOW_MONTHS;
  const index = snapshot.returns(snapshot.index, window);
  const held = book.sectors.flatMap((sector, i) =>
    book.weights[i] === 0
      ? []
      : [{ weight: book.weights[i], returns: snapshot.returns(sector, window) }]
  );
  if (held.length === 0) return undefined;
  const history = index.map((market, day) =>
    held.reduce(
      (sum: number | undefined, { weight, returns }) =>
        sum === undefined || returns[day] === undefined ? undefined : sum + weight * returns[day]!,
      market === undefined ? undefined : book.hedge * market,
    )
  );
  const fit = olsBeta(history, index, { minimumPairs: isDaily ? MINIMUM_PAIRS : MINIMUM_MONTHS });
  return fit.beta === undefined ? undefined : fit;
}
