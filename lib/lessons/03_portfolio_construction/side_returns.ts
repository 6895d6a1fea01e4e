import { TRADING_DAYS_A_YEAR } from "../../days.ts";
import type { Snapshot } from "../../market/mod.ts";
import type { HeldBook } from "../kit/chart_rows.ts";

/** What the sectors on each side of a book returned, the hedge counted on its side. */
export interface SideReturns {
  /** Simple returns of a basket, weighted by size of exposure; oldest first. */
  readonly long: readonly number[];
  /** The same for what is held short: returns of the sectors themselves, not of the short. */
  readonly short: readonly number[];
}

/** Days looked back on daily data, about a year; and months on monthly data. */
const DAYS = TRADING_DAYS_A_YEAR, MONTHS = 60;

/**
 * The past returns of the two baskets that a book is long and short of.
 *
 * @param book Its exposures weigh the baskets; the hedge is the market index.
 * @param snapshot The past.
 * @returns Nothing where one side is empty. Days on which a sector has no return are left out.
 *
 * @example
 * ```ts
 * import { sideReturns } from "lab/lesson/03";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * const book = { sectors: ["XLK" as const, "XLU" as const], weights: [0.3, -0.2], hedge: -0.1 };
 * const sides = sideReturns(book, view)!;
 * equal(sides.long.length, sides.short.length);
 * equal(sideReturns({ ...book, weights: [0.3, 0], hedge: 0 }, view), undefined);
 * ```
 */
export function sideReturns(book: HeldBook, snapshot: Snapshot): SideReturns | undefined {
  const count = snapshot.frequency === "monthly" ? MONTHS : DAYS;
  const held = [
    ...book.sectors.map((sector, i) => ({ ticker: sector as string, weight: book.weights[i] })),
    { ticker: snapshot.index, weight: book.hedge },
  ].filter(({ weight }) => weight !== 0)
    .map(({ ticker, weight }) => ({ weight, returns: snapshot.returns(ticker, count) }));
  const size = (sign: 1 | -1) =>
    held.reduce((sum, { weight }) => sum + Math.max(sign * weight, 0), 0);
  if (size(1) === 0 || size(-1) === 0) return undefined;
  const days = held[0].returns.flatMap((_, day) =>
    held.every(({ returns }) => returns[day] !== undefined) ? [day] : []
  );
  const basket = (sign: 1 | -1) =>
    days.map((day) =>
      held.reduce(
        (sum, { weight, returns }) => sum + Math.max(sign * weight, 0) * returns[day]!,
        0,
      ) / size(sign)
    );
  return { long: basket(1), short: basket(-1) };
}
