import { influenceInterval } from "./influence_interval.ts";
import { type Measure, notMeasured } from "./measure.ts";
import {
  checkedOptions,
  excessOver,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";

/** Options of measures that part good from bad at a target. */
interface DownsideOptions extends MeasureOptions {
  /** Return per period, after the risk-free rate, that parts good from bad; 0 if absent. */
  readonly target?: number;
}

/** Distances from the target, and their words. */
function distances(returns: PeriodReturns, options: DownsideOptions, action: string) {
  const { target = 0 } = options;
  if (!Number.isFinite(target)) {
    throw new RangeError(
      `Cannot ${action}: target must be a finite return per period, got ${target}`,
    );
  }
  const excess = excessOver(returns, options.riskFree, action);
  const values = target === 0 ? excess.values : excess.values.map((value) => value - target);
  return { ...excess, values, words: `target ${target} per period, ${excess.words}` };
}

/**
 * Sortino ratio a year: mean return over the target, by the downside deviation, times √periods.
 *
 * The downside deviation is the root of the mean, over **all** n periods, of the squared shortfall
 * below the target (Sortino and Price, Journal of Investing 3(3), 1994).
 *
 * @param options.target Return per period; 0 if absent.
 * @returns The ratio, or why there is none: one period, or none below the target.
 * @throws {RangeError} If the series is empty, a return is not finite or below −1, or an option is
 *   out of range.
 *
 * @example
 * ```ts
 * import { sortino } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const { value } = sortino([0.03, -0.01, 0.01, 0.01], { periodsPerYear: 1 });
 * ok(Math.abs(value! - 2) < 1e-12); // 0.01 over √(0.0001/4)
 * ```
 */
export function sortino(returns: PeriodReturns, options: DownsideOptions): Measure {
  const action = "measure a Sortino ratio";
  const { periodsPerYear, level } = checkedOptions(options, action);
  const { values, missing, words } = distances(returns, options, action);
  const n = values.length;
  const named = {
    name: "Sortino ratio",
    unit: "ratio" as const,
    n,
    missing,
    convention: "Mean over the downside deviation of all n periods, not of the losing ones alone " +
      `(as empyrical and quantstats); ${words}.`,
  };
  if (n < 2) return notMeasured(named, "only 1 period, 2 are needed");
  let sum = 0, squares = 0;
  for (const value of values) {
    sum += value;
    squares += Math.min(0, value) ** 2;
  }
  if (squares === 0) return notMeasured(named, "no period fell below the target");
  const mean = sum / n, variance = squares / n, deviation = Math.sqrt(variance);
  const ratio = mean / deviation;
  const influence = values.map((value) =>
    (value - mean) / deviation - 0.5 * ratio * (Math.min(0, value) ** 2 / variance - 1)
  );
  const factor = Math.sqrt(periodsPerYear);
  return {
    ...named,
    value: ratio * factor,
    interval: influenceInterval(ratio, influence, { level, lags: options.lags, factor, action }),
  };
}

/**
 * Omega: what was gained above the target over what was lost below it; 1 is even.
 *
 * Keating and Shadwick, "A universal performance measure", 2002.
 *
 * @param options.target Return per period; 0 if absent.
 * @returns The ratio, or why there is none: no period below the target.
 * @throws {RangeError} If the series is empty, a return is not finite or below −1, or an option is
 *   out of range.
 *
 * @example
 * ```ts
 * import { omega } from "lab/performance";
 * import { equal } from "node:assert/strict";
 *
 * equal(omega([0.02, -0.01, 0.01], { periodsPerYear: 52 }).value, 3);
 * ```
 */
export function omega(returns: PeriodReturns, options: DownsideOptions): Measure {
  const action = "measure an Omega ratio";
  const { level } = checkedOptions(options, action);
  const { values, missing, words } = distances(returns, options, action);
  const n = values.length;
  const named = {
    name: "Omega ratio",
    unit: "ratio" as const,
    n,
    missing,
    convention: `Gains above over losses below the target, per period, not a year; ${words} ` +
      "(empyrical turns a yearly target into one per period).",
  };
  let gains = 0, losses = 0;
  for (const value of values) value > 0 ? gains += value : losses -= value;
  if (losses === 0) return notMeasured(named, "no period fell below the target");
  const up = gains / n, down = losses / n, ratio = up / down;
  const influence = values.map((value) =>
    (Math.max(value, 0) - ratio * Math.max(-value, 0)) / down
  );
  return {
    ...named,
    value: ratio,
    interval: influenceInterval(ratio, influence, {
      level,
      lags: options.lags,
      scale: "log",
      action,
    }),
  };
}
