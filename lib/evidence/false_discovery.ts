function refuse(what: string): never {
  throw new RangeError(`Cannot adjust p-values: ${what}`);
}

/** A list of p-values after allowing for their number. */
export interface FalseDiscovery {
  /** Least rate of false discoveries at which each would be kept, in the order given; 0 to 1. */
  readonly adjusted: readonly number[];
  /** Whether each is kept at the level. */
  readonly kept: readonly boolean[];
  readonly level: number;
}

/**
 * Which of many findings to keep so that few of those kept are false: Benjamini and Hochberg.
 *
 * Sorted p-values are multiplied by m/rank, and each takes the least of its own and all later ones
 * (Journal of the Royal Statistical Society B 57, 1995; statsmodels' `multipletests(method="fdr_bh")`).
 * Right for independent and for positively dependent tests.
 *
 * @param pValues One per test, 0 to 1; every test that was made, not only those of interest.
 * @param options.level Share of false ones among those kept that is put up with; 0.05 by default.
 * @throws {RangeError} If there is no test, a p-value lies outside [0, 1], or the level outside (0, 1).
 *
 * @example Four tests of which two stand
 * ```ts
 * import { benjaminiHochberg } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { adjusted, kept } = benjaminiHochberg([0.01, 0.02, 0.3, 0.04]);
 * deepEqual(adjusted.map((p) => p.toFixed(4)), ["0.0400", "0.0400", "0.3000", "0.0533"]);
 * deepEqual(kept, [true, true, false, false]);
 * ```
 */
export function benjaminiHochberg(
  pValues: readonly number[],
  options: { readonly level?: number } = {},
): FalseDiscovery {
  const { level = 0.05 } = options;
  const m = pValues.length;
  if (m === 0) refuse("need at least one test, got none");
  if (!(level > 0 && level < 1)) refuse(`level must lie in (0, 1), got ${level}`);
  const wrong = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (wrong >= 0) refuse(`each must lie from 0 to 1, got ${pValues[wrong]} at test ${wrong}`);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[b] - pValues[a]);
  const adjusted = new Array<number>(m);
  let least = 1;
  order.forEach((test, k) => {
    least = Math.min(least, pValues[test] * m / (m - k));
    adjusted[test] = least;
  });
  return { adjusted, kept: adjusted.map((p) => p <= level), level };
}
