import { kalmanBeta, olsBeta, randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { close, measured } from "./beta_series.ts";

const Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030, -0.004, 0.012];
const X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018, 0.002, 0.007];

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
