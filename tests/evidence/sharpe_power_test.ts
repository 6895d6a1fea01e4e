import { detectableSharpe, probabilisticSharpe, sharpePower, sharpeRecord } from "lab/evidence";
import { randomStream } from "lab/stats";
import { ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("sharpePower() is 80 % at the detectable ratio, and found in about as many worlds", () => {
  for (const periods of [10, 52, 156, 520]) {
    near(sharpePower(detectableSharpe(periods), periods), 0.8, 1e-9);
  }
  const sharpe = detectableSharpe(156), worlds = SOAK ? 2000 : 400;
  let found = 0;
  for (let world = 1; world <= worlds; world++) {
    const draw = randomStream(world);
    const returns = Array.from({ length: 156 }, () => sharpe + draw.normal());
    if (probabilisticSharpe(sharpeRecord(returns)) > 0.95) found++;
  }
  near(found / worlds, 0.8, 3.3 * Math.sqrt(0.16 / worlds) + 0.01);
});
