import { INTERVAL_LEVEL, wilsonInterval } from "../stats/mod.ts";
import { centralMoments } from "./central_moments.ts";
import { influenceInterval } from "./influence_interval.ts";
import { type Measure, notMeasured } from "./measure.ts";
import { knownReturns, type PeriodReturns } from "./period_returns.ts";
import { NO_VOLATILITY } from "./sharpe.ts";

/** Options of measures that know no year. */
interface ShapeOptions {
  /** Lags of the Newey–West error; by `neweyWestLags` if absent. */
  readonly lags?: number;
  /** Two-sided confidence of intervals; 0.95 if absent. */
  readonly level?: number;
}

function levelOf({ level = INTERVAL_LEVEL }: ShapeOptions, action: string): number {
  if (level > 0 && level < 1) return level;
  throw new RangeError(`Cannot ${action}: level must lie in (0, 1), got ${level}`);
}

/**
 * Skewness of returns per period: third moment over the deviation cubed, moments divided by n.
 *
 * @throws {RangeError} If the series is empty, or a return is not finite or below −1.
 *
 * @example A rare large gain
 * ```ts
 * import { skewness } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * ok(skewness([0, 0, 0, 0.1]).value! > 1);
 * ```
 */
export function skewness(returns: PeriodReturns, options: ShapeOptions = {}): Measure {
  const action = "measure skewness";
  const level = levelOf(options, action);
  const { values, missing } = knownReturns(returns, action);
  const { n, mean, second, third, constant } = centralMoments(values);
  const named = {
    name: "Skewness",
    unit: "ratio" as const,
    n,
    missing,
    convention:
      "Plain moments, divided by n (SciPy's default; pandas and quantstats correct for n).",
  };
  if (n < 2) return notMeasured(named, "only 1 period, 2 are needed");
  if (constant) return notMeasured(named, NO_VOLATILITY);
  const deviation = Math.sqrt(second), skew = third / second ** 1.5;
  const influence = values.map((value) => {
    const z = (value - mean) / deviation;
    return z ** 3 - skew - 3 * z - 1.5 * skew * (z * z - 1);
  });
  const interval = influenceInterval(skew, influence, { level, lags: options.lags, action });
  return { ...named, value: skew, interval };
}

/**
 * Excess kurtosis of returns per period: fourth moment over the variance squared, less 3.
 *
 * @throws {RangeError} If the series is empty, or a return is not finite or below −1.
 *
 * @example
 * ```ts
 * import { kurtosis } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * ok(Math.abs(kurtosis([0.01, -0.01, 0.01, -0.01]).value! + 2) < 1e-9);
 * ```
 */
export function kurtosis(returns: PeriodReturns, options: ShapeOptions = {}): Measure {
  const action = "measure kurtosis";
  const level = levelOf(options, action);
  const { values, missing } = knownReturns(returns, action);
  const { n, mean, second, third, fourth, constant } = centralMoments(values);
  const named = {
    name: "Excess kurtosis",
    unit: "ratio" as const,
    n,
    missing,
    convention:
      "Fourth moment less the normal's 3, moments divided by n (SciPy's default; pandas " +
      "and quantstats correct for n).",
  };
  if (n < 2) return notMeasured(named, "only 1 period, 2 are needed");
  if (constant) return notMeasured(named, NO_VOLATILITY);
  const deviation = Math.sqrt(second), skew = third / second ** 1.5;
  const plain = fourth / (second * second);
  const influence = values.map((value) => {
    const z = (value - mean) / deviation;
    return z ** 4 - plain - 4 * skew * z - 2 * plain * (z * z - 1);
  });
  const interval = influenceInterval(plain - 3, influence, { level, lags: options.lags, action });
  return { ...named, value: plain - 3, interval };
}

/**
 * Share of periods with a return above zero, with Wilson's interval.
 *
 * @throws {RangeError} If the series is empty, or a return is not finite or below −1.
 *
 * @example
 * ```ts
 * import { hitRate } from "lab/performance";
 * import { equal } from "node:assert/strict";
 *
 * equal(hitRate([0.01, -0.02, 0.03, 0]).value, 0.5);
 * ```
 */
export function hitRate(returns: PeriodReturns, options: ShapeOptions = {}): Measure {
  const action = "measure a hit rate of periods";
  const level = levelOf(options, action);
  const { values, missing } = knownReturns(returns, action);
  const n = values.length, hits = values.filter((value) => value > 0).length;
  const { low, high } = wilsonInterval(hits, n, { level });
  return {
    name: "Periods above zero",
    unit: "share",
    n,
    missing,
    convention: "A return of exactly zero is no hit (quantstats leaves such periods out).",
    value: hits / n,
    interval: { low, high, level, method: "Wilson, periods taken as independent" },
  };
}
