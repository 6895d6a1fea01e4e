import { z } from "zod";
import type { PaidReply } from "./make_call.ts";

const count = z.number().int().min(0);

/** What may come out of the store; the types of `PaidReply`, checked. */
const replySchema = z.object({
  // A refusal is no answer, and of one that was given up another try may make one.
  finish: z.enum(["complete", "incomplete"]),
  text: z.string(),
  mended: z.array(z.string()).optional(),
  reason: z.string().optional(),
  model: z.string().optional(),
  usage: z.object({
    inputTokens: count.optional(),
    cachedInputTokens: count.optional(),
    outputTokens: count.optional(),
    searchCalls: count.optional(),
  }).optional(),
  id: z.string().optional(),
  sources: z.array(
    z.object({ url: z.string(), title: z.string().optional(), publishedAt: z.string().optional() }),
  ).optional(),
  costUsd: z.number().min(0).optional(),
  asked: z.object({ at: z.number(), latencyMs: z.number().min(0).optional() }).optional(),
  servedBy: z.object({
    provider: z.string(),
    model: z.string(),
    // Answers that were kept before the place was told came from the first fallback, as a rule.
    place: z.number().int().min(1).default(1),
  }).optional(),
});

/** The text under which a reply is kept; none of one that is no whole answer. */
export function replyToKeep(reply: PaidReply): string | undefined {
  if (reply.isContextShort) return undefined;
  const { limits: _, ...lasting } = reply;
  const parsed = replySchema.safeParse(lasting);
  return parsed.success ? JSON.stringify(parsed.data) : undefined;
}

/** The reply that is kept as a text, or why it is none, as the end of a sentence. */
export function keptReply(
  text: string,
): { readonly reply: PaidReply } | { readonly why: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { why: "it is no JSON" };
  }
  const parsed = replySchema.safeParse(value);
  if (!parsed.success) return { why: "it has not the shape of a reply" };
  const { usage, model, costUsd, ...rest } = parsed.data;
  return {
    reply: {
      ...rest,
      model,
      costUsd,
      usage: usage &&
        { ...usage, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens },
    },
  };
}
