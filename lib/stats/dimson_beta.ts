import { type BetaWithInterval, INTERVAL_LEVEL, MINIMUM_PAIRS } from "./beta.ts";
import { leastSquares } from "./least_squares.ts";
import { flatIndex, intervalLevel, type NoBeta, type Returns, tooFew } from "./return_pairs.ts";
import { studentQuantile } from "./student_quantile.ts";

/**
 * Beta of an asset that is traded thinly: the sum of its betas to the index of the day before, the
 * same day and the day after.
 *
 * Dimson (Journal of Financial Economics 7, 1979, 197–226): a close that is stale reacts to news that
 * the index already shows, so part of the reaction falls on the wrong day. The day after is in the
 * regression for an index that is staler than the asset; within a window of the past it looks at
 * nothing that was not known. The standard error is that of a sum, `√(1′V1)` with V the covariance of
 * the three coefficients, so the interval is wider than the one of OLS: the price of robustness.
 *
 * @param asset Simple returns, oldest first; `undefined` where there is none.
 * @param index Returns of the index in the same periods.
 * @param options.level Two-sided confidence of the interval; 0.95 by default.
 * @param options.minimumPairs Fewest periods with a return of the asset and three of the index, from
 *   5; 60 by default.
 * @returns The sum with its interval by Student's t (n − 4 degrees of freedom), or the reason why
 *   there is none; `pairs` counts the periods used.
 * @throws {RangeError} If the lengths differ, a return is not finite, or an option is out of range.
 *
 * @example Half of the reaction comes a day late
 * ```ts
 * import { dimsonBeta, olsBeta, randomStream } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const stream = randomStream(7);
 * const index = Array.from({ length: 252 }, () => 0.01 * stream.normal());
 * const asset = index.map((x, i) => 0.5 * x + 0.5 * (index[i - 1] ?? 0));
 * ok(Math.abs(olsBeta(asset, index).beta! - 0.5) < 0.1);
 * ok(Math.abs(dimsonBeta(asset, index).beta! - 1) < 1e-9);
 * ```
 */
export function dimsonBeta(
  asset: Returns,
  index: Returns,
  options: { readonly level?: number; readonly minimumPairs?: number } = {},
): BetaWithInterval | NoBeta {
  const { level = INTERVAL_LEVEL, minimumPairs = MINIMUM_PAIRS } = options;
  const share = intervalLevel(level, "a Dimson");
  if (asset.length !== index.length) {
    throw new RangeError(
      `Cannot estimate a Dimson beta: need two series of one length, ` +
        `got ${asset.length} and ${index.length}`,
    );
  }
  // Four parameters and a residual variance.
  if (!Number.isInteger(minimumPairs) || minimumPairs < 5) {
    throw new RangeError(
      `Cannot estimate a Dimson beta: minimumPairs must be a whole number from 5, got ${minimumPairs}`,
    );
  }
  const y: number[] = [], before: number[] = [], same: number[] = [], after: number[] = [];
  for (let i = 1; i < asset.length - 1; i++) {
    const own = asset[i], x = index[i], previous = index[i - 1], next = index[i + 1];
    if (own === undefined || x === undefined) continue;
    if (previous === undefined || next === undefined) continue;
    y.push(own);
    before.push(previous);
    same.push(x);
    after.push(next);
  }
  const n = y.length;
  if (n < minimumPairs) return tooFew(n, minimumPairs);
  const fit = leastSquares(y, [before, same, after]);
  if (!fit) return flatIndex(n);
  const beta = fit.coefficients.reduce((sum, b) => sum + b, 0);
  const variance = fit.covariance.reduce((sum, row) => row.reduce((s, v) => s + v, sum), 0);
  const standardError = Math.sqrt(Math.max(0, variance));
  const half = studentQuantile(share, fit.degreesOfFreedom) * standardError;
  return { beta, pairs: n, standardError, low: beta - half, high: beta + half, level };
}
