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
  type RecordProblem,
} from "./ballot_record.ts";
export { ballotMarket, marketName } from "./ballot_market.ts";
export { rubricMark } from "./rubric_mark.ts";
export { LEDGER, RECORD_FOLDER, recordPlaces } from "./record_places.ts";
export { ledgerPlace } from "./ledger_place.ts";
export { type BallotsFile, ballotsParquet, readBallots } from "./ballots_table.ts";
