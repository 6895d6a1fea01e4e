import type { PricedUsage } from "./model_prices.ts";
import type { ModelCall, ModelReply } from "./provider.ts";
import { worstUsage } from "./worst_usage.ts";

/** A token holds at most so many characters on average: fewer tokens than this were not counted. */
const CHARACTERS_PER_TOKEN = 64;
/** What one search may bring in at most if it is to be believed: a whole context. */
const BELIEVED_TOKENS_PER_SEARCH = 200_000;
/** Searches to be believed where nothing bounds them. */
const BELIEVED_SEARCHES = 1000;

/** An answer beside which nothing was counted; also the beginning of its line in the ledger. */
export const NOT_COUNTED = "no usage";

/** An answer in a dearer tier than was asked for, as a project's own default may choose. */
export const DEARER_TIER = "answered in the tier priority";

/** What a provider counted, where it can be true; else why it cannot. */
export type BilledUsage =
  | { readonly usage: PricedUsage }
  | { readonly unknown: string };

/**
 * The usage by which a reply is booked: what the provider counted, where what was sent and allowed
 * makes it possible.
 *
 * No more input than the bytes that were sent (and what searches may bring in), no more output and
 * searches than were allowed, and not nothing beside a text. Anything else is unknown, which is not 0:
 * the reservation stays open. So do the fees of searches that an answer which ended badly has not
 * counted, and the price of a tier that nobody asked for.
 *
 * @param call As it was made.
 * @param reply With the provider's own count.
 *
 * @example Nothing was counted
 * ```ts
 * import { billedUsage, type ModelCall } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { signal } = new AbortController();
 * const call: ModelCall = {
 *   model: "m", stage: "ballot", system: "Be brief.", user: "Why?", maxOutputTokens: 50, signal,
 * };
 * const usage = { inputTokens: 4, outputTokens: 0 };
 * deepEqual(billedUsage(call, { finish: "complete", text: "Because.", usage }), {
 *   unknown: "0 tokens of output for 8 characters",
 * });
 * ```
 */
export function billedUsage(
  call: ModelCall,
  reply: Pick<ModelReply, "finish" | "text" | "usage" | "tier">,
): BilledUsage {
  const { finish, text, usage } = reply;
  const { inputTokens, outputTokens } = usage ?? {};
  if (usage === undefined || inputTokens === undefined || outputTokens === undefined) {
    return { unknown: NOT_COUNTED };
  }
  const allowed = worstUsage(call);
  const searches = call.search
    ? call.search.mayExceed ? BELIEVED_SEARCHES : call.search.maxCalls
    : 0;
  const least = (characters: number) => Math.ceil(characters / CHARACTERS_PER_TOKEN);
  const sent = call.system.length + call.user.length;
  const mostInput = allowed.inputTokens + searches * BELIEVED_TOKENS_PER_SEARCH;
  const { searchCalls = 0, cachedInputTokens } = usage;
  const outside = (count: number, of: string, most: number) =>
    `${count} ${of} where at most ${most} were possible`;
  if (inputTokens > mostInput) {
    return { unknown: outside(inputTokens, "tokens of input", mostInput) };
  }
  if (outputTokens > allowed.outputTokens) {
    return { unknown: outside(outputTokens, "tokens of output", allowed.outputTokens) };
  }
  if (searchCalls > searches) return { unknown: outside(searchCalls, "searches", searches) };
  if (inputTokens < least(sent)) {
    return { unknown: `${inputTokens} tokens of input for ${sent} characters` };
  }
  if (outputTokens < least(text.length)) {
    return { unknown: `${outputTokens} tokens of output for ${text.length} characters` };
  }
  const isCounted = finish === "complete" ||
    (finish !== "failed" && usage.searchCalls !== undefined);
  if (call.search && !isCounted) return { unknown: "searches not counted" };
  if (reply.tier === "priority" && call.serviceTier !== "priority") return { unknown: DEARER_TIER };
  return {
    usage: {
      inputTokens,
      ...(cachedInputTokens === undefined
        ? {}
        : { cachedInputTokens: Math.min(cachedInputTokens, inputTokens) }),
      outputTokens,
      searchCalls,
    },
  };
}
