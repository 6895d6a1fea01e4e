import type { OpenAI } from "openai";
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

/** Where the pages of a search stand, asked for when the answer is made and when it is fetched. */
const SOURCES = "web_search_call.action.sources" as const;

/** What a status of the Responses API means; a status unknown today is a failure, not an answer. */
const FINISHES: Readonly<Record<string, Finish>> = {
  completed: "complete",
  incomplete: "incomplete",
  failed: "failed",
  cancelled: "failed",
  queued: "pending",
  in_progress: "pending",
};

/** Tokens, and what was searched; `undefined` where the provider counted nothing. */
function usageOf(body: WireJson["body"], searchCalls: number | undefined): ModelReply["usage"] {
  const usage = objectAt(body, "usage");
  if (Object.keys(usage).length === 0) return undefined;
  const cached = countAt(objectAt(usage, "input_tokens_details"), "cached_tokens");
  return {
    inputTokens: countAt(usage, "input_tokens"),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    outputTokens: countAt(usage, "output_tokens"),
    ...(searchCalls === undefined ? {} : { searchCalls }),
  };
}

/** An object of the Responses API as a reply. */
function replyOf({ body, limits }: WireJson, doing: string): ModelReply {
  const status = lineAt(body, "status");
  if (textAt(body, "object") !== "response" || status === undefined) {
    throw new CallError(`Cannot ${doing}: need a response object with a status, got another`, {
      fault: "not the protocol",
      canRetry: true,
      mayCost: true,
      raw: JSON.stringify(body).slice(0, 2000),
      usage: usageOf(body, undefined),
    });
  }
  const output = objectsAt(body, "output");
  const parts = output.filter((item) => item.type === "message")
    .flatMap((message) => objectsAt(message, "content"));
  const refusal = parts.find(({ type }) => type === "refusal");
  const searches = output.filter(({ type }) => type === "web_search_call");
  const reason = lineAt(objectAt(body, "incomplete_details"), "reason") ??
    lineAt(objectAt(body, "error"), "message") ??
    (status === "completed" || status === "incomplete" ? undefined : status);
  const finish = refusal
    ? "refused"
    : reason === "content_filter"
    ? "filtered"
    : FINISHES[status] ?? "failed";
  // Opening a page is a call of the tool too, but only searching is billed by the call.
  const searchCalls = searches.filter((one) => {
    const action = textAt(objectAt(one, "action"), "type");
    return action === undefined || action === "search";
  }).length;
  const sources = distinctSources([
    ...parts.flatMap((part) => objectsAt(part, "annotations"))
      .map((note) => ({ url: textAt(note, "url"), title: textAt(note, "title") })),
    ...searches.flatMap((one) => objectsAt(objectAt(one, "action"), "sources"))
      .map((source) => ({ url: textAt(source, "url"), title: textAt(source, "title") })),
  ]);
  const id = lineAt(body, "id");
  const tier = lineAt(body, "service_tier");
  const shown = refusal ? lineAt(refusal, "refusal") : reason;
  return {
    finish,
    text: parts.filter(({ type }) => type === "output_text")
      .map((part) => textAt(part, "text") ?? "").join(""),
    ...(shown === undefined ? {} : { reason: shown }),
    model: lineAt(body, "model"),
    usage: usageOf(body, searches.length === 0 ? undefined : searchCalls),
    ...(tier === undefined ? {} : { tier }),
    ...(id === undefined ? {} : { id }),
    ...(sources.length === 0 ? {} : { sources }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** The response that the last event of a stream holds. */
function joined(events: readonly Fields[]): Fields | undefined {
  const last = events.findLast(({ type }) =>
    /^response\.(completed|incomplete|failed)$/.test(String(type))
  );
  return last && objectAt(last, "response");
}

/** The body of a request, with what a strict schema needs. */
function requestOf(call: ModelCall): OpenAI.Responses.ResponseCreateParams {
  const { background = false } = call;
  return {
    model: call.model,
    instructions: call.system,
    input: call.user,
    max_output_tokens: call.maxOutputTokens,
    // An answer in the background is gone after minutes unless it is stored.
    store: background,
    ...(background ? { background } : {}),
    ...(!background && streaming(call).isStream ? { stream: true } : {}),
    ...(call.reasoningEffort === undefined ? {} : { reasoning: { effort: call.reasoningEffort } }),
    ...(call.serviceTier === undefined ? {} : { service_tier: call.serviceTier }),
    ...(call.schema || call.verbosity !== undefined
      ? {
        text: {
          ...(call.verbosity === undefined ? {} : { verbosity: call.verbosity }),
          ...(call.schema
            ? {
              format: {
                type: "json_schema",
                name: call.schema.name,
                strict: true,
                schema: call.schema.jsonSchema,
              },
            }
            : {}),
        },
      }
      : {}),
    ...(call.search
      ? {
        tools: [{ type: "web_search" as const }],
        max_tool_calls: call.search.maxCalls,
        include: [SOURCES],
      }
      : {}),
    // Words for effort and tier are the user's; the service refuses what it does not know.
  } as OpenAI.Responses.ResponseCreateParams;
}

/**
 * OpenAI by its Responses API, through npm:openai, which is loaded at the first call; see
 * `throughOpenai` for what the lab does itself.
 *
 * @param options.key From platform.openai.com; without one, calls throw `missing key`.
 * @param options.baseUrl Another server that speaks the same protocol.
 *
 * @example Nothing is called by making it
 * ```ts
 * import { openaiProvider } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const provider = openaiProvider({ key: "a-key", baseUrl: "http://127.0.0.1:9/v1" });
 * equal(provider.isLocal, true);
 * ```
 */
export function openaiProvider(options: AdapterOptions = {}): Provider {
  const wire = openWire(options, { name: "openai", ...KINDS.openai });

  return {
    name: wire.name,
    isLocal: wire.isLocal,
    baseUrl: wire.baseUrl,
    async call(call) {
      const { signal, model } = call;
      wire.requireKey();
      const answer = await throughOpenai(
        wire,
        { signal, model, join: joined, maxBytes: streaming(call).maxBytes },
        (client) => client.responses.create(requestOf(call), { signal }),
      );
      return replyOf(answer, wire.doing);
    },
    async fetchAnswer(id, signal) {
      wire.requireKey();
      const answer = await throughOpenai(
        wire,
        { signal },
        (client) => client.responses.retrieve(id, { include: [SOURCES] }, { signal }),
      );
      return replyOf(answer, wire.doing);
    },
    async cancelAnswer(id, signal) {
      wire.requireKey();
      await throughOpenai(
        wire,
        { signal },
        (client) => client.responses.cancel(id, { signal }),
      );
    },
  };
}
