import { deepEqual, equal, ok } from "node:assert/strict";
import { expectedReturns } from "lab/allocation";

const volatilities = [0.04, 0.05, 0.06, 0.05];

Deno.test("expectedReturns() is IC·σ·z of the ranks, by hand", () => {
  // scipy.stats.norm.ppf([.125, .375, .625, .875]) = ∓1.1503493804, ∓0.3186393640
  const found = expectedReturns([1, 2.5, 3, 5], { ic: 0.05, volatilities });
  const known = [
    -0.05 * 0.04 * 1.1503493804,
    -0.05 * 0.05 * 0.318639364,
    0.05 * 0.06 * 0.318639364,
    0.05 * 0.05 * 1.1503493804,
  ];
  found.forEach(({ mean }, i) => ok(Math.abs(mean - known[i]) < 1e-11, `${mean}, ${known[i]}`));
});

Deno.test("expectedReturns() sees only ranks, shares ties, and has no view on equal scores", () => {
  const of = (scores: readonly number[]) => expectedReturns(scores, { ic: 0.1, volatilities });
  deepEqual(of([1, 2, 3, 4]), of([-100, 0, 1e-9, 1e9]));
  deepEqual(of([1, 3, 3, 4]).map(({ rank }) => rank), [1, 2.5, 2.5, 4]);
  ok(of([3, 3, 3, 3]).every(({ mean, z }) => mean === 0 && z === 0));
});

Deno.test("expectedReturns() caps z-scores and says which", () => {
  const found = expectedReturns([1, 2, 3, 4], { ic: 0.1, volatilities, cap: 1 });
  deepEqual(found.map(({ isCapped }) => isCapped), [true, false, false, true]);
  equal(found[3].z, 1);
});

Deno.test("expectedReturns() fades by half in a half-life, and turns around with the sign of the IC", () => {
  const fresh = expectedReturns([1, 2, 3, 4], { ic: 0.1, volatilities });
  const old = expectedReturns([1, 2, 3, 4], { ic: 0.1, volatilities, age: 4, halfLife: 4 });
  const against = expectedReturns([1, 2, 3, 4], { ic: -0.1, volatilities });
  fresh.forEach(({ mean }, i) => {
    equal(old[i].mean, mean / 2);
    equal(against[i].mean, -mean + 0);
  });
});
