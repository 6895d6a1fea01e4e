/** A correlation this far past ±1 is rounding. */
const ROUNDING = 1e-9;

/**
 * How far apart two series are by their correlation: √(½(1 − ρ)), from 0 (as one) to 1 (opposite).
 *
 * It is half the distance between the two series, each centred and scaled to length one, so it obeys
 * the triangle inequality, which 1 − ρ does not. Mantegna (Hierarchical structure in financial
 * markets, European Physical Journal B 11, 1999) takes √(2(1 − ρ)), twice this; the form here is that of
 * López de Prado (Building diversified portfolios that outperform out of sample, Journal of Portfolio
 * Management 42(4), 2016). A correlation of 0.5 is at 0.5, none at 0.707.
 *
 * @param correlation −1 to 1.
 * @throws {RangeError} If it lies outside by more than rounding, or is no number.
 *
 * @example
 * ```ts
 * import { correlationDistance } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([1, 0.5, -1].map(correlationDistance), [0, 0.5, 1]);
 * ```
 */
export function correlationDistance(correlation: number): number {
  if (!(Math.abs(correlation) <= 1 + ROUNDING)) {
    throw new RangeError(
      `Cannot measure a distance: need a correlation from -1 to 1, got ${correlation}`,
    );
  }
  return Math.sqrt(Math.max(0, 1 - Math.min(1, Math.max(-1, correlation))) / 2);
}

/**
 * The correlation that lies at a distance, 1 − 2d²: the inverse of `correlationDistance`.
 *
 * @param distance 0 to 1.
 * @throws {RangeError} If it lies outside.
 *
 * @example
 * ```ts
 * import { correlationAtDistance } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(correlationAtDistance(0.5), 0.5);
 * ```
 */
export function correlationAtDistance(distance: number): number {
  if (!(distance >= 0 && distance <= 1)) {
    throw new RangeError(
      `Cannot read a correlation off a distance: need one from 0 to 1, got ${distance}`,
    );
  }
  return 1 - 2 * distance * distance;
}
