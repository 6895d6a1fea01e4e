import { contextFault, neededContext } from "./context_fault.ts";
import { streaming } from "./event_stream.ts";
import { countAt, type Fields, lineAt, objectAt, textAt } from "./json_fields.ts";
import {
  CallError,
  type Finish,
  type ModelCall,
  type ModelReply,
  type Provider,
} from "./provider.ts";
import { KINDS } from "./provider_kinds.ts";
import { refuseWords } from "./refuse_words.ts";
import type { AdapterOptions } from "./adapter_options.ts";
import { openWire } from "./wire.ts";
import type { WireJson } from "./wire_json.ts";

/** A context is asked for in whole multiples: another one from call to call would load the model anew. */
const CONTEXT_STEP = 4096;

const FINISHES: Readonly<Record<string, Finish>> = { stop: "complete", length: "incomplete" };

/** One answer from the lines of a stream; `undefined` where no line says how it ended. */
function joined(lines: readonly Fields[]): Fields | undefined {
  const last = lines[lines.length - 1];
  if (last?.done !== true) return undefined;
  const all = (key: string) =>
    lines.map((line) => textAt(objectAt(line, "message"), key) ?? "").join("");
  return { ...last, message: { content: all("content"), thinking: all("thinking") } };
}

function replyOf({ body }: WireJson, call: ModelCall, doing: string): ModelReply {
  const message = objectAt(body, "message");
  const content = textAt(message, "content");
  if (body.done === false && content !== undefined && streaming(call).isStream) {
    throw new CallError(
      `Cannot ${doing}: need an answer with its end, got a stream that is cut off`,
      { fault: "body cut", canRetry: true, mayCost: true, raw: content.slice(0, 2000) },
    );
  }
  if (body.done !== true || content === undefined) {
    throw new CallError(
      `Cannot ${doing}: need an answer of Ollama's own protocol, got another object`,
      {
        fault: "not the protocol",
        canRetry: true,
        mayCost: true,
        raw: JSON.stringify(body).slice(0, 2000),
      },
    );
  }
  const thinking = content.trim() === "" ? textAt(message, "thinking") ?? "" : "";
  const text = thinking === "" ? content : thinking;
  const stop = lineAt(body, "done_reason") ?? "no reason";
  const said = FINISHES[stop] ?? "failed";
  const inputTokens = countAt(body, "prompt_eval_count");
  const outputTokens = countAt(body, "eval_count");
  const usage = inputTokens === undefined && outputTokens === undefined
    ? undefined
    : { inputTokens, outputTokens };
  const short = contextFault(call, { finish: said, usage }, /[}\]`>]\s*$/.test(text));
  const finish = short && said === "complete" ? "incomplete" : said;
  return {
    finish,
    text,
    ...(thinking === "" ? {} : { mended: ["read from the field thinking"] }),
    ...(short === undefined ? {} : { isContextShort: true }),
    ...(finish === "complete" ? {} : { reason: short ?? stop }),
    model: lineAt(body, "model"),
    usage,
  };
}

function requestOf(call: ModelCall, contextTokens: number): Readonly<Record<string, unknown>> {
  return {
    model: call.model,
    messages: [
      { role: "system", content: call.system },
      { role: "user", content: call.user },
    ],
    stream: streaming(call).isStream,
    ...(call.schema ? { format: call.schema.jsonSchema } : {}),
    // Its word for no thinking is false; the others are levels.
    ...(call.reasoningEffort === undefined
      ? {}
      : { think: call.reasoningEffort === "none" ? false : call.reasoningEffort }),
    options: { num_ctx: contextTokens, num_predict: call.maxOutputTokens },
  };
}

/**
 * Ollama by its own protocol, over fetch, because its OpenAI-compatible one cannot ask for a context:
 * there the server's default holds (often 4,096 tokens), prompts are cut without a word, and answers
 * end early. Here each call asks for what prompt and answer need together.
 *
 * @param options.baseUrl `http://127.0.0.1:11434` by default; a `/v1` at its end is left out.
 * @param options.contextTokens What is asked for instead, where memory is short.
 *
 * @example A model on this machine
 * ```ts
 * import { modelAnalyst, ollamaProvider } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const ollama = ollamaProvider();
 * equal(ollama.isLocal, true);
 * equal(modelAnalyst(ollama, { model: "llama3.2" }).name, "ollama/llama3.2");
 * ```
 */
export function ollamaProvider(
  options: AdapterOptions & { readonly contextTokens?: number } = {},
): Provider {
  const { contextTokens, baseUrl, ...rest } = options;
  if (contextTokens !== undefined && !(Number.isSafeInteger(contextTokens) && contextTokens >= 1)) {
    throw new RangeError(
      `Cannot reach Ollama: contextTokens must be a whole number of tokens from 1, got ${contextTokens}`,
    );
  }
  const wire = openWire(
    { ...rest, ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/v1\/*$/, "") }) },
    { name: "ollama", ...KINDS.ollama },
  );
  return {
    name: wire.name,
    isLocal: wire.isLocal,
    baseUrl: wire.baseUrl,
    async call(call) {
      if (call.search || call.background) {
        throw new CallError(
          `Cannot ${wire.doing}: it knows neither web search nor the background; leave \`research\` ` +
            "out of this provider's roles",
          { fault: "bad request", canRetry: false, mayCost: false },
        );
      }
      refuseWords(call, wire.doing, KINDS.ollama.manner);
      const needed = Math.ceil(neededContext(call) / CONTEXT_STEP) * CONTEXT_STEP;
      if (contextTokens !== undefined && contextTokens < call.maxOutputTokens) {
        throw new CallError(
          `Cannot ${wire.doing}: contextTokens is ${contextTokens}, and the answer alone may have ` +
            `${call.maxOutputTokens} (maxOutputTokens of the role); with the prompt ${needed} are needed`,
          { fault: "bad request", canRetry: false, mayCost: false },
        );
      }
      const { signal, model } = call;
      const answer = await wire.json(
        { method: "POST", path: "/api/chat", body: requestOf(call, contextTokens ?? needed) },
        wire.key === undefined ? {} : { authorization: `Bearer ${wire.key}` },
        { signal, model, join: joined, maxBytes: streaming(call).maxBytes },
      );
      return replyOf(answer, call, wire.doing);
    },
  };
}
