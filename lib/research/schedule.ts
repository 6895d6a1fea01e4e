import { checkOptions, checkWord } from "../arguments.ts";
import { SCHEDULES } from "./check_options.ts";
import { DataError } from "../errors.ts";
import { type Market, monthlyDays, weeklyDays } from "../market/mod.ts";
import type { Day } from "../units.ts";

/**
 * When a book is decided on: the last scheduled trading day of each week (`weeklyDays`), the last of
 * each month (`monthlyDays`; every row of a monthly market), every fourth of the weekly ones (`4weeks`,
 * as far apart as a score looks ahead), or weekly with a quarter of the book renewed each time
 * (`vintages`), so that each quarter is held four weeks.
 */
export type Schedule = (typeof SCHEDULES)[number];

/** Tranches of a book in vintages: one for each week that a score looks ahead. */
export const VINTAGES = 4;

/** What the steps of a schedule are called, by how many there are in a year. */
export type StepName = "weeks" | "four-week steps" | "months";

/**
 * What the steps of a panel are called.
 *
 * @example
 * ```ts
 * import { stepName } from "lab/research";
 * import { equal } from "node:assert/strict";
 *
 * equal(stepName({ periodsPerYear: 13 }), "four-week steps");
 * ```
 */
export function stepName({ periodsPerYear }: { readonly periodsPerYear: number }): StepName {
  return periodsPerYear === 12 ? "months" : periodsPerYear === 13 ? "four-week steps" : "weeks";
}

/**
 * Steps that a score looks ahead: four weeks, or a month.
 *
 * @example
 * ```ts
 * import { horizonSteps } from "lab/research";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([52, 13, 12].map((periodsPerYear) => horizonSteps({ periodsPerYear })), [4, 1, 1]);
 * ```
 */
export function horizonSteps(panel: { readonly periodsPerYear: number }): number {
  return stepName(panel) === "weeks" ? VINTAGES : 1;
}

/**
 * The days on which a schedule decides, of all trading days of a market.
 *
 * @param market Its trading days are taken; a monthly market has one row a month and no weeks.
 * @param schedule See {@linkcode Schedule}.
 * @param options.from First day looked at; the market's first by default.
 * @param options.to Last day looked at.
 * @throws {DataError} If the market's days are not in order, or a monthly market is asked for weeks.
 *
 * @example Twelve months
 * ```ts
 * import { decisionDays } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const [first, second] = decisionDays(market, "monthly");
 * equal(first < second && first.slice(0, 7) !== second.slice(0, 7), true);
 * ```
 */
export function decisionDays(
  market: Pick<Market, "frequency" | "prices">,
  schedule: Schedule,
  options: { readonly from?: Day; readonly to?: Day } = {},
): readonly Day[] {
  checkWord("Cannot decide on a schedule", "schedule", schedule, SCHEDULES);
  checkOptions("Cannot decide on a schedule", options, ["from", "to"]);
  const { frequency, prices: { days } } = market;
  checkAscending(days, "decide on a schedule");
  if (frequency === "monthly" && schedule !== "monthly") {
    throw new DataError(
      `Cannot decide ${schedule}: the market has one row a month; need the schedule "monthly"`,
    );
  }
  const { from = days[0], to = days[days.length - 1] } = options;
  const all = frequency === "monthly"
    ? days
    : schedule === "monthly"
    ? monthlyDays(days)
    : schedule === "4weeks"
    // Counted from the market's first week, so that a first day looked at moves no decision.
    ? weeklyDays(days).filter((_, week) => week % VINTAGES === 0)
    : weeklyDays(days);
  return all.filter((on) => from <= on && on <= to);
}

/** @throws {DataError} If a day comes twice or after a later one. */
export function checkAscending(days: readonly Day[], action: string): void {
  for (let i = 1; i < days.length; i++) {
    if (!(days[i] > days[i - 1])) {
      throw new DataError(
        days[i] === days[i - 1]
          ? `Cannot ${action}: need each day once, got ${days[i]} twice`
          : `Cannot ${action}: need days in order, got ${days[i]} after ${days[i - 1]}`,
        { day: days[i] },
      );
    }
  }
}
