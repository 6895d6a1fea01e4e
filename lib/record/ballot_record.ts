import type { RecordedBallot, RecordedFailure, RecordedOutcome } from "./recorded_ballot.ts";

/** What is odd in a record, as a sentence. */
export interface RecordProblem {
  readonly kind: "torn" | "altered" | "missing" | "cut" | "no head" | "conflict";
  readonly what: string;
}

/** All that a record holds, each ballot once, oldest first. */
export interface RecordContents {
  /** Folder it lies in. */
  readonly where: string;
  readonly ballots: readonly RecordedBallot[];
  readonly failures: readonly RecordedFailure[];
  readonly outcomes: readonly RecordedOutcome[];
  readonly problems: readonly RecordProblem[];
  /** Lines, and the hash of the last of them; the hash is empty for an empty record. */
  readonly lines: number;
  readonly head: string;
}

/** What an appending brought. */
export interface Appended {
  readonly added: number;
  /** Ballots that were there already. */
  readonly known: number;
  /** Another ballot to the same question is there; both are kept, each a sentence. */
  readonly conflicts: readonly string[];
}

/** The append-only record of ballots of one folder. */
export interface BallotRecord {
  append(entries: readonly (RecordedBallot | RecordedFailure | RecordedOutcome)[]): Appended;
  read(): RecordContents;
}

/** Opens the record of a folder, or begins one at the first `append`; `read` of none makes no file. */
export function openBallotRecord(_folder: string): BallotRecord {
  throw new Error("not built yet");
}
