import type { BlockDraw } from "./block_draw.ts";
import { type RandomStream, randomStream } from "./random.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot resample: ${what}`);
}

/** Resamples of a bootstrap unless told otherwise: a 2.5 % quantile rests on 250 of them. */
export const BOOTSTRAP_DRAWS = 10_000;

/** A figure worked out from one resample; `undefined` where it has none (a constant resample). */
export type Statistic = (values: Float64Array) => number | undefined;

/** How a series is resampled. */
export interface BootstrapOptions {
  readonly seed: number;
  /** Number of resamples; 10,000 by default. */
  readonly draws?: number;
  /** Periods a block; by default chosen from the series by `blockLength`. */
  readonly blockLength?: number;
}

/** The statistic of each resample. */
export interface BootstrapDraws {
  /** In the order drawn; resamples without a figure are left out and counted. */
  readonly values: Float64Array;
  /** Resamples in which the statistic does not exist. */
  readonly undefinedDraws: number;
  /** Periods a block, expected or fixed. */
  readonly blockLength: number;
  readonly periods: number;
  readonly seed: number;
}

/** Checks a series once and keeps it as typed numbers. */
export function bootstrapSeries(values: readonly number[] | Float64Array): Float64Array {
  const series = Float64Array.from(values);
  if (series.length < 2) refuse(`need at least 2 periods, got ${series.length}`);
  const at = series.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) refuse(`every value must be a finite number, got ${values[at]} at position ${at}`);
  return series;
}

/** One resample of a series, written into a buffer of its length. */
function resampleInto(
  into: Float64Array,
  series: Float64Array,
  blocks: BlockDraw,
  stream: RandomStream,
): void {
  let at = 0;
  const n = series.length;
  blocks(stream, (start, length) => {
    for (let k = 0, t = start; k < length; k++) {
      into[at++] = series[t];
      if (++t === n) t = 0;
    }
  });
}

/** The statistic of each of many resamples. */
export function bootstrapDraws(
  series: Float64Array,
  statistic: Statistic,
  blocks: BlockDraw,
  blockLength: number,
  { seed, draws = BOOTSTRAP_DRAWS }: BootstrapOptions,
): BootstrapDraws {
  if (!Number.isInteger(draws) || draws < 1) {
    refuse(`need a whole number of draws from 1, got ${draws}`);
  }
  const stream = randomStream(seed), sample = new Float64Array(series.length);
  const values = new Float64Array(draws);
  let kept = 0;
  for (let draw = 0; draw < draws; draw++) {
    resampleInto(sample, series, blocks, stream);
    const value = statistic(sample);
    if (value === undefined) continue;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot bootstrap: the statistic must be a finite number or undefined, got ${value} ` +
          `in draw ${draw}`,
      );
    }
    values[kept++] = value;
  }
  return {
    values: values.subarray(0, kept),
    undefinedDraws: draws - kept,
    blockLength,
    periods: series.length,
    seed,
  };
}
