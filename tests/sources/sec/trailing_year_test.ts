import { bandOf } from "lab/sources";
import { deepEqual, equal } from "node:assert/strict";
import { dayNumber } from "../../../lib/days.ts";
import { trailingYear, trailingYearBefore } from "../../../lib/sources/sec/trailing_year.ts";
import type { FiledFact } from "../../../lib/sources/sec/filed_facts.ts";

function durations(...rows: readonly (readonly [string, string, number])[]) {
  const byEnd = new Map<number, FiledFact[]>();
  for (const [start, end, value] of rows) {
    const endNumber = dayNumber(end);
    const fact = { start, end, value, startNumber: dayNumber(start), endNumber } as FiledFact;
    byEnd.set(endNumber, [...byEnd.get(endNumber) ?? [], fact]);
  }
  return byEnd;
}

Deno.test("bandOf() sorts durations by their days", () => {
  const edges = [69, 70, 120, 121, 139, 140, 229, 230, 329, 330, 420, 421];
  deepEqual(edges.map(bandOf), [
    undefined,
    "quarter",
    "quarter",
    undefined,
    undefined,
    "half",
    "half",
    "nineMonths",
    "nineMonths",
    "year",
    "year",
    undefined,
  ]);
});

const YEARS = [
  ["2022-01-31", "2023-01-29", 100],
  ["2022-01-31", "2022-07-31", 40],
  ["2022-01-31", "2022-10-30", 70],
  ["2023-01-30", "2024-01-28", 400],
] as const;

Deno.test("trailingYear() is the year where one ends, and needs nothing else", () => {
  equal(trailingYear(durations(["2023-01-30", "2024-01-28", 400]), dayNumber("2024-01-28")), 400);
});

Deno.test("trailingYear() is year + to date − to date a year before; a quarter beside it is no part", () => {
  const known = durations(
    ["2023-05-01", "2023-07-30", 90],
    ["2022-05-02", "2022-07-31", 25],
    ...YEARS,
    ["2023-01-30", "2023-07-30", 150],
    ["2023-07-31", "2023-10-29", 120],
    ["2023-01-30", "2023-10-29", 270],
  );
  // By hand: 100 + 150 − 40, 100 + 270 − 70.
  equal(trailingYear(known, dayNumber("2023-07-30")), 210);
  equal(trailingYear(known, dayNumber("2023-10-29")), 300);
});

Deno.test("trailingYear() is nothing where a part was not filed", () => {
  const half = ["2023-01-30", "2023-07-30", 150] as const;
  const [year, before] = [YEARS[0], YEARS[1]], on = dayNumber("2023-07-30");
  equal(trailingYear(durations(year, before, half), on), 210);
  equal(trailingYear(durations(year, half), on), undefined);
  equal(trailingYear(durations(before, half), on), undefined);
  equal(trailingYear(durations(year, before), on), undefined);
  // Three quarters of the year before are no half of it.
  equal(trailingYear(durations(year, half, YEARS[2]), on), undefined);
  // Nor is the second quarter alone the half that it ends.
  equal(trailingYear(durations(year, before, ["2023-05-01", "2023-07-30", 90]), on), undefined);
  // Nor are four quarters by themselves a year: the last stands in no filing.
  const quarters = durations(
    ["2023-01-01", "2023-03-31", 1],
    ["2023-04-01", "2023-06-30", 1],
    ["2023-07-01", "2023-09-30", 1],
    ["2023-10-01", "2023-12-31", 1],
  );
  equal(trailingYear(quarters, dayNumber("2023-12-31")), undefined);
});

Deno.test("trailingYear() goes over a year of 53 weeks, and dates that are off by a day", () => {
  const known = durations(
    ["2022-09-25", "2023-09-30", 1000],
    ["2022-09-25", "2022-12-31", 300],
    ["2023-10-01", "2023-12-30", 340],
  );
  equal(trailingYear(known, dayNumber("2023-12-30")), 1040);
  const sloppy = durations(
    ["2022-01-01", "2022-12-31", 10],
    ["2022-01-02", "2022-03-31", 2],
    ["2023-01-02", "2023-03-31", 3],
  );
  equal(trailingYear(sloppy, dayNumber("2023-03-31")), 11);
});

Deno.test("trailingYearBefore() finds the same four quarters a year before", () => {
  const known = durations(...YEARS);
  equal(trailingYearBefore(known, dayNumber("2024-01-28")), 100);
  equal(trailingYearBefore(known, dayNumber("2023-01-29")), undefined);
});
