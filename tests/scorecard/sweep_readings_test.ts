import { availabilityReading, judgedBar, latencyReading } from "lab/scorecard";
import { equal, match, throws } from "node:assert/strict";
import { sweeps } from "./scored_weeks.ts";

const UNTESTABLE = "not testable with this much data";
const LEVEL = 0.95;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

Deno.test("latency is the 95th percentile, with order statistics as its interval", () => {
  const { figure, low, high } = latencyReading(sweeps(upTo(100)), LEVEL);
  // scipy.stats.binom.ppf([0.025, 0.975], 100, 0.95) = [90, 99]: the 90th and the 100th value.
  equal([figure, low, high].join(), "95,90,100");
});

Deno.test("latency is judged from both sides of five minutes, and from 72 sweeps on", () => {
  const verdict = (minutes: readonly number[]) =>
    judgedBar(latencyReading(sweeps(minutes), LEVEL)).verdict;
  equal(verdict(new Array(72).fill(4.2)), "met");
  equal(verdict(new Array(71).fill(4.2)), UNTESTABLE);
  equal(verdict(new Array(20).fill(5.1)), "not met");
  const none = judgedBar(latencyReading(sweeps([]), LEVEL));
  equal(none.reason, "no model was asked");
});

Deno.test("availability is judged from both sides of 99 %", () => {
  const verdict = (count: number, answered: number) =>
    judgedBar(availabilityReading(sweeps(new Array(count).fill(1), answered), LEVEL));
  equal(verdict(40, 11).verdict, "met");
  equal(verdict(40, 10).verdict, "not met");
  const few = verdict(2, 11);
  equal(few.verdict, UNTESTABLE);
  // 1.95996²·0.99/0.01 = 380.3, in two digits.
  equal(few.needed, "about 390 questions at this figure");
  equal(verdict(0, 11).reason, "no model was asked");
});

Deno.test("what rules took offline is no figure of a model's, and the reason says what would be", () => {
  const offline = { ...sweeps(new Array(72).fill(0.1)), offline: true };
  for (const reading of [latencyReading, availabilityReading]) {
    const row = judgedBar(reading(offline, LEVEL));
    equal(row.figure, undefined);
    equal(row.n, 0);
    equal(row.verdict, UNTESTABLE);
    match(row.reason!, /no model was asked; `deno task availability` simulates weeks/);
  }
  throws(() => latencyReading(sweeps([-1]), LEVEL), /need seconds from 0/);
  throws(() => availabilityReading(sweeps([1], 12), LEVEL), /12 answers and 11 questions/);
});
