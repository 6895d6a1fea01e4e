import { meanRankIc, randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

Deno.test("meanRankIc() agrees with scipy, ties averaged", () => {
  // scipy.stats.spearmanr per date, numpy mean and std(ddof=1)/sqrt(3)
  const found = meanRankIc(
    [[5, 4, 3, 1], [5, 3, 3, 1], [1, 2, 4, 5]],
    [[0.02, 0.01, 0, -0.01], [-0.02, 0.03, 0, -0.01], [0.02, 0.01, 0.03, -0.01]],
  );
  [1, -0.316227766016838, -0.4].forEach((ic, i) => ok(Math.abs(found.byDate[i]! - ic) < 1e-12));
  ok(Math.abs(found.ic! - 0.09459074466105401) < 1e-12);
  ok(Math.abs(found.standardError! - 0.45335008052523124) < 1e-12);
  // scipy.stats.t.ppf(0.975, 2) = 4.30265272991
  ok(Math.abs((found.high! - found.low!) / 2 - 4.30265272991 * 0.45335008052523124) < 1e-9);
});

Deno.test("meanRankIc() counts dates without an opinion, a spread or three names, and never as zero", () => {
  const found = meanRankIc(
    [[3, 3, 3], [1, 2, 3], [1, 2, undefined], [1, 2, 3, 4]],
    [[1, 2, 3], [0, 0, 0], [1, 2, 3], [1, undefined, 2, 3]],
  );
  deepEqual(found.byDate, [undefined, undefined, undefined, 1]);
  equal(found.undefinedDates, 3);
  equal(found.dates, 1);
  equal(found.ic, 1);
  equal(found.standardError, undefined);
  deepEqual(meanRankIc([], []), { level: 0.95, dates: 0, undefinedDates: 0, byDate: [] });
});

Deno.test("meanRankIc() of scores by chance holds zero about as often as it says", () => {
  const stream = randomStream(12);
  let holds = 0;
  const runs = 400, dates = 26;
  for (let run = 0; run < runs; run++) {
    const draw = (of: () => number) =>
      Array.from({ length: dates }, () => Array.from({ length: 11 }, of));
    const { low, high } = meanRankIc(
      draw(() => 1 + stream.integer(5)),
      draw(() => stream.normal()),
    );
    if (low! <= 0 && 0 <= high!) holds++;
  }
  // Monte Carlo error 1.1 points.
  ok(Math.abs(holds / runs - 0.95) < 0.035, `${holds / runs}`);
});

Deno.test("meanRankIc() sees order only and turns its sign with the scores", () => {
  const stream = randomStream(13);
  const scores = Array.from({ length: 9 }, () => Array.from({ length: 7 }, () => stream.uniform()));
  const outcomes = scores.map((row) => row.map((x) => x + stream.normal()));
  const { ic } = meanRankIc(scores, outcomes);
  // Taking off the mean of a date, or any rising change, moves no rank.
  equal(meanRankIc(scores, outcomes.map((row) => row.map((x) => Math.exp(x) - 3))).ic, ic);
  const turned = meanRankIc(scores.map((row) => row.map((x) => -x)), outcomes);
  ok(Math.abs(turned.ic! + ic!) < 1e-12);
});

Deno.test("meanRankIc() refuses dates and names that do not match", () => {
  throws(() => meanRankIc([[1, 2, 3]], []), /the same dates, got 1 and 0/);
  throws(() => meanRankIc([[1, 2, 3]], [[1, 2]]), /got 3 scores and 2 outcomes on date 0/);
  throws(() => meanRankIc([[1, 2, NaN]], [[1, 2, 3]]), /got NaN at position 2/);
  throws(() => meanRankIc([], [], { level: 95 }), /level must lie in \(0, 1\), got 95/);
});
