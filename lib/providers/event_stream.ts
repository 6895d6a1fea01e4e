import { strictJson } from "../committee/mod.ts";
import { MAX_BODY_BYTES } from "./body.ts";
import type { Fields } from "./json_fields.ts";

/**
 * An answer that may have so many tokens or more is asked for in pieces: connections that are silent for
 * minutes are cut on the way.
 */
const STREAM_FROM_TOKENS = 16_000;

/** Bytes of a stream for each token of the answer at most: events repeat ids and names. */
const BYTES_A_TOKEN = 500;

/** Whether an answer is asked for in pieces, and how long its body may be. */
export function streaming(
  { maxOutputTokens }: { readonly maxOutputTokens: number },
): { readonly isStream: boolean; readonly maxBytes?: number } {
  return maxOutputTokens < STREAM_FROM_TOKENS
    ? { isStream: false }
    : { isStream: true, maxBytes: MAX_BODY_BYTES + BYTES_A_TOKEN * maxOutputTokens };
}

/** The objects of an answer that came in pieces; `isCut` where a piece is none, or the end is missing. */
export interface StreamedObjects {
  readonly objects: readonly Fields[];
  readonly isCut: boolean;
}

/**
 * The objects of a body that is a stream of server-sent events, or one JSON object a line; of any
 * other body `undefined`. Servers stream unasked, so the text decides, not the request.
 *
 * @param text The whole body; it is bounded and timed before it comes here.
 *
 * @example
 * ```ts
 * import { streamedObjects } from "./event_stream.ts";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * deepEqual(streamedObjects('data: {"a":1}\n\ndata: [DONE]\n\n')?.objects, [{ a: 1 }]);
 * equal(streamedObjects('{"a":1}'), undefined);
 * ```
 */
export function streamedObjects(text: string): StreamedObjects | undefined {
  const isEvents = /^\s*(?:data|event|id|retry|):/.test(text);
  const pieces = isEvents ? dataOf(text) : text.trim().split(/\r?\n/);
  if (!isEvents && (pieces.length < 2 || !pieces.every((one) => /^\{.*\}$/.test(one)))) {
    return undefined;
  }
  const objects: Fields[] = [];
  for (const piece of pieces) {
    if (piece.trim() === "[DONE]") return { objects, isCut: false };
    const { value, issues } = strictJson(piece);
    if (issues.length > 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
      return { objects, isCut: true };
    }
    objects.push(value as Fields);
  }
  return { objects, isCut: false };
}

/** The data of each event, by the rules of the HTML standard (section 9.2.6) as far as they are used. */
function dataOf(text: string): readonly string[] {
  return text.split(/(?:\r\n|\n|\r){2,}/).map((event) =>
    event.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:"))
      .map((line) => line.slice(line.startsWith("data: ") ? 6 : 5)).join("\n")
  ).filter((data) => data !== "");
}
