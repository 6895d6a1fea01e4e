import { deflatedSharpe, probabilisticSharpe, sharpeRecord } from "lab/evidence";
import { randomStream, standardDeviation } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("deflatedSharpe() of the paper: 0.9004 for 100 trials, 0.9505 for 46", () => {
  // Bailey and López de Prado (2014): annual 2.5 over 1,250 days, V = ½ a year, skewness −3, kurtosis
  // 10; with normal returns 0.9505 is reached at 88 trials.
  const record = { sharpe: 2.5 / Math.sqrt(250), periods: 1250, skewness: -3, kurtosis: 10 };
  const variance = 0.5 / 250;
  const { probability, threshold } = deflatedSharpe(record, { trials: 100, variance });
  near(probability, 0.9003968344493903, 1e-10);
  equal((threshold * Math.sqrt(250)).toFixed(4), "1.7894");
  equal(deflatedSharpe(record, { trials: 46, variance }).probability.toFixed(4), "0.9505");
  const normal = { sharpe: record.sharpe, periods: 1250 };
  equal(deflatedSharpe(normal, { trials: 88, variance }).probability.toFixed(4), "0.9505");
  // One trial is no selection.
  equal(
    deflatedSharpe(record, { trials: 1, variance }).probability,
    probabilisticSharpe(record),
  );
});

Deno.test("the best of twenty records of noise rarely passes deflation, over seeded worlds", () => {
  // The best of 20 independent trials of 104 weeks; DSR above 0.95 should be rare.
  const worlds = SOAK ? 1000 : 100;
  let high = 0;
  for (let world = 1; world <= worlds; world++) {
    const draw = randomStream(world);
    const records = Array.from(
      { length: 20 },
      () => sharpeRecord(Array.from({ length: 104 }, () => draw.normal())),
    );
    const ratios = records.map(({ sharpe }) => sharpe);
    const best = records[ratios.indexOf(Math.max(...ratios))];
    const variance = standardDeviation(ratios) ** 2;
    if (deflatedSharpe(best, { trials: 20, variance }).probability > 0.95) high++;
  }
  // The best of 20 is spread by about 0.53 deviations, so DSR > 0.95 (1.645 above) is a rarity.
  ok(high / worlds < 0.03, `${high} of ${worlds}`);
});
