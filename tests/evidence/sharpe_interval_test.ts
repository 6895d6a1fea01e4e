import { bootstrapSharpes, sharpeInterval, sharpeRecord } from "lab/evidence";
import { mean, randomStream, standardDeviation } from "lab/stats";
import { equal, ok } from "node:assert/strict";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("sharpeInterval() by hand, and its methods agree on independent normal returns", () => {
  // Ten returns of ±1 around 0.5: SR = 0.5/√(10/9) = 0.474342; Lo: 1.959964·√(1.1125/9) = 0.689091.
  const coin = [1.5, -0.5, 1.5, -0.5, 1.5, -0.5, 1.5, -0.5, 1.5, -0.5];
  const lo = sharpeInterval(coin, { method: "lo" });
  equal(lo.sharpe.toFixed(6), "0.474342");
  equal((lo.high - lo.sharpe).toFixed(6), "0.689091");
  // A coin has kurtosis 1: Mertens' term vanishes, 1.959964/3.
  const mertens = sharpeInterval(coin, { method: "mertens" });
  equal((mertens.high - mertens.sharpe).toFixed(6), "0.653321");
  const draw = randomStream(5);
  const returns = Array.from({ length: 1000 }, () => 0.05 + draw.normal());
  const ends = (["lo", "mertens"] as const).map((method) => sharpeInterval(returns, { method }));
  const drawn = sharpeInterval(returns, { method: "bootstrap", seed: 1, blockLength: 1 });
  for (const one of ends) {
    near(one.low, drawn.low, 0.004);
    near(one.high, drawn.high, 0.004);
  }
});

Deno.test("bootstrapSharpes() scatter as the standard error says, and repeat for a seed", () => {
  const draw = randomStream(8);
  const returns = Array.from({ length: 520 }, () => 0.002 + 0.02 * draw.normal());
  const { values, blockLength } = bootstrapSharpes(returns, { seed: 3, blockLength: 1 });
  equal(blockLength, 1);
  near(standardDeviation(values) * Math.sqrt(519), 1, 0.06);
  near(mean(values), sharpeRecord(returns).sharpe, 0.003);
});
