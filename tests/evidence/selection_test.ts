import {
  benjaminiHochberg,
  effectiveTrials,
  overfittingProbability,
  superiorAbility,
} from "lab/evidence";
import { mean, randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { lehmerReturns } from "./lehmer_returns.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);
const noise = (seed: number, trials: number, periods: number) => {
  const draw = randomStream(seed);
  return Array.from(
    { length: trials },
    () => Array.from({ length: periods }, () => 0.02 * draw.normal()),
  );
};

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

Deno.test("overfittingProbability() of four trials and six splits, by brute force", () => {
  // numpy: M = D[100:120, :4] + [0, 0.0003, 0.0006, 0.0011]; blocks of five; best of mean/std(ddof=1)
  // in each two blocks, ranked in the other two.
  const trials = lehmerReturns().slice(0, 4)
    .map((one, k) => one.slice(100, 120).map((value) => value + [0, 0.0003, 0.0006, 0.0011][k]));
  const found = overfittingProbability(trials, { blocks: 4 });
  deepEqual([...found.ranks], [0.8, 0.2, 0.4, 0.2, 0.6, 0.8]);
  equal(found.probability, 0.5);
  near(found.probabilityOfLoss, 2 / 6, 1e-15);
  near(found.inSample, 0.4825600127057535, 1e-12);
  near(found.outOfSample, 0.02930118412165994, 1e-12);
  equal(found.splits, 6);
});

Deno.test("overfittingProbability() is about one half on noise, and anything for one set", () => {
  const worlds = SOAK ? 500 : 60;
  const found = Array.from(
    { length: worlds },
    (_, world) => overfittingProbability(noise(world + 1, 11, 96), { blocks: 8 }).probability,
  );
  // One world's deviation is about 0.27.
  near(mean(found), 0.5, 3.3 * 0.27 / Math.sqrt(worlds));
  ok(Math.min(...found) < 0.15 && Math.max(...found) > 0.85);
});

Deno.test("overfittingProbability() is zero for a lasting edge, and knows ties", () => {
  const edge = noise(5, 6, 160).map((one, k) => one.map((value) => value + (k === 3 ? 0.03 : 0)));
  equal(overfittingProbability(edge).probability, 0);
  equal(overfittingProbability(edge).splits, 12_870);
  // Copies of one trial tie everywhere: always exactly in the middle.
  const [one] = noise(6, 1, 64);
  const copies = overfittingProbability([one, one, one], { blocks: 4 });
  deepEqual([copies.probability, copies.ranks[0]], [0.5, 0.5]);
});

Deno.test("overfittingProbability() does not mind size, order of trials or uneven blocks", () => {
  const trials = noise(7, 8, 101), plain = overfittingProbability(trials, { blocks: 6 });
  const turned = overfittingProbability(
    trials.toReversed().map((one) => one.map((value) => 8 * value)),
    { blocks: 6 },
  );
  deepEqual(turned.ranks, plain.ranks);
  equal(plain.periods, 101);
});

Deno.test("effectiveTrials() has NumPy's figures, and both rules know one from many", () => {
  const found = effectiveTrials(lehmerReturns());
  // np.corrcoef, then rho + (1-rho)*K and exp(-(lam*log(lam)).sum()) with lam = eigvalsh(C)/K
  near(found.averageCorrelation, 0.1706776452082347, 1e-12);
  near(found.byAverageCorrelation, 5.146611773958827, 1e-11);
  near(found.byEigenvalueEntropy, 5.531735529274935, 1e-9);
  const [one] = noise(8, 1, 50);
  const copies = effectiveTrials([one, one.map((value) => 2 * value), one]);
  near(copies.byAverageCorrelation, 1, 1e-9);
  near(copies.byEigenvalueEntropy, 1, 1e-6);
  const many = effectiveTrials(noise(9, 40, 2000));
  ok(many.byAverageCorrelation > 38 && many.byEigenvalueEntropy > 38);
  // Forty trials over ten periods are at most ten directions, by whichever matrix is taken.
  const wide = effectiveTrials(noise(10, 40, 10));
  ok(wide.byEigenvalueEntropy < 10 && wide.byEigenvalueEntropy > 8);
});

Deno.test("effectiveTrials() is the same from the small matrix and from the large", () => {
  // Ten trials over eleven periods and over ten: the switch must not be seen in the figure.
  const trials = noise(11, 10, 11);
  const doubled = effectiveTrials([...trials, ...trials]);
  near(doubled.byEigenvalueEntropy, effectiveTrials(trials).byEigenvalueEntropy, 1e-9);
});

Deno.test("benjaminiHochberg() is statsmodels' fdr_bh", () => {
  // multipletests([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216], method="fdr_bh")
  const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
  const adjusted = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571428571428572, 0.216, 0.216, 0.216];
  const found = benjaminiHochberg(p);
  found.adjusted.forEach((value, i) => near(value, adjusted[i], 1e-14));
  equal(found.kept.filter(Boolean).length, 2);
  deepEqual(benjaminiHochberg(p.toReversed()).adjusted.toReversed(), found.adjusted);
});

Deno.test("tests of selection refuse what they cannot judge, and say what would be right", () => {
  const good = noise(1, 3, 64), options = { seed: 1, draws: 10 };
  const spoilt = good.map((one, k) => k === 1 ? [...one.slice(0, 63), NaN] : one);
  const short = [good[0], good[1].slice(1)];
  const flat = [good[0], new Array(64).fill(0.01)];
  throws(() => superiorAbility([], options), /need at least one model, got none/);
  throws(() => superiorAbility(spoilt, options), /got NaN from model 1 at period 63/);
  throws(() => superiorAbility(short, options), /got 64 from model 0 and 63 from model 1/);
  throws(() => superiorAbility(flat, options), /got a constant 0.01 from model 1/);
  throws(() => superiorAbility([[1, 2]], options), /need at least 12 periods, got 2/);
  throws(() => superiorAbility(good, { ...options, blockLength: 65 }), /from 1 to the 64 periods/);
  throws(() => superiorAbility(good, { ...options, draws: 0 }), /draws from 1, got 0/);
  throws(() => overfittingProbability([good[0]]), /need at least two trials to choose from, got 1/);
  throws(() => overfittingProbability(good, { blocks: 5 }), /even number of blocks/);
  throws(() => overfittingProbability(good.map((one) => one.slice(0, 20))), /20 periods for 16/);
  throws(() => overfittingProbability(spoilt), /\(trial 1\): every return.*got NaN at period 63/);
  throws(() => overfittingProbability(short), /from trial 0 and 63 from trial 1/);
  throws(() => overfittingProbability(flat), /trial 1 has equal returns throughout a half/);
  throws(() => effectiveTrials([]), /need at least one, got none/);
  throws(() => effectiveTrials(flat), /got equal ones from trial 1/);
  throws(() => effectiveTrials(short), /from trial 0 and 63 from trial 1/);
  throws(() => benjaminiHochberg([]), /need at least one test, got none/);
  throws(() => benjaminiHochberg([0.1, NaN]), /got NaN at test 1/);
  throws(() => benjaminiHochberg([0.1], { level: 0 }), /level must lie in/);
});
