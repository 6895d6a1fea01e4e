import type { Brief } from "./brief.ts";
import type { Rubric } from "./rubric.ts";

/** What is asked of an analyst, without when. */
export interface AnalystRequest {
  readonly analyst: string;
  readonly brief: Brief;
  readonly rubric: Rubric;
  readonly sample: number;
}

/**
 * JSON with one way of writing it: keys in the order of their UTF-16 units, no white space, numbers
 * as JavaScript writes them (RFC 8785). Keys whose value is `undefined` are left out, as in JSON.
 *
 * @throws {TypeError} If the value holds what JSON cannot: NaN, an infinity, a function, a Map, a Date;
 *   or a text with half a character (a lone surrogate), which UTF-8 cannot write and RFC 8785 refuses.
 *
 * @example The order of keys does not matter
 * ```ts
 * import { canonicalJson } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * equal(canonicalJson({ b: [1, "x"], a: null }), '{"a":null,"b":[1,"x"]}');
 * ```
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "string") return canonicalText(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  // A Map or a Date would be written as {}, and any two of them would be one.
  const isOther = value instanceof Map || value instanceof Set || value instanceof Date;
  if (typeof value === "object" && !isOther) {
    const entries = Object.entries(value as Record<string, unknown>)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
    return `{${
      entries.map(([key, one]) => `${canonicalText(key)}:${canonicalJson(one)}`).join(",")
    }}`;
  }
  throw new TypeError(
    `Cannot write canonical JSON: need null, a boolean, text, a finite number, an array or an ` +
      `object, got ${
        typeof value === "number" ? value : isOther ? value.constructor.name : typeof value
      }`,
  );
}

function canonicalText(text: string): string {
  if (text.isWellFormed()) return JSON.stringify(text);
  const at = [...text].findIndex((one) => !one.isWellFormed());
  throw new TypeError(
    `Cannot write canonical JSON: need whole characters, got half of one (a lone surrogate) at place ` +
      `${at} of a text; text.toWellFormed() puts U+FFFD in its place`,
  );
}

/**
 * The brief as it is asked about: where its figures stand in files is no part of the question, so that a
 * file which grows leaves the questions about its old rows as they were.
 */
function asked(brief: Brief): Brief {
  const isFromFiles = [...brief.facts ?? [], ...brief.headlines ?? [], ...brief.own ?? []]
    .some(({ origin }) => origin !== undefined);
  if (!isFromFiles) return brief;
  const without = <T extends { readonly origin?: unknown }>(rows: readonly T[]) =>
    rows.map(({ origin: _, ...row }) => row as unknown as T);
  return {
    ...brief,
    facts: without(brief.facts),
    headlines: without(brief.headlines),
    ...(brief.own === undefined ? {} : { own: without(brief.own) }),
  };
}

/**
 * SHA-256 of a request, 64 hexadecimal digits: the key under which its answer is recorded.
 *
 * Made from analyst, brief, rubric and sample, and from nothing that differs between two runs of the
 * same question, so not from the time of asking.
 *
 * @example Another sample is another question
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, requestFingerprint } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, notEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const request = { analyst: "rules", brief, rubric: DEFAULT_RUBRIC, sample: 0 };
 * const key = await requestFingerprint(request);
 * equal(key.length, 64);
 * notEqual(await requestFingerprint({ ...request, sample: 1 }), key);
 * ```
 */
export async function requestFingerprint(request: AnalystRequest): Promise<string> {
  const { analyst, brief, rubric, sample } = request;
  const bytes = new TextEncoder().encode(
    canonicalJson({ analyst, brief: asked(brief), rubric, sample }),
  );
  // Web Crypto, not node:crypto: the same line runs in the browser.
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
