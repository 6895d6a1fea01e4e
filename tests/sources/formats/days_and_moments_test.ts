import { deepEqual, equal } from "node:assert/strict";
import { countsFrom, publishedDay } from "../../../lib/sources/formats/days_and_moments.ts";
import { day } from "lab/units";

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

Deno.test("countsFrom() takes the careful guess, or the fetch that saw it earlier", () => {
  equal(countsFrom(day("2024-03-08"), 2, "2024-06-01T00:00:00Z"), "2024-03-12T13:30:00Z");
  equal(countsFrom(day("2024-03-08"), 2, "2024-03-09T15:00:00.001Z"), "2024-03-09T15:01:00Z");
});
