/**
 * Weights in proportion to tilts, each side scaled to half of the gross: net zero in dollars.
 *
 * The wrong way of lesson 00. It looks safe because longs and shorts cost the same, and it forgets
 * that sectors move with the market by different amounts. For a book use `fitBook` of `lab/portfolio`.
 *
 * @param tilts One per sector, −2 to +2.
 * @param gross Sum of absolute weights; 1 by default.
 * @returns One weight per tilt, in the same order. A side without a view stays empty, and then the
 *   net is not zero.
 *
 * @example
 * ```ts
 * import { dollarNeutral } from "lab/lesson/00";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(dollarNeutral([2, 2, -1]), [0.25, 0.25, -0.5]);
 * ```
 */
export function dollarNeutral(tilts: readonly number[], gross = 1): number[] {
  const side = (sign: 1 | -1) => tilts.reduce((sum, tilt) => sum + Math.max(sign * tilt, 0), 0);
  const long = side(1), short = side(-1);
  return tilts.map((tilt) =>
    tilt > 0 ? gross / 2 * tilt / long : tilt < 0 ? gross / 2 * tilt / short : 0
  );
}
