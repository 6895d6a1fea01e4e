import type { Day } from "../units.ts";
import type { RecordContents } from "./ballot_record.ts";

/** What a command says of the record it read, and hashes with its other inputs. */
export interface RecordInput {
  /** Folder it lies in. */
  readonly where: string;
  readonly ballots: number;
  readonly outcomes: number;
  /** Hash of its last line; empty for an empty record. */
  readonly head: string;
  /** The day by whose close it was looked at. */
  readonly asOf: Day;
  /** Moment of the first asking, universal time; absent in an empty record. */
  readonly since?: string;
}

/**
 * A record as an input, looked at by the close of a day.
 *
 * @param contents From `read` of a record.
 *
 * @example Nothing recorded yet
 * ```ts
 * import { openBallotRecord, recordInput } from "lab/record";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(recordInput(openBallotRecord("no/such/folder").read(), day("2026-11-30")).head, "");
 * ```
 */
export function recordInput(contents: RecordContents, asOf: Day): RecordInput {
  const { where, ballots, outcomes, head } = contents;
  let since: string | undefined;
  for (const { askedAt } of ballots) if (since === undefined || askedAt < since) since = askedAt;
  return {
    where,
    ballots: ballots.length,
    outcomes: outcomes.length,
    head,
    asOf,
    ...(since === undefined ? {} : { since }),
  };
}
