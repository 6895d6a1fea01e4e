import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { targetWeights } from "../../lib/portfolio/target_weights.ts";
import { SOAK } from "../soak.ts";
import { draws } from "./draws.ts";

Deno.test("targetWeights() shares the gross in proportion to the tilts", () => {
  deepEqual(targetWeights([2, 2, -1]), [0.4, 0.4, -0.2]);
  deepEqual(targetWeights([2, 2, -1], { gross: 0.5 }), [0.2, 0.2, -0.1]);
});

Deno.test("targetWeights() gives equal tilts equal exposures, long or short, and all the gross", () => {
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`targets ${seed}`);
    // Halves and quarters, so that most sizes come more than once and on either side.
    const tilts = Array.from({ length: 11 }, () => (random.below(17) - 8) / 4);
    const gross = 0.5 + random.uniform();
    const weights = targetWeights(tilts, { gross });
    weights.forEach((weight, i) => {
      equal(Math.sign(weight), Math.sign(tilts[i]), `${seed}`);
      const twin = tilts.findIndex((tilt) => Math.abs(tilt) === Math.abs(tilts[i]));
      equal(Math.abs(weight), Math.abs(weights[twin]), `${seed}`);
    });
    const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
    if (tilts.some((tilt) => tilt !== 0)) ok(Math.abs(total - gross) < 1e-12, `${seed}: ${total}`);
  }
});

Deno.test("targetWeights() is all zero without views", () => {
  deepEqual(targetWeights([0, 0]), [0, 0]);
  deepEqual(targetWeights([]), []);
  ok(Object.is(targetWeights([-0, 1])[0], 0));
});

Deno.test("targetWeights() refuses tilts and gross that are none", () => {
  throws(() => targetWeights([3]), /a tilt must lie in \[−2, 2\], got 3/);
  throws(() => targetWeights([NaN]), RangeError);
  throws(() => targetWeights([1], { gross: 0 }), /gross must be above 0, got 0/);
});
