import { checkedCovariance, covariance, covarianceFault, randomStream } from "lab/stats";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { randomCovariance } from "../allocation/random_covariance.ts";

const GOOD = [[0.04, 0.018, 0.006], [0.018, 0.0225, 0.0045], [0.006, 0.0045, 0.01]];
/** The good matrix with single entries changed. */
const changed = (...changes: readonly (readonly [number, number, unknown])[]) => {
  const matrix = GOOD.map((row) => row.slice());
  for (const [i, j, value] of changes) matrix[i][j] = value as number;
  return matrix;
};

Deno.test("covarianceFault() names value and remedy of every fault", () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /^must be a list of rows, got undefined; write one list of numbers for each name$/],
    ["0.04", /^must be a list of rows, got "0.04";/],
    [{ names: [], matrix: GOOD }, /^must be a list of rows, got an object; hand on its field/],
    [new Float64Array(9), /^must be a list of rows, got a list of 9;/],
    [[0.04, 0.01], /^must be a list of rows, got 0.04 as row 0;/],
    [[[0.04], null], /^must be a list of rows, got null as row 1;/],
    [[[1, 0], [0]], /^needs a row and a column for each name \(2\), got 2 rows of 2, 1$/],
    [[[1, 0]], /^needs a row and a column for each name \(1\), got 1 row of 2$/],
    [changed([0, 2, NaN]), /^in row 0, column 2 is not finite \(NaN\); measure it, or leave/],
    [changed([2, 0, Infinity]), /^in row 2, column 0 is not finite \(Infinity\);/],
    [changed([1, 1, "0.0225"]), /^in row 1, column 1 is no number \("0.0225"\);/],
    [changed([1, 0, undefined]), /^in row 1, column 0 is no number \(undefined\);/],
    [changed([0, 1, 0.02]), /^in row 0, column 1 is 0.02 one way and 0.018 the other; only one/],
    [changed([1, 1, -0.01]), /^is not positive definite: the variance in row 1 must be above 0,/],
    [changed([1, 1, 0]), /^is not positive definite: the variance in row 1 .* got 0; leave out/],
    [
      changed([0, 1, 0.031], [1, 0, 0.031]),
      /^is not positive definite: that in row 0, column 1 is 0.031, and their variances allow no/,
    ],
    [
      [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]],
      /^is not positive definite: some book would have no risk at all, or less; take more days/,
    ],
    [[[1, 1], [1, 1]], /^is not positive definite: some book would have no risk at all/],
  ];
  for (const [matrix, message] of wrong) {
    match(covarianceFault(matrix as number[][]) ?? "nothing", message);
  }
});

Deno.test("covarianceFault() takes every estimate of a covariance, and an empty one", () => {
  equal(covarianceFault([]), undefined);
  equal(covarianceFault(GOOD), undefined);
  for (let seed = 0; seed < 200; seed++) {
    const stream = randomStream(seed), n = 1 + stream.integer(11);
    equal(covarianceFault(randomCovariance(stream, n)), undefined);
    // Fewer periods than names: some book has no risk, and none has less.
    const series = Array.from({ length: n }, () => [0, 0, 0, 0].map(() => 0.01 * stream.normal()));
    const { matrix } = covariance(series)!;
    equal(covarianceFault(matrix, { form: "semidefinite" }), undefined);
    if (n > 4) match(covarianceFault(matrix)!, /not positive definite/);
  }
});

Deno.test("covarianceFault() judges alike whatever the unit of the returns", () => {
  for (const unit of [1e-12, 1, 1e8]) {
    const of = (matrix: number[][]) =>
      covarianceFault(matrix.map((row) => row.map((value) => unit * value)));
    equal(of(GOOD), undefined);
    // √(0.04 × 0.0225) = 0.03: correlations that differ by a half or by twice what is taken for rounding.
    equal(of(changed([0, 1, 0.018 + 0.5e-9 * 0.03])), undefined);
    match(of(changed([0, 1, 0.018 + 2e-9 * 0.03]))!, /one way/);
  }
  // Nothing between two names but rounding, of either sign.
  equal(covarianceFault([[0.04, 1e-19], [-1e-19, 0.04]]), undefined);
});

Deno.test("covarianceFault() lets a book have no risk where it may, and never less", () => {
  const may = { form: "semidefinite" } as const;
  const bent = (rho: number) => [[0.04, 0.02 * rho], [0.02 * rho, 0.01]];
  equal(covarianceFault(bent(1), may), undefined);
  equal(covarianceFault(bent(-1 - 0.5e-9), may), undefined);
  match(covarianceFault(bent(1 + 2e-9), may)!, /^cannot be one: that in row 0, column 1/);
  equal(covarianceFault([[0, 0], [0, 0.01]], may), undefined);
  match(covarianceFault([[0, 0.001], [0.001, 0.01]], may)!, /^cannot be one: that in row 0, col/);
  match(
    covarianceFault([[-0.01]], may)!,
    /^cannot be one: the variance in row 0 must be at least 0/,
  );
  const three = (rho: number) => [[1, rho, rho], [rho, 1, rho], [rho, rho, 1]];
  // Least eigenvalue 1 + 2ρ.
  equal(covarianceFault(three(-0.5), may), undefined);
  match(covarianceFault(three(-0.5 - 2e-9), may)!, /some book would have a variance below zero/);
});

Deno.test("covarianceFault() asks nothing of a row that is not needed, and names the others", () => {
  const matrix = changed([0, 0, NaN], [0, 1, NaN], [1, 0, 7], [2, 0, -Infinity]);
  equal(covarianceFault(matrix, { needed: [1, 2] }), undefined);
  const nameOf = (row: number) => ["XLE", "XLK", "the market"][row];
  match(
    covarianceFault(matrix, { nameOf, remedy: "close it" })!,
    /^of XLE and XLE is not finite \(NaN\); close it$/,
  );
  match(
    covarianceFault(GOOD, { count: 4, per: "per sector" })!,
    /^needs a row and a column per sector \(4\), got 3 rows of 3$/,
  );
  // The triangle that is not read by the factor counts too.
  match(covarianceFault(changed([1, 2, 0.1]), { needed: [1, 2] })!, /0.1 one way/);
});

Deno.test("covarianceFault() tells percentages from shares where the size matters", () => {
  const percent = GOOD.map((row) => row.map((value) => 1e4 * value));
  equal(covarianceFault(percent), undefined);
  match(
    covarianceFault(percent, { ofShares: true })!,
    /^must be of returns as shares, got a variance in row 0 of 400; divide .* which gives 0.04$/,
  );
  equal(covarianceFault([[9]], { ofShares: true }), undefined);
});

Deno.test("checkedCovariance() copies typed rows, and stands between the triangles", () => {
  const checked = (matrix: unknown) => checkedCovariance("invert", matrix as number[][]);
  deepEqual(checked(GOOD.map((row) => Float64Array.from(row))), GOOD);
  deepEqual(checked([Int32Array.of(2, 1), [1, 2]]), [[2, 1], [1, 2]]);
  const low = 0.018, high = 0.018 * (1 + 1e-11);
  const [[, above], [below]] = checked(changed([0, 1, high]));
  equal(above, below);
  ok(low < above && above < high);
  const given = GOOD.map((row) => Object.freeze(row.slice()));
  deepEqual(checked(given), GOOD);
});

Deno.test("checkedCovariance() throws by kind: no matrix, or a matrix that cannot be", () => {
  throws(() => checkedCovariance("invert", 1 as unknown as number[][]), {
    name: "TypeError",
    message: "Cannot invert: the covariance must be a list of rows, got 1; " +
      "write one list of numbers for each name",
  });
  throws(() => checkedCovariance("invert", [[0.04, 0.01], [0.02, 0.04]]), {
    name: "RangeError",
    message: "Cannot invert: the covariance in row 0, column 1 is 0.01 one way and 0.02 the " +
      "other; only one of them can be right, and it belongs on both sides of the diagonal",
  });
});
