import type { BetaWithInterval } from "./beta.ts";
import type { NoBeta } from "./return_pairs.ts";

/** Weight on the measured beta; the rest goes to 1, the market's own. */
const BLUME_WEIGHT = 2 / 3;

/**
 * A beta drawn a third of the way to one: `⅓ + ⅔·beta`, the "adjusted beta" of the data terminals.
 *
 * Blume (Journal of Finance 30, 1975, 785–795) found that betas of one period are nearer to one in
 * the next, with an intercept of about 0.35 and a slope of about 0.65; the thirds are the rule that
 * was made of it. It was found on single stocks. A sector's beta is measured far better than a
 * stock's, so the rule takes too much away from it; `vasicekBetas` lets the errors decide.
 *
 * @param estimate A beta with its interval, such as that of `olsBeta`, or the reason why there is none.
 * @returns Beta, standard error and interval under the same linear map; a reason is passed on.
 *
 * @example
 * ```ts
 * import { blumeBeta, olsBeta } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const ols = olsBeta([-0.02, 0, 0.02], [-0.01, 0, 0.01], { minimumPairs: 3 });
 * equal(blumeBeta(ols).beta!.toFixed(6), "1.666667");
 * ```
 */
export function blumeBeta(estimate: BetaWithInterval | NoBeta): BetaWithInterval | NoBeta {
  if (estimate.beta === undefined) return estimate;
  const adjusted = (beta: number) => 1 - BLUME_WEIGHT + BLUME_WEIGHT * beta;
  return {
    ...estimate,
    beta: adjusted(estimate.beta),
    standardError: BLUME_WEIGHT * estimate.standardError,
    low: adjusted(estimate.low),
    high: adjusted(estimate.high),
  };
}
