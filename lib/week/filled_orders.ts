import type { LimitOrder } from "./order_step.ts";
import { type Day, dayOf } from "../units.ts";
import { bp } from "../words.ts";
import type { AccountAction, Fill } from "./fill.ts";
import { fillText, type Finding, priceText, sharesText, splitText } from "./findings.ts";
import { splitOfRatio } from "./split_like.ts";

/** Of an order what fills are held against; see `checkOrderStep`. */
export type Ordered = Pick<LimitOrder, "ticker" | "action" | "shares" | "price" | "limitPrice">;

/** An order and what was filled of it; shares and prices as they counted on the day of the decision. */
export interface FilledOrder {
  readonly ticker: string;
  /** Signed shares that were ordered. */
  readonly ordered: number;
  /** Signed shares that were filled on the order's side; a fraction only after a split. */
  readonly filled: number;
  /** Dollars a share, weighted by shares; absent where nothing was filled. */
  readonly averagePrice?: number;
  readonly feeUsd: number;
  /** Ids of its fills. */
  readonly fills: readonly string[];
}

/** Shares and prices may differ from those of the decision by the last bits of a float. */
const TINY = 1e-9;

/** New shares for one old, from splits in effect by a day's open; the actions are all after the decision. */
export function splitFactor(
  ticker: string,
  until: Day,
  actions: readonly AccountAction[],
): number {
  let gives = 1, takes = 1;
  for (const one of actions) {
    if (one.kind !== "split" || one.ticker !== ticker || one.day > until) continue;
    gives *= one.gives;
    takes *= one.takes;
  }
  return gives / takes;
}

const signed = ({ action, shares }: Ordered) => action === "buy" ? shares! : -shares!;

/** Each order with what was filled of it. */
export function filledOrders(
  orders: readonly Ordered[],
  fills: readonly Fill[],
  actions: readonly AccountAction[],
): readonly FilledOrder[] {
  return orders.map((order) => {
    const { ticker } = order, ordered = signed(order);
    const own = fills.filter((fill) =>
      fill.ticker === ticker && Math.sign(fill.shares) === Math.sign(ordered)
    );
    let filled = 0, paid = 0, feeUsd = 0;
    for (const { shares, price, feeUsd: fee, at } of own) {
      filled += shares / splitFactor(ticker, dayOf(at), actions);
      paid += shares * price;
      feeUsd += fee;
    }
    return {
      ticker,
      ordered,
      filled,
      ...(own.length > 0 ? { averagePrice: paid / filled } : {}),
      feeUsd,
      fills: own.map(({ id }) => id),
    };
  });
}

function sizeFinding({ ticker, ordered, filled }: FilledOrder): readonly Finding[] {
  const apart = Math.abs(filled) - Math.abs(ordered);
  if (Math.abs(apart) <= TINY * Math.abs(ordered)) return [];
  const way = ordered > 0 ? "bought" : "sold", size = Math.abs(filled);
  const many = Math.abs(ordered);
  return [{
    kind: apart < 0 ? "fewer" : "more",
    ticker,
    ordered,
    filled,
    stops: true,
    sentence: `${ticker}: ${many} ${many === 1 ? "share was" : "shares were"} to be ${way}, ${
      size === 0 ? "none was" : `${+size.toFixed(6)} ${size === 1 ? "was" : "were"}`
    }.`,
  }];
}

/** A price against the order's collar, or against a split that nobody told. */
function collarFindings(
  order: Ordered,
  fill: Fill,
  actions: readonly AccountAction[],
): readonly Finding[] {
  const { price, limitPrice, action, ticker } = order;
  if (price === undefined || limitPrice === undefined) return [];
  const paid = fill.price * splitFactor(ticker, dayOf(fill.at), actions);
  const split = splitOfRatio(price / paid);
  if (split !== undefined) {
    return [{
      kind: "split-like",
      ticker,
      seenIn: "fills",
      split,
      stops: true,
      sentence: `The ${fillText(fill)} is at ${priceText(paid)} beside a close of ${
        priceText(price)
      }, as after a split of ${splitText(split)}; tell the split, or correct the fill.`,
    }];
  }
  const far = limitPrice - price, isBuy = action === "buy";
  const worse = isBuy ? paid - limitPrice : limitPrice - paid;
  const better = isBuy ? price - far - paid : paid - (price - far);
  const edge = TINY * price;
  if (worse <= edge && better <= edge) return [];
  const bound = worse > edge ? limitPrice : price - far;
  const apart = bp(1e4 * (paid / price - 1), { digits: 0, signed: true });
  return [{
    kind: "outside collar",
    id: fill.id,
    ticker,
    price: paid,
    bound,
    stops: worse > edge,
    sentence: `The ${fillText(fill)} lies ${apart} from the close of ${priceText(price)}, ${
      worse > edge
        ? `beyond its limit of ${priceText(limitPrice)}: a limit order cannot trade there`
        : `better than its collar of ${priceText(bound)}`
    }.`,
  }];
}

/** What fills have that orders did not ask for: other names, sides, sizes and prices. */
export function fillFindings(
  orders: readonly FilledOrder[],
  fills: readonly Fill[],
  actions: readonly AccountAction[],
  asked: readonly Ordered[],
): readonly Finding[] {
  const byTicker = new Map(asked.map((order) => [order.ticker, order]));
  const strange = new Map<string, number>(), wrongWay = new Map<string, number>();
  const prices: Finding[] = [];
  for (const fill of fills) {
    const { ticker, shares } = fill, order = byTicker.get(ticker);
    const into = order === undefined
      ? strange
      : Math.sign(shares) !== Math.sign(signed(order))
      ? wrongWay
      : undefined;
    if (into !== undefined) into.set(ticker, (into.get(ticker) ?? 0) + shares);
    if (order !== undefined) prices.push(...collarFindings(order, fill, actions));
  }
  return [
    ...orders.flatMap(sizeFinding),
    ...[...strange].map(([ticker, shares]): Finding => ({
      kind: "other name",
      ticker,
      shares,
      stops: true,
      sentence: `${ticker} was not ordered, and ${sharesText(shares)} of it in all.`,
    })),
    ...[...wrongWay].map(([ticker, shares]): Finding => ({
      kind: "other side",
      ticker,
      shares,
      stops: true,
      sentence: `${ticker} was to be ${shares > 0 ? "sold" : "bought"}, and the account ${
        sharesText(shares)
      } of it.`,
    })),
    ...prices,
  ];
}
