import type { Ballot } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import type { RecordedBallot, RecordedGap, RecordEntry } from "./recorded_ballot.ts";

/** What a ballot says in words, and the rows it rests on: the most of its bytes, read when somebody asks. */
const WORDS = ["rationale", "references", "summary", "files"] as const;
/** Where the words of a line begin. No text of JSON can hold it, for there a quote is `\"`. */
const WORDS_AT = ',"words":{';
const WORDS_BYTES = new TextEncoder().encode(WORDS_AT), LETTER = WORDS_AT.indexOf("w");
const COMMA = 44;
const OPENED = new TextEncoder().encode("[{"), NEXT = new TextEncoder().encode("},{");
const PREVIOUS_AT = ',"previous":"';
/** Letters after the words: both hashes and the end. */
const LONGEST_TAIL = 180;

const OTHER_KINDS: readonly unknown[] = ["failed", "outcome", "gap"];

type Words = Pick<Ballot, typeof WORDS[number]>;

/**
 * The body of an entry's line. The words of a ballot come last, so that a reader of a hundred thousand
 * ballots, who wants scores, parses a tenth of the bytes.
 */
export function bodyOf(entry: RecordEntry | RecordedGap): Readonly<Record<string, unknown>> {
  if (entry.kind !== "ballot") return { ...entry };
  const { rationale, references, summary, files, ...rest } = entry.ballot;
  const words = { rationale, references, summary };
  return files === undefined
    ? { ...entry, ballot: rest, words }
    : { ...entry, ballot: { ...rest, files: true }, words: { ...words, files } };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a line: nothing where it holds no entry. A ballot's words are parsed at the first look at one of
 * them, from the same bytes.
 */
export function entryIn(line: Uint8Array): RecordEntry | RecordedGap | undefined {
  try {
    const at = wordsAt(line);
    if (at < 0) {
      const { seq: _, previous: __, hash: ___, ...entry } = JSON.parse(utf8.decode(line));
      return OTHER_KINDS.includes(entry.kind) ? entry : undefined;
    }
    // Without the place, which stands first: an object that has lost a field is slow.
    const front = utf8.decode(line.subarray(line.indexOf(COMMA) + 1, at));
    const entry = JSON.parse(`{${front}}`);
    if (entry.kind !== "ballot") return undefined;
    entry.ballot = withWords(entry.ballot, line, at);
    return entry;
  } catch {
    return undefined;
  }
}

/**
 * Reads some lines, each as {@linkcode entryIn} does: the fronts of ballots are decoded and parsed
 * together, for a call costs more than the few letters of one.
 */
export function entriesIn(
  lines: readonly Uint8Array[],
): readonly (RecordEntry | RecordedGap | undefined)[] {
  const places = lines.map(wordsAt);
  const fronts = lines.map((line, i) => line.subarray(line.indexOf(COMMA) + 1, places[i]));
  if (places.some((at) => at < 0)) return lines.map(entryIn);
  const parts = fronts.flatMap((front, i) => [i === 0 ? OPENED : NEXT, front]);
  try {
    const entries = JSON.parse(`${utf8.decode(joined(parts))}}]`);
    if (entries.length !== lines.length) return lines.map(entryIn);
    let before: Mutable<RecordedBallot> | undefined;
    return entries.map((entry: Mutable<RecordedBallot>, i: number) => {
      if (entry.kind !== "ballot") return undefined;
      if (before !== undefined) shareWith(before, entry);
      entry.ballot = withWords(entry.ballot, lines[i], places[i]);
      return before = entry;
    });
  } catch {
    // One of them cannot be read: which, each says for itself.
    return lines.map(entryIn);
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Neighbours are mostly asked alike: what they have in common is held once, a third of the memory. */
function shareWith(before: RecordedBallot, entry: Mutable<RecordedBallot>): void {
  if (entry.rubric === before.rubric) entry.rubric = before.rubric;
  if (entry.askedAt === before.askedAt) entry.askedAt = before.askedAt;
  const { market } = before;
  if (
    market.kind === "real" && entry.market.kind === "real" && market.data === entry.market.data
  ) entry.market = market;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Where the words of a line begin, in bytes, or −1. Few bytes before them are a `w`. */
function wordsAt(line: Uint8Array): number {
  for (
    let w = line.indexOf(WORDS_BYTES[LETTER]);
    w >= 0;
    w = line.indexOf(WORDS_BYTES[LETTER], w + 1)
  ) {
    if (WORDS_BYTES.every((byte, k) => line[w - LETTER + k] === byte)) return w - LETTER;
  }
  return -1;
}

/** Where a ballot's words stand, and the words themselves after the first look. */
interface LateWords {
  readonly line: Uint8Array;
  readonly at: number;
  words?: Words;
}

const LATE = Symbol("words");

/** One getter of each field for all ballots: with its own, each would be an object of another shape. */
const LATE_FIELDS = Object.fromEntries(WORDS.map((name) => [name, {
  get(this: { readonly [LATE]: LateWords }) {
    const late = this[LATE];
    return (late.words ??= wordsIn(late.line, late.at))[name];
  },
  enumerable: true,
}]));
const { files: LATE_FILES, ...LATE_WORDS } = LATE_FIELDS;

/** A ballot whose words are read when they are asked for; copies and JSON hold them as any other field. */
function withWords(
  rest: Omit<Ballot, Exclude<keyof Words, "files">>,
  line: Uint8Array,
  at: number,
): Ballot {
  const value: LateWords = { line, at, words: undefined };
  Object.defineProperties(Object.defineProperty(rest, LATE, { value }), LATE_WORDS);
  // Its place among the other fields says that the rows stand with the words.
  if (rest.files !== undefined) Object.defineProperty(rest, "files", LATE_FILES);
  return rest as Ballot;
}

function wordsIn(line: Uint8Array, at: number): Words {
  const text = utf8.decode(line.subarray(at + WORDS_AT.length - 1));
  const end = text.lastIndexOf(PREVIOUS_AT);
  try {
    if (text.length - end > LONGEST_TAIL) throw new SyntaxError("no end of the words");
    return JSON.parse(text.slice(0, end));
  } catch (cause) {
    throw new DataError("Cannot read a ballot of the record: its words are no JSON", {
      where: "record",
      cause,
    });
  }
}
