import { checkOptions, shown } from "../arguments.ts";
import { completeRows } from "./complete_rows.ts";
import { withOneCorrelation } from "./constant_correlation.ts";
import type { Covariance, Matrix } from "./covariance.ts";

/** A sample covariance moved towards a simpler one, its target. */
export interface ShrunkCovariance extends Covariance {
  /** How far: 0 is the sample's own, 1 is the target. */
  readonly shrinkage: number;
}

/**
 * Towards what a covariance is shrunk: one variance for all and no correlation, or its own variances
 * and one correlation for all pairs (`constantCorrelation`).
 */
export type ShrinkageTarget = "scaled identity" | "constant correlation";

/** The names of the two. */
const SHRINKAGE_TARGETS: readonly ShrinkageTarget[] = [
  "scaled identity",
  "constant correlation",
];

/** A squared distance below this share of the squares is rounding: the sample is its own target. */
const NO_DISTANCE = 1e-24;

/** Deviations from the means, their covariance divided by n, and the mean of its variances. */
function moments(series: readonly (readonly (number | undefined)[])[]) {
  const { rows } = completeRows(series);
  const n = rows.length, p = series.length;
  if (n < 2) return undefined;
  // The mean of what never moves is exact, or its rounding would pass for a name with correlations.
  const means = series.map((_, i) =>
    rows.every((row) => row[i] === rows[0][i])
      ? rows[0][i]
      : rows.reduce((sum, row) => sum + row[i], 0) / n
  );
  const away = rows.map((row) => row.map((value, i) => value - means[i]));
  const sample = series.map(() => new Array<number>(p).fill(0));
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = 0; t < n; t++) sum += away[t][i] * away[t][j];
      sample[i][j] = sample[j][i] = sum / n;
    }
  }
  let squares = 0;
  for (const row of sample) for (const value of row) squares += value * value;
  const variance = sample.reduce((sum, row, i) => sum + row[i], 0) / p;
  return { away, sample, squares, variance, n, p };
}

type Moments = NonNullable<ReturnType<typeof moments>>;

function shrunk({ sample, variance, n }: Moments, shrinkage: number): ShrunkCovariance {
  const matrix = sample.map((row, i) =>
    row.map((value, j) => (1 - shrinkage) * value + (i === j ? shrinkage * variance : 0))
  );
  return { matrix, periods: n, shrinkage };
}

/**
 * The covariance of Ledoit and Wolf, shrunk towards a scaled identity or towards one correlation.
 *
 * `(1 − s)·S + s·F` with S the sample covariance divided by n, F the target, and s the estimated share
 * that brings the expected squared error lowest.
 *
 * `scaled identity`: F is m·I with m the mean of the variances (A well-conditioned estimator for
 * large-dimensional covariance matrices, Journal of Multivariate Analysis 88, 2004, section 3.3;
 * scikit-learn's `ledoit_wolf`). Variances, too, move towards each other, which matters little with
 * eleven sectors and a year of days. The matrix has no zero eigenvalue, even with fewer periods than
 * names.
 *
 * `constant correlation`: F keeps the variances, and every pair has the mean correlation (Honey, I
 * shrunk the sample covariance matrix, Journal of Portfolio Management 30(4), 2004, appendices A and B;
 * see `constantCorrelation`). The likelier truth for sectors, all of which follow one market. Of two
 * names the target is the sample itself, and nothing is shrunk. The authors' code (`covCor`, 2021) and
 * PyPortfolioOpt divide S by n − 1; here it is by n, as for the other target.
 *
 * @param series Simple returns, one list per asset, aligned by period; `undefined` for a gap. Only
 *   periods in which every series has a return are used.
 * @param options.target `scaled identity` by default.
 * @returns Matrix, count and shrinkage; `undefined` with fewer than two complete periods.
 * @throws {TypeError} If the options are no object.
 * @throws {RangeError} If lengths differ, a return is not finite, or an option or target is not known.
 *
 * @example Two names that seem to move as one
 * ```ts
 * import { ledoitWolf } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const { matrix, shrinkage } = ledoitWolf([[1, 2, 3, 4], [2, 4, 6, 8]])!;
 * ok(shrinkage > 0 && shrinkage < 1);
 * ok(matrix[0][0] * matrix[1][1] > matrix[0][1] ** 2);
 * ```
 */
export function ledoitWolf(
  series: readonly (readonly (number | undefined)[])[],
  options: { readonly target?: ShrinkageTarget } = {},
): ShrunkCovariance | undefined {
  checkOptions("Cannot estimate a covariance", options, ["target"]);
  const { target = "scaled identity" } = options;
  if (!SHRINKAGE_TARGETS.includes(target)) {
    throw new RangeError(
      `Cannot estimate a covariance: target must be one of ${SHRINKAGE_TARGETS.join(", ")}, got ${
        shown(target)
      }`,
    );
  }
  const found = moments(series);
  if (!found) return undefined;
  if (target === "constant correlation") return towardsOneCorrelation(found);
  const { away, squares, variance, n, p } = found;
  // All per name, as in the paper: how far the sample is from the target, and how much of that is noise.
  const distance = (squares - p * variance * variance) / p;
  let fourth = 0;
  for (const row of away) {
    const size = row.reduce((sum, value) => sum + value * value, 0);
    fourth += size * size;
  }
  const noise = Math.min(Math.max(fourth / n - squares, 0) / (p * n), distance);
  return shrunk(found, noise > 0 ? noise / distance : 0);
}

/** The other target: π, ρ and γ are the paper's, appendix B. */
function towardsOneCorrelation({ away, sample, squares, n, p }: Moments): ShrunkCovariance {
  const { target, correlation } = withOneCorrelation(sample);
  const sigmas = sample.map((row, i) => Math.sqrt(row[i]));
  // π: how uncertain the sample is; ρ: how far the target shares that; γ: how far the two are apart.
  let pi = 0, rho = 0, gamma = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      let both = 0, skewed = 0;
      for (const row of away) {
        both += row[i] ** 2 * row[j] ** 2;
        skewed += row[i] ** 3 * row[j];
      }
      const own = both / n - sample[i][j] ** 2;
      pi += own;
      if (i === j) rho += own;
      else if (sigmas[i] > 0) {
        const theta = skewed / n - sample[i][i] * sample[i][j];
        rho += correlation * sigmas[j] / sigmas[i] * theta;
      }
      gamma += (target[i][j] - sample[i][j]) ** 2;
    }
  }
  const shrinkage = gamma > NO_DISTANCE * squares
    ? Math.max(0, Math.min(1, (pi - rho) / gamma / n))
    : 0;
  const matrix: Matrix = sample.map((row, i) =>
    row.map((value, j) => (1 - shrinkage) * value + shrinkage * target[i][j])
  );
  return { matrix, periods: n, shrinkage };
}

/**
 * The oracle approximating shrinkage of the covariance, towards a scaled identity.
 *
 * Like `ledoitWolf`, with a share that is best for normal returns: `(t + T) / ((n + 1)·(t − T/p))`, at
 * most 1, where t is the trace of S·S and T the squared trace of S (Chen, Wiesel, Eldar and Hero,
 * Shrinkage algorithms for MMSE covariance estimation, IEEE Transactions on Signal Processing 58, 2010,
 * formula 23). This is scikit-learn's `oas`, which leaves out the formula's two terms in 2/p.
 *
 * @param series Simple returns, one list per asset, aligned by period; `undefined` for a gap. Only
 *   periods in which every series has a return are used.
 * @returns Matrix, count and shrinkage; `undefined` with fewer than two complete periods.
 * @throws {RangeError} If lengths differ or a return is not finite.
 *
 * @example
 * ```ts
 * import { oas } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * // So few periods that nothing but the mean variance is left.
 * equal(oas([[1, 2, 3, 4], [2, 4, 6, 8]])!.shrinkage, 0.8);
 * ```
 */
export function oas(
  series: readonly (readonly (number | undefined)[])[],
): ShrunkCovariance | undefined {
  const found = moments(series);
  if (!found) return undefined;
  const { squares, variance, n, p } = found;
  const trace = (p * variance) ** 2;
  const below = (n + 1) * (squares - trace / p);
  return shrunk(found, below > 0 ? Math.min((squares + trace) / below, 1) : 1);
}
