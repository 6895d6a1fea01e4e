import { DataError } from "../errors.ts";
import type { PricedUsage } from "./model_prices.ts";
import type { ModelCall, Provider } from "./provider.ts";

/** What a provider adds to a prompt by itself: roles, the frame of a schema, a tool's description. */
const OVERHEAD_TOKENS = 1000;
/**
 * Tokens of input that one web search may bring in. No provider states a bound; the lab's own
 * assumption, wide against results of a few thousand tokens. Where it is too small, the bill can
 * exceed the reservation, and the settlement says so.
 */
const TOKENS_PER_SEARCH = 20_000;
/** English text and JSON have about 4 characters a token. */
const BYTES_PER_TOKEN = 4;

function promptBytes({ system, user, schema }: ModelCall): number {
  const text = system + user + (schema ? JSON.stringify(schema) : "");
  return new TextEncoder().encode(text).length;
}

/**
 * The most that one try of a call can use: what a reservation is made of.
 *
 * A token holds at least one byte of text, so the bytes of the prompt bound its tokens; the answer is
 * bounded by `maxOutputTokens`, searches by their number.
 *
 * @example 4,000 bytes, a frame of 1,000 tokens and two searches
 * ```ts
 * import { worstUsage } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const call = {
 *   model: "m",
 *   stage: "research",
 *   system: "s".repeat(2000),
 *   user: "u".repeat(2000),
 *   maxOutputTokens: 500,
 *   search: { maxCalls: 2 },
 *   signal: new AbortController().signal,
 * } as const;
 * deepEqual(worstUsage(call), { inputTokens: 45_000, outputTokens: 500, searchCalls: 2 });
 * ```
 */
export function worstUsage(call: ModelCall): PricedUsage {
  const searchCalls = call.search?.maxCalls ?? 0;
  return {
    inputTokens: promptBytes(call) + OVERHEAD_TOKENS + searchCalls * TOKENS_PER_SEARCH,
    outputTokens: call.maxOutputTokens,
    searchCalls,
  };
}

/**
 * Refuses research where its cost has no bound: a cap would be a promise that nobody can keep.
 *
 * @throws {DataError} If the provider keeps no bound on searches and the call does not accept that.
 *
 * @example A protocol without a bound
 * ```ts
 * import { checkBoundedSearch } from "lab/providers";
 * import { throws } from "node:assert/strict";
 *
 * const call = {
 *   model: "m",
 *   stage: "research",
 *   system: "s".repeat(2000),
 *   user: "u".repeat(2000),
 *   maxOutputTokens: 500,
 *   search: { maxCalls: 2 },
 *   signal: new AbortController().signal,
 * } as const;
 * checkBoundedSearch(call, { name: "openai" });
 * throws(() => checkBoundedSearch(call, { name: "google", boundsSearches: false }), /no bound/);
 * ```
 */
export function checkBoundedSearch(
  call: ModelCall,
  provider: Pick<Provider, "name" | "boundsSearches">,
): void {
  if (!call.search || call.search.mayExceed || provider.boundsSearches !== false) return;
  throw new DataError(
    `Cannot research with ${provider.name} (${call.model}) under a cap: its protocol knows no bound ` +
      'on searches. Set `"research": false` for the role, or accept a bill beyond the caps with ' +
      '`"research": {"unboundedSearches": true}`',
    { column: "research" },
  );
}

/**
 * Tokens of the prompt as they usually are: for quotes and for limits by the minute.
 *
 * @example Four bytes a token
 * ```ts
 * import { likelyInputTokens } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(likelyInputTokens({
 *   model: "m",
 *   stage: "research",
 *   system: "s".repeat(2000),
 *   user: "u".repeat(2000),
 *   maxOutputTokens: 500,
 *   search: { maxCalls: 2 },
 *   signal: new AbortController().signal,
 * } as const), 1000);
 * ```
 */
export function likelyInputTokens(call: ModelCall): number {
  return Math.ceil(promptBytes(call) / BYTES_PER_TOKEN);
}
