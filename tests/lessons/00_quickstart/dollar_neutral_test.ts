import { dollarNeutral } from "lab/lesson/00";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok } from "node:assert/strict";

Deno.test("dollarNeutral() gives each side half of the gross, by hand", () => {
  // Longs 2 and 1 share 50 % as 2:1; the one short takes its 50 % whole.
  deepEqual(dollarNeutral([2, 1, 0, -1]).map((w) => Math.round(w * 6)), [2, 1, 0, -3]);
});

Deno.test("dollarNeutral() is net zero and gross one wherever both sides have a view", () => {
  const random = randomStream(5);
  for (let draw = 0; draw < 200; draw++) {
    const tilts = Array.from({ length: 11 }, () => random.integer(5) - 2);
    const weights = dollarNeutral(tilts);
    const net = weights.reduce((a, b) => a + b, 0);
    const gross = weights.reduce((a, b) => a + Math.abs(b), 0);
    const sides = Number(tilts.some((t) => t > 0)) + Number(tilts.some((t) => t < 0));
    ok(Math.abs(gross - sides / 2) < 1e-12);
    if (sides === 2) ok(Math.abs(net) < 1e-12);
    weights.forEach((weight, i) => equal(Math.sign(weight), Math.sign(tilts[i])));
  }
});
