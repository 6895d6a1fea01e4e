import { funnel, FUNNEL_COSTS, type FunnelScore } from "lab/committee";
import { SECTORS } from "lab/market";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

Deno.test("funnel() by hand: stages, calls and dollars", () => {
  const { stages, calls, costUsd, withoutFilterUsd, lost } = funnel([
    { sector: "XLB", fast: 3.5, heavy: 4 },
    { sector: "XLE", fast: 3.25, heavy: 5 },
    { sector: "XLF", fast: 1, heavy: 2.25 },
    { sector: "XLK", heavy: 1 },
    { sector: "XLU", fast: 2.5 },
  ], { costs: { fastUsd: 0.25, heavyUsd: 2 } });
  deepEqual(stages, [
    { stage: "listed", sectors: ["XLB", "XLE", "XLF", "XLK", "XLU"], calls: 0, costUsd: 0 },
    { stage: "fast filter", sectors: ["XLB", "XLF", "XLK", "XLU"], calls: 5, costUsd: 1.25 },
    { stage: "heavy analyst", sectors: ["XLB", "XLF", "XLK"], calls: 4, costUsd: 8 },
    { stage: "trigger", sectors: ["XLB", "XLK"], calls: 0, costUsd: 0 },
  ]);
  deepEqual([calls, costUsd, withoutFilterUsd], [9, 9.25, 10]);
  deepEqual(lost, ["XLE"]);
});

Deno.test("FUNNEL_COSTS follow from the tokens and prices that are stated", () => {
  const close = (a: number, b: number) => ok(Math.abs(a - b) < 1e-12);
  close(FUNNEL_COSTS.fastUsd, (6000 * 0.1 + 800 * 0.5) / 1e6);
  close(FUNNEL_COSTS.heavyUsd, (26_000 * 4 + 6800 * 20) / 1e6);
});

Deno.test("funnel() narrows, loses nothing at a filter of 0, and a wider filter never costs less", () => {
  const stream = randomStream(2);
  for (let k = 0; k < 200; k++) {
    const scores: FunnelScore[] = SECTORS.map((sector) => ({
      sector,
      ...(stream.uniform() < 0.1 ? {} : { fast: 1 + stream.integer(17) / 4 }),
      ...(stream.uniform() < 0.1 ? {} : { heavy: 1 + stream.integer(17) / 4 }),
    }));
    const runs = [0, 0.5, 1, 2].map((keepFrom) => funnel(scores, { keepFrom }));
    equal(runs[0].lost.length, 0);
    for (const [i, run] of runs.entries()) {
      const left = run.stages.map(({ sectors }) => sectors.length);
      ok(left[0] >= left[1] && left[1] >= left[2] && left[2] >= left[3]);
      // What triggers and what is lost are together what would have triggered.
      equal(left[3] + run.lost.length, runs[0].stages[3].sectors.length);
      if (i > 0) ok(run.costUsd <= runs[i - 1].costUsd);
    }
  }
});

Deno.test("funnel() refuses scores, thresholds and costs that make no sense, and doubles", () => {
  throws(() => funnel([{ sector: "XLK", fast: 6 }]), /scores from 1 to 5, got 6 for XLK/);
  throws(() => funnel([{ sector: "XLK" }, { sector: "XLK" }]), /each sector once, got XLK twice/);
  throws(() => funnel([], { keepFrom: 3.5 }), /keepFrom must lie from 0 to 2 points, got 3.5/);
  throws(() => funnel([], { costs: { fastUsd: -1, heavyUsd: 1 } }), /fastUsd must be dollars/);
  deepEqual(funnel([]).stages.map(({ sectors }) => sectors.length), [0, 0, 0, 0]);
});
