import { randomStream, tailLoss, type TailMethod } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { weekly } from "../performance/weekly_fixture.ts";

const methods = ["historic", "normal", "student", "cornish-fisher", "gpd"] as const;

Deno.test("tailLoss() recovers the tails of long draws: normal, Student, Pareto", () => {
  const stream = randomStream(17), n = 200_000;
  const normal = Array.from({ length: n }, () => stream.normal());
  // scipy: norm.ppf(.99) = 2.3263, norm.pdf(2.3263)/.01 = 2.6652
  for (const method of methods) {
    const { valueAtRisk, expectedShortfall } = tailLoss(normal, { confidence: 0.99, method });
    ok(Math.abs(valueAtRisk! - 2.3263) < 0.03, `${method}: ${valueAtRisk}`);
    if (method !== "cornish-fisher") ok(Math.abs(expectedShortfall! - 2.6652) < 0.04, method);
  }
  // t(10) scaled to variance 1: t.ppf(.99, 10)*np.sqrt(.8) = 2.4720; kurtosis 1 gives back df 10
  const fat = Array.from({ length: n }, () => stream.student(10));
  const found = tailLoss(fat, { confidence: 0.99, method: "student" });
  ok(Math.abs(found.valueAtRisk! - 2.472) < 0.03, String(found.valueAtRisk));
  ok(Math.abs(found.degreesOfFreedom! - 10) <= 2, String(found.degreesOfFreedom));
  // losses Pareto with tail index 4: ξ = 1/4, quantile (1 − c)^(−1/4), ES 4/3 of it
  const pareto = Array.from({ length: n }, () => -((1 - stream.uniform()) ** -0.25));
  const tail = tailLoss(pareto, { confidence: 0.99, method: "gpd" });
  ok(Math.abs(tail.shape! - 0.25) < 0.03, String(tail.shape));
  ok(Math.abs(tail.valueAtRisk! - 0.01 ** -0.25) < 0.04, String(tail.valueAtRisk));
  ok(Math.abs(tail.expectedShortfall! - 0.01 ** -0.25 * 4 / 3) < 0.1);
});

Deno.test("tailLoss() scales and shifts with the returns, and a shortfall is no less than its VaR", () => {
  const stream = randomStream(18);
  for (let draw = 0; draw < 100; draw++) {
    const returns = Array.from(
      { length: 60 + stream.integer(300) },
      () => 0.02 * stream.student(5),
    );
    for (const method of methods) {
      const of = (values: readonly number[]) => tailLoss(values, { confidence: 0.95, method });
      const plain = of(returns);
      const moved = of(returns.map((value) => 2 * value + 0.001));
      ok(Math.abs(moved.valueAtRisk! - (2 * plain.valueAtRisk! - 0.001)) < 1e-9, method);
      if (plain.expectedShortfall !== undefined) {
        ok(plain.expectedShortfall >= plain.valueAtRisk! - 1e-12, method);
      }
    }
  }
});

Deno.test("tailLoss() says when a method may not be used", () => {
  const doubt = (returns: readonly number[], method: TailMethod, confidence = 0.95) => {
    const found = tailLoss(returns, { confidence, method });
    equal(found.valid, false);
    return found.doubt!;
  };
  const fat = [...Array.from({ length: 40 }, (_, i) => 0.01 * (i % 2 ? 1 : -1)), 0.3, -0.3];
  match(doubt(fat, "cornish-fisher"), /does not rise everywhere/);
  match(doubt(weekly.book, "gpd"), /only 18 losses beyond the threshold, 20 are needed/);
  const quiet = Array.from({ length: 400 }, (_, i) => 0.001 * (i % 37));
  match(doubt(quiet, "gpd", 0.8), /the confidence lies below the threshold's own/);
  match(doubt([0.1, -0.1], "gpd"), /only 1 losses beyond the threshold/);
  equal(tailLoss([0.1, -0.1], { confidence: 0.95, method: "gpd" }).valueAtRisk, undefined);
});

Deno.test("Cornish–Fisher on fat tails can fall below the normal quantile, and is flagged", () => {
  // Symmetric, excess kurtosis 3: (z³ − 3z)·3/24 is below zero for z < √3, so at 95 % the VaR shrinks.
  const stream = randomStream(19);
  const half = Array.from({ length: 4_000 }, () => stream.student(6));
  const returns = [...half, ...half.map((value) => -value)];
  const moved = tailLoss(returns, { confidence: 0.95, method: "cornish-fisher" });
  const plain = tailLoss(returns, { confidence: 0.95, method: "normal" });
  ok(moved.valueAtRisk! < plain.valueAtRisk!);
  match(moved.doubt!, /fat tails pull this quantile below the normal one/);
});

Deno.test("tailLoss() refuses a confidence out of range, equal returns and NaN", () => {
  const { book } = weekly;
  throws(
    () => tailLoss(book, { confidence: 0.05, method: "historic" }),
    /in \(0\.5, 1\), got 0\.05/,
  );
  throws(() => tailLoss([0.1, 0.1], { confidence: 0.95, method: "normal" }), /got equal ones/);
  throws(() => tailLoss([0.1, NaN], { confidence: 0.95, method: "historic" }), /finite number/);
  throws(() => tailLoss([0.1], { confidence: 0.95, method: "historic" }), /at least 2 values/);
});
