import {
  BETA_ESTIMATORS,
  betaEstimators,
  naiveBook,
  naiveBookMended,
  sectorBetas,
} from "lab/hedging";
import { readIndustries, type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { fitBook } from "lab/portfolio";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(
    a !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)),
    `${a} is not ${b}`,
  );
const market = simulatedMarket({ seed: 7, years: 2 });
const view = snapshot(market, market.prices.days.at(-1)!);

Deno.test("betaEstimators() gives five per sector, each inside its interval", () => {
  const rows = betaEstimators(view);
  deepEqual(rows.map(({ sector }) => sector), SECTORS.flatMap((s) => [s, s, s, s, s]));
  deepEqual(rows.slice(0, 5).map(({ estimator }) => estimator), BETA_ESTIMATORS);
  for (const { low, beta, high, standardError } of rows) {
    ok(low! < beta! && beta! < high! && standardError! > 0);
  }
});

Deno.test("betaEstimators() agrees with sectorBetas() on OLS and EWMA", () => {
  const rows = betaEstimators(view, { estimators: ["EWMA", "OLS"] });
  sectorBetas(view).forEach((row, i) => {
    equal(rows[2 * i].beta, row.ewma);
    equal(rows[2 * i + 1].beta, row.ols);
    equal(rows[2 * i + 1].low, row.olsLow);
  });
});

Deno.test("betaEstimators() shrinks a sector's beta little: it is measured well", () => {
  const rows = betaEstimators(view, { estimators: ["OLS", "Vasicek", "Blume"] });
  for (let i = 0; i < rows.length; i += 3) {
    const [ols, vasicek, blume] = rows.slice(i, i + 3);
    ok(Math.abs(vasicek.beta! - ols.beta!) < 0.05);
    close(blume.beta, 1 / 3 + 2 / 3 * ols.beta!);
  }
});

Deno.test("betaEstimators() of too short a history are reasons, never numbers", () => {
  const early = snapshot(market, market.prices.days[30]);
  for (const { beta, low, reason } of betaEstimators(early)) {
    deepEqual([beta, low], [undefined, undefined]);
    ok(reason!.includes("needed") || reason!.includes("cross-section"), reason);
  }
});

Deno.test("betaEstimators() on monthly industries have no EWMA beta and say why", async () => {
  const industries = await readIndustries();
  const monthly = snapshot(industries, industries.prices.days.at(-1)!);
  for (const { estimator, beta, unit, reason } of betaEstimators(monthly)) {
    equal(unit, "months");
    equal(beta === undefined, estimator === "EWMA");
    if (estimator === "EWMA") ok(/half-life in days/.test(reason!));
  }
});

Deno.test("betaEstimators() refuses an estimator that there is not", () => {
  const estimators = ["Beta"] as unknown as ["OLS"];
  throws(() => betaEstimators(view, { estimators }), /the estimators are OLS, .* got "Beta"/);
});

const random = (seed: number) => {
  const stream = randomStream(seed);
  return {
    sectors: SECTORS,
    tilts: SECTORS.map(() => stream.integer(5) - 2),
    betas: SECTORS.map(() => 0.3 + 1.4 * stream.uniform()),
    shortLeverages: SECTORS.map(() => -1 - stream.integer(2)),
  };
};

Deno.test("naiveBook() reports a beta of zero that it does not have", () => {
  let far = 0, beyond = 0;
  for (let seed = 0; seed < 200; seed++) {
    const book = naiveBook(random(seed));
    equal(book.reportedBeta, 0);
    if (Math.abs(book.beta) > 0.05) far++;
    if (book.gross > 1.02) beyond++;
  }
  ok(far > 120, `beta beyond its limit in ${far} of 200`);
  ok(beyond > 120, `gross beyond its limit in ${beyond} of 200`);
});

Deno.test("naiveBook() is right where every beta is one, every fund −1x, and nothing is clipped", () => {
  for (let seed = 0; seed < 100; seed++) {
    const problem = { ...random(seed), limits: { sector: 1 } };
    const book = naiveBook({
      ...problem,
      betas: SECTORS.map(() => 1),
      shortLeverages: SECTORS.map(() => -1),
    });
    close(book.beta, 0);
    close(book.gross, problem.tilts.some((tilt) => tilt !== 0) ? 1 : 0);
    deepEqual(book.actual, book.intended);
  }
});

Deno.test("naiveBook() holds twice the short that it meant through a −2x fund", () => {
  const problem = {
    sectors: ["XLE", "XLK"] as Sector[],
    tilts: [-1, 1],
    betas: [1, 1],
    shortLeverages: [-2, -2],
    limits: { sector: 1 },
  };
  const naive = naiveBook(problem), sized = naiveBook(problem, { leverage: true });
  deepEqual([naive.intended, naive.actual], [[-0.5, 0.5], [-1, 0.5]]);
  deepEqual(sized.actual, [-0.5, 0.5]);
  close(naive.beta, -0.5);
  close(naive.gross, 1.5);
});

Deno.test("naiveBookMended() ends at the book of fitBook()", () => {
  for (let seed = 0; seed < 50; seed++) {
    const problem = random(seed), steps = naiveBookMended(problem);
    equal(steps.length, 4);
    const { shortLeverages: _, ...asked } = problem;
    const last = steps[3].book, fitted = fitBook(asked);
    deepEqual(last.actual, fitted.weights);
    equal(last.hedge, fitted.hedge);
    close(last.beta, last.reportedBeta, 1e-12);
    ok(Math.abs(last.beta) <= 0.05 + 1e-8);
    ok(last.gross <= 1 + 1e-8);
  }
});

Deno.test("naiveBook() refuses arrays of two lengths and betas that are unknown", () => {
  const problem = random(1);
  throws(() => naiveBook({ ...problem, betas: [1] }), /betas needs one finite number .* got 1/);
  throws(
    () => naiveBook({ ...problem, betas: problem.betas.with(2, NaN) }),
    /got NaN for XLE/,
  );
});
