import type { BookPanel } from "../../charts/mod.ts";
import type { Plan } from "../../desk/mod.ts";
import { resolve, type Sector } from "../../market/mod.ts";
import { type Book, type BookProblem, fitBook, type Limits } from "../../portfolio/mod.ts";
import { weightRows } from "../kit/chart_rows.ts";

/** The limits of a mandate in the order in which lesson 03 adds them. */
export const ADDED_LIMITS = ["beta", "sector", "side", "net", "cluster", "hedge"] as const;

/** One of the limits that lesson 03 adds. */
type AddedLimit = (typeof ADDED_LIMITS)[number];

/** The book once one more limit holds. */
export interface LimitStep {
  /** The limit that was added; absent for the first book, which only has its gross. */
  readonly added?: AddedLimit;
  readonly book: Book;
  /** By how much the book came to lie further from its aims, share of equity; below zero: nearer. */
  readonly cost: number;
}

/** What the book without added limits is called. */
const GROSS_ALONE = "gross alone";
/** Wide enough that nothing is held back; the largest that `checkLimits` takes. */
const WIDE = 3;

/** What all books of the lesson share: views, betas, limits, and what cannot be held. */
export type LimitProblem =
  & Pick<
    BookProblem,
    | "sectors"
    | "tilts"
    | "betas"
    | "closed"
    | "closedShorts"
    | "hedgeSides"
    | "fundCaps"
    | "risk"
  >
  & { readonly limits: Limits };

/**
 * The problem behind a plan, to be solved in other ways: its limits alone, without what is held
 * already and without the rules on trades. What is closed stays so, and what funds can carry stays a limit.
 *
 * @example
 * ```ts
 * import { problemOf } from "lab/lesson/03";
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { fitBook } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const plan = rebalance(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLV", score: 5, confidence: 1 },
 *   { sector: "XLE", score: 1, confidence: 1 },
 * ]);
 * deepEqual(fitBook(problemOf(plan)).weights, plan.book.weights);
 * ```
 */
export function problemOf(
  plan: Pick<Plan, "book" | "day"> & Partial<Pick<Plan, "risk" | "fundCaps">>,
): LimitProblem {
  const { sectors, tilts, betas, limits, lostBets } = plan.book, { fundCaps } = plan;
  const isShortable = (scope: Sector | "market") =>
    resolve(scope, "short", plan.day, { exposureUsd: 0 }).instrument !== undefined;
  return {
    sectors,
    tilts,
    betas,
    limits,
    closed: sectors.filter((sector, i) =>
      !Number.isFinite(betas[i]) || lostBets.some((bet) => bet.sector === sector && bet.closed)
    ),
    // Another objective may turn a view around: what has no fund cannot be sold short then either.
    closedShorts: sectors.filter((sector, i) =>
      fundCaps ? fundCaps.short[i] === 0 : !isShortable(sector)
    ),
    hedgeSides: {
      short: fundCaps ? fundCaps.hedge.short > 0 : isShortable("market"),
      long: true,
    },
    ...(fundCaps ? { fundCaps } : {}),
    ...(plan.risk ? { risk: plan.risk } : {}),
  };
}

/** The same problem solved under other limits. */
export function refit(problem: LimitProblem, limits: Partial<Limits>): Book {
  return fitBook({ ...problem, limits: { ...problem.limits, ...limits } });
}

/**
 * The book as its limits are added one by one, from gross alone to the whole mandate.
 *
 * What a limit costs depends on which came before it: one that is added late finds most of the work
 * done. The order is that of {@linkcode ADDED_LIMITS}.
 *
 * @param problem From {@linkcode problemOf}, or one of your own making.
 *
 * @example A lone view
 * ```ts
 * import { limitSteps } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK", "XLU"] as const, tilts: [2, 0], betas: [1.2, 0.6] };
 * const steps = limitSteps({ ...problem, limits: DEFAULT_LIMITS });
 * deepEqual(steps.map(({ added }) => added), [
 *   undefined, "beta", "sector", "side", "net", "cluster", "hedge",
 * ]);
 * ```
 */
export function limitSteps(problem: LimitProblem): LimitStep[] {
  const { limits } = problem;
  // Optional limits, which only some mandates have, come with the last step.
  const { names: _n, styles: _s, correlated: _c, volatility: _v, ...always } = limits;
  const wide: Limits = {
    ...always,
    sector: 1,
    side: WIDE,
    net: WIDE,
    cluster: { ...limits.cluster, max: WIDE },
    beta: { ...limits.beta, max: WIDE },
    hedge: WIDE,
    groups: [],
  };
  const steps: LimitStep[] = [{ book: fitBook({ ...problem, limits: wide }), cost: 0 }];
  let now: Limits = wide;
  for (const added of ADDED_LIMITS) {
    // The last step brings the optional ones as well, so that it is the reader's book.
    now = added === "hedge" ? limits : { ...now, [added]: limits[added] };
    const next = fitBook({ ...problem, limits: now });
    steps.push({ added, book: next, cost: next.distance - steps[steps.length - 1].book.distance });
  }
  return steps;
}

/**
 * One panel per stage of `limitSteps`.
 *
 * @example
 * ```ts
 * import { limitSteps, stepPanels } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK", "XLU"] as const, tilts: [2, 0], betas: [1.2, 0.6] };
 * const [first, second] = stepPanels(limitSteps({ ...problem, limits: DEFAULT_LIMITS }));
 * equal(first.label, "gross alone");
 * equal(second.label, "beta");
 * ```
 */
export function stepPanels(steps: readonly LimitStep[]): BookPanel[] {
  return steps.map(({ added, book, cost }) => ({
    label: added ?? GROSS_ALONE,
    cost,
    hedge: book.hedge,
    bars: weightRows({ ...book, lostBets: [] }),
  }));
}
