import { normalQuantile } from "../stats/mod.ts";

/** Euler's constant, the mean of the extreme-value distribution. */
const EULER = 0.5772156649015329;
/** More trials than any sweep has; beyond it the quantile would leave its range. */
const MOST_TRIALS = 1e8;

/**
 * The Sharpe ratio that the best of N trials without any skill is expected to have.
 *
 * √V·((1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e))), γ Euler's constant, V the variance of the trials'
 * ratios (Bailey and López de Prado, Journal of Portfolio Management 40(5), 2014). An approximation:
 * 0.04 deviations below the true mean of the largest of 2 normal draws, 0.04 above it at 10, 0.02
 * above it at 100.
 *
 * @param trials Independent trials, from 1; need not be whole (an effective number is not).
 * @param deviation √V, in the unit of the answer: the standard deviation of the trials' ratios per
 *   period, or 1/√years for annual ratios of records of pure noise. 1 by default.
 * @returns 0 for one trial, and never less.
 * @throws {RangeError} If there is no trial, or the deviation is negative.
 *
 * @example What 66 committees of dice offer on one year, two and five
 * ```ts
 * import { expectedMaximumSharpe } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const best = [1, 2, 5].map((years) => expectedMaximumSharpe(66, 1 / Math.sqrt(years)));
 * deepEqual(best.map((ratio) => ratio.toFixed(2)), ["2.38", "1.68", "1.06"]);
 * ```
 */
export function expectedMaximumSharpe(trials: number, deviation = 1): number {
  if (!(trials >= 1 && trials <= MOST_TRIALS)) {
    throw new RangeError(
      `Cannot find an expected maximum: need from 1 to 1e8 trials, got ${trials}; count what was ` +
        "tried, the one shown included",
    );
  }
  if (!(deviation >= 0 && Number.isFinite(deviation))) {
    throw new RangeError(
      `Cannot find an expected maximum: need a deviation of the trials' ratios from 0, got ` +
        `${deviation}`,
    );
  }
  if (trials === 1) return 0;
  const outermost = (share: number) => normalQuantile(Math.max(1 - share, 1e-9));
  const maximum = (1 - EULER) * outermost(1 / trials) + EULER * outermost(1 / (trials * Math.E));
  return deviation * Math.max(0, maximum);
}
