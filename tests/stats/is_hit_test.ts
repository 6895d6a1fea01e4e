import { ballotOutcomes } from "lab/committee";
import { signalAnalysis } from "lab/signals";
import { isHit } from "lab/stats";
import { SWEEP_METRICS } from "lab/sweep";
import { SECTOR_COUNT } from "lab/research";
import { day } from "lab/units";
import { equal } from "node:assert/strict";

Deno.test("isHit() takes an outcome of zero as a miss, and a score of 3 as no call", () => {
  equal(isHit(4, 0), false);
  equal(isHit(2, 0), false);
  equal(isHit(4, 1e-300), true);
  equal(isHit(2, -1e-300), true);
  equal(isHit(3, 0.01), undefined);
  equal(isHit(3.0000001, 0.01), true);
  equal(isHit(0, 0.01, 0), undefined);
  equal(isHit(NaN, 0.01), undefined);
  equal(isHit(4, NaN), undefined);
});

Deno.test("ballots, signals and sweeps count the same hits, outcomes of zero included", () => {
  // Three sectors: one right, one wrong, one whose outcome is exactly the mean.
  const on = day("2020-03-20"), scores = [5, 5, 4], returns = [0.02, -0.02, 0];
  const sectors = ["XLB", "XLE", "XLK"] as const;
  const rows = sectors.map((sector, i) => ({
    ...{ analyst: "a", day: on, sample: 0, confidence: 1 },
    sector,
    score: scores[i],
  }));
  const outcomes = ballotOutcomes(
    rows,
    new Map([[on, { XLB: 0.02, XLE: -0.02, XLK: 0 }]]),
  );
  equal(outcomes.filter(({ hit }) => hit !== undefined).length, 3);
  equal(outcomes.filter(({ hit }) => hit).length, 1);
  const table = Float64Array.from({ length: SECTOR_COUNT }, (_, i) => scores[i] ?? NaN);
  const relative = [Array.from({ length: SECTOR_COUNT }, (_, i) => returns[i])];
  const share = SWEEP_METRICS.hitRate.of(
    {
      scores: table,
      panel: { steps: 1 },
      outcomes: () => relative,
    } as unknown as Parameters<typeof SWEEP_METRICS.hitRate.of>[0],
  );
  equal(share, 1 / 3);
  const found = signalAnalysis({
    days: ["2020-03-20", "2020-03-27", "2020-04-03"].map(day),
    names: [...sectors],
    scores: [scores, scores, scores],
    returns: [returns, returns, returns],
  }, { horizon: 1, seed: 1 });
  equal(found.hits.calls % 3, 0);
  equal(found.hits.hits, found.hits.calls / 3);
});
