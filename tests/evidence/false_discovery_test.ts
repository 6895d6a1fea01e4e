import { benjaminiHochberg } from "lab/evidence";
import { deepEqual, equal, ok } from "node:assert/strict";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("benjaminiHochberg() is statsmodels' fdr_bh", () => {
  // multipletests([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216], method="fdr_bh")
  const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
  const adjusted = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571428571428572, 0.216, 0.216, 0.216];
  const found = benjaminiHochberg(p);
  found.adjusted.forEach((value, i) => near(value, adjusted[i], 1e-14));
  equal(found.kept.filter(Boolean).length, 2);
  deepEqual(benjaminiHochberg(p.toReversed()).adjusted.toReversed(), found.adjusted);
});
