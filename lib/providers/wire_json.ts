import { strictJson } from "../committee/mod.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import { streamedObjects } from "./event_stream.ts";
import { rateLimits } from "./headers.ts";
import { type Fields, objectAt } from "./json_fields.ts";
import { CallError, type RateLimits } from "./provider.ts";
import { refusalError, type Refused } from "./refusal_error.ts";
import type { About, WireReply } from "./wire_reply.ts";

/** A good answer's object and what its headers say is left. */
export interface WireJson {
  readonly body: Readonly<Record<string, unknown>>;
  readonly limits?: RateLimits;
}

/** The status of a refusal that came in a good one: its code, or what its words stand for. */
function statusOf({ code, type }: Fields): number {
  if (typeof code === "number" && code >= 400 && code < 600) return code;
  return /quota|billing|rate_limit/.test(`${code} ${type}`) ? 429 : 500;
}

/**
 * The JSON object of an answer.
 *
 * @param wire Whose answer it is, and what was being done.
 * @throws {CallError} The refusal that the answer stands for, or the way in which it is no object.
 */
export function wireJson(wire: Refused, reply: WireReply, about: About): WireJson {
  const { doing, clean } = wire;
  if (reply.status < 200 || reply.status >= 300) throw refusalError(wire, reply, about);
  const strange = (what: string, fault: "body cut" | "not the protocol" = "not the protocol") =>
    new CallError(`Cannot ${doing}: need a JSON object in the body, got ${what}`, {
      fault,
      canRetry: true,
      mayCost: true,
      status: reply.status,
      raw: reply.text.slice(0, 2000),
    });
  const stream = about.join && streamedObjects(reply.text);
  if (about.join && stream) {
    const fault = stream.objects.find(({ type, error }) => type === "error" || error);
    // The refusal of a stream stands among its pieces.
    const whole = fault ? { error: fault.error ?? fault } : about.join(stream.objects);
    if (whole === undefined || (stream.isCut && !fault)) {
      throw strange("a stream that is cut off", "body cut");
    }
    try {
      return readBodyOf(whole);
    } catch (error) {
      // A refusal after other pieces came too late to be free: what was written is billed.
      throw error instanceof CallError && stream.objects.length > 1
        ? new CallError(error.message, { ...error, mayCost: true, cause: error })
        : error;
    }
  }
  const { value, issues } = strictJson(reply.text);
  if (issues.length > 0) {
    const [{ code, path }] = issues;
    if (code === "empty") throw strange("an empty body");
    if (code === "truncated") throw strange("one that is cut off", "body cut");
    if (code === "duplicate_key") {
      throw strange(`the key ${quotedValue(outsideLine(clean.text(path)))} twice`);
    }
    throw strange(
      /^\s*</.test(reply.text)
        ? "a page of HTML"
        : `${code.replaceAll("_", " ")}: ${quotedValue(outsideLine(reply.text.slice(0, 80)))}`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw strange(value === null ? "null" : Array.isArray(value) ? "an array" : typeof value);
  }
  return readBodyOf(value);

  function readBodyOf(whole: unknown): WireJson {
    const body = clean.value(whole) as Record<string, unknown>;
    const { error } = body;
    // Some servers put a refusal into a good status.
    if (error !== undefined && error !== null && body.output === undefined && !body.choices) {
      throw refusalError(
        wire,
        { ...reply, text: JSON.stringify(body) },
        about,
        statusOf(objectAt(body, "error")),
      );
    }
    const limits = rateLimits(reply.headers, wire.nowMs);
    return { body, ...(limits === undefined ? {} : { limits }) };
  }
}
