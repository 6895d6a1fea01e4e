/** When a book is decided on. */
import { simulatedMarket, tradingDaysFrom, weeklyDays } from "lab/market";
import { decisionDays } from "lab/research";
import { day, instant } from "lab/units";
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

Deno.test("decisionDays() of four weeks are every fourth of the weekly ones, wherever one begins to look", () => {
  const market = calendar("2024-01-02", 120), weeks = weeklyDays(market.prices.days);
  const days = decisionDays(market, "4weeks");
  deepEqual(days, [0, 4, 8, 12, 16, 20, 24].map((week) => weeks[week]));
  deepEqual(decisionDays(market, "4weeks", { from: weeks[2], to: weeks[9] }), [weeks[4], weeks[8]]);
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
