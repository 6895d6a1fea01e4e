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
    return entries.map((entry: RecordedBallot, i: number) =>
      entry.kind === "ballot"
        ? Object.assign(entry, { ballot: withWords(entry.ballot, lines[i], places[i]) })
        : undefined
    );
  } catch {
    // One of them cannot be read: which, each says for itself.
    return lines.map(entryIn);
  }
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

/** A ballot whose words are read when they are asked for; copies and JSON hold them as any other field. */
function withWords(
  rest: Omit<Ballot, Exclude<keyof Words, "files">>,
  line: Uint8Array,
  at: number,
): Ballot {
  let known: Words | undefined;
  const words = () => known ??= wordsIn(line, at);
  const ballot: Ballot = {
    ...rest,
    get rationale() {
      return words().rationale;
    },
    get references() {
      return words().references;
    },
    get summary() {
      return words().summary;
    },
  };
  // Its place among the other fields says that the rows stand with the words.
  return rest.files === undefined ? ballot : Object.defineProperty(ballot, "files", {
    get: () => words().files,
    enumerable: true,
  });
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

/** What two ballots must share to answer the same question in the same words. */
export function questionKey({ question, masked, prompt }: RecordedBallot | {
  readonly question: string;
  readonly masked: boolean;
  readonly prompt: string;
}): string {
  return `${question} ${masked} ${prompt}`;
}
