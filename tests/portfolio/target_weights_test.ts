import { deepEqual, ok, throws } from "node:assert/strict";
import { targetWeights } from "../../lib/portfolio/target_weights.ts";

Deno.test("targetWeights() shares the gross in proportion to the tilts", () => {
  deepEqual(targetWeights([2, 2, -1]), [0.4, 0.4, -0.2]);
  deepEqual(targetWeights([2, 2, -1], { gross: 0.5 }), [0.2, 0.2, -0.1]);
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
