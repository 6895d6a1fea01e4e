import {
  choleskyFactor,
  correlationDistance,
  hierarchicalClusters,
  type Linkage,
  type Matrix,
} from "../stats/mod.ts";

/**
 * Weights by splitting the money between clusters, again and again, in inverse proportion to their
 * variances.
 *
 * López de Prado (2016), "Building Diversified Portfolios that Outperform Out of Sample", Journal of
 * Portfolio Management 42(4): names are put in the order of a cluster tree of the distances
 * √(½(1 − ρ)), the list is halved, and each half gets a share by the variance of its inverse-variance
 * book. No matrix is inverted. Implementations differ in what they cluster: this one takes the
 * distances as they are, as PyPortfolioOpt does, and not the distances between their columns, as the
 * paper's own listing.
 *
 * The method knows no sides: a short name is turned around, which turns its correlations around.
 *
 * @param covariance Symmetric and positive definite.
 * @param options.signs 1 or −1 per name; all long by default.
 * @param options.linkage How clusters are joined; `single` by default, as in the paper.
 * @param options.gross Σ|weight|, a share of equity; 1 by default.
 * @returns One signed weight per name.
 * @throws {RangeError} If the covariance is not positive definite or a figure is out of range.
 *
 * @example Two twins share what a loner has
 * ```ts
 * import { hierarchicalRiskParity } from "lab/allocation";
 * import { deepEqual } from "node:assert/strict";
 *
 * const covariance = [[0.04, 0.0399, 0], [0.0399, 0.04, 0], [0, 0, 0.04]];
 * const weights = hierarchicalRiskParity(covariance);
 * deepEqual(weights.map((weight) => weight.toFixed(2)), ["0.25", "0.25", "0.50"]);
 * ```
 */
export function hierarchicalRiskParity(
  covariance: Matrix,
  options: {
    readonly signs?: readonly number[];
    readonly linkage?: Linkage;
    readonly gross?: number;
  } = {},
): readonly number[] {
  const n = covariance.length;
  const { signs = covariance.map(() => 1), linkage = "single", gross = 1 } = options;
  const refuse = (need: string, got: unknown): never => {
    throw new RangeError(`Cannot split by clusters: need ${need}, got ${got}`);
  };
  if (signs.length !== n) refuse(`one sign per name (${n})`, signs.length);
  const wrong = signs.findIndex((sign) => sign !== 1 && sign !== -1);
  if (wrong >= 0) refuse(`a sign of 1 or −1 at position ${wrong}`, signs[wrong]);
  if (!(gross > 0 && gross < Infinity)) refuse("a gross above 0", gross);
  if (n === 0) return [];
  if (covariance.some((row) => row.length !== n || !row.every(Number.isFinite))) {
    refuse("a square covariance of finite numbers", "another");
  }
  if (!choleskyFactor(covariance)) refuse("a positive definite covariance", "one that is not");

  const seen = covariance.map((row, i) => row.map((value, j) => signs[i] * signs[j] * value));
  const distances = seen.map((row, i) =>
    row.map((value, j) =>
      i === j
        ? 0
        : correlationDistance(Math.max(-1, Math.min(1, value / Math.sqrt(seen[i][i] * seen[j][j]))))
    )
  );
  const weights = new Array<number>(n).fill(gross);
  const split = (names: readonly number[]): void => {
    if (names.length < 2) return;
    const half = names.length >> 1;
    const parts = [names.slice(0, half), names.slice(half)];
    const [first, second] = parts.map((part) => inverseVarianceVariance(seen, part));
    const shares = [second / (first + second), first / (first + second)];
    parts.forEach((part, k) => {
      for (const i of part) weights[i] *= shares[k];
      split(part);
    });
  };
  split(hierarchicalClusters(distances, { linkage }).order);
  return weights.map((weight, i) => signs[i] * weight);
}

/** Variance of the inverse-variance book of some names. */
function inverseVarianceVariance(covariance: Matrix, names: readonly number[]): number {
  const raw = names.map((i) => 1 / covariance[i][i]);
  const total = raw.reduce((sum, value) => sum + value, 0);
  let variance = 0;
  names.forEach((i, a) =>
    names.forEach((j, b) => variance += raw[a] * raw[b] / total ** 2 * covariance[i][j])
  );
  return variance;
}
