import { sharpeRatio } from "../stats/mod.ts";

/**
 * What the formulas of a Sharpe ratio need of a record of returns. All of it is **per period** (a
 * week's ratio for weekly returns), never annualised: annual ratios make every formula here wrong.
 */
export interface SharpeRecord {
  /** Mean over standard deviation (divided by n − 1) of the excess returns, per period. */
  readonly sharpe: number;
  /** Number of returns, n. */
  readonly periods: number;
  /** γ₃, third central moment over the deviation cubed; 0 (a normal's) by default. */
  readonly skewness?: number;
  /** γ₄, plain kurtosis; 3 (a normal's) by default. */
  readonly kurtosis?: number;
}

/** Fewest returns of a record. */
const LEAST_PERIODS = 3;

/** Checks a list of returns and keeps it as typed numbers. */
export function checkedReturns(
  returns: readonly number[] | Float64Array,
  action: string,
  least: number = LEAST_PERIODS,
): Float64Array {
  if (returns.length < least) {
    throw new RangeError(`Cannot ${action}: need at least ${least} returns, got ${returns.length}`);
  }
  const series = Float64Array.from(returns);
  const at = series.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new RangeError(
      `Cannot ${action}: every return must be a finite number, got ${
        returns[at]
      } at period ${at}; leave a missing period out on both sides, never fill it`,
    );
  }
  return series;
}

/**
 * The record of a list of returns: Sharpe ratio per period, skewness, kurtosis, n.
 *
 * Skewness and kurtosis are plain moments divided by n (SciPy's `skew` and `kurtosis(fisher=False)`),
 * as in Bailey and López de Prado.
 *
 * @param returns Simple returns above the risk-free rate, one per period.
 * @throws {RangeError} If there are fewer than three, one is not finite, or all are equal.
 *
 * @example
 * ```ts
 * import { sharpeRecord } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const record = sharpeRecord([0.01, 0.03, 0.01, 0.03]);
 * equal(record.sharpe.toFixed(4), "1.7321");
 * equal(record.kurtosis.toFixed(4), "1.0000");
 * ```
 */
export function sharpeRecord(returns: readonly number[] | Float64Array): Required<SharpeRecord> {
  const series = checkedReturns(returns, "take a Sharpe ratio");
  const sharpe = sharpeRatio(series);
  if (sharpe === undefined) {
    throw new RangeError(
      "Cannot take a Sharpe ratio: need returns that differ, got equal ones; a series without risk " +
        "has none",
    );
  }
  const n = series.length;
  let m = 0;
  for (let t = 0; t < n; t++) m += series[t] / n;
  let second = 0, third = 0, fourth = 0;
  for (let t = 0; t < n; t++) {
    const away = series[t] - m, square = away * away;
    second += square / n;
    third += square * away / n;
    fourth += square * square / n;
  }
  return {
    sharpe,
    periods: n,
    skewness: third / second ** 1.5,
    kurtosis: fourth / (second * second),
  };
}

/**
 * The variance of a Sharpe ratio's estimate times n − 1: 1 − γ₃·SR + ¼(γ₄ − 1)·SR² (Mertens, 2002;
 * Bailey and López de Prado, Journal of Risk 15, 2012, equation 4).
 *
 * @throws {RangeError} If the record is no possible one.
 */
export function sharpeSpread(record: SharpeRecord, action: string): number {
  const { sharpe, periods, skewness = 0, kurtosis = 3 } = record;
  if (!Number.isFinite(sharpe)) {
    throw new RangeError(`Cannot ${action}: need a finite Sharpe ratio per period, got ${sharpe}`);
  }
  if (!(Number.isFinite(periods) && periods >= 2)) {
    throw new RangeError(`Cannot ${action}: need at least 2 periods, got ${periods}`);
  }
  // No distribution has less (Pearson, 1916); the slack is for rounded figures of a paper.
  if (!(kurtosis >= 1 + skewness * skewness - 0.01) || !Number.isFinite(kurtosis)) {
    throw new RangeError(
      `Cannot ${action}: kurtosis must be at least 1 + skewness² (a normal has 3), got kurtosis ` +
        `${kurtosis} with skewness ${skewness}; give plain kurtosis, not the excess`,
    );
  }
  return Math.max(1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe, 1e-12);
}
