import { effectiveTrials } from "lab/evidence";
import { ok } from "node:assert/strict";
import { lehmerReturns } from "./lehmer_returns.ts";
import { noise } from "./noise_returns.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

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

Deno.test("effectiveTrials() of copies is one and never less, by both rules", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const [one] = noise(seed, 1, 67);
    const found = effectiveTrials(Array.from({ length: 55 }, () => one));
    ok(found.byAverageCorrelation >= 1, `${found.byAverageCorrelation}`);
    ok(found.byEigenvalueEntropy >= 1, `${found.byEigenvalueEntropy}`);
    near(found.byAverageCorrelation, 1, 1e-9);
  }
});
