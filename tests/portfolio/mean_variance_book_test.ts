import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { type Sector, SECTORS } from "../../lib/market/sectors.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { DEFAULT_LIMITS, type Limits } from "../../lib/portfolio/limits/limits.ts";
import {
  HOLDING_YEARS,
  meanVarianceBook,
  type MeanVarianceProblem,
} from "../../lib/portfolio/mean_variance_book.ts";
import { SOAK } from "../soak.ts";
import { type Draws, draws } from "./draws.ts";
import {
  meanVarianceByQuadprog,
  negativeUtility,
  type Wanted,
} from "./mean_variance_by_quadprog.ts";
import { randomCovariance } from "./random_risk.ts";
import { randomLimits, randomViews } from "./track_by_quadprog.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

/** Limits that no book of a few views meets. */
const WIDE: Partial<Limits> = {
  gross: 3,
  sector: 1,
  side: 3,
  net: 3,
  hedge: 3,
  cluster: { sectors: [], max: 3 },
  beta: { target: 0, max: 3 },
};

function randomProblem(random: Draws, count: number): MeanVarianceProblem & { tilts: number[] } {
  const { sectors, tilts, betas } = randomViews(random, count);
  const free = random.below(3) === 0;
  return {
    sectors,
    betas,
    tilts: [...tilts],
    expectedReturns: tilts.map((tilt) => 0.04 * tilt),
    expectedMarketReturn: random.below(2) * 0.04 * random.normal(),
    riskAversion: 1 + 9 * random.uniform(),
    costs: free ? 0 : sectors.map(() => 0.003 * random.uniform()),
    hedgeCost: free ? 0 : 0.0005 * random.uniform(),
    risk: { covariance: randomCovariance(random, betas) },
    previous: {
      weights: tilts.map((tilt) =>
        random.below(3) === 0 ? 0 : random.below(4) === 0 ? -0.05 * tilt : 0.1 * tilt
      ),
      hedge: random.below(2) * 0.3 * random.normal(),
    },
    gross: random.below(2) === 0 ? "equal" : "at most",
    limits: random.below(2) === 0 ? DEFAULT_LIMITS : randomLimits(random),
  };
}

/** The same problem for the oracle, which knows nothing of defaults. */
function onPaper(problem: MeanVarianceProblem): Wanted {
  const { sectors, expectedReturns, expectedMarketReturn = 0, costs = 0, hedgeCost = 0 } = problem;
  const each = typeof costs === "number" ? sectors.map(() => costs) : costs;
  return {
    expected: [...expectedReturns, expectedMarketReturn],
    covariance: problem.risk!.covariance!,
    riskAversion: problem.riskAversion,
    costs: [...each, hedgeCost].map((cost) => cost / HOLDING_YEARS),
    held: [...problem.previous?.weights ?? sectors.map(() => 0), problem.previous?.hedge ?? 0],
  };
}

Deno.test("meanVarianceBook() trades until the gain equals the cost, worked by hand", () => {
  // γ = 5, σ = 20 %: the gain of a unit is μ − 0.2w a year. Held 0.1, costs 0.5 % a year each way.
  // μ = 0.03: from 0.1 the gain is 0.01; bought until 0.03 − 0.2w = 0.005, w = 0.125.
  // μ = 0.022: gain 0.002 at 0.1, below the cost: stays. μ = 0.01: sold until 0.2w − 0.01 = 0.005.
  const problem: MeanVarianceProblem = {
    sectors: ["XLB", "XLE", "XLF"],
    betas: [0, 0, 0],
    expectedReturns: [0.03, 0.022, 0.01],
    riskAversion: 5,
    costs: 0.005,
    holdingYears: 1,
    risk: {
      covariance: SECTORS.slice(0, 4).map((_, i) => [0, 1, 2, 3].map((j) => i === j ? 0.04 : 0)),
    },
    previous: { weights: [0.1, 0.1, 0.1], hedge: 0 },
    gross: "at most",
    limits: WIDE,
  };
  const book = meanVarianceBook(problem);
  deepEqual(book.weights, [0.125, 0.1, 0.075]);
  equal(book.hedge, 0);
  equal(book.status, "reduced");
  near(
    book.objective,
    2.5 * 0.04 * (0.125 ** 2 + 0.1 ** 2 + 0.075 ** 2) - 0.03 * 0.125 - 0.0022 - 0.00075 + 0.00025,
    1e-15,
    "objective",
  );
  equal(
    book.summary,
    "The book uses 30.00 % gross: more is not worth its risk and cost inside these limits.",
  );
  deepEqual(book.remedies, []);
  // From cash: the first gains 0.03 > 0.005, all are bought less.
  const fromCash = meanVarianceBook({ ...problem, previous: undefined });
  deepEqual(fromCash.weights, [0.125, 0.085, 0.025]);
  // Too dear: nothing is bought, and the outcome says why.
  const dear = meanVarianceBook({ ...problem, previous: undefined, costs: 0.05 });
  equal(dear.status, "cash");
  equal(dear.summary, "No view is worth its risk and cost: the book is cash.");
});

Deno.test("meanVarianceBook() agrees with quadprog with split variables, both hedges, all limits", () => {
  const seen: Record<string, number> = {};
  const count = SOAK ? 10_000 : 1_000;
  let compared = 0;
  for (let seed = 0; seed < count; seed++) {
    const random = draws(`mean-variance ${seed}`);
    const { tilts, ...problem } = randomProblem(random, 3 + random.below(9));
    const book = meanVarianceBook(problem);
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    if (book.status === "infeasible" || tilts.every((tilt) => tilt === 0)) continue;
    ok(book.kkt < 1e-9 && book.breach <= 1e-9 + 1e-14, `${seed}: ${book.kkt} ${book.breach}`);
    const wanted = onPaper(problem), limits = problem.limits as Limits;
    const { sectors, betas } = problem;
    const reaches = problem.gross === "equal" && book.status === "full";
    const paper = { sectors, tilts, betas, limits, gross: reaches ? "equal" : "at most" } as const;
    const oracle = meanVarianceByQuadprog(paper, wanted);
    if (!oracle) continue;
    // Without a hedge the book's beta tells which of the oracle's two problems it belongs to.
    const needed = book.hedge === 0 ? [-1, 1] : [Math.sign(book.hedge)];
    if (!needed.every((side) => oracle.sides.includes(side))) continue;
    compared++;
    const { exposures } = oracle, best = negativeUtility(wanted, exposures);
    near(book.objective, best, 1e-9, `${seed} objective`);
    if (exposures[sectors.length] * book.hedge < 0) continue; // a tie of the two signs
    [...book.weights, book.hedge].forEach((x, i) => near(x, exposures[i], 1e-6, `${seed} ${i}`));
  }
  ok(compared > 0.9 * count, String(compared));
  ok(seen.full > 0.3 * count && seen.reduced > 0.1 * count, JSON.stringify(seen));
});

Deno.test("meanVarianceBook() reports the utility of the book it returns", () => {
  for (let seed = 0; seed < 200; seed++) {
    const { tilts: _, ...problem } = randomProblem(draws(`utility ${seed}`), 11);
    const book = meanVarianceBook(problem);
    if (book.status === "infeasible") continue;
    const value = negativeUtility(onPaper(problem), [...book.weights, book.hedge]);
    near(book.objective, value, 1e-8, `${seed}`);
  }
});

Deno.test("meanVarianceBook() stays where it is when trading costs a fortune", () => {
  let stayed = 0;
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const { tilts, ...problem } = randomProblem(draws(`stay ${seed}`), 11);
    const { sectors, betas, limits, risk } = problem;
    const held = fitBook({ sectors, betas, limits, risk, tilts });
    if (held.status !== "full" && held.status !== "reduced") continue;
    const previous = { weights: held.weights, hedge: held.hedge };
    const gross = held.status === "full" ? "equal" : "at most";
    const book = meanVarianceBook({ ...problem, previous, costs: 0.9, hedgeCost: 0.9, gross });
    stayed++;
    // What is held was rounded to 1e-9 and keeps its limits to half of that: so much must be mended.
    book.weights.forEach((w, i) => near(w, held.weights[i], 5e-9, `${seed} ${i}`));
    near(book.hedge, held.hedge, 5e-9, `${seed} hedge`);
  }
  ok(stayed > 800, String(stayed));
});

Deno.test("meanVarianceBook() never trades a name whose gain is below its cost", () => {
  // No limit binds but the rule of signs: then each name's gain stands by itself.
  let bought = 0, sold = 0, kept = 0;
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const drawn = randomProblem(draws(`gain ${seed}`), 8);
    const { tilts, ...problem } = { ...drawn, gross: "at most" as const, riskAversion: 20 };
    const book = meanVarianceBook({ ...problem, limits: { ...WIDE, accounting: "none" } });
    if (book.readings.some((limit) => limit.multiplier !== 0)) continue;
    const { expected, covariance, costs, held } = onPaper(problem);
    book.weights.forEach((w, i) => {
      if (tilts[i] === 0) return equal(w, 0);
      const risk = book.weights.reduce((sum, v, j) => sum + covariance[i][j] * v, 0);
      const gain = expected[i] - 20 * risk, traded = w - held[i];
      const what = `${seed} ${i}: gain ${gain}, cost ${costs[i]}, traded ${traded}`;
      if (w === 0) ok(Math.sign(tilts[i]) * gain <= costs[i] + 1e-7, what);
      else if (traded > 2e-9) {
        bought++;
        near(gain, costs[i], 1e-7, what);
      } else if (traded < -2e-9) {
        sold++;
        near(gain, -costs[i], 1e-7, what);
      } else {
        kept++;
        ok(Math.abs(gain) <= costs[i] + 1e-7, what);
      }
    });
  }
  ok(bought > 500 && sold > 500 && kept > 500, `${bought} ${sold} ${kept}`);
});

Deno.test("meanVarianceBook() keeps volatility and turnover together, and no neighbour is better", () => {
  let checked = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const random = draws(`both ${seed}`);
    const { tilts: _, ...problem } = randomProblem(random, 11);
    const wanted = onPaper(problem), max = 0.04 + 0.06 * random.uniform();
    const limits: Partial<Limits> = { ...problem.limits, volatility: { max } };
    const turnoverBudget = 0.3 + random.uniform();
    const book = meanVarianceBook({ ...problem, limits, turnoverBudget, gross: "at most" });
    if (book.status !== "full" && book.status !== "reduced") continue;
    checked++;
    ok(book.kkt < 1e-9, `${seed}: ${book.kkt}`);
    ok(book.turnover!.value <= turnoverBudget + 1e-8, `${seed}: ${book.turnover!.value}`);
    const reading = book.readings.find(({ name }) => name === "volatility")!;
    ok(reading.slack >= -1e-9, `${seed}: ${reading.slack}`);
    // A smaller budget or limit never helps.
    for (
      const tight of [
        { ...problem, limits, turnoverBudget: 0.9 * turnoverBudget },
        { ...problem, limits: { ...limits, volatility: { max: 0.9 * max } }, turnoverBudget },
      ]
    ) {
      const other = meanVarianceBook({ ...tight, gross: "at most" });
      if (other.status !== book.status) continue;
      ok(other.objective >= book.objective - 1e-11, `${seed}`);
    }
    ok(Number.isFinite(negativeUtility(wanted, [...book.weights, book.hedge])));
  }
  ok(checked > 100, String(checked));
});

Deno.test("meanVarianceBook() prices its limits in expected utility", () => {
  const problem: MeanVarianceProblem = {
    sectors: ["XLK", "XLU"],
    betas: [1, 1],
    expectedReturns: [0.08, -0.04],
    riskAversion: 1,
    risk: { covariance: [[0.06, 0.02, 0.025], [0.02, 0.03, 0.015], [0.025, 0.015, 0.026]] },
    gross: "at most",
  };
  const limits = (sector: number) => ({ ...problem, limits: { sector } });
  const book = meanVarianceBook(limits(0.3));
  const cap = book.readings.find(({ name }) => name === "sector XLK")!;
  const step = 1e-5;
  const gain = (meanVarianceBook(limits(0.3 - step)).objective -
    meanVarianceBook(limits(0.3 + step)).objective) / (2 * step);
  const other = book.readings.find(({ name }) => name === "sector XLU")!;
  near(cap.multiplier + other.multiplier, gain, 1e-7, "price");
  ok(cap.sentence.endsWith("bp of expected utility a year."), cap.sentence);
});

Deno.test("meanVarianceBook() does not depend on the order of the sectors", () => {
  for (let seed = 0; seed < 200; seed++) {
    const { tilts: _, ...problem } = randomProblem(draws(`order ${seed}`), 6);
    const book = meanVarianceBook(problem);
    const order = [3, 0, 5, 1, 4, 2], withMarket = [...order, 6];
    const pick = <T>(values: readonly T[]) => order.map((i) => values[i]);
    const { covariance } = problem.risk!;
    const mixed = meanVarianceBook({
      ...problem,
      sectors: pick(problem.sectors),
      betas: pick(problem.betas),
      expectedReturns: pick(problem.expectedReturns),
      costs: typeof problem.costs === "number" ? problem.costs : pick(problem.costs!),
      previous: { weights: pick(problem.previous!.weights), hedge: problem.previous!.hedge },
      risk: { covariance: withMarket.map((i) => withMarket.map((j) => covariance![i][j])) },
    });
    deepEqual(mixed.weights, pick(book.weights), `${seed}`);
    equal(mixed.hedge, book.hedge);
  }
});

Deno.test("meanVarianceBook() refuses what is no problem, and names the cause", () => {
  const good = {
    sectors: ["XLE", "XLK"] as Sector[],
    betas: [1, 1],
    expectedReturns: [0.04, -0.04],
    riskAversion: 4,
    risk: { covariance: [[0.04, 0, 0.01], [0, 0.04, 0.01], [0.01, 0.01, 0.03]] },
  };
  const wrong: [Partial<MeanVarianceProblem>, RegExp][] = [
    [{ expectedReturns: [0.04] }, /expectedReturns needs one number per sector \(2\), got 1/],
    [{ expectedReturns: [0.04, NaN] }, /the expected return of XLK must be finite, got NaN/],
    [{ expectedMarketReturn: Infinity }, /the expected return of the market must be finite/],
    [{ riskAversion: 0 }, /riskAversion must be a number above 0, got 0/],
    [{ riskAversion: NaN }, /riskAversion must be a number above 0, got NaN/],
    [{ costs: -0.1 }, /the cost of trading XLE must be a share in \[0, 1\), got -0.1/],
    [{ costs: [0, 30] }, /the cost of trading XLK must be a share in \[0, 1\), got 30/],
    [{ costs: [0] }, /costs needs one number per sector \(2\), got 1/],
    [{ hedgeCost: NaN }, /the cost of trading the hedge must be a share/],
    [{ holdingYears: 0 }, /holdingYears must be a number above 0, got 0/],
    [{ gross: "reach" as "equal" }, /gross must be "equal" or "at most", got "reach"/],
    [{ risk: {} }, /it needs the covariance of every sector and the market per year/],
    [
      { risk: { covariance: [[0.04, 0], [0, 0.04]] } },
      /the covariance needs a row and a column per sector and for the market \(3\)/,
    ],
    [
      { risk: { covariance: [[0.04, 0, NaN], [0, 0.04, 0], [NaN, 0, 0.04]] } },
      /the covariance of XLE and the market is not finite \(NaN\)/,
    ],
    [
      { risk: { covariance: [[0.04, 0.05, 0], [0.05, 0.04, 0], [0, 0, 0.04]] } },
      /the covariance is not positive definite/,
    ],
    [{ betas: [1, NaN] }, /the beta of XLK is unknown/],
  ];
  for (const [change, message] of wrong) {
    throws(() => meanVarianceBook({ ...good, ...change }), message, String(message));
  }
});
