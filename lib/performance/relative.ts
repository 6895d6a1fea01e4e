import { studentQuantile } from "../stats/mod.ts";
import { LEAST_PERIODS } from "./influence_interval.ts";
import {
  type Measure,
  type MeasureInterval,
  type NoInterval,
  notMeasured,
  withWidth,
} from "./measure.ts";
import {
  checkedOptions,
  knownReturns,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";
import { ratioMeasure } from "./sharpe.ts";
import { deviationMeasure } from "./volatility.ts";

/** Returns less the benchmark's, `undefined` where either is missing. */
function active(returns: PeriodReturns, benchmark: PeriodReturns, action: string): PeriodReturns {
  if (returns.length !== benchmark.length) {
    throw new RangeError(
      `Cannot ${action}: need one benchmark return per return, ` +
        `got ${benchmark.length} and ${returns.length}`,
    );
  }
  knownReturns(returns, action);
  knownReturns(benchmark, `${action}: benchmark`);
  const differences = returns.map((value, t) => {
    const other = benchmark[t];
    return value === undefined || other === undefined ? undefined : value - other;
  });
  if (differences.every((value) => value === undefined)) {
    throw new RangeError(`Cannot ${action}: need a period with both returns, got none`);
  }
  return differences;
}

/**
 * Tracking error a year: the sample deviation of returns less the benchmark's, times √periods.
 *
 * @throws {RangeError} If lengths differ, no period has both, or a return is not finite or below −1.
 *
 * @example
 * ```ts
 * import { trackingError } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const { value } = trackingError([0.02, 0], [0.01, 0.01], { periodsPerYear: 50 });
 * ok(Math.abs(value! - 0.1) < 1e-12);
 * ```
 */
export function trackingError(
  returns: PeriodReturns,
  benchmark: PeriodReturns,
  options: MeasureOptions,
): Measure {
  const action = "measure a tracking error";
  return deviationMeasure(active(returns, benchmark, action), options, {
    name: "Tracking error a year",
    action,
    least: -Infinity,
    convention: "Sample deviation (n − 1) of returns less the benchmark's, times √periods.",
  });
}

/**
 * Information ratio a year: mean of returns less the benchmark's, over their deviation, times √periods.
 *
 * @returns The ratio, or why there is none: the book moves exactly as the benchmark does.
 * @throws {RangeError} If lengths differ, no period has both, or a return is not finite or below −1.
 *
 * @example
 * ```ts
 * import { informationRatio } from "lab/performance";
 * import { equal } from "node:assert/strict";
 *
 * const market = [0.01, -0.02, 0.03];
 * equal(informationRatio(market, market, { periodsPerYear: 52 }).value, undefined);
 * ```
 */
export function informationRatio(
  returns: PeriodReturns,
  benchmark: PeriodReturns,
  options: Omit<MeasureOptions, "riskFree">,
): Measure {
  const action = "measure an information ratio";
  return ratioMeasure(active(returns, benchmark, action), { ...options, riskFree: 0 }, {
    name: "Information ratio",
    action,
    least: -Infinity,
    convention:
      "Mean of returns less the benchmark's over their deviation (n − 1), times √periods " +
      "(quantstats and empyrical's excess_sharpe leave it per period)",
  });
}

/**
 * Up or down capture: growth a year in the periods in which the benchmark rose (or fell), over the
 * benchmark's own.
 *
 * @param side Which periods: the benchmark's return above zero, or below.
 * @returns The ratio, or why there is none: no such period.
 * @throws {RangeError} If lengths differ, no period has both, or a return is not finite or below −1.
 *
 * @example Half of each rise
 * ```ts
 * import { capture } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const found = capture([0.01, 0.01], [0.02, -0.02], "up", { periodsPerYear: 1 });
 * ok(Math.abs(found.value! - 0.5) < 1e-12);
 * ```
 */
export function capture(
  returns: PeriodReturns,
  benchmark: PeriodReturns,
  side: "up" | "down",
  options: MeasureOptions,
): Measure {
  const action = `measure ${side} capture`;
  const { periodsPerYear, level } = checkedOptions(options, action);
  const differences = active(returns, benchmark, action);
  const known = differences.flatMap((value, t) => value === undefined ? [] : [t]);
  const at = known.filter((t) => side === "up" ? benchmark[t]! > 0 : benchmark[t]! < 0);
  const n = at.length;
  const named = {
    name: side === "up" ? "Up capture" : "Down capture",
    unit: "ratio" as const,
    n,
    missing: returns.length - known.length,
    convention:
      `Growth a year in the periods in which the benchmark ${
        side === "up" ? "rose" : "fell"
      }, over the benchmark's (as empyrical; Morningstar works on months). Many bad days compound to nearly ` +
      "everything, so that on daily data down capture goes to 1.",
  };
  if (n === 0) {
    return notMeasured(named, `the benchmark never ${side === "up" ? "rose" : "fell"}`);
  }
  const own = at.map((t) => Math.log1p(returns[t]!)),
    its = at.map((t) => Math.log1p(benchmark[t]!));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const a = mean(own), b = mean(its);
  const above = Math.expm1(a * periodsPerYear), below = Math.expm1(b * periodsPerYear);
  const value = above / below;
  let interval: MeasureInterval | NoInterval = {
    low: undefined,
    high: undefined,
    reason: a === -Infinity || b === -Infinity
      ? "everything was lost"
      : `only ${n} such periods, ${LEAST_PERIODS} are needed`,
  };
  if (n >= LEAST_PERIODS && a > -Infinity && b > -Infinity) {
    // Delta method on the two mean log returns; the periods are not neighbours, so no lags.
    const up = periodsPerYear * (above + 1) / below;
    const down = periodsPerYear * value * (below + 1) / below;
    const terms = at.map((_, i) => up * (own[i] - a) - down * (its[i] - b));
    const squares = terms.reduce((sum, term) => sum + term * term, 0);
    const standardError = Math.sqrt(squares / (n - 1) / n);
    const half = studentQuantile((1 + level) / 2, n - 1) * standardError;
    interval = withWidth({
      low: value - half,
      high: value + half,
      level,
      standardError,
      method: "delta method, periods taken as independent",
    });
  }
  return { ...named, value, interval };
}
