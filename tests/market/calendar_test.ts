import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  addCalendarDays,
  calendarDaysBetween,
  isTradingDay,
  monthlyDays,
  newYorkInstant,
  newYorkMoment,
  nextOpen,
  tradingDaysFrom,
  weeklyDays,
} from "lab/market";
import { randomStream } from "lab/stats";
import { type Day, day, type Instant } from "lab/units";

/** Weekdays of a year on which the exchange is shut. */
function closures(year: number): string[] {
  const out: string[] = [];
  for (let on = day(`${year}-01-01`); on < `${year + 1}`; on = addCalendarDays(on, 1)) {
    const weekday = new Date(`${on}T00:00:00Z`).getUTCDay();
    if (weekday >= 1 && weekday <= 5 && !isTradingDay(on)) out.push(on.slice(5));
  }
  return out;
}

Deno.test("isTradingDay() knows the holidays that the exchange published", () => {
  // nyse.com/markets/hours-calendars, the lists of these years.
  deepEqual(closures(2021), [
    "01-01",
    "01-18",
    "02-15",
    "04-02",
    "05-31",
    "07-05",
    "09-06",
    "11-25",
    "12-24",
  ]);
  // New Year's Day of 2022 fell on a Saturday and closed nothing; Juneteenth is new.
  deepEqual(closures(2022), [
    "01-17",
    "02-21",
    "04-15",
    "05-30",
    "06-20",
    "07-04",
    "09-05",
    "11-24",
    "12-26",
  ]);
  deepEqual(closures(2026), [
    "01-01",
    "01-19",
    "02-16",
    "04-03",
    "05-25",
    "06-19",
    "07-03",
    "09-07",
    "11-26",
    "12-25",
  ]);
});

Deno.test("tradingDaysFrom() starts at or after the day and skips nothing else", () => {
  deepEqual(tradingDaysFrom(day("2024-12-24"), 3), ["2024-12-24", "2024-12-26", "2024-12-27"]);
  deepEqual(tradingDaysFrom(day("2024-01-01"), 1), ["2024-01-02"]);
  deepEqual(tradingDaysFrom(day("2024-01-01"), 0), []);
  equal(tradingDaysFrom(day("2023-01-01"), 250).at(-1), "2023-12-29");
  throws(() => tradingDaysFrom(day("2024-01-01"), 1.5), /whole number, got 1.5/);
  throws(() => tradingDaysFrom("2021-02-29" as Day, 1), /"2021-02-29"/);
});

Deno.test("weeklyDays() takes the last trading day of each Friday week", () => {
  const days = tradingDaysFrom(day("2021-03-22"), 14);
  // Good Friday, 2021-04-02, is a holiday: that week ends on Thursday.
  deepEqual(weeklyDays(days), ["2021-03-26", "2021-04-01", "2021-04-09"]);
});

Deno.test("weeklyDays() does not let a missing day move the week, as every fifth row would", () => {
  // The exchange was shut 2012-10-29 and 30; the week still ends on Friday.
  const days = ["2012-10-25", "2012-10-26", "2012-10-31", "2012-11-01", "2012-11-02"].map(day);
  deepEqual(weeklyDays(days), ["2012-10-26", "2012-11-02"]);
});

Deno.test("weeklyDays() leaves out a week that is not over, and keeps one that a holiday ends", () => {
  deepEqual(weeklyDays(["2021-03-31"].map(day)), []);
  deepEqual(weeklyDays(["2021-03-31", "2021-04-01"].map(day)), ["2021-04-01"]);
  deepEqual(weeklyDays([]), []);
});

Deno.test("weeklyDays() does not know on a Monday that the exchange will stay shut", () => {
  // Shut from 2001-09-11 to 14, which nobody knew on the 10th; and on Friday, 2004-06-11.
  const attacks = ["2001-09-07", "2001-09-10", "2001-09-17", "2001-09-21"].map(day);
  deepEqual(weeklyDays(attacks), ["2001-09-07", "2001-09-21"]);
  const mourning = ["2004-06-04", "2004-06-10", "2004-06-14", "2004-06-18"].map(day);
  deepEqual(weeklyDays(mourning), ["2004-06-04", "2004-06-18"]);
});

Deno.test("weeklyDays() and monthlyDays() judge a day by itself: no other row moves it", () => {
  const days = tradingDaysFrom(day("2020-01-02"), 520), random = randomStream(4);
  for (const chosen of [weeklyDays, monthlyDays]) {
    const all = chosen(days);
    deepEqual(all, days.filter((on) => chosen([on]).length === 1));
    for (let draw = 0; draw < 20; draw++) {
      const some = days.filter(() => random.uniform() < 0.7);
      deepEqual(chosen(some), some.filter((on) => all.includes(on)));
    }
  }
});

Deno.test("weeklyDays() takes one day of a week in a file that has rows on holidays", () => {
  // Good Friday, 2021-04-02, and Independence Day observed, 2021-07-05.
  const days = ["2021-04-01", "2021-04-02", "2021-07-02", "2021-07-05", "2021-07-09"].map(day);
  deepEqual(weeklyDays(days), ["2021-04-01", "2021-07-02", "2021-07-09"]);
});

Deno.test("monthlyDays() ends a month before a holiday, and never early", () => {
  const days = tradingDaysFrom(day("2024-01-02"), 70);
  deepEqual(monthlyDays(days), ["2024-01-31", "2024-02-29", "2024-03-28"]);
  deepEqual(monthlyDays(days.filter((on) => on !== "2024-02-29")), ["2024-01-31", "2024-03-28"]);
});

Deno.test("weeklyDays() finds 52 or 53 in a year, at most seven days apart but for holidays", () => {
  const days = tradingDaysFrom(day("2010-01-01"), 2519);
  equal(days.at(-1), "2019-12-31");
  const weeks = weeklyDays(days);
  // 521 Fridays from 2010-01-08 to 2019-12-27.
  equal(weeks.length, 521);
  for (let k = 1; k < weeks.length; k++) {
    const apart = calendarDaysBetween(weeks[k - 1], weeks[k]);
    ok(apart >= 6 && apart <= 8, `${weeks[k - 1]} to ${weeks[k]}`);
  }
});

Deno.test("weeklyDays() refuses days out of order", () => {
  throws(
    () => weeklyDays(["2021-03-31", "2021-03-30"].map(day)),
    /days must ascend, got 2021-03-31 before 2021-03-30/,
  );
});

Deno.test("Martin Luther King's day closes the exchange since 1998, Juneteenth since 2022", () => {
  const open = ["1997-01-20", "1998-01-19", "2021-06-18", "2022-06-20"].map((on) =>
    isTradingDay(day(on))
  );
  deepEqual(open, [true, false, true, false]);
});

Deno.test("nextOpen() is 9:30 in New York of the first session after each day of 1998 to 2030", () => {
  let session = day("2031-01-02");
  for (let on = day("2030-12-31"); on >= "1998-01-01"; on = addCalendarDays(on, -1)) {
    const open = nextOpen(on), moment = newYorkMoment(open);
    equal(open, `${session}T09:30`, on);
    equal(newYorkInstant(moment), open);
    // Half past one or half past two of universal time, by the rule of 2007 and by those before it.
    ok([810, 870].includes((moment / 60_000) % 1440), open);
    if (isTradingDay(on)) session = on;
  }
});

Deno.test("nextOpen() knows summer time, holidays and half days, and counts sessions", () => {
  const text = (on: string, sessions?: number) =>
    new Date(newYorkMoment(nextOpen(day(on), sessions))).toISOString();
  equal(text("2024-03-08"), "2024-03-11T13:30:00.000Z"); // summer time began on the 10th
  equal(text("2024-03-07"), "2024-03-08T14:30:00.000Z");
  equal(text("2006-04-01"), "2006-04-03T13:30:00.000Z"); // it began in April then
  equal(text("2006-03-13"), "2006-03-14T14:30:00.000Z");
  equal(text("2024-03-28"), "2024-04-01T13:30:00.000Z"); // Good Friday
  equal(text("2024-11-28"), "2024-11-29T14:30:00.000Z"); // a half day opens as others do
  equal(text("2024-03-08", 2), "2024-03-12T13:30:00.000Z");
  throws(() => nextOpen(day("2024-03-08"), 0), /sessions must be at least 1, got 0/);
  throws(() => nextOpen("2024-02-30" as Day), RangeError);
});

Deno.test("newYorkMoment() gives back the minute that New York's clock showed", () => {
  for (let ms = Date.UTC(2024, 0, 1); ms < Date.UTC(2025, 0, 1); ms += 7 * 3_600_000 + 60_000) {
    const minute = newYorkInstant(ms);
    equal(newYorkInstant(newYorkMoment(minute)), minute);
  }
  throws(() => newYorkMoment("2024-03-10T02:30" as Instant), /skipped that day/);
});
