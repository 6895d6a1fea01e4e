import { brierScore, type Forecast, randomStream, reliability } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const of = (...pairs: [number, boolean][]): Forecast[] =>
  pairs.map(([stated, right]) => ({ stated, right }));

/** Forecasts that come true as often as they say. */
function honest(seed: number, count: number): Forecast[] {
  const stream = randomStream(seed);
  return Array.from({ length: count }, () => {
    const stated = stream.uniform();
    return { stated, right: stream.uniform() < stated };
  });
}

Deno.test("brierScore() agrees with scikit-learn", () => {
  // sklearn.metrics.brier_score_loss([1, 0, 1, 1], [0.8, 0.6, 0.7, 0.4])
  const found = brierScore(of([0.8, true], [0.6, false], [0.7, true], [0.4, true]));
  ok(Math.abs(found - 0.2125) < 1e-15);
  equal(brierScore(of([1, true], [0, false])), 0);
  equal(brierScore(of([1, false])), 1);
});

Deno.test("brierScore() is best, on average, for the probability that is true", () => {
  // n·p right ones: the mean of (q − o)² has its minimum at q = p.
  const record = (stated: number) =>
    Array.from({ length: 100 }, (_, i) => ({ stated, right: i < 63 }));
  for (const other of [0, 0.3, 0.62, 0.64, 1]) {
    ok(brierScore(record(other)) > brierScore(record(0.63)));
  }
});

Deno.test("brierScore() refuses nothing, percent and open outcomes", () => {
  throws(() => brierScore([]), /need at least one forecast, got none/);
  throws(() => brierScore(of([80, true])), /0.8 for 80 %\), got 80 at position 0/);
  throws(
    () => brierScore([{ stated: 0.5, right: undefined as unknown as boolean }]),
    { name: "TypeError", message: /leave out what has no outcome/ },
  );
});

Deno.test("reliability() bins by hand", () => {
  const { bins, count, baseRate, calibrationError } = reliability(
    of([0.05, false], [0.5, true], [0.55, false], [0.6, true], [1, true]),
    { bins: 5 },
  );
  deepEqual(bins.map(({ count }) => count), [1, 0, 2, 1, 1]);
  deepEqual(bins.map(({ from, to }) => [from, to])[3], [0.6, 0.8]);
  equal(bins[2].stated, 0.525);
  equal(bins[2].observed!.share, 0.5);
  equal(bins[2].observed!.trials, 2);
  equal(bins[1].stated, undefined);
  equal(count, 5);
  equal(baseRate, 0.6);
  // (|0 − 0.05| + |1 − 1.05| + |1 − 0.6| + |1 − 1|)/5 = 0.5/5.
  ok(Math.abs(calibrationError! - 0.1) < 1e-15);
});

Deno.test("reliability() puts a stated edge into the bin above, whatever its rounding", () => {
  for (const bins of [3, 7, 10, 20]) {
    for (let i = 0; i < bins; i++) {
      const found = reliability([{ stated: i / bins, right: true }], { bins }).bins;
      equal(found.findIndex(({ count }) => count === 1), i);
    }
  }
});

Deno.test("reliability() of honest forecasts has a small error and holds every forecast", () => {
  for (const seed of [1, 2, 3]) {
    const forecasts = honest(seed, 5000);
    const { bins, calibrationError, baseRate } = reliability(forecasts);
    equal(bins.reduce((sum, { count }) => sum + count, 0), 5000);
    ok(calibrationError! < 0.03, `${calibrationError}`);
    ok(Math.abs(baseRate! - 0.5) < 0.03);
    // Honest uniform forecasts have a Brier score of ∫p(1 − p) = 1/6.
    ok(Math.abs(brierScore(forecasts) - 1 / 6) < 0.01);
    const boastful = forecasts.map(({ stated, right }) => ({ stated: Math.sqrt(stated), right }));
    ok(reliability(boastful).calibrationError! > 0.1);
  }
});

Deno.test("reliability() does not mind the order of forecasts", () => {
  const forecasts = honest(4, 200);
  deepEqual(
    reliability(forecasts).bins.map(({ count, observed }) => [count, observed]),
    reliability(forecasts.toReversed()).bins.map(({ count, observed }) => [count, observed]),
  );
});

Deno.test("reliability() of nothing has empty bins and no figures", () => {
  const { bins, count, baseRate, calibrationError } = reliability([]);
  equal(bins.length, 10);
  deepEqual([count, baseRate, calibrationError], [0, undefined, undefined]);
  throws(() => reliability([], { bins: 2.5 }), /whole number of bins from 1 to 100, got 2.5/);
});
