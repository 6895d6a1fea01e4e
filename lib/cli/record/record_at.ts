import { basename } from "node:path";
import {
  openBallotRecord,
  RECORD_FOLDER,
  type RecordContents,
  type RecordInput,
  type RecordMark,
} from "../../record/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import { number } from "../../words.ts";
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

/** Letters of a hash that tell it from others. */
const HASH_LETTERS = 16;

/** A record as an input, as a line of what is printed. */
export function recordLine({ where, ballots, outcomes, head, asOf, since }: RecordInput): string {
  const count = (n: number, what: string) =>
    `${number(n, { digits: 0 })} ${what}${n === 1 ? "" : "s"}`;
  return `Record in ${outsideLine(where)}: ${count(ballots, "ballot")} and ${
    count(outcomes, "outcome")
  }` +
    (since === undefined ? "" : ` since ${since.slice(0, 10)}`) +
    (head === "" ? "" : `, head ${head.slice(0, HASH_LETTERS)}`) +
    `, read as of ${asOf}.`;
}
