import { checkOptions } from "../arguments.ts";
import type { Snapshot } from "../market/mod.ts";
import { ewmaBeta, HALF_LIFE_DAYS, MINIMUM_PAIRS } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { WINDOW_DAYS } from "./betas.ts";
import { fundTerms } from "./fund_terms.ts";

const OPTIONS = ["weights", "leverages", "days", "halfLifeDays", "windowDays"];

const ACTION = "follow a book's beta";

/** A book's beta on an evening, and the exposures it comes from. */
export interface BookBetaDay {
  readonly day: Day;
  /** Drifted exposures, share of that evening's equity, in the order of the snapshot's sectors. */
  readonly exposures: readonly number[];
  /** Σ exposure × beta; `undefined` if a held sector has no beta on that evening. */
  readonly beta: number | undefined;
}

/**
 * How a book's beta would have wandered over the newest days without a trade.
 *
 * Two things move it: exposures drift with their own returns, those held through a fund by its leverage,
 * and betas are measured anew each evening on the days known by then. Both are in here.
 *
 * @param snapshot The view of the last day; daily markets only.
 * @param options.weights Exposures at the start, share of equity, one per sector of
 *   `snapshot.sectors`.
 * @param options.leverages Of the fund behind each exposure; by default 1 for a long and −1 for a short.
 * @param options.days Evenings to follow, from 1; 126 by default, half a year.
 * @param options.halfLifeDays Half-life of the EWMA betas; 60 by default.
 * @param options.windowDays Trading days they look back; 252 by default.
 * @returns One entry per evening, oldest first. From a day on which a held sector has no return, the
 *   rest of the path is left out, for a drift across a gap is not known.
 * @throws {RangeError} If the market is monthly, lengths differ or an option is out of range.
 *
 * @example A quarter of a year
 * ```ts
 * import { bookBetaPath } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * const weights = view.sectors.map((_, i) => i % 2 === 0 ? 0.1 : -0.1);
 * const path = bookBetaPath(view, { weights, days: 63 });
 * equal(path.length, 63);
 * ok(path.every(({ beta }) => Math.abs(beta!) < 1));
 * ```
 */
export function bookBetaPath(
  snapshot: Snapshot,
  options: {
    readonly weights: readonly number[];
    readonly leverages?: readonly number[];
    readonly days?: number;
    readonly halfLifeDays?: number;
    readonly windowDays?: number;
  },
): readonly BookBetaDay[] {
  checkOptions(`Cannot ${ACTION}`, options, OPTIONS);
  const { sectors } = snapshot;
  const { weights, days = 126, halfLifeDays = HALF_LIFE_DAYS, windowDays = WINDOW_DAYS } = options;
  const leverages = options.leverages ?? weights.map((weight) => weight < 0 ? -1 : 1);
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot ${ACTION}: ${what}`);
  };
  if (snapshot.frequency === "monthly") refuse("need daily returns, got a monthly market");
  if (weights.length !== sectors.length || leverages.length !== sectors.length) {
    refuse(
      `need one weight and one leverage per sector (${sectors.length}), ` +
        `got ${weights.length} and ${leverages.length}`,
    );
  }
  weights.forEach((weight, i) => {
    if (!Number.isFinite(weight)) refuse(`need finite weights, got ${weight} for ${sectors[i]}`);
    fundTerms({ leverage: leverages[i] }, ACTION);
  });
  if (!Number.isInteger(days) || days < 1) {
    refuse(`days must be a whole number from 1, got ${days}`);
  }
  if (!Number.isInteger(windowDays) || windowDays < MINIMUM_PAIRS) {
    refuse(`windowDays must be a whole number from ${MINIMUM_PAIRS}, got ${windowDays}`);
  }

  const dates = snapshot.tradingDays(days);
  const length = dates.length + windowDays;
  const index = snapshot.returns(snapshot.index, length);
  const held = sectors.flatMap((sector, i) =>
    weights[i] === 0 ? [] : [{ i, returns: snapshot.returns(sector, length) }]
  );
  // The first evening is the start itself; exposures drift from the second on.
  const offset = index.length - dates.length;
  let exposures = weights.slice();
  const path: BookBetaDay[] = [];
  for (const [at, day] of dates.entries()) {
    const today = offset + at;
    if (at > 0) {
      if (held.some(({ returns }) => returns[today] === undefined)) break;
      let gain = 0;
      const grown = exposures.slice();
      for (const { i, returns } of held) {
        // A short's gain is exposure × return as well; its size grows by its fund's leverage.
        gain += exposures[i] * returns[today]!;
        grown[i] = exposures[i] * Math.max(0, 1 + leverages[i] * returns[today]!);
      }
      exposures = grown.map((exposure) => exposure / (1 + gain));
    }
    let beta: number | undefined = 0;
    for (const { i, returns } of held) {
      const from = Math.max(0, today + 1 - windowDays);
      const fit = ewmaBeta(returns.slice(from, today + 1), index.slice(from, today + 1), {
        halfLifeDays,
      });
      beta = beta === undefined || fit.beta === undefined
        ? undefined
        : beta + exposures[i] * fit.beta;
    }
    path.push({ day, exposures, beta });
  }
  return path;
}
