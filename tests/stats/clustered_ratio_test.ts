import { clusteredRatio, mean, randomStream, standardDeviation } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";

const near = (found: number, wanted: number, tolerance = 1e-12) =>
  ok(Math.abs(found - wanted) < tolerance, `${found} is not ${wanted}`);

Deno.test("clusteredRatio() of clusters of one value is the mean with Student's t", () => {
  // By hand: 4 ± t·√(38/3/4), with t = 3.182446 for three degrees of freedom.
  const found = clusteredRatio([1, 2, 4, 9].map((sum) => ({ sum, count: 1 })))!;
  near(found.mean, 4);
  near(found.low, 4 - 3.182446 * Math.sqrt(38 / 12), 1e-5);
  near(found.high, 4 + 3.182446 * Math.sqrt(38 / 12), 1e-5);
  equal(found.degreesOfFreedom, 3);
});

Deno.test("clusteredRatio() weighs clusters by their counts, worked by hand", () => {
  // Ratio 6/4 = 1.5; residuals 4 − 1.5·2 = 1, 1 − 1.5 = −0.5, 1 − 1.5 = −0.5; Σ² = 1.5;
  // √(3/2·1.5)/4 = 1.5/4.
  const found = clusteredRatio([{ sum: 4, count: 2 }, { sum: 1, count: 1 }, { sum: 1, count: 1 }])!;
  near(found.mean, 1.5);
  near(found.standardError, 0.375);
  equal(found.count, 3);
});

Deno.test("clusteredRatio() counts clusters, not the values in them, and none without a value", () => {
  const days = [0.5, 1.5, 4].map((value) => ({ sum: value, count: 1 }));
  const many = days.map(({ sum }) => ({ sum: 11 * sum, count: 11 }));
  const one = clusteredRatio(days)!, other = clusteredRatio([...many, { sum: 0, count: 0 }])!;
  near(other.low, one.low);
  near(other.high, one.high);
  equal(other.count, 3);
  equal(clusteredRatio([{ sum: 3, count: 4 }, { sum: 0, count: 0 }]), undefined);
});

Deno.test("clusteredRatio() refuses what is no sum or no count", () => {
  throws(() => clusteredRatio([{ sum: NaN, count: 1 }]), /got NaN and 1 at position 0/);
  throws(() => clusteredRatio([{ sum: 1, count: -1 }]), /got 1 and -1 at position 0/);
  const two = [{ sum: 1, count: 1 }, { sum: 2, count: 1 }];
  throws(() => clusteredRatio(two, { level: 1 }), /level must lie in \(0, 1\), got 1/);
});

Deno.test("clusteredRatio() covers the true mean as often as it says, its naive cousin does not", () => {
  const stream = randomStream(12), draws = 1000;
  let covered = 0, naive = 0;
  for (let k = 0; k < draws; k++) {
    const all: number[] = [];
    const days = Array.from({ length: 10 }, () => {
      const common = stream.normal();
      const values = Array.from({ length: 11 }, () => common + stream.normal());
      all.push(...values);
      return { sum: values.reduce((sum, one) => sum + one, 0), count: values.length };
    });
    const { low, high } = clusteredRatio(days)!;
    if (low <= 0 && high >= 0) covered++;
    if (Math.abs(mean(all)) <= 1.96 * standardDeviation(all) / Math.sqrt(110)) naive++;
  }
  // The exact 99.9 % range of 950 in 1000 is 926 to 972.
  ok(covered >= 926 && covered <= 972, `${covered}`);
  ok(naive < 700, `${naive}`);
});
