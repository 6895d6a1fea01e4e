import { checkOptions, checkShare, shown } from "../arguments.ts";
import {
  checkedCovariance,
  correlationDistance,
  hierarchicalClusters,
  type Linkage,
  LINKAGES,
  type Matrix,
  type MatrixLike,
} from "../stats/mod.ts";
import { checkedSigns, GROSS_RANGE } from "./checked_signs.ts";

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
 * @param covariance Symmetric and positive definite; shape n × n.
 * @param options.signs 1 or −1 per name; all long by default.
 * @param options.linkage How clusters are joined; `single` by default, as in the paper.
 * @param options.gross Σ|weight|, a share of equity; 1 by default.
 * @returns One signed weight per name.
 * @throws {TypeError} If the covariance or sides are no lists, or the options no object.
 * @throws {RangeError} If the covariance is none or not positive definite, a length or figure does not
 *   fit, or an option or linkage is not known.
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
  covariance: MatrixLike,
  options: {
    readonly signs?: readonly number[];
    readonly linkage?: Linkage;
    readonly gross?: number;
  } = {},
): readonly number[] {
  const action = "split by clusters";
  checkOptions(`Cannot ${action}`, options, ["signs", "linkage", "gross"]);
  const matrix = checkedCovariance(action, covariance), n = matrix.length;
  const { linkage = "single", gross = 1 } = options;
  const signs = checkedSigns(action, options.signs, n);
  if (!LINKAGES.includes(linkage)) {
    throw new RangeError(
      `Cannot ${action}: linkage must be one of ${LINKAGES.join(", ")}, got ${shown(linkage)}`,
    );
  }
  checkShare(`Cannot ${action}`, "gross", gross, GROSS_RANGE);
  if (n === 0) return [];

  const seen = matrix.map((row, i) => row.map((value, j) => signs[i] * signs[j] * value));
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
