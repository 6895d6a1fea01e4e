import { HORIZON_WEEKS, WEEKS_A_YEAR } from "../days.ts";
import { checkList, checkObject, checkOptions, checkWord, isList, shown } from "../arguments.ts";
import type { Book } from "./book.ts";
import { type BookProblem, bookTerms } from "./book_problem.ts";
import { checkNames } from "./check_names.ts";
import { checkCovariance } from "./limits/check_risk.ts";
import { checkRiskFields } from "./limits/check_risk_fields.ts";
import { FIT_OPTIONS, type FitOptions, fitTerms } from "./fit_book.ts";

/** Years that a book is held before it pays for trading again: four weeks, a ballot's horizon. */
export const HOLDING_YEARS = HORIZON_WEEKS / WEEKS_A_YEAR;

/** What `meanVarianceBook` is asked: as `fitBook`, with expected returns in place of tilts. */
export interface MeanVarianceProblem extends Omit<BookProblem, "tilts"> {
  /** Expected excess return of each sector per year, a share; 0 is no view. Its sign is the view's. */
  readonly expectedReturns: readonly number[];
  /** Expected excess return of the market per year, what a unit of hedge earns; 0 by default. */
  readonly expectedMarketReturn?: number;
  /** γ: return given up per unit of variance, twice; above 0. */
  readonly riskAversion: number;
  /** Cost of trading a unit of exposure, a share (0.001 is 10 bp): one for all, or one per sector. */
  readonly costs?: number | readonly number[];
  /** Cost of trading a unit of the hedge, a share; 0 by default. */
  readonly hedgeCost?: number;
  /** Years over which a cost is spread; {@linkcode HOLDING_YEARS} by default. */
  readonly holdingYears?: number;
  /**
   * `"equal"` (the default) reaches gross where it can, which `fitBook` only aims at;
   * with `"at most"` the aversion to risk decides how much is used.
   */
  readonly gross?: "equal" | "at most";
}

/** Largest expected return a year, a share; above it, a percentage was meant. */
const LARGEST_RETURN = 3;

const ACTION = "Cannot fit a mean-variance book";

function refuse(what: string): never {
  throw new RangeError(`${ACTION}: ${what}`);
}

/**
 * The book with the best trade-off between return, risk and cost inside all limits at once.
 *
 * It maximises μ′w + μₘh − ½γ x′Σx − Σ c|x − x⁰| over sectors w and hedge h, x = (w, h), with x⁰ what is
 * held now (nothing, where `previous` is absent): Markowitz (1952, Journal of Finance 7, 77–91) with
 * costs in proportion to what is traded. Exactly, with the same limits, signs, statuses, prices and
 * remedies as {@linkcode fitBook}, and by the same solver.
 *
 * **Signs.** The view is μ, and the mandate's rule holds for it: no position against its sign, none
 * where it is 0, and a hedge only against the book's own beta. A sector with a small positive μ is
 * never a hedge for others; that is the market hedge's work.
 *
 * **The book** it returns is a `Book` like any other. `tilts` are μ scaled to ±2, `targets` and
 * `distance` follow from them, `objective` is what was minimised (the negative of the above, per
 * year), and a shadow price is expected utility per year and unit of the limit. With gross `"at most"`
 * `reduced` may only mean that more was not worth its risk and cost; there are no remedies then.
 * Where the smallest turnover must be traded (`over budget`), the book nearest to `targets` is taken
 * among those with it.
 *
 * @throws {RangeError} If a figure is missing, no number or out of range, or the covariance is not
 *   finite and positive definite.
 *
 * @example A cost above the gain keeps the book as it is
 * ```ts
 * import { meanVarianceBook } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const problem = {
 *   sectors: ["XLE", "XLK"] as const,
 *   betas: [0, 0],
 *   expectedReturns: [0.04, -0.04],
 *   riskAversion: 4,
 *   risk: { covariance: [[0.04, 0, 0], [0, 0.04, 0], [0, 0, 0.03]] },
 *   previous: { weights: [0.2, -0.25], hedge: 0 },
 *   gross: "at most" as const,
 * };
 * // Without costs each goes to μ/γσ² = ±0.25. A cost spread over four weeks counts 13 times a year.
 * deepEqual(meanVarianceBook(problem).weights, [0.25, -0.25]);
 * deepEqual(meanVarianceBook({ ...problem, costs: 0.001 }).weights, [0.2, -0.25]);
 * ```
 */
export function meanVarianceBook(problem: MeanVarianceProblem, options: FitOptions = {}): Book {
  checkObject(ACTION, "the problem", problem, "sectors, betas and expectedReturns");
  checkOptions(ACTION, options, FIT_OPTIONS);
  const { sectors, expectedReturns, riskAversion, gross = "equal" } = problem;
  const { expectedMarketReturn = 0, costs = 0, hedgeCost = 0 } = problem;
  const { holdingYears = HOLDING_YEARS } = problem;
  checkList(ACTION, "sectors", sectors, "sectors");
  const count = sectors.length;
  checkCount("expectedReturns", expectedReturns, count);
  let largest = 0;
  for (let i = 0; i <= count; i++) {
    const value = i < count ? expectedReturns[i] : expectedMarketReturn;
    if (!Number.isFinite(value)) {
      refuse(
        `the expected return of ${sectors[i] ?? "the market"} must be finite, got ${shown(value)}`,
      );
    }
    if (Math.abs(value) > LARGEST_RETURN) {
      refuse(
        `the expected return of ${sectors[i] ?? "the market"} must be a share per year in ` +
          `[−${LARGEST_RETURN}, ${LARGEST_RETURN}], got ${value}; for ${value} % write ${
            Number((value / 100).toPrecision(12))
          }`,
      );
    }
    if (i < count) largest = Math.max(largest, Math.abs(value));
  }
  for (const [name, value] of Object.entries({ riskAversion, holdingYears })) {
    if (!(Number.isFinite(value) && value > 0)) {
      refuse(`${name} must be a number above 0, got ${shown(value)}`);
    }
  }
  checkWord(ACTION, "gross", gross, ["equal", "at most"]);
  if (typeof costs !== "number") checkCount("costs", costs, count);
  const costOf = (i: number) =>
    i === count ? hedgeCost : typeof costs === "number" ? costs : costs[i];
  for (let i = 0; i <= count; i++) {
    const cost: unknown = costOf(i);
    if (!(typeof cost === "number" && cost >= 0 && cost < 1)) {
      refuse(
        `the cost of trading ${sectors[i] ?? "the hedge"} must be a share in [0, 1), got ${
          shown(cost)
        }`,
      );
    }
  }
  if (problem.risk !== undefined) checkRiskFields(ACTION, problem.risk);
  const { covariance } = problem.risk ?? {};
  if (covariance === undefined) {
    refuse("it needs the covariance of every sector and the market per year, as risk.covariance");
  }
  const { closed = [], fixed = [] } = problem;
  checkNames("closed", closed, undefined, ACTION);
  checkNames("fixed", fixed, "hedge", ACTION);
  const needed = [...sectors.keys()].filter((i) =>
    !closed.includes(sectors[i]) || fixed.includes(sectors[i])
  );
  needed.push(count);
  checkCovariance(covariance, sectors, needed, (what) => refuse(`the covariance ${what}`));

  const tilts = Array.from(expectedReturns, (value) => largest === 0 ? 0 : 2 * value / largest);
  const terms = bookTerms({ ...bookProblem(problem), tilts }, true);
  const order = [...terms.origin, count];
  return fitTerms({
    ...terms,
    grossRule: gross,
    meanVariance: {
      expected: order.map((i) => i < count ? expectedReturns[i] : expectedMarketReturn),
      riskAversion,
      costs: order.map((i) => costOf(i) / holdingYears),
    },
  }, options);
}

/** Fields of the objective, which a tracking problem does not have. */
const OF_OBJECTIVE = [
  ...["expectedReturns", "expectedMarketReturn", "riskAversion", "costs", "hedgeCost"],
  ...["holdingYears", "gross"],
];

/** What a mean-variance problem shares with any other; an unknown field stays in, to be refused. */
function bookProblem(problem: MeanVarianceProblem): Omit<BookProblem, "tilts"> {
  const shared: Record<string, unknown> = { ...problem };
  for (const field of OF_OBJECTIVE) delete shared[field];
  return shared as unknown as Omit<BookProblem, "tilts">;
}

function checkCount(name: string, values: unknown, count: number): void {
  if (isList(values) && values.length === count) return;
  refuse(
    `${name} needs one number per sector (${count}), got ${
      isList(values) ? values.length : shown(values)
    }`,
  );
}
