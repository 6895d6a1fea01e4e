import { type Cluster, clusteredShare, randomStream, wilsonInterval } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";

const near = (found: number, wanted: number, tolerance = 1e-12) =>
  ok(Math.abs(found - wanted) < tolerance, `${found} is not ${wanted}`);

Deno.test("clusteredShare() divides the trials by the design effect and by (t/z)², worked by hand", () => {
  // 8 of 16, p(1 − p) = 1/4. Residuals ±2 in four clusters of 4: Σ² = 16, 4/3·16/16 = 4/3, over 1/4 is
  // 16/3. Effective trials 16/(16/3) = 3, times (1.959964/3.182446)² = 0.379293: 1.137880.
  const found = clusteredShare([4, 0, 4, 0].map((sum) => ({ sum, count: 4 })))!;
  near(found.designEffect, 16 / 3);
  equal(found.clusters, 4);
  equal(found.trials, 16);
  const n = 1.137880, z = 1.959964;
  const half = z * Math.sqrt(0.25 / n + z * z / (4 * n * n)) / (1 + z * z / n);
  near(found.low, 0.5 - half, 1e-6);
  near(found.high, 0.5 + half, 1e-6);
});

Deno.test("clusteredShare() is Wilson's interval for very many clusters of one trial", () => {
  const clusters = Array.from(
    { length: 20_000 },
    (_, i) => ({ sum: i % 5 === 0 ? 1 : 0, count: 1 }),
  );
  const found = clusteredShare(clusters)!, wilson = wilsonInterval(4000, 20_000);
  near(found.designEffect, 1, 1e-4);
  near(found.low, wilson.low, 1e-5);
  near(found.high, wilson.high, 1e-5);
});

Deno.test("clusteredShare() is never narrower than independent trials would have it", () => {
  // The same share on each day would give an error of nothing.
  const same = clusteredShare(Array.from({ length: 10 }, () => ({ sum: 6, count: 11 })))!;
  equal(same.designEffect, 1);
  const wilson = wilsonInterval(60, 110);
  ok(same.low < wilson.low && same.high > wilson.high);
});

Deno.test("clusteredShare() takes each cluster as one trial where every trial ended alike", () => {
  const right = clusteredShare(Array.from({ length: 5 }, () => ({ sum: 11, count: 11 })))!;
  equal(right.designEffect, 11);
  equal(right.high, 1);
  // Wilson's lower end at a share of 1 is n/(n + z²), n = 5·(1.959964/2.776445)².
  const n = 5 * (1.959964 / 2.776445) ** 2;
  near(right.low, n / (n + 1.959964 ** 2), 1e-6);
  const wrong = clusteredShare(Array.from({ length: 5 }, () => ({ sum: 0, count: 11 })))!;
  near(wrong.high, 1 - right.low);
  equal(wrong.low, 0);
});

Deno.test("clusteredShare() needs two clusters with a trial and refuses what is no share", () => {
  equal(clusteredShare([{ sum: 3, count: 5 }, { sum: 0, count: 0 }]), undefined);
  throws(() => clusteredShare([{ sum: 6, count: 5 }]), /got 6 of 5 at position 0/);
  throws(() => clusteredShare([], { level: 0 }), /level must lie in \(0, 1\), got 0/);
});

Deno.test("clusteredShare() covers the true share about as often as it says", () => {
  const stream = randomStream(21), draws = 1000;
  for (const [truth, together] of [[0.55, 0.55], [0.5, 0.3], [0.6, 0]]) {
    let covered = 0, wilson = 0;
    for (let k = 0; k < draws; k++) {
      const days: Cluster[] = Array.from({ length: 13 }, () => {
        const common = stream.uniform() < truth;
        let sum = 0;
        for (let i = 0; i < 11; i++) {
          sum += Number(stream.uniform() < together ? common : stream.uniform() < truth);
        }
        return { sum, count: 11 };
      });
      const { low, high } = clusteredShare(days)!;
      if (low <= truth && truth <= high) covered++;
      const naive = wilsonInterval(days.reduce((all, { sum }) => all + sum, 0), 143);
      if (naive.low <= truth && truth <= naive.high) wilson++;
    }
    // The exact 99.9 % range of 950 in 1000 begins at 926; careful is allowed.
    ok(covered >= 926 && covered <= 990, `${covered} at ${truth}, ${together}`);
    if (together > 0.5) ok(wilson < 800, `${wilson}`);
  }
});
