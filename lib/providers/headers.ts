import type { RateLimits } from "./provider.ts";

/** Milliseconds of a duration as OpenAI writes it: `20ms`, `1s`, `6m0s`, `1h2m`. */
function durationMs(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|h|m|s|d))+$/.test(text)) return undefined;
  const units: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  let sum = 0;
  for (const [, value, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|h|m|s|d)/g)) {
    sum += Number(value) * units[unit];
  }
  return sum;
}

/** The server's own clock where it tells it, so that ours need not be right. */
function serverTime(headers: Headers, nowMs: number): number {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? nowMs : date;
}

/**
 * Milliseconds that a server asks to wait, from `retry-after-ms` or `Retry-After` (RFC 9110, 10.2.3:
 * seconds or a date); `undefined` if it asks for nothing readable. Never negative.
 *
 * @param nowMs The time now, for a date without the server's own.
 *
 * @example
 * ```ts
 * import { retryAfterMs } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(retryAfterMs(new Headers({ "retry-after": "7" }), 0), 7000);
 * ```
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const ms = headers.get("retry-after-ms")?.trim();
  if (ms !== undefined && /^\d+(\.\d+)?$/.test(ms)) return Number(ms);
  const after = headers.get("retry-after")?.trim();
  if (after === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
  // Date.parse makes a year of any number.
  const date = /^[A-Za-z]{3,9}, /.test(after) ? Date.parse(after) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime(headers, nowMs));
}

function count(headers: Headers, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const text = headers.get(name)?.trim();
    if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  }
  return undefined;
}

/**
 * What a provider's headers say is left: `x-ratelimit-…` of OpenAI and those who follow it,
 * `anthropic-ratelimit-…`; `undefined` where they say nothing.
 *
 * @param nowMs The time now, for limits that are renewed at a date.
 *
 * @example
 * ```ts
 * import { rateLimits } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const headers = new Headers({ "x-ratelimit-remaining-requests": "3" });
 * deepEqual(rateLimits(headers, 0), { requestsLeft: 3 });
 * ```
 */
export function rateLimits(headers: Headers, nowMs: number): RateLimits | undefined {
  const requestsLeft = count(
    headers,
    "x-ratelimit-remaining-requests",
    "anthropic-ratelimit-requests-remaining",
  );
  const tokensLeft = count(
    headers,
    "x-ratelimit-remaining-tokens",
    "anthropic-ratelimit-tokens-remaining",
  );
  const resets = [
    "x-ratelimit-reset-requests",
    "x-ratelimit-reset-tokens",
    "anthropic-ratelimit-requests-reset",
    "anthropic-ratelimit-tokens-reset",
  ].flatMap((name) => {
    const text = headers.get(name)?.trim();
    if (text === undefined) return [];
    const ms = durationMs(text);
    if (ms !== undefined) return [ms];
    const date = Date.parse(text);
    return Number.isNaN(date) ? [] : [Math.max(0, date - serverTime(headers, nowMs))];
  });
  if (requestsLeft === undefined && tokensLeft === undefined && resets.length === 0) {
    return undefined;
  }
  return {
    ...(requestsLeft === undefined ? {} : { requestsLeft }),
    ...(tokensLeft === undefined ? {} : { tokensLeft }),
    // The longest, for after it everything is there again.
    ...(resets.length === 0 ? {} : { resetsInMs: Math.max(...resets) }),
  };
}
