import { deepEqual, ok, throws } from "node:assert/strict";
import { tilts } from "../../lib/portfolio/tilts.ts";

Deno.test("tilts() is (score − 3) × confidence", () => {
  // By hand: 2 × 0.5, −2 × 1, 0.5 × 0.8, 0.
  deepEqual(
    tilts([
      { score: 5, confidence: 0.5 },
      { score: 1 },
      { score: 3.5, confidence: 0.8 },
      { score: 3, confidence: 0.9 },
    ]),
    [1, -2, 0.4, 0],
  );
});

Deno.test("tilts() has no negative zero", () => {
  ok(Object.is(tilts([{ score: 1, confidence: 0 }])[0], 0));
});

Deno.test("tilts() drops views below the minimum confidence", () => {
  const views = [{ score: 5, confidence: 0.29 }, { score: 5, confidence: 0.3 }];
  deepEqual(tilts(views, { minimumConfidence: 0.3 }), [0, 0.6]);
});

Deno.test("tilts() refuses scores and confidences outside their range", () => {
  for (const score of [0, 6, NaN, Infinity]) {
    throws(() => tilts([{ score }]), /Cannot read a score: need a number from 1 to 5/);
  }
  throws(() => tilts([{ score: "4" as unknown as number }]), /got "4"/);
  throws(() => tilts([{ score: 4, confidence: 80 }]), /confidence: need a number from 0 to 1/);
});
