import { createHash, hash as hashOf } from "node:crypto";

/** An entry's place in a chain of lines. */
export interface Link {
  /** Place in the log, from 1. */
  readonly seq: number;
  /** Hash of the line before; empty for the first. */
  readonly previous: string;
  /** SHA-256 of the rest of this line, hexadecimal. */
  readonly hash: string;
}

/** What is kept beside a log, so that a cut tail or a missing log is noticed. */
export interface ChainHead {
  readonly records: number;
  readonly hash: string;
}

/** Something about a log that is not as it was written. */
export interface ChainProblem {
  /** Line of the log, from 1; absent where the log as a whole is at fault. */
  readonly line?: number;
  readonly kind: "torn" | "altered" | "missing" | "cut" | "no head";
  /** A sentence without a full stop. */
  readonly what: string;
}

/** A line with what was read of it. */
export interface ChainedEntry<T> extends Link {
  readonly entry: T;
  /** Where the line begins and ends in the bytes that were read. */
  readonly from: number;
  readonly to: number;
}

/** What a log holds, and what is wrong with it. */
export interface Chain<T> {
  /** Every line that can be read, whether in order or not. */
  readonly entries: readonly ChainedEntry<T>[];
  readonly problems: readonly ChainProblem[];
}

const NEW_LINE = 10, BRACE = 125;
const HASH = ',"hash":"', PREVIOUS = ',"previous":"';
const DIGITS = 64;
/** `","hash":"` + 64 digits + `"}`, with which every line ends. */
const HASH_LETTERS = HASH.length + DIGITS + 2;
/** The most that a line's end may need: both hashes. */
const TAIL_LETTERS = HASH_LETTERS + PREVIOUS.length + DIGITS + 1;
const TAIL = /,"previous":"((?:[0-9a-f]{64})?)","hash":"([0-9a-f]{64})"\}$/;
const SEQ = /^\{"seq":(\d{1,15}),/;
const latin = new TextDecoder("latin1"), utf8 = new TextEncoder();

/**
 * The line that a log gets for a body, after the line before it: JSON with the place first and the two
 * hashes last. The hash is that of the line without it, so that a line is checked as bytes.
 *
 * @example
 * ```ts
 * import { sealedLine } from "lab/log";
 * import { equal } from "node:assert/strict";
 *
 * const first = sealedLine({ kind: "note" }), second = sealedLine({ kind: "note" }, first.link);
 * equal(second.link.previous, first.link.hash);
 * equal(JSON.parse(second.text).seq, 2);
 * ```
 */
export function sealedLine(
  body: Readonly<Record<string, unknown>>,
  before?: Pick<Link, "seq" | "hash">,
): { readonly text: string; readonly link: Link } {
  const seq = (before?.seq ?? 0) + 1, previous = before?.hash ?? "";
  const open = JSON.stringify({ seq, ...body, previous });
  const hash = createHash("sha256").update(open).digest("hex");
  return { text: `${open.slice(0, -1)}${HASH}${hash}"}`, link: { seq, previous, hash } };
}

/** The link of a line by its bytes alone, and whether the hash is the line's; nothing where it has none. */
function linkOf(line: Uint8Array): { readonly link: Link; readonly isWhole: boolean } | undefined {
  const [, seq] = SEQ.exec(latin.decode(line.subarray(0, 24))) ?? [];
  const [, previous, hash] = TAIL.exec(latin.decode(line.subarray(-TAIL_LETTERS))) ?? [];
  if (seq === undefined || hash === undefined) return undefined;
  // The body is the line with a brace where its hash begins: one pass over the bytes, put back at once.
  const at = line.length - HASH_LETTERS, comma = line[at];
  line[at] = BRACE;
  const found = hashOf("sha256", line.subarray(0, at + 1), "hex");
  line[at] = comma;
  return { link: { seq: Number(seq), previous, hash }, isWhole: found === hash };
}

/**
 * Reads a log and names everything that is not as it was written.
 *
 * @param bytes One line an entry.
 * @param read What a line holds; nothing where it cannot be read.
 * @param head What the head file says, or `"missing"` where there should be one.
 *
 * @example A line that was altered
 * ```ts
 * import { readChain, sealedLine } from "lab/log";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { text } = sealedLine({ kind: "note", count: 231 });
 * const bytes = new TextEncoder().encode(text.replace("231", "1"));
 * const { problems } = readChain(bytes, (line) => new TextDecoder().decode(line));
 * deepEqual(problems.map(({ kind }) => kind), ["altered"]);
 * ```
 */
export function readChain<T>(
  bytes: Uint8Array,
  read: (line: Uint8Array) => T | undefined,
  head?: ChainHead | "missing",
): Chain<T> {
  const entries: ChainedEntry<T>[] = [], problems: ChainProblem[] = [];
  for (let from = 0, line = 1; from < bytes.length; line++) {
    const end = bytes.indexOf(NEW_LINE, from), to = end < 0 ? bytes.length : end;
    const text = bytes.subarray(from, to), begin = from;
    from = to + 1;
    if (text.length === 0) continue;
    const found = linkOf(text), entry = found === undefined ? undefined : read(text);
    if (found === undefined || entry === undefined) {
      problems.push({ line, kind: "torn", what: `line ${line} cannot be read` });
      continue;
    }
    const { link, isWhole } = found, last = entries.at(-1);
    if (!isWhole) {
      problems.push({ line, kind: "altered", what: `line ${line} was altered` });
    } else if (link.seq !== (last?.seq ?? 0) + 1 || link.previous !== (last?.hash ?? "")) {
      problems.push({
        line,
        kind: "missing",
        what: `line ${line} does not follow the line before it`,
      });
    }
    entries.push({ ...link, entry, from: begin, to });
  }
  problems.push(...headProblems(entries, head));
  return { entries, problems };
}

/** What the head knows better. */
function headProblems(
  entries: readonly Link[],
  head: ChainHead | "missing" | undefined,
): readonly ChainProblem[] {
  if (head === "missing") {
    return entries.length === 0
      ? []
      : [{ kind: "no head", what: "the file that would notice a cut log is missing" }];
  }
  if (head === undefined || head.records === 0) return [];
  if (entries[head.records - 1]?.hash === head.hash) return [];
  return [{
    kind: "cut",
    what: entries.length < head.records
      ? `the log holds ${entries.length} of the ${head.records} records that were written`
      : `record ${head.records} is not the one that was written`,
  }];
}

/**
 * The bytes of lines, each ended.
 *
 * @example
 * ```ts
 * import { lineBytes } from "lab/log";
 * import { equal } from "node:assert/strict";
 *
 * equal(new TextDecoder().decode(lineBytes(["{}", "{}"])), "{}\n{}\n");
 * ```
 */
export function lineBytes(lines: readonly string[]): Uint8Array {
  return utf8.encode(lines.map((line) => `${line}\n`).join(""));
}
