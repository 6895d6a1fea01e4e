import { countAt, objectAt, objectsAt, textAt } from "./json_fields.ts";
import {
  CallError,
  type Finish,
  type ModelCall,
  type ModelReply,
  type Provider,
} from "./provider.ts";
import { type AdapterOptions, openWire, type WireJson } from "./wire.ts";

/** Where Ollama listens; llama.cpp's server is at port 8080. */
const BASE_URL = "http://127.0.0.1:11434/v1";

/** What a finish reason means; one unknown today is no complete answer. */
const FINISHES: Readonly<Record<string, Finish>> = {
  stop: "complete",
  length: "incomplete",
  content_filter: "filtered",
};

/** Some servers count thinking in the total alone; the larger figure is what is billed. */
function usageOf(body: WireJson["body"]): ModelReply["usage"] {
  const usage = objectAt(body, "usage");
  if (Object.keys(usage).length === 0) return undefined;
  const cached = countAt(objectAt(usage, "prompt_tokens_details"), "cached_tokens");
  const answer = countAt(usage, "completion_tokens");
  const prompt = countAt(usage, "prompt_tokens");
  const total = countAt(usage, "total_tokens");
  return {
    inputTokens: prompt,
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    outputTokens: answer === undefined || prompt === undefined || total === undefined
      ? answer
      : Math.max(answer, total - prompt),
  };
}

function replyOf({ body, limits }: WireJson, doing: string): ModelReply {
  const [choice] = objectsAt(body, "choices");
  if (choice === undefined) {
    throw new CallError(`Cannot ${doing}: need a chat completion with a choice, got none`, {
      fault: "not the protocol",
      canRetry: true,
      mayCost: true,
      raw: JSON.stringify(body).slice(0, 2000),
      usage: usageOf(body),
    });
  }
  const message = objectAt(choice, "message");
  const refusal = textAt(message, "refusal");
  const stop = textAt(choice, "finish_reason");
  const finish = refusal ? "refused" : FINISHES[stop ?? ""] ?? "failed";
  const id = textAt(body, "id");
  return {
    finish,
    text: textAt(message, "content") ?? "",
    ...(finish === "complete" ? {} : { reason: refusal || (stop ?? "no finish reason") }),
    model: textAt(body, "model"),
    usage: usageOf(body),
    ...(id === undefined ? {} : { id }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** How a server names the bound on its answer; old ones know `max_tokens` alone. */
export type TokenBound = "max_tokens" | "max_completion_tokens";

function requestOf(call: ModelCall, bound: TokenBound): Readonly<Record<string, unknown>> {
  return {
    model: call.model,
    messages: [
      { role: "system", content: call.system },
      { role: "user", content: call.user },
    ],
    [bound]: call.maxOutputTokens,
    ...(call.schema
      ? {
        response_format: {
          type: "json_schema",
          json_schema: { name: call.schema.name, strict: true, schema: call.schema.jsonSchema },
        },
      }
      : {}),
  };
}

/** The adapter that `compatible` and `xai` share. */
export function chatProvider(
  options: AdapterOptions,
  defaults: {
    readonly name: string;
    readonly baseUrl: string;
    readonly needsKey: boolean;
    readonly bound: TokenBound;
  },
): Provider {
  const wire = openWire(options, defaults);
  return {
    name: wire.name,
    isLocal: wire.isLocal,
    baseUrl: wire.baseUrl,
    async call(call) {
      if (call.search || call.background) {
        throw new CallError(
          `Cannot ${wire.doing}: a chat completion knows neither web search nor the background; ` +
            "leave `research` out of this provider's roles",
          { fault: "bad request", canRetry: false, mayCost: false },
        );
      }
      if (defaults.needsKey) wire.requireKey();
      const answer = await wire.json(
        { method: "POST", path: "/chat/completions", body: requestOf(call, defaults.bound) },
        wire.key === undefined ? {} : { authorization: `Bearer ${wire.key}` },
        call,
      );
      return replyOf(answer, wire.doing);
    },
  };
}

/**
 * Any server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, LM Studio, a gateway.
 *
 * @param options.baseUrl With its version, such as `http://127.0.0.1:8080/v1`; Ollama's by default.
 * @param options.key Only where the server asks for one.
 * @param options.bound What the server calls the bound on its answer; `max_tokens` by default.
 *
 * @example A model on this machine
 * ```ts
 * import { compatibleProvider, modelAnalyst } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const ollama = compatibleProvider({ name: "ollama" });
 * equal(ollama.isLocal, true);
 * equal(modelAnalyst(ollama, { model: "llama3.2" }).name, "ollama/llama3.2");
 * ```
 */
export function compatibleProvider(
  options: AdapterOptions & { readonly bound?: TokenBound } = {},
): Provider {
  return chatProvider(options, {
    name: "compatible",
    baseUrl: BASE_URL,
    needsKey: false,
    bound: options.bound ?? "max_tokens",
  });
}
