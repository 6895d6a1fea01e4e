import { INTERVAL_LEVEL } from "./beta.ts";
import { type Cluster, clusterSums } from "./clustered_ratio.ts";
import { normalQuantile } from "./normal_quantile.ts";
import { studentQuantile } from "./student_quantile.ts";
import { wilsonEnds } from "./wilson_interval.ts";

/** A share of trials that came in clusters, with its interval. */
export interface ClusteredShare {
  /** Successes over trials. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly trials: number;
  /** Clusters with a trial. */
  readonly clusters: number;
  /**
   * How many times wider the variance is than that of independent trials: 1 where clusters tell nothing
   * apart, the trials of a cluster where they all stand or fall together.
   */
  readonly designEffect: number;
  /** Two-sided confidence, such as 0.95. */
  readonly level: number;
}

/**
 * Wilson's interval of a share whose trials stand or fall together in clusters.
 *
 * The trials are divided by the design effect, which is the variance over clusters (`clusteredRatio`) over
 * p(1 − p)/n and never below 1, and by (t/z)², for few clusters know their own variance badly: the
 * effective sample size of Korn and Graubard (Survey Methodology 24, 1998), in Wilson's interval as Dean
 * and Pagano advise (Journal of Survey Statistics and Methodology 3, 2015). Where every trial ended alike
 * nothing shows how clusters hang together, and each counts as one trial.
 *
 * @param clusters `sum` successes of `count` trials each; those without a trial count for nothing.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @returns `undefined` where fewer than two clusters have a trial.
 * @throws {RangeError} If successes lie outside 0 to the trials, or the level outside (0, 1).
 *
 * @example Forty days that are right or wrong as a whole are forty trials, not 440
 * ```ts
 * import { clusteredShare, wilsonInterval } from "lab/stats";
 * import { deepEqual, ok } from "node:assert/strict";
 *
 * const days = Array.from({ length: 40 }, (_, d) => ({ sum: d % 2 === 0 ? 11 : 0, count: 11 }));
 * const { share, low, high, designEffect } = clusteredShare(days)!;
 * deepEqual([share, designEffect.toFixed(1)], [0.5, "11.3"]);
 * ok(high - low > 3 * (wilsonInterval(220, 440).high - wilsonInterval(220, 440).low));
 * ```
 */
export function clusteredShare(
  clusters: readonly Cluster[],
  options: { readonly level?: number } = {},
): ClusteredShare | undefined {
  const { level = INTERVAL_LEVEL } = options;
  clusters.forEach(({ sum, count }, i) => {
    if (!(sum >= 0 && sum <= count)) {
      throw new RangeError(
        `Cannot find a share of clusters: need successes from 0 to the trials, got ${sum} of ` +
          `${count} at position ${i}`,
      );
    }
  });
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot find a share of clusters: level must lie in (0, 1), got ${level}`);
  }
  const { sum, count: trials, m, squares } = clusterSums(clusters);
  if (m < 2) return undefined;
  const share = sum / trials, spread = share * (1 - share);
  const designEffect = spread === 0
    ? trials / m
    : Math.max(1, m / (m - 1) * squares / trials / spread);
  const z = normalQuantile((1 + level) / 2), t = studentQuantile((1 + level) / 2, m - 1);
  return {
    share,
    ...wilsonEnds(share, trials / designEffect * (z / t) ** 2, z),
    trials,
    clusters: m,
    designEffect,
    level,
  };
}
