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
 * What simple-statistics has, it does here: mean, sample deviation and quantile, behind checks that
 * name the value at fault. Our own are what it lacks, and five it would have. Its probit is off by
 * 0.0028, an end of an interval. Its correlation of a series with its copy is 1 but for a bit. Ranks and their correlation are taken for every date of every
 * backtest, and a kept order must give exactly 1. A regression needs the errors of its slope as well. A
 * Sharpe ratio is taken thousands of times from sums or typed arrays, which the package has no form for.
 * The tests hold ours against the package's where both exist.
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
export type { Beta, BetaWithInterval } from "./beta.ts";
export type { NoBeta, Returns } from "./return_pairs.ts";
export { blumeBeta } from "./blume_beta.ts";
export { type VasicekBeta, vasicekBetas } from "./vasicek_betas.ts";
export { dimsonBeta } from "./dimson_beta.ts";
export { type BetaAt, type KalmanBeta, kalmanBeta } from "./kalman_beta.ts";
export { type LeastSquares, leastSquares } from "./least_squares.ts";
export { type HacCoefficient, type HacLeastSquares, hacLeastSquares } from "./hac_least_squares.ts";
export { longRunVariance, neweyWestLags } from "./long_run_variance.ts";
export { TAIL_METHODS, type TailLoss, tailLoss, type TailMethod } from "./tail_loss.ts";
export { choleskyFactor, choleskySolve } from "./cholesky.ts";
export { type Covariance, covariance, type Matrix, type MatrixLike } from "./covariance.ts";
export { checkedCovariance, covarianceFault } from "./covariance_fault.ts";
export {
  ledoitWolf,
  oas,
  type ShrinkageTarget,
  type ShrunkCovariance,
} from "./shrunk_covariance.ts";
export { constantCorrelation } from "./constant_correlation.ts";
export { correlationAtDistance, correlationDistance } from "./correlation_distance.ts";
export {
  type ClusterMerge,
  clustersAt,
  hierarchicalClusters,
  type Linkage,
  LINKAGES,
} from "./hierarchical_clusters.ts";
export { symmetricEigenvalues } from "./symmetric_eigenvalues.ts";
export { rollingVolatility } from "./rolling_volatility.ts";
export { studentProbability } from "./student_probability.ts";
export { studentQuantile } from "./student_quantile.ts";
export { type MeanInterval, meanInterval } from "./mean_interval.ts";
export { neweyWestMean } from "./newey_west_mean.ts";
export { cosineMean } from "./cosine_mean.ts";
export { binomialRange } from "./binomial_range.ts";
export { normalProbability, normalQuantile } from "./normal_quantile.ts";
export { type ShareInterval, wilsonInterval } from "./wilson_interval.ts";
export { type Cluster, clusteredRatio } from "./clustered_ratio.ts";
export { type ClusteredShare, clusteredShare } from "./clustered_share.ts";
export { isHit } from "./is_hit.ts";
export { isConstant, isConstantSpread, sharpeOfSums, sharpeRatio } from "./sharpe_ratio.ts";
export { brierScore, type Forecast } from "./brier_score.ts";
export { type Reliability, reliability } from "./reliability.ts";
export { type IsotonicStep, isotonicSteps, isotonicValue } from "./isotonic.ts";
export {
  calibratedProbability,
  calibration,
  type CalibrationCurve,
  type NoCalibration,
} from "./calibration.ts";
export { plattCalibration, type PlattCurve, plattProbability } from "./platt.ts";
export { type MeanRankIc, meanRankIc } from "./information_coefficient.ts";
export { type BlockLength, blockLength, LEAST_PERIODS_FOR_BLOCKS } from "./block_length.ts";
export { fixedBlocks, stationaryBlocks } from "./block_draw.ts";
export { BOOTSTRAP_DRAWS, type BootstrapDraws } from "./bootstrap_draws.ts";
export { stationaryBootstrap } from "./stationary_bootstrap.ts";
export { blockBootstrap } from "./block_bootstrap.ts";
export {
  type BootstrapInterval,
  percentileInterval,
  studentisedInterval,
} from "./bootstrap_interval.ts";
export { fromTernary, type Shares, toTernary } from "./ternary.ts";
