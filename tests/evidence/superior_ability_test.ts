import { superiorAbility } from "lab/evidence";
import { deepEqual, equal, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { lehmerReturns } from "./lehmer_returns.ts";
import { noise } from "./noise_returns.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("superiorAbility() has arch's three p-values when it is not studentised", () => {
  // arch 8.0.0: SPA(np.zeros(150), -D, block_size=5, reps=100000, seed=default_rng(3))
  // lower 0.06252, consistent 0.14774, upper 0.19785
  const found = superiorAbility(lehmerReturns(), { seed: 1, blockLength: 5, studentised: false });
  const error = (p: number) => 4 * Math.sqrt(p * (1 - p) / 10_000);
  near(found.pLower, 0.06252, error(0.06252));
  near(found.pConsistent, 0.14774, error(0.14774));
  near(found.pUpper, 0.19785, error(0.19785));
  // The Reality Check is the upper one, and both come from the same draws.
  equal(found.pRealityCheck, found.pUpper);
  equal(found.best, 0);
});

Deno.test("superiorAbility() studentised is Hansen's formula done in NumPy", () => {
  // numpy, 60,000 stationary resamples written out by index: statistic 1.73871, p 0.05715, 0.13967,
  // 0.19060 with ω² from arch's SPA._loss_diff_var.
  const found = superiorAbility(lehmerReturns(), { seed: 2, blockLength: 5 });
  near(found.statistic, 1.7387107920436808, 1e-10);
  const error = (p: number) => 4 * Math.sqrt(p * (1 - p) * (1 / 10_000 + 1 / 60_000));
  near(found.pLower, 0.05715, error(0.05715));
  near(found.pConsistent, 0.13967, error(0.13967));
  near(found.pUpper, 0.1906, error(0.1906));
});

Deno.test("superiorAbility() orders its p-values, and minds neither order, size nor copies", () => {
  const trials = lehmerReturns(), options = { seed: 3, draws: 1000, blockLength: 5 };
  const plain = superiorAbility(trials, options);
  ok(plain.pLower <= plain.pConsistent && plain.pConsistent <= plain.pUpper);
  const turned = superiorAbility(
    trials.toReversed().map((one) => one.map((value) => 100 * value)),
    options,
  );
  equal(turned.best, 5);
  near(turned.pConsistent, plain.pConsistent, 1e-12);
  // The same models twice are no more models.
  const twice = superiorAbility([...trials, ...trials], options);
  equal(twice.pConsistent, plain.pConsistent);
  // The benchmark among the models takes no part, and is counted.
  const withItself = superiorAbility([...trials, new Array(150).fill(0)], options);
  equal(withItself.pConsistent, plain.pConsistent);
  equal(withItself.same, 1);
});

Deno.test("superiorAbility() is 1 where no model beats the benchmark", () => {
  const worse = noise(4, 3, 60).map((one) => one.map((value) => value - 0.05));
  const found = superiorAbility(worse, { seed: 1, draws: 200 });
  deepEqual([found.statistic, found.pConsistent, found.pUpper], [0, 1, 1]);
  equal(superiorAbility([new Array(20).fill(0)], { seed: 1, draws: 10 }).pConsistent, 1);
});

Deno.test("superiorAbility() is about uniform when all models are as good as the benchmark", () => {
  const worlds = SOAK ? 2000 : 200;
  let below5 = 0, below50 = 0;
  for (let world = 1; world <= worlds; world++) {
    const { pUpper } = superiorAbility(noise(world, 6, 100), {
      seed: world,
      draws: 199,
      blockLength: 1,
    });
    if (pUpper <= 0.05) below5++;
    if (pUpper <= 0.5) below50++;
  }
  near(below5 / worlds, 0.05, 3.3 * Math.sqrt(0.05 * 0.95 / worlds) + 0.005);
  near(below50 / worlds, 0.5, 3.3 * Math.sqrt(0.25 / worlds));
});
