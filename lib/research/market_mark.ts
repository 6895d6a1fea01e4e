import { TRADING_DAYS_A_YEAR } from "../days.ts";
import { createHash } from "node:crypto";
import { type Market, SECTORS } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { decisionDays, defaultSchedule } from "./schedule.ts";

/** History that feeds betas and trends before the first decision: trading days, or months. */
export const WARM_UP_ROWS = { daily: TRADING_DAYS_A_YEAR, monthly: 24 } as const;
/** Rows after the first close at which the index's growth is read. */
const READ_AT = [60, 120, 240];
/** Letters of the hash. */
const MARK_LETTERS = 8;

/**
 * What a market is known by, whatever its file is called and however it grew: the seed of a simulated
 * one; of a real one its first day and a hash of what the index gained by its 60th, 120th and 240th row,
 * in whole percent, which neither a later row nor a newer adjustment for dividends moves.
 *
 * Two stretches of one market that begin on other days are two markets by this mark.
 *
 * @example
 * ```ts
 * import { marketMark } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * equal(marketMark(simulatedMarket({ seed: 7, years: 1 })), "simulated, seed 7");
 * ```
 */
export function marketMark({ source, index, prices }: Market): string {
  if (source.kind === "simulated") return `simulated, seed ${source.seed}`;
  const close = prices.close.get(index) ?? new Float64Array(0);
  const first = close.findIndex((value) => !Number.isNaN(value));
  const gained = READ_AT.map((rows) => {
    const value = close.slice(0, first + rows + 1).findLast((one) => !Number.isNaN(one));
    return value === undefined ? "none" : Math.round(100 * (value / close[first] - 1));
  });
  const hash = createHash("sha256").update(JSON.stringify([index, prices.days[0], gained]));
  return `real from ${prices.days[0]}, ${hash.digest("hex").slice(0, MARK_LETTERS)}`;
}

/**
 * The decisions of a market that a committee can score: those of its own schedule, weekly or monthly,
 * after the first year of days or two years of months, which only feed betas and trends. A day on which no
 * sector has a price is none of them: prices of other funds may go on longer.
 *
 * @example The first year feeds betas alone
 * ```ts
 * import { scorableDays } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * ok(scorableDays(market)[0] >= market.prices.days[252]);
 * ```
 */
export function scorableDays(market: Pick<Market, "frequency" | "prices">): readonly Day[] {
  const from = market.prices.days[WARM_UP_ROWS[market.frequency]];
  if (from === undefined) return [];
  const { days, close } = market.prices, rowOf = new Map(days.map((on, row) => [on, row]));
  return decisionDays(market, defaultSchedule(market), { from }).filter((on) =>
    SECTORS.some((sector) => !Number.isNaN(close.get(sector)?.[rowOf.get(on)!] ?? NaN))
  );
}
