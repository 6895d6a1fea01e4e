import { ewmaBeta, olsBeta, randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { close, measured } from "./beta_series.ts";

const LONGER_Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030, -0.004, 0.012];
const LONGER_X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018, 0.002, 0.007];
const Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030];
const X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018];

Deno.test("olsBeta() agrees with scipy in slope, standard error and interval", () => {
  // scipy 1.17: r = scipy.stats.linregress(X, Y); r.slope ± t.ppf(.975, 4)·r.stderr
  const fit = olsBeta(Y, X, { minimumPairs: 6 });
  ok(fit.beta !== undefined);
  close(fit.beta, 1.5173945225758696);
  close(fit.standardError, 0.128578480873725);
  close(fit.low, 1.1604034287202478);
  close(fit.high, 1.8743856164314914);
  equal(fit.pairs, 6);
});

Deno.test("olsBeta() of an asset that is an exact multiple has an interval of no width", () => {
  const fit = olsBeta([-0.02, 0, 0.02, 0.04], [-0.01, 0, 0.01, 0.02], { minimumPairs: 4 });
  ok(fit.beta !== undefined);
  close(fit.beta, 2);
  close(fit.high - fit.low, 0);
});

Deno.test("ewmaBeta() uses weighted means, as numpy with aweights does", () => {
  // numpy 2.4: w = 0.5**((5 - arange(6))/2); c = cov(X, Y, aweights=w, ddof=0); c[0,1]/c[0,0]
  close(ewmaBeta(Y, X, { halfLifeDays: 2, minimumPairs: 3 }).beta, 1.5062475167434353);
});

Deno.test("ewmaBeta() lets a gap age the pairs before it, and drops the pair", () => {
  // The same call as above on the entries [0, 1, 3, 4, 5] with their own weights.
  const gapped = [...Y.slice(0, 2), undefined, ...Y.slice(3)];
  const fit = ewmaBeta(gapped, X, { halfLifeDays: 2, minimumPairs: 3 });
  close(fit.beta, 1.5197942251440164);
  equal(fit.pairs, 5);
});

Deno.test("ewmaBeta() with a very long half-life is the OLS beta", () => {
  const ols = olsBeta(Y, X, { minimumPairs: 6 }).beta!;
  close(ewmaBeta(Y, X, { halfLifeDays: 1e9, minimumPairs: 6 }).beta, ols, 1e-7);
});

Deno.test("betas from too few pairs are a reason, never a number", () => {
  const gaps = [...Y, ...new Array(100).fill(undefined)];
  const index = new Array(106).fill(0).map((_, i) => (i % 7) / 100);
  deepEqual(olsBeta(gaps, index), {
    beta: undefined,
    pairs: 6,
    reason: "only 6 pairs of returns, 60 are needed",
  });
  deepEqual(ewmaBeta(gaps, index), olsBeta(gaps, index));
});

Deno.test("betas to an index that did not move are a reason, never a number", () => {
  const still = new Array(60).fill(0.001);
  const asset = still.map((_, i) => i / 1000);
  for (const fit of [olsBeta(asset, still), ewmaBeta(asset, still)]) {
    equal(fit.beta, undefined);
    ok("reason" in fit && /did not move/.test(fit.reason));
  }
});

Deno.test("betas refuse series of two lengths, returns that are not finite, bad options", () => {
  throws(() => olsBeta(Y, X.slice(1)), /two series of one length, got 6 and 5/);
  throws(
    () => olsBeta([NaN, ...Y], [0, ...X]),
    /finite returns or undefined, got NaN and 0 at posi/,
  );
  throws(() => olsBeta(Y, X, { minimumPairs: 2 }), /whole number from 3, got 2/);
  throws(() => olsBeta(Y, X, { level: 95 }), /level must lie in \(0, 1\), got 95/);
  throws(() => ewmaBeta(Y, X, { halfLifeDays: 0 }), /halfLifeDays must be above 0, got 0/);
});

Deno.test("olsBeta() covers the true beta in about 95 of 100 seeded draws", () => {
  let covered = 0;
  const draws = 1000;
  for (let seed = 0; seed < draws; seed++) {
    const stream = randomStream(seed);
    const index = Array.from({ length: 60 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => 1.3 * x + 0.008 * stream.normal());
    const fit = olsBeta(asset, index);
    if (fit.beta !== undefined && fit.low <= 1.3 && 1.3 <= fit.high) covered++;
  }
  // Binomial(1000, 0.95) has a standard deviation of 6.9: four of them either side.
  ok(covered >= 922 && covered <= 978, `${covered} of ${draws}`);
});

Deno.test("betas scale with the asset, fall with the index, and ignore shifts of either", () => {
  for (let seed = 0; seed < 50; seed++) {
    const stream = randomStream(seed);
    const index = Array.from({ length: 80 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => 0.7 * x + 0.01 * stream.student(5));
    for (const estimate of [olsBeta, ewmaBeta]) {
      const { beta } = estimate(asset, index);
      close(estimate(asset.map((y) => -2 * y + 0.001), index).beta, -2 * beta!, 1e-9);
      close(estimate(asset, index.map((x) => 4 * x - 0.002)).beta, beta! / 4, 1e-9);
    }
  }
});

Deno.test("ewmaBeta() agrees with statsmodels in slope and with numpy in standard error", () => {
  // statsmodels 0.15: WLS(LONGER_Y, add_constant(LONGER_X), weights=w) with w = 0.5**((7 - arange(8))/2), and
  // s² (A'WA)⁻¹ A'W²A (A'WA)⁻¹ with s² = Σw e²/(Σw − trace((A'WA)⁻¹ A'W²A)), numpy 2.4.
  const fit = measured(ewmaBeta(LONGER_Y, LONGER_X, { halfLifeDays: 2, minimumPairs: 8 }));
  close(fit.beta, 1.5828279766755864);
  close(fit.standardError, 0.20892298160703443);
  // Kish's count is 5.14, so 3 degrees of freedom: scipy.stats.t.ppf(.975, 3) = 3.18244630528.
  close((fit.high - fit.low) / 2, 3.182446305283709 * 0.20892298160703443, 1e-10);
});

Deno.test("ewmaBeta() with a very long half-life has the interval of OLS", () => {
  const long = measured(ewmaBeta(LONGER_Y, LONGER_X, { halfLifeDays: 1e9, minimumPairs: 8 }));
  const ols = measured(olsBeta(LONGER_Y, LONGER_X, { minimumPairs: 8 }));
  close(long.standardError, ols.standardError, 1e-7);
  close(long.low, ols.low, 1e-7);
  close(long.high, ols.high, 1e-7);
});

Deno.test("ewmaBeta() with a half-life of hours has a reason and no beta", () => {
  const fit = ewmaBeta(LONGER_Y, LONGER_X, { halfLifeDays: 0.02, minimumPairs: 8 });
  equal(fit.beta, undefined);
});
