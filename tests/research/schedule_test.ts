/** When a book is decided on. */
import { simulatedMarket, tradingDaysFrom, weeklyDays } from "lab/market";
import {
  backtest,
  decisionDays,
  EQUAL_WEIGHT,
  periodsName,
  RHYTHMS,
  SCHEDULES,
} from "lab/research";
import { type Day, day, instant } from "lab/units";
import { deepEqual, equal, throws } from "node:assert/strict";

function calendar(from: string, count: number) {
  const days = tradingDaysFrom(day(from), count);
  const prices = { ...simulatedMarket({ seed: 1, years: 0.1 }).prices };
  return {
    frequency: "daily" as const,
    prices: { ...prices, days, availableAt: days.map((on) => instant(on)) },
  };
}

Deno.test("decisionDays() are the last trading days of weeks, or of months", () => {
  const market = calendar("2024-01-02", 70);
  deepEqual(decisionDays(market, "weekly"), weeklyDays(market.prices.days));
  deepEqual(decisionDays(market, "vintages"), weeklyDays(market.prices.days));
  // The last row is 11 April: that month is not over. Good Friday is the 29th of March.
  deepEqual(decisionDays(market, "monthly"), ["2024-01-31", "2024-02-29", "2024-03-28"]);
});

Deno.test("decisionDays() counts the last row as a month's end if the rule of holidays says so", () => {
  // 2024-03-28 is the last trading day of March, whether or not April is in the data.
  const whole = calendar("2024-01-02", 61), later = calendar("2024-01-02", 80);
  equal(whole.prices.days.at(-1), "2024-03-28");
  deepEqual(
    decisionDays(whole, "monthly"),
    decisionDays(later, "monthly", { to: day("2024-03-28") }),
  );
  deepEqual(decisionDays(calendar("2024-01-02", 60), "monthly"), ["2024-01-31", "2024-02-29"]);
});

Deno.test("decisionDays() of a span include its first and its last day", () => {
  const market = calendar("2024-01-02", 70);
  for (const schedule of SCHEDULES) {
    const all = decisionDays(market, schedule);
    deepEqual(decisionDays(market, schedule, { from: all[0], to: all[1] }), all.slice(0, 2));
    deepEqual(decisionDays(market, schedule, { from: all[1] }), all.slice(1));
  }
  // The first row itself may be a decision day.
  equal(decisionDays(calendar("2024-01-26", 30), "4weeks")[0], "2024-01-26");
  equal(decisionDays(calendar("2024-01-31", 30), "monthly")[0], "2024-01-31");
  const monthly = { ...market, frequency: "monthly" as const };
  deepEqual(decisionDays(monthly, "monthly"), market.prices.days);
});

Deno.test("decisionDays() keeps to a span, and refuses weeks of a monthly market", () => {
  const market = calendar("2024-01-02", 70);
  deepEqual(
    decisionDays(market, "monthly", { from: day("2024-02-01"), to: day("2024-03-01") }),
    ["2024-02-29"],
  );
  throws(
    () => decisionDays({ ...market, frequency: "monthly" }, "weekly"),
    /the market has one row a month; need the schedule "monthly"/,
  );
});

Deno.test("decisionDays() of 4weeks are every fourth decision, whatever the file begins with", () => {
  const market = calendar("2024-01-02", 260), weeks = decisionDays(market, "weekly");
  const four = decisionDays(market, "4weeks");
  // Friday 2024-01-26 ends week 2,820 = 4 · 705 after that of Monday 1970-01-05.
  deepEqual(four.slice(0, 4), ["2024-01-26", "2024-02-23", "2024-03-22", "2024-04-19"]);
  deepEqual(four, weeks.filter((_, k) => k % 4 === 3));
  for (const from of ["2024-01-12", "2024-01-29", "2024-02-20", "2024-03-01"].map(day)) {
    const days: readonly Day[] = four.filter((on) => on >= from);
    deepEqual(decisionDays(calendar(from, 240), "4weeks").slice(0, 9), days.slice(0, 9));
    deepEqual(decisionDays(market, "4weeks", { from }), days);
  }
  // Before the first counted week, and across it.
  deepEqual(decisionDays(calendar("1969-12-01", 60), "4weeks"), [
    "1969-12-12",
    "1970-01-09",
    "1970-02-06",
  ]);
});

Deno.test("decisionDays() of 4weeks drops the decision of a week without its last day, and counts on", () => {
  const market = calendar("2024-01-02", 80);
  const days = market.prices.days.filter((on) => on !== "2024-02-23");
  const torn = { ...market, prices: { ...market.prices, days } };
  deepEqual(decisionDays(torn, "4weeks"), ["2024-01-26", "2024-03-22", "2024-04-19"]);
  throws(() => decisionDays({ ...market, frequency: "monthly" }, "4weeks"), /one row a month/);
});

Deno.test("RHYTHMS count the decisions of thirty years, and 4weeks has a thirteenth of a year", () => {
  const market = calendar("1990-01-02", 7_560);
  for (const schedule of SCHEDULES) {
    const perYear = decisionDays(market, schedule).length / 30;
    equal(Math.abs(perYear / RHYTHMS[schedule].periodsPerYear - 1) < 0.01, true, schedule);
    equal(periodsName(RHYTHMS[schedule].periodsPerYear), RHYTHMS[schedule].periods);
  }
});

Deno.test("backtest() on 4weeks holds a book from one fourth week to the next", () => {
  const market = simulatedMarket({ seed: 7, years: 2 });
  const { steps, head } = backtest(market, { policy: EQUAL_WEIGHT, schedule: "4weeks" });
  equal(head.schedule, "4weeks");
  deepEqual(steps.map(({ decision }) => decision.day), decisionDays(market, "4weeks").slice(0, -1));
});
