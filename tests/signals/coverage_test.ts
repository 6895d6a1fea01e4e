import { coverage, COVERAGE_WORLDS, simulatedScores } from "lab/signals";
import { simulatedTruth } from "lab/market";
import { binomialRange } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { soakTest } from "../soak.ts";

const within = (count: number, range: { least: number; most: number }, what: string) =>
  ok(count >= range.least && count <= range.most, `${what}: ${count} of ${JSON.stringify(range)}`);

Deno.test("the headline interval covers the truth on worlds 1 to 50, and noise is rarely a find", () => {
  const { rows, worlds, truth } = coverage({ worlds: 50, truthYears: 400 });
  ok(truth.standardError < 0.005);
  const [headline] = rows;
  equal(headline.judged, true);
  within(headline.covered, binomialRange(worlds, 0.95), "covered");
  within(headline.noiseFound, binomialRange(worlds, 0.05), "noise found");
  // The same worlds must be able to fail an interval: taking dates as independent does.
  const plain = rows.find(({ interval }) => interval === "plain")!;
  ok(plain.covered < binomialRange(worlds, 0.95).least, `plain covers ${plain.covered}`);
});

soakTest("the headline interval covers 93 to 97 % on worlds 1 to 500, and noise 3 to 7 %", () => {
  const { rows: [headline] } = coverage();
  equal(headline.worlds, COVERAGE_WORLDS);
  within(headline.covered, { least: 465, most: 485 }, "covered");
  within(headline.noiseFound, { least: 15, most: 35 }, "noise found");
});

Deno.test("coverage() takes no seeds but 1 to 500", () => {
  throws(() => coverage({ worlds: 501 }), /worlds must be a whole number from 1 to 500, got 501/);
  throws(() => coverage({ worlds: 0 }), /got 0/);
});

Deno.test("coverage() says when a world is too short for an interval", () => {
  throws(
    () => coverage({ worlds: 1, years: 0.5, truthYears: 5 }),
    /too short for the interval "headline"; need more years/,
  );
});

Deno.test("simulatedScores() keeps the grid of the rubric and the persistence of its noise", () => {
  const truth = simulatedTruth({ seed: 3, years: 40 });
  const table = simulatedScores(truth, { seed: 3, fidelity: 0, memory: 0.9 });
  ok(table.scores.flat().every((score) => score! >= 1 && score! <= 5 && score! * 4 % 1 === 0));
  const xlk = table.names.indexOf("XLK");
  const own = table.scores.map((row) => row[xlk]! - 3);
  let now = 0, next = 0;
  for (let d = 0; d + 1 < own.length; d++) {
    now += own[d] * own[d];
    next += own[d] * own[d + 1];
  }
  // Rounding to whole points takes a little from 0.9.
  ok(next / now > 0.78 && next / now < 0.92, `persistence ${next / now}`);
});

Deno.test("simulatedScores() compounds the days between two Fridays", () => {
  const truth = simulatedTruth({ seed: 3, years: 1 });
  const { days, returns } = simulatedScores(truth, { seed: 3 });
  const from = truth.days.indexOf(days[10]), to = truth.days.indexOf(days[11]);
  let growth = 1;
  for (let t = from + 1; t <= to; t++) growth *= 1 + truth.returns.XLB[t];
  equal(returns[10][0], growth - 1);
  deepEqual(returns.at(-1), new Array(11).fill(undefined));
});

Deno.test("simulatedScores() refuses a fidelity above one and noise that never fades", () => {
  const truth = simulatedTruth({ seed: 3, years: 0.5 });
  throws(() => simulatedScores(truth, { seed: 3, fidelity: 1.1 }), /from 0 to 1, got 1.1/);
  throws(() => simulatedScores(truth, { seed: 3, memory: 1 }), /from 0 to below 1, got 1/);
});
