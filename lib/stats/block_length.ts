import { mean } from "./moments.ts";

/** Lengths of blocks for the two kinds of bootstrap, in periods; not rounded. */
export interface BlockLength {
  /** Expected length for the stationary bootstrap. */
  readonly stationary: number;
  /** Length for the circular and the moving block bootstrap. */
  readonly circular: number;
}

/** Fewest periods from which dependence can be judged. */
export const LEAST_PERIODS_FOR_BLOCKS = 12;

/**
 * How long the blocks of a bootstrap should be, from the series' own dependence.
 *
 * Politis and White (Econometric Reviews 23, 2004) with the correction of Patton, Politis and White
 * (Econometric Reviews 28, 2009): (2g²/d)^(1/3)·n^(1/3), where g = Σ λ(k/M)·|k|·R(k) and d is 2 (or
 * 4/3, circular) times the square of Σ λ(k/M)·R(k), λ the flat-top window. M is twice the first lag
 * after which five (or log₁₀ n) autocorrelations in a row are within 2√(log₁₀ n / n) of nothing.
 * At most min(3√n, n/3). As `arch.bootstrap.optimal_block_length` does it.
 *
 * A series without dependence gets a length near or below 1: blocks of one period are the plain
 * bootstrap. Round up where a whole number is needed.
 *
 * @param values One value per period, in order of time; at least twelve.
 * @throws {RangeError} If there are too few, one is not finite, or all are equal.
 *
 * @example A series that returns to where it was
 * ```ts
 * import { blockLength, randomStream } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * let last = 0;
 * const slow = Array.from({ length: 500 }, () => last = 0.9 * last + draw.normal());
 * ok(blockLength(slow).stationary > 20);
 * ```
 */
export function blockLength(values: readonly number[] | Float64Array): BlockLength {
  const n = values.length;
  if (n < LEAST_PERIODS_FOR_BLOCKS) {
    throw new RangeError(
      `Cannot choose a block length: need at least ${LEAST_PERIODS_FOR_BLOCKS} periods, got ${n}`,
    );
  }
  const m = mean(values);
  const eps = Float64Array.from(values, (value) => value - m);
  if (values.every((value) => value === values[0])) {
    throw new RangeError("Cannot choose a block length: need values that differ, got equal ones");
  }
  const run = Math.max(5, Math.floor(Math.log10(n)));
  const most = Math.min(Math.ceil(Math.sqrt(n)) + run, n - 2);
  const small = 2 * Math.sqrt(Math.log10(n) / n);
  const covariances = new Float64Array(most + 1), correlations = new Float64Array(most + 1);
  let quiet: number | undefined;
  for (let lag = 0; lag <= most; lag++) {
    let together = 0, late = 0, early = 0;
    for (let t = lag; t < n; t++) together += eps[t] * eps[t - lag];
    for (let t = lag + 1; t < n; t++) late += eps[t] * eps[t];
    for (let t = 0; t < n - lag - 1; t++) early += eps[t] * eps[t];
    covariances[lag] = together / n;
    correlations[lag] = late * early > 0 ? Math.abs(together) / Math.sqrt(late * early) : 0;
    if (quiet === undefined && lag >= run) {
      if (correlations.subarray(lag - run, lag).every((one) => one < small)) quiet = lag - run;
    }
  }
  const window = Math.min(quiet === undefined ? most : 2 * Math.max(quiet, 1), most);
  let g = 0, spectrum = covariances[0];
  for (let k = 1; k <= window; k++) {
    const weight = k / window <= 0.5 ? 1 : 2 * (1 - k / window);
    g += 2 * weight * k * covariances[k];
    spectrum += 2 * weight * covariances[k];
  }
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  // A spectrum of 0 at frequency 0 (a perfect see-saw) would ask for endless blocks.
  const length = (factor: number) =>
    Math.min(longest, Math.cbrt(2 * g * g / (factor * spectrum * spectrum)) * Math.cbrt(n));
  return { stationary: length(2), circular: length(4 / 3) };
}
