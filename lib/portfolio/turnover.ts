import { checkExposures, type Exposures } from "./check_exposures.ts";
import type { ActiveSet } from "./solver/active_set.ts";
import type { SolveStatus } from "./solver/solve_options.ts";
import { type BookTerms, EXPOSURE_STEP } from "./book_problem.ts";
import type { BookLayout } from "./book_rows.ts";
import type { LimitId } from "./limits/limit_id.ts";

/** Excess over the budget that counts as rounding; a hundredth of the exposure step. */
const TOLERANCE = 1e-11;
/** Excess, a step of exposure, that is rounding where the solver, too, judged the row met but for it. */
const ROUNDED = 1e-9;
const TURNOVER: LimitId = { kind: "turnover" };
/** Rows added before giving up; real books need a few dozen. */
const MOST_ROWS = 400;

/**
 * Turnover from the exposures held to new ones: Σ|new − old| over sectors and hedge, a share of
 * equity. Both sides count: selling 5 % of one fund to buy another is 10 %.
 *
 * @param next New weights, in the order of the previous ones, and hedge.
 * @throws {RangeError} If the books have different sectors, or an exposure is not finite.
 *
 * @example Half a position sold, hedge unchanged
 * ```ts
 * import { turnover } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * equal(turnover({ weights: [0.25], hedge: -0.25 }, { weights: [0.5], hedge: -0.25 }), 0.25);
 * ```
 */
export function turnover(next: Exposures, previous: Exposures): number {
  checkExposures("Cannot measure turnover", "the next book", next);
  checkExposures("Cannot measure turnover", "the previous book", previous);
  if (next.weights.length !== previous.weights.length) {
    throw new RangeError(
      `Cannot measure turnover: both books need the same sectors, got ${next.weights.length} and ${previous.weights.length}`,
    );
  }
  let sum = Math.abs(next.hedge - previous.hedge);
  for (let i = 0; i < next.weights.length; i++) {
    sum += Math.abs(next.weights[i] - previous.weights[i]);
  }
  return sum;
}

/** Turnover that no choice of the variables can avoid: positions without a view, a hedge given up. */
function unavoidable(terms: BookTerms, layout: BookLayout): number {
  const previous = terms.previous!;
  let sum = 0;
  for (let i = 0; i < previous.length; i++) {
    if (terms.signs[i] === 0) sum += Math.abs(terms.given[i] - previous[i]);
  }
  if (layout.hedge < 0) sum += Math.abs((terms.givenHedge ?? 0) - terms.previousHedge);
  return sum;
}

/** The turnover that the answer in a solver means, a share of equity. */
export function turnoverAt(
  { x }: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
  base = unavoidable(terms, layout),
): number {
  const { sectorOf, hedge, side } = layout, previous = terms.previous!;
  let total = base;
  for (let v = 0; v < sectorOf.length; v++) {
    total += Math.abs(x[v] - terms.signs[sectorOf[v]] * previous[sectorOf[v]]);
  }
  return hedge < 0 ? total : total + Math.abs(x[hedge] - side * terms.previousHedge);
}

/** By how much a row is missed at the answer. */
function missOf(solver: ActiveSet, row: number): number {
  let miss = solver.least[row];
  const n = solver.variables;
  for (let v = 0, at = row * n; v < n; v++) miss -= solver.rows[at++] * solver.x[v];
  return miss;
}

/**
 * Solves on until the turnover keeps its budget (or, with a freed variable, that variable).
 *
 * Σ|x − x₀| ≤ budget means Σ±(x − x₀) ≤ budget for every choice of signs: too many rows to write
 * down, but only the signs of the present answer can be broken by it. So that one row is added,
 * the dual method goes on from where it stands, and a few rounds later no row is broken.
 */
export function keepTurnover(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
  cutoff = Infinity,
): SolveStatus {
  const previous = terms.previous!;
  const base = unavoidable(terms, layout);
  const { sectorOf, hedge, freed, side } = layout;
  for (let round = 0; round < MOST_ROWS; round++) {
    const budget = freed < 0 ? terms.turnoverBudget : solver.x[freed];
    let offset = 0;
    const n = solver.variables, total = turnoverAt(solver, terms, layout, base);
    if (total <= budget + TOLERANCE) return "solved";

    // −Σ±x (+ freed) ≥ base − Σ±x₀ − budget
    const row = solver.addRow(0);
    layout.rowLimits.push(TURNOVER);
    for (let v = 0; v < sectorOf.length; v++) {
      const old = terms.signs[sectorOf[v]] * previous[sectorOf[v]];
      const sign = solver.x[v] >= old ? 1 : -1;
      solver.rows[row * n + v] = -sign;
      offset += sign * old;
    }
    if (hedge >= 0) {
      const old = side * terms.previousHedge;
      const sign = solver.x[hedge] >= old ? 1 : -1;
      solver.rows[row * n + hedge] = -sign;
      offset += sign * old;
    }
    if (freed >= 0) solver.rows[row * n + freed] = 1;
    solver.least[row] = base - offset - (freed < 0 ? budget : 0);
    // The same signs again: others imply the row but for rounding. A budget that only a single point
    // keeps ends here.
    if (round > 0 && isLikeTheLast(solver, row)) {
      solver.rowMultipliers[row] = 0;
      return total <= budget + EXPOSURE_STEP ? "solved" : "infeasible";
    }
    const status = solver.resume(cutoff);
    if (status !== "solved") return status;
    // A row that depends on the active ones and misses by a rounding is left as it is: with a budget that
    // is the smallest turnover to the last digit, it would be added for ever.
    const missed = missOf(solver, row);
    if (missed > TOLERANCE) return missed <= ROUNDED ? "solved" : "infeasible";
  }
  return "iteration limit";
}

function isLikeTheLast({ rows, variables: n }: ActiveSet, row: number): boolean {
  for (let at = row * n; at < (row + 1) * n; at++) if (rows[at] !== rows[at - n]) return false;
  return true;
}
