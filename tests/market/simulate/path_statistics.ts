/**
 * The statistics of `data/calibration.json`, computed from daily returns. Their exact definitions
 * were found by recomputing the file from the prices it was made of: `real_prices_test.ts` repeats
 * that where the prices are at hand.
 */
import {
  autocorrelation,
  correlation,
  excessKurtosis,
  leftTailIndex,
  maxDrawdown,
  mean,
  quantile,
  rankCorrelation,
  standardDeviation,
} from "lab/stats";

export interface SectorStatistics {
  /** Sample deviation of daily returns times √252. */
  readonly annVol: number;
  /** Covariance with the index over its variance. */
  readonly beta: number;
  /** Plain moments, no correction for the sample's size. */
  readonly exKurt: number;
  /** Hill's index over the largest 5 % of the losses. */
  readonly hillLeft5: number;
  readonly acfAbs1: number;
  readonly acfAbs21: number;
  readonly acfRet1: number;
  readonly maxDd: number;
  /** Correlation of a day's return with the next day's absolute return. */
  readonly leverage: number;
}

export interface PathStatistics {
  readonly sectors: readonly SectorStatistics[];
  /** Mean of the 55 daily correlations. */
  readonly meanPair: number;
  /** 5 % and 95 % quantiles of the mean pair correlation over 63 days, taken every 21 days. */
  readonly rollingP05: number;
  readonly rollingP95: number;
  /** Mean sample deviation across sectors of 20-day returns, blocks that do not overlap. */
  readonly dispersion4w: number;
  /** Mean rank correlation of a block's returns with the next block's, and its t. */
  readonly rankAutocorrelation: Readonly<Record<"1w" | "4w" | "13w", { mean: number; t: number }>>;
}

export function sectorStatistics(asset: Float64Array, index: Float64Array): SectorStatistics {
  const absolute = asset.map(Math.abs);
  return {
    annVol: standardDeviation(asset) * Math.sqrt(252),
    beta: correlation(asset, index)! * standardDeviation(asset) / standardDeviation(index),
    exKurt: excessKurtosis(asset),
    hillLeft5: leftTailIndex(asset),
    acfAbs1: autocorrelation(absolute, 1),
    acfAbs21: autocorrelation(absolute, 21),
    acfRet1: autocorrelation(asset, 1),
    maxDd: maxDrawdown(asset),
    leverage: correlation(asset.subarray(0, -1), absolute.subarray(1))!,
  };
}

export function meanPairCorrelation(assets: readonly Float64Array[]): number {
  const n = assets[0].length;
  const scaled = assets.map((asset) => {
    const m = mean(asset);
    let sum = 0;
    for (let t = 0; t < n; t++) sum += (asset[t] - m) ** 2;
    return asset.map((value) => (value - m) / Math.sqrt(sum));
  });
  let sum = 0, pairs = 0;
  for (let i = 0; i < scaled.length; i++) {
    for (let j = i + 1; j < scaled.length; j++) {
      for (let t = 0; t < n; t++) sum += scaled[i][t] * scaled[j][t];
      pairs++;
    }
  }
  return sum / pairs;
}

/** Returns over blocks of some days that do not overlap: one row per block, one column per asset. */
export function blockReturns(assets: readonly Float64Array[], length: number): number[][] {
  const rows: number[][] = [];
  for (let start = 0; start + length <= assets[0].length; start += length) {
    rows.push(assets.map((asset) => {
      let value = 1;
      for (let t = start; t < start + length; t++) value *= 1 + asset[t];
      return value - 1;
    }));
  }
  return rows;
}

function rankAutocorrelation(assets: readonly Float64Array[], length: number) {
  const rows = blockReturns(assets, length);
  const values: number[] = [];
  for (let k = 0; k + 1 < rows.length; k++) values.push(rankCorrelation(rows[k], rows[k + 1])!);
  const m = mean(values);
  return { mean: m, t: m / standardDeviation(values) * Math.sqrt(values.length) };
}

export function pathStatistics(
  assets: readonly Float64Array[],
  index: Float64Array,
): PathStatistics {
  const rolling: number[] = [];
  for (let end = 63; end <= index.length; end += 21) {
    rolling.push(meanPairCorrelation(assets.map((asset) => asset.subarray(end - 63, end))));
  }
  return {
    sectors: assets.map((asset) => sectorStatistics(asset, index)),
    meanPair: meanPairCorrelation(assets),
    rollingP05: quantile(rolling, 0.05),
    rollingP95: quantile(rolling, 0.95),
    dispersion4w: mean(blockReturns(assets, 20).map((row) => standardDeviation(row))),
    rankAutocorrelation: {
      "1w": rankAutocorrelation(assets, 5),
      "4w": rankAutocorrelation(assets, 20),
      "13w": rankAutocorrelation(assets, 63),
    },
  };
}
