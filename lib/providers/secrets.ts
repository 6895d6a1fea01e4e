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
  return [secret, encodeURIComponent(secret), base64, base64.replaceAll("=", "")];
}

/**
 * One character as it is or as JSON (`\u002e`, `\/`, escaped once or more), an address (`%2e`) or a
 * page of HTML (`&#46;`) spells it.
 */
function character(char: string): string {
  const code = char.codePointAt(0)!, hex = code.toString(16);
  const anyCase = (text: string) =>
    text.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
  const wide = anyCase(hex.padStart(4, "0"));
  const plain = char.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const spelt = [
    `\\\\*${plain}`,
    `\\\\+u(?:${wide}|\\{0*${anyCase(hex)}\\})`,
    ...(code < 128 ? [`\\\\+x${anyCase(hex.padStart(2, "0"))}`] : []),
    `%(?:25)*${anyCase(hex.padStart(2, "0"))}`,
    `&#(?:0*${code}|[xX]0*${anyCase(hex)});`,
  ];
  return `(?:${spelt.join("|")})`;
}

/** Where a text was cut inside an escape. */
const BEGUN = "(?:\\\\+[ux]?\\{?[0-9a-fA-F]{0,4}|%[0-9a-fA-F]{0,3}|&#?[xX]?[0-9a-fA-F]*)?";

/** The whole of a spelling, however its characters are escaped. */
function whole(spelling: string): RegExp {
  return new RegExp([...spelling].map(character).join(""), "g");
}

/** A start of it, of so many characters at least, where the text ends. */
function startAtEnd(spelling: string): RegExp {
  const parts = [...spelling].map(character);
  const rest = parts.slice(LEAST_PIECE).reduceRight((inner, one) => `(?:${one}${inner})?`, "");
  return new RegExp(`${parts.slice(0, LEAST_PIECE).join("")}${rest}${BEGUN}$`);
}

/**
 * A function that removes keys from whatever is shown, kept or thrown.
 *
 * Removes each secret as it is, in URL form and in base64, each with any of its characters escaped as
 * JSON, an address or HTML does it; a start of it at the end of a cut text; and anything that has the
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
        .flatMap((secret) => spellings(secret!)),
    ),
  ].sort((a, b) => b.length - a.length)
    .map((spelling) => ({ all: whole(spelling), start: startAtEnd(spelling) }));

  const text = (dirty: string): string => {
    let clean = dirty;
    for (const { all } of known) clean = clean.replace(all, REMOVED);
    for (const shape of KEY_SHAPES) clean = clean.replace(shape, REMOVED);
    // A text that was cut may end inside a key.
    for (const { start } of known) clean = clean.replace(start, REMOVED);
    return clean;
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
