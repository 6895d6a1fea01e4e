/**
 * Beta of an asset to an index, by several estimators with one shape of answer.
 *
 * In words: covariance of the two returns over the variance of the index's. Each estimator takes two
 * aligned series in which a gap is `undefined`, drops the pairs with a gap, and answers with a
 * {@linkcode Beta} or, where the data do not suffice, with a {@linkcode NoBeta} that says why.
 * Another estimator is another function of that shape.
 *
 * @module
 */
import { studentQuantile } from "./student_quantile.ts";

/** Fewest pairs from which a beta is worked out, about three months of days. */
export const MINIMUM_PAIRS = 60;
/** Age at which a day counts half, trading days (measured choice, design section 9). */
export const HALF_LIFE_DAYS = 60;
/** Two-sided confidence of an interval. */
export const INTERVAL_LEVEL = 0.95;

/** A series of simple returns, one per period, oldest first; `undefined` where there is none. */
export type Returns = readonly (number | undefined)[];

/** A measured beta. */
export interface Beta {
  readonly beta: number;
  /** Pairs of returns it rests on. */
  readonly pairs: number;
}

/** A beta with its standard error and its interval. */
export interface BetaWithInterval extends Beta {
  /** Standard error s/√Sxx, with s² the residual sum of squares over n − 2. */
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence of the interval, such as 0.95. */
  readonly level: number;
}

/** No beta: the data do not suffice. It is a value, so that a table can show the reason. */
export interface NoBeta {
  readonly beta: undefined;
  readonly pairs: number;
  /** Why, in a sentence without a full stop. */
  readonly reason: string;
}

interface Pairs {
  readonly asset: readonly number[];
  readonly index: readonly number[];
  /** Periods between each pair and the newest entry of the series; gaps age like all others. */
  readonly age: readonly number[];
}

function pairsOf(asset: Returns, index: Returns, minimumPairs: number, name: string): Pairs {
  if (asset.length !== index.length) {
    throw new RangeError(
      `Cannot estimate an ${name} beta: need two series of one length, ` +
        `got ${asset.length} and ${index.length}`,
    );
  }
  // Two parameters and a residual variance need three pairs at the least.
  if (!Number.isInteger(minimumPairs) || minimumPairs < 3) {
    throw new RangeError(
      `Cannot estimate an ${name} beta: minimumPairs must be a whole number from 3, got ${minimumPairs}`,
    );
  }
  const pairs = { asset: [] as number[], index: [] as number[], age: [] as number[] };
  for (let i = 0; i < asset.length; i++) {
    const y = asset[i], x = index[i];
    if (y === undefined || x === undefined) continue;
    if (!Number.isFinite(y) || !Number.isFinite(x)) {
      throw new RangeError(
        `Cannot estimate an ${name} beta: need finite returns or undefined, ` +
          `got ${y} and ${x} at position ${i}`,
      );
    }
    pairs.asset.push(y);
    pairs.index.push(x);
    pairs.age.push(asset.length - 1 - i);
  }
  return pairs;
}

function tooFew(pairs: number, minimumPairs: number): NoBeta {
  return {
    beta: undefined,
    pairs,
    reason: `only ${pairs} pairs of returns, ${minimumPairs} are needed`,
  };
}

interface Moments {
  readonly meanAsset: number;
  readonly meanIndex: number;
  /** Σw(x − x̄)² with weights that sum to one. */
  readonly indexVariance: number;
  readonly covariance: number;
}

/** Weighted moments about weighted means, in two passes, summed in the order of the series. */
function moments({ asset, index }: Pairs, weights: readonly number[]): Moments {
  let total = 0, sumAsset = 0, sumIndex = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i];
    sumAsset += weights[i] * asset[i];
    sumIndex += weights[i] * index[i];
  }
  const meanAsset = sumAsset / total, meanIndex = sumIndex / total;
  let variance = 0, covariance = 0;
  for (let i = 0; i < weights.length; i++) {
    const dx = index[i] - meanIndex;
    variance += weights[i] * dx * dx;
    covariance += weights[i] * dx * (asset[i] - meanAsset);
  }
  return {
    meanAsset,
    meanIndex,
    indexVariance: variance / total,
    covariance: covariance / total,
  };
}

function flatIndex(pairs: number): NoBeta {
  return { beta: undefined, pairs, reason: "the index did not move, so nothing can be measured" };
}

/** A variance below this is rounding of a constant series: (1e-12)² of daily returns. */
const NO_VARIANCE = 1e-24;

/**
 * Beta by ordinary least squares, with its interval: `cov(x, y)/var(x)`, standard error `s/√Sxx`,
 * interval by Student's t with n − 2 degrees of freedom.
 *
 * The figure to show beside any other estimate, because it alone comes with an interval. The interval
 * assumes independent errors of one variance; daily returns have fat tails and clusters, so it is
 * rather too narrow.
 *
 * @param asset Simple returns, oldest first; `undefined` where there is none.
 * @param index Returns of the index in the same periods.
 * @param options.level Two-sided confidence of the interval; 0.95 by default.
 * @param options.minimumPairs Fewest pairs, from 3; 60 by default.
 * @returns The beta, or the reason why there is none.
 * @throws {RangeError} If the lengths differ, a return is not finite, or an option is out of range.
 *
 * @example Three points on a line of slope two, and too few of them
 * ```ts
 * import { olsBeta } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const index = [-0.01, undefined, 0, 0.01], asset = [-0.02, 0.05, 0, 0.02];
 * equal(olsBeta(asset, index, { minimumPairs: 3 }).beta, 2);
 * equal(olsBeta(asset, index).beta, undefined);
 * ```
 */
export function olsBeta(
  asset: Returns,
  index: Returns,
  options: { readonly level?: number; readonly minimumPairs?: number } = {},
): BetaWithInterval | NoBeta {
  const { level = INTERVAL_LEVEL, minimumPairs = MINIMUM_PAIRS } = options;
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot estimate an OLS beta: level must lie in (0, 1), got ${level}`);
  }
  const pairs = pairsOf(asset, index, minimumPairs, "OLS");
  const n = pairs.asset.length;
  if (n < minimumPairs) return tooFew(n, minimumPairs);
  const m = moments(pairs, new Array(n).fill(1));
  if (!(m.indexVariance > NO_VARIANCE)) return flatIndex(n);
  const beta = m.covariance / m.indexVariance;
  const alpha = m.meanAsset - beta * m.meanIndex;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (pairs.asset[i] - alpha - beta * pairs.index[i]) ** 2;
  const standardError = Math.sqrt(squares / (n - 2) / (n * m.indexVariance));
  const half = studentQuantile((1 + level) / 2, n - 2) * standardError;
  return { beta, pairs: n, standardError, low: beta - half, high: beta + half, level };
}

/**
 * Beta by exponentially weighted moments: a pair that is `a` periods old counts 2^(−a/half-life),
 * and both means carry the same weights.
 *
 * The lab's default, because it came closest to the betas realised over the next month of all that
 * were tried. It has no interval of its own: show the OLS one beside it.
 *
 * @param asset Simple returns, oldest first; `undefined` where there is none.
 * @param index Returns of the index in the same periods.
 * @param options.halfLifeDays Age at which a pair counts half, in periods; 60 by default.
 * @param options.minimumPairs Fewest pairs, from 3; 60 by default.
 * @returns The beta, or the reason why there is none.
 * @throws {RangeError} If the lengths differ, a return is not finite, or an option is out of range.
 *
 * @example The newest pairs lead
 * ```ts
 * import { ewmaBeta } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * // Slope 1 in the older half, slope 2 in the newer one.
 * const index = [-0.01, 0.01, -0.01, 0.01, -0.01, 0.01, -0.01, 0.01];
 * const asset = index.map((x, i) => (i < 4 ? x : 2 * x));
 * const { beta } = ewmaBeta(asset, index, { halfLifeDays: 2, minimumPairs: 8 });
 * ok(beta! > 1.7 && beta! < 2);
 * ```
 */
export function ewmaBeta(
  asset: Returns,
  index: Returns,
  options: { readonly halfLifeDays?: number; readonly minimumPairs?: number } = {},
): Beta | NoBeta {
  const { halfLifeDays = HALF_LIFE_DAYS, minimumPairs = MINIMUM_PAIRS } = options;
  if (!(halfLifeDays > 0)) {
    throw new RangeError(
      `Cannot estimate an EWMA beta: halfLifeDays must be above 0, got ${halfLifeDays}`,
    );
  }
  const pairs = pairsOf(asset, index, minimumPairs, "EWMA");
  const n = pairs.asset.length;
  if (n < minimumPairs) return tooFew(n, minimumPairs);
  const m = moments(pairs, pairs.age.map((age) => 2 ** (-age / halfLifeDays)));
  if (!(m.indexVariance > NO_VARIANCE)) return flatIndex(n);
  return { beta: m.covariance / m.indexVariance, pairs: n };
}
