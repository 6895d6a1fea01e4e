import type { ActiveLimits, ActiveSet } from "./solver/active_set.ts";
import type { BookTerms } from "./book_problem.ts";
import { type HedgeSide, loadRows } from "./book_rows.ts";
import { keepVolatility } from "./keep_volatility.ts";

/** Whether some book with this sign of the hedge has all of its gross inside every limit. */
export function reachesGross(solver: ActiveSet, terms: BookTerms, side: HedgeSide): boolean {
  const layout = loadRows(solver, terms, side, "equal"), max = terms.limits.volatility?.max;
  if (solver.solve() !== "solved") return false;
  if (max === undefined) return true;
  const again = (from: ActiveLimits) => solver.solve({ from });
  return keepVolatility(solver, terms, layout, max, again).status === "solved";
}

/** The least volatility per year of a book with all of its gross, volatility's own limit aside; ∞: none. */
export function leastVolatility(solver: ActiveSet, terms: BookTerms, side: HedgeSide): number {
  const layout = loadRows(solver, terms, side, "equal");
  if (solver.solve() !== "solved") return Infinity;
  const again = (from: ActiveLimits) => solver.solve({ from });
  return keepVolatility(solver, terms, layout, 0, again).volatility;
}
