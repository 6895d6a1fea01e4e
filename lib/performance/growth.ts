import { influenceInterval } from "./influence_interval.ts";
import { type Measure, notMeasured } from "./measure.ts";
import {
  brokenAt,
  checkedOptions,
  knownReturns,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";

/**
 * What one unit became: 1 at the start, then the value after each period.
 *
 * @param returns Simple returns; none may be missing.
 * @returns One value more than there are returns.
 * @throws {RangeError} If a return is missing, not finite or below −1, or there is none.
 *
 * @example
 * ```ts
 * import { growth } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([...growth([0.5, -0.5])], [1, 1.5, 0.75]);
 * ```
 */
export function growth(returns: PeriodReturns): Float64Array {
  const { values, missing } = knownReturns(returns, "compound returns");
  if (missing > 0) {
    const at = returns.findIndex((value) => value === undefined);
    throw new RangeError(`Cannot compound returns: ${brokenAt(at)}`);
  }
  const out = new Float64Array(values.length + 1);
  out[0] = 1;
  for (let t = 0; t < values.length; t++) out[t + 1] = out[t] * (1 + values[t]);
  return out;
}

/**
 * Compound growth per year: `(Π(1 + r))^(periods per year / n) − 1`.
 *
 * Of less than a year the figure is stretched, and says so in `doubt`.
 *
 * The interval is that of the mean log return, with Newey–West errors, taken back by exp.
 *
 * @throws {RangeError} If the series is empty, or a return is not finite or below −1.
 *
 * @example A tenth in each of two half-years
 * ```ts
 * import { cagr } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * ok(Math.abs(cagr([0.1, 0.1], { periodsPerYear: 2 }).value! - 0.21) < 1e-12);
 * ```
 */
export function cagr(returns: PeriodReturns, options: MeasureOptions): Measure {
  const action = "measure growth";
  const { periodsPerYear, level } = checkedOptions(options, action);
  const { values, missing, gap } = knownReturns(returns, action);
  const n = values.length;
  const named = {
    name: "Growth a year (CAGR)",
    unit: "share" as const,
    n,
    missing,
    convention: `Compounded over n/${periodsPerYear} years (as empyrical and quantstats 0.0.86; ` +
      "others count calendar days between the first and the last date).",
  };
  if (gap !== undefined) return notMeasured(named, brokenAt(gap));
  if (values.includes(-1)) {
    return {
      ...named,
      value: -1,
      interval: { low: undefined, high: undefined, reason: "everything was lost" },
    };
  }
  const logs = values.map(Math.log1p);
  const mean = logs.reduce((sum, value) => sum + value, 0) / n;
  const interval = influenceInterval(mean, logs.map((value) => value - mean), {
    level,
    lags: options.lags,
    factor: periodsPerYear,
    action,
  });
  return {
    ...named,
    ...(n < periodsPerYear ? { doubt: `stretched to a year from less than one` } : {}),
    value: Math.expm1(mean * periodsPerYear),
    interval: interval.low === undefined ? interval : {
      low: Math.expm1(interval.low),
      high: Math.expm1(interval.high),
      level,
      method: `${interval.method}, on log returns`,
    },
  };
}
