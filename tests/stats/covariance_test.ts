import {
  choleskyFactor,
  choleskySolve,
  covariance,
  leastSquares,
  randomStream,
  rollingVolatility,
  symmetricEigenvalues,
} from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(
    a !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)),
    `${a} is not ${b}`,
  );
const Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030, -0.004, 0.012];
const X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018, 0.002, 0.007];
const Z = X.map((x) => x * x * 30);

function closeMatrix(a: readonly (readonly number[])[], b: readonly (readonly number[])[]) {
  a.forEach((row, i) => row.forEach((value, j) => close(value, b[i][j])));
}

Deno.test("covariance() agrees with numpy, sample and weighted", () => {
  // numpy 2.4: cov(R), and cov(R, aweights=0.5**((7 - arange(8))/2), ddof=0)
  closeMatrix(covariance([Y, X, Z])!.matrix, [
    [0.0002470714285714286, 0.0001517142857142857, 2.1872142857142853e-05],
    [0.0001517142857142857, 9.914285714285713e-05, 1.2599999999999998e-05],
    [2.1872142857142853e-05, 1.2599999999999998e-05, 9.699621428571428e-06],
  ]);
  closeMatrix(covariance([Y, X, Z], { halfLifeDays: 2 })!.matrix, [
    [0.0001816368895901322, 0.00010461371888204472, 2.8864773672564687e-05],
    [0.00010461371888204472, 6.609291750185318e-05, 1.5601711343275254e-05],
    [2.8864773672564687e-05, 1.5601711343275254e-05, 1.034132065928459e-05],
  ]);
});

Deno.test("covariance() uses only periods in which every series has a return", () => {
  const gapped = covariance([[...Y, undefined, 0.5], [...X, 0.1, undefined]]);
  deepEqual(gapped, covariance([Y, X]));
  equal(covariance([[1, undefined], [undefined, 2]]), undefined);
});

Deno.test("covariance() refuses an option that nobody reads", () => {
  throws(
    () => covariance([Y, X], { halfLifeDay: 30 } as never),
    /Cannot estimate a covariance: there is no option "halfLifeDay"; the only one is halfLifeDays$/,
  );
  throws(() => covariance([Y, X], null as never), /must be an object with halfLifeDays, got null/);
});

Deno.test("covariance() has no negative eigenvalue, whatever the gaps and weights", () => {
  for (let seed = 0; seed < 30; seed++) {
    const stream = randomStream(seed);
    const series = Array.from(
      { length: 11 },
      () =>
        Array.from({ length: 60 }, () => stream.uniform() < 0.02 ? undefined : stream.student(4)),
    );
    const { matrix } = covariance(series, { halfLifeDays: 1 + 60 * stream.uniform() })!;
    ok(symmetricEigenvalues(matrix)[0] > -1e-10);
  }
});

Deno.test("symmetricEigenvalues() agrees with numpy", () => {
  // numpy 2.4: linalg.eigvalsh(M)
  const values = symmetricEigenvalues([[2, 0.3, -0.4], [0.3, 1, 0.25], [-0.4, 0.25, 0.5]]);
  [0.26017454171748644, 1.0911998071437201, 2.1486256511387936]
    .forEach((value, i) => close(values[i], value, 1e-14));
});

Deno.test("symmetricEigenvalues() keeps trace and sum of squares", () => {
  for (let seed = 0; seed < 30; seed++) {
    const stream = randomStream(seed), n = 2 + stream.integer(11);
    const m = Array.from({ length: n }, () => new Array<number>(n).fill(0));
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) m[i][j] = m[j][i] = stream.normal();
    const values = symmetricEigenvalues(m);
    close(values.reduce((s, v) => s + v, 0), m.reduce((s, row, i) => s + row[i], 0), 1e-10);
    close(values.reduce((s, v) => s + v * v, 0), m.flat().reduce((s, v) => s + v * v, 0), 1e-10);
    deepEqual(values, values.toSorted((a, b) => a - b));
  }
});

Deno.test("choleskyFactor() agrees with numpy and solves", () => {
  const m = [[2, 0.3, -0.4], [0.3, 1, 0.25], [-0.4, 0.25, 0.5]];
  // numpy 2.4: linalg.cholesky(M)
  closeMatrix(choleskyFactor(m)!, [
    [1.4142135623730951, 0, 0],
    [0.21213203435596423, 0.9772410142846032, 0],
    [-0.282842712474619, 0.3172195962599236, 0.5651298326479421],
  ]);
  const x = choleskySolve(choleskyFactor(m)!, [1, 2, 3]);
  m.forEach((row, i) => close(row.reduce((sum, value, j) => sum + value * x[j], 0), i + 1));
});

Deno.test("leastSquares() agrees with statsmodels", () => {
  // statsmodels 0.15: OLS(Y[1:-1], add_constant(c_[X[:-2], X[1:-1], X[2:]])).fit(), cov_params()
  const fit = leastSquares(Y.slice(1, -1), [X.slice(0, -2), X.slice(1, -1), X.slice(2)])!;
  close(fit.intercept, 0.0028113729937943076);
  [-0.3067083699215095, 1.2544869710951552, -0.26992839835130755]
    .forEach((value, i) => close(fit.coefficients[i], value, 1e-9));
  closeMatrix(
    fit.covariance.map((row) => row.map((value) => Number(value.toFixed(12)))),
    [
      [0.062154583561, 0.046439778784, 0.025703988410],
      [0.046439778784, 0.090276033225, 0.054840840790],
      [0.025703988410, 0.054840840790, 0.093801510621],
    ],
  );
  equal(fit.degreesOfFreedom, 2);
});

Deno.test("leastSquares() finds no fit where a column repeats another or stands still", () => {
  equal(leastSquares(Y, [X, X.map((x) => 2 * x + 1)]), undefined);
  equal(leastSquares(Y, [X, X.map(() => 0.3)]), undefined);
  throws(() => leastSquares([1, 2], [[1, 2]]), /more rows than columns \+ 1, got 2 and 1/);
});

Deno.test("rollingVolatility() waits for a full window and looks only back", () => {
  const stream = randomStream(4);
  const returns = Array.from({ length: 60 }, () => 0.01 * stream.normal());
  const whole = rollingVolatility(returns);
  equal(whole[19], undefined);
  ok(whole[20]! > 0);
  deepEqual(rollingVolatility(returns.slice(0, 40)), whole.slice(0, 40));
  const gapped = rollingVolatility(returns.map((value, i) => i === 30 ? undefined : value));
  deepEqual(gapped.map((value) => value === undefined).lastIndexOf(true), 50);
  throws(() => rollingVolatility(returns, { windowDays: 1 }), /whole number from 2, got 1/);
});
