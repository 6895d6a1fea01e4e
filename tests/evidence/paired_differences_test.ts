import { pairedDifferences } from "lab/evidence";
import { mean, quantile, randomStream, standardDeviation, stationaryBootstrap } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);
const noise = (seed: number, trials: number, periods: number) => {
  const draw = randomStream(seed);
  return Array.from(
    { length: trials },
    () => Array.from({ length: periods }, () => 0.02 * draw.normal()),
  );
};
const base = { reference: 0, seed: 1, draws: 2000, blockLength: 1 };

Deno.test("pairedDifferences() of two trials has the width of the plain bootstrap", () => {
  const [a, b] = noise(1, 2, 200);
  const { trials, critical } = pairedDifferences([a, b], base);
  // One comparison needs no allowance.
  near(critical, 1.96, 0.08);
  near(trials[1].lowForAll, trials[1].low, 1e-12);
  // The same draws of periods through the one-series bootstrap: positions stand for both returns.
  const positions = Array.from({ length: 200 }, (_, t) => t);
  const ratio = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / 200 / standardDeviation(values);
  const { values } = stationaryBootstrap(positions, (sample) => {
    const at = Array.from(sample);
    return ratio(at.map((t) => b[t])) - ratio(at.map((t) => a[t]));
  }, { seed: 1, draws: 2000, blockLength: 1 });
  const difference = ratio(b) - ratio(a);
  near(trials[1].difference, difference, 1e-12);
  const away = [...values].map((value) => Math.abs(value - difference)).sort((x, y) => x - y);
  near(trials[1].high - difference, away[Math.ceil(0.95 * 1999)], 2e-3);
});

Deno.test("pairedDifferences() draws the blocks of the one-series bootstrap, whatever their length", () => {
  // A slow wave beneath the noise, and an end unlike the start: what a block holds, and that the last
  // period is followed by the first, both count.
  const [a, b] = noise(6, 2, 60).map((one, k) =>
    one.map((value, t) => value + 0.02 * Math.sin(t / 5 + k) + (t > 50 ? 0.02 * k : 0))
  );
  const positions = a.map((_, t) => t);
  const ratio = (values: number[]) => mean(values) / standardDeviation(values);
  const difference = ratio(b) - ratio(a);
  for (const blockLength of [1, 3, 12, 40]) {
    const options = { seed: 5, draws: 200, blockLength };
    const { values } = stationaryBootstrap(positions, (sample) => {
      const at = Array.from(sample);
      return ratio(at.map((t) => b[t])) - ratio(at.map((t) => a[t]));
    }, options);
    const half = quantile([...values].map((value) => Math.abs(value - difference)), 0.95);
    const { trials: [, found], ...said } = pairedDifferences([a, b], { ...options, reference: 0 });
    equal(said.blockLength, blockLength);
    near(found.low, difference - half, 1e-9);
    near(found.high, difference + half, 1e-9);
  }
});

Deno.test("pairedDifferences() widens with the number of unrelated trials, not with copies", () => {
  const trials = noise(2, 20, 150);
  const few = pairedDifferences(trials.slice(0, 2), base).critical;
  const many = pairedDifferences(trials, base).critical;
  ok(many > few + 0.5, `${few} and ${many}`);
  const copies = pairedDifferences([trials[0], ...new Array(19).fill(trials[1])], base);
  near(copies.critical, few, 1e-9);
  // A copy of the reference is alike to the last digit.
  const same = pairedDifferences([trials[0], trials[0]], base);
  deepEqual([same.trials[1].difference, same.alike], [0, 2]);
});

Deno.test("pairedDifferences() calls trials without skill alike in about 95 % of worlds", () => {
  const worlds = SOAK ? 1000 : 100;
  let allAlike = 0, singleClear = 0;
  for (let world = 1; world <= worlds; world++) {
    const { trials, alike } = pairedDifferences(noise(world + 500, 10, 200), {
      ...base,
      draws: 300,
    });
    if (alike === 10) allAlike++;
    if (trials.some(({ low, high }) => low > 0 || high < 0)) singleClear++;
  }
  near(allAlike / worlds, 0.95, 3.3 * Math.sqrt(0.95 * 0.05 / worlds) + 0.01);
  // Nine single intervals without allowance find something much more often.
  ok(singleClear / worlds > 0.15, `${singleClear} of ${worlds}`);
});

Deno.test("pairedDifferences() moves with the order of trials and not with their size", () => {
  const trials = noise(3, 5, 120), plain = pairedDifferences(trials, { ...base, draws: 200 });
  const turned = pairedDifferences(
    trials.toReversed().map((one) => one.map((value) => 7 * value)),
    { ...base, reference: 4, draws: 200 },
  );
  turned.trials.toReversed().forEach((one, k) =>
    near(one.lowForAll, plain.trials[k].lowForAll, 1e-9)
  );
  equal(turned.alike, plain.alike);
});

Deno.test("pairedDifferences() refuses what it cannot compare", () => {
  const trials = noise(4, 3, 60);
  throws(() => pairedDifferences(trials, { ...base, reference: 3 }), /one of the 3 trials.*got 3/);
  throws(() => pairedDifferences([], base), /one of the 0 trials/);
  throws(() => pairedDifferences([trials[0], [1, 2]], base), /need 60 returns .* 2 from trial 1/);
  throws(
    () => pairedDifferences([trials[0], new Array(60).fill(0)], base),
    /got equal ones from trial 1/,
  );
  throws(
    () => pairedDifferences([trials[0], trials[1].with(5, NaN)], base),
    /\(trial 1\): every return.*got NaN at period 5/,
  );
  throws(() => pairedDifferences(trials, { ...base, draws: 10 }), /draws from 40, got 10/);
  throws(() => pairedDifferences(trials, { ...base, level: 0 }), /level must lie in/);
});
