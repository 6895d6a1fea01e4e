/**
 * Which counts of successes are no surprise: the middle of a binomial distribution, exactly.
 *
 * The smallest count with more than (1 − level)/2 of the probability at or below it, and the same from
 * above (the quantiles that SciPy's `binom.ppf` gives). For a test that must fail when a share is wrong
 * and not when luck is.
 *
 * @param trials A whole number from 1 to 100,000.
 * @param share Probability of one success, inside (0, 1).
 * @param options.level Probability that a count falls inside at least; 0.999 by default.
 * @throws {RangeError} If an argument is out of range.
 *
 * @example Of 50 intervals at 95 %, how many may miss?
 * ```ts
 * import { binomialRange } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(binomialRange(50, 0.95), { least: 41, most: 50 });
 * ```
 */
export function binomialRange(
  trials: number,
  share: number,
  options: { readonly level?: number } = {},
): { readonly least: number; readonly most: number } {
  const { level = 0.999 } = options;
  if (!Number.isInteger(trials) || trials < 1 || trials > 1e5) {
    throw new RangeError(
      `Cannot find a binomial range: need 1 to 100000 trials as a whole number, got ${trials}`,
    );
  }
  if (!(share > 0 && share < 1) || !(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot find a binomial range: share and level must lie in (0, 1), got ${share} and ${level}`,
    );
  }
  const tail = (1 - level) / 2;
  // From the far end inwards, in logarithms: (1 − share)^trials may be too small for a number.
  const leastFor = (p: number): number => {
    let log = trials * Math.log1p(-p), below = 0;
    for (let k = 0; k <= trials; k++) {
      below += Math.exp(log);
      if (below >= tail) return k;
      log += Math.log((trials - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
    }
    return trials;
  };
  const upper = (p: number): number => trials - leastFor(1 - p);
  return { least: leastFor(share), most: upper(share) };
}
