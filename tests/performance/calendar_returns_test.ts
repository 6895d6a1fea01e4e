import { calendarReturns } from "lab/performance";
import { equal } from "node:assert/strict";
import { weekly } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { days, book } = weekly;

Deno.test("calendarReturns() compounds years and months as empyrical does", () => {
  // ep.aggregate_returns(r, "yearly")
  const known = [
    0.11275848950715317,
    0.06681297298027888,
    0.044153621690559586,
    0.1595556347774192,
  ];
  calendarReturns(days, book, "year").forEach((row, i) => near(row.value, known[i]));
  const months = calendarReturns(days, book, "month"); // (1+r).groupby([year, month]).prod()-1
  equal(months.length, 42);
  near(months[0].value, 0.017714653144617287);
  near(months[2].value, 0.004259567749026916);
});
