import { addCalendarDays, tradingDaysFrom } from "../../market/mod.ts";
import {
  checkOrderStep,
  type ChildOrder,
  type OrderCheck,
  ordersSchedule,
  type OrderStep,
} from "../../week/mod.ts";
import type { WeekBook } from "./book_stage.ts";
import { readQuotes } from "./quotes_file.ts";
import { momentOf, type Week } from "./week.ts";
import { valueHash } from "./week_folder.ts";

/** Rules that hang on the minute of looking; they go with the decision, not with the orders. */
export const OF_THE_MINUTE: readonly OrderCheck["rule"][] = ["fresh prices", "collar"];

/** The last look at the orders of a week. */
export interface WeekCheck {
  readonly step: OrderStep;
  /** The orders in their parts over the next trading day; nothing where the settings ask for none. */
  readonly schedule: readonly ChildOrder[];
  /** What was looked at in this minute. */
  readonly ofTheMinute: readonly OrderCheck[];
  /** Of the file: what a person says yes or no to. */
  readonly hash: string;
}

/** Checks the orders of a week, and keeps what does not hang on the minute. */
export async function checkStage(week: Week, { plan, hash }: WeekBook): Promise<WeekCheck> {
  const { given, all, folder } = week;
  const quotes = given.quotes === undefined ? undefined : await readQuotes(given.quotes);
  const step = checkOrderStep(plan.trades.orders, {
    rules: all.week,
    equityUsd: plan.account.equityUsd,
    ...momentOf(week),
    staleOk: given.staleOk,
    ...(quotes ? { quotes } : {}),
  });
  // What is in dollars stops the step anyway, and has no shares to be cut.
  const isWhole = step.orders.every(({ shares }) => shares !== undefined);
  const schedule = !isWhole ? [] : ordersSchedule(step.orders, {
    day: tradingDaysFrom(addCalendarDays(plan.day, 1), 1)[0],
    rules: all.execution,
  });
  const orders = step.orders.map((
    { ticker, action, shares, price, limitPrice, dollars, scope },
  ) => ({
    ticker,
    action,
    shares,
    price,
    limitPrice,
    dollars,
    position: scope,
  }));
  const result = {
    status: plan.trades.status,
    orders,
    ...(schedule.length > 0 ? { schedule } : {}),
    checks: step.checks.filter(({ rule }) => !OF_THE_MINUTE.includes(rule)),
    judgement: plan.judgement,
  };
  const inputs = { "4_book.json": hash, rules: valueHash([all.week, all.execution]) };
  return {
    step,
    schedule,
    ofTheMinute: step.checks.filter(({ rule }) => OF_THE_MINUTE.includes(rule)),
    hash: await folder.put("check", { inputs, result }),
  };
}
