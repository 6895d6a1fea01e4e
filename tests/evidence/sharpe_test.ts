import {
  bootstrapSharpes,
  deflatedSharpe,
  detectableSharpe,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeInterval,
  sharpePower,
  sharpeRecord,
} from "lab/evidence";
import { mean, randomStream, standardDeviation } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { lehmerReturns } from "./lehmer_returns.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("sharpeRecord() has SciPy's moments", () => {
  const record = sharpeRecord(lehmerReturns()[0]);
  // x.mean()/x.std(ddof=1), scipy.stats.skew(x), scipy.stats.kurtosis(x, fisher=False)
  near(record.sharpe, 0.13941191214879292, 1e-12);
  near(record.skewness, -0.23569576149421126, 1e-11);
  near(record.kurtosis, 2.139275169974681, 1e-11);
  equal(record.periods, 150);
});

Deno.test("sharpeRecord() minds neither order nor size, and turns with the sign", () => {
  const returns = lehmerReturns()[1], plain = sharpeRecord(returns);
  const turned = sharpeRecord(returns.map((value) => -3 * value).reverse());
  near(turned.sharpe, -plain.sharpe, 1e-12);
  near(turned.skewness, -plain.skewness, 1e-10);
  near(turned.kurtosis, plain.kurtosis, 1e-10);
});

Deno.test("probabilisticSharpe() of the paper's fund: 0.913, and 0.982 as if it were normal", () => {
  // Bailey and López de Prado (2012), section 4: 24 months, monthly 0.458, skewness −2.448.
  const fund = { sharpe: 0.458, periods: 24, skewness: -2.448, kurtosis: 10.164 };
  equal(probabilisticSharpe(fund).toFixed(3), "0.913");
  equal(probabilisticSharpe({ sharpe: 0.458, periods: 24 }).toFixed(3), "0.982");
  equal(probabilisticSharpe(fund, { benchmark: 0.458 }), 0.5);
});

Deno.test("minimumTrackRecord() of the paper: 2.73 years of days, 2.83 of weeks, 3.24 of months", () => {
  // The same, section 5: annual ratio of 2 against 1 at 95 %, normal returns.
  for (const [perYear, years] of [[252, 2.73], [52, 2.83], [12, 3.24]]) {
    const sharpe = 2 / Math.sqrt(perYear), benchmark = 1 / Math.sqrt(perYear);
    const periods = minimumTrackRecord({ sharpe, periods: 2 }, { benchmark })!;
    equal((periods / perYear).toFixed(2), years.toFixed(2));
    // At that length the probability is the level.
    near(probabilisticSharpe({ sharpe, periods }, { benchmark }), 0.95, 1e-9);
  }
  equal(minimumTrackRecord({ sharpe: 0.1, periods: 52 }, { benchmark: 0.1 }), undefined);
});

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

Deno.test("expectedMaximumSharpe() is near the true mean of the largest normal draw", () => {
  // scipy: quad(lambda x: x*N*norm.pdf(x)*norm.cdf(x)**(N-1), -8, 9)
  const exact: [number, number, number][] = [
    [2, 0.5641895835477564, 0.045],
    [10, 1.5387527308351727, 0.036],
    [100, 2.507593636441686, 0.0231],
    [1000, 3.2414357691334215, 0.014],
  ];
  for (const [trials, largest, error] of exact) {
    near(expectedMaximumSharpe(trials), largest, error);
  }
  let last = 0;
  for (const trials of [1, 1.2, 1.9, 2, 3, 10, 66, 231, 1e4, 1e8]) {
    const now = expectedMaximumSharpe(trials, 2);
    ok(now >= last);
    last = now;
  }
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

Deno.test("Sharpe statistics refuse impossible input and say what would be right", () => {
  const record = { sharpe: 0.1, periods: 52 };
  throws(() => sharpeRecord([0.01, 0.01, 0.01]), /need returns that differ, got equal ones/);
  throws(() => sharpeRecord([0.1, NaN, 0.2]), /got NaN at period 1; leave a missing period out/);
  throws(() => sharpeRecord([0.1, 0.2]), /need at least 3 returns, got 2/);
  throws(
    () => probabilisticSharpe({ ...record, kurtosis: 0 }),
    /give plain kurtosis, not the excess/,
  );
  throws(() => probabilisticSharpe({ ...record, sharpe: NaN }), /need a finite Sharpe ratio/);
  throws(() => probabilisticSharpe({ ...record, periods: 1 }), /need at least 2 periods, got 1/);
  throws(() => probabilisticSharpe(record, { benchmark: NaN }), /finite benchmark, got NaN/);
  throws(() => minimumTrackRecord(record, { level: 0.4 }), /level must lie in \(0.5, 1\)/);
  throws(() => deflatedSharpe(record, { trials: 0, variance: 1 }), /from 1 to 1e8 trials, got 0/);
  throws(() => deflatedSharpe(record, { trials: 5, variance: -1 }), /variance.*from 0, got -1/);
  throws(() => expectedMaximumSharpe(5, NaN), /need a deviation/);
  throws(() => sharpeInterval([1, 2, 3], { method: "lo", level: 1 }), /level must lie in \(0, 1\)/);
  throws(() => bootstrapSharpes([1, 1, 1], { seed: 1 }), /need returns that differ/);
  throws(() => detectableSharpe(3), /need more than 5 periods, got 3/);
  throws(() => sharpePower(NaN, 52), /need a finite Sharpe ratio, got NaN/);
});
