/** A stated probability and what came of it. */
export interface Forecast {
  /** The probability that was stated, 0 to 1. */
  readonly stated: number;
  /** Whether the thing happened: whether the call was right. */
  readonly right: boolean;
}

/** The forecasts as they came in, if each has a probability and an outcome. */
export function checkedForecasts(
  action: string,
  forecasts: readonly Forecast[],
): readonly Forecast[] {
  forecasts.forEach(({ stated, right }, i) => {
    if (typeof stated !== "number" || !(stated >= 0 && stated <= 1)) {
      throw new RangeError(
        `Cannot ${action}: need stated probabilities from 0 to 1 (0.8 for 80 %), ` +
          `got ${stated} at position ${i}`,
      );
    }
    if (typeof right !== "boolean") {
      throw new TypeError(
        `Cannot ${action}: need true or false for right, got ${right} at position ${i}; ` +
          "leave out what has no outcome",
      );
    }
  });
  return forecasts;
}

/**
 * The mean squared distance between stated probabilities and outcomes; 0 is perfect, 0.25 is what a
 * steady 50 % earns.
 *
 * (1/n)·Σ(p − o)² with o = 1 where it happened (Brier, Monthly Weather Review 78, 1950, for two
 * classes, half of his own sum). Smaller is better, and nobody gains by stating anything but what
 * they believe.
 *
 * @param forecasts At least one.
 * @throws {RangeError} If there is none or a probability lies outside 0 to 1.
 * @throws {TypeError} If an outcome is neither true nor false.
 *
 * @example Sure and wrong costs more than unsure and wrong
 * ```ts
 * import { brierScore } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(brierScore([{ stated: 1, right: false }, { stated: 1, right: true }]), 0.5);
 * equal(brierScore([{ stated: 0.5, right: false }, { stated: 0.5, right: true }]), 0.25);
 * ```
 */
export function brierScore(forecasts: readonly Forecast[]): number {
  checkedForecasts("take a Brier score", forecasts);
  if (forecasts.length === 0) {
    throw new RangeError("Cannot take a Brier score: need at least one forecast, got none");
  }
  let sum = 0;
  for (const { stated, right } of forecasts) sum += (stated - (right ? 1 : 0)) ** 2;
  return sum / forecasts.length;
}
