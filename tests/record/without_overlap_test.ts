import { withoutOverlap } from "lab/record";
import { randomStream } from "lab/stats";
import { addCalendarDays } from "lab/market";
import { day } from "lab/units";
import { deepEqual, ok } from "node:assert/strict";

const span = (on: string, end: string) => ({ day: day(on), end: day(end) });

Deno.test("withoutOverlap() takes a day that begins where another ends", () => {
  const spans = [
    span("2026-01-30", "2026-02-27"),
    span("2026-01-02", "2026-01-30"),
    span("2026-01-29", "2026-02-26"),
  ];
  deepEqual(withoutOverlap(spans).map(({ day }) => day), ["2026-01-02", "2026-01-30"]);
});

Deno.test("withoutOverlap() of what was known is the beginning of what is known later", () => {
  const draw = randomStream(4);
  for (let k = 0; k < 50; k++) {
    let on = day("2024-01-05");
    const spans = Array.from({ length: 40 }, () => {
      on = addCalendarDays(on, 1 + draw.integer(12));
      return { day: on, end: addCalendarDays(on, 28) };
    });
    const all = withoutOverlap(spans), asOf = spans[25].end;
    const early = withoutOverlap(spans.filter(({ end }) => end <= asOf));
    deepEqual(early, all.filter(({ end }) => end <= asOf));
    all.forEach((one, i) => ok(i === 0 || one.day >= all[i - 1].end));
    // None that was left out would have fitted.
    for (const left of spans) {
      ok(all.some((one) => one.day <= left.day && left.day < one.end));
    }
  }
});
