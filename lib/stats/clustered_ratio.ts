import { INTERVAL_LEVEL } from "./beta.ts";
import { type MeanInterval, meanInterval } from "./mean_interval.ts";

/** What belongs together: values of one day, one class, one street. */
export interface Cluster {
  /** Sum of its values. */
  readonly sum: number;
  /** How many they are, or the weight they have together. */
  readonly count: number;
}

/**
 * The mean of values that stand or fall together in clusters: Σ sums / Σ counts.
 *
 * The linearised error of a ratio, √(m/(m − 1) · Σ(sum − ratio·count)²) / Σ counts (Cochran, Sampling
 * Techniques, 3rd edition, 1977, section 6.3), with Student's t of m − 1 degrees of freedom: what counts is
 * the number of clusters m, however many values each holds. Clusters must be independent of each other.
 *
 * @param clusters In any order; those without a value count for nothing.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @returns The mean with its interval; `count` is the number of clusters. `undefined` where fewer than two
 *   clusters have a value.
 * @throws {RangeError} If a sum is not finite, a count is below 0, or the level lies outside (0, 1).
 *
 * @example Eleven equal values a day are one
 * ```ts
 * import { clusteredRatio } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = [1, 2, 3].map((value) => ({ sum: 11 * value, count: 11 }));
 * const { mean, standardError, degreesOfFreedom } = clusteredRatio(days)!;
 * deepEqual([mean, standardError.toFixed(4), degreesOfFreedom], [2, "0.5774", 2]);
 * ```
 */
export function clusteredRatio(
  clusters: readonly Cluster[],
  options: { readonly level?: number } = {},
): MeanInterval | undefined {
  const { level = INTERVAL_LEVEL } = options;
  const { sum, count, m, squares } = clusterSums(clusters);
  if (m < 2) return undefined;
  const error = Math.sqrt(m / (m - 1) * squares) / count;
  return meanInterval(sum / count, error, { count: m, degreesOfFreedom: m - 1, level });
}

/** Totals of clusters, how many have a value, and the squares of what each lies off the common ratio. */
export function clusterSums(clusters: readonly Cluster[]) {
  let sum = 0, count = 0, m = 0;
  clusters.forEach((one, i) => {
    if (!Number.isFinite(one.sum) || !(one.count >= 0 && one.count < Infinity)) {
      throw new RangeError(
        `Cannot take a mean of clusters: need a finite sum and a count from 0, got ${one.sum} and ` +
          `${one.count} at position ${i}`,
      );
    }
    if (one.count === 0) return;
    sum += one.sum;
    count += one.count;
    m++;
  });
  const ratio = sum / count;
  let squares = 0;
  for (const one of clusters) if (one.count > 0) squares += (one.sum - ratio * one.count) ** 2;
  return { sum, count, m, squares };
}
