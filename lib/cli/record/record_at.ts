import { basename } from "node:path";
import {
  confidenceRecord,
  openBallotRecord,
  RECORD_FOLDER,
  type RecordContents,
  type RecordInput,
  type RecordMark,
} from "../../record/mod.ts";
import type { Day } from "../../units.ts";
import { counted } from "../../words.ts";
import { console } from "../console.ts";
import { recordChoice } from "../options/record_option.ts";

/** What the record of a machine is called in messages and files, which name no folder of it. */
const OWN_RECORD = ".lab/record";

/**
 * The record that a command reads, and what is odd in it told.
 *
 * @param given Its folder, the machine's own by default; `off` for none.
 * @param upTo The record as it was at that mark; as it is by default.
 * @returns Absent where it is off.
 */
export function recordAt(
  given: string | undefined,
  upTo?: RecordMark,
): RecordContents | undefined {
  const folder = recordChoice(given).ballots;
  if (folder === undefined) return undefined;
  const contents = openBallotRecord(folder).read(upTo);
  for (const { what } of contents.problems) console.error(`Note: the record: ${what}.`);
  return { ...contents, where: recordName(folder) };
}

/** A folder of records as files name it, which hold no path of a machine. */
export function recordName(folder: string): string {
  return folder === RECORD_FOLDER ? OWN_RECORD : basename(folder);
}

/** A record as an input, looked at by the close of a day. */
export function recordInput(contents: RecordContents, asOf: Day): RecordInput {
  return confidenceRecord(contents, { like: [], asOf }).input;
}

/** A record as an input, as a line of what is printed. */
export function recordLine({ where, ballots, outcomes, head, asOf }: RecordInput): string {
  return `Record in ${where}: ${counted(ballots, "ballot")} and ${counted(outcomes, "outcome")}${
    head === "" ? "" : `, head ${head.slice(0, 16)}`
  }, read as of ${asOf}.`;
}
