import { centralProbability } from "./student_probability.ts";

/** Halvings of [0, π/2]: below the spacing of doubles. */
const HALVINGS = 60;

/** Quantiles found before: a panel asks for the interval of 7,000 betas with the same few degrees. */
const found = new Map<number, Map<number, number>>();
/** Probabilities and degrees that are kept; beyond it the memory begins anew. */
const MOST_KEPT = 1000;

/**
 * The quantile of Student's t distribution: the half-width of an interval in standard errors.
 *
 * @param probability Probability below the quantile, in (0, 1): 0.975 for a two-sided 95 %.
 * @param degreesOfFreedom A whole number from 1.
 * @returns The quantile, with variance df/(df − 2), not scaled to one.
 * @throws {RangeError} If an argument lies outside its range.
 *
 * @example Wider than the normal's 1.96
 * ```ts
 * import { studentQuantile } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(studentQuantile(0.975, 58).toFixed(4), "2.0017");
 * ```
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(
      `Cannot find a Student quantile: need a probability in (0, 1), got ${probability}`,
    );
  }
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(
      `Cannot find a Student quantile: need whole degrees of freedom from 1, got ${degreesOfFreedom}`,
    );
  }
  if (probability < 0.5) return -studentQuantile(1 - probability, degreesOfFreedom);
  let byDegrees = found.get(probability);
  if (byDegrees === undefined || byDegrees.size >= MOST_KEPT) {
    if (found.size >= MOST_KEPT) found.clear();
    found.set(probability, byDegrees = new Map());
  }
  let quantile = byDegrees.get(degreesOfFreedom);
  if (quantile === undefined) {
    quantile = solved(2 * probability - 1, degreesOfFreedom);
    byDegrees.set(degreesOfFreedom, quantile);
  }
  return quantile;
}

/** The quantile whose central probability is given, by halving the angle. */
function solved(central: number, degreesOfFreedom: number): number {
  let low = 0, high = Math.PI / 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, degreesOfFreedom) < central) low = middle;
    else high = middle;
  }
  return Math.sqrt(degreesOfFreedom) * Math.tan(low);
}
