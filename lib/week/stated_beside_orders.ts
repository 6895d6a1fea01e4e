import { CASH, type Holding } from "../portfolio/mod.ts";
import type { Ordered } from "./filled_orders.ts";
import { type Finding, splitText } from "./findings.ts";
import { splitOfShares, type TwoCloses } from "./split_like.ts";
import { priceFindings } from "./stated_account.ts";

/**
 * An account that is stated, beside what was held and ordered, where nobody tells the fills: shares that
 * lie otherwise than if all had been filled, and what looks like a split, in shares or in closes.
 *
 * Orders may fill in part, so that other shares alone stop nothing; a split that nobody told does. Cash
 * says nothing here, for nobody knows at which prices it was traded.
 *
 * @param week.before The account at the decision.
 * @param week.orders What was ordered then.
 * @param week.stated The account now.
 * @param week.closes Closes of both days, as traded; splits are looked for in them.
 *
 * @example Half of an order
 * ```ts
 * import { statedBesideOrders } from "lab/week";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [found] = statedBesideOrders({
 *   before: [{ ticker: "XLK", shares: 100 }],
 *   orders: [{ ticker: "XLK", action: "buy", shares: 60, price: 40 }],
 *   stated: [{ ticker: "XLK", shares: 130 }],
 * });
 * deepEqual([found.kind, found.stops], ["other holdings", false]);
 * ```
 */
export function statedBesideOrders(week: {
  readonly before: readonly Holding[];
  readonly orders: readonly Ordered[];
  readonly stated: readonly Holding[];
  readonly closes?: TwoCloses;
}): readonly Finding[] {
  const { orders, closes } = week;
  const before = sharesOf(week.before), stated = sharesOf(week.stated), whole = new Map(before);
  for (const { ticker, action, shares = 0 } of orders) {
    whole.set(ticker, (whole.get(ticker) ?? 0) + (action === "buy" ? shares : -shares));
  }
  const tickers = new Set([...whole.keys(), ...stated.keys()]);
  const inShares = [...tickers].flatMap((ticker): Finding[] => {
    const was = before.get(ticker) ?? 0, now = stated.get(ticker) ?? 0;
    const expected = whole.get(ticker) ?? 0;
    if (now === expected) return [];
    const split = [expected, was].map((from) => from > 0 ? splitOfShares(from, now) : undefined)
      .find((one) => one !== undefined);
    const sentence =
      `${ticker}: ${expected} shares follow if all was filled, and ${now} are stated`;
    return [
      split === undefined
        ? {
          kind: "other holdings",
          ticker,
          expected,
          stated: now,
          stops: false,
          sentence: `${sentence}; --fills says which was filled.`,
        }
        : {
          kind: "split-like",
          ticker,
          seenIn: "shares",
          split,
          stops: true,
          sentence: `${sentence}, as after a split of ${
            splitText(split)
          }; tell it among the actions if it did, and the fills.`,
        },
    ];
  });
  return [...inShares, ...closes ? priceFindings(closes, [], tickers) : []];
}

const sharesOf = (lines: readonly Holding[]) =>
  new Map(lines.flatMap(({ ticker, shares }) => ticker === CASH ? [] : [[ticker, shares]]));
