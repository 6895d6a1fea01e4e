import { calmar, deepestDrawdown, ulcerIndex } from "./drawdowns.ts";
import { omega, sortino } from "./downside.ts";
import { factorRegression } from "./factor_regression.ts";
import { cagr } from "./growth.ts";
import type { Measure } from "./measure.ts";
import type { MeasureOptions, PeriodReturns } from "./period_returns.ts";
import { capture, informationRatio, trackingError } from "./relative.ts";
import { hitRate, kurtosis, skewness } from "./shape.ts";
import { loSharpe, sharpe } from "./sharpe.ts";
import { expectedShortfall, valueAtRisk } from "./tail_measures.ts";
import { tradingMeasures, type TradingRecord } from "./trading_measures.ts";
import { volatility } from "./volatility.ts";

/** What all measures are taken of. */
export interface PerformanceInput extends MeasureOptions {
  /** Net returns, one per period. */
  readonly returns: PeriodReturns;
  /** Returns of a benchmark in the same periods. */
  readonly benchmark?: PeriodReturns;
  /** Turnover, costs and gross returns of the same periods. */
  readonly trading?: TradingRecord;
}

/** Measures under a common heading, in the order in which a table shows them. */
export interface MeasureGroup {
  readonly label: string;
  readonly measures: readonly Measure[];
}

/**
 * Every measure of a return series, in groups; those beside a benchmark and of trading where given.
 *
 * @throws {RangeError} If a series is empty or of another length, a value is not finite or out of
 *   range, or there are not more periods than lags.
 *
 * @example
 * ```ts
 * import { performanceMeasures } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * const groups = performanceMeasures({ returns: [0.01, -0.02, 0.03], periodsPerYear: 52 });
 * deepEqual(groups.map(({ label }) => label), ["Return and risk", "Losses", "Shape"]);
 * ```
 */
export function performanceMeasures(input: PerformanceInput): readonly MeasureGroup[] {
  const { returns, benchmark, trading, ...options } = input;
  const { lags, level, bootstrap } = options;
  const shape = { lags, level };
  const groups: MeasureGroup[] = [
    {
      label: "Return and risk",
      measures: [
        cagr(returns, options),
        volatility(returns, options),
        sharpe(returns, options),
        ...(Number.isInteger(options.periodsPerYear) ? [loSharpe(returns, options)] : []),
        sortino(returns, options),
        omega(returns, options),
        calmar(returns, options),
      ],
    },
    {
      label: "Losses",
      measures: [
        deepestDrawdown(returns, { level, bootstrap }),
        ulcerIndex(returns, { level, bootstrap }),
        ...(["historic", "normal", "student", "cornish-fisher", "gpd"] as const).map((method) =>
          valueAtRisk(returns, { method, ...shape })
        ),
        ...(["historic", "normal", "student", "gpd"] as const).map((method) =>
          expectedShortfall(returns, { method, ...shape })
        ),
      ],
    },
    {
      label: "Shape",
      measures: [hitRate(returns, shape), skewness(returns, shape), kurtosis(returns, shape)],
    },
  ];
  if (benchmark !== undefined) {
    const { alpha, betas, rSquared } = factorRegression(
      returns,
      [{ name: "the benchmark", returns: lessRate(benchmark, options.riskFree) }],
      options,
    );
    groups.push({
      label: "Beside the benchmark",
      measures: [
        ...betas,
        alpha,
        rSquared,
        trackingError(returns, benchmark, options),
        informationRatio(returns, benchmark, options),
        capture(returns, benchmark, "up", options),
        capture(returns, benchmark, "down", options),
      ],
    });
  }
  if (trading !== undefined) {
    const { turnover, cost, costPerTrade, breakEven } = tradingMeasures(trading, options);
    groups.push({ label: "Trading", measures: [turnover, cost, costPerTrade, breakEven] });
  }
  return groups;
}

/** A benchmark is a funded position: its beta is measured in excess of the risk-free rate. */
function lessRate(
  benchmark: PeriodReturns,
  riskFree: number | PeriodReturns | undefined,
): PeriodReturns {
  if (riskFree === undefined || riskFree === 0) return benchmark;
  return benchmark.map((value, t) => {
    const rate = typeof riskFree === "number" ? riskFree : riskFree[t];
    return value === undefined || rate === undefined ? undefined : value - rate;
  });
}
