import {
  type BetaWithInterval,
  blumeBeta,
  dimsonBeta,
  ewmaBeta,
  kalmanBeta,
  olsBeta,
  randomStream,
  vasicekBetas,
} from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(
    a !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)),
    `${a} is not ${b}`,
  );

const Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030, -0.004, 0.012];
const X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018, 0.002, 0.007];
const DRAWS = SOAK ? 2000 : 400;

function measured<T extends { readonly beta: number | undefined }>(
  fit: T,
): Extract<T, { readonly beta: number }> {
  ok(fit.beta !== undefined, "there should be a beta");
  return fit as Extract<T, { readonly beta: number }>;
}

Deno.test("ewmaBeta() agrees with statsmodels in slope and with numpy in standard error", () => {
  // statsmodels 0.15: WLS(Y, add_constant(X), weights=w) with w = 0.5**((7 - arange(8))/2), and
  // s² (A'WA)⁻¹ A'W²A (A'WA)⁻¹ with s² = Σw e²/(Σw − trace((A'WA)⁻¹ A'W²A)), numpy 2.4.
  const fit = measured(ewmaBeta(Y, X, { halfLifeDays: 2, minimumPairs: 8 }));
  close(fit.beta, 1.5828279766755864);
  close(fit.standardError, 0.20892298160703443);
  // Kish's count is 5.14, so 3 degrees of freedom: scipy.stats.t.ppf(.975, 3) = 3.18244630528.
  close((fit.high - fit.low) / 2, 3.182446305283709 * 0.20892298160703443, 1e-10);
});

Deno.test("ewmaBeta() with a very long half-life has the interval of OLS", () => {
  const long = measured(ewmaBeta(Y, X, { halfLifeDays: 1e9, minimumPairs: 8 }));
  const ols = measured(olsBeta(Y, X, { minimumPairs: 8 }));
  close(long.standardError, ols.standardError, 1e-7);
  close(long.low, ols.low, 1e-7);
  close(long.high, ols.high, 1e-7);
});

Deno.test("ewmaBeta() with a half-life of hours has a reason and no beta", () => {
  const fit = ewmaBeta(Y, X, { halfLifeDays: 0.02, minimumPairs: 8 });
  equal(fit.beta, undefined);
});

Deno.test("dimsonBeta() agrees with statsmodels in sum, standard error and interval", () => {
  // statsmodels 0.15: OLS(Y[1:-1], add_constant(c_[X[:-2], X[1:-1], X[2:]])).fit()
  //   .t_test([0, 1, 1, 1]): effect, sd, conf_int()
  const fit = measured(dimsonBeta(Y, X, { minimumPairs: 6 }));
  close(fit.beta, 0.6778502028223381, 1e-11);
  close(fit.standardError, 0.7072491381218573, 1e-11);
  close(fit.low, -2.36519723, 1e-8);
  close(fit.high, 3.72089764, 1e-8);
  equal(fit.pairs, 6);
});

Deno.test("dimsonBeta() leaves out the three days around a gap of the index", () => {
  const stream = randomStream(3);
  const index = Array.from({ length: 100 }, () => 0.01 * stream.normal());
  const asset = index.map((x) => x + 0.001 * stream.normal());
  equal(dimsonBeta(asset, index).pairs, 98);
  equal(dimsonBeta(asset, index.map((x, i) => i === 50 ? undefined : x)).pairs, 95);
  equal(dimsonBeta(asset.map((y, i) => i === 50 ? undefined : y), index).pairs, 97);
});

Deno.test("dimsonBeta() sees the whole reaction of an asset that answers two days late or early", () => {
  const stream = randomStream(5);
  const index = Array.from({ length: 120 }, () => 0.01 * stream.normal());
  for (const [before, same, after] of [[0.4, 0.5, 0.1], [0, 0.7, 0.6], [1, -0.2, 0]]) {
    const asset = index.map((x, i) =>
      before * (index[i - 1] ?? 0) + same * x + after * (index[i + 1] ?? 0)
    );
    const fit = measured(dimsonBeta(asset, index));
    close(fit.beta, before + same + after, 1e-10);
    ok(fit.standardError < 1e-10);
  }
});

const estimate = (beta: number, standardError: number, pairs = 252): BetaWithInterval => ({
  beta,
  pairs,
  standardError,
  low: beta - 2 * standardError,
  high: beta + 2 * standardError,
  level: 0.95,
});

Deno.test("vasicekBetas() weighs by precision, as worked by hand", () => {
  // Prior 1 with variance 0.04, estimate 1.6 with se 0.1: (1/0.04 + 1.6/0.01)/(25 + 100) = 1.48,
  // variance 1/125, weight 100/125.
  const [fit] = vasicekBetas([estimate(1.6, 0.1)], { prior: { mean: 1, variance: 0.04 } });
  const row = measured(fit);
  close(row.beta, 1.48);
  close(row.standardError, Math.sqrt(1 / 125));
  close(row.weight, 0.8);
});

Deno.test("vasicekBetas() takes mean and variance of the cross-section as its prior", () => {
  // Betas 0.5, 1, 1.5: mean 1, variance 0.25. The third with se 0.5: (1/0.25 + 1.5/0.25)/8 = 1.25.
  const rows = vasicekBetas([estimate(0.5, 0), estimate(1, 0.5), estimate(1.5, 0.5)]).map(measured);
  deepEqual(rows.map((row) => row.beta), [0.5, 1, 1.25]);
  deepEqual(rows.map((row) => row.weight), [1, 0.5, 0.5]);
});

Deno.test("vasicekBetas() lies between estimate and prior, never less sure than either", () => {
  const stream = randomStream(8);
  for (let draw = 0; draw < 200; draw++) {
    const rows = Array.from(
      { length: 11 },
      () => estimate(1 + 0.4 * stream.normal(), 0.01 + stream.uniform()),
    );
    const mean = rows.reduce((sum, row) => sum + row.beta, 0) / 11;
    vasicekBetas(rows).forEach((fit, i) => {
      const { beta, standardError } = measured(fit);
      ok(beta >= Math.min(mean, rows[i].beta) - 1e-12);
      ok(beta <= Math.max(mean, rows[i].beta) + 1e-12);
      ok(standardError <= rows[i].standardError);
    });
  }
});

Deno.test("vasicekBetas() passes a reason on, and needs three betas for a cross-section", () => {
  const none = { beta: undefined, pairs: 6, reason: "only 6 pairs" } as const;
  const rows = vasicekBetas([estimate(1, 0.1), none, estimate(2, 0.1), estimate(0, 0.1)]);
  deepEqual(rows[1], none);
  ok(rows[0].beta !== undefined);
  const few = vasicekBetas([estimate(1, 0.1), none, estimate(2, 0.1)]);
  ok("reason" in few[0] && /no cross-section/.test(few[0].reason));
  throws(
    () => vasicekBetas([estimate(1, 0.1)], { prior: { mean: 1, variance: -1 } }),
    /variance of at least 0, got 1 and -1/,
  );
});

Deno.test("blumeBeta() keeps a beta of one and moves all others a third of the way", () => {
  close(measured(blumeBeta(estimate(1, 0.3))).beta, 1);
  const low = measured(blumeBeta(estimate(0.4, 0.3)));
  close(low.beta, 0.6);
  close(low.standardError, 0.2);
  close(low.high, 1 / 3 + 2 / 3 * 1);
});

Deno.test("kalmanBeta() agrees with statsmodels where the drift is given", () => {
  // statsmodels 0.15: MLEModel(Y − mean, k_states=1), design X − mean, transition and selection 1,
  // state_cov 0.05, initialize('diffuse'); obs_cov repeated as Σv²/F/(8 − 2) until it settles.
  const fit = measured(kalmanBeta(Y, X, { driftVariance: 0.05, minimumPairs: 8 }));
  close(fit.noiseVariance, 1.6235287670541067e-05, 1e-9);
  close(fit.beta, 1.6137230261644435, 1e-9);
  close(fit.standardError, 0.355468624524396, 1e-7);
  [1.05, 1.5938881844172745, 1.5604073668466383, 1.4454907994083805, 1.3136001972060465]
    .forEach((beta, t) => close(fit.path[t].beta, beta, 1e-8));
});

Deno.test("kalmanBeta() finds the drift of greatest likelihood, as statsmodels does", () => {
  // The same model with both variances free, scipy.optimize.minimize(−llf, method="Nelder-Mead"):
  // q/r 903.46, last state 1.40322, its deviation 0.10127 with r of Σv²/F/(n − 1); here n − 2.
  const index = Array.from({ length: 80 }, (_, i) => 0.01 * Math.sin(1.7 * i + 0.3 * i * i));
  const asset = index.map((x, i) =>
    (0.6 + 0.9 * i / 80) * x + 0.002 * Math.cos(2.3 * i + 0.11 * i * i)
  );
  const fit = measured(kalmanBeta(asset, index));
  close(fit.driftVariance / fit.noiseVariance, 903.4648953485932, 1e-4);
  close(fit.beta, 1.4032238524237144, 1e-6);
  close(fit.standardError, 0.10127214189256276 * Math.sqrt(79 / 78), 1e-5);
});

Deno.test("kalmanBeta() without drift is the OLS beta with its standard error", () => {
  for (let seed = 0; seed < 40; seed++) {
    const stream = randomStream(seed);
    const index = Array.from({ length: 90 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => 0.8 * x + 0.01 * stream.student(5));
    const kalman = measured(kalmanBeta(asset, index, { driftVariance: 0 }));
    const ols = measured(olsBeta(asset, index));
    close(kalman.beta, ols.beta, 1e-9);
    close(kalman.standardError, ols.standardError, 1e-9);
    close(kalman.low, ols.low, 1e-9);
  }
});

Deno.test("kalmanBeta() grows less sure over a gap and learns nothing in it", () => {
  const stream = randomStream(9);
  const index = Array.from({ length: 90 }, () => 0.01 * stream.normal());
  const asset = index.map((x, i) => i >= 60 && i < 80 ? undefined : x + 0.003 * stream.normal());
  const { path } = measured(kalmanBeta(asset, index, { driftVariance: 1e-3 }));
  equal(path.length, 90);
  equal(path[79].beta, path[59].beta);
  close(path[79].standardError! ** 2, path[59].standardError! ** 2 + 20 * 1e-3, 1e-9);
});

Deno.test("kalmanBeta() follows a beta that drifts more closely than OLS does", () => {
  let kalmanError = 0, olsError = 0;
  for (let seed = 0; seed < 60; seed++) {
    const stream = randomStream(seed);
    let beta = 1;
    const index = Array.from({ length: 252 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => {
      beta += 0.04 * stream.normal();
      return beta * x + 0.003 * stream.normal();
    });
    kalmanError += Math.abs(measured(kalmanBeta(asset, index)).beta - beta);
    olsError += Math.abs(measured(olsBeta(asset, index)).beta - beta);
  }
  ok(kalmanError < olsError / 2, `${kalmanError} against ${olsError}`);
});

Deno.test("ewmaBeta() and dimsonBeta() cover the true beta in about 95 of 100 seeded draws", () => {
  const covered = { ewma: 0, dimson: 0 };
  for (let seed = 0; seed < DRAWS; seed++) {
    const stream = randomStream(seed);
    const index = Array.from({ length: 120 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => 1.3 * x + 0.008 * stream.normal());
    const ewma = measured(ewmaBeta(asset, index)), dimson = measured(dimsonBeta(asset, index));
    if (ewma.low <= 1.3 && 1.3 <= ewma.high) covered.ewma++;
    if (dimson.low <= 1.3 && 1.3 <= dimson.high) covered.dimson++;
  }
  const four = 4 * Math.sqrt(DRAWS * 0.95 * 0.05);
  for (const [name, count] of Object.entries(covered)) {
    ok(Math.abs(count - 0.95 * DRAWS) < four, `${name}: ${count} of ${DRAWS}`);
  }
});

Deno.test("every estimator scales with the asset and ignores shifts", () => {
  for (let seed = 0; seed < 20; seed++) {
    const stream = randomStream(seed);
    const index = Array.from({ length: 80 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => 0.7 * x + 0.01 * stream.student(5));
    for (const estimator of [ewmaBeta, dimsonBeta, kalmanBeta]) {
      const base = measured(estimator(asset, index));
      const scaled = measured(estimator(asset.map((y) => 2 * y + 0.001), index));
      close(scaled.beta, 2 * base.beta, 1e-6);
      close(scaled.standardError, 2 * base.standardError, 1e-6);
      const slow = measured(estimator(asset, index.map((x) => 4 * x - 0.002)));
      close(slow.beta, base.beta / 4, 1e-6);
    }
  }
});

Deno.test("every estimator gives a reason for too few pairs or an index that stands still", () => {
  const still = new Array<number>(80).fill(0.001);
  const asset = still.map((_, i) => (i % 7) / 1000);
  for (const estimator of [ewmaBeta, dimsonBeta, kalmanBeta]) {
    const flat = estimator(asset, still), few = estimator(Y, X);
    ok(flat.beta === undefined && /did not move/.test(flat.reason), estimator.name);
    ok(few.beta === undefined && /60 are needed/.test(few.reason), estimator.name);
  }
});

Deno.test("estimators refuse bad calls with a sentence", () => {
  throws(() => dimsonBeta(Y, X.slice(1)), /a Dimson beta: need two series of one length, got 8 a/);
  throws(() => dimsonBeta(Y, X, { minimumPairs: 4 }), /whole number from 5, got 4/);
  throws(() => dimsonBeta([...Y, NaN, 1], [...X, 1, 1], { minimumPairs: 5 }), /got NaN/);
  throws(() => kalmanBeta(Y, X, { driftVariance: -1 }), /driftVariance .* got -1/);
  throws(
    () => kalmanBeta(Y, X, { level: 95 }),
    /a Kalman beta: level must lie in \(0, 1\), got 95/,
  );
});
