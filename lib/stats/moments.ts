/**
 * Moments of a series, each with its convention. Mean, sample deviation and quantile are those of
 * simple-statistics, behind checks that say which value is wrong; it has no excess kurtosis as SciPy
 * reports it, no autocorrelation and no tail index.
 *
 * @module
 */
import { mean as plainMean, quantileSorted, sampleStandardDeviation } from "simple-statistics";

type Series = readonly number[] | Float64Array;

/** The package's functions read typed arrays as well; its types know lists alone. */
const asList = (values: Series) => values as number[];

function needs(action: string, values: Series, least: number): void {
  if (values.length < least) {
    throw new RangeError(`Cannot ${action}: need at least ${least} values, got ${values.length}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(
        `Cannot ${action}: every value must be a finite number, got ${values[i]} at position ${i}`,
      );
    }
  }
}

/**
 * The arithmetic mean, summed in the order given, what each sum rounds off carried along.
 *
 * @throws {RangeError} If there is no value, or one is not finite.
 *
 * @example
 * ```ts
 * import { mean } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(mean([1, 2, 6]), 3);
 * ```
 */
export function mean(values: Series): number {
  needs("take a mean", values, 1);
  return plainMean(asList(values));
}

/**
 * The standard deviation of a sample, divided by n − 1.
 *
 * @throws {RangeError} If there are fewer than two values, or one is not finite.
 *
 * @example
 * ```ts
 * import { standardDeviation } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(standardDeviation([1, 3, 5]), 2);
 * ```
 */
export function standardDeviation(values: Series): number {
  needs("take a standard deviation", values, 2);
  return sampleStandardDeviation(asList(values));
}

/**
 * The product-moment correlation of two series; `undefined` if either is constant.
 *
 * @throws {RangeError} If the lengths differ, are below two, or a value is not finite.
 *
 * @example
 * ```ts
 * import { correlation } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(correlation([1, 2, 3], [5, 3, 1]), -1);
 * ```
 */
export function correlation(a: Series, b: Series): number | undefined {
  if (a.length !== b.length) {
    throw new RangeError(
      `Cannot correlate: both series must have one length, got ${a.length} and ${b.length}`,
    );
  }
  needs("correlate", a, 2);
  needs("correlate", b, 2);
  const ma = mean(a), mb = mean(b);
  let aa = 0, bb = 0, ab = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] - ma, y = b[i] - mb;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  // By one root of both sums: a series and its copy come to exactly 1, which the package's two
  // deviations miss by a bit.
  return aa > 0 && bb > 0 ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : undefined;
}

/**
 * Excess kurtosis: the fourth moment over the square of the second, less the normal's 3.
 *
 * The plain moments, divided by n (g₂ of Joanes and Gill, The Statistician 47, 1998; SciPy's
 * `kurtosis`). pandas' `kurt()` corrects for the sample's size and reads a little more.
 *
 * @throws {RangeError} If there are fewer than two values, one is not finite, or all are equal.
 *
 * @example A coin has the thinnest tails there are
 * ```ts
 * import { excessKurtosis } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(excessKurtosis([1, -1, 1, -1]), -2);
 * ```
 */
export function excessKurtosis(values: Series): number {
  needs("take an excess kurtosis", values, 2);
  const n = values.length, m = mean(values);
  let second = 0, fourth = 0;
  for (let i = 0; i < n; i++) {
    const square = (values[i] - m) ** 2;
    second += square;
    fourth += square * square;
  }
  if (second === 0) {
    throw new RangeError("Cannot take an excess kurtosis: need values that differ, got equal ones");
  }
  return n * fourth / (second * second) - 3;
}

/**
 * Correlation of a series with itself some steps later, as a share of its whole variance.
 *
 * Σ(x_t − m)(x_{t+lag} − m) / Σ(x_t − m)², one mean for both (Box and Jenkins, Time Series Analysis,
 * 1970, section 2.1).
 *
 * @param lag Steps between the two values, a whole number from 1.
 * @throws {RangeError} If the lag is no such number, the series is not longer than it, a value is
 *   not finite, or all are equal.
 *
 * @example
 * ```ts
 * import { autocorrelation } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(autocorrelation([1, -1, 1, -1], 1), -0.75);
 * ```
 */
export function autocorrelation(values: Series, lag: number): number {
  if (!Number.isInteger(lag) || lag < 1) {
    throw new RangeError(
      `Cannot take an autocorrelation: lag must be a whole number from 1, got ${lag}`,
    );
  }
  needs("take an autocorrelation", values, lag + 1);
  const m = mean(values);
  let whole = 0, together = 0;
  for (let i = 0; i < values.length; i++) {
    whole += (values[i] - m) ** 2;
    if (i + lag < values.length) together += (values[i] - m) * (values[i + lag] - m);
  }
  if (whole === 0) {
    throw new RangeError("Cannot take an autocorrelation: need values that differ, got equal ones");
  }
  return together / whole;
}

/**
 * Hill's index of the left tail: smaller is fatter; a Student number has its degrees of freedom.
 *
 * The inverse of the mean of ln(loss / threshold) over the k largest losses, the threshold being the
 * next largest (Hill, Annals of Statistics 3, 1975). k is a share of the losses, not of all values.
 *
 * @param share Share of the losses that counts as tail, above 0 and below 1; 0.05 by default.
 * @throws {RangeError} If the share is out of range, a value is not finite, or the tail holds no
 *   loss beyond its threshold.
 *
 * @example Losses of 4 and 2 beyond a threshold of 1
 * ```ts
 * import { leftTailIndex } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const index = leftTailIndex([-4, -2, -1, 3, 5], 0.7);
 * ok(Math.abs(index - 2 / Math.log(8)) < 1e-12);
 * ```
 */
export function leftTailIndex(values: Series, share = 0.05): number {
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`Cannot take a tail index: share must lie between 0 and 1, got ${share}`);
  }
  needs("take a tail index", values, 1);
  const losses = Float64Array.from(values).filter((value) => value < 0).map((value) => -value)
    .sort().reverse();
  const k = Math.floor(share * losses.length);
  if (k < 1 || losses[0] === losses[k]) {
    throw new RangeError(
      `Cannot take a tail index: need a loss beyond the threshold, got ${losses.length} losses of which ${k} are the tail`,
    );
  }
  let sum = 0;
  for (let i = 0; i < k; i++) sum += Math.log(losses[i] / losses[k]);
  return k / sum;
}

/**
 * A value below which the given share of a sample lies, on a straight line between its neighbours
 * (type 7 of Hyndman and Fan, The American Statistician 50, 1996: the default of R and NumPy).
 *
 * @param share 0 to 1; 0.5 is the median.
 * @throws {RangeError} If the share is out of range, there is no value, or one is not finite.
 *
 * @example
 * ```ts
 * import { quantile } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * equal(quantile([4, 1, 2, 3], 0.5), 2.5);
 * ```
 */
export function quantile(values: Series, share: number): number {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`Cannot take a quantile: share must lie from 0 to 1, got ${share}`);
  }
  needs("take a quantile", values, 1);
  return quantileSorted(asList(Float64Array.from(values).sort()), share);
}
