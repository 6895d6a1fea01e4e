import { randomStream, wilsonInterval } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";

Deno.test("wilsonInterval() agrees with statsmodels", () => {
  // statsmodels.stats.proportion.proportion_confint(x, n, alpha, method="wilson")
  const known = [
    [23, 40, 0.95, 0.42195068541991065, 0.7149060744004962],
    [23, 40, 0.9, 0.44573111968333806, 0.6947658630198431],
    [1, 3, 0.95, 0.06149194472039626, 0.7923403991979523],
    [0, 10, 0.95, 0, 0.27753279986288926],
    [10, 10, 0.95, 0.7224672001371106, 1],
  ];
  for (const [right, trials, level, low, high] of known) {
    const found = wilsonInterval(right, trials, { level });
    ok(Math.abs(found.low - low) < 1e-14, `low of ${right} in ${trials}`);
    ok(Math.abs(found.high - high) < 1e-14, `high of ${right} in ${trials}`);
    equal(found.share, right / trials);
  }
});

Deno.test("wilsonInterval() of 23 in 40 (exercise 02.3) does not exclude chance", () => {
  const { low, high } = wilsonInterval(23, 40);
  equal(`${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %`, "42.2 to 71.5 %");
  ok(low < 0.5 && high > 0.5);
});

Deno.test("wilsonInterval() ends where a score test at its level just fails", () => {
  // Its definition: |p − q| = z·√(q(1 − q)/n) at both ends q.
  for (const [right, trials] of [[3, 17], [40, 50], [500, 1000], [1, 2]]) {
    const { share, low, high } = wilsonInterval(right, trials);
    for (const end of [low, high]) {
      const z = Math.abs(share - end) / Math.sqrt(end * (1 - end) / trials);
      ok(Math.abs(z - 1.959963984540054) < 1e-9);
    }
  }
});

Deno.test("wilsonInterval() mirrors failures and narrows with more trials", () => {
  for (let right = 0; right <= 20; right++) {
    const one = wilsonInterval(right, 20), other = wilsonInterval(20 - right, 20);
    ok(Math.abs(one.low - (1 - other.high)) < 1e-12);
    ok(one.low >= 0 && one.low <= one.share && one.share <= one.high && one.high <= 1);
    const longer = wilsonInterval(4 * right, 80);
    ok(longer.high - longer.low < one.high - one.low);
  }
});

Deno.test("wilsonInterval() of ten points either way needs about 96 outcomes", () => {
  const half = (n: number) => {
    const { low, high } = wilsonInterval(n / 2, n);
    return (high - low) / 2;
  };
  ok(half(92) < 0.1003 && half(88) > 0.1);
});

Deno.test("wilsonInterval() covers the true share about as often as it says", () => {
  const stream = randomStream(31);
  let covered = 0;
  const draws = 4000;
  for (let k = 0; k < draws; k++) {
    let right = 0;
    for (let i = 0; i < 60; i++) if (stream.uniform() < 0.55) right++;
    const { low, high } = wilsonInterval(right, 60);
    if (low <= 0.55 && 0.55 <= high) covered++;
  }
  // Counts are whole, so coverage is near 95 %, not at it; Monte Carlo error 0.35 points.
  ok(Math.abs(covered / draws - 0.95) < 0.02, `${covered / draws}`);
});

Deno.test("wilsonInterval() refuses shares, gaps and levels in percent", () => {
  throws(() => wilsonInterval(0.575, 40), {
    name: "RangeError",
    message: "Cannot find a Wilson interval: need a whole number of successes from 0 to 40, " +
      "got 0.575; give the count, not the share",
  });
  throws(() => wilsonInterval(41, 40), /from 0 to 40, got 41$/);
  throws(() => wilsonInterval(0, 0), /whole number of trials from 1, got 0/);
  throws(() => wilsonInterval(NaN, 4), /got NaN/);
  throws(() => wilsonInterval(1, 4, { level: 95 }), /level must lie in \(0, 1\), got 95/);
});
