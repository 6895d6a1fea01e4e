import type { ActiveSet } from "./solver/active_set.ts";
import type { BookTerms, MeanVarianceTerms } from "./book_problem.ts";
import type { BookLayout } from "./book_rows.ts";
import type { LimitId } from "./limits/limit_id.ts";
import { riskForm } from "./risk_form.ts";

const COST: LimitId = { kind: "cost" };

/**
 * −μ′x + ½γx′Σx + Σc|x − x⁰| over sectors and hedge, per year: what a mean-variance book minimises.
 */
export function negativeUtility(
  terms: BookTerms,
  wanted: MeanVarianceTerms,
  weights: readonly number[],
  hedge: number,
): number {
  const { expected, riskAversion, costs } = wanted, covariance = terms.risk.covariance!;
  const count = weights.length;
  const exposure = (i: number) => i < count ? weights[i] : hedge;
  let sum = 0;
  for (let i = 0; i <= count; i++) {
    const x = exposure(i), before = i < count ? terms.previous?.[i] ?? 0 : terms.previousHedge;
    sum += costs[i] * Math.abs(x - before);
    if (x === 0) continue;
    let risk = 0;
    for (let j = 0; j <= count; j++) if (exposure(j) !== 0) risk += covariance[i][j] * exposure(j);
    sum += x * (0.5 * riskAversion * risk - expected[i]);
  }
  return sum;
}

/**
 * Replaces the objective of the rows in a solver by that of mean-variance with costs.
 *
 * **Costs as kinks.** c|u − k| is a slope of c in u, and a soft row u ≥ k at a price of 2c: where the
 * exposure falls below what is held, the slope turns from c to −c. So each name stays one variable,
 * and the multiplier of "stay as it is" is capped at 2c. Split variables (bought and sold apart)
 * would double the problem and need a small quadratic term of their own. What is held against the
 * view, or without one, is below every u ≥ 0: its cost has no kink.
 *
 * @returns What the objective has beside the solver's value and is not the same for both signs of the
 *   hedge: from c(u − k), the hedge's −ck.
 */
export function loadMeanVariance(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
  wanted: MeanVarianceTerms,
): number {
  const { sectorOf, hedge, side } = layout, n = solver.variables, market = terms.sectors.length;
  const { expected, riskAversion, costs } = wanted;
  const form = riskForm(terms, layout, n);
  solver.makeDense();
  for (let i = 0; i < n * n; i++) solver.hessian[i] = riskAversion * form.matrix[i];
  for (let v = 0; v < n; v++) {
    const i = v === hedge ? market : sectorOf[v], sign = v === hedge ? side : terms.signs[i];
    const held = sign * (i < market ? terms.previous?.[i] ?? 0 : terms.previousHedge);
    solver.linear[v] = sign * expected[i] - riskAversion * form.linear[v] - costs[i];
    if (costs[i] === 0 || held <= 0) continue;
    const row = solver.addSoftRow(held, 2 * costs[i]);
    solver.rows[row * n + v] = 1;
    layout.rowLimits.push(COST);
  }
  layout.firstTurnoverRow = solver.rowCount;
  return hedge < 0 ? 0 : -costs[market] * side * terms.previousHedge;
}
