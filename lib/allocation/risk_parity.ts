import { choleskyFactor, choleskySolve, type Matrix } from "../stats/mod.ts";

/** Newton steps before the method gives up; it needs fewer than twenty. */
const MOST_STEPS = 200;
/** Decrement at which the step is as good as the arithmetic. */
const CONVERGED = 1e-14;

/** What `riskParity` is told besides the covariance. */
export interface RiskParityOptions {
  /** 1 or −1 per name, the side on which it is held; all long by default. */
  readonly signs?: readonly number[];
  /** Share of the variance that each name is to bring, above 0; equal shares by default. */
  readonly budgets?: readonly number[];
  /** Σ|weight|, a share of equity; 1 by default. */
  readonly gross?: number;
}

/**
 * Weights with which every name brings its budget of the book's variance.
 *
 * With the sides given, y = |w| minimises ½y'Ay − Σ bᵢ ln yᵢ, where A is the covariance seen from
 * those sides (Spinu 2013, "An algorithm for computing risk parity weights", SSRN 2297383; Maillard,
 * Roncalli and Teïletche 2010, Journal of Portfolio Management 36(4)). The function is strictly
 * convex, so there is exactly one answer, long or short; it is found by damped Newton steps.
 *
 * @param covariance Symmetric and positive definite.
 * @param options Sides, budgets and gross; see {@linkcode RiskParityOptions}.
 * @returns One signed weight per name, wᵢ(Σw)ᵢ / w'Σw = bᵢ / Σb.
 * @throws {RangeError} If the covariance is not positive definite or a figure is out of range.
 *
 * @example Without correlation the weights are inverse volatilities
 * ```ts
 * import { riskParity } from "lab/allocation";
 * import { deepEqual } from "node:assert/strict";
 *
 * const weights = riskParity([[0.04, 0], [0, 0.01]], { signs: [1, -1] });
 * deepEqual(weights.map((weight) => Number(weight.toFixed(12))), [0.333333333333, -0.666666666667]);
 * ```
 */
export function riskParity(
  covariance: Matrix,
  options: RiskParityOptions = {},
): readonly number[] {
  const n = covariance.length;
  const { signs = covariance.map(() => 1), budgets = covariance.map(() => 1), gross = 1 } = options;
  const refuse = (need: string, got: unknown): never => {
    throw new RangeError(`Cannot share out risk: need ${need}, got ${got}`);
  };
  if (signs.length !== n || budgets.length !== n) {
    refuse(
      `one sign and one budget per name (${n})`,
      `${signs.length} and ${budgets.length}`,
    );
  }
  signs.forEach((sign, i) => {
    if (sign !== 1 && sign !== -1) refuse(`a sign of 1 or −1 at position ${i}`, sign);
    if (!(budgets[i] > 0 && budgets[i] < Infinity)) {
      refuse(`a budget above 0 at position ${i}`, budgets[i]);
    }
  });
  if (!(gross > 0 && gross < Infinity)) refuse("a gross above 0", gross);
  if (n === 0) return [];
  if (covariance.some((row) => row.length !== n || !row.every(Number.isFinite))) {
    refuse("a square covariance of finite numbers", "another");
  }
  if (!choleskyFactor(covariance)) refuse("a positive definite covariance", "one that is not");

  const total = budgets.reduce((sum, budget) => sum + budget, 0);
  const share = budgets.map((budget) => budget / total);
  const seen = covariance.map((row, i) => row.map((value, j) => signs[i] * signs[j] * value));
  let y = share.map((budget, i) => Math.sqrt(budget / seen[i][i]));
  for (let step = 0; step < MOST_STEPS; step++) {
    const slope = seen.map((row, i) =>
      row.reduce((sum, value, j) => sum + value * y[j], 0) - share[i] / y[i]
    );
    const factor = choleskyFactor(
      seen.map((row, i) => row.map((value, j) => i === j ? value + share[i] / y[i] ** 2 : value)),
    )!;
    const move = choleskySolve(factor, slope);
    const decrement = Math.sqrt(slope.reduce((sum, value, i) => sum + value * move[i], 0));
    // −Σb ln y is self-concordant only when scaled by the least budget; the damped step stays inside.
    const scale = Math.sqrt(Math.min(...share));
    const length = decrement > 0.2 * scale ? 1 / (1 + decrement / scale) : 1;
    y = y.map((value, i) => value - length * move[i]);
    if (decrement < CONVERGED) break;
  }
  const sum = y.reduce((all, value) => all + value, 0);
  return y.map((value, i) => gross * signs[i] * value / sum);
}
