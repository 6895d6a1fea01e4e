import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { correlation, mean, randomStream, standardDeviation } from "lab/stats";

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);

Deno.test("randomStream() repeats itself for a seed and a shard", () => {
  for (const [seed, shard] of [[0, 0], [1, 0], [1, 3], [-5, 0], [2 ** 40 + 1, 2]]) {
    const once = randomStream(seed, shard), again = randomStream(seed, shard);
    deepEqual(draws(50, () => once.normal()), draws(50, () => again.normal()));
  }
});

Deno.test("randomStream() tells seeds apart, also above 32 bits", () => {
  const firsts = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 40].map((seed) =>
    randomStream(seed).uniform()
  );
  equal(new Set(firsts).size, firsts.length);
});

Deno.test("randomStream() starts of neighbouring seeds and shards are not alike", () => {
  // Under independence the correlation of 4,000 pairs has standard deviation 0.016.
  const bySeed = draws(4001, () => 0).map((_, seed) => randomStream(seed).uniform());
  ok(Math.abs(correlation(bySeed.slice(1), bySeed.slice(0, -1))!) < 0.065);
  ok(Math.abs(mean(bySeed) - 0.5) < 4 * 0.289 / Math.sqrt(4001));
  const a = randomStream(7, 0), b = randomStream(7, 1);
  const x = draws(4000, () => a.normal()), y = draws(4000, () => b.normal());
  ok(Math.abs(correlation(x, y)!) < 0.065);
  notEqual(x[0], y[0]);
});

Deno.test("uniform() fills [0, 1) evenly", () => {
  const stream = randomStream(3);
  const counts = new Array(20).fill(0);
  for (let i = 0; i < 100_000; i++) {
    const u = stream.uniform();
    ok(u >= 0 && u < 1);
    counts[Math.floor(u * 20)]++;
  }
  // Pearson's statistic; the 99.99 % point of chi-squared with 19 degrees is 50.8
  // (scipy.stats.chi2.ppf(0.9999, 19)).
  const chi2 = counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
  ok(chi2 < 50.8, `chi-squared ${chi2}`);
});

Deno.test("normal() has mean 0, variance 1, no skew and no excess kurtosis", () => {
  const stream = randomStream(11);
  const x = draws(200_000, () => stream.normal());
  // Standard errors 1/√n, √(2/n), √(6/n), √(24/n); four of each.
  const n = x.length;
  const moment = (k: number) => mean(x.map((value) => value ** k));
  ok(Math.abs(moment(1)) < 4 / Math.sqrt(n));
  ok(Math.abs(moment(2) - 1) < 4 * Math.sqrt(2 / n));
  ok(Math.abs(moment(3)) < 4 * Math.sqrt(15 / n));
  ok(Math.abs(moment(4) - 3) < 4 * Math.sqrt(96 / n));
});

Deno.test("student() has variance 1 and the tails of its degrees of freedom", () => {
  const stream = randomStream(12);
  const x = draws(200_000, () => stream.student(5));
  ok(Math.abs(standardDeviation(x) - 1) < 0.02);
  // P(|t₅| > 4) = 2·scipy.stats.t.sf(4, 5) = 0.0103234; variance 1 moves the border to 4·√(3/5).
  const share = x.filter((value) => Math.abs(value) > 4 * Math.sqrt(3 / 5)).length / x.length;
  ok(Math.abs(share - 0.0103234) < 4 * Math.sqrt(0.0103234 / x.length), `share ${share}`);
});

Deno.test("integer() gives every value below its bound equally often", () => {
  const stream = randomStream(5);
  const counts = new Array(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[stream.integer(7)]++;
  // 99.99 % point of chi-squared with 6 degrees: 27.86 (scipy.stats.chi2.ppf(0.9999, 6)).
  const chi2 = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  ok(chi2 < 27.86, `chi-squared ${chi2}`);
  equal(stream.integer(1), 0);
  ok(stream.integer(4294967296) >= 0);
});

Deno.test("randomStream() refuses what is no seed, shard, df or bound", () => {
  throws(() => randomStream(1.5), /seed must be a safe integer, got 1.5/);
  throws(() => randomStream(NaN), RangeError);
  throws(() => randomStream(1, -1), /shard must be an integer from 0 to 1000000, got -1/);
  throws(() => randomStream(1).student(2), /df must be above 2, got 2/);
  throws(() => randomStream(1).integer(0), /below must be an integer from 1 to 4294967296, got 0/);
});
