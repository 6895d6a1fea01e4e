import { DEFAULT_WEIGHTS, PILLARS, rating, weightedScore } from "lab/committee";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const weights = (a: number, b: number, c: number) => ({
  fundamentals: a,
  sentiment: b,
  technicals: c,
});

Deno.test("weightedScore() of 2, 5, 4 at 50/25/25 is 3.25, rated 3", () => {
  // By hand: 0.5·2 + 0.25·5 + 0.25·4 = 3.25.
  const { score, pillarsUsed } = weightedScore(
    { fundamentals: 2, sentiment: 5, technicals: 4 },
    DEFAULT_WEIGHTS,
  );
  equal(score, 3.25);
  equal(rating(score!), 3);
  deepEqual(pillarsUsed, [...PILLARS]);
});

Deno.test("weightedScore() renormalises when a pillar abstains and names the pillars used", () => {
  // By hand: (0.5·2 + 0.25·4) / 0.75 = 8/3.
  const { score, pillarsUsed } = weightedScore(
    { fundamentals: 2, sentiment: undefined, technicals: 4 },
    DEFAULT_WEIGHTS,
  );
  ok(Math.abs(score! - 8 / 3) < 1e-9);
  deepEqual(pillarsUsed, ["fundamentals", "technicals"]);
});

Deno.test("weightedScore() gives no score when all abstain, or all that answer weigh nothing", () => {
  deepEqual(weightedScore({}, DEFAULT_WEIGHTS), {
    score: undefined,
    pillarsUsed: [],
    reason: "every pillar abstained",
  });
  deepEqual(weightedScore({ sentiment: 5 }, weights(1, 0, 0)), {
    score: undefined,
    pillarsUsed: [],
    reason: "the pillars that answered have weight 0 in the rubric",
  });
});

Deno.test("weightedScore() does not name a pillar of weight 0 as used", () => {
  deepEqual(
    weightedScore({ fundamentals: 4, sentiment: 1, technicals: 2 }, weights(0.5, 0, 0.5)),
    { score: 3, pillarsUsed: ["fundamentals", "technicals"] },
  );
});

Deno.test("weightedScore() refuses a sub-score outside 1 to 5 and NaN", () => {
  throws(
    () => weightedScore({ fundamentals: 6 }, DEFAULT_WEIGHTS),
    /need a number from 1 to 5, got 6/,
  );
  throws(() => weightedScore({ fundamentals: NaN }, DEFAULT_WEIGHTS), /got NaN/);
});

Deno.test("weightedScore() keeps 3.5 a 3.5 under weights that binary cannot hold", () => {
  // 0.1·5 + 0.7·3 + 0.2·4.5: the exact sum is 3.5, the binary one 3.4999999999999996.
  const subScores = { fundamentals: 5, sentiment: 3, technicals: 4.5 };
  ok(0.1 * 5 + 0.7 * 3 + 0.2 * 4.5 !== 3.5);
  const { score } = weightedScore(subScores, weights(0.1, 0.7, 0.2));
  equal(score, 3.5);
  equal(rating(score!), 4);
});

Deno.test("rating() gives the higher rating on each cut point and the lower one just below", () => {
  deepEqual([1, 1.5, 2.5, 3.5, 4.5, 5].map(rating), [1, 2, 3, 4, 5, 5]);
  deepEqual([1.49, 2.49, 3.49, 4.49].map(rating), [1, 2, 3, 4]);
});

Deno.test("rating() follows the cut points on every score that 50/25/25 can make", () => {
  for (let quarters = 4; quarters <= 20; quarters++) {
    // In whole quarters the rule is exact: a cut every 4 quarters from 6.
    equal(rating(quarters / 4), Math.min(5, Math.floor((quarters + 2) / 4)), `${quarters / 4}`);
  }
});

Deno.test("rating() refuses 0, 5.5 and NaN", () => {
  throws(() => rating(0), /got 0/);
  throws(() => rating(5.5), /got 5.5/);
  throws(() => rating(NaN), /got NaN/);
});

Deno.test("weightedScore() is the same when pillars and weights are permuted together", () => {
  const stream = randomStream(11);
  for (let n = 0; n < 300; n++) {
    const cuts = [stream.uniform(), stream.uniform()].sort((a, b) => a - b);
    const w = [cuts[0], cuts[1] - cuts[0], 1 - cuts[1]];
    const s = [0, 1, 2].map(() => 1 + stream.integer(5));
    const of = (order: number[]) =>
      weightedScore(
        Object.fromEntries(PILLARS.map((pillar, i) => [pillar, s[order[i]]])),
        weights(w[order[0]], w[order[1]], w[order[2]]),
      ).score!;
    const score = of([0, 1, 2]);
    ok(Math.abs(of([2, 0, 1]) - score) < 2e-9);
    ok(score >= Math.min(...s) && score <= Math.max(...s));
  }
});

Deno.test("rating() gives a score a hair below a cut point what the cut point earns", () => {
  // What weights that binary cannot hold leave of 3.5, where nobody has tidied the sum.
  const untidied = 0.1 * 4 + 0.2 * 5 + 0.7 * 3;
  equal(untidied, 3.4999999999999996);
  deepEqual([untidied, 4.499999999999999].map(rating), [4, 5]);
  equal(rating(3.4999), 3);
});
