import {
  cagr,
  deepestDrawdown,
  expectedShortfall,
  loScale,
  loSharpe,
  measureText,
  performanceMeasures,
  valueAtRisk,
  volatility,
} from "lab/performance";
import { tailLoss } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";

const STILL = Array.from({ length: 60 }, (_, t) => 0.001 + (t % 2 ? 1e-19 : 0));

Deno.test("no measure of returns that do not differ has an interval, for it would be a certainty", () => {
  const bootstrap = { seed: 1, draws: 100 };
  const all = performanceMeasures({
    returns: STILL,
    benchmark: STILL,
    periodsPerYear: 52,
    bootstrap,
  }).flatMap(({ measures }) => measures);
  ok(all.length > 20);
  for (const { name, interval } of all) {
    // Wilson's interval of a share has a width even where every period is alike.
    if (interval.low !== undefined) equal(name, "Periods above zero");
  }
  match(
    measureText(cagr(STILL, { periodsPerYear: 52 })),
    /no interval: the sample shows no spread/,
  );
  const half = STILL.map((value, t) => t === 40 ? -0.01 : value);
  ok(cagr(half, { periodsPerYear: 52 }).interval.low !== undefined);
  ok(volatility(half, { periodsPerYear: 52 }).interval.low !== undefined);
});

Deno.test("a quantile whose neighbours in rank are one value has no interval", () => {
  // Nine of ten days stand still, so that the median loss is exactly zero with all its neighbours.
  const returns = Array.from({ length: 200 }, (_, t) => t % 10 ? 0 : -0.01 * (1 + t % 7));
  const { value, interval } = valueAtRisk(returns, { confidence: 0.6 });
  equal(value, 0);
  equal(interval.low, undefined);
  ok(expectedShortfall(returns, { confidence: 0.95 }).interval.low !== undefined);
  const rising = Array.from({ length: 40 }, (_, t) => 0.001 * (1 + t % 3));
  const never = deepestDrawdown(rising, { bootstrap: { seed: 1, draws: 100 } });
  equal(never.value, 0);
  equal(never.interval.low, undefined);
});

Deno.test("growth of less than a year says that it is stretched, and of a year nothing", () => {
  const weeks = Array.from({ length: 52 }, (_, t) => 0.001 * (t % 5));
  match(measureText(cagr(weeks.slice(1), { periodsPerYear: 52 })), /stretched to a year from less/);
  equal(cagr(weeks, { periodsPerYear: 52 }).value !== undefined, true);
  ok(!/stretched/.test(measureText(cagr(weeks, { periodsPerYear: 52 }))));
});

Deno.test("a tail method that there is not is refused with those that there are", () => {
  const returns = Array.from({ length: 50 }, (_, t) => 0.01 * Math.sin(t));
  const method = "evt" as "gpd", need = /method must be "historic", .* or "gpd", got "evt"/;
  throws(() => tailLoss(returns, { confidence: 0.95, method }), need);
  throws(() => valueAtRisk(returns, { method }), need);
  throws(() => expectedShortfall(STILL, { method }), need);
  throws(() => valueAtRisk(returns, { methods: "gpd" } as never), /there is no option "methods"/);
});

Deno.test("loSharpe() names the autocorrelations that it used, and is none without any", () => {
  const returns = Array.from({ length: 60 }, (_, t) => 0.001 + 0.01 * Math.sin(t / 3));
  const found = loSharpe(returns, { periodsPerYear: 52, lags: 2 });
  const [, first, second] = /with 2 autocorrelations (\S+), (\S+) \(Lo takes/.exec(
    found.convention,
  )!;
  const mean = returns.reduce((sum, one) => sum + one, 0) / 60;
  const together = (k: number) =>
    returns.slice(k).reduce((sum, one, t) => sum + (one - mean) * (returns[t] - mean), 0);
  equal(first, (together(1) / together(0)).toFixed(2));
  equal(second, (together(2) / together(0)).toFixed(2));
  match(
    measureText(loSharpe(returns, { periodsPerYear: 52, lags: 0 })),
    /not measured, no autocorrelation is taken, so that nothing is corrected/,
  );
  throws(
    () => (loScale as (q: number) => number)(12),
    /autocorrelations must be a list of numbers/,
  );
  throws(() => loScale(12, [1.5]), /an autocorrelation lies from -1 to 1, got 1.5/);
  throws(() => loScale(12, [NaN]), /must hold finite numbers/);
});
