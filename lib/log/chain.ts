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
  /** Whether the hash is the line's: what was altered stands in the log, and nobody vouches for it. */
  readonly isWhole: boolean;
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

const latin = new TextDecoder("latin1"), utf8 = new TextEncoder();
const NEW_LINE = 10, BRACE = 125;
const HASH = ',"hash":"', PREVIOUS = ',"previous":"';
const DIGITS = 64;
/** `","hash":"` + 64 digits + `"}`, with which every line ends. */
const HASH_BYTES = utf8.encode(HASH), PREVIOUS_BYTES = utf8.encode(PREVIOUS);
const SEQ_BYTES = utf8.encode('{"seq":');
const ZERO = 48, NINE = 57, COMMA = 44, QUOTE = 34;
/** So many lines are read at once. */
const BATCH = 512;
const HASH_LETTERS = HASH.length + DIGITS + 2;

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

/** Whether a literal of ASCII stands at a place. */
function standsAt(line: Uint8Array, at: number, literal: Uint8Array): boolean {
  if (at < 0) return false;
  for (let k = 0; k < literal.length; k++) if (line[at + k] !== literal[k]) return false;
  return true;
}

/** Whether a text of ASCII is what stands between two places. */
function isText(line: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let k = 0; k < text.length; k++) if (line[from + k] !== text.charCodeAt(k)) return false;
  return true;
}

/** The place of a line in the log; nothing where it has none. */
function seqOf(line: Uint8Array): number | undefined {
  if (!standsAt(line, 0, SEQ_BYTES)) return undefined;
  let seq = 0, at = SEQ_BYTES.length;
  for (; line[at] >= ZERO && line[at] <= NINE; at++) seq = 10 * seq + line[at] - ZERO;
  return at > SEQ_BYTES.length && line[at] === COMMA && Number.isSafeInteger(seq) ? seq : undefined;
}

/** A line's link by its bytes alone, and whether the hash is the line's. */
interface Found extends Link {
  readonly isWhole: boolean;
}

/**
 * The link of a line; nothing where it has none.
 *
 * @param expected Hash of the line before, which mostly is what the line states: then it is not read anew.
 */
function linkOf(line: Uint8Array, expected: string): Found | undefined {
  const seq = seqOf(line), at = line.length - HASH_LETTERS;
  if (seq === undefined || !standsAt(line, at, HASH_BYTES)) return undefined;
  if (line[line.length - 2] !== QUOTE || line[line.length - 1] !== BRACE) return undefined;
  const end = at - 1;
  const digits = [DIGITS, 0].find((count) =>
    line[end] === QUOTE && standsAt(line, end - count - PREVIOUS.length, PREVIOUS_BYTES)
  );
  if (digits === undefined) return undefined;
  // The body is the line with a brace where its hash begins: one pass over the bytes, put back at once.
  const comma = line[at];
  line[at] = BRACE;
  const hash = hashOf("sha256", line.subarray(0, at + 1), "hex");
  line[at] = comma;
  const from = line.length - 2 - DIGITS, to = line.length - 2;
  const isWhole = isText(line, from, to, hash);
  return {
    seq,
    previous: isText(line, end - digits, end, expected)
      ? expected
      : latin.decode(line.subarray(end - digits, end)),
    hash: isWhole ? hash : latin.decode(line.subarray(from, to)),
    isWhole,
  };
}

/**
 * Reads a log and names everything that is not as it was written.
 *
 * @param bytes One line an entry.
 * @param read What each of some lines holds; nothing where it cannot be read.
 * @param head What the head file says, or `"missing"` where there should be one.
 *
 * @example A line that was altered
 * ```ts
 * import { readChain, sealedLine } from "lab/log";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { text } = sealedLine({ kind: "note", count: 231 });
 * const bytes = new TextEncoder().encode(text.replace("231", "1"));
 * const { problems } = readChain(bytes, (lines) => lines.map(({ length }) => length));
 * deepEqual(problems.map(({ kind }) => kind), ["altered"]);
 * ```
 */
export function readChain<T>(
  bytes: Uint8Array,
  read: (lines: readonly Uint8Array[]) => readonly (T | undefined)[],
  head?: ChainHead | "missing",
): Chain<T> {
  const entries: ChainedEntry<T>[] = [], problems: ChainProblem[] = [];
  let batch: Line[] = [], hashBefore = "";
  const add = ({ line, from, to, found }: Line, entry: T | undefined) => {
    if (found === undefined || entry === undefined) {
      problems.push({ line, kind: "torn", what: `line ${line} cannot be read` });
      return;
    }
    const { seq, previous, hash, isWhole } = found, last = entries.at(-1);
    if (!isWhole) {
      problems.push({ line, kind: "altered", what: `line ${line} was altered` });
    } else if (seq !== (last?.seq ?? 0) + 1 || previous !== (last?.hash ?? "")) {
      problems.push({
        line,
        kind: "missing",
        what: `line ${line} does not follow the line before it`,
      });
    }
    entries.push({ seq, previous, hash, entry, isWhole, from, to });
  };
  const flush = () => {
    const linked = batch.filter(({ found }) => found !== undefined);
    const held = read(linked.map(({ text }) => text));
    let k = 0;
    for (const one of batch) add(one, one.found === undefined ? undefined : held[k++]);
    batch = [];
  };
  for (let from = 0, line = 1; from < bytes.length; line++) {
    const end = bytes.indexOf(NEW_LINE, from), to = end < 0 ? bytes.length : end;
    if (to > from) {
      const text = bytes.subarray(from, to), found = linkOf(text, hashBefore);
      batch.push({ line, from, to, text, found });
      hashBefore = found?.hash ?? hashBefore;
    }
    if (batch.length === BATCH) flush();
    from = to + 1;
  }
  flush();
  problems.push(...headProblems(entries, head));
  return { entries, problems };
}

/** A line of the file, and its link where it has one. */
interface Line {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: Uint8Array;
  readonly found: Found | undefined;
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
