import { checkOptions, shown } from "../arguments.ts";
import { closingTime } from "../market/mod.ts";
import { csvTextCell } from "../outside_text.ts";
import { type Day, type Instant, instant } from "../units.ts";
import { checkOrdered } from "./check_ordered.ts";
import { CLOSES, type ExecutionRules, executionRules } from "./execution_rules.ts";
import type { LimitOrder } from "./order_step.ts";

/** A part of an order, for a window of the day. */
export interface ChildOrder extends Pick<LimitOrder, "ticker" | "action" | "limitPrice"> {
  /** Whole shares, above 0. */
  readonly shares: number;
  /** The window, New York, its end not included. */
  readonly from: Instant;
  readonly until: Instant;
  /** Which one it is of its order, from 1, and how many there are. */
  readonly child: number;
  readonly of: number;
}

const ACTION = "Cannot schedule orders";

const minutesOf = (clock: string) => 60 * Number(clock.slice(0, 2)) + Number(clock.slice(3, 5));

const clockOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/**
 * Orders cut into child orders over one day, evenly: equal windows from `begins` to `ends`, whole shares
 * that differ by one at most and add up to the order.
 *
 * An order has as many children as the rules allow, but none below their smallest value, so small orders
 * stay whole and have the whole time. On a short day the last window ends as long before the close.
 *
 * @param orders In whole shares, with their dollars and limits, as `checkOrderStep` gives them.
 * @param options.day The day on which they are traded.
 * @param options.rules How; `even` with its defaults where nothing is said.
 * @returns By the beginning of their windows, sells first; nothing where the profile is `none`.
 * @throws {RangeError} If the exchange does not trade that day, too little of the day is left, or an
 *   order has no whole shares.
 *
 * @example Ten shares in three windows
 * ```ts
 * import { executionRules, ordersSchedule } from "lab/week";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const children = ordersSchedule(
 *   [{ ticker: "XLE", action: "buy", shares: 10, dollars: 450, limitPrice: 45.23 }],
 *   { day: day("2026-11-30"), rules: executionRules({ profile: "even", windows: 3, leastUsd: 0 }) },
 * );
 * deepEqual(children.map(({ shares, from }) => [shares, from.slice(11)]), [
 *   [3, "10:00"],
 *   [3, "11:50"],
 *   [4, "13:40"],
 * ]);
 * ```
 */
export function ordersSchedule(
  orders: readonly Pick<LimitOrder, "ticker" | "action" | "shares" | "dollars" | "limitPrice">[],
  options: { readonly day: Day; readonly rules?: ExecutionRules },
): readonly ChildOrder[] {
  checkOptions(ACTION, options, ["day", "rules"]);
  checkOrdered(ACTION, orders);
  const { day, rules = executionRules({ profile: "even" }) } = options;
  const { profile, windows, leastUsd } = rules;
  const early = minutesOf(CLOSES) - minutesOf(closingTime(day));
  const begin = minutesOf(rules.begins), time = minutesOf(rules.ends) - early - begin;
  if (profile === "none") return [];
  if (time < windows) {
    throw new RangeError(
      `${ACTION}: from ${rules.begins} to ${
        clockOf(begin + time)
      } on ${day}, as long before the close as ${rules.ends} is on a long day, there are no ` +
        `${windows} windows of a minute or more`,
    );
  }
  const children = orders.flatMap(({ ticker, action, shares, dollars, limitPrice }) => {
    if (!(Number.isFinite(dollars) && dollars >= 0)) {
      throw new RangeError(
        `${ACTION}: ${ticker} needs its value in dollars, got ${shown(dollars)}`,
      );
    }
    const fitting = leastUsd === 0 ? windows : Math.floor(dollars / leastUsd);
    const of = Math.max(1, Math.min(windows, fitting, shares!));
    const part = (whole: number, i: number) => Math.floor(whole * i / of);
    return Array.from({ length: of }, (_, i): ChildOrder => ({
      ticker,
      action,
      shares: part(shares!, i + 1) - part(shares!, i),
      ...(limitPrice === undefined ? {} : { limitPrice }),
      from: instant(day, clockOf(begin + part(time, i))),
      until: instant(day, clockOf(begin + part(time, i + 1))),
      child: i + 1,
      of,
    }));
  });
  const rank = ({ from, action }: ChildOrder) => `${from} ${action === "sell" ? 0 : 1}`;
  return children.toSorted((a, b) => rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0);
}

/** Columns of the schedule, in order; times are of New York. */
const SCHEDULE_COLUMNS = [
  ...["from_new_york", "until_new_york", "ticker", "action", "shares", "limit_usd", "child", "of"],
];

/**
 * A schedule as CSV text (RFC 4180): a header, one line per child order, lines end in CR LF.
 *
 * @param children As `ordersSchedule` gives them.
 *
 * @example
 * ```ts
 * import { ordersSchedule, ordersScheduleCsv } from "lab/week";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const [child] = ordersSchedule(
 *   [{ ticker: "XLE", action: "sell", shares: 10, dollars: 450, limitPrice: 44.77 }],
 *   { day: day("2026-11-30") },
 * );
 * equal(
 *   ordersScheduleCsv([child]).split("\r\n")[1],
 *   "2026-11-30T10:00,2026-11-30T15:30,XLE,sell,10,44.77,1,1",
 * );
 * ```
 */
export function ordersScheduleCsv(children: readonly ChildOrder[]): string {
  const lines = children.map(({ from, until, ticker, action, shares, limitPrice, child, of }) =>
    [
      from,
      until,
      csvTextCell(ticker),
      action,
      shares,
      limitPrice === undefined ? "" : limitPrice.toFixed(2),
      child,
      of,
    ].join(",")
  );
  return [SCHEDULE_COLUMNS.join(","), ...lines, ""].join("\r\n");
}
