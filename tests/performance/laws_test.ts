import {
  cagr,
  calendarReturns,
  calmar,
  capture,
  deepestDrawdown,
  drawdowns,
  expectedShortfall,
  factorRegression,
  growth,
  informationRatio,
  kurtosis,
  loScale,
  loSharpe,
  type Measure,
  omega,
  performanceMeasures,
  rollingSharpe,
  sharpe,
  skewness,
  sortino,
  ulcerIndex,
  underwater,
  valueAtRisk,
  volatility,
} from "lab/performance";
import { mean, randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { draws } from "../portfolio/draws.ts";
import { SOAK } from "../soak.ts";

const SERIES = SOAK ? 1_000 : 100;
const options = { periodsPerYear: 52 };

function series(seed: string): number[] {
  const draw = draws(seed);
  const n = 20 + draw.below(200), drift = 0.004 * draw.normal();
  return Array.from({ length: n }, () => Math.max(-0.9, drift + 0.02 * draw.normal()));
}

function near(a: number | undefined, b: number | undefined, seed: string, scale = 1e-9): void {
  if (a === undefined && b === undefined) return;
  ok(
    a !== undefined && b !== undefined && Math.abs(a - b) <= scale * Math.max(1, Math.abs(b)),
    `${seed}: ${a} and ${b}`,
  );
}

function everySeries(law: (returns: number[], seed: string) => void): void {
  for (let i = 0; i < SERIES; i++) law(series(`performance ${i}`), `performance ${i}`);
}

Deno.test("scaling: half the exposure has half the volatility and tail, and the same ratios", () => {
  everySeries((returns, seed) => {
    const half = returns.map((value) => value / 2);
    near(volatility(half, options).value, volatility(returns, options).value! / 2, seed);
    for (const method of ["historic", "normal", "student", "cornish-fisher"] as const) {
      const whole = valueAtRisk(returns, { method }).value!;
      near(valueAtRisk(half, { method }).value, whole / 2, seed);
    }
    near(expectedShortfall(half).value, expectedShortfall(returns).value! / 2, seed);
    for (const measure of [sharpe, loSharpe, sortino, omega]) {
      const a = measure(half, options), b = measure(returns, options);
      near(a.value, b.value, seed);
      near(a.interval.low, b.interval.low, seed);
    }
    near(skewness(half).value, skewness(returns).value, seed);
    near(kurtosis(half).value, kurtosis(returns).value, seed);
  });
});

Deno.test("reordering moves what hangs on the path, and nothing else", () => {
  let moved = 0;
  everySeries((returns, seed) => {
    const turned = returns.toReversed();
    for (const measure of [cagr, volatility, sharpe, sortino, omega]) {
      near(measure(turned, options).value, measure(returns, options).value, seed);
    }
    for (const measure of [skewness, kurtosis]) {
      near(measure(turned).value, measure(returns).value, seed, 1e-8);
    }
    near(valueAtRisk(turned).value, valueAtRisk(returns).value, seed);
    if (Math.abs(ulcerIndex(turned).value! - ulcerIndex(returns).value!) > 1e-6) moved++;
  });
  ok(moved > 0.9 * SERIES, "an ulcer index that order never moves would read no path");
});

Deno.test("duplication leaves moments divided by n, and makes errors smaller by √2", () => {
  everySeries((returns, seed) => {
    const n = returns.length, double = [...returns, ...returns];
    near(omega(double, options).value, omega(returns, options).value, seed);
    near(sortino(double, options).value, sortino(returns, options).value, seed);
    near(skewness(double).value, skewness(returns).value, seed);
    near(cagr(double, options).value, cagr(returns, options).value, seed);
    // Divided by n − 1 before, by 2n − 1 after.
    near(
      sharpe(double, options).value,
      sharpe(returns, options).value! * Math.sqrt((2 * n - 1) / (2 * n) * n / (n - 1)),
      seed,
    );
    const error = (of: readonly number[]) => {
      const { interval } = sharpe(of, { ...options, lags: 0 });
      return interval.low === undefined ? NaN : interval.standardError!;
    };
    near(error(double), error(returns) / Math.SQRT2, seed);
  });
});

Deno.test("shifting returns and the risk-free rate together moves no ratio of excess returns", () => {
  everySeries((returns, seed) => {
    const shifted = returns.map((value) => value + 0.001);
    for (const measure of [sharpe, loSharpe, sortino, omega]) {
      near(
        measure(shifted, { ...options, riskFree: 0.001 }).value,
        measure(returns, options).value,
        seed,
      );
    }
    const riskFree = returns.map((_, t) => 0.0001 * (t % 7));
    const with_ = returns.map((value, t) => value + riskFree[t]);
    near(sharpe(with_, { ...options, riskFree }).value, sharpe(returns, options).value, seed);
  });
});

Deno.test("concatenation: growth multiplies, years add, a drawdown only deepens", () => {
  everySeries((returns, seed) => {
    const cut = Math.floor(returns.length / 3);
    const first = returns.slice(0, cut), second = returns.slice(cut);
    const end = (of: readonly number[]) => growth(of)[of.length];
    near(end(first) * end(second), end(returns), seed);
    const deepest = (of: readonly number[]) => deepestDrawdown(of).value!;
    ok(deepest(returns) <= Math.min(deepest(first), deepest(second)) + 1e-12, seed);
    near(Math.min(0, ...underwater(returns)), deepest(returns), seed);
  });
});

Deno.test("missing returns at either end are counted and move no value", () => {
  everySeries((returns, seed) => {
    const late = [undefined, undefined, ...returns, undefined];
    const groups = performanceMeasures({ returns: late, ...options });
    const plain = performanceMeasures({ returns, ...options });
    groups.forEach((group, g) =>
      group.measures.forEach((measure, i) => {
        const other = plain[g].measures[i];
        equal(measure.value, other.value, `${seed}: ${measure.name}`);
        equal(measure.n, other.n, `${seed}: ${measure.name}`);
        equal(measure.missing, 3, `${seed}: ${measure.name}`);
      })
    );
  });
});

Deno.test("a gap in between is counted where order is no matter, and refused where it is", () => {
  everySeries((returns, seed) => {
    const holed = [...returns.slice(0, 5), undefined, ...returns.slice(5)];
    near(volatility(holed, options).value, volatility(returns, options).value, seed);
    equal(volatility(holed, options).missing, 1);
    for (const measure of [cagr, calmar, loSharpe]) {
      const found = measure(holed, options);
      equal(found.value, undefined);
      ok(/position 5 has no return/.test((found as { reason: string }).reason), seed);
    }
  });
});

Deno.test("every interval holds its value, and every measure says its convention", () => {
  everySeries((returns, seed) => {
    const benchmark = series(`${seed} other`);
    const n = Math.min(returns.length, benchmark.length);
    const groups = performanceMeasures({
      returns: returns.slice(0, n),
      benchmark: benchmark.slice(0, n),
      ...options,
    });
    for (const measure of groups.flatMap((group): readonly Measure[] => group.measures)) {
      ok(/\.$/.test(measure.convention) && measure.convention.length > 20, measure.name);
      if (measure.value === undefined) continue;
      ok(Number.isFinite(measure.value), `${seed}: ${measure.name}`);
      const { low, high } = measure.interval;
      if (low === undefined) continue;
      ok(low <= measure.value && measure.value <= high!, `${seed}: ${measure.name}`);
    }
  });
});

Deno.test("a book that is its benchmark has beta one, no alpha, capture one, no information ratio", () => {
  everySeries((returns, seed) => {
    const { alpha, betas } = factorRegression(
      returns,
      [{ name: "itself", returns }],
      options,
    );
    near(betas[0].value, 1, seed);
    near(alpha.value, 0, seed);
    near(capture(returns, returns, "up", options).value, 1, seed);
    near(capture(returns, returns, "down", options).value, 1, seed);
    equal(informationRatio(returns, returns, options).value, undefined);
  });
});

Deno.test("positive autocorrelation makes a year's Sharpe smaller, negative larger, none √q", () => {
  for (let q = 2; q <= 60; q++) {
    ok(loScale(q, [0.1])! < Math.sqrt(q) && loScale(q, [-0.1])! > Math.sqrt(q));
    near(loScale(q, []), Math.sqrt(q), String(q), 1e-12);
  }
});

Deno.test("drawdowns() follow each other, and each stays below its peak until it recovers", () => {
  everySeries((returns, seed) => {
    const value = growth(returns);
    const found = drawdowns(returns).toSorted((a, b) => a.peakAt - b.peakAt);
    equal(found.filter((one) => one.recoveredAt === undefined).length <= 1, true, seed);
    found.forEach((one, i) => {
      const end = one.recoveredAt ?? returns.length;
      if (i > 0) ok(one.peakAt >= found[i - 1].recoveredAt!, seed);
      near(value[one.troughAt] / value[one.peakAt] - 1, one.depth, seed);
      for (let t = one.peakAt + 1; t < end; t++) ok(value[t] < value[one.peakAt], seed);
    });
  });
});

Deno.test("calendarReturns() multiply up to the whole, by year and by month", () => {
  everySeries((returns, seed) => {
    const first = Date.UTC(2020, 0, 3);
    const days = returns.map((_, t) => new Date(first + 7 * 864e5 * t).toISOString().slice(0, 10));
    for (const by of ["year", "month"] as const) {
      const product = calendarReturns(days, returns, by)
        .reduce((value, row) => value * (1 + row.value!), 1);
      near(product, growth(returns)[returns.length], seed);
    }
  });
});

Deno.test("rollingSharpe() of one whole window is sharpe()", () => {
  everySeries((returns, seed) => {
    const [only] = rollingSharpe(returns, { ...options, window: returns.length });
    equal(only.measure.value, sharpe(returns, options).value, seed);
  });
});

Deno.test("the Sharpe's interval covers the truth on independent and on autocorrelated returns", () => {
  // 400 series of 260 weeks: the exact 99.9 % binomial range around 95 % is 90.8 to 98.3 %; Newey
  // and West's own shortfall at 260 weeks takes about a point of it.
  const COUNT = 400, N = 260;
  for (const rho of [0, 0.2]) {
    const stream = randomStream(2026, rho === 0 ? 0 : 1);
    const truth = 0.1 * Math.sqrt(52);
    let covered = 0;
    for (let i = 0; i < COUNT; i++) {
      let before = stream.normal();
      const returns = Array.from({ length: N }, () => {
        before = rho * before + Math.sqrt(1 - rho * rho) * stream.normal();
        return 0.02 * (0.1 + before);
      });
      const { interval } = sharpe(returns, options);
      if (interval.low! <= truth && truth <= interval.high!) covered++;
    }
    ok(covered / COUNT >= 0.908 && covered / COUNT <= 0.983, `rho ${rho}: ${covered / COUNT}`);
  }
});

Deno.test("the volatility's interval covers the truth on fat-tailed returns", () => {
  const COUNT = 400, stream = randomStream(2027);
  const logs: number[] = [];
  let covered = 0;
  for (let i = 0; i < COUNT; i++) {
    const returns = Array.from({ length: 260 }, () => 0.02 * stream.student(8));
    const { interval, value } = volatility(returns, options);
    const truth = 0.02 * Math.sqrt(52);
    logs.push(Math.log(value! / truth));
    if (interval.low! <= truth && truth <= interval.high!) covered++;
  }
  ok(Math.abs(mean(logs)) < 0.02);
  ok(covered / COUNT >= 0.908 && covered / COUNT <= 0.983, String(covered / COUNT));
});

Deno.test("drawdowns() end where a fall is made good, whatever rounding leaves of the last bit", () => {
  // 0.95 up by 1/0.95 − 1 is 1 by hand, and 0.9999999999999999 in doubles.
  const falls = [0.05, 0.3, 0.21, 0.53, 0.1, 0.64];
  const returns = falls.flatMap((fall) => [-fall, 1 / (1 - fall) - 1]);
  let value = 1, short = 0;
  for (const one of returns) {
    value *= 1 + one;
    if (value < 1 && value > 1 - 1e-12) short++;
  }
  ok(short > 0, "no fall of these is left a hair below its peak");
  const found = drawdowns(returns);
  equal(found.length, falls.length);
  ok(found.every(({ recoveredAt, peakAt }) => recoveredAt === peakAt + 2));
});
