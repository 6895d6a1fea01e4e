import { INTERVAL_LEVEL } from "./beta.ts";
import { quantile } from "./moments.ts";

/** The two ends of an interval with its confidence. */
export interface BootstrapInterval {
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence, such as 0.95. */
  readonly level: number;
  /** Draws that it rests on. */
  readonly draws: number;
}

/** Fewest draws of an interval: with fewer a 95 % end is the outermost draw or nearly so. */
const LEAST_DRAWS = 40;

function checked(draws: { readonly length: number }, level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot find a bootstrap interval: level must lie in (0, 1), got ${level}`,
    );
  }
  if (draws.length < LEAST_DRAWS) {
    throw new RangeError(
      `Cannot find a bootstrap interval: need at least ${LEAST_DRAWS} draws, got ${draws.length}`,
    );
  }
}

/**
 * The middle of the draws: Efron's percentile interval (Annals of Statistics 7, 1979).
 *
 * @param draws The statistic of each resample, from 40 of them.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @throws {RangeError} If there are fewer draws, one is not finite, or the level lies outside (0, 1).
 *
 * @example
 * ```ts
 * import { percentileInterval } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const draws = Array.from({ length: 101 }, (_, i) => i);
 * const { low, high } = percentileInterval(draws, { level: 0.9 });
 * deepEqual([low, high].map(Math.round), [5, 95]);
 * ```
 */
export function percentileInterval(
  draws: readonly number[] | Float64Array,
  options: { readonly level?: number } = {},
): BootstrapInterval {
  const { level = INTERVAL_LEVEL } = options;
  checked(draws, level);
  return {
    low: quantile(draws, (1 - level) / 2),
    high: quantile(draws, (1 + level) / 2),
    level,
    draws: draws.length,
  };
}

/**
 * The studentised interval: each draw's distance from the estimate is measured in its own standard
 * errors (Hall, The Bootstrap and Edgeworth Expansion, 1992, section 3.2).
 *
 * (estimate − q_high·se, estimate − q_low·se) with q the quantiles of (draw − estimate)/(its se): the
 * far end of the draws moves the near end of the interval. Errs less than the percentile interval
 * where draws are skewed, if the standard error is a good one.
 *
 * @param estimate The figure of the series itself.
 * @param standardError Its standard error, above 0.
 * @param ratios (draw − estimate)/(standard error in that draw), from 40 of them.
 * @throws {RangeError} If an argument is out of range or not finite.
 *
 * @example Draws that lean to the right pull the low end down less
 * ```ts
 * import { studentisedInterval } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const ratios = Array.from({ length: 101 }, (_, i) => i / 20 - 2);
 * const { low, high } = studentisedInterval(1, 0.5, ratios, { level: 0.9 });
 * deepEqual([low, high].map((end) => end.toFixed(3)), ["-0.375", "1.875"]);
 * ```
 */
export function studentisedInterval(
  estimate: number,
  standardError: number,
  ratios: readonly number[] | Float64Array,
  options: { readonly level?: number } = {},
): BootstrapInterval {
  const { level = INTERVAL_LEVEL } = options;
  checked(ratios, level);
  if (!Number.isFinite(estimate) || !(standardError > 0 && Number.isFinite(standardError))) {
    throw new RangeError(
      "Cannot find a studentised interval: need a finite estimate and a standard error above 0, " +
        `got ${estimate} and ${standardError}`,
    );
  }
  return {
    low: estimate - quantile(ratios, (1 + level) / 2) * standardError,
    high: estimate - quantile(ratios, (1 - level) / 2) * standardError,
    level,
    draws: ratios.length,
  };
}
