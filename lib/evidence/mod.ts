/**
 * Is it skill, or the best of many dice? Statistics that keep a backtest honest.
 *
 * A Sharpe ratio alone is a picture. Here it gets its interval, the confidence that it is above zero,
 * and that it is more than the best of as many tries (`deflatedSharpe`), the record it would
 * need, and its place among models that were tried beside it (`superiorAbility`,
 * `overfittingProbability`). Plain lists in, plain figures out; seeds are arguments.
 *
 * @example One record, judged alone and as the best of 66
 * ```ts
 * import { deflatedSharpe, probabilisticSharpe, sharpeRecord } from "lab/evidence";
 * import { randomStream } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * const record = sharpeRecord(Array.from({ length: 104 }, () => 0.004 + 0.02 * draw.normal()));
 * const alone = probabilisticSharpe(record);
 * const best = deflatedSharpe(record, { trials: 66, variance: 1 / 104 });
 * ok(best.probability < alone);
 * ```
 *
 * Read next: `superior_ability.ts`, the best of many against a benchmark; `purged_splits.ts`, how to
 * validate without a shared label.
 *
 * @module
 */
export { type SharpeRecord, sharpeRecord } from "./sharpe_record.ts";
export { probabilisticSharpe } from "./probabilistic_sharpe.ts";
export { minimumTrackRecord } from "./minimum_track_record.ts";
export { expectedMaximumSharpe } from "./expected_maximum_sharpe.ts";
export { type DeflatedSharpe, deflatedSharpe } from "./deflated_sharpe.ts";
export { type EffectiveTrials, effectiveTrials } from "./effective_trials.ts";
export { detectableSharpe, sharpePower } from "./sharpe_power.ts";
export { bootstrapSharpes, type SharpeInterval, sharpeInterval } from "./sharpe_interval.ts";
export { benjaminiHochberg, type FalseDiscovery } from "./false_discovery.ts";
export { type SuperiorAbility, superiorAbility } from "./superior_ability.ts";
export {
  OVERFITTING_BLOCKS,
  type OverfittingProbability,
  overfittingProbability,
} from "./overfitting_probability.ts";
export {
  combinatorialPaths,
  combinatorialPurged,
  type PurgedSplit,
  purgedWalkForward,
} from "./purged_splits.ts";
export {
  readTrialLog,
  sealedRecord,
  trialLogAnchor,
  type TrialRecord,
  type TrialsEntry,
} from "./trial_log.ts";
export { trialFamily, trialsHeadline, type TrialTally, trialTally } from "./trial_tally.ts";
export {
  openTrialsFile,
  type TrialPlaces,
  trialPlaces,
  type TrialsFile,
  trialsFolder,
} from "./trials_file.ts";
export {
  type Holdout,
  holdout,
  openHoldout,
  type OpeningEntry,
  openingsBy,
  type SealedHoldout,
} from "./holdout.ts";
export {
  decisionsPutAway,
  HOLDOUT_SHARE,
  type HoldoutMark,
  openingsOf,
  openingsText,
  scoresMark,
} from "./holdout_mark.ts";
export { type Cutoff, type CutoffSplit, isAfterCutoff, splitByCutoff } from "./split_by_cutoff.ts";
export {
  type BaselineFigure,
  type StrategyEvidence,
  strategyEvidence,
  type StrategyInput,
} from "./strategy_evidence.ts";
export { type EvidenceRow, evidenceRows } from "./evidence_rows.ts";
export { type EvidenceVerdict, evidenceVerdict } from "./evidence_verdict.ts";
export {
  type PairedDifference,
  type PairedDifferences,
  pairedDifferences,
} from "./paired_differences.ts";
