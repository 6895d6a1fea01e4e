import { ActiveSet } from "./solver/active_set.ts";
import type { ActiveLimits } from "./solver/solve_options.ts";
import type { BookTerms } from "./book_problem.ts";
import { type BookLayout, type HedgeSide, hedgeSidesToTry, loadRows } from "./book_rows.ts";
import { keepVolatility } from "./keep_volatility.ts";
import { countsInGross } from "./limits/limit_rule.ts";

/**
 * Pull on the gross, beside ½‖u‖². A linear program's answer of least size is that of the quadratic
 * program from some finite pull on (Mangasarian and Meyer 1979, SIAM J. Control Optim. 17, 745–752). Were
 * this pull too small, or a curved limit in the way, gross would still miss no more than ‖u‖²/pull.
 */
const PULL = 1e7;
/** Gross that misses all of it by less is all of it. */
const SAME = 1e-10;

const SOLVER = new ActiveSet();

/** The terms without what comes after the limits: a turnover budget, and the floor under it. */
export function withoutBudget(terms: BookTerms): BookTerms {
  return { ...terms, turnoverBudget: Infinity, floor: undefined };
}

/**
 * The most gross that the limits allow: views keep their signs, the hedge works only against the
 * book's beta, a turnover budget is left out. A share of equity, at most the gross aimed at.
 *
 * @returns Nothing where the limits allow no book at all.
 */
export function grossAllowed(terms: BookTerms): number | undefined {
  const all = withoutBudget(terms);
  const isEmpty = all.fixed.length === 0 && all.signs.every((sign) => sign === 0);
  if (isEmpty) return 0; // a hedge alone could fill a part, against no beta at all
  let most: number | undefined;
  for (const side of hedgeSidesToTry(all)) {
    const found = mostGross(all, side);
    if (found === undefined) continue;
    if (found >= terms.aim.gross - SAME) return terms.aim.gross;
    most = Math.max(most ?? 0, found);
  }
  return most;
}

/** The most gross with one sign of the hedge. */
function mostGross(terms: BookTerms, side: HedgeSide): number | undefined {
  const layout = loadRows(SOLVER, terms, side, "at most"), { hedge } = layout;
  for (let v = 0; v < SOLVER.variables; v++) {
    SOLVER.hessian[v] = 1;
    SOLVER.linear[v] = v === hedge && !countsInGross(terms.limits) ? 0 : PULL;
  }
  if (SOLVER.solve() !== "solved") return undefined;
  const max = terms.limits.volatility?.max;
  if (max !== undefined) {
    const again = (from: ActiveLimits) => SOLVER.solve({ from });
    if (keepVolatility(SOLVER, terms, layout, max, again).status !== "solved") return undefined;
  }
  return grossAt(terms, layout);
}

function grossAt(terms: BookTerms, { sectorOf, hedge }: BookLayout): number {
  const { limits, given, givenHedge = 0 } = terms, { x } = SOLVER;
  let gross = countsInGross(limits) ? hedge < 0 ? Math.abs(givenHedge) : x[hedge] : 0;
  for (let v = 0; v < sectorOf.length; v++) gross += x[v];
  for (const exposure of given) gross += Math.abs(exposure);
  return gross;
}

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
