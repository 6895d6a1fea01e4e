import {
  CallError,
  KINDS,
  modelPrices,
  PROVIDER_KINDS,
  type ProviderKind,
  providerOf,
  providerSettings,
  redactor,
} from "lab/providers";
import { deepEqual, equal, ok } from "node:assert/strict";
import { jsonServer } from "./json_server.ts";
import { KEY } from "./questions.ts";

const example = providerSettings(
  JSON.parse(
    await Deno.readTextFile(new URL("../../data/providers.example.json", import.meta.url)),
  ),
).providers;

/** A good answer of each kind, as its protocol writes it: the fake that a new kind needs. */
const ANSWERS: Readonly<Record<ProviderKind, unknown>> = {
  openai: {
    object: "response",
    id: "r",
    status: "completed",
    model: "m",
    output: [{ type: "message", content: [{ type: "output_text", text: "{}" }] }],
    usage: { input_tokens: 7, output_tokens: 3 },
  },
  anthropic: {
    type: "message",
    id: "r",
    model: "m",
    stop_reason: "end_turn",
    content: [{ type: "text", text: "{}" }],
    usage: { input_tokens: 7, output_tokens: 3 },
  },
  google: {
    responseId: "r",
    modelVersion: "m",
    candidates: [{ finishReason: "STOP", content: { parts: [{ text: "{}" }] } }],
    usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3, totalTokenCount: 10 },
  },
  xai: chat(),
  compatible: chat(),
  ollama: {
    model: "m",
    message: { role: "assistant", content: "{}" },
    done: true,
    done_reason: "stop",
    prompt_eval_count: 7,
    eval_count: 3,
  },
};

function chat(): unknown {
  return {
    id: "r",
    model: "m",
    choices: [{ finish_reason: "stop", message: { role: "assistant", content: "{}" } }],
    usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
  };
}

function made(kind: ProviderKind, baseUrl?: string) {
  const [entry] = providerSettings({
    providers: [{ name: "mine", kind, baseUrl, keyVariable: "K", roles: { fast: "m" } }],
  }).providers;
  return providerOf(entry, { readVariable: (name) => name === "K" ? KEY : undefined });
}

for (const kind of PROVIDER_KINDS) {
  const { search, keepsAnswers, needsKey, keyVariable, keysAt, prices, manner } = KINDS[kind];

  Deno.test(`the row of ${kind} says what its adapter does`, async () => {
    const provider = made(kind);
    equal(provider.baseUrl, KINDS[kind].baseUrl);
    equal(provider.fetchAnswer !== undefined, keepsAnswers === true);
    equal(provider.cancelAnswer !== undefined, keepsAnswers === true);
    equal(provider.boundsSearches === false, search === "unbounded");
    equal(provider.isLocal, !needsKey);
    equal(keyVariable !== undefined && keysAt !== undefined, needsKey);
    await using server = jsonServer([ANSWERS[kind]]);
    const call = {
      stage: "ballot",
      system: "s",
      user: "u",
      model: "m",
      maxOutputTokens: 100,
      signal: new AbortController().signal,
    } as const;
    const fake = made(kind, server.url);
    const { finish, text, usage } = await fake.call(call);
    deepEqual([finish, text, usage?.inputTokens, usage?.outputTokens], ["complete", "{}", 7, 3]);
    // Each word of the row is taken, and leaves in the request.
    for (const [name, words] of Object.entries(manner)) {
      for (const word of words) {
        const before = server.asked.length;
        await fake.call({ ...call, [name]: word });
        equal(server.asked.length, before + 1, `${name} ${word}`);
      }
    }
    if (search === undefined) {
      const asked = { ...call, stage: "research", search: { maxCalls: 1 } } as const;
      const error = await fake.call(asked).then(() => undefined, (error) => error);
      ok(error instanceof CallError && error.fault === "bad request", String(error));
    }
  });

  Deno.test(`${kind} has an example, and a price or a machine of one's own`, async () => {
    const entry = example.find((one) => one.kind === kind);
    ok(entry?.roles.fast, `data/providers.example.json has none of the kind ${kind}`);
    const priceOf = await modelPrices({ at: new Date("2026-11-23") });
    const usage = { inputTokens: 1000, outputTokens: 1000, searchCalls: search ? 1 : 0 };
    const usd = priceOf(made(kind), entry.roles.fast.model).costUsd(usage);
    equal(usd > 0, prices !== undefined);
    equal(usd > 0, needsKey);
  });
}

Deno.test("a key of each vendor is removed by its shape alone", () => {
  const tail = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6";
  const keys: Readonly<Partial<Record<ProviderKind, string>>> = {
    openai: `sk-proj-${tail}`,
    anthropic: `sk-ant-${tail}`,
    google: `AIza${tail}`,
    xai: `xai-${tail}`,
  };
  for (const kind of PROVIDER_KINDS.filter((one) => KINDS[one].needsKey)) {
    const key = keys[kind];
    ok(key, `say what a key of ${kind} looks like`);
    ok(!redactor().text(`the key ${key} here`).includes(tail), kind);
  }
});
