/**
 * Every ballot ever polled: by whom, about which day and market, when it was asked, and what came of it.
 * A file that only grows, outside the state that a fresh start deletes.
 *
 * @example Nothing recorded yet
 * ```ts
 * import { openBallotRecord } from "lab/record";
 * import { equal } from "node:assert/strict";
 *
 * equal(openBallotRecord("no/such/folder").read().ballots.length, 0);
 * ```
 *
 * Read `recorded_ballot.ts` next, then `ballot_record.ts`.
 *
 * @module
 */
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
  type RecordMark,
  type RecordProblem,
} from "./ballot_record.ts";
export { ballotMarket, marketName } from "./ballot_market.ts";
export { rubricMark } from "./rubric_mark.ts";
export { LEDGER, RECORD_FOLDER, recordPlaces } from "./record_places.ts";
export { ledgerPlace } from "./ledger_place.ts";
export { type BallotsFile, ballotsParquet, readBallots } from "./ballots_table.ts";
export { askedForward } from "./asked_forward.ts";
export { withoutOverlap } from "./without_overlap.ts";
export { type BallotNames, POOLED, type Pooled } from "./ballot_groups.ts";
export type { RecordFigure } from "./record_figure.ts";
export type { GroupSummary } from "./group_summary.ts";
export { type RecordInput, recordInput } from "./record_input.ts";
export {
  type RecordedDecision,
  type RecordSummary,
  recordSummary,
  type SummaryOptions,
} from "./record_summary.ts";
export { type ResolvedOutcomes, resolvedOutcomes } from "./resolved_outcomes.ts";
export { type ConfidenceRecord, confidenceRecord } from "./confidence_record.ts";
export { mergeConflicts } from "./merge_conflicts.ts";
export { entryFault } from "./entry_schema.ts";
