export type {
  Asking,
  BallotMarket,
  RecordedBallot,
  RecordedFailure,
  RecordedOutcome,
  RecordEntry,
} from "./recorded_ballot.ts";
export {
  type Appended,
  type BallotRecord,
  openBallotRecord,
  type RecordContents,
  type RecordProblem,
} from "./ballot_record.ts";
export { type BallotsFile, ballotsParquet, readBallots } from "./ballots_table.ts";
export { askedForward } from "./asked_forward.ts";
export { type JoinedOutcome, marketName } from "./outcome_table.ts";
export { withoutOverlap } from "./without_overlap.ts";
export { type BallotNames, POOLED, type Pooled } from "./ballot_groups.ts";
export type { RecordFigure } from "./record_figure.ts";
export type { GroupSummary } from "./group_summary.ts";
export type { RecordInput } from "./record_input.ts";
export {
  type RecordedDecision,
  type RecordSummary,
  recordSummary,
  type SummaryOptions,
} from "./record_summary.ts";
export { type ResolvedOutcomes, resolvedOutcomes } from "./resolved_outcomes.ts";
export { type ConfidenceRecord, confidenceRecord } from "./confidence_record.ts";
