import { type BetaWithInterval, INTERVAL_LEVEL, MINIMUM_PAIRS } from "./beta.ts";
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

/**
 * Ratios of drift to noise that are tried, in units of (variance of the index)⁻¹ per period: from a
 * beta that stands still to one that loses its memory in about a week.
 */
const RATIOS = [0, ...Array.from({ length: 21 }, (_, i) => 10 ** (-6 + i / 4))];
/** Narrowings of the search between two neighbours of the best ratio. */
const NARROWINGS = 40;

/** The beta of one period as it was known at its end. */
export interface BetaAt {
  /** `undefined` before the first pair. */
  readonly beta: number | undefined;
  readonly standardError: number | undefined;
}

/** The beta of the last period, from a model in which beta drifts. */
export interface KalmanBeta extends BetaWithInterval {
  /** Variance by which beta drifts per period. */
  readonly driftVariance: number;
  /** Variance of a return that beta does not explain. */
  readonly noiseVariance: number;
  /** One entry per period of the series, each by what was known at its end but for the variances. */
  readonly path: readonly BetaAt[];
}

interface Filtered {
  readonly beta: number;
  /** Variance of beta over the noise variance. */
  readonly spread: number;
  /** Noise variance that fits the one-step errors best. */
  readonly noise: number;
  /** Twice the negative log-likelihood, up to a constant. */
  readonly deviance: number;
}

/**
 * The filter for y = βx + e, β_t = β_{t−1} + drift, with variances over the noise's: the state starts
 * unknown, so the first pair sets it and counts in no likelihood (Harvey, Forecasting, Structural Time
 * Series Models and the Kalman Filter, 1989, sections 3.2 and 3.3.4).
 */
function filtered(
  y: readonly (number | undefined)[],
  x: readonly (number | undefined)[],
  ratio: number,
  lost: number,
  each?: (period: number, beta: number, spread: number) => void,
): Filtered {
  let beta = 0, spread = Infinity, errors = 0, logs = 0, count = 0;
  for (let t = 0; t < y.length; t++) {
    spread += ratio; // a day without a return lets beta drift all the same
    const own = y[t], market = x[t];
    if (own !== undefined && market !== undefined && market !== 0) {
      if (spread === Infinity) {
        beta = own / market;
        spread = 1 / (market * market);
      } else {
        const scale = market * market * spread + 1;
        const error = own - beta * market;
        beta += spread * market / scale * error;
        spread /= scale;
        errors += error * error / scale;
        logs += Math.log(scale);
      }
      count++;
    } else if (own !== undefined && market !== undefined) {
      // The index stood still: nothing is learned of beta, but of the noise.
      errors += own * own;
      count++;
    }
    if (spread < Infinity) each?.(t, beta, spread);
  }
  const used = count - 1;
  return {
    beta,
    spread,
    noise: errors / (count - lost),
    deviance: used * Math.log(errors) + logs,
  };
}

/** The ratio of the smallest deviance: a grid by quarters of a decade, then golden section. */
function bestRatio(deviance: (ratio: number) => number): number {
  const tried = RATIOS.map(deviance);
  let at = 0;
  tried.forEach((value, i) => {
    if (value < tried[at]) at = i;
  });
  if (at === 0) return 0;
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(RATIOS[Math.max(1, at - 1)] / (at === 1 ? 10 : 1));
  let high = Math.log(RATIOS[Math.min(RATIOS.length - 1, at + 1)]);
  for (let i = 0; i < NARROWINGS; i++) {
    const a = high - golden * (high - low), b = low + golden * (high - low);
    if (deviance(Math.exp(a)) <= deviance(Math.exp(b))) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

/**
 * The newest beta of an asset whose beta drifts like a random walk, by the Kalman filter.
 *
 * Per day `P += q; K = P·x/(x²P + r); b += K·(y − b·x); P = (1 − K·x)·P`, on returns less their means
 * over the window. The noise r and the drift q are those of the greatest likelihood, found by a search
 * over q/r in which r drops out; a beta that does not seem to drift gets q = 0, and then the answer is
 * the OLS one exactly, standard error included. How fast a beta drifts is hard to tell from a year of
 * days, and the interval takes q and r as known: read it as the least uncertainty there is.
 *
 * @param asset Simple returns, oldest first; `undefined` where there is none.
 * @param index Returns of the index in the same periods.
 * @param options.driftVariance q, the variance by which beta drifts per period; estimated by default.
 * @param options.level Two-sided confidence of the interval; 0.95 by default.
 * @param options.minimumPairs Fewest pairs, from 3; 60 by default.
 * @returns Beta of the last period with its interval by Student's t (n − 2 degrees of freedom), the
 *   two variances and the path, or the reason why there is none.
 * @throws {RangeError} If the lengths differ, a return is not finite, or an option is out of range.
 *
 * @example A beta that moves from 0.5 to 1.5 within a year
 * ```ts
 * import { kalmanBeta, olsBeta, randomStream } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const stream = randomStream(7);
 * const index = Array.from({ length: 252 }, () => 0.01 * stream.normal());
 * const asset = index.map((x, i) => (0.5 + i / 252) * x + 0.002 * stream.normal());
 * const kalman = kalmanBeta(asset, index), ols = olsBeta(asset, index);
 * ok(Math.abs(kalman.beta! - 1.5) < 0.2 && Math.abs(ols.beta! - 1.5) > 0.3);
 * ```
 */
export function kalmanBeta(
  asset: Returns,
  index: Returns,
  options: {
    readonly driftVariance?: number;
    readonly level?: number;
    readonly minimumPairs?: number;
  } = {},
): KalmanBeta | NoBeta {
  const { driftVariance, level = INTERVAL_LEVEL, minimumPairs = MINIMUM_PAIRS } = options;
  const share = intervalLevel(level, "a Kalman");
  if (driftVariance !== undefined && !(driftVariance >= 0 && driftVariance < Infinity)) {
    throw new RangeError(
      `Cannot estimate a Kalman beta: driftVariance must be a number of at least 0, ` +
        `got ${driftVariance}`,
    );
  }
  const pairs = returnPairs(asset, index, minimumPairs, "a Kalman");
  const n = pairs.asset.length;
  if (n < minimumPairs) return tooFew(n, minimumPairs);
  const m = moments(pairs, new Array(n).fill(1));
  if (!(m.indexVariance > NO_VARIANCE)) return flatIndex(n);

  const complete = (t: number) => asset[t] !== undefined && index[t] !== undefined;
  const y = asset.map((value, t) => complete(t) ? value! - m.meanAsset : undefined);
  // An index scaled to variance one makes the same ratios sensible for days and months.
  const scale = Math.sqrt(m.indexVariance);
  const x = index.map((value, t) => complete(t) ? (value! - m.meanIndex) / scale : undefined);
  // Two periods are lost: one to the means, one to the start of the state.
  const run = (ratio: number, each?: (t: number, beta: number, spread: number) => void) =>
    filtered(y, x, ratio, 2, each);
  const ratio = driftVariance === undefined
    ? bestRatio((tried) => run(tried).deviance)
    : givenRatio(driftVariance * m.indexVariance, (tried) => run(tried).noise);

  const states: { beta: number; spread: number }[] = new Array(y.length);
  const last = run(ratio, (t, beta, spread) => states[t] = { beta, spread });
  const path = Array.from({ length: y.length }, (_, t): BetaAt => ({
    beta: states[t] && states[t].beta / scale,
    standardError: states[t] && Math.sqrt(last.noise * states[t].spread) / scale,
  }));
  const beta = last.beta / scale, standardError = Math.sqrt(last.noise * last.spread) / scale;
  const half = studentQuantile(share, n - 2) * standardError;
  return {
    beta,
    pairs: n,
    standardError,
    low: beta - half,
    high: beta + half,
    level,
    driftVariance: driftVariance ?? ratio * last.noise / m.indexVariance,
    noiseVariance: last.noise,
    path,
  };
}

/**
 * The ratio q/r for a drift that is given: r depends on the ratio in turn, so it is found by repeated
 * insertion, which settles quickly because the noise hardly depends on a small drift.
 */
function givenRatio(drift: number, noise: (ratio: number) => number): number {
  let ratio = 0;
  if (drift === 0) return ratio;
  for (let i = 0; i < 100; i++) {
    const r = noise(ratio);
    if (!(r > 0)) return ratio;
    const next = drift / r;
    if (Math.abs(next - ratio) <= 1e-14 * next) return next;
    ratio = next;
  }
  return ratio;
}
