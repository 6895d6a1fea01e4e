import { centralMoments } from "./central_moments.ts";
import { INTERVAL_LEVEL, percentileInterval, stationaryBootstrap } from "../stats/mod.ts";
import { type MeasureInterval, type NoInterval, withWidth } from "./measure.ts";
import { type MeasureOptions, type PeriodReturns } from "./period_returns.ts";

/** Without resampling: figures that hang on one stretch of a path have no interval. */
const ONE_PATH = "it hangs on one stretch of one path; a block bootstrap would be needed";
/** Fewer periods have no block length that could be chosen from them. */
const LEAST_PERIODS = 12;

/**
 * What other orders of the same periods would have given: the middle of the figure's stationary
 * bootstrap draws. The figure itself may lie near an end, for it belongs to one of these orders.
 *
 * @param returns Without gaps.
 * @param statistic Of one resample; `undefined` where it has none.
 */
export function pathInterval(
  returns: PeriodReturns,
  statistic: (values: Float64Array) => number | undefined,
  { bootstrap, level = INTERVAL_LEVEL }: Pick<MeasureOptions, "bootstrap" | "level">,
): MeasureInterval | NoInterval {
  const none = (reason: string): NoInterval => ({ low: undefined, high: undefined, reason });
  if (bootstrap === undefined) return none(ONE_PATH);
  const values = Float64Array.from(returns.filter((value) => value !== undefined));
  if (values.length < LEAST_PERIODS) {
    return none(`only ${values.length} periods, ${LEAST_PERIODS} are needed`);
  }
  if (centralMoments(values).constant) return none("all returns are alike");
  const drawn = stationaryBootstrap(values, statistic, bootstrap);
  // An interval of what is left would be one of lucky orders only.
  if (drawn.undefinedDraws > 0) {
    return none(`${drawn.undefinedDraws} of the resampled paths have no such figure`);
  }
  const { low, high, draws } = percentileInterval(drawn.values, { level });
  return withWidth({
    low,
    high,
    level,
    method: `stationary bootstrap, ${draws} draws, blocks of ${
      drawn.blockLength.toFixed(1)
    } periods in the mean`,
  });
}

/** The deepest fall from an earlier peak, the start included: 0 or negative. */
export function depthOf(values: Float64Array): number {
  let value = 1, peak = 1, depth = 0;
  for (const one of values) {
    value *= 1 + one;
    if (value > peak) peak = value;
    else depth = Math.min(depth, value / peak - 1);
  }
  return depth;
}

/** The root of the mean squared drawdown. */
export function ulcerOf(values: Float64Array): number {
  let value = 1, peak = 1, squares = 0;
  for (const one of values) {
    value *= 1 + one;
    if (value > peak) peak = value;
    else squares += (value / peak - 1) ** 2;
  }
  return Math.sqrt(squares / values.length);
}

/** Growth a year over the deepest fall; none without a fall. */
export function calmarOf(values: Float64Array, periodsPerYear: number): number | undefined {
  const depth = depthOf(values);
  if (depth === 0) return undefined;
  let value = 1;
  for (const one of values) value *= 1 + one;
  return (value ** (periodsPerYear / values.length) - 1) / -depth;
}
