import { withoutUnseen } from "../outside_text.ts";

/** What stands where a secret stood. */
const REMOVED = "[key removed]";
/** Shorter pieces of a key are words that could stand anywhere. */
const LEAST_PIECE = 8;

/**
 * Shapes of keys of the known providers, for a key that the lab was never told of. The second line
 * of defence: the lab's own keys are removed by their text.
 */
const KEY_SHAPES: readonly RegExp[] = [
  /\b(sk|xai|gsk)[-_](?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  // "bearer instruments" is a word of the trade.
  /\bBearer\s+(?=[A-Za-z0-9._~+/=-]*\d)[A-Za-z0-9._~+/=-]{16,}/g,
];

/** Headers that carry a key. */
export const SECRET_HEADERS: readonly string[] = [
  "authorization",
  "x-api-key",
  "x-goog-api-key",
  "api-key",
  "cookie",
  "set-cookie",
  "proxy-authorization",
];

/** Takes secrets out of text, and out of every string of a JSON value. */
export interface Redactor {
  text(text: string): string;
  /** A copy in which every string, keys of objects too, has been cleaned. */
  value<T>(value: T): T;
}

/** The ways in which one secret can be written down. */
function spellings(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const base64 = btoa(String.fromCharCode(...bytes));
  // A key that holds what looks like an escape is found in an unescaped text without it.
  const plain = unescaped(secret).text;
  return [secret, plain, encodeURIComponent(secret), base64, base64.replaceAll("=", "")];
}

/**
 * One character as JSON (`\\u002e`, `\\/`, escaped once or more), an address (`%2e`, `%252e`) or a page
 * of HTML (`&#46;`) spells it. Matches every run of backslashes whole, so that the search takes the
 * time of the text's length, whatever it holds.
 */
const ESCAPE =
  /\\+(?:u([0-9a-f]{4})|u\{0{0,4}([0-9a-f]{1,6})\}|x([0-9a-f]{2})|([^\\]?))|%(?:25)*([0-9a-f]{2})|&#(?:x0{0,4}([0-9a-f]{1,6})|0{0,4}(\d{1,7}));/gi;

/** What may be left of an escape where a text was cut. */
const BEGUN = /(?:\\{1,8}[ux]?\{?[0-9a-f]{0,4}|%[0-9a-f]{0,3}|&#?x?[0-9a-f]{0,8})$/i;
/** Nor is it longer than this. */
const LONGEST_BEGUN = 14;

/** A text without escapes, and where each of its characters came from. */
interface Plain {
  readonly text: string;
  /** Offset in the escaped text at which the character at `at` begins. */
  from(at: number): number;
}

function unescaped(escaped: string): Plain {
  const parts: string[] = [];
  const plainAt: number[] = [], rawTo: number[] = [], rawFrom: number[] = [];
  let end = 0, length = 0;
  for (const match of escaped.matchAll(ESCAPE)) {
    const [whole, wide, braced, short, itself, percent, hex, decimal] = match;
    const digits = wide ?? braced ?? short ?? percent ?? hex;
    const code = digits !== undefined ? parseInt(digits, 16) : Number(decimal);
    const char = itself ?? (code <= 0xffff ? String.fromCharCode(code) : "\ufffd");
    const before = escaped.slice(end, match.index);
    length += before.length;
    plainAt.push(length);
    rawFrom.push(match.index);
    end = match.index + whole.length;
    rawTo.push(end);
    parts.push(before, char);
    length += char.length;
  }
  parts.push(escaped.slice(end));
  return {
    text: parts.join(""),
    from(at) {
      // The last escape that does not begin after it.
      let low = 0, high = plainAt.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (plainAt[middle] <= at) low = middle + 1;
        else high = middle;
      }
      const i = low - 1;
      if (i < 0) return at;
      // A run of backslashes at the end stands for nothing.
      const width = parts[2 * i + 1].length;
      return at < plainAt[i] + width ? rawFrom[i] : rawTo[i] + at - plainAt[i] - width;
    },
  };
}

/** A text in which no spelling stands, however its characters are escaped. */
function withoutEscaped(text: string, known: readonly string[]): string {
  if (!/[\\%]|&#/.test(text)) return text;
  const plain = unescaped(text);
  const spans: [number, number][] = [];
  for (const spelling of known) {
    for (let at = 0; (at = plain.text.indexOf(spelling, at)) >= 0; at += spelling.length) {
      spans.push([plain.from(at), plain.from(at + spelling.length)]);
    }
  }
  spans.sort(([a], [b]) => a - b);
  let clean = "", end = 0;
  for (const [from, to] of spans) {
    if (from < end) continue;
    clean += text.slice(end, from) + REMOVED;
    end = to;
  }
  return clean + text.slice(end);
}

/** A text whose end is no start of a spelling, also where the cut went through an escape. */
function withoutStartAtEnd(text: string, known: readonly string[]): string {
  const begun = BEGUN.exec(text.slice(-LONGEST_BEGUN))?.[0].length ?? 0;
  for (const whole of begun > 0 ? [text, text.slice(0, -begun)] : [text]) {
    // An escaped character takes about 12.
    const tailFrom = Math.max(
      0,
      whole.length - 12 * Math.max(0, ...known.map((one) => one.length)),
    );
    const plain = unescaped(whole.slice(tailFrom));
    for (const spelling of known) {
      for (let length = spelling.length - 1; length >= LEAST_PIECE; length--) {
        if (!plain.text.endsWith(spelling.slice(0, length))) continue;
        return whole.slice(0, tailFrom + plain.from(plain.text.length - length)) + REMOVED;
      }
    }
  }
  return text;
}

/**
 * A function that removes keys from whatever is shown, kept or thrown.
 *
 * Removes each secret as it is, in URL form and in base64, each with any of its characters escaped as
 * JSON, an address or HTML does it, or parted by marks that nobody sees; a start of it at the end of a cut text; and anything that has the
 * shape of a known provider's key.
 *
 * @param secrets The keys in use; empty and very short ones are ignored.
 *
 * @example A key echoed by a server
 * ```ts
 * import { redactor } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const clean = redactor(["my-own-secret-key"]);
 * equal(clean.text("Incorrect key: my-own-secret-key."), "Incorrect key: [key removed].");
 * equal(clean.text("cut here: my-own-sec"), "cut here: [key removed]");
 * ```
 */
export function redactor(secrets: readonly (string | undefined)[] = []): Redactor {
  const known = [
    ...new Set(
      secrets.filter((secret) => secret !== undefined && secret.length >= LEAST_PIECE)
        .flatMap((secret) => spellings(secret!))
        .filter((spelling) => spelling.length >= LEAST_PIECE),
    ),
  ].sort((a, b) => b.length - a.length);

  const cleaned = (dirty: string): string => {
    let clean = withoutEscaped(dirty, known);
    // A key may hold what looks like an escape.
    for (const secret of known) clean = clean.replaceAll(secret, REMOVED);
    for (const shape of KEY_SHAPES) clean = clean.replace(shape, REMOVED);
    // A text that was cut may end inside a key.
    return withoutStartAtEnd(clean, known);
  };

  const text = (dirty: string): string => {
    const clean = cleaned(dirty);
    // What nobody sees is taken away before a text is shown: a key that it parted is whole then.
    const seen = withoutUnseen(clean);
    if (seen === clean) return clean;
    const again = cleaned(seen);
    return again === seen ? clean : again;
  };

  const value = (dirty: unknown): unknown => {
    if (typeof dirty === "string") return text(dirty);
    if (Array.isArray(dirty)) return dirty.map(value);
    if (typeof dirty !== "object" || dirty === null) return dirty;
    // defineProperty: a key named __proto__ must stay data.
    const copy: Record<string, unknown> = {};
    for (const [key, one] of Object.entries(dirty)) {
      Object.defineProperty(copy, text(key), {
        value: value(one),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return copy;
  };
  return { text, value: <T>(dirty: T) => value(dirty) as T };
}
