import { closingTime, tradingDaysFrom } from "lab/market";
import { day } from "lab/units";
import { deepEqual, throws } from "node:assert/strict";

Deno.test("closingTime() has the short days that the exchange announced from 2018 to 2027", () => {
  const days = tradingDaysFrom(day("2018-01-02"), 2515);
  deepEqual(days.filter((on) => closingTime(on) === "13:00"), [
    ...["2018-07-03", "2018-11-23", "2018-12-24", "2019-07-03", "2019-11-29", "2019-12-24"],
    ...["2020-11-27", "2020-12-24", "2021-11-26", "2022-11-25", "2023-07-03", "2023-11-24"],
    ...["2024-07-03", "2024-11-29", "2024-12-24", "2025-07-03", "2025-11-28", "2025-12-24"],
    ...["2026-11-27", "2026-12-24", "2027-11-26"],
  ]);
});

Deno.test("closingTime() refuses a day without trading", () => {
  throws(() => closingTime(day("2026-11-26")), /it does not trade on 2026-11-26/);
});
