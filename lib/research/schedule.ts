import { HORIZON_WEEKS, MONTHS_A_YEAR, WEEKS_A_YEAR } from "../days.ts";
import { checkOptions, checkWord } from "../arguments.ts";
import { DataError } from "../errors.ts";
import { calendarDaysBetween, type Market, monthlyDays, weeklyDays } from "../market/mod.ts";
import { type Day, day } from "../units.ts";

/** Words of a schedule. */
export const SCHEDULES = ["weekly", "4weeks", "monthly", "vintages"] as const;

/**
 * When a book is decided on: the last scheduled trading day of each week (`weeklyDays`), of every
 * fourth week (`4weeks`), the last of each month (`monthlyDays`; every row of a monthly market), or
 * weekly with a quarter of the book renewed each time (`vintages`), so that each quarter is held four
 * weeks.
 *
 * Four weeks are what a score looks ahead. `4weeks` holds a book just as long and asks for a quarter of
 * the scores, and its periods do not overlap; but its figures hang on the week it begins in, which
 * `vintages` averages over (overlapping portfolios, Jegadeesh and Titman, Journal of Finance 48(1),
 * 1993). Its weeks are counted from a fixed one, so that neither the first row of a file nor the first
 * day asked for moves a decision.
 */
export type Schedule = (typeof SCHEDULES)[number];

/** Tranches of a book in vintages: one for each week that a score looks ahead. */
export const VINTAGES = HORIZON_WEEKS;

/** A Monday; the week it begins is the first one that `4weeks` decides in, or would have. */
const FIRST_MONDAY = day("1970-01-05");

/**
 * The schedule of a market where none is asked for: a monthly market has no weeks.
 *
 * @example
 * ```ts
 * import { defaultSchedule } from "lab/research";
 * import { equal } from "node:assert/strict";
 *
 * equal(defaultSchedule({ frequency: "monthly" }), "monthly");
 * ```
 */
export function defaultSchedule(market: Pick<Market, "frequency">): Schedule {
  return market.frequency === "monthly" ? "monthly" : "weekly";
}

/** What a schedule makes of a year. */
export interface Rhythm {
  readonly periodsPerYear: number;
  /** What a period is called, in the plural. */
  readonly periods: "weeks" | "four-week periods" | "months";
  /** Decisions that a score looks ahead. */
  readonly horizon: number;
}

/** The rhythm of each schedule. */
export const RHYTHMS: Readonly<Record<Schedule, Rhythm>> = {
  weekly: { periodsPerYear: WEEKS_A_YEAR, periods: "weeks", horizon: HORIZON_WEEKS },
  "4weeks": {
    periodsPerYear: WEEKS_A_YEAR / HORIZON_WEEKS,
    periods: "four-week periods",
    horizon: 1,
  },
  monthly: { periodsPerYear: MONTHS_A_YEAR, periods: "months", horizon: 1 },
  vintages: { periodsPerYear: WEEKS_A_YEAR, periods: "weeks", horizon: HORIZON_WEEKS },
};

/**
 * What periods are called, by how many there are in a year: "weeks" for 52.
 *
 * @example
 * ```ts
 * import { periodsName } from "lab/research";
 * import { equal } from "node:assert/strict";
 *
 * equal(periodsName(13), "four-week periods");
 * ```
 */
export function periodsName(periodsPerYear: number): Rhythm["periods"] {
  const all = Object.values(RHYTHMS);
  return (all.find((one) => one.periodsPerYear === periodsPerYear) ?? RHYTHMS.weekly).periods;
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
 *
 * @example Every fourth week
 * ```ts
 * import { decisionDays } from "lab/research";
 * import { calendarDaysBetween, simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const days = decisionDays(simulatedMarket({ seed: 7, years: 2 }), "4weeks");
 * equal(calendarDaysBetween(days[0], days[13]), 364);
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
    ? weeklyDays(days).filter(isFourthWeek)
    : weeklyDays(days);
  return all.filter((on) => from <= on && on <= to);
}

function isFourthWeek(on: Day): boolean {
  return Math.floor(calendarDaysBetween(FIRST_MONDAY, on) / 7) % HORIZON_WEEKS === 0;
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
