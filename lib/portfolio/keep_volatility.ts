import type { ActiveSet } from "./solver/active_set.ts";
import type { ActiveLimits, SolveStatus } from "./solver/solve_options.ts";
import type { BookTerms } from "./book_problem.ts";
import type { BookLayout } from "./book_rows.ts";
import { movingVariance, riskForm } from "./risk_form.ts";

/** Volatility is brought this near to its limit, as a share of it. */
const NEAR = 1e-13;
/** A smallest volatility above its limit by this share is rounding, not a conflict. */
const ROUNDING = 1e-12;
/** Weight of the objective beside the risk where risk alone is minimised. */
const RISK_ALONE = 1e-8;
/** Solves before the search ends; it needs about ten. */
const MOST_SOLVES = 100;

/** What came of keeping a volatility limit. */
interface KeptVolatility {
  /** `"infeasible"`: no book inside the rows has so little risk; the solver stands at the least. */
  readonly status: SolveStatus;
  /** Fall of the objective per unit of the limit; 0 where it does not bind. */
  readonly price: number;
  /** Volatility of the answer in the solver, per year. */
  readonly volatility: number;
}

/**
 * Brings the volatility of a solved book inside its limit, exactly.
 *
 * The problem is min f(u) inside straight rows and with σ²(u) = u′Qu + 2q′u + k ≤ v². Its Lagrangian
 * f + ½λ(σ² − v²) is, for a fixed λ ≥ 0, a quadratic program inside the same rows with H + λQ and
 * c − λq: the solver's own kind. By convex duality (Boyd and Vandenberghe 2004, Convex Optimization,
 * sections 5.2 and 5.5; Slater's condition is that some book inside the rows has less risk than v)
 * its answer u(λ) is the answer of the whole where σ(u(λ)) = v, and σ(u(λ)) only falls as λ rises.
 * That is the secular equation of a trust region (Moré and Sorensen 1983, SIAM J. Sci. Stat. Comput.
 * 4, 553–572), with rows. It is solved in τ = 1/(1 + λ/unit) ∈ (0, 1], inside a bracket, by inverse
 * quadratic interpolation where that is safe and bisection where it is not (Chandrupatla 1997, Adv.
 * Eng. Software 28, 145–149). Derivatives are not used: values at the same λ are the same bits
 * whatever the way to them, so that the end does not depend on where the solver set out.
 *
 * The price per unit of v is λv, for d/dv of ½λ(σ² − v²) is −λv.
 *
 * @param solver Solved without the limit.
 * @param max The limit v, per year; 0 finds the least volatility inside the rows.
 * @param again Solves anew from a set of limits, with what else must hold (a turnover budget).
 */
export function keepVolatility(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
  max: number,
  again: (from: ActiveLimits) => SolveStatus,
): KeptVolatility {
  const n = solver.variables, form = riskForm(terms, layout, n);
  const volatilityNow = () =>
    Math.sqrt(Math.max(0, movingVariance(form, solver.x) + form.constant));
  let volatility = volatilityNow();
  if (volatility <= max) return { status: "solved", price: 0, volatility };

  solver.makeDense();
  const hessian = solver.hessian.slice(0, n * n), linear = solver.linear.slice(0, n);
  const unit = unitOf(hessian, linear, form.matrix);
  let lambda = 0, status: SolveStatus = "solved", solves = 0;
  /** Volatility above its limit at a weight of the objective. */
  const excessAt = (tau: number): number => {
    const { matrix, linear: pull } = form, from = solver.activeLimits();
    lambda = unit * (1 - tau) / tau;
    for (let i = 0; i < n * n; i++) solver.hessian[i] = hessian[i] + lambda * matrix[i];
    for (let i = 0; i < n; i++) solver.linear[i] = linear[i] - lambda * pull[i];
    status = ++solves > MOST_SOLVES ? "iteration limit" : again(from);
    volatility = volatilityNow();
    return volatility - max;
  };

  // a: the last point; b: the other end of the bracket, the least known weight with a safe side.
  let b = 1, atB = volatility - max, a = 0.5, atA = excessAt(a);
  if (status === "solved" && atA > 0) {
    [b, atB] = [a, atA];
    a = RISK_ALONE;
    atA = excessAt(a);
    if (status === "solved" && atA > ROUNDING * max) {
      return { status: "infeasible", price: 0, volatility };
    }
  }
  let inside = a, c = b, atC = atB, t = 0.5;
  while (status === "solved" && Math.abs(atA) > NEAR * max) {
    const x = a + t * (b - a);
    if (x === a || x === b || Math.abs(b - a) <= 1e-16 * Math.abs(a)) break;
    const atX = excessAt(x);
    if ((atX > 0) === (atA > 0)) [c, atC] = [a, atA];
    else [c, atC, b, atB] = [b, atB, a, atA];
    [a, atA] = [x, atX];
    if (atA <= 0) inside = a;
    const xi = (a - b) / (c - b), phi = (atA - atB) / (atC - atB);
    t = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi
      ? (atA / (atB - atA)) * (atC / (atB - atC)) +
        ((c - a) / (b - a)) * (atA / (atC - atA)) * (atB / (atC - atB))
      : 0.5;
    t = Math.min(1 - 1e-9, Math.max(1e-9, t));
  }
  if (status === "solved" && atA > NEAR * max && inside !== a) excessAt(inside);
  if (status !== "solved") return { status, price: 0, volatility };
  solver.value -= 0.5 * lambda * movingVariance(form, solver.x);
  solver.kkt = Math.max(
    solver.kkt,
    volatility - max,
    lambda * max * Math.abs(volatility - max),
  );
  return { status, price: lambda * max, volatility };
}

/**
 * A λ of the order at which risk weighs as much as the objective. Each name is weighed by what it would
 * hold: one whose view is next to nothing has a steep objective, and no part in the risk.
 */
function unitOf(hessian: Float64Array, linear: Float64Array, risk: Float64Array): number {
  const n = linear.length;
  let part = 0, largest = 1;
  for (let i = 0; i < n; i++) {
    const curve = hessian[i * n + i];
    part += risk[i * n + i] / curve;
    largest = Math.max(largest, Math.abs(linear[i]) / curve);
  }
  return largest * n / part;
}

/**
 * Adds the volatility limit's tangent at the answer, as a row that rounding will keep. A volatility
 * is convex, and over steps of 1e-9 it leaves its tangent by 1e-17.
 */
export function addVolatilityTangent(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
): void {
  const max = terms.limits.volatility?.max;
  if (max === undefined) return;
  const n = solver.variables, { x } = solver, form = riskForm(terms, layout, n);
  const volatility = Math.sqrt(Math.max(0, movingVariance(form, x) + form.constant));
  if (!(volatility > max - 1e-6)) return;
  const row = solver.addRow(volatility - max);
  layout.rowLimits.push({ kind: "volatility" });
  solver.rowMultipliers[row] = 0;
  for (let i = 0; i < n; i++) {
    let slope = form.linear[i];
    for (let j = 0; j < n; j++) slope += form.matrix[i * n + j] * x[j];
    solver.rows[row * n + i] = -slope / volatility;
    solver.least[row] -= slope / volatility * x[i];
  }
}
