import { equal, throws } from "node:assert/strict";
import {
  addCalendarDays,
  calendarDaysBetween,
  dayNumber,
  HORIZON_TRADING_DAYS,
  numberedDay,
} from "../lib/days.ts";
import { type Day, day } from "../lib/units.ts";

Deno.test("calendarDaysBetween() and addCalendarDays() undo each other", () => {
  equal(calendarDaysBetween(day("2018-12-31"), day("2019-02-14")), 45);
  equal(calendarDaysBetween(day("2020-03-01"), day("2020-02-28")), -2);
  for (const n of [-800, -1, 0, 1, 59, 366, 5000]) {
    equal(calendarDaysBetween(day("2020-02-29"), addCalendarDays(day("2020-02-29"), n)), n);
  }
});

Deno.test("calendar arithmetic refuses a day that does not exist, on either side", () => {
  const none = "2021-02-29" as Day, real = day("2021-03-01");
  throws(() => addCalendarDays(none, 1), /"2021-02-29"/);
  throws(() => calendarDaysBetween(none, real), /"2021-02-29"/);
  throws(() => calendarDaysBetween(real, none), /"2021-02-29"/);
});

Deno.test("dayNumber() counts from 1970, takes an instant, and numberedDay() undoes it", () => {
  equal(dayNumber("1970-01-01"), 0);
  equal(dayNumber("2000-03-01T16:00"), 11_017); // date -d 2000-03-01 +%s, over 86,400
  equal(numberedDay(11_017), "2000-03-01");
  equal(numberedDay(-1), "1969-12-31");
});

Deno.test("the horizon is four weeks of five trading days", () => equal(HORIZON_TRADING_DAYS, 20));
