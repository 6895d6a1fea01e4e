import { checkedNumbers, checkOptions, checkShare } from "../arguments.ts";
import { checkedCovariance, choleskyFactor, choleskySolve, type MatrixLike } from "../stats/mod.ts";
import { checkedSigns, GROSS_RANGE } from "./checked_signs.ts";

/** Newton steps before the method gives up; it needs fewer than twenty. */
const MOST_STEPS = 200;
/** Decrement at which the step is as good as the arithmetic. */
const CONVERGED = 1e-14;

/** What `riskParity` is told besides the covariance. */
interface RiskParityOptions {
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
 * @param covariance Symmetric and positive definite; shape n × n.
 * @param options Sides, budgets and gross; see {@linkcode RiskParityOptions}.
 * @returns One signed weight per name, wᵢ(Σw)ᵢ / w'Σw = bᵢ / Σb.
 * @throws {TypeError} If the covariance, sides or budgets are no lists, or the options no object.
 * @throws {RangeError} If the covariance is none or not positive definite, a length or figure does not
 *   fit, or an option is not known.
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
  covariance: MatrixLike,
  options: RiskParityOptions = {},
): readonly number[] {
  const action = "share out risk";
  checkOptions(`Cannot ${action}`, options, ["signs", "budgets", "gross"]);
  const matrix = checkedCovariance(action, covariance), n = matrix.length;
  const { gross = 1 } = options;
  const signs = checkedSigns(action, options.signs, n);
  const budgets = options.budgets === undefined
    ? matrix.map(() => 1)
    : checkedNumbers(`Cannot ${action}`, "budgets", options.budgets, n);
  const wrong = budgets.findIndex((budget) => !(budget > 0));
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot ${action}: budgets must be above 0, got ${budgets[wrong]} at position ${wrong}; ` +
        "leave out a name that is to bring no risk",
    );
  }
  checkShare(`Cannot ${action}`, "gross", gross, GROSS_RANGE);
  if (n === 0) return [];

  const total = budgets.reduce((sum, budget) => sum + budget, 0);
  const share = budgets.map((budget) => budget / total);
  const seen = matrix.map((row, i) => row.map((value, j) => signs[i] * signs[j] * value));
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
