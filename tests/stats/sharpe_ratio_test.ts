import {
  overfittingProbability,
  pairedDifferences,
  sharpeInterval,
  sharpeRecord,
  superiorAbility,
} from "lab/evidence";
import { rollingSharpe, sharpe } from "lab/performance";
import { netSharpe } from "lab/research";
import { isConstant, randomStream, sharpeOfSums, sharpeRatio } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";

Deno.test("every Sharpe ratio has the same idea of constant, in any unit", () => {
  const still = Array.from({ length: 20 }, (_, t) => 0.1 + (t % 2 ? 1e-17 : 0));
  const small = Array.from({ length: 20 }, (_, t) => 1e-13 * (1 + t % 3));
  const ratio = sharpeRatio(small)!;
  const panel = { cashFactor: new Float64Array(20).fill(1), periodsPerYear: 1 };
  equal(sharpeRatio(still), undefined);
  equal(netSharpe({ net: Float64Array.from(still) }, panel), NaN);
  equal(sharpe(still, { periodsPerYear: 1 }).value, undefined);
  throws(() => sharpeRecord(still), RangeError);
  // Returns in other units are not constant because they are small.
  equal(netSharpe({ net: Float64Array.from(small) }, panel).toFixed(9), ratio.toFixed(9));
  equal(sharpe(small, { periodsPerYear: 1 }).value!.toFixed(9), ratio.toFixed(9));
  equal(sharpeRecord(small).sharpe.toFixed(9), ratio.toFixed(9));
  equal(isConstant(1e-12, 1), true);
  equal(isConstant(1.1e-12, 1), false);
  equal(sharpeRatio([0.1]), undefined);
});

const STEPS = 40;
const options = { periodsPerYear: 1 };
const panel = { cashFactor: new Float64Array(STEPS).fill(1), periodsPerYear: 1 };
const sumsOf = (values: readonly number[], about = 0) => {
  let sum = 0, squares = 0;
  for (const value of values) {
    sum += value - about;
    squares += (value - about) ** 2;
  }
  return sharpeOfSums(sum, squares, values.length, about);
};

/** What each place of the lab makes of the same returns. */
const RATIOS: Readonly<Record<string, (values: readonly number[]) => number | undefined>> = {
  "sums of raw returns": (values) => sumsOf(values),
  "sums about a mean": (values) => sumsOf(values, values[0]),
  "performance": (values) => sharpe(values, options).value,
  "the last of a rolling one": (values) =>
    rollingSharpe(values, { ...options, window: STEPS }).at(-1)?.measure.value,
  "evidence": (values) => sharpeRecord(values).sharpe,
  "an interval": (values) => sharpeInterval(values, { method: "lo" }).sharpe,
  "research": (values) => netSharpe({ net: Float64Array.from(values) }, panel),
  "paired differences": (values) => {
    // From a trial whose own ratio is known by hand: mean 0.5 over deviation √(10/39).
    const other = values.map((_, t) => t % 2);
    const { trials } = pairedDifferences([other, values], { reference: 0, seed: 1, draws: 40 });
    return trials[1].difference + 0.5 / Math.sqrt(10 / 39);
  },
};

Deno.test("every Sharpe ratio of the lab is the one of stats, over seeded draws", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const draw = randomStream(seed), mean = 0.02 * draw.normal(), size = 10 ** -draw.integer(5);
    const values = Array.from({ length: STEPS }, () => size * (mean + 0.1 * draw.normal()));
    const expected = sharpeRatio(values)!;
    for (const [place, ratio] of Object.entries(RATIOS)) {
      const found = ratio(values);
      ok(Math.abs(found! - expected) < 1e-9, `${place}, seed ${seed}: ${found}, not ${expected}`);
    }
  }
});

Deno.test("every place calls the same series constant, whatever rounding is left in it", () => {
  for (const level of [0.1, -0.003, 1e-9, 7]) {
    const still = Array.from({ length: STEPS }, (_, t) => level * (1 + (t % 2 ? 1e-15 : 0)));
    equal(sharpeRatio(still), undefined);
    for (const [place, ratio] of Object.entries(RATIOS)) {
      let found: number | undefined;
      try {
        found = ratio(still);
      } catch (error) {
        ok(error instanceof RangeError, `${place} at ${level}: ${error}`);
      }
      ok(found === undefined || Number.isNaN(found), `${place} at ${level} has ${found}`);
    }
    const moving = still.map((value, t) => value * (1 + 0.1 * (t % 3)));
    throws(
      () => overfittingProbability([still, moving], { blocks: 2 }),
      /trial 0 has equal returns/,
    );
    throws(() => superiorAbility([moving, still], { seed: 1 }), /vary, got a constant .* model 1/);
  }
});
