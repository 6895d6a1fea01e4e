import { dayNumber } from "../../days.ts";
import type { Day, Instant } from "../../units.ts";
import type { FiledShares } from "./filed_shares.ts";

/** A close, adjusted for splits and not for dividends, dollars. */
export interface SplitAdjustedClose {
  readonly day: Day;
  readonly close: number;
}

/** A split: 2 for two new shares for an old one. */
export interface Split {
  readonly day: Day;
  readonly ratio: number;
}

/** Prices of the companies, by ticker. A ticker without a list of splits has no market value. */
export interface CompanyPrices {
  readonly closes: ReadonlyMap<string, readonly SplitAdjustedClose[]>;
  readonly splits: ReadonlyMap<string, readonly Split[]>;
}

/**
 * Most that a company may earn, or lose, in a year, as a share of its market value. Beyond it the shares
 * are likelier wrong than the market: Berkshire's count is in shares of class A, its price in those of B.
 */
const MOST_YIELD = 1;

/** Days after which a close is no longer a price: over a long week-end, not over a delisting. */
const MOST_AGE_DAYS = 7;

/** The minute of a day at which its close is known, as the end of an instant. */
const CLOSE = "T16:00";

/**
 * What a company is worth, dollars: the filed shares, times every split after their filing, times the
 * last split-adjusted close before a moment.
 *
 * The close has all later splits in it, so the shares need all that came after they were counted. Those
 * after the moment cancel: they tell nothing of what nobody knew then.
 *
 * @param options.closes In order of days.
 * @param options.at The moment; a day's close counts from 16:00.
 * @returns `undefined` without a close of the last seven days.
 *
 * @example 100 shares filed before a split of ten for one, at what were $1,200 then
 * ```ts
 * import { marketValue } from "lab/sources";
 * import { day, instant } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const value = marketValue({ count: 100, tag: "shares", filed: day("2024-05-29") }, {
 *   closes: [{ day: day("2024-06-05"), close: 120 }],
 *   splits: [{ day: day("2024-06-10"), ratio: 10 }],
 *   at: instant(day("2024-06-05")),
 * });
 * equal(value, 120_000);
 * ```
 */
export function marketValue(shares: FiledShares, { closes, splits, at }: {
  readonly closes: readonly SplitAdjustedClose[];
  readonly splits: readonly Split[];
  readonly at: Instant;
}): number | undefined {
  let low = 0, high = closes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (`${closes[middle].day}${CLOSE}` <= at) low = middle + 1;
    else high = middle;
  }
  const last = closes[low - 1];
  if (!last || dayNumber(at) - dayNumber(last.day) > MOST_AGE_DAYS) return undefined;
  return sharesNow(shares, splits) * last.close;
}

/** Filed shares with every split after their filing. */
export function sharesNow({ count, filed }: FiledShares, splits: readonly Split[]): number {
  return splits.filter(({ day }) => day > filed)
    .reduce((product, { ratio }) => product * ratio, count);
}

/**
 * A company's market value at a moment, dollars; or why it has none.
 *
 * @param company.earnings Net income of four quarters, by which the value is judged.
 */
export function companyValue(
  { ticker, shares, earnings }: {
    readonly ticker: string;
    readonly shares: FiledShares | { readonly reason: string };
    readonly earnings: number;
  },
  { prices, at }: { readonly prices: CompanyPrices; readonly at: Instant },
): number | { readonly reason: string } {
  if ("reason" in shares) return shares;
  const closes = prices.closes.get(ticker), splits = prices.splits.get(ticker);
  if (!closes?.length) return { reason: "no closes" };
  if (!splits) return { reason: "its splits are not known" };
  const value = marketValue(shares, { closes, splits, at });
  if (value === undefined) return { reason: "no close of the last seven days" };
  return Math.abs(earnings) <= MOST_YIELD * value
    ? value
    : { reason: "it would earn or lose more than that in a year, so the shares cannot be right" };
}
