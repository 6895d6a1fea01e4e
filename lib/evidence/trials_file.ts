import { join, resolve } from "node:path";
import { LabError } from "../errors.ts";
import { type ChainedFile, chainedFile, lineBytes, type LogPlaces } from "../log/mod.ts";
import {
  type HoldoutEntry,
  readTrialLog,
  type ResetEntry,
  sealedRecord,
  type TrialLog,
  type TrialLogEntry,
  type TrialLogHead,
  type TrialRecord,
  type TrialsEntry,
} from "./trial_log.ts";
import { type TrialTally, trialTally } from "./trial_tally.ts";

/** Where the log and its head lie. */
export type TrialPlaces = LogPlaces;

/**
 * The lab's own places: the log beside the lab's settings, its head in the state folder.
 *
 * README tells readers to delete `.lab/state` to start afresh: the log must outlive that, and does.
 *
 * @param root The lab's folder.
 *
 * @example
 * ```ts
 * import { trialPlaces } from "lab/evidence";
 * import { match } from "node:assert/strict";
 *
 * match(trialPlaces("/home/ada/lab").log, /trials\.jsonl$/);
 * ```
 */
export function trialPlaces(root: string): TrialPlaces {
  return {
    log: join(root, ".lab", "trials.jsonl"),
    head: join(root, ".lab", "state", "trials_head.json"),
  };
}

/** Names a folder that keeps the count instead of the lab's own: for runs that are nobody's search. */
const TRIALS_FOLDER = "LAB_TRIALS";

/**
 * The folder in which the count lies: the lab's own, or the one that `LAB_TRIALS` names, below it where
 * that is a relative path. A rehearsal or a check that nobody looks at counts there, and enters no
 * reader's count.
 *
 * @param root The lab's folder.
 *
 * @example
 * ```ts
 * import { trialsFolder } from "lab/evidence";
 * import { ok } from "node:assert/strict";
 *
 * ok(trialsFolder("/home/ada/lab").length > 0);
 * ```
 */
export function trialsFolder(root: string): string {
  // From the lab's folder: a kernel has another one than a command.
  return resolve(root, Deno.env.get(TRIALS_FOLDER) ?? "");
}

/** The counter of trials that outlives kernels and notebooks. */
export interface TrialsFile {
  /** Appends what was tried. Returns the count after it. */
  record(entry: Omit<TrialsEntry, "kind">): TrialTally;
  /** Begins a count anew, on record and for a reason; the history stays. */
  reset(entry: Omit<ResetEntry, "kind">): TrialTally;
  /** Appends that a holdout was opened. */
  recordOpening(entry: Omit<HoldoutEntry, "kind">): TrialTally;
  /** The count as it stands; `anchor` is checked if given. */
  tally(options?: { readonly anchor?: string }): TrialTally;
  /** Every record that can be read. */
  records(): readonly TrialRecord[];
}

/** A head that counts trials too; one without the count guards nothing. */
function headOf(file: ChainedFile): TrialLogHead | undefined {
  const head = file.head();
  if (head === undefined) return undefined;
  const { records, hash, trials } = head;
  return typeof trials === "number" && Number.isSafeInteger(trials)
    ? { records, hash, trials }
    : undefined;
}

/**
 * Opens the counter of trials, or begins one.
 *
 * One record per line, appended and flushed under a lock, so that notebooks that count at the same time
 * lose nothing. Each line holds the hash of the one before; the head holds the count and the last hash.
 *
 * **Noticed:** a changed, removed, inserted or reordered line; a cut tail; a deleted log. What is lost
 * stays in the count, by the head, as a record of the gap. **Not noticed:** log and head deleted or
 * rewritten together, unless an anchor of `tally()` was noted elsewhere; trials that were never recorded.
 * A missing head is reported, and the next record notes that a cut before it would not have been seen.
 *
 * @param places From `trialPlaces`, or others.
 * @throws {LabError} At each call, if a file cannot be read or written; nothing is half-written then.
 *
 * @example Two runs, and a count begun anew
 * ```ts
 * import { openTrialsFile, trialPlaces, trialsHeadline } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const trials = openTrialsFile(trialPlaces(folder));
 * const source = "Source: simulated, seed 7.", family = "pillar weights";
 * trials.record({ at: "2026-11-20", family, name: "10 % grid", trials: 66, config: "a", source });
 * const tally = trials.record({
 *   at: "2026-11-21", family, name: "5 % grid", trials: 231, config: "b", source,
 * });
 * equal(
 *   trialsHeadline(tally, family, { noun: "weightings" }),
 *   "297 weightings tried in this family; 297 in the life of this lab",
 * );
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openTrialsFile(places: TrialPlaces): TrialsFile {
  const { log } = places, file = chainedFile(places);

  function guarded<T>(doing: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof RangeError) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new LabError(`Cannot ${doing} the trials in ${log}: ${why}`, { cause });
    }
  }

  function read(anchor?: string): TrialLog & { readonly tally: TrialTally } {
    const text = new TextDecoder().decode(file.bytes()), kept = headOf(file);
    const found = readTrialLog(text, { head: kept ?? "missing", anchor });
    const tally = trialTally(found);
    // Until the next record notes the gap, the head's count is the one that holds.
    const lost = Math.max(0, (kept?.trials ?? 0) - tally.life);
    return {
      ...found,
      tally: lost === 0
        ? tally
        : { ...tally, life: tally.life + lost, lostTrials: tally.lostTrials + lost },
    };
  }

  function append(entry: TrialLogEntry): TrialTally {
    sealedRecord(entry); // refuses a bad entry before anything is touched
    return guarded("write", () =>
      file.locked(() => {
        const before = read(), kept = headOf(file);
        const lines: TrialRecord[] = [];
        let last = before.records[before.records.length - 1] as TrialRecord | undefined;
        const add = (one: TrialLogEntry) => lines.push(last = sealedRecord(one, last));
        const held = trialTally(before).life;
        const cut = before.problems.find(({ kind }) => kind === "cut" || kind === "no head");
        if (cut !== undefined || (kept?.trials ?? 0) > held) {
          // A problem that the next head would hide is written into the log, for good.
          add({
            kind: "gap",
            at: entry.at,
            because: cut?.what ?? "the log counts fewer trials than were recorded",
            lostRecords: Math.max(0, (kept?.records ?? 0) - before.records.length),
            lostTrials: Math.max(0, (kept?.trials ?? 0) - held),
          });
        }
        add(entry);
        // A program that dies between the first line and its head leaves a head that lags, not none.
        if (before.records.length === 0 && kept === undefined) {
          file.writeHead({ records: 0, hash: "", trials: 0 });
        }
        file.append(lineBytes(lines.map((line) => JSON.stringify(line))));
        const records = [...before.records, ...lines];
        // The head moves after the log: a crash between the two leaves a head that lags, not a gap.
        const { life } = trialTally({ records, problems: [] });
        file.writeHead({ records: records.length, hash: last!.hash, trials: life });
        return read().tally;
      }));
  }

  return {
    record: (entry) => append({ ...entry, kind: "trials" }),
    reset: (entry) => append({ ...entry, kind: "reset" }),
    recordOpening: (entry) => append({ ...entry, kind: "holdout" }),
    // Under the lock too: between a line and its head another reader would see a log that is ahead.
    tally: ({ anchor } = {}) => guarded("read", () => file.locked(() => read(anchor).tally)),
    records: () => guarded("read", () => file.locked(() => read().records)),
  };
}
