/** A series of simple returns, one per period, oldest first; `undefined` where there is none. */
export type Returns = readonly (number | undefined)[];

/** No beta: the data do not suffice. It is a value, so that a table can show the reason. */
export interface NoBeta {
  readonly beta: undefined;
  readonly pairs: number;
  /** Why, in a sentence without a full stop. */
  readonly reason: string;
}

/** The periods in which both series have a return. */
interface ReturnPairs {
  readonly asset: readonly number[];
  readonly index: readonly number[];
  /** Periods between each pair and the newest entry of the series; gaps age like all others. */
  readonly age: readonly number[];
}

/**
 * The pairs of two aligned series that have no gap.
 *
 * @param name What is estimated, with its article, for messages: `an OLS`.
 * @throws {RangeError} If the lengths differ, a return is not finite, or `minimumPairs` is below 3.
 */
export function returnPairs(
  asset: Returns,
  index: Returns,
  minimumPairs: number,
  name: string,
): ReturnPairs {
  if (asset.length !== index.length) {
    throw new RangeError(
      `Cannot estimate ${name} beta: need two series of one length, ` +
        `got ${asset.length} and ${index.length}`,
    );
  }
  // Two parameters and a residual variance need three pairs at the least.
  if (!Number.isInteger(minimumPairs) || minimumPairs < 3) {
    throw new RangeError(
      `Cannot estimate ${name} beta: minimumPairs must be a whole number from 3, got ${minimumPairs}`,
    );
  }
  const n = asset.length;
  const pairs = {
    asset: new Array<number>(n),
    index: new Array<number>(n),
    age: new Array<number>(n),
  };
  let found = 0;
  for (let i = 0; i < n; i++) {
    const y = asset[i], x = index[i];
    if (y === undefined || x === undefined) continue;
    if (!Number.isFinite(y) || !Number.isFinite(x)) {
      throw new RangeError(
        `Cannot estimate ${name} beta: need finite returns or undefined, ` +
          `got ${y} and ${x} at position ${i}`,
      );
    }
    pairs.asset[found] = y;
    pairs.index[found] = x;
    pairs.age[found++] = n - 1 - i;
  }
  for (const list of Object.values(pairs)) list.length = found;
  return pairs;
}

/** No beta for want of pairs. */
export function tooFew(pairs: number, minimumPairs: number): NoBeta {
  return {
    beta: undefined,
    pairs,
    reason: `only ${pairs} pairs of returns, ${minimumPairs} are needed`,
  };
}

/** Weighted means, variance and covariance of a pair of series. */
interface PairMoments {
  readonly meanAsset: number;
  readonly meanIndex: number;
  /** Σw(x − x̄)² with weights that sum to one. */
  readonly indexVariance: number;
  readonly covariance: number;
}

/** Weighted moments about weighted means, in two passes, summed in the order of the series. */
export function moments({ asset, index }: ReturnPairs, weights: readonly number[]): PairMoments {
  let total = 0, sumAsset = 0, sumIndex = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i];
    sumAsset += weights[i] * asset[i];
    sumIndex += weights[i] * index[i];
  }
  const meanAsset = sumAsset / total, meanIndex = sumIndex / total;
  let variance = 0, covariance = 0;
  for (let i = 0; i < weights.length; i++) {
    const dx = index[i] - meanIndex;
    variance += weights[i] * dx * dx;
    covariance += weights[i] * dx * (asset[i] - meanAsset);
  }
  return {
    meanAsset,
    meanIndex,
    indexVariance: variance / total,
    covariance: covariance / total,
  };
}

/** No beta for want of movement. */
export function flatIndex(pairs: number): NoBeta {
  return { beta: undefined, pairs, reason: "the index did not move, so nothing can be measured" };
}

/** A variance below this is rounding of a constant series: (1e-12)² of daily returns. */
export const NO_VARIANCE = 1e-24;

/**
 * The probability below the upper end of a two-sided interval.
 *
 * @param name What is estimated, with its article, for messages.
 * @throws {RangeError} If the level is no probability.
 */
export function intervalLevel(level: number, name: string): number {
  if (level > 0 && level < 1) return (1 + level) / 2;
  throw new RangeError(`Cannot estimate ${name} beta: level must lie in (0, 1), got ${level}`);
}
