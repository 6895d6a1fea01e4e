/**
 * Trading days and weeks, by rule and without a clock.
 *
 * The rules are those of the New York Stock Exchange (rule 7.2): Saturdays, Sundays and ten
 * holidays. Days on which the exchange closed for other reasons (storms, mourning, attacks) are in no
 * rule: no schedule may know them beforehand. They are listed, since SPY is traded, so that a price file
 * can be judged by them afterwards.
 *
 * @module
 */
import { dateNumber, dayNumber, numberedDay } from "../days.ts";
import { type Day, day as checkedDay, type Instant, instant } from "../units.ts";

const SUNDAY = 0, MONDAY = 1, THURSDAY = 4, FRIDAY = 5, SATURDAY = 6;

/** 0 is Sunday; 1970-01-01 was a Thursday. */
function weekday(n: number): number {
  return (((n + THURSDAY) % 7) + 7) % 7;
}

/** Gregorian Easter Sunday (Meeus, Astronomical Algorithms, chapter 8). */
function easter(year: number): number {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const d = Math.floor(b / 4), e = b % 4, f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3), h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4), k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451), p = h + l - 7 * m + 114;
  return dateNumber(year, Math.floor(p / 31), (p % 31) + 1);
}

function nthWeekday(year: number, month: number, wanted: number, nth: number): number {
  const first = dateNumber(year, month, 1);
  return first + ((wanted - weekday(first) + 7) % 7) + 7 * (nth - 1);
}

function observed(n: number): number {
  const on = weekday(n);
  return on === SATURDAY ? n - 1 : on === SUNDAY ? n + 1 : n;
}

function holidaysOf(year: number): Set<number> {
  const newYear = dateNumber(year, 1, 1);
  const lastOfMay = dateNumber(year, 5, 31);
  const days = [
    nthWeekday(year, 2, MONDAY, 3),
    easter(year) - 2,
    lastOfMay - ((weekday(lastOfMay) - MONDAY + 7) % 7),
    observed(dateNumber(year, 7, 4)),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 11, THURSDAY, 4),
    observed(dateNumber(year, 12, 25)),
  ];
  // A New Year's Day on a Saturday is not moved into the old year: the books close on that Friday.
  if (weekday(newYear) !== SATURDAY) days.push(observed(newYear));
  // Martin Luther King's day has closed the exchange since 1998, Juneteenth since 2022.
  if (year >= 1998) days.push(nthWeekday(year, 1, MONDAY, 3));
  if (year >= 2022) days.push(observed(dateNumber(year, 6, 19)));
  return new Set(days);
}

const holidayYears = new Map<number, Set<number>>();

function isOpen(n: number): boolean {
  const on = weekday(n);
  if (on === SATURDAY || on === SUNDAY) return false;
  const year = Number(numberedDay(n).slice(0, 4));
  let holidays = holidayYears.get(year);
  if (!holidays) holidayYears.set(year, holidays = holidaysOf(year));
  return !holidays.has(n);
}

/**
 * Whether the exchange trades on a day, by the rule of holidays.
 *
 * @throws {RangeError} If the day does not exist.
 *
 * @example Good Friday
 * ```ts
 * import { isTradingDay } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(["2021-04-01", "2021-04-02"].map((on) => isTradingDay(day(on))), [true, false]);
 * ```
 */
export function isTradingDay(on: Day): boolean {
  return isOpen(dayNumber(checkedDay(on)));
}

/**
 * Days in no rule on which the exchange stayed closed, since SPY is traded (1993-01-29): five
 * days of mourning, four after the attacks of 2001 and two of a storm. Found as the
 * only gaps of daily closes from 1998 to 2026; the one of 1994 is in the exchange's own list.
 */
const CLOSED_BESIDE_THE_RULE: ReadonlySet<string> = new Set([
  "1994-04-27",
  "2001-09-11",
  "2001-09-12",
  "2001-09-13",
  "2001-09-14",
  "2004-06-11",
  "2007-01-02",
  "2012-10-29",
  "2012-10-30",
  "2018-12-05",
  "2025-01-09",
]);

/**
 * Whether the exchange did trade on a day: by the rule, less the days on which it stayed closed for
 * other reasons. Only known afterwards, so it judges data and makes no schedule.
 */
export function didTrade(on: Day): boolean {
  return isTradingDay(on) && !CLOSED_BESIDE_THE_RULE.has(on);
}

/**
 * Every day from `from` to `to`, both included, on which the exchange did trade; none where `to` lies before
 * `from`. As `isTradingDay` less the closures in no rule, which are only known afterwards: it judges data
 * and makes no schedule.
 *
 * @throws {RangeError} If a day does not exist.
 *
 * @example Two days of a storm
 * ```ts
 * import { tradedDays } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(tradedDays(day("2012-10-26"), day("2012-10-31")), ["2012-10-26", "2012-10-31"]);
 * ```
 */
export function tradedDays(from: Day, to: Day): Day[] {
  const days: Day[] = [], last = dayNumber(checkedDay(to));
  for (let n = dayNumber(checkedDay(from)); n <= last; n++) {
    const on = numberedDay(n);
    if (isOpen(n) && !CLOSED_BESIDE_THE_RULE.has(on)) days.push(on);
  }
  return days;
}

/** Made once, on first use: making one costs more than a thousand uses. */
let newYorkClock: Intl.DateTimeFormat | undefined;

/**
 * A moment as day and minute in New York, where the exchange is.
 *
 * @param ms Milliseconds since 1970.
 *
 * @example Summer time and winter time
 * ```ts
 * import { newYorkInstant } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   [Date.UTC(2026, 6, 1, 14), Date.UTC(2026, 11, 1, 14)].map(newYorkInstant),
 *   ["2026-07-01T10:00", "2026-12-01T09:00"],
 * );
 * ```
 */
export function newYorkInstant(ms: number): Instant {
  newYorkClock ??= new Intl.DateTimeFormat("en-CA", {
    timeZone: "America/New_York",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(
    newYorkClock.formatToParts(ms).map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}` as Instant;
}

const MS_PER_HOUR = 3_600_000;

/**
 * The moment of a minute of New York's clock, the way back from {@linkcode newYorkInstant}; of an hour that
 * is there twice, the first.
 *
 * @returns Milliseconds since 1970.
 * @throws {RangeError} If the clock was put forward over that minute.
 *
 * @example Summer time and winter time
 * ```ts
 * import { newYorkMoment } from "lab/market";
 * import { day, instant } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = [day("2026-07-01"), day("2026-12-01")];
 * deepEqual(
 *   [instant(days[0], "10:00"), instant(days[1], "09:00")].map(newYorkMoment),
 *   [Date.UTC(2026, 6, 1, 14), Date.UTC(2026, 11, 1, 14)],
 * );
 * ```
 */
export function newYorkMoment(minute: Instant): number {
  // New York lies four or five hours behind; the right one gives back the minute that was meant.
  for (const behind of [4, 5]) {
    const at = Date.parse(`${minute}:00Z`) + behind * MS_PER_HOUR;
    if (newYorkInstant(at) === minute) return at;
  }
  throw new RangeError(`Cannot find ${minute} on New York's clock: it was skipped that day`);
}

/**
 * The calendar day in New York at a moment: the exchange's own today.
 *
 * @example Three in the morning of Greenwich is the day before in New York
 * ```ts
 * import { exchangeDay } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * equal(exchangeDay(new Date("2026-11-20T03:00:00Z")), "2026-11-19");
 * ```
 */
export function exchangeDay(now: Date): Day {
  return checkedDay(newYorkInstant(now.getTime()).slice(0, 10));
}

/**
 * The first `count` trading days at or after a day, in order.
 *
 * @param from Any calendar day.
 * @param count How many, a whole number from 0.
 * @throws {RangeError} If the day does not exist or the count is no whole number.
 *
 * @example Over a long week-end
 * ```ts
 * import { tradingDaysFrom } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(tradingDaysFrom(day("2021-09-03"), 2), ["2021-09-03", "2021-09-07"]);
 * ```
 */
export function tradingDaysFrom(from: Day, count: number): Day[] {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`Cannot list trading days: count must be a whole number, got ${count}`);
  }
  const days: Day[] = [];
  for (let n = dayNumber(checkedDay(from)); days.length < count; n++) {
    if (isOpen(n)) days.push(numberedDay(n));
  }
  return days;
}

/** The exchange opens at this minute of New York, on half days too. */
const OPEN = "09:30";
const nextOpens = new Map<string, Instant>();

/**
 * The open of a session after a day: by that of the next one, everybody could have read what came out at
 * some hour of the day, and until then nobody could trade on it.
 *
 * By the rule of holidays: after a closure that is in no rule the true open came later.
 *
 * @param on Any calendar day.
 * @param sessions How many sessions after it, from 1; the next one by default.
 * @throws {RangeError} If the day does not exist, or sessions is no whole number from 1.
 *
 * @example Over a week-end, and the session after that
 * ```ts
 * import { nextOpen } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const friday = day("2024-03-01");
 * deepEqual([nextOpen(friday), nextOpen(friday, 2)], ["2024-03-04T09:30", "2024-03-05T09:30"]);
 * ```
 */
export function nextOpen(on: Day, sessions = 1): Instant {
  const known = sessions === 1 ? nextOpens.get(on) : undefined;
  if (known !== undefined) return known;
  const after = tradingDaysFrom(numberedDay(dayNumber(checkedDay(on)) + 1), sessions).at(-1);
  if (after === undefined) {
    throw new RangeError(`Cannot find an open: sessions must be at least 1, got ${sessions}`);
  }
  const open = instant(after, OPEN);
  if (sessions === 1) nextOpens.set(on, open);
  return open;
}

/** Day number of the Friday that ends a day's week; Saturday belongs to the next one. */
function fridayOf(n: number): number {
  return n + ((FRIDAY - weekday(n) + 7) % 7);
}

/**
 * The last scheduled trading day of each week that ends on a Friday: the days on which weekly
 * decisions fall.
 *
 * Every fifth row would wander through the week with the holidays, and the last row of a week is only
 * known to be the last once the next one is there. So the rule of holidays alone decides, and whether a
 * day counts never hangs on a later row: nobody knew on Monday, 2001-09-10 that the exchange would not
 * open again that week. A week whose last scheduled day has no row (a closure in no rule, a gap in a
 * file, a week that is not over) has no decision day.
 *
 * @param days Trading days in ascending order.
 * @throws {RangeError} If the days are not in order.
 *
 * @example Thanksgiving does not move the week, an unfinished week is left out
 * ```ts
 * import { weeklyDays } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = ["2021-11-24", "2021-11-26", "2021-11-29", "2021-11-30"].map(day);
 * deepEqual(weeklyDays(days), ["2021-11-26"]);
 * ```
 */
export function weeklyDays(days: readonly Day[]): Day[] {
  days.forEach((on, i) => {
    if (i > 0 && !(on > days[i - 1])) {
      throw new RangeError(
        `Cannot find weekly days: days must ascend, got ${days[i - 1]} before ${on}`,
      );
    }
  });
  return days.filter((on) => {
    const n = dayNumber(on), friday = fridayOf(n);
    let last = friday;
    while (!isOpen(last)) last--;
    return n === last;
  });
}

/**
 * The last scheduled trading day of each month, by the same rule as {@linkcode weeklyDays}: a month
 * whose last scheduled day has no row has none.
 *
 * @param days Trading days in ascending order.
 *
 * @example A month that ends on a holiday, and one that is not over
 * ```ts
 * import { monthlyDays } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(monthlyDays(["2024-03-27", "2024-03-28", "2024-04-29"].map(day)), ["2024-03-28"]);
 * ```
 */
export function monthlyDays(days: readonly Day[]): Day[] {
  return days.filter((on) => {
    const n = dayNumber(on), month = on.slice(0, 7);
    let next = n + 1;
    while (!isOpen(next)) next++;
    return isOpen(n) && numberedDay(next).slice(0, 7) !== month;
  });
}
