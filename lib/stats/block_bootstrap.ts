import { fixedBlocks } from "./block_draw.ts";
import { blockLength as chosenLength } from "./block_length.ts";
import {
  type BootstrapDraws,
  bootstrapDraws,
  type BootstrapOptions,
  bootstrapSeries,
  type Statistic,
} from "./bootstrap_draws.ts";

/**
 * The statistic of many resamples in blocks of one length: the circular or moving block bootstrap.
 *
 * @param options.kind `circular` (default) or `moving`; see `fixedBlocks`.
 * @param options.blockLength A whole number; by default Politis and White's choice, rounded up.
 * @throws {RangeError} As `stationaryBootstrap`.
 *
 * @example Blocks as long as the series change nothing but where it begins
 * ```ts
 * import { blockBootstrap, mean } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const { values } = blockBootstrap([1, 2, 3, 6], mean, { blockLength: 4, draws: 50, seed: 1 });
 * ok(values.every((one) => one === 3));
 * ```
 */
export function blockBootstrap(
  values: readonly number[] | Float64Array,
  statistic: Statistic,
  options: BootstrapOptions & { readonly kind?: "circular" | "moving" },
): BootstrapDraws {
  const series = bootstrapSeries(values);
  const length = options.blockLength ?? Math.max(1, Math.ceil(chosenLength(series).circular));
  const blocks = fixedBlocks(series.length, length, options.kind);
  return bootstrapDraws(series, statistic, blocks, length, options);
}
