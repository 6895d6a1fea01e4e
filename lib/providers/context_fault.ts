import { number } from "../words.ts";
import type { ModelCall, ModelReply } from "./provider.ts";

/** Characters of English text and JSON in one token, at the most that is plausible. */
const MOST_CHARACTERS_A_TOKEN = 6;
/** The same where the count is a whole context to the token, which a prompt is by chance once in a thousand. */
const PROSE_CHARACTERS_A_TOKEN = 4;
/** Contexts of local servers are whole multiples of so many tokens; 4,096 is a usual default. */
const STEP_TOKENS = 1024;
/** A context ends within so many tokens of its size. */
const NEAR_TOKENS = 8;
/** An answer that stopped on its own bound comes so near to it, as a share. */
const NEAR_BOUND = 0.98;

/** Where the context of a server is made longer. */
export const CONTEXT_ADVICE =
  "Start the server with a longer context: OLLAMA_CONTEXT_LENGTH or `PARAMETER num_ctx` in a Modelfile " +
  "for Ollama (the kind ollama asks for it in each call), `-c` for llama.cpp, `--max-model-len` for vLLM, " +
  "the context length of the loaded model in LM Studio";

/** A refusal that says the context is too short, in the words of the servers we know. */
export const CONTEXT_REFUSED =
  /context[_ ](?:size|length|window)|exceed_context_size|num_ctx|n_ctx|n_keep|prompt is too long|maximum context|context overflows/i;

/** The context that prompt and answer need together, rounded up to a whole step. */
export function neededContext(call: ModelCall): number {
  const { system, user, schema, maxOutputTokens } = call;
  const characters = system.length + user.length +
    (schema ? JSON.stringify(schema.jsonSchema).length : 0);
  // Three characters a token: tables of figures have fewer than prose.
  return Math.ceil((characters / 3 + maxOutputTokens) / STEP_TOKENS) * STEP_TOKENS;
}

/**
 * Why a server's context was too short for a call, from what it says it counted; `undefined` where
 * nothing speaks for that. Servers cut the beginning of a prompt, or stop an answer, without a word.
 *
 * @param reply As it came, with its usage.
 * @param isClosed Whether the text ends as an answer should.
 *
 * @example An answer that stopped long before its bound
 * ```ts
 * import { contextFault } from "./context_fault.ts";
 * import { match } from "node:assert/strict";
 *
 * const call = {
 *   model: "m", stage: "ballot", system: "", user: "x".repeat(9000), maxOutputTokens: 8000,
 *   signal: new AbortController().signal,
 * } as const;
 * const usage = { inputTokens: 3000, outputTokens: 1096 };
 * match(
 *   contextFault(call, { finish: "incomplete", usage }, false)!,
 *   /context of about 4,096 tokens.*num_ctx/,
 * );
 * ```
 */
export function contextFault(
  call: ModelCall,
  reply: Pick<ModelReply, "finish" | "usage">,
  isClosed: boolean,
): string | undefined {
  const { inputTokens, outputTokens } = reply.usage ?? {};
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const total = inputTokens + outputTokens;
  const atStep = (tokens: number) =>
    tokens >= STEP_TOKENS - NEAR_TOKENS &&
    Math.abs(tokens - Math.round(tokens / STEP_TOKENS) * STEP_TOKENS) <= NEAR_TOKENS;
  const characters = call.system.length + call.user.length;
  // A count far below the prompt's is of a prompt that was cut, or kept from the call before.
  const readPart = inputTokens >= STEP_TOKENS - NEAR_TOKENS &&
    (characters / inputTokens > MOST_CHARACTERS_A_TOKEN ||
      (inputTokens % STEP_TOKENS === 0 && characters / inputTokens > PROSE_CHARACTERS_A_TOKEN));
  const stoppedEarly = reply.finish === "incomplete" &&
    outputTokens < NEAR_BOUND * call.maxOutputTokens;
  const stoppedAtStep = reply.finish === "complete" && !isClosed && atStep(total);
  if (!readPart && !stoppedEarly && !stoppedAtStep) return undefined;
  const said = readPart
    ? `of a prompt of ${number(characters, { digits: 0 })} characters it read ${
      number(inputTokens, { digits: 0 })
    } tokens`
    : `the answer stopped after ${number(outputTokens, { digits: 0 })} of ${
      number(call.maxOutputTokens, { digits: 0 })
    } tokens`;
  return `the server seems to have a context of about ${
    number(readPart ? inputTokens : total, { digits: 0 })
  } tokens, and prompt and answer need up to ${
    number(neededContext(call), { digits: 0 })
  }: ${said}. ${CONTEXT_ADVICE}`;
}
