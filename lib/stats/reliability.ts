import { INTERVAL_LEVEL } from "./beta.ts";
import { checkedForecasts, type Forecast } from "./brier_score.ts";
import { type ShareInterval, wilsonInterval } from "./wilson_interval.ts";

/** Bins from 0 to 1 unless told otherwise: a tenth each, as the diagrams of the literature. */
const RELIABILITY_BINS = 10;

/** Forecasts of about one stated probability, and how many of them came true. */
interface ReliabilityBin {
  /** A forecast belongs here from `from` on and below `to`; a stated 1 belongs to the last bin. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of the stated probabilities in the bin; absent in an empty one. */
  readonly stated?: number;
  /** Share that came true, with Wilson's interval; absent in an empty one. */
  readonly observed?: ShareInterval;
}

/** How far stated probabilities can be taken at their word. */
export interface Reliability {
  /** From 0 to 1, the empty ones included. */
  readonly bins: readonly ReliabilityBin[];
  readonly count: number;
  /** Share of all forecasts that came true; absent without any. */
  readonly baseRate?: number;
  /**
   * Expected calibration error: |observed − stated| of the bins, weighted by their counts; absent
   * without a forecast. It depends on the bins: a figure without their number says little.
   */
  readonly calibrationError?: number;
}

/**
 * The rows of a reliability diagram: stated against observed, bin by bin, with counts and intervals.
 *
 * Calibration error as in Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities
 * Using Bayesian Binning", AAAI 2015, with bins of equal width. An interval of ±10 points needs about
 * 96 outcomes in its bin; it takes them as independent.
 *
 * @param forecasts Stated probabilities with their outcomes; threes and open ones left out before.
 * @param options.bins How many bins of equal width; 10 by default.
 * @param options.level Two-sided confidence of the intervals; 0.95 by default.
 * @throws {RangeError} If a probability lies outside 0 to 1, or bins is no whole number from 1 to 100.
 * @throws {TypeError} If an outcome is neither true nor false.
 *
 * @example Four calls stated at 80 %, two of them right
 * ```ts
 * import { reliability } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const forecasts = [true, true, false, false].map((right) => ({ stated: 0.8, right }));
 * const { bins, calibrationError } = reliability(forecasts, { bins: 5 });
 * equal(bins[4].observed!.share, 0.5);
 * equal(calibrationError!.toFixed(3), "0.300");
 * equal(bins[0].observed, undefined);
 * ```
 */
export function reliability(
  forecasts: readonly Forecast[],
  options: { readonly bins?: number; readonly level?: number } = {},
): Reliability {
  const { bins = RELIABILITY_BINS, level = INTERVAL_LEVEL } = options;
  if (!Number.isInteger(bins) || bins < 1 || bins > 100) {
    throw new RangeError(
      `Cannot bin forecasts: need a whole number of bins from 1 to 100, got ${bins}`,
    );
  }
  checkedForecasts("bin forecasts", forecasts);
  const edge = (i: number) => i / bins;
  const sums = Array.from({ length: bins }, () => ({ count: 0, stated: 0, right: 0 }));
  for (const { stated, right } of forecasts) {
    let i = Math.min(bins - 1, Math.floor(stated * bins));
    // stated·bins may round across an edge that i/bins itself does not.
    if (stated < edge(i)) i--;
    else if (i + 1 < bins && stated >= edge(i + 1)) i++;
    sums[i].count++;
    sums[i].stated += stated;
    if (right) sums[i].right++;
  }
  const rows = sums.map(({ count, stated, right }, i): ReliabilityBin => ({
    from: edge(i),
    to: edge(i + 1),
    count,
    ...(count === 0
      ? {}
      : { stated: stated / count, observed: wilsonInterval(right, count, { level }) }),
  }));
  const count = forecasts.length;
  if (count === 0) return { bins: rows, count };
  let rightOnes = 0, apart = 0;
  for (const { count, stated, right } of sums) {
    rightOnes += right;
    if (count > 0) apart += Math.abs(right - stated);
  }
  return { bins: rows, count, baseRate: rightOnes / count, calibrationError: apart / count };
}
