import { sampleRankCorrelation } from "simple-statistics";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { averageRanks, randomStream, rankCorrelation, standardDeviation } from "lab/stats";

Deno.test("averageRanks() shares ranks among ties", () => {
  // scipy.stats.rankdata([3, 1, 4, 1, 5, 9, 2, 6, 5, 3])
  deepEqual(averageRanks([3, 1, 4, 1, 5, 9, 2, 6, 5, 3]), [
    4.5,
    1.5,
    6,
    1.5,
    7.5,
    10,
    3,
    9,
    7.5,
    4.5,
  ]);
  deepEqual(averageRanks([]), []);
  deepEqual(averageRanks([2, 2, 2]), [2, 2, 2]);
});

Deno.test("rankCorrelation() with ties agrees with scipy", () => {
  // scipy.stats.spearmanr([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8])
  const found = rankCorrelation([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8])!;
  ok(Math.abs(found - 0.13471506281091267) < 1e-14);
});

Deno.test("rankCorrelation() is undefined for an opinion about nothing", () => {
  equal(rankCorrelation([3, 3, 3], [1, 2, 3]), undefined);
  equal(rankCorrelation([1, 2, 3], [0, 0, 0]), undefined);
  equal(rankCorrelation([1], [2]), undefined);
  equal(rankCorrelation([], []), undefined);
});

Deno.test("rankCorrelation() of 11 names by chance spreads by 1/√10", () => {
  const stream = randomStream(1);
  const draw = () => Array.from({ length: 11 }, () => stream.normal());
  const ics = Array.from({ length: 4000 }, () => rankCorrelation(draw(), draw())!);
  // The standard error of a deviation from 4,000 draws is about 1.1 %.
  ok(Math.abs(standardDeviation(ics) * Math.sqrt(10) - 1) < 0.045);
});

Deno.test("rankCorrelation() sees order only, and turns its sign with one side", () => {
  const stream = randomStream(2);
  for (let k = 0; k < 200; k++) {
    const a = Array.from({ length: 9 }, () => stream.integer(6));
    const b = Array.from({ length: 9 }, () => stream.normal());
    const ic = rankCorrelation(a, b);
    equal(rankCorrelation(a, b.map((value) => Math.exp(3 * value) - 7)), ic);
    const turned = rankCorrelation(a, b.map((value) => -value));
    ok(ic === undefined ? turned === undefined : Math.abs(turned! + ic) < 1e-12);
  }
});

Deno.test("rankCorrelation() refuses gaps and unequal lengths", () => {
  throws(() => rankCorrelation([1, 2], [1]), /must have one length, got 2 and 1/);
  throws(() => averageRanks([1, NaN]), /got NaN at position 1/);
});

Deno.test("rankCorrelation() is simple-statistics' own over seeded draws, ties included", () => {
  const draw = randomStream(12);
  for (let world = 0; world < 300; world++) {
    const n = 3 + draw.integer(20), scores = Array.from({ length: n }, () => 1 + draw.integer(5));
    const returns = scores.map((score) => 0.01 * score + 0.05 * draw.normal());
    const theirs = sampleRankCorrelation(scores, returns), ours = rankCorrelation(scores, returns);
    if (ours === undefined) ok(Number.isNaN(theirs));
    else ok(Math.abs(ours - theirs) < 1e-14, `${ours}, not ${theirs}, in world ${world}`);
  }
});
