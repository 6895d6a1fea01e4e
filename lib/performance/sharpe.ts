import { checkNumbers } from "../arguments.ts";
import { neweyWestLags, sharpeRatio } from "../stats/mod.ts";
import { counted, number } from "../words.ts";
import { centralMoments } from "./central_moments.ts";
import { influenceInterval } from "./influence_interval.ts";
import { type Measure, type MeasureWords, notMeasured } from "./measure.ts";
import {
  brokenAt,
  checkedOptions,
  excessOver,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";

/** The reason that a ratio to volatility is not measured. */
export const NO_VOLATILITY = "the returns have no volatility";

/**
 * Sharpe ratio a year: arithmetic mean of excess returns over their sample deviation, times
 * √(periods per year).
 *
 * The interval is Lo's for returns that are neither normal nor independent (Financial Analysts
 * Journal 58(4), 2002): the GMM error with Newey–West lags. With 0 lags it is Mertens' error,
 * `√((1 − γ₃S + ¼(γ₄ − 1)S²)/n)` per period, and for normal returns Lo's `√((1 + S²/2)/n)`.
 *
 * @param options.riskFree Rate per period, taken off each return.
 * @returns The ratio, or why there is none: one period, or no volatility (never infinity).
 * @throws {RangeError} If the series is empty, a return is not finite or below −1, or an option is
 *   out of range.
 *
 * @example A year of weeks says little
 * ```ts
 * import { measureText, sharpe } from "lab/performance";
 * import { match } from "node:assert/strict";
 *
 * const weeks = Array.from({ length: 52 }, (_, week) => 0.002 + (week % 2 ? 0.02 : -0.02));
 * match(measureText(sharpe(weeks, { periodsPerYear: 52 }), "weeks"), /n = 52 weeks\)$/);
 * ```
 */
export function sharpe(returns: PeriodReturns, options: MeasureOptions): Measure {
  return ratioMeasure(returns, options, {
    name: "Sharpe ratio",
    action: "measure a Sharpe ratio",
    convention: "Arithmetic mean of excess returns over their sample deviation (n − 1), times " +
      "√periods (as empyrical and quantstats; some libraries put CAGR over volatility)",
  });
}

/** A Sharpe ratio under another name; the sentence ends with what was taken off. */
export function ratioMeasure(
  returns: PeriodReturns,
  options: MeasureOptions,
  words: MeasureWords,
): Measure {
  const { action, least } = words;
  const { periodsPerYear, level } = checkedOptions(options, action);
  const excess = excessOver(returns, options.riskFree, action, least);
  const { n, mean, second } = centralMoments(excess.values);
  const named = {
    name: words.name,
    unit: "ratio" as const,
    n,
    missing: excess.missing,
    convention: `${words.convention}; ${excess.words}.`,
  };
  if (n < 2) return notMeasured(named, "only 1 period, 2 are needed");
  const ratio = sharpeRatio(excess.values);
  if (ratio === undefined) return notMeasured(named, NO_VOLATILITY);
  return {
    ...named,
    value: ratio * Math.sqrt(periodsPerYear),
    interval: influenceInterval(ratio, sharpeInfluence(excess.values, mean, Math.sqrt(second)), {
      level,
      lags: options.lags,
      factor: Math.sqrt(periodsPerYear),
      action,
    }),
  };
}

/** z − ½·S·(z² − 1), with z the standardised excess: the delta method on mean and variance. */
function sharpeInfluence(excess: Float64Array, mean: number, deviation: number): Float64Array {
  const half = 0.5 * mean / deviation;
  return excess.map((value) => {
    const z = (value - mean) / deviation;
    return z - half * (z * z - 1);
  });
}

/**
 * The factor from a Sharpe ratio per period to one per q periods, given autocorrelations:
 * `q/√(q + 2Σ(q − k)ρ_k)`, √q if there are none (Lo, Financial Analysts Journal 58(4), 2002, eq. 20).
 *
 * @param periods q, a whole number from 1.
 * @param autocorrelations ρ₁, ρ₂, …; those that are not given are zero, those from q on are not used.
 * @returns The factor, or `undefined` where the variance of q periods is not positive.
 * @throws {RangeError} If `periods` is no such number.
 *
 * @example Momentum in returns makes √12 too large
 * ```ts
 * import { loScale } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * ok(loScale(12, [0.2])! < Math.sqrt(12));
 * ```
 */
export function loScale(periods: number, autocorrelations: readonly number[]): number | undefined {
  if (!Number.isInteger(periods) || periods < 1) {
    throw new RangeError(
      `Cannot scale a Sharpe ratio: need a whole number of periods from 1, got ${periods}`,
    );
  }
  const action = "Cannot scale a Sharpe ratio";
  checkNumbers(action, "autocorrelations", autocorrelations);
  const beyond = autocorrelations.find((rho) => Math.abs(rho) > 1);
  if (beyond !== undefined) {
    throw new RangeError(`${action}: an autocorrelation lies from -1 to 1, got ${beyond}`);
  }
  const variance = autocorrelations.slice(0, periods - 1)
    .reduce((sum, rho, i) => sum + 2 * (periods - 1 - i) * rho, periods);
  return variance > 0 ? periods / Math.sqrt(variance) : undefined;
}

/**
 * Sharpe ratio a year, corrected for autocorrelation: the ratio per period times `loScale`.
 *
 * Lo takes all q − 1 autocorrelations; so many of them are mostly noise on a short history, so that
 * here those beyond `lags` are zero. The interval scales the error of the ratio per period and takes
 * the factor as known, which makes it a little too narrow.
 *
 * @param options.lags Autocorrelations used, and lags of the error; by `neweyWestLags` if absent.
 * @throws {RangeError} As `sharpe`, and if a year has no whole number of periods.
 *
 * @example
 * ```ts
 * import { loSharpe, sharpe } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * // Every good pair of weeks is followed by a bad one.
 * const weeks = Array.from({ length: 60 }, (_, t) => 0.001 + (t % 4 < 2 ? 0.01 : -0.01));
 * const options = { periodsPerYear: 52, lags: 1 };
 * ok(loSharpe(weeks, options).value! < 1.01 * sharpe(weeks, options).value!);
 * ```
 */
export function loSharpe(returns: PeriodReturns, options: MeasureOptions): Measure {
  const action = "measure a corrected Sharpe ratio";
  const { periodsPerYear } = checkedOptions(options, action);
  if (!Number.isInteger(periodsPerYear)) {
    throw new RangeError(
      `Cannot ${action}: periodsPerYear must be a whole number, got ${periodsPerYear}`,
    );
  }
  const { values, gap } = excessOver(returns, options.riskFree, action);
  const n = values.length, lags = options.lags ?? neweyWestLags(n);
  const used = Math.min(lags, periodsPerYear - 1);
  const found = autocorrelations(values, used);
  const plain = ratioMeasure(returns, { ...options, lags }, {
    name: "Sharpe ratio, corrected for autocorrelation",
    action,
    convention:
      `Lo (2002): the ratio per period times q/√(q + 2Σ(q − k)ρₖ), q = ${periodsPerYear}, ` +
      `with ${counted(found.length, "autocorrelation")}${
        found.length === 0 ? "" : ` ${found.map((rho) => number(rho)).join(", ")}`
      } (Lo takes q − 1; quantstats' smart Sharpe is another formula)`,
  });
  if (plain.value === undefined) return plain;
  if (gap !== undefined) return notMeasured(without(plain), brokenAt(gap));
  if (found.length === 0) {
    return notMeasured(without(plain), "no autocorrelation is taken, so that nothing is corrected");
  }
  const scale = loScale(periodsPerYear, found);
  if (scale === undefined) {
    return notMeasured(without(plain), "the autocorrelations leave a year no variance");
  }
  const stretch = scale / Math.sqrt(periodsPerYear);
  const { interval } = plain;
  return {
    ...plain,
    value: plain.value * stretch,
    interval: interval.low === undefined ? interval : {
      ...interval,
      low: interval.low * stretch,
      high: interval.high * stretch,
      standardError: interval.standardError! * stretch,
    },
  };
}

function without(measure: Measure) {
  const { name, unit, n, missing, convention } = measure;
  return { name, unit, n, missing, convention };
}

/** ρ₁ to ρ_count, one mean and one whole variance for all (Box and Jenkins). */
function autocorrelations(values: Float64Array, count: number): number[] {
  const { mean, second, n } = centralMoments(values);
  return Array.from({ length: Math.min(count, n - 1) }, (_, i) => {
    let together = 0;
    for (let t = i + 1; t < n; t++) together += (values[t] - mean) * (values[t - i - 1] - mean);
    return together / (n * second);
  });
}
