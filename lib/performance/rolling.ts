import { factorRegression } from "./factor_regression.ts";
import type { Measure } from "./measure.ts";
import { checkedOptions, type MeasureOptions, type PeriodReturns } from "./period_returns.ts";
import { sharpe } from "./sharpe.ts";
import { volatility } from "./volatility.ts";

/** A measure of the periods that end at a position. */
export interface RollingMeasure {
  /** Position of the window's last period, counted from 0. */
  readonly at: number;
  readonly measure: Measure;
}

/** Options of a rolling measure. */
interface RollingOptions extends MeasureOptions {
  /** Periods in a window, a whole number from 2. */
  readonly window: number;
}

/**
 * Any measure over windows that move by one period.
 *
 * Windows without any return are left out, so that a series that starts late has no measure before.
 * Neighbouring windows share all but one period: their intervals say nothing about their difference.
 *
 * @param returns One value per period.
 * @param window Periods in a window, a whole number from 2.
 * @param measureOf What to measure of the periods `from` to `to`, `to` not included.
 * @throws {RangeError} If the window is no such number or longer than the series.
 *
 * @example
 * ```ts
 * import { hitRate, rollingMeasure } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * const returns = [0.01, -0.01, -0.02];
 * const shares = rollingMeasure(returns, 2, (from, to) => hitRate(returns.slice(from, to)));
 * deepEqual(shares.map(({ at, measure }) => [at, measure.value]), [[1, 0.5], [2, 0]]);
 * ```
 */
export function rollingMeasure(
  returns: PeriodReturns,
  window: number,
  measureOf: (from: number, to: number) => Measure,
): readonly RollingMeasure[] {
  if (!Number.isInteger(window) || window < 2 || window > returns.length) {
    throw new RangeError(
      `Cannot roll a measure: window must be a whole number from 2 to the ${returns.length} ` +
        `periods there are, got ${window}`,
    );
  }
  const out: RollingMeasure[] = [];
  let known = 0;
  for (let t = 0; t < returns.length; t++) {
    if (returns[t] !== undefined) known++;
    if (t >= window && returns[t - window] !== undefined) known--;
    if (t >= window - 1 && known > 0) {
      out.push({ at: t, measure: measureOf(t + 1 - window, t + 1) });
    }
  }
  return out;
}

/** Options for the periods of a window: a risk-free series is cut to it. */
function windowed(options: RollingOptions, from: number, to: number): MeasureOptions {
  const { window: _window, riskFree, ...rest } = options;
  return { ...rest, riskFree: typeof riskFree === "object" ? riskFree.slice(from, to) : riskFree };
}

/**
 * The Sharpe ratio over moving windows.
 *
 * @throws {RangeError} As `rollingMeasure` and `sharpe`.
 *
 * @example
 * ```ts
 * import { rollingSharpe } from "lab/performance";
 * import { equal } from "node:assert/strict";
 *
 * const rolling = rollingSharpe([0.01, 0.03, -0.01, 0.02], { periodsPerYear: 52, window: 2 });
 * equal(rolling.length, 3);
 * equal(rolling[0].measure.value!.toFixed(3), "10.198"); // 2 % over √2 %, times √52
 * ```
 */
export function rollingSharpe(
  returns: PeriodReturns,
  options: RollingOptions,
): readonly RollingMeasure[] {
  checkedOptions(options, "roll a Sharpe ratio");
  return rollingMeasure(
    returns,
    options.window,
    (from, to) => sharpe(returns.slice(from, to), windowed(options, from, to)),
  );
}

/**
 * Volatility over moving windows.
 *
 * @throws {RangeError} As `rollingMeasure` and `volatility`.
 *
 * @example
 * ```ts
 * import { rollingDeviation } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rolling = rollingDeviation([0.01, 0.03, 0.03], { periodsPerYear: 50, window: 2 });
 * deepEqual(rolling.map(({ at, measure }) => [at, measure.value!.toFixed(3)]), [[1, "0.100"], [2, "0.000"]]);
 * ```
 */
export function rollingDeviation(
  returns: PeriodReturns,
  options: RollingOptions,
): readonly RollingMeasure[] {
  checkedOptions(options, "roll volatility");
  return rollingMeasure(
    returns,
    options.window,
    (from, to) => volatility(returns.slice(from, to), windowed(options, from, to)),
  );
}

/**
 * Beta to a benchmark over moving windows.
 *
 * @throws {RangeError} As `factorRegression`.
 *
 * @example
 * ```ts
 * import { rollingBeta } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = [0.01, -0.02, 0.03, 0.01, -0.01, 0.02];
 * const rolling = rollingBeta(market.map((one) => 0.5 * one), market, { periodsPerYear: 52, window: 5 });
 * deepEqual(rolling.map(({ measure }) => measure.value!.toFixed(6)), ["0.500000", "0.500000"]);
 * ```
 */
export function rollingBeta(
  returns: PeriodReturns,
  benchmark: PeriodReturns,
  options: RollingOptions,
): readonly RollingMeasure[] {
  checkedOptions(options, "roll a beta");
  return rollingMeasure(returns, options.window, (from, to) =>
    factorRegression(
      returns.slice(from, to),
      [{ name: "benchmark", returns: benchmark.slice(from, to) }],
      windowed(options, from, to),
    ).betas[0]);
}
