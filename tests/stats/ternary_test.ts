import { fromTernary, toTernary } from "lab/stats";
import { randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { drawnShares } from "./drawn_shares.ts";

const DRAWS = SOAK ? 20_000 : 2_000;

Deno.test("toTernary() puts 50/25/25 at half the height above the middle; fromTernary() undoes it", () => {
  const { x, y } = toTernary([0.5, 0.25, 0.25]);
  equal(x, 0.5);
  ok(Math.abs(y - Math.sqrt(3) / 4) < 1e-15);
  const random = randomStream(5);
  for (let draw = 0; draw < DRAWS; draw++) {
    const shares = drawnShares(random);
    for (const [p, share] of fromTernary(toTernary(shares)).entries()) {
      ok(Math.abs(share - shares[p]) < 1e-12);
    }
  }
});

Deno.test("fromTernary() of a place outside gives the nearest inside: nothing drawn is nearer", () => {
  const random = randomStream(8);
  for (let draw = 0; draw < DRAWS / 10; draw++) {
    const place = { x: 3 * random.uniform() - 1, y: 3 * random.uniform() - 1 };
    const shares = fromTernary(place), on = toTernary(shares);
    ok(shares.every((share) => share >= 0));
    ok(Math.abs(shares[0] + shares[1] + shares[2] - 1) < 1e-12);
    const distance = Math.hypot(on.x - place.x, on.y - place.y);
    for (let other = 0; other < 30; other++) {
      const { x, y } = toTernary(drawnShares(random));
      ok(Math.hypot(x - place.x, y - place.y) >= distance - 1e-12);
    }
  }
});
