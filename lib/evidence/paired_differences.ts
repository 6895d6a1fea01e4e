import {
  blockLength as chosenLength,
  INTERVAL_LEVEL,
  quantile,
  randomStream,
  sharpeOfSums,
  sharpeRatio,
  stationaryBlocks,
} from "../stats/mod.ts";
import { checkedReturns } from "./sharpe_record.ts";

/** Resamples unless told otherwise: every one looks at all trials. */
const DRAWS = 1000;

/** One trial beside the reference. */
export interface PairedDifference {
  /** Sharpe ratio of the trial less the reference's, per period. */
  readonly difference: number;
  /** The interval if this trial were the only one looked at. */
  readonly low: number;
  readonly high: number;
  /** The interval that holds for all trials at once. */
  readonly lowForAll: number;
  readonly highForAll: number;
  /** Whether zero lies in the interval for all: it cannot be told from the reference. */
  readonly isAlike: boolean;
}

/** All trials of a family beside one of them. */
export interface PairedDifferences {
  /** In the order of the trials; the reference's own is all zero. */
  readonly trials: readonly PairedDifference[];
  /** Trials that cannot be told from the reference, itself included. */
  readonly alike: number;
  /** Half-width of the interval for all, in standard errors; 1.96 for a single trial at 95 %. */
  readonly critical: number;
  readonly level: number;
  readonly blockLength: number;
  readonly draws: number;
  readonly seed: number;
}

/**
 * How the Sharpe ratio of every trial differs from one of them, with intervals that hold for all at once.
 *
 * All trials are resampled together (stationary bootstrap), so that what they have in common drops out;
 * the standard error of a difference is the deviation of its draws, and the half-width for all is the
 * quantile of the largest |draw − difference| in standard errors (Romano and Wolf, Econometrica 73,
 * 2005, first step). Overlap of two single intervals says nothing: pairs must be compared, and 231 at
 * once need wider intervals than one.
 *
 * With the best trial as reference, what `isAlike` marks is the plateau of a map: none of it can be told
 * from the best. The best itself was chosen, so the plateau is if anything too small.
 *
 * @param returns One list of returns per trial, all over the same periods.
 * @param options.reference Position of the trial that the others are compared with.
 * @param options.blockLength Expected periods a block; by default chosen from the reference's returns.
 * @param options.draws Resamples; 1,000 by default.
 * @throws {RangeError} If lengths differ, a return is not finite, a trial is constant, or an option is
 *   out of range.
 *
 * @example A trial, its near copy, and one of another kind
 * ```ts
 * import { pairedDifferences } from "lab/evidence";
 * import { randomStream } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * const best = Array.from({ length: 260 }, () => 0.004 + 0.02 * draw.normal());
 * const copy = best.map((value) => value + 0.0001 * draw.normal());
 * const other = Array.from({ length: 260 }, () => -0.004 + 0.02 * draw.normal());
 * const { trials } = pairedDifferences([best, copy, other], { reference: 0, seed: 1, draws: 500 });
 * deepEqual(trials.map(({ isAlike }) => isAlike), [true, true, false]);
 * ```
 */
export function pairedDifferences(
  returns: readonly (readonly number[] | Float64Array)[],
  options: {
    readonly reference: number;
    readonly seed: number;
    readonly level?: number;
    readonly draws?: number;
    readonly blockLength?: number;
  },
): PairedDifferences {
  const { reference, seed, level = INTERVAL_LEVEL, draws = DRAWS } = options;
  const action = "compare trials";
  const n = returns.length;
  if (!Number.isInteger(reference) || reference < 0 || reference >= n) {
    throw new RangeError(
      `Cannot ${action}: reference must be one of the ${n} trials, counted from 0, got ${reference}`,
    );
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot ${action}: level must lie in (0, 1), got ${level}`);
  }
  if (!Number.isInteger(draws) || draws < 40) {
    throw new RangeError(`Cannot ${action}: need a whole number of draws from 40, got ${draws}`);
  }
  const periods = returns[reference].length;
  const series = returns.map((one, trial) => {
    if (one.length !== periods) {
      throw new RangeError(
        `Cannot ${action}: need ${periods} returns from every trial, got ${one.length} from trial ` +
          `${trial}`,
      );
    }
    return checkedReturns(one, `${action} (trial ${trial})`);
  });
  const ratios = series.map((one, trial) => {
    const ratio = sharpeRatio(one);
    if (ratio === undefined) {
      throw new RangeError(
        `Cannot ${action}: need returns that differ, got equal ones from trial ${trial}`,
      );
    }
    return ratio;
  });
  const blockLength = options.blockLength ??
    Math.max(1, chosenLength(series[reference]).stationary);
  const resampled = resampledRatios(series, stationaryBlocks(periods, blockLength), draws, seed);

  // Per trial the draws of its difference, less the difference itself.
  const away = ratios.map((ratio, k) => {
    const list = new Float64Array(draws), difference = ratio - ratios[reference];
    for (let d = 0; d < draws; d++) {
      list[d] = resampled[d][k] - resampled[d][reference] - difference;
    }
    return list;
  });
  const errors = away.map((list) =>
    Math.sqrt(list.reduce((sum, value) => sum + value * value, 0) / draws)
  );
  const largest = new Float64Array(draws);
  away.forEach((list, k) => {
    // The reference, and exact copies of it, differ by rounding alone.
    if (!(errors[k] > 1e-12)) return;
    for (let draw = 0; draw < draws; draw++) {
      largest[draw] = Math.max(largest[draw], Math.abs(list[draw]) / errors[k]);
    }
  });
  const critical = quantile(largest, level);
  const trials = away.map((list, k): PairedDifference => {
    const difference = ratios[k] - ratios[reference], error = errors[k];
    if (!(error > 1e-12)) {
      return {
        difference: 0,
        low: 0,
        high: 0,
        lowForAll: 0,
        highForAll: 0,
        isAlike: true,
      };
    }
    const half = quantile(list.map(Math.abs), level);
    const lowForAll = difference - critical * error, highForAll = difference + critical * error;
    return {
      difference,
      low: difference - half,
      high: difference + half,
      lowForAll,
      highForAll,
      isAlike: lowForAll <= 0 && highForAll >= 0,
    };
  });
  return {
    trials,
    alike: trials.filter(({ isAlike }) => isAlike).length,
    critical,
    level,
    blockLength,
    draws,
    seed,
  };
}

/** The Sharpe ratio of every trial in each resample, from sums up to each period. */
function resampledRatios(
  series: readonly Float64Array[],
  blocks: ReturnType<typeof stationaryBlocks>,
  draws: number,
  seed: number,
): Float64Array[] {
  const n = series.length, periods = series[0].length;
  // Centred first: sums of squares of raw returns would lose digits.
  const means = series.map((one) => one.reduce((sum, value) => sum + value, 0) / periods);
  const sums = new Float64Array((periods + 1) * n), squares = new Float64Array((periods + 1) * n);
  for (let t = 0; t < periods; t++) {
    for (let k = 0; k < n; k++) {
      const value = series[k][t] - means[k], at = t * n + k;
      sums[at + n] = sums[at] + value;
      squares[at + n] = squares[at] + value * value;
    }
  }
  const stream = randomStream(seed);
  const sum = new Float64Array(n), square = new Float64Array(n);
  const add = (from: number, to: number) => {
    for (let k = 0, a = from * n, b = to * n; k < n; k++, a++, b++) {
      sum[k] += sums[b] - sums[a];
      square[k] += squares[b] - squares[a];
    }
  };
  return Array.from({ length: draws }, (_, draw) => {
    sum.fill(0);
    square.fill(0);
    blocks(stream, (start, length) => {
      const end = start + length;
      add(start, Math.min(end, periods));
      if (end > periods) add(0, end - periods);
    });
    const ratios = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      const ratio = ratios[k] = sharpeOfSums(sum[k], square[k], periods, means[k]);
      if (Number.isNaN(ratio)) {
        throw new RangeError(
          `Cannot compare trials: resample ${draw} of trial ${k} has equal returns only; need a ` +
            "longer record",
        );
      }
    }
    return ratios;
  });
}
