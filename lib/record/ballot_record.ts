import { LabError } from "../errors.ts";
import {
  type ChainedFile,
  chainedFile,
  type ChainHead,
  type ChainProblem,
  lineBytes,
  type Link,
  readChain,
  sealedLine,
} from "../log/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { counted } from "../words.ts";
import { keyOf, saidIn } from "./entry_key.ts";
import { bodyOf, entriesIn, entryIn } from "./record_line.ts";
import { recordPlaces } from "./record_places.ts";
import type {
  RecordedBallot,
  RecordedFailure,
  RecordedGap,
  RecordedOutcome,
  RecordEntry,
} from "./recorded_ballot.ts";

/** What is odd in a record, as a sentence without its end. */
export interface RecordProblem {
  readonly kind: ChainProblem["kind"] | "conflict";
  readonly what: string;
}

/** All that a record holds, each ballot once, oldest first. */
export interface RecordContents {
  /** The folder it lies in. */
  readonly where: string;
  readonly ballots: readonly RecordedBallot[];
  readonly failures: readonly RecordedFailure[];
  readonly outcomes: readonly RecordedOutcome[];
  readonly problems: readonly RecordProblem[];
  /** Lines, and the hash of the last of them; empty for an empty record. */
  readonly lines: number;
  readonly head: string;
}

/** What an appending brought. */
export interface Appended {
  readonly added: number;
  /** Entries that were there already. */
  readonly known: number;
  /**
   * Another answer to the same question is there, or another outcome of the same days; each a sentence
   * without its end. A ballot is kept beside the other, an outcome is not.
   */
  readonly conflicts: readonly string[];
}

/** The append-only record of ballots of one folder. */
export interface BallotRecord {
  /** Appends what is not there yet, flushed before it returns. */
  append(entries: readonly RecordEntry[]): Appended;
  /**
   * Nothing is made where there is no record.
   *
   * @param upTo The record as it was when it had so many lines; all of it by default.
   * @throws {LabError} If it never was so.
   */
  read(upTo?: RecordMark): RecordContents;
}

/** A state of a record: what was appended later is not in it. */
export type RecordMark = Pick<RecordContents, "lines" | "head">;

/** What is known of the lines of a log up to a place in it. */
interface Index {
  bytes: number;
  link: Pick<Link, "seq" | "hash"> | undefined;
  /** Hashes of the lines, in order. */
  readonly hashes: string[];
  /** Where the answers to a question stand, and the outcomes of a day. */
  readonly known: Map<string, Place[]>;
}

/** Where a line begins and ends. */
type Place = readonly [from: number, to: number];

/** A conflict as a reader is told of it. */
function conflictText(entry: RecordedBallot | RecordedOutcome): string {
  if (entry.kind === "outcome") {
    return `the outcome of ${entry.day} over ${entry.horizonWeeks} weeks is another one than the ` +
      "record has; the record's stays";
  }
  const { analyst, sector, day, sample } = entry.ballot;
  return `${
    outsideLine(analyst)
  } on ${sector}, ${day}, sample ${sample}, asked at ${entry.askedAt}: ` +
    "another answer to the same question is there; both are kept, and the first asked counts";
}

/**
 * Opens the record of a folder; it is begun at the first `append`.
 *
 * One entry a line, appended and flushed under a lock, so that several programs lose nothing. Each line
 * holds the hash of the one before; a second file, the head, holds the number of lines and the last hash.
 * A changed, removed, inserted or reordered line, a cut tail and a deleted log are named by `read`; log
 * and head rewritten together are not noticed.
 *
 * A ballot that is there already, the same answer to the same question, is not appended again, unless it
 * was asked earlier: then it takes the other's place. What stands in a changed line counts for nothing.
 *
 * @param folder Its `ballots.jsonl` is the record.
 * @throws {LabError} At each call, if a file cannot be read or written; nothing is half-written then.
 *
 * @example The same ballot twice
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, requestFingerprint, rulesBallot } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { openBallotRecord, rubricMark } from "lab/record";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const ballot = rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * const request = { analyst: "rules", brief, rubric: DEFAULT_RUBRIC, sample: 0 };
 * const entry = {
 *   kind: "ballot", ballot, question: await requestFingerprint(request),
 *   askedAt: "2026-11-27T21:15:03.000Z", market: { kind: "simulated", seed: 7 }, masked: false,
 *   prompt: "1", rubric: rubricMark(DEFAULT_RUBRIC), costUsd: 0,
 * } as const;
 * const folder = await Deno.makeTempDir();
 * const record = openBallotRecord(folder);
 * equal(record.append([entry, entry]).added, 1);
 * equal(record.append([entry]).known, 1);
 * equal(record.read().ballots[0].ballot.summary, ballot.summary);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openBallotRecord(folder: string): BallotRecord {
  const file = chainedFile(recordPlaces(folder));
  let index: Index | undefined;

  function guarded<T>(doing: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof LabError || cause instanceof TypeError) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new LabError(`Cannot ${doing} the record in ${outsideLine(folder)}: ${why}`, { cause });
    }
  }

  return {
    append: (entries) =>
      guarded("write", () =>
        file.locked(() => {
          index = caughtUp(file, index);
          if (entries.length > 0) noteGap(file, index, momentOf(entries[0]));
          const { fresh, link, known, conflicts } = news(file, entries, index);
          if (fresh.length > 0) {
            const lines = fresh.map(({ text }) => lineBytes([text]));
            const total = lines.reduce((sum, { length }) => sum + length, 0);
            // A program that dies between the first line and its head leaves a head that lags, not none.
            if (index.link === undefined) file.writeHead({ records: 0, hash: "" });
            file.append(lineBytes(fresh.map(({ text }) => text)));
            index.link = link;
            index.bytes = file.size();
            let from = index.bytes - total;
            fresh.forEach(({ key, hash }, i) => {
              placed(index!, key, [from, from + lines[i].length - 1]);
              index!.hashes.push(hash);
              from += lines[i].length;
            });
          }
          if (index.link) {
            // Lines that can be read, not the last one's number: where one was lost these part for good.
            file.writeHead({ records: index.hashes.length, hash: index.link.hash });
          }
          return { added: fresh.length, known, conflicts };
        })),
    read: (upTo) =>
      guarded("read", () => {
        if (file.size() === 0 && file.head() === undefined) {
          return asItWas(contentsOf(folder, new Uint8Array(), undefined), upTo);
        }
        const { bytes, head } = lookedAt(file);
        return upTo === undefined
          ? contentsOf(folder, bytes, head)
          : asItWas(firstOf(folder, bytes, upTo.lines), upTo);
      }),
  };
}

/**
 * The bytes of a log with its head, under the lock; without it where nothing can be written, as in a copy
 * on another machine's disk. The head is read first: a log that another program appends to is ahead of it
 * then, which is no fault.
 */
function lookedAt(file: ChainedFile) {
  const look = () => ({ head: file.head() ?? "missing" as const, bytes: file.bytes() });
  try {
    return file.locked(look);
  } catch (error) {
    const isReadOnly = error instanceof Deno.errors.PermissionDenied ||
      (error instanceof Error && "code" in error && error.code === "EROFS");
    if (!isReadOnly) throw error;
    return look();
  }
}

/** The index brought to the end of the log, which other programs may have written to. */
function caughtUp(file: ChainedFile, before: Index | undefined): Index {
  const size = file.size();
  if (before && before.bytes === size) return before;
  const isLonger = before !== undefined && size > before.bytes;
  const index: Index = isLonger ? before : {
    bytes: 0,
    link: undefined,
    hashes: [],
    known: new Map(),
  };
  const start = index.bytes;
  const { entries } = readChain(file.bytes(start), entriesIn);
  for (const { entry, seq, hash, isWhole, from, to } of entries) {
    if (isWhole && entry.kind !== "gap") placed(index, keyOf(entry), [start + from, start + to]);
    index.link = { seq, hash };
    index.hashes.push(hash);
  }
  index.bytes = size;
  return index;
}

function momentOf(entry: RecordEntry): string {
  return entry.kind === "outcome" ? entry.resolvedAt : entry.askedAt;
}

/** A problem that the next head would hide is written into the log, for good. */
function noteGap(file: ChainedFile, index: Index, at: string): void {
  const head = file.head(), held = index.hashes.length;
  const isMissing = head === undefined;
  if (isMissing ? held === 0 : head.records === 0 || index.hashes[head.records - 1] === head.hash) {
    return;
  }
  const gap: RecordedGap = {
    kind: "gap",
    at,
    because: isMissing
      ? "the file that would notice a cut log was missing"
      : held < head.records
      ? `the log held ${held} of the ${head.records} records that were written`
      : `record ${head.records} was not the one that was written`,
    lostLines: Math.max(0, (head?.records ?? 0) - held),
  };
  const { text, link } = sealedLine(bodyOf(gap), index.link);
  file.append(lineBytes([text]));
  index.link = link;
  index.hashes.push(link.hash);
  index.bytes = file.size();
}

function placed({ known }: Index, key: string, place: Place): void {
  const there = known.get(key);
  if (there) there.push(place);
  else known.set(key, [place]);
}

/** What of the entries is new, as the lines it becomes. */
function news(file: ChainedFile, entries: readonly RecordEntry[], index: Index) {
  const fresh: { readonly key: string; readonly text: string; readonly hash: string }[] = [],
    conflicts: string[] = [];
  const said = new Map<string, Map<string, string>>();
  let known = 0, link = index.link;
  for (const entry of entries) {
    const key = keyOf(entry), now = saidIn(entry);
    let there = said.get(key);
    if (there === undefined) {
      const lines = (index.known.get(key) ?? []).map(([from, to]) => entryIn(file.bytes(from, to)));
      there = new Map();
      for (const one of lines) {
        if (one === undefined || one.kind === "gap") continue;
        // A later line of the same answer is there because it was asked earlier.
        there.set(saidIn(one), momentOf(one));
      }
      said.set(key, there);
    }
    const at = there.get(now);
    // Of the same answer the one asked first counts: another machine's may be from before the fact.
    if (at !== undefined && (entry.kind !== "ballot" || entry.askedAt >= at)) {
      known++;
      continue;
    }
    if (at === undefined && there.size > 0) {
      if (entry.kind !== "failed") conflicts.push(conflictText(entry));
      if (entry.kind === "outcome") continue;
    }
    there.set(now, momentOf(entry));
    const sealed = sealedLine(bodyOf(entry), link);
    fresh.push({ key, text: sealed.text, hash: sealed.link.hash });
    link = sealed.link;
  }
  return { fresh, link, known, conflicts };
}

const NEW_LINE = 10;

/** The contents of the first lines of a log; those that a crash cut short are read over and not counted. */
function firstOf(where: string, bytes: Uint8Array, count: number): RecordContents {
  for (let end = 0, held = 0;;) {
    for (; held < count && end < bytes.length; held++) {
      const at = bytes.indexOf(NEW_LINE, end);
      end = at < 0 ? bytes.length : at + 1;
    }
    const contents = contentsOf(where, bytes.subarray(0, end), undefined);
    if (contents.lines >= count || end === bytes.length) return contents;
    held = contents.lines;
  }
}

/** Contents that are those of a mark; refused where the record was another one then. */
function asItWas(contents: RecordContents, mark: RecordMark | undefined): RecordContents {
  if (mark === undefined || (contents.lines === mark.lines && contents.head === mark.head)) {
    return contents;
  }
  throw new LabError(
    `Cannot read the record in ${outsideLine(contents.where)} as it was with ${
      counted(mark.lines, "line")
    }: its head is ${contents.head.slice(0, 8) || "none"}, and was ${
      mark.head.slice(0, 8) || "none"
    }; ` +
      "it is another record, or was changed",
  );
}

/** A log as its reader gets it. */
function contentsOf(
  where: string,
  bytes: Uint8Array,
  head: ChainHead | "missing" | undefined,
): RecordContents {
  const { entries, problems } = readChain(bytes, entriesIn, head);
  const ballots: RecordedBallot[] = [], failures: RecordedFailure[] = [];
  const outcomes: RecordedOutcome[] = [], conflicts: RecordProblem[] = [];
  const gaps: RecordProblem[] = [];
  // Few questions are answered twice: a list for each of 100,000 would be slow.
  const first = new Map<string, RecordEntry>(), more = new Map<string, RecordEntry[]>();
  for (const { entry, isWhole } of entries) {
    // Nobody vouches for an altered line, which may lack anything: the same answer may come again.
    if (!isWhole) continue;
    if (entry.kind === "gap") {
      gaps.push({
        kind: "cut",
        what: `interrupted before ${entry.at.slice(0, 10)}: ${entry.because}`,
      });
      continue;
    }
    const key = keyOf(entry), one = first.get(key);
    if (one === undefined) first.set(key, entry);
    else {
      const said = saidIn(entry), others = more.get(key) ?? [];
      const same = [one, ...others].find((other) => saidIn(other) === said);
      if (same !== undefined) {
        if (entry.kind === "ballot" && same.kind === "ballot" && entry.askedAt < same.askedAt) {
          ballots[ballots.indexOf(same)] = entry;
          if (one === same) first.set(key, entry);
          else more.set(key, others.with(others.indexOf(same), entry));
        }
        continue;
      }
      more.set(key, [...others, entry]);
      if (entry.kind !== "failed") conflicts.push({ kind: "conflict", what: conflictText(entry) });
      if (entry.kind === "outcome") continue;
    }
    if (entry.kind === "ballot") ballots.push(entry);
    else if (entry.kind === "failed") failures.push(entry);
    else outcomes.push(entry);
  }
  return {
    where,
    ballots,
    failures,
    outcomes,
    problems: [
      ...problems.map(({ kind, what }) => ({
        kind,
        what: kind === "altered" ? `${what} and counts for nothing` : what,
      })),
      ...gaps,
      ...conflicts,
    ],
    lines: entries.length,
    head: entries.at(-1)?.hash ?? "",
  };
}
