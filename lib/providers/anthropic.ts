import { strictJson } from "../committee/mod.ts";
import { streaming } from "./event_stream.ts";
import {
  countAt,
  distinctSources,
  type Fields,
  lineAt,
  objectAt,
  objectsAt,
  textAt,
} from "./json_fields.ts";
import { refuseWords } from "./refuse_words.ts";
import {
  CallError,
  type Finish,
  type ModelCall,
  type ModelReply,
  type Provider,
} from "./provider.ts";
import { KINDS } from "./provider_kinds.ts";
import { worstUsage } from "./worst_usage.ts";
import type { AdapterOptions } from "./adapter_options.ts";
import { openWire } from "./wire.ts";
import type { WireJson } from "./wire_json.ts";

/** The version of the protocol that is spoken here. */
const VERSION = "2023-06-01";
/** A turn that searches may pause so often before it is taken as it is. */
const MOST_PAUSES = 5;

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
      usage: usageOf(body),
    });
  }
  const content = objectsAt(body, "content");
  const finish = FINISHES[stop] ?? "failed";
  const sources = distinctSources([
    ...content.flatMap((block) => objectsAt(block, "citations")),
    ...content.filter(({ type }) => type === "web_search_tool_result")
      .flatMap((block) => objectsAt(block, "content")),
  ].map((one) => {
    const publishedAt = textAt(one, "page_age");
    return {
      url: textAt(one, "url"),
      title: textAt(one, "title"),
      ...(publishedAt === undefined ? {} : { publishedAt }),
    };
  }));
  const id = lineAt(body, "id");
  return {
    finish,
    text: content.filter(({ type }) => type === "text")
      .map((block) => textAt(block, "text") ?? "").join(""),
    ...(stop === "model_context_window_exceeded" ? { isContextShort: true } : {}),
    ...(finish === "complete" ? {} : { reason: stop }),
    model: lineAt(body, "model"),
    usage: usageOf(body),
    ...(id === undefined ? {} : { id }),
    ...(sources.length === 0 ? {} : { sources }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** One message from the events of a stream; `undefined` where its end is missing. */
function joined(events: readonly Fields[]): Fields | undefined {
  let message: Fields | undefined;
  let isEnded = false;
  const blocks: Record<string, unknown>[] = [];
  const inputs: string[] = [];
  for (const event of events) {
    const at = countAt(event, "index") ?? blocks.length - 1;
    const delta = objectAt(event, "delta");
    if (event.type === "message_start") message = objectAt(event, "message");
    else if (event.type === "content_block_start") {
      blocks[at] = { ...objectAt(event, "content_block") };
    } else if (event.type === "content_block_delta" && blocks[at]) {
      const block = blocks[at];
      for (const key of ["text", "thinking", "signature"]) {
        const more = textAt(delta, key);
        if (more !== undefined) block[key] = (textAt(block, key) ?? "") + more;
      }
      if (delta.citation) block.citations = [...objectsAt(block, "citations"), delta.citation];
      inputs[at] = (inputs[at] ?? "") + (textAt(delta, "partial_json") ?? "");
    } else if (event.type === "message_delta" && message) {
      message = {
        ...message,
        ...delta,
        usage: { ...objectAt(message, "usage"), ...objectAt(event, "usage") },
      };
    } else if (event.type === "message_stop") isEnded = true;
  }
  inputs.forEach((text, at) => {
    // What a tool was asked; it goes back with a turn that paused.
    if (text !== "" && blocks[at]) blocks[at].input = strictJson(text).value ?? {};
  });
  return message && isEnded ? { ...message, content: blocks.filter(Boolean) } : undefined;
}

/** Turns of one answer as one reply: texts after one another, figures added, unknown if one is. */
function oneReply(turns: readonly ModelReply[]): ModelReply {
  const last = turns[turns.length - 1];
  if (turns.length === 1) return last;
  const sum = (key: "inputTokens" | "outputTokens" | "cachedInputTokens" | "searchCalls") =>
    turns.reduce<number | undefined>((total, { usage }) => {
      const more = key === "inputTokens" || key === "outputTokens"
        ? usage?.[key]
        : usage?.[key] ?? 0;
      return total === undefined || more === undefined ? undefined : total + more;
    }, 0);
  const sources = distinctSources(turns.flatMap((turn) => turn.sources ?? []));
  return {
    ...last,
    text: turns.map(({ text }) => text).join(""),
    usage: {
      inputTokens: sum("inputTokens"),
      cachedInputTokens: sum("cachedInputTokens"),
      outputTokens: sum("outputTokens"),
      searchCalls: sum("searchCalls"),
    },
    ...(sources.length === 0 ? {} : { sources }),
  };
}

/** What has been answered so far goes back as the assistant's, so that a paused turn goes on. */
function requestOf(call: ModelCall, soFar: readonly unknown[]): Readonly<Record<string, unknown>> {
  const { schema, reasoningEffort } = call;
  return {
    model: call.model,
    max_tokens: call.maxOutputTokens,
    ...(streaming(call).isStream ? { stream: true } : {}),
    system: call.system,
    messages: [
      { role: "user", content: call.user },
      ...(soFar.length === 0 ? [] : [{ role: "assistant", content: soFar }]),
    ],
    ...(schema || reasoningEffort !== undefined
      ? {
        output_config: {
          ...(reasoningEffort === undefined ? {} : { effort: reasoningEffort }),
          ...(schema ? { format: { type: "json_schema", schema: schema.jsonSchema } } : {}),
        },
      }
      : {}),
    ...(call.serviceTier === undefined ? {} : { service_tier: call.serviceTier }),
    ...(call.search
      ? {
        tools: [{
          type: "web_search_20250305",
          name: "web_search",
          // None may be none: what was found before cannot be read without the tool that found it.
          max_uses: Math.max(1, call.search.maxCalls),
        }],
        ...(call.search.maxCalls === 0 ? { tool_choice: { type: "none" } } : {}),
      }
      : {}),
  };
}

/**
 * Anthropic by its Messages API, over fetch. It has no answers in the background: research runs
 * while one waits, in a stream, and a turn that pauses is continued within the same bounds, without the
 * tool once all searches are used.
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
  const wire = openWire(options, { name: "anthropic", ...KINDS.anthropic });
  return {
    name: wire.name,
    isLocal: wire.isLocal,
    baseUrl: wire.baseUrl,
    async call(call) {
      const headers = { "x-api-key": wire.requireKey(), "anthropic-version": VERSION };
      refuseWords(call, wire.doing, KINDS.anthropic.manner);
      const { signal, model } = call;
      const turns: ModelReply[] = [];
      const soFar: unknown[] = [];
      let tokens = call.maxOutputTokens, searches = call.search?.maxCalls;
      // Each turn sends all before it again; what was reserved for the call bounds them together.
      let input = worstUsage(call).inputTokens;
      while (true) {
        const asked = {
          ...call,
          maxOutputTokens: tokens,
          ...(searches === undefined ? {} : { search: { maxCalls: searches } }),
        };
        const answer = await wire.json(
          { method: "POST", path: "/v1/messages", body: requestOf(asked, soFar) },
          headers,
          { signal, model, join: joined, maxBytes: streaming(call).maxBytes },
        ).catch((error) => {
          // All searches are paid for: where going on is refused and costs nothing, what is there will do.
          const isRefused = error instanceof CallError && !error.mayCost;
          if (turns.length > 0 && searches === 0 && isRefused) return undefined;
          // The turns before were worked for, whatever becomes of this one.
          throw turns.length > 0 && error instanceof CallError
            ? new CallError(error.message, { ...error, mayCost: true, cause: error })
            : error;
        });
        if (answer === undefined) return oneReply(turns);
        const reply = replyOf(answer, wire.doing);
        turns.push(reply);
        const { inputTokens = input, outputTokens = tokens, searchCalls = 0 } = reply.usage ?? {};
        tokens -= outputTokens;
        input -= inputTokens;
        if (searches !== undefined) searches -= searchCalls;
        const isPaused = textAt(answer.body, "stop_reason") === "pause_turn";
        const hasRoom = tokens >= 1 && (searches ?? 0) >= 0 && input >= inputTokens + outputTokens;
        if (!isPaused || !hasRoom || turns.length > MOST_PAUSES) return oneReply(turns);
        soFar.push(...objectsAt(answer.body, "content"));
      }
    },
  };
}
