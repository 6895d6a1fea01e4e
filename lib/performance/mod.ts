/**
 * What a series of returns was worth, and how sure that is.
 *
 * Every measure comes with the periods it rests on, an interval or the reason why there is none, and
 * the convention by which libraries differ. Periods per year have no default: weeks are not days.
 *
 * @example A Sharpe ratio that cannot leave its interval behind
 * ```ts
 * import { measureText, sharpe } from "lab/performance";
 * import { randomStream } from "lab/stats";
 * import { match } from "node:assert/strict";
 *
 * const stream = randomStream(7);
 * const weeks = Array.from({ length: 104 }, () => 0.001 + 0.02 * stream.normal());
 * match(
 *   measureText(sharpe(weeks, { periodsPerYear: 52 }), "weeks"),
 *   /^Sharpe ratio .* \(95 % interval .* to .*; n = 104 weeks\)$/,
 * );
 * ```
 *
 * Read next: `measure.ts`, the type that all share, then `sharpe.ts`. `lab/tear_sheet` puts all of
 * it on one page.
 *
 * @module
 */
export { type Measure, measureText, type MeasureUnit, measureValue } from "./measure.ts";
export type { MeasureOptions, PeriodReturns } from "./period_returns.ts";
export { cagr, growth } from "./growth.ts";
export { volatility } from "./volatility.ts";
export { loScale, loSharpe, sharpe } from "./sharpe.ts";
export { omega, sortino } from "./downside.ts";
export {
  calmar,
  deepestDrawdown,
  type Drawdown,
  drawdowns,
  ulcerIndex,
  underwater,
} from "./drawdowns.ts";
export { expectedShortfall, valueAtRisk } from "./tail_measures.ts";
export { hitRate, kurtosis, skewness } from "./shape.ts";
export { capture, informationRatio, trackingError } from "./relative.ts";
export { type Factor, type FactorRegression, factorRegression } from "./factor_regression.ts";
export {
  rollingBeta,
  rollingDeviation,
  type RollingMeasure,
  rollingMeasure,
  rollingSharpe,
} from "./rolling.ts";
export { type CalendarReturn, calendarReturns, checkedDays } from "./calendar_returns.ts";
export { type TradingMeasures, tradingMeasures, type TradingRecord } from "./trading_measures.ts";
export {
  type MeasureGroup,
  type PerformanceInput,
  performanceMeasures,
} from "./performance_measures.ts";
