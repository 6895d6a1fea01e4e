/**
 * What did the scores know? Information coefficients, hits and returns by score, each with its
 * interval, and the number of weeks after which one could tell.
 *
 * Plain tables in (dates × names), plain data out: no file, no clock, no random source of its own.
 *
 * @example Scores that know the next step
 * ```ts
 * import { signalAnalysis } from "lab/signals";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const found = signalAnalysis({
 *   days: ["2024-01-05", "2024-01-12", "2024-01-19"].map(day),
 *   names: ["XLE", "XLK", "XLU"],
 *   scores: [[1, 3, 5], [5, 3, 1], [3, 3, 3]],
 *   returns: [[-0.01, 0, 0.02], [0.03, 0, -0.01], [0, 0.01, 0.02]],
 * }, { horizon: 1 });
 * equal(found.ic.ic, 1);
 * equal(found.constantDates, 1);
 * ```
 *
 * Read `signal_analysis.ts` next, then `headline_interval.ts` for the interval and `coverage.ts` for
 * why it may be believed.
 *
 * @module
 */
export type { Rows, SignalTable } from "./signal_table.ts";
export { relativeOutcomes } from "./relative_outcomes.ts";
export {
  type SignalAnalysis,
  signalAnalysis,
  type SignalGroup,
  STATED_IC,
} from "./signal_analysis.ts";
export { type RankIcs, rankIcs } from "./rank_ics.ts";
export { type IcEstimate, icEstimate } from "./ic_estimate.ts";
export { headlineInterval, headlineTerms, leastDates } from "./headline_interval.ts";
export { type IcPhase, type IcPhases, icPhases } from "./ic_phases.ts";
export { type IcPower, icPower, periodsNeeded } from "./ic_power.ts";
export {
  type QuantileReturn,
  type QuantileReturns,
  quantileReturns,
  scoreGroups,
} from "./quantile_returns.ts";
export { rankPersistence } from "./rank_persistence.ts";
export { hitCells, type SignalHits, signalHits } from "./signal_hits.ts";
export { blockPlan, blockShare } from "./block_plan.ts";
export { type Tercile, type TercileGroups, tercileGroups } from "./tercile_groups.ts";
export {
  type Coverage,
  coverage,
  type CoverageOptions,
  type CoverageRow,
  coverageTable,
} from "./coverage.ts";
export {
  COVERAGE_WORLDS,
  coverageTruth,
  coverageWorld,
  type WorldInterval,
} from "./coverage_world.ts";
export { simulatedScores } from "./simulated_scores.ts";
export { type ConfidenceOutcome, confidenceOutcomes } from "./confidence_outcome.ts";
export {
  type CalibratedConfidences,
  calibratedConfidences,
  walkForwardCalibration,
} from "./calibrated_confidences.ts";
export { type ConfidenceQuality, confidenceQuality } from "./confidence_quality.ts";
export { calibratedViews } from "./calibrated_views.ts";
export {
  type CommitteePast,
  committeePast,
  committeeRecord,
  type PastOptions,
} from "./committee_record.ts";
export { type BallotTable, ballotTable } from "./ballot_table.ts";
