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
import {
  flatIndex,
  intervalLevel,
  moments,
  NO_VARIANCE,
  type NoBeta,
  returnPairs,
  type Returns,
  tooFew,
} from "./return_pairs.ts";
import { studentQuantile } from "./student_quantile.ts";

/** Fewest pairs from which a beta is worked out, about three months of days. */
export const MINIMUM_PAIRS = 60;
/** Age at which a day counts half, trading days (measured choice, design section 9). */
export const HALF_LIFE_DAYS = 60;
/** Two-sided confidence of an interval. */
export const INTERVAL_LEVEL = 0.95;

/** A measured beta. */
export interface Beta {
  readonly beta: number;
  /** Pairs of returns it rests on. */
  readonly pairs: number;
}

/** A beta with its standard error and its interval. */
export interface BetaWithInterval extends Beta {
  /** Standard error; each estimator says how it is found. */
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence of the interval, such as 0.95. */
  readonly level: number;
}

/**
 * Beta by ordinary least squares, with its interval: `cov(x, y)/var(x)`, standard error `s/√Sxx`,
 * interval by Student's t with n − 2 degrees of freedom.
 *
 * The figure to show beside any other estimate, for it is the one that everybody knows. The interval
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
  const share = intervalLevel(level, "an OLS");
  const pairs = returnPairs(asset, index, minimumPairs, "an OLS");
  const n = pairs.asset.length;
  if (n < minimumPairs) return tooFew(n, minimumPairs);
  const m = moments(pairs, new Array(n).fill(1));
  if (!(m.indexVariance > NO_VARIANCE)) return flatIndex(n);
  const beta = m.covariance / m.indexVariance;
  const alpha = m.meanAsset - beta * m.meanIndex;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (pairs.asset[i] - alpha - beta * pairs.index[i]) ** 2;
  const standardError = Math.sqrt(squares / (n - 2) / (n * m.indexVariance));
  const half = studentQuantile(share, n - 2) * standardError;
  return { beta, pairs: n, standardError, low: beta - half, high: beta + half, level };
}

let lastWeights: { readonly halfLifeDays: number; readonly byAge: readonly number[] } | undefined;

/** What a pair of each age counts; kept, for a panel asks the same some ten thousand times. */
function agedWeights(halfLifeDays: number, count: number): readonly number[] {
  if (lastWeights?.halfLifeDays !== halfLifeDays || lastWeights.byAge.length < count) {
    const byAge = Array.from({ length: count }, (_, age) => 2 ** (-age / halfLifeDays));
    lastWeights = { halfLifeDays, byAge };
  }
  return lastWeights.byAge;
}

/**
 * Beta by exponentially weighted moments: a pair that is `a` periods old counts 2^(−a/half-life),
 * and both means carry the same weights.
 *
 * The lab's default, because it came closest to the betas realised over the next month of all that
 * were tried. The interval is that of a weighted mean of independent errors of one variance: the
 * estimate is Σw·dx·y/Σw·dx², so its standard error is `s·√(Σw²dx²)/Σw·dx²`, with s² = Σw·e² over
 * Σw − Σw²/Σw − Σw²dx²/Σw·dx², which makes s² unbiased. With equal weights all of it is OLS. It is
 * mostly wider than the OLS interval of the same window, for old days hardly count.
 *
 * @param asset Simple returns, oldest first; `undefined` where there is none.
 * @param index Returns of the index in the same periods.
 * @param options.halfLifeDays Age at which a pair counts half, in periods; 60 by default.
 * @param options.level Two-sided confidence of the interval; 0.95 by default.
 * @param options.minimumPairs Fewest pairs, from 3; 60 by default.
 * @returns The beta with its interval by Student's t, degrees of freedom (Σw)²/Σw² − 2 (Kish's
 *   count of equal weights), or the reason why there is none.
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
  options: {
    readonly halfLifeDays?: number;
    readonly level?: number;
    readonly minimumPairs?: number;
  } = {},
): BetaWithInterval | NoBeta {
  const {
    halfLifeDays = HALF_LIFE_DAYS,
    level = INTERVAL_LEVEL,
    minimumPairs = MINIMUM_PAIRS,
  } = options;
  if (!(halfLifeDays > 0)) {
    throw new RangeError(
      `Cannot estimate an EWMA beta: halfLifeDays must be above 0, got ${halfLifeDays}`,
    );
  }
  const share = intervalLevel(level, "an EWMA");
  const pairs = returnPairs(asset, index, minimumPairs, "an EWMA");
  const n = pairs.asset.length;
  if (n < minimumPairs) return tooFew(n, minimumPairs);
  const byAge = agedWeights(halfLifeDays, asset.length);
  const weights = pairs.age.map((age) => byAge[age]);
  const m = moments(pairs, weights);
  if (!(m.indexVariance > NO_VARIANCE)) return flatIndex(n);
  const beta = m.covariance / m.indexVariance;

  let total = 0, squared = 0, errors = 0, spread = 0;
  for (let i = 0; i < n; i++) {
    const w = weights[i], dx = pairs.index[i] - m.meanIndex;
    total += w;
    squared += w * w;
    errors += w * (pairs.asset[i] - m.meanAsset - beta * dx) ** 2;
    spread += w * w * dx * dx;
  }
  const weightedSquares = m.indexVariance * total;
  const free = total - squared / total - spread / weightedSquares;
  // What is left of two parameters; a half-life of hours leaves nothing to judge the error by.
  if (!(free > 1e-9 * total)) {
    const reason = `a half-life of ${halfLifeDays} leaves too few pairs that count`;
    return { beta: undefined, pairs: n, reason };
  }
  const standardError = Math.sqrt(errors / free * spread) / weightedSquares;
  const degrees = Math.max(1, Math.floor(total * total / squared - 2 + 1e-9));
  const half = studentQuantile(share, degrees) * standardError;
  return { beta, pairs: n, standardError, low: beta - half, high: beta + half, level };
}
