import { blockPlan, blockShare, hitCells, signalHits } from "lab/signals";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { near } from "./near.ts";

Deno.test("blockShare() draws whole dates: eleven calls that agree are one", () => {
  const stream = randomStream(5);
  const right = Array.from({ length: 300 }, () => stream.uniform() < 0.5 ? 11 : 0);
  const plan = blockPlan(300, { blockDates: 1, draws: 4000, seed: 2 });
  const { low, high } = blockShare(right, right.map(() => 11), plan, 0.95)!;
  // By hand: 2·1.96·√(p(1 − p)/300), and not /3300.
  const share = right.filter((one) => one > 0).length / 300;
  near(high - low, 2 * 1.96 * Math.sqrt(share * (1 - share) / 300), 6e-3);
});

Deno.test("blockShare() is wider in blocks when neighbouring dates agree", () => {
  const runs = Array.from({ length: 320 }, (_, d) => Math.floor(d / 8) % 2 === 0 ? 1 : 0);
  const width = (blockDates: number) => {
    const plan = blockPlan(320, { blockDates, draws: 2000, seed: 1 });
    const { low, high } = blockShare(runs, runs.map(() => 1), plan, 0.95)!;
    return high - low;
  };
  ok(width(4) > 1.5 * width(1));
});

Deno.test("blockShare() takes as many dates as there are, the last block cut short", () => {
  // Every date has one call that is right: any number of dates gives a share of one.
  const plan = blockPlan(10, { blockDates: 4, draws: 50, seed: 1 });
  deepEqual(blockShare(new Array(10).fill(1), new Array(10).fill(1), plan, 0.9), {
    low: 1,
    high: 1,
  });
  throws(() => blockShare([1], [1], plan, 0.9), /need 10 dates as planned, got 1 and 1/);
});

Deno.test("blockShare() has no interval where hardly a draw holds a trial", () => {
  const plan = blockPlan(40, { blockDates: 1, draws: 200, seed: 1 });
  equal(blockShare(new Array(40).fill(0), new Array(40).fill(0), plan, 0.95), undefined);
});

Deno.test("blockPlan() refuses blocks longer than the record", () => {
  throws(
    () => blockPlan(5, { blockDates: 8, draws: 10, seed: 1 }),
    /1 <= blockDates <= dates .*got 5 dates, 8 in a block/,
  );
});

Deno.test("signalHits() gives both intervals, and no block interval to less than two blocks", () => {
  const scores = Array.from({ length: 8 }, () => [1, 5, 4]);
  const outcomes = Array.from({ length: 8 }, (_, d) => d % 2 ? [-1, 1, 0] : [1, 0.5, -1.5]);
  const cells = hitCells(scores, outcomes, 3);
  const two = signalHits(cells, {
    level: 0.95,
    plan: blockPlan(8, { blockDates: 4, draws: 200, seed: 1 }),
  });
  equal(two.hits, 12);
  equal(two.calls, 24);
  ok(two.blocks!.low <= 0.5 && two.blocks!.high >= 0.5);
  const one = signalHits(cells, {
    level: 0.95,
    plan: blockPlan(8, { blockDates: 5, draws: 200, seed: 1 }),
  });
  equal(one.blocks, undefined);
  ok(one.wilson);
});
