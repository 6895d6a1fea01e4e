import { type BookProblem, bookTerms } from "./book_problem.ts";
import { checkExposures, type Exposures } from "./check_exposures.ts";
import { type LimitReading, limitReadings } from "./limits/limit_readings.ts";

/**
 * How exposures stand to every limit of a mandate, whoever made them: what an account holds has drifted
 * and was fitted to nothing today, so no limit has a price.
 *
 * @param problem Sectors, betas, limits and risk figures; views, budget and rules on trades are not asked. What
 *   is held in whole shares may pass the gross by `GROSS_ROUNDING`, as its `grossTolerance`.
 * @param book Exposures in the order of its sectors, and the hedge, shares of equity.
 * @returns One reading a limit; one whose figure cannot be measured is not among them.
 * @throws {RangeError} If an exposure is no number, or the problem is none.
 *
 * @example A sector that has grown past its cap
 * ```ts
 * import { exposureReadings } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK", "XLP"] as const, betas: [1.2, 0.6] };
 * const readings = exposureReadings(problem, { weights: [0.32, 0.2], hedge: -0.5 });
 * equal(readings.find(({ name }) => name === "sector XLK")!.slack.toFixed(2), "-0.02");
 * ```
 */
export function exposureReadings(
  problem: Pick<
    BookProblem,
    "sectors" | "betas" | "limits" | "risk" | "fundCaps" | "grossTolerance"
  >,
  book: Exposures,
): readonly LimitReading[] {
  const { sectors } = problem;
  checkExposures("Cannot read limits", "the book", book, sectors.length);
  // A sector that is not held may have no beta; one that is held without a beta has no reading of it.
  const terms = bookTerms({
    ...problem,
    tilts: sectors.map(() => 0),
    closed: sectors.filter((_, i) => Number.isNaN(problem.betas[i])),
  });
  const { weights, hedge } = book;
  return limitReadings(terms, {
    weights,
    hedge,
    distance: NaN, // read only beside a shadow price
    gross: terms.limits.gross,
    prices: undefined,
    mustReach: false,
  });
}
