import { BOOTSTRAP_DRAWS, randomStream, sharpeRatio, stationaryBlocks } from "../stats/mod.ts";

/** Whether the best of several models beats the benchmark by more than luck. */
export interface SuperiorAbility {
  /** Position of the model with the largest statistic. */
  readonly best: number;
  /** Hansen's statistic: √n·mean/ω of the best, 0 if no model is above the benchmark. */
  readonly statistic: number;
  /** p if every model that is worse counted as far worse: too small, a lower bound. */
  readonly pLower: number;
  /** Hansen's p-value: models far below the benchmark do not enter. The one to quote. */
  readonly pConsistent: number;
  /** p if every model were as good as the benchmark: too large, an upper bound. */
  readonly pUpper: number;
  /** White's Reality Check: as the upper, and without dividing by ω. */
  readonly pRealityCheck: number;
  readonly models: number;
  /** Models that never differ from the benchmark (the benchmark itself); they do not enter. */
  readonly same: number;
  readonly periods: number;
  /** Expected periods a block. */
  readonly blockLength: number;
  readonly draws: number;
  readonly seed: number;
}

/** Variance of √n·mean of each column under the stationary bootstrap, in closed form. */
function longRunVariances(centred: Float64Array[], blockLength: number): Float64Array {
  const n = centred[0].length, stay = 1 - 1 / blockLength;
  const weights = new Float64Array(n);
  for (let lag = 1; lag < n; lag++) {
    weights[lag] = 2 * ((n - lag) / n * stay ** lag + lag / n * stay ** (n - lag));
  }
  // Lags whose weight has died out add nothing to a double.
  let last = n - 1;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  while (last > 0 && weights[last] < 1e-14 * total) last--;
  return Float64Array.from(centred, (column) => {
    let variance = 0;
    for (let lag = 0; lag <= last; lag++) {
      if (lag > 0 && weights[lag] < 1e-14 * total) continue;
      let sum = 0;
      for (let t = lag; t < n; t++) sum += column[t] * column[t - lag];
      variance += (lag === 0 ? 1 : weights[lag]) * sum / n;
    }
    return variance;
  });
}

/**
 * Hansen's test of superior predictive ability, with White's Reality Check beside it.
 *
 * Null: no model is better than the benchmark. The statistic is the largest √n·d̄/ω, d the return of a
 * model less the benchmark's, or 0; its distribution comes from a stationary bootstrap of all models at
 * once, which keeps their correlation (Hansen, Journal of Business & Economic Statistics 23, 2005;
 * White, Econometrica 68, 2000). The three p-values differ in how models below the benchmark count:
 * all as equals (upper), none (lower), those within √(2·ln ln n) standard errors (consistent).
 *
 * ω² is the bootstrap's own variance in closed form (Politis and Romano, 1994). `arch.bootstrap.SPA`
 * does not divide by ω in its statistic, whatever `studentize` says; `{ studentised: false }` gives
 * the same figure. p = (1 + draws at or above the statistic)/(1 + draws), never zero.
 *
 * @param differences One list per model: its return less the benchmark's, one entry per period.
 * @param options.blockLength Expected length of a block; √n by default, as arch has it.
 * @param options.draws Resamples; 10,000 by default.
 * @param options.studentised Whether each mean is divided by its ω; true by default.
 * @throws {RangeError} If there is no model, lengths differ, there are fewer than twelve periods, a
 *   difference is not finite, or a model differs by a constant.
 *
 * @example One model that adds half a percent a week, four that add nothing
 * ```ts
 * import { superiorAbility } from "lab/evidence";
 * import { randomStream } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * const differences = [0.005, 0, 0, 0, 0].map((edge) =>
 *   Array.from({ length: 104 }, () => edge + 0.01 * draw.normal())
 * );
 * const { best, pConsistent } = superiorAbility(differences, { seed: 1, draws: 500 });
 * ok(best === 0 && pConsistent < 0.01);
 * ```
 */
export function superiorAbility(
  differences: readonly (readonly number[] | Float64Array)[],
  options: {
    readonly seed: number;
    readonly draws?: number;
    readonly blockLength?: number;
    readonly studentised?: boolean;
  },
): SuperiorAbility {
  // Long because the three p-values and the reality check share one loop of draws and all that it reads.
  const { seed, draws = BOOTSTRAP_DRAWS, studentised = true } = options;
  const n = checkedPeriods(differences);
  const blockLength = options.blockLength ?? Math.floor(Math.sqrt(n));
  if (!Number.isInteger(draws) || draws < 1) {
    throw new RangeError(
      `Cannot test for superior ability: need a whole number of draws from 1, got ${draws}`,
    );
  }
  const blocks = stationaryBlocks(n, blockLength);
  const { means, centred, model } = centredColumns(differences);
  const columns = centred.length;
  const counts = {
    models: differences.length,
    same: differences.length - columns,
    periods: n,
    blockLength,
    draws,
    seed,
  };
  if (columns === 0) {
    // Nothing but copies of the benchmark: none is better, and no draw could say otherwise.
    return {
      best: 0,
      statistic: 0,
      pLower: 1,
      pConsistent: 1,
      pUpper: 1,
      pRealityCheck: 1,
      ...counts,
    };
  }
  const variances = longRunVariances(centred, blockLength);
  const root = Math.sqrt(n);
  const bound = Math.sqrt(2 * Math.log(Math.log(n)));
  const scale = variances.map((variance) => studentised ? root / Math.sqrt(variance) : root);
  // What a model's resampled mean is moved by, beyond being centred on zero.
  const lowerShift = means.map((mean, k) => scale[k] * Math.min(0, mean));
  const consistentShift = means.map((mean, k) =>
    root * mean / Math.sqrt(variances[k]) < -bound ? scale[k] * mean : 0
  );
  let best = 0, checkStatistic = -Infinity;
  for (let k = 0; k < columns; k++) {
    if (scale[k] * means[k] > scale[best] * means[best]) best = k;
    checkStatistic = Math.max(checkStatistic, root * means[k]);
  }
  const statistic = Math.max(0, scale[best] * means[best]);
  const drawn = { lower: 0, consistent: 0, upper: 0, check: 0 };

  // Sums up to each period, so that a block costs one subtraction a model.
  const sums = new Float64Array((n + 1) * columns);
  for (let t = 0; t < n; t++) {
    for (let k = 0; k < columns; k++) {
      sums[(t + 1) * columns + k] = sums[t * columns + k] + centred[k][t];
    }
  }
  const stream = randomStream(seed), total = new Float64Array(columns);
  const add = (from: number, to: number) => {
    for (let k = 0, a = from * columns, b = to * columns; k < columns; k++) {
      total[k] += sums[b++] - sums[a++];
    }
  };
  for (let draw = 0; draw < draws; draw++) {
    total.fill(0);
    blocks(stream, (start, length) => {
      const end = start + length;
      add(start, Math.min(end, n));
      if (end > n) add(0, end - n);
    });
    let lower = 0, consistent = 0, upper = 0, check = -Infinity;
    for (let k = 0; k < columns; k++) {
      const mean = total[k] / n, scaled = scale[k] * mean;
      upper = Math.max(upper, scaled);
      consistent = Math.max(consistent, scaled + consistentShift[k]);
      lower = Math.max(lower, scaled + lowerShift[k]);
      check = Math.max(check, root * mean);
    }
    if (lower >= statistic) drawn.lower++;
    if (consistent >= statistic) drawn.consistent++;
    if (upper >= statistic) drawn.upper++;
    if (check >= checkStatistic) drawn.check++;
  }
  const p = (count: number) => (1 + count) / (1 + draws);
  return {
    best: model[best],
    statistic,
    pLower: p(drawn.lower),
    pConsistent: p(drawn.consistent),
    pUpper: p(drawn.upper),
    pRealityCheck: p(drawn.check),
    ...counts,
  };
}

/** The one number of periods that all models have. */
function checkedPeriods(differences: readonly (readonly number[] | Float64Array)[]): number {
  const action = "test for superior ability";
  if (differences.length === 0) {
    throw new RangeError(`Cannot ${action}: need at least one model, got none`);
  }
  const n = differences[0].length;
  differences.forEach((one, model) => {
    if (one.length !== n) {
      throw new RangeError(
        `Cannot ${action}: need one difference per period from every model, got ${n} from model 0 ` +
          `and ${one.length} from model ${model}`,
      );
    }
    const at = one.findIndex((value: number) => !Number.isFinite(value));
    if (at >= 0) {
      throw new RangeError(
        `Cannot ${action}: every difference must be a finite number, got ${one[at]} from model ` +
          `${model} at period ${at}`,
      );
    }
  });
  // Below it ln ln n is not above zero by enough to mean anything, nor is a block bootstrap.
  if (n < 12) throw new RangeError(`Cannot ${action}: need at least 12 periods, got ${n}`);
  return n;
}

/** Models that differ from the benchmark, centred, with their means and places. */
function centredColumns(differences: readonly (readonly number[] | Float64Array)[]) {
  const means: number[] = [], centred: Float64Array[] = [], model: number[] = [];
  differences.forEach((one, place) => {
    const column = Float64Array.from(one);
    if (column.every((value) => value === 0)) return;
    if (sharpeRatio(column) === undefined) {
      throw new RangeError(
        "Cannot test for superior ability: need differences that vary, got a constant " +
          `${column[0]} from model ${place}`,
      );
    }
    let mean = 0;
    for (const value of column) mean += value / column.length;
    means.push(mean);
    centred.push(column.map((value) => value - mean));
    model.push(place);
  });
  return { means, centred, model };
}
