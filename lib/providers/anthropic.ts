import { countAt, distinctSources, lineAt, objectAt, objectsAt, textAt } from "./json_fields.ts";
import {
  CallError,
  type Finish,
  type ModelCall,
  type ModelReply,
  type Provider,
} from "./provider.ts";
import { type AdapterOptions, openWire, type WireJson } from "./wire.ts";

/** The vendor's own address. */
const BASE_URL = "https://api.anthropic.com";
/** The version of the protocol that is spoken here. */
const VERSION = "2023-06-01";

/** What a stop reason means; one unknown today is no complete answer. */
const FINISHES: Readonly<Record<string, Finish>> = {
  end_turn: "complete",
  stop_sequence: "complete",
  max_tokens: "incomplete",
  model_context_window_exceeded: "incomplete",
  pause_turn: "incomplete",
  refusal: "refused",
};

/** Input in all: what was new, what was written to the cache, what was read from it. */
function usageOf(body: WireJson["body"]): ModelReply["usage"] {
  const usage = objectAt(body, "usage");
  if (Object.keys(usage).length === 0) return undefined;
  const fresh = countAt(usage, "input_tokens");
  const written = countAt(usage, "cache_creation_input_tokens") ?? 0;
  const read = countAt(usage, "cache_read_input_tokens");
  const searchCalls = countAt(objectAt(usage, "server_tool_use"), "web_search_requests");
  return {
    inputTokens: fresh === undefined ? undefined : fresh + written + (read ?? 0),
    ...(read === undefined ? {} : { cachedInputTokens: read }),
    outputTokens: countAt(usage, "output_tokens"),
    ...(searchCalls === undefined ? {} : { searchCalls }),
  };
}

function replyOf({ body, limits }: WireJson, doing: string): ModelReply {
  const stop = lineAt(body, "stop_reason");
  if (textAt(body, "type") !== "message" || stop === undefined) {
    throw new CallError(`Cannot ${doing}: need a message with a stop reason, got another object`, {
      fault: "not the protocol",
      canRetry: true,
      mayCost: true,
      raw: JSON.stringify(body).slice(0, 2000),
    });
  }
  const content = objectsAt(body, "content");
  const finish = FINISHES[stop] ?? "failed";
  const sources = distinctSources([
    ...content.flatMap((block) => objectsAt(block, "citations")),
    ...content.filter(({ type }) => type === "web_search_tool_result")
      .flatMap((block) => objectsAt(block, "content")),
  ].map((one) => ({ url: textAt(one, "url"), title: textAt(one, "title") })));
  const id = lineAt(body, "id");
  return {
    finish,
    text: content.filter(({ type }) => type === "text")
      .map((block) => textAt(block, "text") ?? "").join(""),
    ...(finish === "complete" ? {} : { reason: stop }),
    model: lineAt(body, "model"),
    usage: usageOf(body),
    ...(id === undefined ? {} : { id }),
    ...(sources.length === 0 ? {} : { sources }),
    ...(limits === undefined ? {} : { limits }),
  };
}

function requestOf(call: ModelCall): Readonly<Record<string, unknown>> {
  return {
    model: call.model,
    max_tokens: call.maxOutputTokens,
    system: call.system,
    messages: [{ role: "user", content: call.user }],
    ...(call.schema
      ? { output_config: { format: { type: "json_schema", schema: call.schema.jsonSchema } } }
      : {}),
    ...(call.search
      ? {
        tools: [{
          type: "web_search_20250305",
          name: "web_search",
          max_uses: call.search.maxCalls,
        }],
      }
      : {}),
  };
}

/**
 * Anthropic by its Messages API, over fetch. It has no answers in the background: research runs
 * while one waits.
 *
 * @param options.key From the vendor's console; without one, calls throw `missing key`.
 *
 * @example A key does not travel in the clear
 * ```ts
 * import { anthropicProvider } from "lab/providers";
 * import { throws } from "node:assert/strict";
 *
 * throws(() => anthropicProvider({ key: "a-key", baseUrl: "http://example.org" }), /need https/);
 * ```
 */
export function anthropicProvider(options: AdapterOptions = {}): Provider {
  const wire = openWire(options, { name: "anthropic", baseUrl: BASE_URL, needsKey: true });
  return {
    name: wire.name,
    isLocal: wire.isLocal,
    baseUrl: wire.baseUrl,
    async call(call) {
      const headers = { "x-api-key": wire.requireKey(), "anthropic-version": VERSION };
      const answer = await wire.json(
        { method: "POST", path: "/v1/messages", body: requestOf(call) },
        headers,
        call,
      );
      return replyOf(answer, wire.doing);
    },
  };
}
