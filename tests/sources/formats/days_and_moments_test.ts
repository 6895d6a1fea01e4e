import { deepEqual, equal, throws } from "node:assert/strict";
import {
  countsFrom,
  fromNewYork,
  momentText,
  openAfter,
  publishedDay,
} from "../../../lib/sources/formats/days_and_moments.ts";
import { newYorkInstant } from "lab/market";
import { day, type Instant } from "lab/units";

Deno.test("publishedDay() reads the publishers' ways of writing a day, and nothing else", () => {
  const written = [
    "17-Sep-2026",
    "17 Sep 2026",
    "09/17/2026",
    "2026-09-17",
    "20260917",
    new Date("2026-09-17"),
  ];
  deepEqual(written.map(publishedDay), written.map(() => "2026-09-17"));
  for (
    const none of [
      "17/09/2026",
      "31-Feb-2026",
      "17-Foo-2026",
      "202609",
      "",
      null,
      NaN,
      new Date(NaN),
    ]
  ) {
    equal(publishedDay(none), undefined, String(none));
  }
});

Deno.test("openAfter() is the opening of New York's sessions, in summer and in winter", () => {
  const text = (on: string, sessions: number) => momentText(openAfter(day(on), sessions));
  equal(text("2024-03-08", 1), "2024-03-11T13:30:00Z"); // summer time began on the 10th
  equal(text("2024-03-07", 1), "2024-03-08T14:30:00Z");
  equal(text("2024-03-28", 1), "2024-04-01T13:30:00Z"); // Good Friday
  equal(text("2024-03-08", 2), "2024-03-12T13:30:00Z");
});

Deno.test("fromNewYork() gives back the minute that New York's clock showed", () => {
  for (let ms = Date.UTC(2024, 0, 1); ms < Date.UTC(2025, 0, 1); ms += 7 * 3_600_000 + 60_000) {
    const minute = newYorkInstant(ms);
    equal(newYorkInstant(fromNewYork(minute)), minute);
  }
  throws(() => fromNewYork("2024-03-10T02:30" as Instant), /skipped that day/);
});

Deno.test("countsFrom() takes the careful guess, or the fetch that saw it earlier", () => {
  equal(countsFrom(day("2024-03-08"), 2, "2024-06-01T00:00:00Z"), "2024-03-12T13:30:00Z");
  equal(countsFrom(day("2024-03-08"), 2, "2024-03-09T15:00:00.001Z"), "2024-03-09T15:01:00Z");
});
