/**
 * Days: arithmetic on the calendar, and how many of them the lab's year and horizon have. Everything
 * may lean on it, for it leans on the units alone.
 *
 * @module
 */
import { type Day, day as checkedDay } from "./units.ts";

const MS_PER_DAY = 86_400_000;

/** Trading days in a year: the unit of annual volatilities, rates and fees. */
export const TRADING_DAYS_A_YEAR = 252;

/** Weeks in a year of weekly decisions; the day or two beyond them are left out. */
export const WEEKS_A_YEAR = 52;

/** Months in a year. */
export const MONTHS_A_YEAR = 12;

/** Trading days in a month, 252 over 12. */
export const TRADING_DAYS_A_MONTH = 21;

/** Trading days in a week. */
export const TRADING_DAYS_A_WEEK = 5;

/**
 * Weeks that a score looks ahead (design, section 7); four, so that a year holds thirteen separate
 * outcomes. On weekly dates it is as many steps; on days, `HORIZON_TRADING_DAYS`.
 */
export const HORIZON_WEEKS = 4;

/** The same four weeks, counted in trading days. */
export const HORIZON_TRADING_DAYS = TRADING_DAYS_A_WEEK * HORIZON_WEEKS;

/** Whole days from 1970-01-01 to a day, or an instant of it, known to exist; in UTC all have 24 hours. */
export function dayNumber(on: string): number {
  return dateNumber(Number(on.slice(0, 4)), Number(on.slice(5, 7)), Number(on.slice(8, 10)));
}

/** The same from a year, a month from 1 to 12 and a day of it. */
export function dateNumber(year: number, month: number, dayOfMonth: number): number {
  return Date.UTC(year, month - 1, dayOfMonth) / MS_PER_DAY;
}

/** The day of a number: what `dayNumber` began with. */
export function numberedDay(n: number): Day {
  return new Date(n * MS_PER_DAY).toISOString().slice(0, 10) as Day;
}

/**
 * A day some calendar days later, or earlier if `days` is negative.
 *
 * @throws {RangeError} If the day does not exist.
 *
 * @example Over the end of February
 * ```ts
 * import { addCalendarDays } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(addCalendarDays(day("2020-02-28"), 2), "2020-03-01");
 * ```
 */
export function addCalendarDays(on: Day, days: number): Day {
  return numberedDay(dayNumber(checkedDay(on)) + days);
}

/**
 * Calendar days from `from` to `to`; negative if `to` lies before.
 *
 * @throws {RangeError} If a day does not exist.
 *
 * @example A leap year
 * ```ts
 * import { calendarDaysBetween } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(calendarDaysBetween(day("2020-01-01"), day("2021-01-01")), 366);
 * ```
 */
export function calendarDaysBetween(from: Day, to: Day): number {
  return dayNumber(checkedDay(to)) - dayNumber(checkedDay(from));
}
