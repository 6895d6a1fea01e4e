import {
  avellanedaZhang,
  breakEvenVolatility,
  daysToLiquidate,
  daysToRelevel,
  driftedExposure,
  exposureGrowth,
  flatIndexReturn,
  fundCapital,
  fundDecomposition,
  inverseFundPath,
  medianReturn,
  relevelledPath,
  type RelevelRule,
  trackingDifference,
} from "lab/hedging";
import { mean, quantile, randomStream, standardDeviation } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(
    a !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)),
    `${a} is not ${b}`,
  );

Deno.test("inverseFundPath() is the product of its days, worked by hand", () => {
  // Cash per day: (3 × 0.0504 − 0.0252)/252 = 0.0005. Days: 1.0205, 1 − 0.0195 = 0.9805.
  const terms = { leverage: -2, ratePerYear: 0.0504, feePerYear: 0.0252 };
  const path = inverseFundPath([-0.01, 0.01], terms);
  equal(path.length, 3);
  close(path[1], 1.0205);
  close(path[2], 1.0205 * 0.9805);
});

Deno.test("inverseFundPath() of a −2x fund dies on a day of +50 % and stays dead", () => {
  deepEqual(inverseFundPath([0.5, -0.9, -0.9], { leverage: -2 }), [1, 0, 0, 0]);
  deepEqual(inverseFundPath([0.7, -0.9], { leverage: -2, ratePerYear: 0.05 }), [1, 0, 0]);
});

Deno.test("inverseFundPath() of a plain fund without fee is the index", () => {
  const path = inverseFundPath([0.1, -0.2, 0.05], { leverage: 1, ratePerYear: 0.05 });
  close(path[3], 1.1 * 0.8 * 1.05);
});

Deno.test("inverseFundPath() refuses a gap, an impossible return and a rate in percent", () => {
  throws(() => inverseFundPath([0.1, undefined], { leverage: -1 }), /got undefined at position 1/);
  throws(() => inverseFundPath([-1.1], { leverage: -1 }), /at least -1, got -1.1/);
  throws(() => inverseFundPath([0.1], { leverage: -1, ratePerYear: 4 }), /0.04 for 4 %, got 4/);
  throws(() => inverseFundPath([0.1], { leverage: 0 }), /other than 0/);
});

Deno.test("fundDecomposition() adds up for every path, dead ones too", () => {
  const draws = SOAK ? 5000 : 500;
  let dead = 0;
  for (let seed = 0; seed < draws; seed++) {
    const stream = randomStream(seed);
    const daily = 0.005 + 0.15 * stream.uniform() ** 4;
    const returns = Array.from(
      { length: 1 + stream.integer(120) },
      () => Math.max(-0.95, daily * stream.student(3)),
    );
    const terms = {
      leverage: [-1, -2, -3, 2][stream.integer(4)],
      ratePerYear: 0.06 * stream.uniform(),
      feePerYear: 0.01 * stream.uniform(),
    };
    const { simple, log } = fundDecomposition(returns, terms);
    const nav = inverseFundPath(returns, terms).at(-1)!;
    equal(simple.total, nav - 1);
    const size = Math.max(1, ...Object.values(simple).map(Math.abs));
    const sum = simple.direction + simple.convexity + simple.carry + simple.fee + simple.remainder;
    ok(Math.abs(sum - simple.total) < 1e-12 * size, `seed ${seed}`);
    if (nav === 0) {
      dead++;
      equal(log, undefined);
      equal(simple.total, -1);
    } else {
      ok(log);
      close(log.direction + log.convexity + log.carry + log.fee + log.remainder, Math.log(nav));
      ok(log.convexity <= 0);
    }
  }
  ok(dead > 0 && dead < draws / 2, `${dead} funds died`);
});

Deno.test("fundDecomposition() has no remainder to speak of where days are small", () => {
  const stream = randomStream(7);
  const returns = Array.from({ length: 252 }, () => 0.005 * stream.normal());
  const terms = { leverage: -2, ratePerYear: 0.04, feePerYear: 0.0095 };
  const { log, variance, indexReturn } = fundDecomposition(returns, terms);
  // Third order: Σ r³ times (L³ − L)/3 − …, about 1e-4 here; and cash on the day's own return.
  ok(Math.abs(log!.remainder) < 1e-3, `${log!.remainder}`);
  const formula = avellanedaZhang({ indexReturn, variance, days: 252 }, terms);
  deepEqual(
    [log!.direction, log!.convexity, log!.carry, log!.fee],
    [formula.direction, formula.convexity, formula.carry, formula.fee],
  );
  close(formula.carry, 3 * 0.04);
  close(formula.fee, -0.0095);
});

Deno.test("fundDecomposition() gives a jump to the remainder", () => {
  // One day of +20 %: the −2x fund loses 40 %; the formula says (1.2)^−2·e^(−3 ln²1.2) = 0.6285.
  const { log } = fundDecomposition([0.2], { leverage: -2 });
  close(log!.remainder, Math.log(0.6) + 2 * Math.log(1.2) + 3 * Math.log(1.2) ** 2);
  ok(log!.remainder < -0.04);
});

Deno.test("fundDecomposition() of an index that lost everything still adds up", () => {
  const { simple, log } = fundDecomposition([-1], { leverage: -2 });
  equal(log, undefined);
  // The fund gains 200 % on that day: twice the index's loss of 100 %.
  deepEqual([simple.direction, simple.total, simple.remainder], [2, 2, 0]);
});

Deno.test("fundDecomposition() is what it was with the order of days turned round", () => {
  const stream = randomStream(11);
  const returns = Array.from({ length: 60 }, () => 0.02 * stream.student(4));
  const a = fundDecomposition(returns, { leverage: -2 }).simple;
  const b = fundDecomposition(returns.toReversed(), { leverage: -2 }).simple;
  close(a.total, b.total, 1e-10);
  close(a.convexity, b.convexity, 1e-10);
});

Deno.test("trackingDifference() agrees with Monte Carlo in mean and deviation", () => {
  const paths = SOAK ? 400_000 : 60_000;
  for (const [leverage, dailyMean] of [[-2, 0], [-1, 0.001], [2, -0.0008]]) {
    const volatility = 0.3, days = 20, stream = randomStream(42);
    const expected = trackingDifference({ leverage, dailyMean, volatility, days });
    const daily = volatility / Math.sqrt(252);
    const differences = Array.from({ length: paths }, () => {
      let fund = 1, index = 1;
      for (let day = 0; day < days; day++) {
        const r = dailyMean + daily * stream.normal();
        fund *= 1 + leverage * r;
        index *= 1 + r;
      }
      return fund - 1 - leverage * (index - 1);
    });
    const sd = standardDeviation(differences);
    ok(Math.abs(mean(differences) - expected.expected) < 4 * sd / Math.sqrt(paths));
    close(sd / expected.standardDeviation, 1, 0.05);
    if (dailyMean === 0) close(expected.shortForm / expected.standardDeviation, 1, 0.03);
  }
});

Deno.test("trackingDifference() expects nothing without drift, and loss or gain with it", () => {
  equal(trackingDifference({ leverage: -2, volatility: 0.9, days: 250 }).expected, 0);
  // By hand, two days of 1 %: 0.98² − 1 + 2(1.01² − 1) = −0.0396 + 0.0402.
  close(
    trackingDifference({ leverage: -2, dailyMean: 0.01, volatility: 0, days: 2 }).expected,
    0.0006,
    1e-14,
  );
  equal(trackingDifference({ leverage: -2, volatility: 0.2, days: 1 }).shortForm, 0);
  ok(trackingDifference({ leverage: -2, volatility: 0.2, days: 1 }).standardDeviation < 1e-9);
});

Deno.test("medianReturn() is the median of many funds whose index has no drift", () => {
  const paths = SOAK ? 40_000 : 4000, stream = randomStream(1), daily = 0.25 / Math.sqrt(252);
  for (const leverage of [-1, -2]) {
    const ends = Array.from({ length: paths }, () => {
      let nav = 1;
      for (let day = 0; day < 252; day++) {
        // A symmetric coin: the mean of the simple returns is exactly zero.
        nav *= 1 + leverage * daily * (stream.uniform() < 0.5 ? 1 : -1);
      }
      return nav - 1;
    });
    const expected = medianReturn({ leverage, volatility: 0.25 });
    // Standard error of a median, √(π/2)·s/√n of the log, times about one.
    const error = 1.25 * Math.abs(leverage) * 0.25 / Math.sqrt(paths);
    ok(Math.abs(quantile(ends, 0.5) - expected) < 4 * error, `${quantile(ends, 0.5)}`);
    ok(Math.abs(mean(ends)) < 5 * standardDeviation(ends) / Math.sqrt(paths), "the mean is zero");
  }
});

Deno.test("breakEvenVolatility() is where the formula meets L times the index", () => {
  for (const leverage of [-1, -2, -3, 2, 3]) {
    for (const indexReturn of [-0.3, -0.05, 0.02, 0.2, 0.6]) {
      const days = 126;
      const sigma = breakEvenVolatility({ leverage, indexReturn, days });
      if (1 + leverage * indexReturn <= 0) {
        equal(sigma, undefined);
        continue;
      }
      const variance = sigma! ** 2 * days / 252;
      const { direction, convexity } = avellanedaZhang({ indexReturn, variance, days }, {
        leverage,
      });
      close(Math.exp(direction + convexity), 1 + leverage * indexReturn);
    }
  }
  throws(() => breakEvenVolatility({ leverage: 0.5, indexReturn: 0.1, days: 20 }), /got 0.5/);
});

Deno.test("relevelledPath() reproduces error and turnover of 20 days at 20 %", () => {
  // Facts of the lab, a 10 % short, bp: error sd none 2.2 (−1x) and 4.4 (−2x), weekly 1.0 and 2.0,
  // band of 10 % 1.9 and 2.4; turnover weekly 68, band 11 and 43.
  const paths = SOAK ? 40_000 : 4000;
  const expected: readonly (readonly [number, RelevelRule, number, number])[] = [
    [-1, { kind: "none" }, 2.2, 0],
    [-2, { kind: "none" }, 4.4, 0],
    [-1, { kind: "calendar", days: 5 }, 1.0, 68],
    [-2, { kind: "calendar", days: 5 }, 2.0, 68],
    [-1, { kind: "band", band: 0.1 }, 1.9, 11],
    [-2, { kind: "band", band: 0.1 }, 2.4, 43],
  ];
  for (const [leverage, rule, error, turnover] of expected) {
    const stream = randomStream(2);
    const ends = Array.from({ length: paths }, () => {
      const returns = Array.from({ length: 20 }, () => 0.2 / Math.sqrt(252) * stream.normal());
      // The last evening's trade changes nothing any more; 19 days of trades are what was counted.
      const path = relevelledPath(returns, { exposure: -0.1, leverage, rule });
      return [path.differenceBps, path.turnoverBps - path.days[19].traded * 1e4];
    });
    const sd = standardDeviation(ends.map(([difference]) => difference));
    const traded = mean(ends.map(([, bps]) => bps));
    close(sd, error, 0.07);
    ok(Math.abs(traded - turnover) < 2 + 0.05 * turnover, `${traded} is not ${turnover}`);
  }
});

Deno.test("relevelledPath() is inside its band every evening, and charges what it trades", () => {
  for (let seed = 0; seed < 50; seed++) {
    const stream = randomStream(seed);
    const returns = Array.from({ length: 120 }, () => 0.02 * stream.student(4));
    const path = relevelledPath(returns, { exposure: -0.1, leverage: -2, costBps: 20 });
    for (const { after } of path.days) ok(Math.abs(after / -0.1 - 1) <= 0.1 + 1e-12);
    close(path.costBps, path.turnoverBps * 20 / 1e4);
    const free = relevelledPath(returns, { exposure: -0.1, leverage: -2 });
    close(free.differenceBps - path.differenceBps, path.costBps, 1e-9);
    equal(path.trades, path.days.filter(({ traded }) => traded > 0).length);
  }
});

Deno.test("relevelledPath() refuses a long exposure through an inverse fund, and bad rules", () => {
  throws(() => relevelledPath([], { exposure: 0.1, leverage: -2 }), /leverage's sign, got 0.1/);
  const terms = { exposure: -0.1, leverage: -2 };
  throws(
    () => relevelledPath([], { ...terms, rule: { kind: "band", band: 10 } }),
    /0.1 for 10 %, got 10/,
  );
  throws(
    () => relevelledPath([], { ...terms, rule: { kind: "calendar", days: 0 } }),
    /whole number of days from 1, got 0/,
  );
});

Deno.test("daysToRelevel() agrees with Monte Carlo at daily closes", () => {
  const paths = SOAK ? 20_000 : 3000;
  for (const leverage of [-1, -2]) {
    const stream = randomStream(5), daily = Math.abs(leverage) * 0.2 / Math.sqrt(252);
    const days = Array.from({ length: paths }, () => {
      let log = 0, day = 0;
      while (log < Math.log(1.1) && log > Math.log(0.9)) {
        log += daily * stream.normal();
        day++;
      }
      return day;
    });
    const expected = daysToRelevel({ leverage, volatility: 0.2 });
    close(mean(days) / expected.atDailyCloses, 1, 0.06);
    ok(expected.continuous < expected.atDailyCloses);
  }
});

Deno.test("driftedExposure() is the formula of Avellaneda and Zhang in many small steps", () => {
  const steps = 20_000, r = Math.log(0.9) / steps;
  const drifted = driftedExposure(-0.06, {
    leverage: -2,
    indexReturns: new Array(steps).fill(Math.expm1(r)),
  });
  close(drifted / -0.06, exposureGrowth({ leverage: -2, indexReturn: -0.1 }), 1e-4);
  close(exposureGrowth({ leverage: -2, indexReturn: 0, variance: 0.0625 }), Math.exp(-0.1875));
});

Deno.test("the exercises of lesson 04 have the answers that its page gives", () => {
  // 04.1: capital for a 6 % short through a −2x fund.
  equal(fundCapital(-0.06, -2), 0.03);
  // 04.2: a flat year at 25 %: −2x, −1x, and the median without drift.
  const year = { volatility: 0.25 };
  equal((100 * flatIndexReturn({ leverage: -2, ...year })).toFixed(1), "-17.1");
  equal((100 * flatIndexReturn({ leverage: -1, ...year })).toFixed(1), "-6.1");
  equal((100 * medianReturn({ leverage: -2, ...year })).toFixed(1), "-11.8");
  // 04.3: the day after the index fell 10 %, as a share of the old equity; a borrowed short shrinks.
  close(driftedExposure(-0.06, { leverage: -2, indexReturns: [-0.1] }), -0.072);
  close(driftedExposure(-0.06, { leverage: 1, indexReturns: [-0.1] }), -0.054);
  // 04.5: days at a tenth of $55,000; with exposure for capital, and with all of the volume.
  const sold = (positionUsd: number, participation = 0.1) =>
    daysToLiquidate({ positionUsd, advUsd: 55_000, participation }).toFixed(1);
  equal(sold(fundCapital(-0.06, -2) * 1e6), "5.5");
  equal(sold(60_000), "10.9");
  equal(sold(30_000, 1), "0.5");
});

Deno.test("sizing functions refuse what cannot be", () => {
  throws(() => fundCapital(NaN, -2), /finite number, got NaN/);
  throws(() => fundCapital(0.1, 0), /leverage must be a number other than 0/);
  throws(() => daysToLiquidate({ positionUsd: 1, advUsd: 0 }), /dollars a day above 0, got 0/);
  throws(
    () => daysToLiquidate({ positionUsd: 1, advUsd: 1, participation: 10 }),
    /0.1 for a tenth, got 10/,
  );
  throws(() => flatIndexReturn({ leverage: -2, volatility: 25 }), /0.2 for 20 %, got 25/);
});
