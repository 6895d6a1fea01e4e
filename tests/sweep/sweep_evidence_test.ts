import { overfittingProbability } from "lab/evidence";
import { randomStream, type Shares } from "lab/stats";
import { day } from "lab/units";
import {
  BASE_WEIGHTS,
  runSweep,
  sweepChartRows,
  sweepConfig,
  sweepEvidence,
  walkForwardChoice,
  type WeightingReturns,
  yearlyOrder,
} from "lab/sweep";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { DICE, SMALL } from "./small_sweeps.ts";

const HERE = { workers: 0 } as const;

/** Weekly returns of some weightings over two calendar years and a bit, made by a rule. */
function returnsOf(
  periods: number,
  rules: readonly ((t: number) => number)[],
  base = 0,
): WeightingReturns {
  const start = Date.parse("2021-01-01T00:00:00Z");
  const days = Array.from(
    { length: periods + 1 },
    (_, k) => day(new Date(start + 7 * k * 86_400_000).toISOString().slice(0, 10)),
  );
  const excess = rules.map((rule) => Float64Array.from({ length: periods }, (_, t) => rule(t)));
  const weights = rules.map((_, k): Shares => [k / 10, 1 - k / 10, 0]);
  return {
    facts: {
      source: "Source: simulated, seed 0.",
      pillarLabels: ["Fundamentals", "Sentiment", "Technicals"],
      periodsPerYear: 52,
      days,
      cash: new Array(periods).fill(0),
      regimes: new Array(periods).fill("calm"),
      mark: "simulated, seed 7",
      heldOut: null,
      notes: [],
    },
    weights,
    excess,
    places: rules.map((_, k) => k),
    without: 0,
    base: { weights: weights[base], at: base, excess: excess[base] },
  };
}

const noise = (t: number) => Math.sin(t * t);

Deno.test("sweepEvidence() of dice: every test stands beside the best, and the headline claims nothing", async () => {
  const result = await runSweep(SMALL, HERE);
  const found = await sweepEvidence(result, { seed: 1, draws: 100, blocks: 8 });
  match(
    found.headline,
    /^66 weightings tried; the best, .* cannot be told from the default 50\/25\/25 with/,
  );
  equal(found.isTold, false);
  const best = Math.max(...result.rows.map(({ values }) => values.netSharpe!));
  ok(Math.abs(found.best.sharpe - best) < 1e-9);
  deepEqual(found.base.weights, BASE_WEIGHTS); // no point of a grid in tenths: run beside it
  equal(found.weightings.length, 66);
  equal(found.trials, 66);
  ok(typeof found.overfitting !== "string");
  const net = await result.returns(), cash = result.panel().cash;
  const excess = net.map((one) => one.map((value, k) => value - cash[k]));
  equal(
    found.overfitting.probability,
    overfittingProbability(excess, { blocks: 8 }).probability,
  );
  ok(found.effective.byEigenvalueEntropy < found.effective.trials);
  equal(
    found.sentences.filter((one) => /^Held out: .*; no figure here rests on them/.test(one)).length,
    1,
  );
  ok(found.deflated.byCount.probability <= found.deflated.byEigenvalueEntropy.probability);
});

Deno.test("a short record is too short for sixteen blocks, and that is said", async () => {
  const config = sweepConfig({ data: DICE, grid: { step: 0.25 }, to: "2020-02-01", holdout: null });
  const found = await sweepEvidence(await runSweep(config, HERE), { seed: 1, draws: 100 });
  match(found.overfitting as string, /^too short for 16 blocks: need 32 periods, got \d+$/);
  match(found.sentences.join(), /Nothing is held out: every decision was seen/);
});

Deno.test("evidence is the same for the same seed, and its rows fit the charts", async () => {
  const result = await runSweep(sweepConfig({ data: DICE, grid: { step: 0.25 } }), HERE);
  const [a, b] = [
    await sweepEvidence(result, { seed: 1, draws: 100, blocks: 4 }),
    await sweepEvidence(result, { seed: 1, draws: 100, blocks: 4 }),
  ];
  deepEqual(a, b);
  const { cells, ranges, dots } = sweepChartRows(a);
  deepEqual([cells.length, ranges.length, dots.length], [15, 14, 15]);
  ok(ranges.every(({ low, high, wideLow, wideHigh }) => wideLow <= low && high <= wideHigh));
  equal(dots.filter(({ isBase }) => isBase).length, 1);
});

Deno.test("sweepEvidence() needs two weightings", async () => {
  const one = sweepConfig({ data: DICE, grid: { list: [[0.5, 0.25, 0.25]] } });
  await rejects(
    sweepEvidence(await runSweep(one, HERE), { seed: 1 }),
    /need two weightings and the base with returns that differ, got 1 of 1/,
  );
});

Deno.test("walkForwardChoice() holds what was best before, and never what is best after", () => {
  // The first weighting is good until week 60 of 156, the second from there on.
  const turn = 60;
  const given = returnsOf(156, [
    (t) => noise(t) + (t < turn ? 2 : -2),
    (t) => noise(t) + (t < turn ? -2 : 2),
  ]);
  const found = walkForwardChoice(given, { seed: 1 })!;
  // Choices at weeks 52, 78, 104 and 130; only by the last are more weeks after the turn than before.
  deepEqual(
    found.choices.map(({ from }) => from),
    [52, 78, 104, 130].map((t) => given.facts.days[t]),
  );
  deepEqual(found.choices.map(({ weights }) => weights[0]), [0, 0, 0, 0.1]);
  equal(found.periods, 156 - 52);
  ok(found.choices[1].learned > 0 && found.choices[1].held! < 0);
});

Deno.test("walkForwardChoice() says nothing where there is no room for a choice", () => {
  equal(walkForwardChoice(returnsOf(12, [noise, (t) => noise(t + 1)]), { seed: 1 }), undefined);
});

Deno.test("yearlyOrder() names each year's winner and how one year foretells the next", () => {
  const lifts = [3, 2, 1];
  const steady = returnsOf(104, lifts.map((lift) => (t: number) => noise(t) + lift));
  const same = yearlyOrder(steady);
  deepEqual(same.years.map(({ year, periods }) => [year, periods]), [[2021, 53], [2022, 51]]);
  deepEqual(same.years.map(({ weights, rankOverall }) => [weights[0], rankOverall]), [
    [0, 1],
    [0, 1],
  ]);
  ok(Math.abs(same.persistence! - 1) < 1e-12);
  const turned = returnsOf(
    104,
    lifts.map((lift, k) => (t: number) => noise(t) + (t < 53 ? lift : lifts[2 - k])),
  );
  const turn = yearlyOrder(turned);
  ok(Math.abs(turn.persistence! + 1) < 1e-12);
  deepEqual(turn.years.map(({ weights }) => weights[0]), [0, 0.2]);
});

Deno.test("a planted difference that is large enough is told", async () => {
  // The figures of dice with one weighting lifted by a percent a week: its evidence must see that.
  const result = await runSweep(sweepConfig({ data: DICE, grid: { step: 0.25 } }), HERE);
  const draw = randomStream(1), at = 0;
  const lifted = {
    ...result,
    returns: async () =>
      (await result.returns()).map((net, k) =>
        k === at ? net.map((value) => value + 0.02 + 0.001 * draw.normal()) : net
      ),
  };
  const found = await sweepEvidence(lifted, { seed: 1, draws: 200, blocks: 4 });
  equal(found.isTold, true);
  match(
    found.headline,
    /^15 weightings tried; the best, 0\/0\/100 .* can be told from the default/,
  );
  equal(found.againstBest.alike, 1);
});

Deno.test("costs that are a floor are said, since net figures are too high by the rest", async () => {
  const result = await runSweep(sweepConfig({ data: DICE, grid: { step: 0.25 } }), HERE);
  const known = await sweepEvidence(result, { seed: 1, draws: 40, blocks: 4 });
  equal(known.sentences.filter((one) => /floor/.test(one)).length, 0);
  const part = () => result.part().map((row, i) => ({ ...row, costUnknown: i }));
  const floor = await sweepEvidence({ ...result, part }, { seed: 1, draws: 40, blocks: 4 });
  match(floor.sentences.join("; "), /In up to 14 of \d+ weeks a part of the cost is not known/);
});
