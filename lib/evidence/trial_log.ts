/**
 * The life of a lab in records: what was tried, when the count was begun anew, when a holdout was
 * opened. Each record holds the hash of the one before, so that no record can be changed, taken out or
 * put in without the chain showing it.
 *
 * A chain alone cannot see that its tail was cut, or that all of it was written anew by someone who
 * knows how: that takes a mark kept elsewhere. There are two: the head, a second file that holds the
 * count and the last hash, and the anchor, the same in a few letters, which a reader writes into a paper.
 * Who changes log and head together, before any anchor was published, leaves no trace here.
 *
 * @module
 */
import { type ChainHead, type ChainProblem, type Link, readChain, sealedLine } from "../log/mod.ts";
import { quotedValue } from "../outside_text.ts";

/** Something tried: one sweep, one backtest, one family of variants. */
export interface TrialsEntry {
  readonly kind: "trials";
  /** When, as text that sorts; given by the caller. */
  readonly at: string;
  /** What they have in common, such as `pillar weights`: trials of one family deflate one another. */
  readonly family: string;
  /** What was run, such as `weights 5 % grid`. */
  readonly name: string;
  /** Number of variants tried, from 1. */
  readonly trials: number;
  /** Hash of everything that makes them what they are. */
  readonly config: string;
  /** Where the data came from: the figure's source line. */
  readonly source: string;
}

/** A count begun anew, for a reason that stays on record. */
export interface ResetEntry {
  readonly kind: "reset";
  readonly at: string;
  /** One family, or all of them if absent. */
  readonly family?: string;
  readonly because: string;
}

/** A holdout that was opened. */
export interface HoldoutEntry {
  readonly kind: "holdout";
  readonly at: string;
  /** Name of the holdout, for a reader. */
  readonly holdout: string;
  readonly because: string;
  /** Whose decisions on which market, as `HoldoutMark` has them; absent for rows without a market. */
  readonly market?: string;
  readonly scores?: string;
  /** First and last day put away. */
  readonly from?: string;
  readonly to?: string;
}

/** What the log had lost when it was next written: known by the head alone. */
interface GapEntry {
  readonly kind: "gap";
  readonly at: string;
  readonly because: string;
  /** Records and trials that the head counts and the log no longer holds. */
  readonly lostRecords: number;
  readonly lostTrials: number;
}

/** Anything a log holds. */
export type TrialLogEntry = TrialsEntry | ResetEntry | HoldoutEntry | GapEntry;

/** An entry in its place in the chain. */
export type TrialRecord = TrialLogEntry & Link;

/** What is kept beside the log, so that a cut tail or a missing log is noticed. */
export interface TrialLogHead extends ChainHead {
  /** Trials in the life of the lab. */
  readonly trials: number;
}

/** Something about a log that is not as it was written. */
export type TrialLogProblem = ChainProblem;

/** Letters of a hash that an anchor shows: 64 bits. */
const ANCHOR_DIGITS = 16;
const FIELDS = {
  trials: ["at", "family", "name", "trials", "config", "source"],
  reset: ["at", "family", "because"],
  holdout: ["at", "holdout", "because", "market", "scores", "from", "to"],
  gap: ["at", "because", "lostRecords", "lostTrials"],
} as const;
/** Fields that an entry may lack. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  reset: ["family"],
  holdout: ["market", "scores", "from", "to"],
};

/** Checks an entry's fields; a count that is no count must not enter a log that is never mended. */
function checkedEntry(entry: TrialLogEntry): TrialLogEntry {
  const fail = (need: string, got: unknown): never => {
    throw new RangeError(`Cannot record trials: need ${need}, got ${quotedValue(got) ?? got}`);
  };
  const fields = FIELDS[entry.kind] ?? fail("a kind of entry", entry.kind);
  for (const field of fields) {
    const value = (entry as unknown as Record<string, unknown>)[field];
    if (field === "trials") {
      if (!Number.isSafeInteger(value) || (value as number) < 1) {
        fail("a whole number of trials from 1", value);
      }
    } else if (field === "lostRecords" || field === "lostTrials") {
      if (!Number.isSafeInteger(value) || (value as number) < 0) fail("a whole number", value);
    } else if (!(value === undefined && OPTIONAL[entry.kind]?.includes(field))) {
      if (typeof value !== "string" || value.trim() === "") fail(`a text for ${field}`, value);
    }
  }
  return entry;
}

/**
 * The line that a log gets for an entry, after the record before it.
 *
 * @throws {RangeError} If a field is missing or the number of trials is no whole number from 1.
 *
 * @example
 * ```ts
 * import { sealedRecord } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const entry = {
 *   kind: "trials", at: "2026-11-20T16:00", family: "pillar weights", name: "weights 5 % grid",
 *   trials: 231, config: "c0ffee", source: "Source: simulated, seed 7.",
 * } as const;
 * const first = sealedRecord(entry), second = sealedRecord(entry, first);
 * equal(second.previous, first.hash);
 * ```
 */
export function sealedRecord(entry: TrialLogEntry, before?: TrialRecord): TrialRecord {
  const checked = checkedEntry(entry) as unknown as Record<string, unknown>;
  const body: Record<string, unknown> = { kind: entry.kind };
  for (const field of FIELDS[entry.kind]) {
    if (checked[field] !== undefined) body[field] = checked[field];
  }
  return JSON.parse(sealedLine(body, before).text);
}

/** What a log's text holds, and what is wrong with it. */
export interface TrialLog {
  /** Every line that can be read, whether in order or not. */
  readonly records: readonly TrialRecord[];
  readonly problems: readonly TrialLogProblem[];
}

/**
 * Reads a log and names everything that is not as it was written.
 *
 * @param text One record per line.
 * @param marks.head What the head file says, or `"missing"` where there should be one.
 * @param marks.anchor An anchor that was noted elsewhere, such as `12:3fa9c1d2e4b5a697`.
 * @throws {RangeError} If the anchor has another form.
 *
 * @example A count made smaller
 * ```ts
 * import { readTrialLog, sealedRecord } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const line = JSON.stringify(sealedRecord({
 *   kind: "trials", at: "2026-11-20", family: "pillar weights", name: "grid", trials: 231,
 *   config: "c", source: "Source: simulated, seed 7.",
 * }));
 * equal(readTrialLog(line).problems.length, 0);
 * equal(readTrialLog(line.replace("231", "1")).problems[0].kind, "altered");
 * ```
 */
export function readTrialLog(
  text: string,
  marks: { readonly head?: TrialLogHead | "missing"; readonly anchor?: string } = {},
): TrialLog {
  const { head, anchor } = marks;
  const { entries, problems: found } = readChain(
    new TextEncoder().encode(text),
    (lines) => lines.map(parsed),
    head,
  );
  const records = entries.map(({ entry }) => entry), problems = [...found];
  if (anchor !== undefined) {
    const [, count, start] = /^(\d+):([0-9a-f]{8,64})$/.exec(anchor) ?? [];
    if (count === undefined) {
      throw new RangeError(
        `Cannot check a log: need an anchor such as 12:3fa9c1d2e4b5a697, got ${
          quotedValue(anchor)
        }`,
      );
    }
    if (!records[Number(count) - 1]?.hash.startsWith(start)) {
      problems.push({ kind: "cut", what: `the log does not hold what the anchor ${anchor} saw` });
    }
  }
  return { records, problems };
}

/** A line as a record, or nothing if it is none. */
function parsed(line: Uint8Array): TrialRecord | undefined {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
    checkedEntry(value);
    return value;
  } catch {
    return undefined;
  }
}

/**
 * The few letters that fix a log up to its last record; for a paper, a slide, a commit.
 *
 * @example
 * ```ts
 * import { sealedRecord, trialLogAnchor } from "lab/evidence";
 * import { match } from "node:assert/strict";
 *
 * const entry = {
 *   kind: "trials", at: "2026-11-20T16:00", family: "pillar weights", name: "weights 5 % grid",
 *   trials: 231, config: "c0ffee", source: "Source: simulated, seed 7.",
 * } as const;
 * match(trialLogAnchor([sealedRecord(entry)])!, /^1:[0-9a-f]+$/);
 * ```
 */
export function trialLogAnchor(records: readonly TrialRecord[]): string | undefined {
  const last = records[records.length - 1];
  return last && `${records.length}:${last.hash.slice(0, ANCHOR_DIGITS)}`;
}
