import { stationaryBlocks } from "./block_draw.ts";
import { blockLength as chosenLength } from "./block_length.ts";
import {
  type BootstrapDraws,
  bootstrapDraws,
  type BootstrapOptions,
  bootstrapSeries,
  type Statistic,
} from "./bootstrap_draws.ts";

/**
 * The statistic of many resamples in blocks of random length: the stationary bootstrap.
 *
 * Use it for an interval around any figure of a series whose neighbouring periods may depend on each
 * other; `percentileInterval` makes one from the draws.
 *
 * @param values One value per period, in order of time.
 * @param statistic Called once per resample with the same buffer, filled anew.
 * @param options.blockLength Expected length; by default Politis and White's choice, at least 1.
 * @throws {RangeError} If there are fewer than two periods (twelve without a block length), a value is
 *   not finite, or an option is out of range.
 *
 * @example A mean that is not above zero for sure
 * ```ts
 * import { mean, percentileInterval, randomStream, stationaryBootstrap } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * const returns = Array.from({ length: 104 }, () => 0.001 + 0.02 * draw.normal());
 * const { values } = stationaryBootstrap(returns, mean, { seed: 1, draws: 1000 });
 * const { low, high } = percentileInterval(values);
 * ok(low < 0 && high > 0);
 * ```
 */
export function stationaryBootstrap(
  values: readonly number[] | Float64Array,
  statistic: Statistic,
  options: BootstrapOptions,
): BootstrapDraws {
  const series = bootstrapSeries(values);
  const length = options.blockLength ?? Math.max(1, chosenLength(series).stationary);
  const blocks = stationaryBlocks(series.length, length);
  return bootstrapDraws(series, statistic, blocks, length, options);
}
