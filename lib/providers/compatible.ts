import type { OpenAI } from "openai";
import { contextFault } from "./context_fault.ts";
import { streaming } from "./event_stream.ts";
import { countAt, type Fields, lineAt, objectAt, objectsAt, textAt } from "./json_fields.ts";
import { throughOpenai } from "./openai_client.ts";
import {
  CallError,
  type Finish,
  type ModelCall,
  type ModelReply,
  type Provider,
} from "./provider.ts";
import { KINDS } from "./provider_kinds.ts";
import type { AdapterOptions } from "./adapter_options.ts";
import { openWire } from "./wire.ts";
import type { WireJson } from "./wire_json.ts";

/** What a finish reason means; one unknown today is no complete answer. */
const FINISHES: Readonly<Record<string, Finish>> = {
  stop: "complete",
  // Names that servers keep from protocols of their own.
  eos: "complete",
  eos_token: "complete",
  end_turn: "complete",
  stop_sequence: "complete",
  tool_calls: "complete",
  length: "incomplete",
  max_tokens: "incomplete",
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

/** Fields in which servers put an answer, or its thinking, beside `content`. */
const OTHER_FIELDS = ["reasoning_content", "reasoning", "thinking"] as const;

/** A text, or the texts of parts such as `[{type: "text", text: "…"}]`; parts of thinking are none. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => {
    if (typeof part === "string") return part;
    if (typeof part !== "object" || part === null) return "";
    const { type, text } = part as Fields;
    return typeof text === "string" && (type === undefined || type === "text") ? text : "";
  }).join("");
}

/** Where the text of an answer stands, and what was strange about the place. */
function answerText(choice: Fields): { readonly text: string; readonly mended: readonly string[] } {
  const message = objectAt(choice, "message");
  const content = textOf(message.content);
  if (content.trim() !== "") {
    return Array.isArray(message.content)
      ? { text: content, mended: ["parts joined"] }
      : { text: content, mended: [] };
  }
  const given = message.content;
  if (typeof given === "object" && given !== null && !Array.isArray(given)) {
    return { text: JSON.stringify(given), mended: ["an object put into text"] };
  }
  for (const field of OTHER_FIELDS) {
    const text = textOf(message[field]);
    if (text.trim() !== "") return { text, mended: [`read from the field ${field}`] };
  }
  const [call] = objectsAt(message, "tool_calls");
  const asked = call && textAt(objectAt(call, "function"), "arguments");
  if (asked) return { text: asked, mended: ["read from a call of a tool"] };
  const plain = textAt(choice, "text");
  return plain
    ? { text: plain, mended: ["read from the field text"] }
    : { text: content, mended: [] };
}

/** One completion from the chunks of a stream; `undefined` where no chunk says how it ended. */
function joined(chunks: readonly Fields[]): Fields | undefined {
  const message: Record<string, string> = {};
  const whole: Record<string, unknown> = {};
  let finish: unknown;
  for (const chunk of chunks) {
    for (const key of ["id", "model", "service_tier", "usage"]) {
      whole[key] = chunk[key] ?? whole[key];
    }
    // A chunk of Ollama's own protocol has its message at the top.
    const choice = objectsAt(chunk, "choices")[0] ?? chunk;
    const part = choice.delta === undefined
      ? objectAt(choice, "message")
      : objectAt(choice, "delta");
    for (const key of ["content", "refusal", ...OTHER_FIELDS]) {
      const text = textOf(part[key]);
      if (text !== "") message[key] = (message[key] ?? "") + text;
    }
    finish = choice.finish_reason ?? (chunk.done === true ? chunk.done_reason ?? "stop" : finish);
    if (chunk.prompt_eval_count !== undefined) {
      whole.usage = {
        prompt_tokens: chunk.prompt_eval_count,
        completion_tokens: chunk.eval_count,
      };
    }
  }
  return finish === undefined ? undefined : {
    ...whole,
    choices: [{ message, finish_reason: finish }],
  };
}

function replyOf(
  { body, limits }: WireJson,
  call: ModelCall,
  { doing, isOwnServer }: { doing: string; isOwnServer: boolean },
): ModelReply {
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
  const { text, mended } = answerText(choice);
  const refusal = lineAt(objectAt(choice, "message"), "refusal");
  const stop = lineAt(choice, "finish_reason");
  const id = lineAt(body, "id");
  const tier = lineAt(body, "service_tier");
  const counted = usageOf(body);
  const said = refusal ? "refused" : FINISHES[(stop ?? "").toLowerCase()] ?? "failed";
  const short = isOwnServer
    ? contextFault(call, { finish: said, usage: counted }, /[}\]`>]\s*$/.test(text))
    : undefined;
  const finish = short && said === "complete" ? "incomplete" : said;
  return {
    finish,
    text,
    ...(mended.length === 0 ? {} : { mended }),
    ...(short === undefined ? {} : { isContextShort: true }),
    ...(finish === "complete"
      ? {}
      : { reason: short ?? (refusal || (stop ?? "no finish reason")) }),
    model: lineAt(body, "model"),
    usage: counted,
    ...(tier === undefined ? {} : { tier }),
    ...(id === undefined ? {} : { id }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** How a server names the bound on its answer; old ones know `max_tokens` alone. */
export type TokenBound = "max_tokens" | "max_completion_tokens";

function requestOf(
  call: ModelCall,
  bound: TokenBound,
): OpenAI.Chat.Completions.ChatCompletionCreateParams {
  return {
    model: call.model,
    messages: [
      { role: "system", content: call.system },
      { role: "user", content: call.user },
    ],
    [bound]: call.maxOutputTokens,
    ...(streaming(call).isStream ? { stream: true, stream_options: { include_usage: true } } : {}),
    ...(call.reasoningEffort === undefined ? {} : { reasoning_effort: call.reasoningEffort }),
    ...(call.verbosity === undefined ? {} : { verbosity: call.verbosity }),
    ...(call.serviceTier === undefined ? {} : { service_tier: call.serviceTier }),
    ...(call.schema
      ? {
        response_format: {
          type: "json_schema",
          json_schema: { name: call.schema.name, strict: true, schema: call.schema.jsonSchema },
        },
      }
      : {}),
    // Words for effort, length and tier are the user's; a server refuses what it does not know.
  } as OpenAI.Chat.Completions.ChatCompletionCreateParams;
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
      const { signal, model } = call;
      const answer = await throughOpenai(
        wire,
        { signal, model, join: joined, maxBytes: streaming(call).maxBytes },
        (client) => client.chat.completions.create(requestOf(call, defaults.bound), { signal }),
      );
      return replyOf(answer, call, { doing: wire.doing, isOwnServer: !defaults.needsKey });
    },
  };
}

/**
 * Any server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, LM Studio, a gateway;
 * through npm:openai, as `openaiProvider`.
 *
 * An answer is found where such servers put it: in parts, in a stream that nobody asked for, in the
 * field for thinking where `content` is empty. A context that is too short for prompt and answer is
 * named as that.
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
    ...KINDS.compatible,
    bound: options.bound ?? "max_tokens",
  });
}
