import { isConstant, symmetricEigenvalues } from "../stats/mod.ts";
import { checkedReturns } from "./sharpe_record.ts";

/** As how many independent trials some related ones count, by two rules. */
export interface EffectiveTrials {
  /** Trials as counted. */
  readonly trials: number;
  /** Mean correlation over all pairs. */
  readonly averageCorrelation: number;
  /** The average-correlation rule: ρ + (1 − ρ)·N. */
  readonly byAverageCorrelation: number;
  /** The eigenvalue-entropy rule: e to the entropy of the correlation matrix's spectrum. */
  readonly byEigenvalueEntropy: number;
}

/** Standard scores of each series, so that a product of two is their correlation. */
function standardised(returns: readonly (readonly number[] | Float64Array)[]): Float64Array[] {
  const action = "count effective trials";
  const periods = returns[0]?.length ?? 0;
  return returns.map((one, trial) => {
    if (one.length !== periods) {
      throw new RangeError(
        `Cannot ${action}: need one return per period from every trial, got ${periods} from trial ` +
          `0 and ${one.length} from trial ${trial}`,
      );
    }
    const series = checkedReturns(one, `${action} (trial ${trial})`);
    let m = 0;
    for (const value of series) m += value / periods;
    let squares = 0, largest = 0;
    for (const value of series) {
      squares += (value - m) ** 2;
      largest = Math.max(largest, Math.abs(value));
    }
    if (isConstant(Math.sqrt(squares / periods), largest)) {
      throw new RangeError(
        `Cannot ${action}: need returns that differ, got equal ones from trial ${trial}`,
      );
    }
    return series.map((value) => (value - m) / Math.sqrt(squares));
  });
}

/**
 * As how many independent trials a family of related ones counts.
 *
 * Two rules, and on a sweep of weights they can differ more than tenfold, so show both with N:
 *
 * - **average correlation**: ρ + (1 − ρ)·N, N where trials are unrelated, 1 where they are one (Bailey
 *   and López de Prado, Journal of Portfolio Management 40(5), 2014, appendix). A negative ρ counts
 *   as 0: no family counts for more than N.
 * - **eigenvalue entropy**: e^(−Σ p·ln p) with p the eigenvalues of the correlation matrix over N, the
 *   number of equal directions with the same entropy (Roy and Vetterli, EUSIPCO 2007). At most the
 *   number of periods, whatever N is.
 *
 * @param returns One list of returns per trial, all over the same periods.
 * @throws {RangeError} If there is no trial, lengths differ, a return is not finite, or a trial's are
 *   all equal.
 *
 * @example Two trials that are one
 * ```ts
 * import { effectiveTrials } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const { byAverageCorrelation, byEigenvalueEntropy } = effectiveTrials([[1, 2, 4], [2, 4, 8]]);
 * equal(byAverageCorrelation.toFixed(6), "1.000000");
 * equal(byEigenvalueEntropy.toFixed(6), "1.000000");
 * ```
 */
export function effectiveTrials(
  returns: readonly (readonly number[] | Float64Array)[],
): EffectiveTrials {
  const n = returns.length;
  if (n === 0) throw new RangeError("Cannot count effective trials: need at least one, got none");
  const scores = standardised(returns);
  const periods = scores[0].length;
  // The sum of all correlations is the square of the summed scores: no pair need be formed for it.
  let all = 0;
  for (let t = 0; t < periods; t++) {
    let sum = 0;
    for (const score of scores) sum += score[t];
    all += sum * sum;
  }
  const averageCorrelation = n === 1 ? 1 : (all - n) / (n * (n - 1));
  const kept = Math.min(1, Math.max(0, averageCorrelation));

  // Trials × trials and periods × periods have the same eigenvalues but for zeros: take the smaller.
  const size = Math.min(n, periods);
  const gram = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      if (n <= periods) { for (let t = 0; t < periods; t++) sum += scores[i][t] * scores[j][t]; }
      else for (const score of scores) sum += score[i] * score[j];
      gram[i][j] = gram[j][i] = sum;
    }
  }
  let entropy = 0;
  for (const value of symmetricEigenvalues(gram)) {
    const share = value / n;
    if (share > 1e-15) entropy -= share * Math.log(share);
  }
  return {
    trials: n,
    averageCorrelation,
    byAverageCorrelation: n === 1 ? 1 : kept + (1 - kept) * n,
    // Copies of one series are one; the last digit of a sum would make them less.
    byEigenvalueEntropy: Math.min(n, Math.max(1, Math.exp(entropy))),
  };
}
