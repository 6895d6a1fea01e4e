import { DEFAULT_WEIGHTS, verdict } from "lab/committee";
import { confidenceRecord, type RecordedBallot } from "lab/record";
import { calibratedConfidences } from "lab/signals";
import { day } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { came, evening, fridays, recordOf, said, seededRecord } from "./made_records.ts";

const RETURNS = { XLE: 0.03, XLK: 0.02, XLU: 0.01 };
const weeks = fridays(30), later = day("2026-01-02");
const outcomes = weeks.map((on) => came(on, RETURNS));
const calls = (ballots: readonly RecordedBallot[], like: readonly RecordedBallot[], asOf = later) =>
  confidenceRecord(recordOf({ ballots, outcomes }), { like, asOf });

/** Two analysts who agree on XLE. */
const both = (on: string, more: Parameters<typeof said>[0] = {}) =>
  ["a", "b"].map((analyst, i) =>
    said({ analyst, day: on, sector: "XLE", score: 4 + i, confidence: 0.6 + i / 5, ...more })
  );

Deno.test("confidenceRecord() states what the verdict of the day stated, and whether it was right", () => {
  const [on] = weeks, ballots = both(on);
  const found = calls(ballots, both("2026-01-02"));
  const [{ confidence }] =
    verdict(ballots.map(({ ballot }) => ballot), { day: on, sectors: ["XLE"] }).sectors;
  deepEqual(found.calls, [{ day: on, resolvedOn: "2024-02-02", stated: confidence, right: true }]);
  equal(confidence, 0.7);
  deepEqual([found.days, found.pending, found.since, found.until], [1, 0, on, on]);
  equal(calls(both(on, { score: 1 }), both("2026-01-02")).calls[0].right, false);
  deepEqual(calls(both(on, { score: 3 }), both("2026-01-02")).calls, []);
});

Deno.test("confidenceRecord() knows outcomes from the close of their horizon's end on, and none before", () => {
  const ballots = both(weeks[0]), like = both("2026-01-02");
  equal(calls(ballots, like, day("2024-02-01")).calls.length, 0);
  equal(calls(ballots, like, day("2024-02-01")).pending, 1);
  equal(calls(ballots, like, day("2024-02-02")).calls.length, 1);
  // What is decided on the day itself is no earlier call that waits.
  equal(calls(ballots, like, weeks[0]).pending, 0);
});

Deno.test("confidenceRecord() takes days without overlap, of this committee, asked forward and uncontaminated", () => {
  const like = both("2026-01-02");
  const days = (
    ballots: readonly RecordedBallot[],
    of = like,
  ) => [...new Set(calls(ballots, of).calls.map(({ day }) => day))];
  deepEqual(days(weeks.slice(0, 9).flatMap((on) => both(on))), [weeks[0], weeks[4], weeks[8]]);
  // The first day lacks one of the two.
  deepEqual(days([both(weeks[0])[0], ...both(weeks[1])]), [weeks[1]]);
  // One of the two alone is another committee, and has a record of its own.
  deepEqual(days([both(weeks[0])[0], ...both(weeks[1])], [both("2026-01-02")[0]]), [weeks[0]]);
  const past = { askedAt: "2025-12-01T12:00:00.000Z" };
  deepEqual(days([...both(weeks[0], past), ...both(weeks[1])]), [weeks[1]]);
  for (
    const other of [
      { prompt: "2" },
      { masked: true },
      { rubric: "q".repeat(64) },
      { model: "m-2" },
      { place: 1 },
      { market: { kind: "simulated", seed: 7 } },
    ] as const
  ) {
    deepEqual(
      days([...both(weeks[0], other), ...both(weeks[1])]),
      [weeks[1]],
      JSON.stringify(other),
    );
  }
  const [one, two] = both(weeks[0]);
  const tainted = said({ analyst: "b", day: weeks[0], sector: "XLE", contaminated: true });
  deepEqual(days([one, tainted, ...both(weeks[4])]), [weeks[4]]);
  // The answer asked first counts: here the clean one.
  const again = { ...tainted, askedAt: evening(weeks[0]).replace("22:", "23:") };
  deepEqual(days([one, two, again]), [weeks[0]]);
});

Deno.test("confidenceRecord() takes weights and refuses two horizons", () => {
  const ballots = both(weeks[0]).map((one) => ({
    ...one,
    ballot: {
      ...one.ballot,
      subScores: { ...one.ballot.subScores, technicals: { kind: "score", score: 1 } as const },
    },
  }));
  const right = (weights: typeof DEFAULT_WEIGHTS) =>
    confidenceRecord(recordOf({ ballots, outcomes }), {
      like: both("2026-01-02"),
      asOf: later,
      weights,
    }).calls.map(({ right }) => right);
  deepEqual(right(DEFAULT_WEIGHTS), [true]);
  deepEqual(right({ fundamentals: 0, sentiment: 0, technicals: 1 }), [false]);
  throws(
    () => calls([], [said(), said({ horizonWeeks: 8 })]),
    /need ballots of one horizon, got 4 and 8 weeks/,
  );
});

Deno.test("confidenceRecord() leaves out a sector that was not listed", () => {
  const early = "2016-01-08";
  const found = confidenceRecord(
    recordOf({
      ballots: [
        said({ day: early, sector: "XLC", score: 5 }),
        said({ day: early, sector: "XLE", score: 5 }),
      ],
      outcomes: [came(early, { XLE: 0.03, XLC: 0.2, XLK: 0 })],
    }),
    { like: [said()], asOf: later },
  );
  equal(found.calls.length, 1);
});

Deno.test("confidenceRecord() read once serves every day of a walk forward", () => {
  const record = seededRecord(6, { weeks: 120, analysts: ["a", "b"] });
  const like = record.ballots.slice(0, 22), days = fridays(120);
  const whole = confidenceRecord(record, { like, asOf: days[119] }).calls;
  ok(whole.length > 100);
  for (const on of [days[3], days[4], days[40], days[77], days[119]]) {
    const own = confidenceRecord(record, { like, asOf: on }).calls;
    const stated = [0.4, 0.6, 0.8], asked = { day: on, stated };
    deepEqual(own, whole.filter(({ resolvedOn }) => resolvedOn! <= on));
    deepEqual(
      calibratedConfidences(whole, asked).confidences,
      calibratedConfidences(own, asked).confidences,
    );
  }
});

Deno.test("confidenceRecord() is blind to what comes later: ballots, outcomes, or a changed future", () => {
  const record = seededRecord(6, { weeks: 60 }), like = record.ballots.slice(0, 11);
  const asOf = fridays(60)[30];
  const now = confidenceRecord(record, { like, asOf }).calls;
  const other = {
    ...record,
    ballots: record.ballots.map((one) =>
      one.ballot.day < asOf ? one : { ...one, ballot: { ...one.ballot, confidence: 0 } }
    ),
    outcomes: record.outcomes.map((one) =>
      one.end <= asOf ? one : { ...one, returns: { XLE: 1, XLK: -0.5 } }
    ),
  };
  deepEqual(confidenceRecord(other, { like, asOf }).calls, now);
  ok(now.length > 0);
});
