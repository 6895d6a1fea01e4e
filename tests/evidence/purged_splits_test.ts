import {
  combinatorialPaths,
  combinatorialPurged,
  type PurgedSplit,
  purgedWalkForward,
} from "lab/evidence";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

/** Every period whose return judges a decision, written out. */
const label = (t: number, horizon: number) => Array.from({ length: horizon }, (_, i) => t + 1 + i);

/** What must hold of a split, checked period by period; returns the periods it should train on. */
function expectedTrain(
  candidates: number[],
  { test }: PurgedSplit,
  horizon: number,
  embargo: number,
): number[] {
  const judged = test.map(({ from, to }) => {
    const periods = new Set<number>();
    for (let t = from; t < to; t++) for (const one of label(t, horizon)) periods.add(one);
    return periods;
  });
  return candidates.filter((t) =>
    test.every(({ to }, w) => {
      if (label(t, horizon).some((one) => judged[w].has(one))) return false;
      // The last judged period is to − 1 + horizon; decisions up to `embargo` after it wait.
      const last = to - 1 + horizon;
      return !(t >= to && t < last + embargo);
    })
  );
}

Deno.test("combinatorialPurged() is skfolio's CombinatorialPurgedCV on 24 periods", () => {
  // skfolio 1.12.2: CombinatorialPurgedCV(n_folds=4, n_test_folds=2, purged_size=1, embargo_size=1)
  // purged_size counts decisions, which is the horizon less one.
  const { splits, paths } = combinatorialPurged(24, {
    groups: 4,
    testGroups: 2,
    horizon: 2,
    embargo: 1,
  });
  deepEqual(splits.map(({ train }) => train), [
    [14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
    [8, 9, 10, 20, 21, 22, 23],
    [8, 9, 10, 11, 12, 13, 14, 15, 16],
    [0, 1, 2, 3, 4, 20, 21, 22, 23],
    [0, 1, 2, 3, 4, 14, 15, 16],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  ]);
  // cv.recombined_paths, one row a group there, one row a path here.
  deepEqual(paths, [[0, 0, 1, 2], [1, 3, 3, 4], [2, 4, 5, 5]]);
});

Deno.test("no training label meets a test window or its embargo, over seeded shapes", () => {
  const stream = randomStream(1);
  for (let run = 0; run < 60; run++) {
    const groups = 3 + stream.integer(4), testGroups = 1 + stream.integer(2);
    const horizon = 1 + stream.integer(5), embargo = stream.integer(4);
    const periods = groups * (10 + stream.integer(6)) + stream.integer(groups);
    const plan = combinatorialPurged(periods, { groups, testGroups, horizon, embargo });
    for (const split of plan.splits) {
      const outside = Array.from({ length: periods }, (_, t) => t)
        .filter((t) => !split.test.some(({ from, to }) => t >= from && t < to));
      deepEqual(split.train, expectedTrain(outside, split, horizon, embargo));
      equal(split.train.length + split.purged + split.embargoed, outside.length);
    }
  }
});

Deno.test("combinatorialPurged() gives k/N·C(N, k) paths, each testing every group once", () => {
  const choose = (n: number, k: number): number => k === 0 ? 1 : choose(n - 1, k - 1) * n / k;
  for (const [groups, testGroups] of [[6, 2], [5, 3], [8, 1], [4, 2]]) {
    const { splits, paths } = combinatorialPurged(8 * groups, { groups, testGroups, horizon: 1 });
    equal(splits.length, Math.round(choose(groups, testGroups)));
    equal(paths.length, Math.round(testGroups / groups * choose(groups, testGroups)));
    // Each split's test of a group is used in one path only.
    const used = paths.flatMap((path) => path.map((split, group) => `${split} ${group}`));
    equal(new Set(used).size, splits.length * testGroups);
  }
});

Deno.test("combinatorialPaths() joins tests into whole records and refuses a short one", () => {
  const plan = combinatorialPurged(25, { groups: 6, testGroups: 2, horizon: 2, embargo: 1 });
  let calls = 0;
  const paths = combinatorialPaths(plan, (train, test) => {
    ok(train.every((t) => !test.includes(t)));
    calls++;
    return test.map((t) => t + calls / 100);
  });
  equal(calls, 15);
  equal(paths.length, 5);
  for (const path of paths) {
    deepEqual(path.map(Math.floor), Array.from({ length: 25 }, (_, t) => t));
  }
  throws(() => combinatorialPaths(plan, () => [1]), /need 9 returns from split 0, got 1/);
  throws(
    () => combinatorialPaths(plan, (_, test) => test.map(() => NaN)),
    /got NaN from split 0 at period 0/,
  );
});

Deno.test("purgedWalkForward() learns from the past alone, growing or rolling", () => {
  for (const rolling of [false, true]) {
    const splits = purgedWalkForward(30, { train: 10, test: 8, horizon: 3, rolling });
    deepEqual(splits.map(({ test }) => test[0]), [
      { from: 10, to: 18 },
      { from: 18, to: 26 },
      { from: 26, to: 30 },
    ]);
    for (const { train, test: [{ from }], purged } of splits) {
      // The label of from − 3 ends at from, which is known when the first test decision is made.
      equal(train.at(-1), from - 3);
      equal(train[0], rolling ? from - 10 : 0);
      equal(purged, 2);
    }
  }
});

Deno.test("splits refuse what does not fit, and say what would be right", () => {
  const base = { groups: 6, testGroups: 2, horizon: 1 };
  throws(() => combinatorialPurged(5, base), /need at least one a group, got 5 for 6 groups/);
  throws(() => combinatorialPurged(60, { ...base, testGroups: 6 }), /fewer test groups than the 6/);
  throws(() => combinatorialPurged(60, { ...base, horizon: 0 }), /horizon must be a whole number/);
  throws(() => combinatorialPurged(60, { ...base, embargo: -1 }), /embargo must be .* got -1/);
  throws(() => combinatorialPurged(12, { ...base, horizon: 9 }), /leave nothing to learn from/);
  throws(
    () => combinatorialPurged(60, { groups: 30, testGroups: 15, horizon: 1 }),
    /at most 100000/,
  );
  throws(() => purgedWalkForward(10, { train: 10, test: 2, horizon: 1 }), /need more than the 10/);
  throws(() => purgedWalkForward(20, { train: 4, test: 2, horizon: 5 }), /would purge all 4/);
  throws(() => purgedWalkForward(20, { train: 4, test: 0, horizon: 1 }), /test must be .* got 0/);
});
