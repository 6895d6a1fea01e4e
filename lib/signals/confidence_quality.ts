import {
  brierScore,
  type Forecast,
  quantile,
  type Reliability,
  reliability,
} from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { blockPlan } from "./block_plan.ts";

/** Bootstrap draws of `confidenceQuality`. */
const DRAWS = 1000;
/** Neighbouring dates in a block: two four-week horizons of weekly dates. */
const BLOCK_DATES = 8;

/** A figure with its bootstrap interval. */
interface DrawnFigure {
  readonly value: number;
  /** Absent with fewer than two blocks of dates. */
  readonly low?: number;
  readonly high?: number;
}

/** How good stated or calibrated probabilities were. */
export interface ConfidenceQuality {
  readonly outcomes: number;
  readonly dates: number;
  /** Share of right calls. */
  readonly baseRate: number;
  /** Mean squared distance, smaller is better. */
  readonly brier: DrawnFigure;
  /** What always stating the base rate would have earned: baseRate·(1 − baseRate). */
  readonly brierOfBaseRate: number;
  /**
   * Expected calibration error. Luck alone keeps it above zero, the more so the fewer outcomes a bin
   * has: `byChance` is its mean for perfectly calibrated statements of the same sizes.
   */
  readonly calibrationError: DrawnFigure & { readonly byChance: number };
  /** Bins with counts and Wilson intervals. */
  readonly reliability: Reliability;
  readonly level: number;
  readonly blockDates: number;
  readonly draws: number;
}

/**
 * Brier score, expected calibration error and reliability of a record, with intervals that know that
 * calls of one date stand or fall together.
 *
 * Dates are drawn in circular blocks (`blockPlan`), percentiles of the draws. The draws of the
 * calibration error lie above its value by its own bias, for a resample adds noise to noise; read it
 * beside `byChance`. That is Σ over bins of n/N·√(2/π)·√(v/n), with v the mean of p(1 − p) in the bin:
 * the mean of a half-normal, calls taken as independent, so a lower bound.
 *
 * @param calls Probabilities with outcomes and the day on which they were stated.
 * @param options.bins Bins of equal width; 10 by default.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @param options.seed Of the bootstrap; 1 by default.
 * @param options.draws 1000 by default.
 * @param options.blockDates Dates in a block; 8 by default.
 * @throws {RangeError} If there is no call, or as `reliability`.
 *
 * @example Sure and right every second time
 * ```ts
 * import { confidenceQuality } from "lab/signals";
 * import { tradingDaysFrom } from "lab/market";
 * import { day } from "lab/units";
 * import { equal, ok } from "node:assert/strict";
 *
 * const days = tradingDaysFrom(day("2024-01-02"), 40);
 * const found = confidenceQuality(days.map((on, i) => ({ day: on, stated: 0.8, right: i % 2 > 0 })));
 * equal(found.calibrationError.value.toFixed(2), "0.30");
 * ok(found.brier.value > found.brierOfBaseRate, "the base rate alone would have done better");
 * ```
 */
export function confidenceQuality(
  calls: readonly (Forecast & { readonly day: Day })[],
  options: {
    readonly bins?: number;
    readonly level?: number;
    readonly seed?: number;
    readonly draws?: number;
    readonly blockDates?: number;
  } = {},
): ConfidenceQuality {
  const { bins, level = 0.95, seed = 1, draws = DRAWS } = options;
  const whole = reliability(calls, { bins, level });
  const brier = brierScore(calls);
  const days = [...new Set(calls.map(({ day }) => day))].sort();
  const blockDates = options.blockDates ?? Math.min(BLOCK_DATES, Math.max(1, days.length >> 1));
  // Bins nobody fell into add nothing to any draw.
  const filled = whole.bins.filter(({ count }) => count > 0);
  const count = filled.length, row = new Map(days.map((day, d) => [day, d]));
  // Per date and bin: calls, sum of what was stated, right ones; and the squared distances per date.
  const width = 3 * count + 1, sums = new Float64Array(days.length * width);
  for (const { day, stated, right } of calls) {
    const at = row.get(day)! * width;
    // A stated 1 belongs to the last bin, as in `reliability`.
    const bin = filled.findLastIndex(({ from }) => stated >= from);
    sums[at + 3 * bin]++;
    sums[at + 3 * bin + 1] += stated;
    sums[at + 3 * bin + 2] += right ? 1 : 0;
    sums[at + width - 1] += (stated - (right ? 1 : 0)) ** 2;
  }
  const drawn = days.length < 2 * blockDates
    ? undefined
    : draw(sums, width, blockPlan(days.length, { blockDates, draws, seed }), level);
  const baseRate = whole.baseRate!;
  return {
    outcomes: calls.length,
    dates: days.length,
    baseRate,
    brier: { value: brier, ...drawn?.brier },
    brierOfBaseRate: baseRate * (1 - baseRate),
    calibrationError: {
      value: whole.calibrationError!,
      ...drawn?.error,
      byChance: errorByChance(calls, whole),
    },
    reliability: whole,
    level,
    blockDates,
    draws,
  };
}

function errorByChance(calls: readonly Forecast[], whole: Reliability): number {
  let sum = 0;
  for (const { from, to, count } of whole.bins) {
    if (count === 0) continue;
    const own = calls.filter(({ stated }) => stated >= from && (stated < to || to === 1));
    const variance = own.reduce((all, { stated }) => all + stated * (1 - stated), 0) / count;
    sum += Math.sqrt(2 / Math.PI * variance * count);
  }
  return sum / calls.length;
}

/** Percentiles of Brier score and calibration error over resampled dates. */
function draw(
  sums: Float64Array,
  width: number,
  plan: ReturnType<typeof blockPlan>,
  level: number,
) {
  const { dates, blockDates, draws, starts } = plan;
  const blocks = Math.ceil(dates / blockDates), last = dates - (blocks - 1) * blockDates;
  const briers = new Float64Array(draws), errors = new Float64Array(draws);
  const total = new Float64Array(width);
  for (let d = 0, k = 0; d < draws; d++) {
    total.fill(0);
    for (let b = 1; b <= blocks; b++, k++) {
      const length = b < blocks ? blockDates : last;
      for (let j = 0; j < length; j++) {
        const at = (starts[k] + j) % dates * width;
        for (let c = 0; c < width; c++) total[c] += sums[at + c];
      }
    }
    let calls = 0, apart = 0;
    for (let c = 0; c + 1 < width; c += 3) {
      calls += total[c];
      apart += Math.abs(total[c + 1] - total[c + 2]);
    }
    briers[d] = total[width - 1] / calls;
    errors[d] = apart / calls;
  }
  const ends = (values: Float64Array) => ({
    low: quantile(values, (1 - level) / 2),
    high: quantile(values, (1 + level) / 2),
  });
  return { brier: ends(briers), error: ends(errors) };
}
