import type { OpenAI } from "openai";
import { abortError } from "./body.ts";
import { countAt, distinctSources, objectAt, objectsAt, textAt } from "./json_fields.ts";
import {
  CallError,
  type Finish,
  type ModelCall,
  type ModelReply,
  type Provider,
} from "./provider.ts";
import {
  type About,
  type AdapterOptions,
  openWire,
  type WireJson,
  type WireReply,
} from "./wire.ts";

/** The vendor's own address. */
const BASE_URL = "https://api.openai.com/v1";
/** The library's own clock must not end a call; the signal of the call does. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

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
  const status = textAt(body, "status");
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
  const reason = textAt(objectAt(body, "incomplete_details"), "reason") ??
    textAt(objectAt(body, "error"), "message") ??
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
  const id = textAt(body, "id");
  const shown = refusal ? textAt(refusal, "refusal") : reason;
  return {
    finish,
    text: parts.filter(({ type }) => type === "output_text")
      .map((part) => textAt(part, "text") ?? "").join(""),
    ...(shown === undefined ? {} : { reason: shown }),
    model: textAt(body, "model"),
    usage: usageOf(body, searches.length === 0 ? undefined : searchCalls),
    ...(id === undefined ? {} : { id }),
    ...(sources.length === 0 ? {} : { sources }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** The body of a request, with what a strict schema needs. */
function requestOf(call: ModelCall): OpenAI.Responses.ResponseCreateParamsNonStreaming {
  const { background = false } = call;
  return {
    model: call.model,
    instructions: call.system,
    input: call.user,
    max_output_tokens: call.maxOutputTokens,
    // An answer in the background is gone after minutes unless it is stored.
    store: background,
    ...(background ? { background } : {}),
    ...(call.schema
      ? {
        text: {
          format: {
            type: "json_schema",
            name: call.schema.name,
            strict: true,
            schema: call.schema.jsonSchema,
          },
        },
      }
      : {}),
    ...(call.search
      ? {
        tools: [{ type: "web_search" as const }],
        max_tool_calls: call.search.maxCalls,
        include: ["web_search_call.action.sources" as const],
      }
      : {}),
  };
}

/**
 * OpenAI by its Responses API, through npm:openai, which is loaded at the first call.
 *
 * The library builds requests and addresses; retries, deadlines, bounds on the body and the reading
 * of answers are the lab's own, for the library retries what cannot succeed, reads any length, and
 * loses text and usage of an answer that it cannot parse.
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
  const wire = openWire(options, { name: "openai", baseUrl: BASE_URL, needsKey: true });

  /** Runs one call of the library; whatever it makes of the answer, the lab reads its own copy. */
  async function through(
    about: About,
    run: (client: OpenAI) => Promise<unknown>,
  ): Promise<WireJson> {
    const apiKey = wire.requireKey();
    if (about.signal.aborted) throw abortError(about.signal, wire.doing, false);
    const { OpenAI } = await import("openai");
    let reply: WireReply | undefined, failure: unknown;
    const client = new OpenAI({
      apiKey,
      baseURL: wire.baseUrl,
      maxRetries: 0,
      timeout: NO_TIMEOUT_MS,
      logLevel: "off",
      // Else the library would take them from the environment.
      organization: null,
      project: null,
      webhookSecret: null,
      fetch: async (url, init) => {
        try {
          reply = await wire.fetch(String(url), init ?? {}, about.signal);
        } catch (error) {
          failure = error;
          throw error;
        }
        // The library must not stumble over what the lab is about to name itself.
        return new Response('{"object":"response","output":[]}', {
          status: 200,
          headers: { "content-type": "application/json" },
        });
      },
    });
    try {
      await run(client);
    } catch (error) {
      if (about.signal.aborted) throw abortError(about.signal, wire.doing, true);
      if (failure === undefined && reply === undefined) throw error;
    }
    if (failure !== undefined) throw failure;
    return wire.read(reply!, about);
  }

  return {
    name: wire.name,
    isLocal: wire.isLocal,
    baseUrl: wire.baseUrl,
    async call(call) {
      const { signal, model } = call;
      const answer = await through(
        { signal, model },
        (client) => client.responses.create(requestOf(call), { signal }),
      );
      return replyOf(answer, wire.doing);
    },
    async fetchAnswer(id, signal) {
      const answer = await through(
        { signal },
        (client) => client.responses.retrieve(id, {}, { signal }),
      );
      return replyOf(answer, wire.doing);
    },
    async cancelAnswer(id, signal) {
      await through({ signal }, (client) => client.responses.cancel(id, { signal }));
    },
  };
}
