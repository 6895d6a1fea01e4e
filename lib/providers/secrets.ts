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
 * A function that removes keys from whatever is shown, kept or thrown.
 *
 * Removes each secret as it is, in URL form and in base64, a start of it at the end of a cut text,
 * and anything that has the shape of a known provider's key.
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
  ].sort((a, b) => b.length - a.length);

  const text = (dirty: string): string => {
    let clean = dirty;
    for (const secret of known) clean = clean.replaceAll(secret, REMOVED);
    for (const shape of KEY_SHAPES) clean = clean.replace(shape, REMOVED);
    // A text that was cut may end inside a key.
    for (const secret of known) {
      for (let length = secret.length - 1; length >= LEAST_PIECE; length--) {
        if (clean.endsWith(secret.slice(0, length))) {
          clean = clean.slice(0, -length) + REMOVED;
          break;
        }
      }
    }
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
