import { bookVolatility, fitBook, meanVarianceBook } from "lab/portfolio";
import { equal, ok, throws } from "node:assert/strict";

const BOOK = { weights: [0.3, -0.2], hedge: -0.1 };
const S = [[0.04, 0.01, 0.02], [0.01, 0.09, 0.03], [0.02, 0.03, 0.0225]];
/** The matrix with the same entry on both sides of the diagonal. */
const both = (i: number, j: number, value: number) =>
  S.map((row, k) => row.map((v, m) => (k === i && m === j) || (k === j && m === i) ? value : v));

Deno.test("bookVolatility() refuses what is no covariance of what is held", () => {
  const of = (matrix: unknown, book = BOOK) => () => bookVolatility(book, matrix as number[][]);
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /Cannot measure a volatility: the covariance must be a list of rows, got undef/],
    [S.slice(0, 2), /per weight and for the market \(3\), got 2 rows of 3$/],
    [[S[0], S[1], [0.02]], /per weight and for the market \(3\), got 3 rows of 3, 1$/],
    [both(0, 1, NaN), /of weight 0 and weight 1 is not finite \(NaN\); measure it, or hold/],
    [[[0.04, 0.2, 0.02], S[1], S[2]], /of weight 0 and weight 1 is 0.2 one way and 0.01 the other/],
    [both(0, 2, 0.031), /that of weight 0 and the market is 0.031, and their variances allow no/],
    // A negative variance had no risk, once.
    [both(1, 1, -0.09), /the variance of weight 1 must be at least 0, got -0.09/],
  ];
  for (const [matrix, message] of wrong) throws(of(matrix), message);
  throws(
    of(S, { weights: [0.3, NaN], hedge: 0 }),
    /the weights of the book must hold finite numbers, got NaN at place 1/,
  );
  throws(
    of(S, { weights: [0.3, 0], hedge: Infinity }),
    /the hedge of the book must be a finite number, got Infinity/,
  );
  // What is not held may be anything.
  equal(
    bookVolatility({ weights: [0.3, 0], hedge: 0 }, both(1, 1, NaN)).toFixed(12),
    (0.06).toFixed(12),
  );
});

Deno.test("a covariance of typed rows gives the volatility and the books of plain ones", () => {
  const typed = S.map((row) => Float64Array.from(row));
  equal(bookVolatility(BOOK, typed), bookVolatility(BOOK, S));
  const problem = (covariance: unknown) => ({
    sectors: ["XLE", "XLK"] as const,
    betas: [1.2, 0.8],
    limits: { volatility: { max: 0.05 } },
    risk: { covariance: covariance as number[][] },
  });
  const tilts = [1, -2], expectedReturns = [0.04, -0.02], riskAversion = 4;
  const by = (covariance: unknown) => fitBook({ ...problem(covariance), tilts }).weights;
  ok(by(S).some((weight) => weight !== 0));
  equal(String(by(typed)), String(by(S)));
  const returns = (covariance: unknown) =>
    meanVarianceBook({ ...problem(covariance), expectedReturns, riskAversion }).weights;
  equal(String(returns(typed)), String(returns(S)));
});
