import { bookCovariance, riskContributions } from "lab/hedging";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { draws } from "../portfolio/draws.ts";
import { SOAK } from "../soak.ts";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(a !== undefined && Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

const THREE = {
  names: ["XLE", "XLK", "XLU", "market"] as const,
  matrix: [
    [0.09, 0.03, 0.02, 0.048],
    [0.03, 0.04, 0.01, 0.03],
    [0.02, 0.01, 0.0625, 0.02],
    [0.048, 0.03, 0.02, 0.04],
  ],
};
const BOOK = {
  sectors: ["XLE", "XLK", "XLU"] as const,
  weights: [0.3, -0.2, 0.1],
  betas: [1.2, 0.75, 0.5],
  hedge: -0.15,
};

Deno.test("riskContributions() agrees with numpy", () => {
  // numpy 2.4: s = sqrt(w @ S @ w); S @ w / s; w * (S @ w) / s; w * (S @ w) / s**2
  const found = riskContributions(BOOK, THREE);
  close(found.volatility, 0.07283543093852057);
  [0.2169273909196277, -0.0343239542594348, 0.09953946735236083, 0.06041015949660516]
    .forEach((value, i) => close(found.rows[i].marginal, value));
  [0.0650782172758883, 0.006864790851886959, 0.009953946735236084, -0.009061523924490774]
    .forEach((value, i) => close(found.rows[i].risk, value));
  [0.8934967012252591, 0.09425070688030168, 0.13666352497643733, -0.12441093308199806]
    .forEach((value, i) => close(found.rows[i].varianceShare, value));
  // By hand: 0.36, −0.15, 0.05 and −0.15.
  [0.36, -0.15, 0.05, -0.15].forEach((value, i) => close(found.rows[i].betaContribution, value));
  close(found.beta, 0.11);
  deepEqual(found.rows.map(({ name }) => name), ["XLE", "XLK", "XLU", "hedge"]);
});

const market = simulatedMarket({ seed: 7, years: 2 });
const measured = bookCovariance(snapshot(market, market.prices.days.at(-1)!))!;
/** A book of eleven sectors, some of them empty, with a hedge. */
function drawnBook(seed: number) {
  const draw = draws(`contributions ${seed}`);
  return {
    sectors: SECTORS,
    weights: SECTORS.map(() => draw.below(4) === 0 ? 0 : 0.1 * draw.normal()),
    betas: SECTORS.map(() => 0.5 + draw.uniform()),
    hedge: 0.2 * draw.normal(),
  };
}

Deno.test("contributions sum to volatility, variance and beta, for every book", () => {
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const found = riskContributions(drawnBook(seed), measured);
    const sum = (of: (row: (typeof found.rows)[number]) => number) =>
      found.rows.reduce((total, row) => total + of(row), 0);
    close(sum((row) => row.risk), found.volatility);
    close(sum((row) => row.varianceShare!), 1);
    close(sum((row) => row.betaContribution), found.beta);
  }
});

Deno.test("a marginal contribution is the slope of the volatility, and doubling keeps it", () => {
  for (let seed = 0; seed < (SOAK ? 1_000 : 50); seed++) {
    const book = drawnBook(seed), found = riskContributions(book, measured);
    const i = seed % SECTORS.length, step = 1e-5;
    const moved = (by: number) =>
      riskContributions(
        { ...book, weights: book.weights.map((weight, k) => k === i ? weight + by : weight) },
        measured,
      ).volatility;
    close(found.rows[i].marginal, (moved(step) - moved(-step)) / (2 * step), 1e-6);
    const double = riskContributions({
      ...book,
      weights: book.weights.map((weight) => 2 * weight),
      hedge: 2 * book.hedge,
    }, measured);
    close(double.volatility, 2 * found.volatility);
    close(double.rows[i].marginal, found.rows[i].marginal!, 1e-9);
  }
});

Deno.test("a book without risk has no marginal contributions, and none of it is zero by accident", () => {
  const empty = riskContributions({ sectors: ["XLE"], weights: [0], betas: [undefined] }, THREE);
  deepEqual(
    [empty.volatility, empty.beta, empty.rows[0].marginal, empty.rows[0].varianceShare],
    [0, 0, undefined, undefined],
  );
  // Two names that move as one, long and short: their risks cancel to the last bit or nearly so.
  const twins = {
    names: ["XLE", "XLK", "market"] as const,
    matrix: [[0.09, 0.03, 0.01], [0.03, 0.01, 0.01 / 3], [0.01, 0.01 / 3, 0.04]],
  };
  const even = riskContributions(
    { sectors: ["XLE", "XLK"], weights: [0.1, -0.3], betas: [1, 1] },
    twins,
  );
  deepEqual([even.volatility, even.rows[0].risk], [0, 0]);
});

Deno.test("a sector without a position needs no beta and no covariance", () => {
  const found = riskContributions({
    sectors: ["XLE", "XLC"],
    weights: [0.2, 0],
    betas: [1.2, undefined],
  }, THREE);
  close(found.volatility, 0.2 * 0.3);
  deepEqual(
    [found.rows[1].marginal, found.rows[1].risk, found.rows[1].betaContribution],
    [undefined, 0, 0],
  );
  // One that has a covariance shows what a position would add.
  const other = riskContributions({ ...BOOK, weights: [0.3, 0, 0.1] }, THREE);
  ok(other.rows[1].marginal !== undefined && other.rows[1].risk === 0);
});

Deno.test("riskContributions() names what is wrong", () => {
  const with_ = (book: Partial<typeof BOOK>) => () =>
    riskContributions({ ...BOOK, ...book }, THREE);
  throws(with_({ weights: [1] }), /one weight and one beta per sector, got 1 and 3 for 3/);
  throws(with_({ weights: [NaN, 0, 0] }), /need finite exposures, got NaN for XLE/);
  throws(with_({ hedge: Infinity }), /got Infinity for hedge/);
  throws(with_({ betas: [1, NaN, 1] }), /need a beta for each position, got NaN for XLK/);
  throws(
    () => riskContributions({ sectors: ["XLC"], weights: [0.1], betas: [1] }, THREE),
    /need the covariance of each position, got none for XLC/,
  );
  const two = { sectors: ["XLE"] as const, weights: [0.1], betas: [1] };
  const names = ["XLE", "market"] as const;
  throws(
    () => riskContributions(two, { names, matrix: [[1, 0]] }),
    /the covariance needs a row and a column for each name \(2\), got 1 row of 2/,
  );
  throws(
    () => riskContributions(two, { names, matrix: [[1, NaN], [NaN, 1]] }),
    /the covariance of XLE and market is not finite \(NaN\)/,
  );
  throws(
    () => riskContributions(two, { names, matrix: [[1, 0.2], [0.3, 1]] }),
    /the covariance of XLE and market is 0.2 one way and 0.3 the other/,
  );
  throws(
    () => riskContributions({ ...two, hedge: -0.1 }, { names, matrix: [[1, 2], [2, 1]] }),
    /the covariance cannot be one: that of XLE and market is 2/,
  );
  equal(riskContributions(two, { names, matrix: [[1, 0.2], [0.2, 1]] }).volatility, 0.1);
});
