import type { ActiveSet } from "./solver/active_set.ts";
import type { BookTerms } from "./book_problem.ts";
import { type BookLayout, HEDGE_PENALTY, type HedgeSide, largestHedge } from "./book_rows.ts";

/**
 * A lower bound on the objective with the other sign of the hedge, from the answer for this one.
 *
 * By weak duality any prices bound any problem from below. The prices of this side fit the other
 * side's rows in all but the hedge's own column: its part of the Lagrangian is ½ρg²/G − cg, with c
 * what the rows pay for a unit of hedge, and only this part is worked out anew. The row that ties
 * the hedge to the book's beta turns around with the side; if it has a price, nothing is known. Nor
 * is it where risk ties the hedge to the rest: with a price on volatility, or in mean-variance.
 *
 * @returns The bound, in the solver's value; −∞ if nothing is known.
 */
export function otherSideBound(solver: ActiveSet, terms: BookTerms, layout: BookLayout): number {
  const { hedge, side, highRows, lowRows, directionRow, firstTurnoverRow } = layout;
  const prices = solver.rowMultipliers, n = solver.variables;
  if (hedge < 0 || prices[directionRow] !== 0) return -Infinity;
  const other: HedgeSide = side < 0 ? 1 : -1;
  let paidHere = 0, paidThere = 0;
  for (let k = 0; k < highRows.length; k++) {
    const high = highRows[k], low = lowRows[k];
    if (high >= 0 && prices[high] !== 0) {
      const sign = solver.isEquality(high) ? 1 : -1;
      paidHere += prices[high] * solver.rows[high * n + hedge];
      paidThere += prices[high] * sign * other * terms.rules[k].onHedge(other, terms.limits);
    }
    if (low >= 0 && prices[low] !== 0) {
      paidHere += prices[low] * solver.rows[low * n + hedge];
      paidThere += prices[low] * other * terms.rules[k].onHedge(other, terms.limits);
    }
  }
  for (let row = firstTurnoverRow; row < solver.rowCount; row++) {
    // Turnover counts the signed hedge: its column turns around with the side.
    const paid = prices[row] * solver.rows[row * n + hedge];
    paidHere += paid;
    paidThere -= paid;
  }
  const here = solver.x[hedge], penalty = HEDGE_PENALTY / terms.aim.gross;
  const there = Math.min(largestHedge(terms, other), Math.max(0, paidThere / penalty));
  return solver.value - (0.5 * penalty * here - paidHere) * here +
    (0.5 * penalty * there - paidThere) * there;
}
