import { countAt, distinctSources, lineAt, objectAt, objectsAt, textAt } from "./json_fields.ts";
import { refuseWords } from "./refuse_words.ts";
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
  STOP: "complete",
  MAX_TOKENS: "incomplete",
  SAFETY: "filtered",
  RECITATION: "filtered",
  BLOCKLIST: "filtered",
  PROHIBITED_CONTENT: "filtered",
  SPII: "filtered",
  LANGUAGE: "filtered",
};

/**
 * Tokens as billed: answer and thinking are output, what a tool fed in is input. The protocol leaves
 * out counts of 0, so an absent one is known only where the total is given.
 */
function usageOf(body: WireJson["body"], searchCalls: number): ModelReply["usage"] {
  const usage = objectAt(body, "usageMetadata");
  if (Object.keys(usage).length === 0) return undefined;
  const prompt = countAt(usage, "promptTokenCount");
  const tool = countAt(usage, "toolUsePromptTokenCount") ?? 0;
  const answer = countAt(usage, "candidatesTokenCount");
  const thoughts = countAt(usage, "thoughtsTokenCount");
  const total = countAt(usage, "totalTokenCount");
  const cached = countAt(usage, "cachedContentTokenCount");
  const rest = total === undefined || prompt === undefined ? undefined : total - prompt - tool;
  return {
    inputTokens: prompt === undefined ? undefined : prompt + tool,
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    outputTokens: answer === undefined && thoughts === undefined
      ? rest !== undefined && rest >= 0 ? rest : undefined
      : (answer ?? 0) + (thoughts ?? 0),
    ...(searchCalls === 0 ? {} : { searchCalls }),
  };
}

function replyOf({ body, limits }: WireJson, doing: string): ModelReply {
  const [candidate] = objectsAt(body, "candidates");
  const block = lineAt(objectAt(body, "promptFeedback"), "blockReason");
  if (candidate === undefined && block === undefined) {
    throw new CallError(`Cannot ${doing}: need a candidate or the reason of a block, got neither`, {
      fault: "not the protocol",
      canRetry: true,
      mayCost: true,
      raw: JSON.stringify(body).slice(0, 2000),
      usage: usageOf(body, 0),
    });
  }
  const stop = candidate && lineAt(candidate, "finishReason");
  const finish: Finish = block !== undefined ? "filtered" : FINISHES[stop ?? ""] ?? "failed";
  const reason = finish === "complete" ? undefined : block ?? stop ?? "no finish reason";
  const grounding = objectAt(candidate ?? {}, "groundingMetadata");
  const searches = Array.isArray(grounding.webSearchQueries)
    ? grounding.webSearchQueries.length
    : 0;
  const sources = distinctSources(
    objectsAt(grounding, "groundingChunks").map((chunk) => objectAt(chunk, "web"))
      .map((web) => ({ url: textAt(web, "uri"), title: textAt(web, "title") })),
  );
  const id = lineAt(body, "responseId");
  return {
    finish,
    // Parts marked as thoughts are no part of the answer.
    text: objectsAt(objectAt(candidate ?? {}, "content"), "parts")
      .filter(({ thought }) => thought !== true)
      .map((part) => textAt(part, "text") ?? "").join(""),
    ...(reason === undefined ? {} : { reason }),
    model: lineAt(body, "modelVersion"),
    usage: usageOf(body, searches),
    ...(id === undefined ? {} : { id }),
    ...(sources.length === 0 ? {} : { sources }),
    ...(limits === undefined ? {} : { limits }),
  };
}

function requestOf(call: ModelCall): Readonly<Record<string, unknown>> {
  return {
    systemInstruction: { parts: [{ text: call.system }] },
    contents: [{ role: "user", parts: [{ text: call.user }] }],
    generationConfig: {
      maxOutputTokens: call.maxOutputTokens,
      ...(call.reasoningEffort === undefined ? {} : {
        // Its word for no thinking is a budget of none; for the rest it has levels.
        thinkingConfig: call.reasoningEffort === "none"
          ? { thinkingBudget: 0 }
          : { thinkingLevel: call.reasoningEffort },
      }),
      ...(call.schema
        ? {
          responseMimeType: "application/json",
          responseJsonSchema: call.schema.jsonSchema,
        }
        : {}),
    },
    // The protocol knows no bound on the number of searches.
    ...(call.search ? { tools: [{ google_search: {} }] } : {}),
  };
}

/**
 * Google by `generateContent` of the Gemini API, over fetch.
 *
 * @param options.key From Google AI Studio; without one, calls throw `missing key`. It goes in a
 *   header, never in the address.
 *
 * @example Without a key
 * ```ts
 * import { CallError, googleProvider } from "lab/providers";
 * import { rejects } from "node:assert/strict";
 *
 * const call = googleProvider().call({
 *   model: "gemini-3.8-flash",
 *   stage: "ballot",
 *   system: "",
 *   user: "",
 *   maxOutputTokens: 100,
 *   signal: new AbortController().signal,
 * });
 * await rejects(call, (error) => error instanceof CallError && error.fault === "missing key");
 * ```
 */
export function googleProvider(options: AdapterOptions = {}): Provider {
  const wire = openWire(options, { name: "google", ...KINDS.google });
  return {
    name: wire.name,
    isLocal: wire.isLocal,
    boundsSearches: KINDS.google.search !== "unbounded",
    baseUrl: wire.baseUrl,
    async call(call) {
      const headers = { "x-goog-api-key": wire.requireKey() };
      refuseWords(call, wire.doing, KINDS.google.manner);
      const answer = await wire.json(
        {
          method: "POST",
          path: `/models/${encodeURIComponent(call.model)}:generateContent`,
          body: requestOf(call),
        },
        headers,
        call,
      );
      return replyOf(answer, wire.doing);
    },
  };
}
