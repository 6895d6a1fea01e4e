/** The parts between a question and a paid call, each by itself. */
import { equal, ok } from "node:assert/strict";
import { likelyInputTokens, worstUsage } from "lab/providers";
import { ballotCall } from "./questions.ts";

Deno.test("worstUsage() bounds what any tokenizer makes of a prompt", () => {
  const call = ballotCall({ user: "東京".repeat(100), maxOutputTokens: 77 });
  const worst = worstUsage(call);
  equal(worst.outputTokens, 77);
  // Every byte a token: 600 of the question alone.
  ok(worst.inputTokens >= 600 + JSON.stringify(call.schema).length);
  ok(likelyInputTokens(call) < worst.inputTokens / 3);
  equal(worstUsage(ballotCall({ search: { maxCalls: 4 } })).searchCalls, 4);
});
