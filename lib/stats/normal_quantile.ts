/** Beyond so many standard deviations a tail holds less than 1e-16, the spacing of doubles at 1. */
const FARTHEST = 8.3;
/** Halvings of [0, 8.3]: below the spacing of doubles. */
const HALVINGS = 60;

/**
 * Φ(z), the share of a normal distribution below z standard deviations.
 *
 * Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …), Marsaglia, "Evaluating the normal distribution",
 * Journal of Statistical Software 11(4), 2004. Right to about 1e-15 in absolute terms; a tail
 * beyond 8.3 deviations is given as 0 or 1.
 *
 * @param z Distance from the mean in standard deviations.
 * @throws {RangeError} If `z` is NaN.
 *
 * @example The two sides of a 95 % interval
 * ```ts
 * import { normalProbability } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(normalProbability(1.96).toFixed(4), "0.9750");
 * ```
 */
export function normalProbability(z: number): number {
  if (typeof z !== "number" || Number.isNaN(z)) {
    throw new RangeError(`Cannot find a normal probability: need a number, got ${z}`);
  }
  if (Math.abs(z) > FARTHEST) return z > 0 ? 1 : 0;
  let sum = z, term = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= z * z / k;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The quantile of the standard normal distribution: half the width of an interval in standard errors.
 *
 * @param probability Probability below the quantile, 1e-9 to 1 − 1e-9: 0.975 for a two-sided 95 %.
 * @throws {RangeError} If the probability lies outside.
 *
 * @example The familiar 1.96
 * ```ts
 * import { normalQuantile } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(normalQuantile(0.975).toFixed(6), "1.959964");
 * ```
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 1e-9 && probability <= 1 - 1e-9)) {
    throw new RangeError(
      `Cannot find a normal quantile: need a probability from 1e-9 to 1 - 1e-9, got ${probability}`,
    );
  }
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -normalQuantile(1 - probability);
  let low = 0, high = FARTHEST;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (normalProbability(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
