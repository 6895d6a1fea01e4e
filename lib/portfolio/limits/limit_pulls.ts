import type { ActiveSet } from "../solver/active_set.ts";
import type { BookTerms } from "../book_problem.ts";
import type { BookLayout } from "../book_rows.ts";
import { upperLimit } from "../conflicting_limits.ts";
import type { LimitId } from "./limit_id.ts";
import { riskForm } from "../risk_form.ts";

/** What one limit pulls at each variable of a solver: minus its multiplier times its gradient. */
interface LimitPull {
  /** Several entries may be of the same limit. */
  readonly limit: LimitId;
  readonly pull: readonly number[];
}

/** A solved problem as a sum of pulls, copied out of the solver, which the next book will use again. */
export interface LimitPulls {
  readonly layout: BookLayout;
  readonly pulls: readonly LimitPull[];
  /** H of the objective before any limit: its diagonal, or all of it, row by row. */
  readonly hessian: readonly number[] | readonly (readonly number[])[];
  /** c of the objective ½x′Hx − c′x before any limit. */
  readonly linear: readonly number[];
}

const isNonzero = (value: number) => value !== 0;

/**
 * The pulls of all limits at an answer. With the objective ½x′Hx − c′x they satisfy Hx − c = Σ pulls,
 * the stationarity of the answer.
 *
 * @param solver With the answer.
 * @param options.unlimited A solver loaded with the same rows, whose objective is as it was before a
 *   volatility limit changed it.
 * @param options.volatility Price of that limit.
 */
export function limitPulls(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
  { unlimited, volatility }: { readonly unlimited: ActiveSet; readonly volatility: number },
): LimitPulls {
  const { variables: n, rows, rowMultipliers, lowerMultipliers, upperMultipliers } = solver;
  const variables = Array.from({ length: n }, (_, v) => v);
  const nameOf = (v: number) => v === layout.hedge ? terms.sectors.length : layout.sectorOf[v];
  const pulls: LimitPull[] = [];
  const add = (limit: LimitId, at: (v: number) => number) => {
    const pull = variables.map(at);
    if (pull.some(isNonzero)) pulls.push({ limit, pull });
  };
  for (const v of variables) {
    if (upperMultipliers[v] === 0) continue;
    add(upperLimit(terms, layout, v), (w) => w === v ? -upperMultipliers[v] : 0);
  }
  for (let row = 0; row < solver.rowCount; row++) {
    const price = rowMultipliers[row];
    if (price !== 0) add(layout.rowLimits[row], (v) => price * rows[row * n + v]);
  }
  if (volatility !== 0) {
    // The multiplier is price/max, and half the gradient of the variance Qx + q.
    const { matrix, linear } = riskForm(terms, layout, n), { x } = solver;
    const weight = volatility / terms.limits.volatility!.max;
    add({ kind: "volatility" }, (v) => {
      let slope = linear[v];
      for (let w = 0; w < n; w++) slope += matrix[v * n + w] * x[w];
      return -weight * slope;
    });
  }
  add({ kind: "sign" }, (v) => lowerMultipliers[v]);

  const { meanVariance } = terms;
  const costs = variables.map((v) => meanVariance?.costs[nameOf(v)] ?? 0);
  add({ kind: "cost" }, (v) => 0 - costs[v]);
  return {
    layout,
    pulls,
    hessian: meanVariance
      ? variables.map((v) => [...unlimited.hessian.subarray(v * n, v * n + n)])
      : [...unlimited.hessian.subarray(0, n)],
    linear: variables.map((v) => unlimited.linear[v] + costs[v]),
  };
}
