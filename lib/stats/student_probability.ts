/**
 * P(|T| ≤ √df·tan θ) for Student's t with a whole number of degrees of freedom: the finite series
 * of Abramowitz and Stegun (1964), 26.7.3 for odd and 26.7.4 for even degrees.
 */
export function centralProbability(angle: number, df: number): number {
  const cosine = Math.cos(angle), sine = Math.sin(angle);
  const odd = df % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= df - 2; k += 2) {
    term *= cosine * cosine * (k - 1) / k;
    sum += term;
  }
  return odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
}

/**
 * The two-sided p-value of a t statistic: the probability that |T| is at least as large.
 *
 * @param t Estimate over its standard error.
 * @param degreesOfFreedom A whole number from 1.
 * @returns 0 to 1; below about 1e-15 it is no more than rounding.
 * @throws {RangeError} If `t` is not finite or the degrees of freedom are no such number.
 *
 * @example
 * ```ts
 * import { studentProbability } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(studentProbability(-2.0017, 58).toFixed(4), "0.0500");
 * ```
 */
export function studentProbability(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) {
    throw new RangeError(`Cannot find a Student probability: need a finite t, got ${t}`);
  }
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(
      `Cannot find a Student probability: need whole degrees of freedom from 1, got ${degreesOfFreedom}`,
    );
  }
  const angle = Math.atan(Math.abs(t) / Math.sqrt(degreesOfFreedom));
  return Math.min(1, Math.max(0, 1 - centralProbability(angle, degreesOfFreedom)));
}
