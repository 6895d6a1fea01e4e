/**
 * Statistics that the rest of the lab leans on: a seeded generator, rank correlation, moments.
 *
 * Nothing here draws numbers by itself: a stream is made from a seed and handed on, so that a figure
 * can be drawn again exactly.
 *
 * @example A rank correlation by chance alone
 * ```ts
 * import { randomStream, rankCorrelation } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const stream = randomStream(7);
 * const draw = () => Array.from({ length: 11 }, () => stream.normal());
 * const ic = rankCorrelation(draw(), draw())!;
 * ok(Math.abs(ic) < 1);
 * ```
 *
 * Read next: `lab/market`, whose simulated world is drawn from such a stream.
 *
 * @module
 */
export { type RandomStream, randomStream } from "./random.ts";
export { averageRanks, rankCorrelation } from "./rank_correlation.ts";
export {
  autocorrelation,
  correlation,
  excessKurtosis,
  leftTailIndex,
  mean,
  quantile,
  standardDeviation,
} from "./moments.ts";
export { maxDrawdown } from "./drawdown.ts";
export { ewmaBeta, HALF_LIFE_DAYS, INTERVAL_LEVEL, MINIMUM_PAIRS, olsBeta } from "./beta.ts";
export type { Beta, BetaWithInterval, NoBeta, Returns } from "./beta.ts";
export { studentQuantile } from "./student_quantile.ts";
