import { normalQuantile } from "./normal_quantile.ts";
import { studentQuantile } from "./student_quantile.ts";

/** A mean with its uncertainty. */
export interface MeanInterval {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly standardError: number;
  /** Mean over standard error; absent where the error is zero. */
  readonly t?: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence, such as 0.95. */
  readonly level: number;
  /** Degrees of freedom of Student's t; absent where the normal distribution is used. */
  readonly degreesOfFreedom?: number;
  /** How many values the mean rests on. */
  readonly count: number;
}

// A record asks for the same few quantiles again and again, and each costs a search.
const quantiles = new Map<string, number>();

function criticalValue(level: number, degreesOfFreedom: number | undefined): number {
  const key = `${level}/${degreesOfFreedom}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const found = degreesOfFreedom === undefined
    ? normalQuantile((1 + level) / 2)
    : studentQuantile((1 + level) / 2, degreesOfFreedom);
  quantiles.set(key, found);
  return found;
}

/**
 * The interval mean ± q·error, with q of Student's t or, without degrees of freedom, of the normal
 * distribution.
 *
 * The one way from a standard error to an interval, so that all figures of a table state it alike.
 *
 * @param mean The estimate.
 * @param standardError Its standard error, from 0.
 * @param options.count How many values it rests on.
 * @param options.degreesOfFreedom A whole number from 1; the normal distribution without it.
 * @param options.level Two-sided confidence.
 * @throws {RangeError} If the mean or the error is no finite number, the error is below 0, or the
 *   level lies outside (0, 1).
 *
 * @example
 * ```ts
 * import { meanInterval } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const { low, high, t } = meanInterval(0.05, 0.02, { count: 160, level: 0.95 });
 * equal([low, high, t!].map((one) => one.toFixed(4)).join(), "0.0108,0.0892,2.5000");
 * ```
 */
export function meanInterval(
  mean: number,
  standardError: number,
  options: { readonly count: number; readonly degreesOfFreedom?: number; readonly level: number },
): MeanInterval {
  const { count, degreesOfFreedom, level } = options;
  if (!Number.isFinite(mean) || !(standardError >= 0 && standardError < Infinity)) {
    throw new RangeError(
      `Cannot make an interval: need a finite mean and an error from 0, got ${mean} and ${standardError}`,
    );
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot make an interval: level must lie in (0, 1), got ${level}`);
  }
  const half = criticalValue(level, degreesOfFreedom) * standardError;
  return {
    mean,
    standardError,
    ...(standardError > 0 ? { t: mean / standardError } : {}),
    low: mean - half,
    high: mean + half,
    level,
    ...(degreesOfFreedom === undefined ? {} : { degreesOfFreedom }),
    count,
  };
}
