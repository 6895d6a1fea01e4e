import { checkFields, checkList, checkNumber, shown } from "../arguments.ts";
import { type Day, day, dayOf, type Instant } from "../units.ts";
import { listed } from "../words.ts";
import { checkOrdered } from "./check_ordered.ts";
import { type AccountAction, checkActions, checkFills, checkInstant, type Fill } from "./fill.ts";
import { type Ordered, splitFactor } from "./filled_orders.ts";
import type { Quoted } from "./order_step.ts";
import type { ChildOrder } from "./orders_schedule.ts";

/** A week's orders and what was paid for them. */
export interface ShortfallInput {
  /** What was ordered, with the price that was decided on; see `checkOrderStep`. */
  readonly orders: readonly Ordered[];
  /** Those that the week counts, each once; see `fills` of `reconciled`. */
  readonly fills: readonly Fill[];
  readonly actions: readonly AccountAction[];
  /** Day of the decision and its closes. */
  readonly from: Day;
  /** Day of the closes at which what was not filled is valued. */
  readonly until: Day;
  /** Dollars a share at the close of `until`, as traded. */
  readonly closes?: ReadonlyMap<string, number>;
  /** Prices as the orders reached the market; each at or before the first fill of its order. */
  readonly arrival?: readonly Quoted[];
  /** The schedule that they were to keep. */
  readonly schedule?: readonly ChildOrder[];
  /** Equity at the decision, dollars. */
  readonly equityUsd?: number;
}

/** What an order cost against trading all of it at the price it was decided at; dollars, above 0 is a cost. */
export interface OrderShortfall {
  readonly ticker: string;
  readonly action: "buy" | "sell";
  /** Value of the order on paper: its shares at the price it was decided at. */
  readonly paperUsd: number;
  /** Shares ordered, and filled less what was filled the other way, as they counted on the day of the decision. */
  readonly ordered: number;
  readonly filled: number;
  /** From the decision until the order reached the market, on what was filled; absent where not known. */
  readonly delayUsd?: number;
  /** From then to the prices paid; absent where not known. */
  readonly impactUsd?: number;
  /** Delay and impact together: from the decision to the prices paid. */
  readonly executionUsd: number;
  /** What the shares that were not filled would have earned by the end; absent where not known. */
  readonly opportunityUsd?: number;
  readonly feesUsd: number;
  /** Everything; absent where a part is not known. */
  readonly totalUsd?: number;
  /** `totalUsd` over `paperUsd`. */
  readonly totalBps?: number;
  /** Shares filled outside of their windows, or more in one than was its child's; absent without a schedule. */
  readonly offSchedule?: number;
  /** What is not known, and why; absent where all is. */
  readonly unknown?: string;
}

/** A whole week's; a part that is not known of one order is not known of the week. */
export interface WeekShortfall {
  readonly paperUsd: number;
  readonly delayUsd?: number;
  readonly impactUsd?: number;
  readonly executionUsd: number;
  readonly opportunityUsd?: number;
  readonly feesUsd: number;
  readonly totalUsd?: number;
  readonly totalBps?: number;
  /** `totalUsd` over the account's equity; absent where either is not known. */
  readonly ofEquityBps?: number;
}

/** Shortfall by order, and of the week. */
export interface Shortfall {
  readonly orders: readonly OrderShortfall[];
  readonly week: WeekShortfall;
  /** Tickers of fills that no order asked for: there is no paper to hold them against. */
  readonly notOrdered: readonly string[];
}

const ACTION = "Cannot work out the shortfall";
const FIELDS = [
  ...["orders", "fills", "actions", "from", "until"],
  ...["closes", "arrival", "schedule", "equityUsd"],
];
const POSITIVE = { low: Number.MIN_VALUE, what: "dollars above 0" };

function check(input: ShortfallInput): void {
  checkFields(ACTION, "the week", input, FIELDS);
  const { orders, from, until, closes, arrival = [], equityUsd } = input;
  checkOrdered(ACTION, orders);
  for (const { ticker, price } of orders) {
    checkNumber(ACTION, `the price that ${ticker} was decided at`, price, POSITIVE);
  }
  checkFills(ACTION, input.fills);
  checkActions(ACTION, input.actions);
  const ids = new Set<string>();
  for (const { id, at } of input.fills) {
    if (dayOf(at) > until) {
      throw new RangeError(
        `${ACTION}: fill ${
          shown(id)
        } comes after ${until}; give the fills that reconciled() counted`,
      );
    }
    if (ids.has(id)) throw new RangeError(`${ACTION}: fill ${shown(id)} stands there twice`);
    ids.add(id);
  }
  if (!(day(until) > day(from))) {
    throw new RangeError(`${ACTION}: it must end after it began, on ${from}, got ${shown(until)}`);
  }
  checkList(ACTION, "the prices at arrival", arrival, "prices");
  const seen = new Set<string>();
  for (const { ticker, price, at } of arrival) {
    checkNumber(ACTION, `the price of ${ticker} at arrival`, price, POSITIVE);
    checkInstant(ACTION, `the price of ${ticker} at arrival`, at);
    if (seen.has(ticker)) throw new RangeError(`${ACTION}: ${ticker} has two prices at arrival`);
    seen.add(ticker);
  }
  for (const { ticker } of orders) {
    const close = closes?.get(ticker);
    if (close !== undefined) checkNumber(ACTION, `the close of ${ticker}`, close, POSITIVE);
  }
  if (equityUsd !== undefined) checkNumber(ACTION, "the equity", equityUsd, POSITIVE);
}

/** A known sum, or nothing where one of its parts is not known. */
function sum(values: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}

/** What one share of the day of decision had become worth, its dividends until then included. */
function worth(ticker: string, price: number, on: Day, actions: readonly AccountAction[]): number {
  let paid = 0;
  for (const one of actions) {
    if (one.kind !== "dividend" || one.ticker !== ticker || one.day > on) continue;
    paid += one.usdPerShare * splitFactor(ticker, one.day, actions);
  }
  return price * splitFactor(ticker, on, actions) + paid;
}

/** Shares filled off the schedule, as they counted on the day of the decision. */
function offSchedule(
  fills: readonly Fill[],
  children: readonly ChildOrder[],
  sharesOf: (fill: Fill) => number,
): number {
  let off = 0;
  const inWindow = children.map(() => 0);
  for (const fill of fills) {
    const shares = Math.abs(sharesOf(fill));
    const at = children.findIndex(({ from, until }) => fill.at >= from && fill.at < until);
    if (at < 0) off += shares;
    else inWindow[at] += shares;
  }
  return inWindow.reduce((sum, shares, i) => sum + Math.max(0, shares - children[i].shares), off);
}

function endOf(
  ticker: string,
  { closes, actions, until }: ShortfallInput,
): number | undefined {
  const ended = actions.find((one) => one.kind === "ends" && one.ticker === ticker);
  if (ended?.kind === "ends") return worth(ticker, ended.usdPerShare, ended.day, actions);
  const close = closes?.get(ticker);
  return close === undefined ? undefined : worth(ticker, close, until, actions);
}

function ofOrder(order: Ordered, input: ShortfallInput): OrderShortfall {
  const { ticker, action, shares, price } = order, { actions, arrival, schedule } = input;
  const side = action === "buy" ? 1 : -1, decided = price!, ordered = shares!;
  const own = input.fills.filter((fill) => fill.ticker === ticker);
  const sharesOf = (fill: Fill) =>
    side * fill.shares / splitFactor(ticker, dayOf(fill.at), actions);
  let filled = 0, paid = 0, feesUsd = 0, first: Instant | undefined;
  for (const fill of own) {
    filled += sharesOf(fill);
    paid += sharesOf(fill) * worth(ticker, fill.price, dayOf(fill.at), actions);
    feesUsd += fill.feeUsd;
    if (first === undefined || fill.at < first) first = fill.at;
  }
  const executionUsd = own.length === 0 ? 0 : side * (paid - filled * decided);

  const unknown: string[] = [];
  const reached = arrival?.find((one) => one.ticker === ticker);
  const isLate = reached !== undefined && first !== undefined && reached.at > first;
  let delayUsd: number | undefined = own.length === 0 ? 0 : undefined;
  if (own.length > 0 && reached !== undefined && !isLate) {
    delayUsd = side * filled * (worth(ticker, reached.price, dayOf(reached.at), actions) - decided);
  } else if (own.length > 0) {
    unknown.push(
      isLate
        ? `delay and impact, for its price at arrival (${reached.at}) comes after its first fill`
        : "delay and impact apart, for its price at arrival is not known",
    );
  }
  const left = ordered - filled, end = left === 0 ? decided : endOf(ticker, input);
  if (end === undefined) unknown.push("what was missed, for its close at the end is not known");
  const opportunityUsd = end === undefined ? undefined : side * left * (end - decided);
  const totalUsd = sum([executionUsd, opportunityUsd, feesUsd]), paperUsd = ordered * decided;
  return {
    ticker,
    action,
    paperUsd,
    ordered,
    filled,
    ...(delayUsd === undefined ? {} : { delayUsd, impactUsd: executionUsd - delayUsd }),
    executionUsd,
    ...(opportunityUsd === undefined ? {} : { opportunityUsd }),
    feesUsd,
    ...(totalUsd === undefined ? {} : { totalUsd, totalBps: 1e4 * totalUsd / paperUsd }),
    ...(schedule === undefined ? {} : {
      offSchedule: offSchedule(own, schedule.filter((one) => one.ticker === ticker), sharesOf),
    }),
    ...(unknown.length > 0 ? { unknown: listed(unknown) } : {}),
  };
}

/**
 * What a week's orders cost against a paper account that traded all of them at once at the closes they
 * were decided at, without a fee: by order and of the week, in dollars, above 0 is a cost.
 *
 * With side s (1 to buy, −1 to sell), N shares ordered and n filled, the price P decided at, A as the
 * order reached the market, p paid, and E at the end of the week:
 *
 *     total       = s·[N·(E − P) − Σn·(E − p)] + fees
 *     delay       = s·Σn·(A − P)
 *     impact      = s·Σn·(p − A)
 *     opportunity = s·(N − Σn)·(E − P)
 *
 * which add up. A gain is below 0: the price came towards the order. All prices are of one share of the
 * day of decision, with splits undone and dividends since then added, for a share bought late has missed
 * them. More than was ordered counts as bought for nobody, at the same formula.
 *
 * Source: Perold, "The Implementation Shortfall: Paper versus Reality", Journal of Portfolio Management
 * 14/3 (1988), 4–9; delay and impact apart as in Wagner and Edwards, Financial Analysts Journal 49/1 (1993).
 *
 * @param input The week; see {@linkcode ShortfallInput}.
 * @returns What is not known is absent, never 0, and makes the sums that need it absent.
 * @throws {RangeError | TypeError} If an order, fill, action or price is none.
 *
 * @example A buy of 100 at 50, of which 80 were filled at 50.20 while the market went to 51
 * ```ts
 * import { implementationShortfall } from "lab/week";
 * import { day, instant } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const monday = day("2026-11-30");
 * const { week } = implementationShortfall({
 *   orders: [{ ticker: "XLE", action: "buy", shares: 100, price: 50 }],
 *   fills: [
 *     { id: "1", ticker: "XLE", shares: 80, price: 50.2, feeUsd: 1, at: instant(monday, "10:05") },
 *   ],
 *   actions: [],
 *   from: day("2026-11-27"),
 *   until: day("2026-12-04"),
 *   closes: new Map([["XLE", 51]]),
 *   arrival: [{ ticker: "XLE", price: 50.05, at: instant(monday, "10:00") }],
 * });
 * equal(week.delayUsd?.toFixed(2), "4.00");
 * equal(week.impactUsd?.toFixed(2), "12.00");
 * equal(week.opportunityUsd, 20);
 * equal(week.totalUsd?.toFixed(2), "37.00");
 * equal(week.totalBps?.toFixed(2), "74.00");
 * ```
 */
export function implementationShortfall(input: ShortfallInput): Shortfall {
  check(input);
  const { from, until } = input, isIn = (on: Day) => on > from && on <= until;
  const actions = input.actions.filter((one) => isIn(one.day));
  const orders = input.orders.map((order) => ofOrder(order, { ...input, actions }));
  const known = new Set(orders.map(({ ticker }) => ticker));
  const strange = input.fills.map(({ ticker }) => ticker).filter((of) => !known.has(of));
  const all = (of: (order: OrderShortfall) => number | undefined) => sum(orders.map(of));
  const delayUsd = all((one) => one.delayUsd), impactUsd = all((one) => one.impactUsd);
  const opportunityUsd = all((one) => one.opportunityUsd), totalUsd = all((one) => one.totalUsd);
  const paperUsd = sum(orders.map((order) => order.paperUsd))!;
  const { equityUsd } = input;
  return {
    orders,
    week: {
      paperUsd,
      ...(delayUsd === undefined ? {} : { delayUsd }),
      ...(impactUsd === undefined ? {} : { impactUsd }),
      executionUsd: sum(orders.map((order) => order.executionUsd))!,
      ...(opportunityUsd === undefined ? {} : { opportunityUsd }),
      feesUsd: sum(orders.map((order) => order.feesUsd))!,
      ...(totalUsd === undefined ? {} : { totalUsd }),
      ...(totalUsd === undefined || paperUsd === 0 ? {} : { totalBps: 1e4 * totalUsd / paperUsd }),
      ...(totalUsd === undefined || equityUsd === undefined
        ? {}
        : { ofEquityBps: 1e4 * totalUsd / equityUsd }),
    },
    notOrdered: [...new Set(strange)],
  };
}
