import { checkList, checkObject, checkOptions } from "../arguments.ts";
import { missedDays } from "../market/mod.ts";
import { limitPriceUsd, type Order } from "../portfolio/mod.ts";
import type { Day, Instant } from "../units.ts";
import { bp, counted, decimals, dollars, inPercent, listed } from "../words.ts";
import type { WeekRules } from "./week_rules.ts";

/** A newer price of a fund, from whoever looks at the market before the orders are sent. */
export interface Quoted {
  readonly ticker: string;
  /** Dollars a share. */
  readonly price: number;
  /** When it was seen, New York. */
  readonly at: Instant;
}

/** What of the step from orders to a broker is looked at. */
export type OrderRule =
  | "whole shares"
  | "largest order"
  | "number of orders"
  | "fresh prices"
  | "collar";

/** One rule with what it found. */
export interface OrderCheck {
  readonly rule: OrderRule;
  readonly holds: boolean;
  /** What was found; in the unit of the limit. Absent where nothing was looked at. */
  readonly value?: number;
  readonly limit?: number;
  /** A sentence, whether it holds or not; it says where nothing was looked at. */
  readonly sentence: string;
}

/** An order with the price beyond which it must not trade. */
export interface LimitOrder extends Order {
  /** Dollars a share; absent for an order in dollars, which has no price. */
  readonly limitPrice?: number;
}

/** The last look at orders before a person is asked. */
export interface OrderStep {
  readonly holds: boolean;
  readonly checks: readonly OrderCheck[];
  readonly orders: readonly LimitOrder[];
}

const ACTION = "Cannot check orders before they are shown";

/** What the check is told besides the orders. */
export interface OrderStepOptions {
  readonly rules: WeekRules;
  /** Equity of the account, dollars. */
  readonly equityUsd: number;
  /** Day of the closes that the orders were made from. */
  readonly day: Day;
  /** The exchange's own today. */
  readonly today: Day;
  /** Whether today's session is over by the exchange's clock; true by default. */
  readonly isOver?: boolean;
  /** Whether old prices are allowed, and by what word of the reader's. */
  readonly staleOk?: boolean;
  /** Newer prices, one a ticker; absent where nobody looked. */
  readonly quotes?: readonly Quoted[];
}

function wholeShares(orders: readonly Order[]): OrderCheck {
  const inDollars = orders.filter(({ shares, price }) =>
    shares === undefined || price === undefined
  );
  const of = (reason: Order["reason"]) =>
    inDollars.filter((one) => (one.reason ?? "no price") === reason).map(({ ticker }) => ticker);
  const [without, adjusted] = [of("no price"), of("adjusted price")];
  return {
    rule: "whole shares",
    holds: inDollars.length === 0,
    value: inDollars.length,
    limit: 0,
    sentence: inDollars.length === 0 ? "Every order is in whole shares, at a limit." : [
      ...(without.length > 0
        ? [`${listed(without)} without a price: a price file with a column of it gives one.`]
        : []),
      ...(adjusted.length > 0
        ? [
          `${
            listed(adjusted)
          } with an adjusted price alone: it is a trade price on a file's last day.`,
        ]
        : []),
      "What is ordered in dollars has no limit.",
    ].join(" "),
  };
}

function largestOrder(
  orders: readonly Order[],
  { equityUsd, rules: { largestOrder: limit } }: OrderStepOptions,
): OrderCheck {
  const largest = orders.reduce<Order | undefined>(
    (most, order) => most === undefined || order.dollars > most.dollars ? order : most,
    undefined,
  );
  const value = largest === undefined ? 0 : largest.dollars / equityUsd;
  const size = largest &&
    `${largest.ticker} for ${dollars(largest.dollars, { digits: 0 })}, ${
      inPercent(value)
    } of equity`;
  return {
    rule: "largest order",
    holds: value <= limit,
    value,
    limit,
    sentence: size === undefined
      ? "There is no order."
      : `The largest order is ${size}; at most ${inPercent(limit)} is allowed (week.largestOrder).`,
  };
}

function numberOfOrders(
  orders: readonly Order[],
  { rules: { mostOrders } }: OrderStepOptions,
): OrderCheck {
  return {
    rule: "number of orders",
    holds: orders.length <= mostOrders,
    value: orders.length,
    limit: mostOrders,
    sentence: `${
      counted(orders.length, "order")
    }; at most ${mostOrders} are allowed (week.mostOrders).`,
  };
}

/**
 * Whether closes may be traded on at a moment: of a session that is over, and not too many sessions ago.
 *
 * @param about.isOver Whether today's session is over by the exchange's clock; true by default.
 *
 * @example In the middle of a session its close is not there yet
 * ```ts
 * import { freshPrices, weekRules } from "lab/week";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const on = day("2026-11-27"), about = { rules: weekRules(), day: on, today: on };
 * deepEqual([true, false].map((isOver) => freshPrices({ ...about, isOver }).holds), [true, false]);
 * ```
 */
export function freshPrices(
  about: Pick<OrderStepOptions, "rules" | "day" | "today" | "isOver" | "staleOk">,
): OrderCheck {
  const { day, today, isOver = true, staleOk = false, rules: { staleDays } } = about;
  const isAhead = day > today || (day === today && !isOver);
  const value = isAhead ? 0 : missedDays(day, today);
  const over = `${counted(value, "trading day")} ${value === 1 ? "is" : "are"} over since ${day}`;
  const isOld = value > staleDays;
  return {
    rule: "fresh prices",
    holds: !isAhead && (!isOld || staleOk),
    value,
    limit: staleDays,
    sentence: day > today
      ? `The prices are of ${day}, a day that is not there yet on ${today}.`
      : isAhead
      ? `The prices are of ${day}, whose session is not over yet in New York: they are no closes.`
      : isOld
      ? `${over}, and at most ${staleDays} may be (week.staleDays)${
        staleOk ? "; allowed by --stale-ok" : "; --stale-ok allows it"
      }.`
      : `${over}; at most ${staleDays} may be (week.staleDays).`,
  };
}

function collar(
  orders: readonly Order[],
  { quotes, day, rules: { collarBps } }: OrderStepOptions,
): OrderCheck {
  if (quotes === undefined) {
    return {
      rule: "collar",
      holds: true,
      limit: collarBps,
      sentence:
        `Limits lie ${bp(collarBps, { digits: 0 })} from the close of ${day}. No newer price ` +
        "was looked at (--quotes).",
    };
  }
  const byTicker = new Map(quotes.map((one) => [one.ticker, one]));
  const faults: string[] = [];
  let widest = 0;
  for (const { ticker, price } of orders) {
    if (price === undefined) continue;
    const found = byTicker.get(ticker);
    if (found === undefined) {
      faults.push(`${ticker} has no newer price`);
      continue;
    }
    if (found.at <= `${day}T16:00`) {
      faults.push(`the price of ${ticker} is of ${found.at}, not after the close of ${day}`);
      continue;
    }
    const apart = 1e4 * (found.price / price - 1);
    widest = Math.max(widest, Math.abs(apart));
    // The small term keeps a price at the collar itself from being moved by the last bit of a float.
    if (Math.abs(apart) > collarBps + 1e-6) {
      faults.push(
        `${ticker} is at ${decimals(found.price, 2)}, ${
          bp(apart, { digits: 0, signed: true })
        } from ` +
          `its close of ${decimals(price, 2)}`,
      );
    }
  }
  return {
    rule: "collar",
    holds: faults.length === 0,
    value: widest,
    limit: collarBps,
    sentence: faults.length === 0
      ? `Newer prices lie at most ${bp(widest, { digits: 0 })} from the closes; ${
        bp(collarBps, { digits: 0 })
      } are allowed (week.collarBps).`
      : `${listed(faults)}; ${bp(collarBps, { digits: 0 })} are allowed (week.collarBps).`,
  };
}

/**
 * The last look at orders before a person is asked: limits around the close, size, number, age of the
 * prices, and newer prices where somebody has them.
 *
 * It judges the step to a broker, not the book: whether orders keep the mandate is the audit's matter.
 * Nothing of it is altered by what it finds; the caller stops.
 *
 * @param orders As a plan has them.
 * @returns Every rule with what it found, and the orders with their limit prices, dollars a share.
 * @throws {RangeError} If the equity is not above 0 or a quote has no price above 0.
 *
 * @example An old price
 * ```ts
 * import { checkOrderStep, weekRules } from "lab/week";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const { holds, checks } = checkOrderStep([], {
 *   rules: weekRules(),
 *   equityUsd: 100_000,
 *   day: day("2026-11-20"),
 *   today: day("2026-11-25"),
 * });
 * equal(holds, false);
 * equal(checks.find(({ rule }) => rule === "fresh prices")?.value, 2);
 * ```
 */
export function checkOrderStep(orders: readonly Order[], options: OrderStepOptions): OrderStep {
  checkObject(ACTION, "the options", options, "rules, equity and days");
  checkOptions(ACTION, options, [
    "rules",
    "equityUsd",
    "day",
    "today",
    "isOver",
    "staleOk",
    "quotes",
  ]);
  checkList(ACTION, "the orders", orders, "orders of a plan");
  const { equityUsd, rules: { collarBps }, quotes = [] } = options;
  if (!(equityUsd > 0 && Number.isFinite(equityUsd))) {
    throw new RangeError(`${ACTION}: equity must be above 0 dollars, got ${equityUsd}`);
  }
  for (const { ticker, price } of quotes) {
    if (price > 0 && Number.isFinite(price)) continue;
    throw new RangeError(`${ACTION}: the price of ${ticker} must be above 0 dollars, got ${price}`);
  }
  const checks = [
    wholeShares(orders),
    largestOrder(orders, options),
    numberOfOrders(orders, options),
    freshPrices(options),
    collar(orders, options),
  ];
  return {
    holds: checks.every(({ holds }) => holds),
    checks,
    orders: orders.map((order) =>
      order.price === undefined || order.shares === undefined ? order : {
        ...order,
        limitPrice: limitPriceUsd({ action: order.action, price: order.price }, collarBps),
      }
    ),
  };
}
