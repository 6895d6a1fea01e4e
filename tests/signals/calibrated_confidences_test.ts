import { type BallotOutcome, horizonReturns } from "lab/committee";
import { ballotOutcomes, convene, pollDays, rulesAnalyst, scoredBallots } from "lab/committee";
import { simulatedMarket, snapshot, weeklyDays } from "lab/market";
import {
  calibratedConfidences,
  calibratedViews,
  type ConfidenceOutcome,
  confidenceOutcomes,
  confidenceQuality,
  walkForwardCalibration,
} from "lab/signals";
import { brierScore, randomStream, reliability } from "lab/stats";
import { type Day, day } from "lab/units";
import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { near } from "./near.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const weeks = weeklyDays(market.prices.days);

/** Ten calls a week, resolved four weeks later; the truth is always three in five. */
function record(seed = 1): ConfidenceOutcome[] {
  const stream = randomStream(seed);
  return weeks.flatMap((on, w) =>
    Array.from({ length: 10 }, (): ConfidenceOutcome => {
      const stated = 0.55 + stream.integer(5) / 10, right = stream.uniform() < 0.6;
      const resolvedOn = weeks[w + 4];
      return { day: on, stated, ...(resolvedOn === undefined ? {} : { resolvedOn, right }) };
    })
  );
}

const asked = (on: Day) => ({ day: on, stated: [0.55, 0.65, 0.75, 0.85, 0.95] });

for (const method of ["isotonic", "platt"] as const) {
  Deno.test(`calibratedConfidences() by ${method} sees no outcome before its horizon is over`, () => {
    const all = record(), on = weeks[30];
    const given = calibratedConfidences(all, asked(on), { method });
    equal(given.rule, "calibrated");
    // Weeks 0 to 26 are over on the close of week 30.
    equal(given.outcomes, 270);
    equal(given.unresolved, all.length - 270);
    // Turn round every outcome that was still open that day, or take it away: nothing moves.
    const open = (one: ConfidenceOutcome) => one.resolvedOn === undefined || one.resolvedOn > on;
    const turned = all.map((one) =>
      open(one) && one.right !== undefined ? { ...one, right: !one.right } : one
    );
    deepEqual(calibratedConfidences(turned, asked(on), { method }), given);
    const without = calibratedConfidences(all.filter((one) => !open(one)), asked(on), { method });
    deepEqual(without.confidences, given.confidences);
    // One that had just been resolved does move it.
    const last = all.findLastIndex((one) => one.resolvedOn === on);
    const changed = all.map((one, i) => i === last ? { ...one, right: !one.right } : one);
    notDeepEqual(
      calibratedConfidences(changed, asked(on), { method }).confidences,
      given.confidences,
    );
  });

  Deno.test(`calibratedConfidences() by ${method} is 1 for all below 96 resolved outcomes`, () => {
    const early = calibratedConfidences(record(), asked(weeks[12]), { method });
    equal(early.rule, "one");
    equal(early.outcomes, 90);
    deepEqual(early.confidences, [1, 1, 1, 1, 1]);
    ok(
      early.curve.kind === "abstention" &&
        /Only 90 outcomes are known and 96/.test(early.curve.reason),
    );
    equal(calibratedConfidences(record(), asked(weeks[13]), { method }).rule, "calibrated");
  });

  Deno.test(`calibratedConfidences() by ${method} never falls, and lies near the base rate`, () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { confidences } = calibratedConfidences(record(seed), asked(weeks[60]), { method });
      confidences.forEach((one, i) => ok(i === 0 || one >= confidences[i - 1] - 1e-12));
      // 570 outcomes of which three in five were right, whatever was stated.
      ok(confidences.every((one) => Math.abs(one - 0.6) < 0.12), confidences.join());
    }
  });
}

Deno.test("walkForwardCalibration() gives each call what was known on its own day", () => {
  const all = record();
  const walked = walkForwardCalibration(all);
  const at = walked.findIndex(({ day }) => day === weeks[30]);
  const { confidences } = calibratedConfidences(all, { day: weeks[30], stated: [all[at].stated] });
  equal(walked[at].calibrated, confidences[0]);
  equal(walked[0].calibrated, undefined);
});

Deno.test("walkForwardCalibration() brings down the error of boasts, out of sample", () => {
  const walked = walkForwardCalibration(record()).flatMap(({ day, stated, right, calibrated }) =>
    right === undefined || calibrated === undefined ? [] : [{ day, stated, right, calibrated }]
  );
  const before = confidenceQuality(walked);
  const after = confidenceQuality(walked.map((one) => ({ ...one, stated: one.calibrated })));
  ok(after.brier.value < before.brier.value);
  ok(after.calibrationError.value < before.calibrationError.value / 2);
  ok(before.brier.low! < before.brier.value && before.brier.value < before.brier.high!);
});

Deno.test("confidenceQuality() has the figures of brierScore() and reliability()", () => {
  const calls = record().flatMap(({ day, stated, right }) =>
    right === undefined ? [] : [{ day, stated, right }]
  );
  const found = confidenceQuality(calls, { bins: 5 });
  equal(found.brier.value, brierScore(calls));
  equal(found.calibrationError.value, reliability(calls, { bins: 5 }).calibrationError);
  equal(found.reliability.bins.reduce((sum, { count }) => sum + count, 0), calls.length);
  equal(found.dates, weeks.length - 4);
  near(found.brierOfBaseRate, found.baseRate * (1 - found.baseRate));
});

Deno.test("confidenceQuality() says what error luck alone would leave to honest statements", () => {
  // 400 statements of 50 %, one bin: √(2/π)·√(0.25/400) = 0.01995, by hand.
  const stream = randomStream(3);
  const days = weeks.slice(0, 40);
  const calls = days.flatMap((on) =>
    Array.from({ length: 10 }, () => ({ day: on, stated: 0.5, right: stream.uniform() < 0.5 }))
  );
  near(confidenceQuality(calls).calibrationError.byChance, 0.0199471140, 1e-9);
});

Deno.test("confidenceOutcomes() leaves out threes and keeps the open ones open", () => {
  const row = { analyst: "a", sector: "XLK", sample: 0, confidence: 0.7 } as const;
  const rows: BallotOutcome[] = [
    { ...row, day: day("2024-01-05"), score: 4, outcome: 0.01, hit: true },
    { ...row, day: day("2024-01-05"), score: 3, outcome: 0.01 },
    { ...row, day: day("2024-01-05"), outcome: 0.01 },
    { ...row, day: day("2024-03-01"), score: 2 },
  ];
  const ends = (on: Day) => on === "2024-01-05" ? day("2024-02-02") : undefined;
  deepEqual(confidenceOutcomes(rows, ends), [
    { day: "2024-01-05", resolvedOn: "2024-02-02", stated: 0.7, right: true },
    { day: "2024-03-01", stated: 0.7 },
  ]);
});

Deno.test("calibratedViews() takes a committee's own record", async () => {
  const analysts = [rulesAnalyst()], days = weeks.slice(52, 70);
  const { ballots } = await pollDays(analysts, market, days);
  const returns = new Map(days.map((on) => [on, horizonReturns(market, on)]));
  const rows = ballotOutcomes(scoredBallots(ballots), returns);
  const known = confidenceOutcomes(rows, (on) => weeks[weeks.indexOf(on) + 4]);
  const verdict = await convene(snapshot(market, weeks[74]));
  const { views, calibration } = calibratedViews(verdict, known);
  equal(calibration.rule, "calibrated");
  equal(calibration.outcomes, known.length);
  ok(views.every(({ confidence }) => confidence > 0.2 && confidence < 0.8));
  // Four weeks earlier the later half of these outcomes was not known.
  const then = calibratedViews(await convene(snapshot(market, weeks[65])), known);
  ok(then.calibration.unresolved > 0 && then.calibration.outcomes < known.length);
});

const bad: readonly (readonly [string, Partial<ConfidenceOutcome>, RegExp])[] = [
  ["a confidence in percent", { stated: 80 }, /from 0 to 1 \(0.8 for 80 %\), got 80 at position 0/],
  [
    "an outcome known before its call",
    { resolvedOn: day("2024-01-02") },
    /resolved after their day, got 2024-01-02 for 2024-01-05/,
  ],
  [
    "an outcome without its day",
    { resolvedOn: undefined },
    /need the day on which an outcome was resolved, got none at position 0/,
  ],
];

for (const [what, part, says] of bad) {
  Deno.test(`calibratedConfidences() refuses ${what}`, () => {
    const call = {
      day: day("2024-01-05"),
      resolvedOn: day("2024-02-02"),
      stated: 0.8,
      right: true,
    };
    throws(() => calibratedConfidences([{ ...call, ...part }], asked(weeks[30])), says);
  });
}

Deno.test("calibratedConfidences() refuses an unknown method", () => {
  throws(
    () => calibratedConfidences([], asked(weeks[0]), { method: "beta" as "platt" }),
    /need the method "isotonic" or "platt", got "beta"/,
  );
});
