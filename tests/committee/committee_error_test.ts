import {
  type AnalystError,
  analystErrors,
  ballotOutcomes,
  copyOf,
  errorCorrelation,
  expectedCommitteeError,
  horizonReturns,
  inattentiveAnalyst,
  leaningAnalyst,
  measuredCommitteeErrors,
  mostAlike,
  pollDays,
  rulesAnalyst,
  scoredBallots,
  simulatedCommitteeErrors,
  TEMPERAMENTS,
} from "lab/committee";
import { addCalendarDays, simulatedMarket, weeklyDays } from "lab/market";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { BALLOT_DAY, littleRow } from "./little_ballots.ts";

/** Errors of analysts from a function of analyst and question. */
function errorsOf(
  analysts: readonly string[],
  count: number,
  error: (analyst: number, question: number) => number,
): AnalystError[] {
  return analysts.flatMap((analyst, a) =>
    Array.from({ length: count }, (_, i) => ({
      analyst,
      sector: "XLK" as const,
      day: addCalendarDays(BALLOT_DAY, 28 * i),
      sample: 0,
      error: error(a, i),
    }))
  );
}

/** Errors with correlation ρ between every two. */
function drawn(seed: number, analysts: number, count: number, rho: number): AnalystError[] {
  const stream = randomStream(seed);
  const common = Array.from({ length: count }, () => stream.normal());
  return errorsOf(
    Array.from({ length: analysts }, (_, i) => `analyst ${i}`),
    count,
    (_, i) => Math.sqrt(rho) * common[i] + Math.sqrt(1 - rho) * stream.normal(),
  );
}

Deno.test("analystErrors() is the view less the outcome in points", () => {
  const rows = [
    littleRow({ score: 4, outcome: 0.074 }),
    littleRow({ score: 3, outcome: -0.037 }),
    littleRow({ score: 4 }),
    littleRow({ outcome: 0.01 }),
  ];
  // (4 − 3) − 2 = −1; 0 + 1 = 1.
  deepEqual(analystErrors(rows).map(({ error }) => Number(error.toFixed(12))), [-1, 1]);
  deepEqual(
    analystErrors(rows, { returnPerPoint: 0.074 }).map(({ error }) => error),
    [0, 0.5],
  );
  throws(() => analystErrors(rows, { returnPerPoint: 0 }), /share above 0 .* got 0/);
});

Deno.test("errorCorrelation() is 1 for copies, −1 for a mirror, near 0 for strangers", () => {
  const stream = randomStream(1);
  const base = Array.from({ length: 400 }, () => stream.normal());
  const errors = errorsOf(
    ["a", "copy", "mirror", "stranger"],
    400,
    (a, i) => a === 0 || a === 1 ? base[i] : a === 2 ? -base[i] : stream.normal(),
  );
  const of = (a: string, b: string) =>
    errorCorrelation(errors).find((cell) => cell.a === a && cell.b === b)!.correlation!;
  ok(Math.abs(of("a", "copy") - 1) < 1e-12);
  ok(Math.abs(of("a", "mirror") + 1) < 1e-12);
  // Standard error 1/√400.
  ok(Math.abs(of("a", "stranger")) < 0.15);
  ok(Math.abs(of("a", "a") - 1) < 1e-12);
  equal(of("stranger", "a"), of("a", "stranger"));
  deepEqual(
    [mostAlike(errorCorrelation(errors))!.a, mostAlike(errorCorrelation(errors))!.b],
    ["a", "copy"],
  );
});

Deno.test("errorCorrelation() takes off house biases, so that two with one bias are no copies", () => {
  const own = drawn(2, 2, 200, 0);
  const biased = own.map((one) => ({ ...one, error: one.error + 3 }));
  const of = (errors: AnalystError[]) => errorCorrelation(errors)[1].correlation!;
  ok(Math.abs(of(biased) - of(own)) < 1e-9);
  // Pooled over two sectors with opposite biases, uncentred errors would seem to go together.
  const two = biased.flatMap((one) => [one, { ...one, sector: "XLE" as const, error: -one.error }]);
  ok(Math.abs(of(two)) < 0.25);
});

Deno.test("errorCorrelation() has no figure for too few common questions, and refuses a double", () => {
  const few = errorsOf(["a", "b"], 11, (a, i) => a + i);
  deepEqual(errorCorrelation(few)[1], { a: "a", b: "b", common: 11 });
  equal(mostAlike(errorCorrelation(few)), undefined);
  throws(() => errorCorrelation([few[0], few[0]]), /one error per analyst, .* got two of a on XLK/);
});

Deno.test("expectedCommitteeError() by hand", () => {
  const of = (analysts: number, correlation: number, error = 1) =>
    Number(expectedCommitteeError({ analysts, correlation, error }).toFixed(12));
  deepEqual([of(1, 0.5), of(9, 1), of(9, 0), of(4, 0.2, 2)], [
    1,
    1,
    0.333333333333,
    1.264911064067,
  ]);
  // Two that err against each other leave nothing.
  equal(of(2, -1), 0);
  throws(() => of(3, -0.6), /of 3 analysts must lie from -0.5 to 1, got -0.6/);
  throws(() => of(0, 0), /whole number of analysts from 1, got 0/);
});

Deno.test("simulatedCommitteeErrors() follow the formula for copies, independent ones and between", () => {
  for (const correlation of [0, 0.3, 0.6, 1]) {
    const sizes = [1, 2, 5, 12];
    for (const { analysts, error } of simulatedCommitteeErrors(sizes, { correlation, seed: 4 })) {
      const expected = expectedCommitteeError({ analysts, correlation });
      // Standard error of a root mean square of 4,000 draws: 1/√8000, 1.1 %.
      ok(Math.abs(error / expected - 1) < 0.045, `${analysts} at ${correlation}: ${error}`);
    }
  }
  deepEqual(
    simulatedCommitteeErrors([3], { correlation: 0.5, seed: 4, draws: 50 }),
    simulatedCommitteeErrors([3], { correlation: 0.5, seed: 4, draws: 50 }),
  );
  throws(() => simulatedCommitteeErrors([3], { correlation: 2, seed: 1 }), /from 0 to 1, got 2/);
});

Deno.test("measuredCommitteeErrors() never rise with n, follow the formula, and stay flat for copies", () => {
  const rows = measuredCommitteeErrors(drawn(3, 6, 2000, 0.4));
  deepEqual(rows.map(({ analysts }) => analysts), [1, 2, 3, 4, 5, 6]);
  rows.forEach(({ analysts, error }, i) => {
    const expected = expectedCommitteeError({ analysts, correlation: 0.4 });
    ok(Math.abs(error / expected - 1) < 0.06, `${analysts}: ${error} for ${expected}`);
    if (i > 0) ok(error <= rows[i - 1].error + 1e-12);
  });
  const copies = measuredCommitteeErrors(drawn(3, 5, 100, 1));
  for (const { error } of copies) ok(Math.abs(error - copies[0].error) < 1e-12);
});

Deno.test("measuredCommitteeErrors() judges all groups on common questions alone", () => {
  const errors = errorsOf(["a", "b"], 3, (a) => a === 0 ? 1 : 3);
  const alone = { ...errors[0], day: addCalendarDays(BALLOT_DAY, 999), error: 100 };
  deepEqual(measuredCommitteeErrors([...errors, alone]), measuredCommitteeErrors(errors));
  deepEqual(measuredCommitteeErrors(errors), [
    { analysts: 1, error: Math.sqrt(5) },
    { analysts: 2, error: 2 },
  ]);
  deepEqual(measuredCommitteeErrors([]), []);
  throws(() => measuredCommitteeErrors(drawn(1, 13, 2, 0)), /at most 12 analysts, got 13/);
});

Deno.test("the lab's committee: copies found by their errors (exercise 02.4), not by scores or bias", async () => {
  const market = simulatedMarket({ seed: 11, years: 4 });
  const weeks = weeklyDays(market.prices.days);
  const days = weeks.filter((_, i) => i >= 54 && i % 4 === 0 && i + 4 < weeks.length);
  const [balanced, value, momentum] = TEMPERAMENTS.map((temperament) =>
    rulesAnalyst({ temperament })
  );
  // The copy reads with gaps; two others share a bias for technology and against energy.
  const lean = { XLK: 2, XLE: -2 };
  const copy = inattentiveAnalyst(copyOf(balanced, "second house"), { seed: 1, missedShare: 0.1 });
  const analysts = [
    balanced,
    copy,
    leaningAnalyst(value, { lean }),
    leaningAnalyst(momentum, { lean }),
  ];
  const { ballots } = await pollDays(analysts, market, days);
  const returns = new Map(days.map((day) => [day, horizonReturns(market, day)]));
  const errors = analystErrors(ballotOutcomes(scoredBallots(ballots), returns));
  const pair = mostAlike(errorCorrelation(errors))!;
  deepEqual([pair.a, pair.b], [balanced.name, copy.name]);
  ok(pair.correlation! > 0.93, `${pair.correlation}`);
  // Different temperaments help more than the copy does.
  const of = (names: readonly string[]) =>
    measuredCommitteeErrors(errors.filter(({ analyst }) => names.includes(analyst)));
  const gain = (rows: ReturnType<typeof of>) => rows[0].error - rows[1].error;
  ok(gain(of([balanced.name, analysts[2].name])) > 2 * gain(of([balanced.name, copy.name])));
});
