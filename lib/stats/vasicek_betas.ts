import { type BetaWithInterval, INTERVAL_LEVEL } from "./beta.ts";
import type { NoBeta } from "./return_pairs.ts";
import { intervalLevel } from "./return_pairs.ts";
import { studentQuantile } from "./student_quantile.ts";

/** What is believed of a beta before its own returns are looked at. */
interface BetaPrior {
  readonly mean: number;
  /** Variance of the true betas around the mean. */
  readonly variance: number;
}

/** A beta between its own estimate and the prior. */
export interface VasicekBeta extends BetaWithInterval {
  /** Weight on the own estimate, 0 to 1; the rest lies on the prior's mean. */
  readonly weight: number;
}

/** Fewest betas from which a cross-section is formed. */
const FEWEST_BETAS = 3;

/**
 * Betas drawn towards what is believed of them beforehand, each the more the worse it is measured.
 *
 * Vasicek (Journal of Finance 28, 1973, 1233–1239): with a normal prior of mean b₀ and variance s₀²,
 * and an estimate b with standard error se, the posterior mean is
 * `(b₀/s₀² + b/se²) / (1/s₀² + 1/se²)` with variance `1 / (1/s₀² + 1/se²)`. The prior is the
 * cross-section, as in the paper: mean and variance (over n − 1) of the estimates handed in. Sectors
 * are measured well and differ much, so the weight on the own estimate is usually above 0.95.
 *
 * @param estimates Betas with their standard errors, such as those of `olsBeta`, one per asset.
 * @param options.prior A prior of one's own; the cross-section by default.
 * @param options.level Two-sided confidence of the interval; 0.95 by default.
 * @returns One answer per estimate, in order. A reason why there is no beta is passed on. The
 *   interval is by Student's t with n − 2 degrees of freedom, because se is itself estimated.
 * @throws {RangeError} If an option is out of range.
 *
 * @example The badly measured beta moves, the well measured ones hardly do
 * ```ts
 * import { vasicekBetas } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const estimate = (beta: number, standardError: number) => ({
 *   beta,
 *   pairs: 252,
 *   standardError,
 *   low: beta - 2 * standardError,
 *   high: beta + 2 * standardError,
 *   level: 0.95,
 * });
 * const shrunk = vasicekBetas([estimate(0.5, 0.05), estimate(1, 0.05), estimate(1.5, 0.5)]);
 * deepEqual(shrunk.map((row) => row.beta!.toFixed(3)), ["0.505", "1.000", "1.250"]);
 * ```
 */
export function vasicekBetas(
  estimates: readonly (BetaWithInterval | NoBeta)[],
  options: { readonly prior?: BetaPrior; readonly level?: number } = {},
): readonly (VasicekBeta | NoBeta)[] {
  const { level = INTERVAL_LEVEL } = options;
  const share = intervalLevel(level, "a Vasicek");
  const prior = options.prior ?? crossSection(estimates);
  if (prior && !(Number.isFinite(prior.mean) && prior.variance >= 0 && prior.variance < Infinity)) {
    throw new RangeError(
      `Cannot estimate a Vasicek beta: the prior needs a finite mean and a variance of at least 0, ` +
        `got ${prior.mean} and ${prior.variance}`,
    );
  }
  return estimates.map((estimate): VasicekBeta | NoBeta => {
    if (estimate.beta === undefined) return estimate;
    const { pairs, standardError } = estimate;
    if (!prior) {
      const reason = `fewer than ${FEWEST_BETAS} betas are no cross-section to shrink towards`;
      return { beta: undefined, pairs, reason };
    }
    // The weights of the formula times s₀²·se², so that neither may divide by zero.
    const own = prior.variance, theirs = standardError * standardError;
    const weight = own + theirs === 0 ? 1 : own / (own + theirs);
    const beta = prior.mean + weight * (estimate.beta - prior.mean);
    const deviation = Math.sqrt(weight) * standardError;
    const half = studentQuantile(share, Math.max(1, pairs - 2)) * deviation;
    return {
      beta,
      pairs,
      standardError: deviation,
      low: beta - half,
      high: beta + half,
      level,
      weight,
    };
  });
}

function crossSection(estimates: readonly (BetaWithInterval | NoBeta)[]): BetaPrior | undefined {
  const betas = estimates.flatMap(({ beta }) => beta === undefined ? [] : [beta]);
  const n = betas.length;
  if (n < FEWEST_BETAS) return undefined;
  let sum = 0, squares = 0;
  for (const beta of betas) sum += beta;
  for (const beta of betas) squares += (beta - sum / n) ** 2;
  return { mean: sum / n, variance: squares / (n - 1) };
}
