import type { BandDot } from "../../charts/mod.ts";
import { bookHistoryBeta, type EstimatedBeta } from "../../hedging/mod.ts";
import type { Snapshot } from "../../market/mod.ts";
import type { HeldBook } from "../kit/chart_rows.ts";

/**
 * The book's beta by each estimator, without and with its hedge, and by the history that the book as it
 * is would have had, with an interval.
 *
 * The sum of weight × beta has an interval too, but the estimates' errors go together; the history of
 * the whole book takes care of that by itself.
 *
 * @param snapshot The view of the day.
 * @param book Exposures of that day.
 * @param estimates Rows of `betaEstimators`; an estimator that lacks a held sector is left out.
 * @returns One row per estimator and one for the history, if there is enough of it.
 *
 * @example
 * ```ts
 * import { bookBetaDots } from "lab/lesson/04";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const book = { sectors: ["XLK" as const], weights: [0.3], hedge: -0.3 };
 * const dots = bookBetaDots(snapshot(market, market.prices.days.at(-1)!), book, []);
 * equal(dots.at(-1)!.label, "history of the whole book");
 * ```
 */
export function bookBetaDots(
  snapshot: Snapshot,
  book: HeldBook,
  estimates: readonly EstimatedBeta[],
): BandDot[] {
  const estimators = [...new Set(estimates.map((row) => row.estimator))];
  const dots = estimators.flatMap((estimator): BandDot[] => {
    let bare: number | undefined = 0;
    book.sectors.forEach((sector, i) => {
      if (book.weights[i] === 0) return;
      const beta = estimates.find((row) => row.sector === sector && row.estimator === estimator)
        ?.beta;
      bare = bare === undefined || beta === undefined ? undefined : bare + book.weights[i] * beta;
    });
    return bare === undefined ? [] : [{ label: estimator, before: bare, value: bare + book.hedge }];
  });

  const own = bookHistoryBeta(snapshot, book);
  return own === undefined ? dots : [...dots, {
    label: "history of the whole book",
    value: own.beta,
    low: own.low,
    high: own.high,
  }];
}
