import { centralMoments } from "./central_moments.ts";
import { influenceInterval } from "./influence_interval.ts";
import { type Measure, type MeasureWords, notMeasured } from "./measure.ts";
import {
  checkedOptions,
  knownReturns,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";

/**
 * Standard deviation of returns a year: divided by n − 1, times √(periods per year).
 *
 * The interval is that of the variance, with Newey–West errors: volatility comes in clusters, and
 * the textbook's χ² would be too narrow.
 *
 * @throws {RangeError} If the series is empty, or a return is not finite or below −1.
 *
 * @example
 * ```ts
 * import { volatility } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const { value } = volatility([0.01, -0.01], { periodsPerYear: 50 });
 * ok(Math.abs(value! - 0.1) < 1e-12);
 * ```
 */
export function volatility(returns: PeriodReturns, options: MeasureOptions): Measure {
  return deviationMeasure(returns, options, {
    name: "Volatility a year",
    action: "measure volatility",
    convention: "Sample deviation (n − 1) times √periods, which takes periods as uncorrelated " +
      "(empyrical, quantstats and pandas alike; NumPy's own default divides by n).",
  });
}

/** Volatility under another name: of returns, or of what is left of them beside a benchmark. */
export function deviationMeasure(
  returns: PeriodReturns,
  options: MeasureOptions,
  words: MeasureWords,
): Measure {
  const { name, action, convention, least } = words;
  const { periodsPerYear, level } = checkedOptions(options, action);
  const { values, missing } = knownReturns(returns, action, least);
  const { n, mean, second } = centralMoments(values);
  const named = { name, unit: "share" as const, n, missing, convention };
  if (n < 2) return notMeasured(named, "only 1 period, 2 are needed");
  const deviation = Math.sqrt(second * n / (n - 1));
  const influence = values.map((value) =>
    second > 0 ? ((value - mean) ** 2 - second) / (2 * second) * deviation : 0
  );
  return {
    ...named,
    value: deviation * Math.sqrt(periodsPerYear),
    interval: influenceInterval(deviation, influence, {
      level,
      lags: options.lags,
      scale: "log",
      factor: Math.sqrt(periodsPerYear),
      action,
    }),
  };
}
