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
