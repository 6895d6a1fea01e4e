import { checkedNumbers, checkOptions, checkShare, shown } from "../arguments.ts";
import { averageRanks, normalQuantile } from "../stats/mod.ts";

/** Largest size of a z-score: a rank says who is first, not by how much. */
const CAP = 2;
/** A volatility above 300 % was meant in percent. */
const VOLATILITY_RANGE = { least: 0, most: 3 };

/** What `expectedReturns` is told besides the scores. */
interface ExpectedReturnsOptions {
  /** Information coefficient of the scores, −1 to 1: their correlation with what follows. */
  readonly ic: number;
  /** Standard deviation of each name's relative return over the horizon, a share. */
  readonly volatilities: readonly number[];
  /** Largest size of a z-score; 2 by default. */
  readonly cap?: number;
  /** How old the scores are, in the unit of the half-life; 0 by default. */
  readonly age?: number;
  /** Age at which half of what the scores knew is left; no decay by default. */
  readonly halfLife?: number;
}

/** One name on its way from a score to an expected return. */
export interface ExpectedReturn {
  /** Average rank, 1 for the lowest score. */
  readonly rank: number;
  /** Standard normal score of the rank, within the cap. */
  readonly z: number;
  readonly isCapped: boolean;
  /** Expected relative return over the horizon, a share. */
  readonly mean: number;
}

/**
 * Expected returns from scores: rank → z → μ = IC·σ·z.
 *
 * "Alpha is volatility times IC times score" (Grinold, Journal of Portfolio Management 20(4), 1994).
 * The score's rank r of n becomes the normal quantile of (r − ½)/n, so that an outlier counts as the
 * first and not as ten times the second; z-scores are cut at the cap. What the scores knew fades:
 * after a half-life half of it is left.
 *
 * @param scores One per name, finite.
 * @param options Coefficient, volatilities, cap and age; see {@linkcode ExpectedReturnsOptions}.
 * @returns One per name, in the order of the scores. Equal scores all get a mean of 0.
 * @throws {TypeError} If scores or volatilities are no lists, or the options no object.
 * @throws {RangeError} If lengths differ, a figure is out of range or an option is not known.
 *
 * @example Three names, the middle one without a view either way
 * ```ts
 * import { expectedReturns } from "lab/allocation";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const means = expectedReturns([5, 3, 1], { ic: 0.1, volatilities: [0.05, 0.05, 0.1] });
 * deepEqual(means.map(({ rank }) => rank), [3, 2, 1]);
 * equal(means[0].mean.toFixed(5), "0.00484"); // Φ⁻¹(5/6) = 0.9674
 * equal(means[1].mean, 0);
 * equal(means[2].mean.toFixed(5), "-0.00967");
 * ```
 */
export function expectedReturns(
  scores: readonly number[],
  options: ExpectedReturnsOptions,
): readonly ExpectedReturn[] {
  const action = "expect returns";
  checkOptions(`Cannot ${action}`, options, ["ic", "volatilities", "cap", "age", "halfLife"]);
  const { ic, cap = CAP, age = 0, halfLife = Infinity } = options;
  const known = checkedNumbers(`Cannot ${action}`, "scores", scores);
  checkShare(`Cannot ${action}`, "ic", ic, { least: -1, most: 1 });
  const need = (name: string, range: string, value: unknown, fits: boolean) => {
    if (typeof value === "number" && fits) return;
    throw new RangeError(`Cannot ${action}: ${name} must be ${range}, got ${shown(value)}`);
  };
  need("cap", "a number above 0, in standard deviations", cap, cap > 0);
  need("age", "a finite number from 0", age, age >= 0 && age < Infinity);
  need("halfLife", "a number above 0, in the unit of age", halfLife, halfLife > 0);
  const volatilities = checkedNumbers(
    `Cannot ${action}`,
    "volatilities",
    options.volatilities,
    known.length,
  );
  volatilities.forEach((value, i) =>
    checkShare(`Cannot ${action}`, `the volatility at position ${i}`, value, VOLATILITY_RANGE)
  );
  const left = 2 ** (-age / halfLife);
  return averageRanks(known).map((rank, i) => {
    const free = normalQuantile((rank - 0.5) / known.length);
    const z = Math.max(-cap, Math.min(cap, free));
    return { rank, z: z + 0, isCapped: z !== free, mean: ic * volatilities[i] * z * left + 0 };
  });
}
