import { deepEqual, equal, match, throws } from "node:assert/strict";
import { judgedBar, scorecard, weekAvailabilityReading, weekLatencyReading } from "lab/scorecard";
import { signalAnalysis } from "lab/signals";
import { randomStream, wilsonInterval } from "lab/stats";
import { day } from "lab/units";
import { book } from "./scored_weeks.ts";

const LEVEL = 0.95;
const of = (...weeks: readonly (readonly [seconds: number, isValid?: boolean])[]) => ({
  weeks: weeks.map(([seconds, isValid = true]) => ({ seconds, isValid })),
  source: "made up",
});
const many = (count: number, seconds: number) =>
  of(...Array.from({ length: count }, () => [seconds] as const));

Deno.test("weekLatencyReading() is whole minutes, rounded up, and open with fewer than 72 weeks", () => {
  const row = (count: number, seconds: number) =>
    judgedBar(weekLatencyReading(many(count, seconds), LEVEL));
  deepEqual([row(72, 300).figure, row(72, 300).verdict], [5, "met"]);
  deepEqual([row(72, 300.5).figure, row(72, 300.5).verdict], [6, "not met"]);
  equal(row(71, 60).verdict, "not testable with this much data");
  equal(row(71, 60).needed, "72 weeks, if all are in time");
  equal(row(72, 60).of, "weeks");
  equal(weekLatencyReading(many(72, 60), LEVEL).needed, undefined);
});

Deno.test("weekAvailabilityReading() counts weeks that are in time and valid, five minutes to the second", () => {
  const reading = weekAvailabilityReading(of([300], [301], [10, false], [10]), LEVEL);
  const { share, low, high } = wilsonInterval(2, 4);
  deepEqual([reading.figure, reading.low, reading.high, reading.n], [share, low, high, 4]);
  const all = judgedBar(weekAvailabilityReading(many(380, 1), LEVEL));
  deepEqual([all.verdict, all.needed], [
    "not testable with this much data",
    "about 390 weeks at this figure",
  ]);
  equal(judgedBar(weekAvailabilityReading(many(381, 1), LEVEL)).verdict, "met");
});

Deno.test("readings of no week say so, and times that are none are refused", () => {
  for (const reading of [weekLatencyReading, weekAvailabilityReading]) {
    equal(reading(of(), LEVEL).reason, "no week was run");
    throws(
      () => reading(of([-1]), LEVEL),
      /need seconds from 0 and whether the book is valid, got -1 and true/,
    );
    throws(() => reading(of([NaN]), LEVEL), RangeError);
    throws(
      () => reading({ weeks: [{ seconds: 1 } as never], source: "" }, LEVEL),
      /got 1 and undefined/,
    );
  }
});

Deno.test("a card is about weeks where there are some, whatever was asked besides", () => {
  const draw = randomStream(3), days = ["2026-01-02", "2026-01-09", "2026-01-16"].map(day);
  const returns = days.map(() => [1, 2, 3].map(() => 0.02 * draw.normal()));
  const table = { days, names: ["A", "B", "C"], scores: returns, returns };
  const input = {
    signal: signalAnalysis(table, { horizon: 1 }),
    calls: [],
    sweeps: { sweeps: [], offline: true, source: "" },
    cost: { settledUsd: 0, openUsd: 0, sweeps: 0, isTheirEdge: true, source: "" },
    book: book(3, 0, 0.01),
    styles: { styles: undefined, reason: "no styles are known" },
    ...{ source: "", seed: 1 },
  };
  const without = scorecard(input).rows.find(({ name }) => name === "Latency")!;
  deepEqual([without.of, without.figure], ["sweeps", undefined]);
  const { rows } = scorecard({ ...input, weeks: many(400, 100) });
  const row = (name: string) => rows.find((one) => one.name === name)!;
  deepEqual([row("Latency").of, row("Availability").of], ["weeks", "weeks"]);
  match(row("Availability").convention, /inside every limit/);
});
