import {
  choleskyFactor,
  constantCorrelation,
  covariance,
  ledoitWolf,
  oas,
  randomStream,
  type ShrinkageTarget,
} from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(a !== undefined && Math.abs(a - b) <= tolerance * Math.abs(b), `${a} is not ${b}`);
const Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030, -0.004, 0.012];
const X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018, 0.002, 0.007];
const Z = X.map((x) => x * x * 30);
// Ten names, four periods: the sample covariance has no inverse.
const WIDE = [
  [0.0, 1.608, 1.501, 0.175],
  [0.0, 1.16, 0.102, 1.862],
  [0.0, -0.044, 1.984, 0.101],
  [0.0, -0.239, 0.158, 0.971],
  [0.0, 0.859, 1.406, 1.469],
  [-0.548, -0.136, 0.127, -0.663],
  [-0.493, 0.069, -0.764, -1.587],
  [0.443, 0.255, -1.858, -0.155],
  [1.264, 0.412, -1.086, -1.946],
  [1.098, 0.533, 0.092, 0.016],
];

Deno.test("ledoitWolf() agrees with scikit-learn", () => {
  // scikit-learn 1.9.1: sklearn.covariance.ledoit_wolf(np.c_[Y, X, Z])
  const found = ledoitWolf([Y, X, Z])!;
  close(found.shrinkage, 0.26235537880154924);
  [
    [0.00018670419219135782, 9.792232346409434e-05, 1.4117134966073598e-05],
    [9.792232346409434e-05, 9.122531653498335e-05, 8.132531948712919e-06],
    [1.4117134966073598e-05, 8.132531948712919e-06, 3.3495160023658824e-05],
  ].forEach((row, i) => row.forEach((value, j) => close(found.matrix[i][j], value)));
  equal(found.periods, 8);
  const wide = ledoitWolf(WIDE)!;
  close(wide.shrinkage, 0.48298348087087967);
  close(wide.matrix[0][0], 0.5444268591011241);
  close(wide.matrix[0][9], -0.05554864257762202);
});

const ONE = { target: "constant correlation" } as const;

Deno.test("ledoitWolf() towards one correlation agrees with PyPortfolioOpt and the authors' code", () => {
  // pypfopt 1.6.0: cs = CovarianceShrinkage(DataFrame(np.c_[Y, X, Z]), returns_data=True,
  //   frequency=1); cs.S = np.cov(…, ddof=0); cs.ledoit_wolf("constant_correlation"); cs.delta.
  // The same from covCor of Ledoit and Wolf (github.com/pald22/covShrinkage) with n = N.
  const found = ledoitWolf([Y, X, Z], ONE)!;
  close(found.shrinkage, 0.5665978279926214);
  [
    [2.16187500e-4, 1.0467117542277071e-4, 2.3038288862286391e-5],
    [1.0467117542277071e-4, 8.675e-5, 1.4117861804693164e-5],
    [2.3038288862286391e-5, 1.4117861804693164e-5, 8.487168749999999e-6],
  ].forEach((row, i) => row.forEach((value, j) => close(found.matrix[i][j], value)));
  equal(found.periods, 8);
  const wide = ledoitWolf(WIDE, ONE)!;
  close(wide.shrinkage, 0.4956420344480105);
  close(wide.matrix[0][0], 0.5432815);
  close(wide.matrix[0][9], -0.06448325865780273);
  close(wide.matrix[2][7], -0.40870848521931474);
});

Deno.test("constantCorrelation() is the target of the same two", () => {
  // F in covCor of the above.
  const divided = (series: number[][]) => {
    const { matrix, periods } = covariance(series)!;
    return constantCorrelation(
      matrix.map((row) => row.map((value) => value * (periods - 1) / periods)),
    );
  };
  [
    [2.161875e-4, 8.3193112927720317e-5, 2.6021603314952494e-5],
    [8.3193112927720317e-5, 8.675e-5, 1.6483654537471049e-5],
    [2.6021603314952494e-5, 1.6483654537471049e-5, 8.487168749999999e-6],
  ].forEach((row, i) => row.forEach((value, j) => close(divided([Y, X, Z])[i][j], value)));
  const wide = divided(WIDE);
  close(wide[0][1], -0.03721436170781283);
  close(wide[2][9], -0.02402270606151546);
});

Deno.test("towards one correlation variances stay, the mean correlation too, and there is an inverse", () => {
  for (let seed = 0; seed < 100; seed++) {
    const stream = randomStream(seed), n = 3 + stream.integer(9), periods = 4 + stream.integer(60);
    const series = Array.from(
      { length: n },
      (_, i) => Array.from({ length: periods }, () => (i + 1) * 0.01 * stream.student(4)),
    );
    const found = ledoitWolf(series, ONE)!, sample = covariance(series)!.matrix;
    const share = (periods - 1) / periods;
    const mean = (matrix: readonly (readonly number[])[]) => {
      let sum = 0;
      matrix.forEach((row, i) =>
        row.forEach((v, j) => sum += i === j ? 0 : v / Math.sqrt(matrix[i][i] * matrix[j][j]))
      );
      return sum / (n * (n - 1));
    };
    ok(found.shrinkage >= 0 && found.shrinkage <= 1);
    found.matrix.forEach((row, i) => close(row[i], share * sample[i][i], 1e-10));
    ok(Math.abs(mean(found.matrix) - mean(sample)) < 1e-12);
    if (found.shrinkage > 1e-6) ok(choleskyFactor(found.matrix), `no inverse at seed ${seed}`);
    // The matrix lies between sample and target, at the share it says.
    const target = constantCorrelation(sample);
    const between = (1 - found.shrinkage) * sample[0][1] + found.shrinkage * target[0][1];
    close(found.matrix[0][1], share * between, 1e-9);
    const percent = ledoitWolf(series.map((one) => one.map((value) => 100 * value)), ONE)!;
    close(percent.shrinkage, found.shrinkage, 1e-9);
    // The target of a target is itself.
    constantCorrelation(target).forEach((row, i) =>
      row.forEach((value, j) => close(value, target[i][j], 1e-9))
    );
  }
});

Deno.test("one correlation of one name, of two, and of one that never moves", () => {
  deepEqual(constantCorrelation([]), []);
  for (const series of [[Y], [Y, X], [Y, Y.map((y) => -y)]]) {
    const found = ledoitWolf(series, ONE)!, sample = covariance(series)!.matrix;
    equal(found.shrinkage, 0);
    found.matrix.forEach((row, i) => row.forEach((v, j) => close(v, sample[i][j] * 7 / 8)));
  }
  // Of two names sample and target are one, but for rounding, which must not be divided by.
  for (let seed = 0; seed < 50; seed++) {
    const stream = randomStream(seed);
    const two = [1, 3].map((size) => Y.map((y) => size * stream.normal() + y));
    equal(ledoitWolf(two, ONE)!.shrinkage, 0, `seed ${seed}`);
  }
  // The sum of eight tenths is not eight times a tenth.
  const still = Y.map(() => 0.1);
  const { shrinkage, matrix } = ledoitWolf([Y, still, X, Z], ONE)!;
  deepEqual([matrix[0][1], matrix[1][1], matrix[1][3]], [0, 0, 0]);
  close(shrinkage, 0.5665978279926214);
  deepEqual(ledoitWolf([[1, 1, 1], [2, 2, 2], [3, 3, 3]], ONE)!.matrix.flat(), Array(9).fill(0));
});

Deno.test("constantCorrelation() and the option refuse what is none", () => {
  throws(
    () => constantCorrelation([[0.04, 0.01], [0.02, 0.04]]),
    /Cannot find the constant correlation: the covariance in row 0, column 1 is 0.01 one way and/,
  );
  throws(
    () => constantCorrelation([[1, 2], [2, 1]]),
    /cannot be one: that in row 0, column 1 is 2/,
  );
  throws(
    () => ledoitWolf([Y, X], { target: "identity" as ShrinkageTarget }),
    /target must be one of scaled identity, constant correlation, got "identity"/,
  );
  throws(
    () => ledoitWolf([Y, X], { shrinkageTarget: "constant correlation" } as never),
    /there is no option "shrinkageTarget"; the only one is target/,
  );
});

Deno.test("oas() agrees with scikit-learn", () => {
  // scikit-learn 1.9.1: sklearn.covariance.oas(np.c_[Y, X, Z])
  const found = oas([Y, X, Z])!;
  close(found.shrinkage, 0.35787306848102424);
  [
    [0.00017596998327650828, 8.524235015914403e-05, 1.2289105481276595e-05],
    [8.524235015914403e-05, 9.285467857802083e-05, 7.079449419996706e-06],
    [1.2289105481276595e-05, 7.079449419996706e-06, 4.260000689547092e-05],
  ].forEach((row, i) => row.forEach((value, j) => close(found.matrix[i][j], value)));
  const wide = oas(WIDE)!;
  close(wide.shrinkage, 0.8590267988404019);
  close(wide.matrix[0][0], 0.5453186176264401);
  close(wide.matrix[0][9], -0.015146266462488088);
});

Deno.test("both keep the trace, scale with the square of the unit, and have an inverse", () => {
  for (let seed = 0; seed < 30; seed++) {
    const stream = randomStream(seed), n = 2 + stream.integer(11), periods = 4 + stream.integer(60);
    const series = Array.from(
      { length: n },
      () => Array.from({ length: periods }, () => 0.01 * stream.student(4)),
    );
    const trace = (matrix: readonly (readonly number[])[]) =>
      matrix.reduce((sum, row, i) => sum + row[i], 0);
    const sample = trace(covariance(series)!.matrix) * (periods - 1) / periods;
    for (const shrink of [ledoitWolf, oas]) {
      const { matrix, shrinkage } = shrink(series)!;
      ok(shrinkage >= 0 && shrinkage <= 1);
      close(trace(matrix), sample, 1e-10);
      if (shrinkage > 1e-6) ok(choleskyFactor(matrix), `no inverse at seed ${seed}`);
      const percent = shrink(series.map((one) => one.map((value) => 100 * value)))!;
      close(percent.shrinkage, shrinkage, 1e-9);
      close(percent.matrix[0][0], 1e4 * matrix[0][0], 1e-9);
    }
  }
});

Deno.test("both use complete periods only, and refuse what is no return", () => {
  for (const shrink of [ledoitWolf, oas]) {
    deepEqual(shrink([[...Y, undefined, 0.5], [...X, 0.1, undefined]]), shrink([Y, X]));
    equal(shrink([[1, undefined], [undefined, 2]]), undefined);
    // One name alone has nothing to shrink towards; nor do names that never move.
    close(shrink([Y])!.matrix[0][0], covariance([Y])!.matrix[0][0] * 7 / 8);
    deepEqual(shrink([[1, 1, 1], [2, 2, 2]])!.matrix, [[0, 0], [0, 0]]);
    throws(() => shrink([[1, NaN], [1, 2]]), /need finite returns or undefined, got NaN/);
    throws(() => shrink([[1, 2], [1, 2, 3]]), /need series of one length, got 2 and 3/);
  }
});
