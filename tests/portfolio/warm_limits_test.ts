import { deepEqual, ok } from "node:assert/strict";
import type { Book } from "../../lib/portfolio/book.ts";
import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { DEFAULT_LIMITS } from "../../lib/portfolio/limits/limits.ts";
import { meanVarianceBook } from "../../lib/portfolio/mean_variance_book.ts";
import { SOAK } from "../soak.ts";
import { type Draws, draws } from "./draws.ts";
import { randomCovariance } from "./random_risk.ts";
import { randomLimits, randomViews } from "./track_by_quadprog.ts";

/** Everything a book says, as text. */
const bytes = (book: Book) => JSON.stringify(book);

/** The views of a week later: most stay, a few move by a point. */
function aWeekLater(tilts: readonly number[], random: Draws): number[] {
  return tilts.map((tilt) =>
    random.below(4) === 0 ? Math.max(-2, Math.min(2, tilt + random.below(3) - 1)) : tilt
  );
}

Deno.test("fitBook() gives the same bytes from last week's book as from nothing", () => {
  const count = SOAK ? 10_000 : 1_000;
  const seen: Record<string, number> = {};
  let stale: Book | undefined;
  for (let seed = 0; seed < count; seed++) {
    const random = draws(`last week ${seed}`), week = randomViews(random);
    const limits = random.below(2) === 0 ? DEFAULT_LIMITS : randomLimits(random);
    const hasVolatility = random.below(4) === 0;
    const problem: BookProblem = {
      ...week,
      limits: hasVolatility
        ? { ...limits, volatility: { max: 0.02 + 0.06 * random.uniform() } }
        : limits,
      ...(hasVolatility ? { risk: { covariance: randomCovariance(random, week.betas) } } : {}),
    };
    const last = fitBook(problem);
    const next: BookProblem = {
      ...problem,
      tilts: aWeekLater(week.tilts, random),
      ...(random.below(3) === 0
        ? {
          previous: { weights: last.weights, hedge: last.hedge },
          turnoverBudget: 0.1 + 0.4 * random.uniform(),
        }
        : {}),
    };
    const cold = fitBook(next);
    seen[cold.status] = (seen[cold.status] ?? 0) + 1;
    const expected = bytes(cold);
    const plain: Book = JSON.parse(expected);
    for (const from of [last, cold, stale, plain]) {
      ok(bytes(fitBook(next, { from })) === expected, `${seed}: ${cold.status}`);
    }
    stale = cold;
  }
  ok(seen.full > 0.5 * count && seen.reduced > 0.03 * count, JSON.stringify(seen));
});

Deno.test("meanVarianceBook() gives the same bytes from last week's book as from nothing", () => {
  let stale: Book | undefined;
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`last return ${seed}`), { sectors, tilts, betas } = randomViews(random);
    const problem = {
      sectors,
      betas,
      expectedReturns: tilts.map((tilt) => 0.04 * tilt),
      riskAversion: 1 + 9 * random.uniform(),
      costs: random.below(3) * 0.001,
      risk: { covariance: randomCovariance(random, betas) },
      gross: random.below(2) === 0 ? "equal" as const : "at most" as const,
    };
    const last = meanVarianceBook(problem);
    const next = {
      ...problem,
      expectedReturns: aWeekLater(tilts, random).map((tilt) => 0.04 * tilt),
      previous: { weights: last.weights, hedge: last.hedge },
    };
    const expected = bytes(meanVarianceBook(next));
    for (const from of [last, stale]) {
      deepEqual(bytes(meanVarianceBook(next, { from })), expected, `${seed}`);
    }
    stale = last;
  }
});
