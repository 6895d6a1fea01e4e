/** What a provider counts, and what of it is booked. */
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { DataError } from "lab/errors";
import {
  billedUsage,
  CallError,
  callKey,
  compatibleProvider,
  type Fetch,
  type ModelCall,
  modelPrices,
  type ModelReply,
  openaiProvider,
  openCallStore,
  paidCalls,
  type Provider,
  providerSettings,
  quote,
  roleOptions,
  type Usage,
  worstUsage,
} from "lab/providers";
import { modelAnalyst } from "lab/providers";
import type { Day } from "lab/units";
import { jsonServer } from "./json_server.ts";
import { ASKED_AT, ballotCall, BRIEF, KEY, KINDS, providerAt } from "./questions.ts";

const STATED = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };
const priceOf = await modelPrices({
  at: new Date("2026-11-23"),
  stated: Object.fromEntries(["a", ...KINDS].map((name) => [`${name}/test-model`, STATED])),
});
const research = { stage: "research", schema: undefined, search: { maxCalls: 4 } } as const;

/** Asks with paid calls, and what the ledger then says. */
function asking(caps = {}) {
  let time = 0;
  const warnings: string[] = [];
  const calls = paidCalls({
    store: openCallStore(":memory:"),
    sweep: "s",
    priceOf,
    caps,
    now: () => 0,
    clock: () => time,
    wait: (ms) => Promise.resolve(void (time += ms)),
    onWarning: (sentence) => warnings.push(sentence),
  });
  const ask = (provider: Provider, parts: Partial<ModelCall> = {}) => {
    const call = ballotCall(parts);
    const about = { provider, analyst: "x", sector: "XLB", day: "2026-11-20" as Day, sample: 0 };
    return calls.makeCall(call, {
      ...about,
      sector: "XLB",
      key: callKey(call, { ...about, sector: "XLB" }),
      deadlineMs: 60_000,
    });
  };
  return { calls, ask, warnings };
}
const answering = (
  reply: Partial<ModelReply>,
  more: Partial<Provider> = {},
): Provider & { asked: number } => {
  const provider = {
    name: "a",
    baseUrl: "https://a.example/v1",
    isLocal: false,
    asked: 0,
    call() {
      provider.asked++;
      const good = { finish: "complete", text: "x".repeat(640), model: "test-model" } as const;
      return Promise.resolve({ ...good, usage: undefined, ...reply });
    },
    ...more,
  };
  return provider;
};

Deno.test("billedUsage() believes what can be true, to the last token", () => {
  const call = ballotCall({ user: "x".repeat(6400) });
  const worst = worstUsage(call);
  const of = (usage: Partial<Usage>, text = "x".repeat(640)) =>
    billedUsage(call, {
      finish: "complete",
      text,
      usage: { inputTokens: 2000, outputTokens: 200, ...usage },
    });
  const isKnown = (...given: Parameters<typeof of>) => "usage" in of(...given);
  deepEqual(of({ cachedInputTokens: 1e12 }), {
    usage: { inputTokens: 2000, cachedInputTokens: 2000, outputTokens: 200, searchCalls: 0 },
  });
  ok(
    isKnown({ inputTokens: worst.inputTokens }) && !isKnown({ inputTokens: worst.inputTokens + 1 }),
  );
  ok(isKnown({ outputTokens: 1000 }) && !isKnown({ outputTokens: 1001 }));
  ok(isKnown({ outputTokens: 10 }) && !isKnown({ outputTokens: 9 }));
  ok(isKnown({ outputTokens: 0 }, "") && !isKnown({ outputTokens: 0 }, "x"));
  ok(!isKnown({ inputTokens: 0 }) && !isKnown({ inputTokens: 100 }));
  ok(!isKnown({ searchCalls: 1 }), "nothing was to be searched");
  ok(!isKnown({ outputTokens: undefined }));
});

Deno.test("paidCalls() books an absurd usage as unknown, goes on, and its ledger stays readable", async () => {
  const absurd: readonly Usage[] = [
    { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 200 },
    { inputTokens: 1000, outputTokens: Number.MAX_SAFE_INTEGER },
    { inputTokens: 8e15, outputTokens: 8e14 },
    { inputTokens: 1000, outputTokens: 200, searchCalls: 1e15 },
    { inputTokens: 0, outputTokens: 0 },
    { inputTokens: 1000, outputTokens: 0 },
    { inputTokens: 1, outputTokens: 1 },
  ];
  const { calls, ask, warnings } = asking();
  for (const [i, usage] of absurd.entries()) {
    const reply = await ask(answering({ usage }), { user: `Question ${i} on XLB`.padEnd(200) });
    equal(reply.costUsd, undefined);
    equal(reply.usage, undefined, "what cannot be is not passed on");
  }
  equal(calls.spent().settledUsd, 0);
  ok(calls.spent().openUsd > 0.05);
  equal(calls.ledger.entries().filter(({ kind }) => kind === "unknown").length, absurd.length);
  match(warnings[0], /counted cannot be \(9007199254740991 tokens of input where at most \d+ were/);
  // On this machine it is free, and nothing of it is written down.
  const local = answering({ usage: absurd[0] }, { name: "b", isLocal: true });
  equal((await ask(local)).costUsd, 0);
});

Deno.test("paidCalls() books no answer in a dearer tier at the price of another", async () => {
  const usage = { inputTokens: 100, outputTokens: 100 };
  const reply = { tier: "priority", usage };
  const { calls, ask, warnings } = asking();
  const paid = await ask(answering(reply));
  equal(paid.costUsd, undefined);
  equal(calls.spent().settledUsd, 0);
  ok(calls.spent().openUsd > 0);
  equal(calls.ledger.entries()[1].basis, "answered in the tier priority");
  match(warnings.join(), /tier priority, which was not asked for.*serviceTier "default"/);
  const priced = await ask(answering(reply), { serviceTier: "priority" });
  equal(priced.costUsd, 0.0011);
  const usual = await ask(answering({ tier: "default", usage }), { user: "Score XLB again." });
  equal(usual.costUsd, 0.0011);
  equal(warnings.length, 1);
});

Deno.test("the tier of an answer is read from each protocol that tells it, streamed or whole", async () => {
  const chat = {
    model: "m",
    service_tier: "priority",
    choices: [{ message: { content: "x" }, finish_reason: "stop" }],
  };
  const response = {
    object: "response",
    status: "completed",
    service_tier: "priority",
    output: [{ type: "message", content: [{ type: "output_text", text: "x" }] }],
  };
  const event = (one: unknown) => `data: ${JSON.stringify(one)}\n\n`;
  for (
    const [make, bodies] of [
      [compatibleProvider, [chat, event({ ...chat, object: "chat.completion.chunk" })]],
      [openaiProvider, [response, event({ type: "response.completed", response })]],
    ] as const
  ) {
    await using server = jsonServer(bodies);
    const provider = make({ key: KEY, baseUrl: `${server.url}/v1` });
    equal((await provider.call(ballotCall())).tier, "priority");
    equal((await provider.call(ballotCall())).tier, "priority");
  }
});

Deno.test("paidCalls() makes no day of a gate full by an absurd usage", async () => {
  let time = 0;
  const calls = paidCalls({
    store: openCallStore(":memory:"),
    sweep: "s",
    priceOf,
    now: () => 0,
    clock: () => time,
    wait: (ms) => Promise.resolve(void (time += ms)),
    limitsOf: () => ({ tokensPerMinute: 10_000 }),
  });
  const provider = answering({ usage: { inputTokens: 1e15, outputTokens: 1e15 } });
  for (const user of ["one", "two"]) {
    const call = ballotCall({ user });
    const about = { provider, analyst: "x", sector: "XLB", day: "2026-11-20" as Day, sample: 0 };
    const key = callKey(call, { ...about, sector: "XLB" });
    await calls.makeCall(call, { ...about, sector: "XLB", key, deadlineMs: 60_000 });
  }
  equal(time, 0);
});

Deno.test("paidCalls() leaves the fees of searches open where an answer ended badly without counting them", async () => {
  const usage = { inputTokens: 1000, outputTokens: 200 };
  for (const finish of ["incomplete", "refused", "filtered", "failed"] as const) {
    const { calls, ask } = asking();
    await ask(answering({ finish, usage }), research);
    equal(calls.spent().settledUsd, 0, finish);
    ok(calls.spent().openUsd > 0.04, finish);
  }
  // Counted ones are known, and an answer that is complete did not search where it names none.
  for (
    const [finish, searchCalls, cost] of [["incomplete", 3, 0.033], [
      "complete",
      undefined,
      0.003,
    ]] as const
  ) {
    const { calls, ask } = asking();
    await ask(answering({ finish, usage: { ...usage, searchCalls } }), research);
    deepEqual(calls.spent(), { settledUsd: cost, openUsd: 0 });
  }
});

Deno.test("paidCalls() buys failed research once more and not four times, however it fails", async () => {
  for (
    const fault of ["failed", "server", "body cut", "not the protocol", "deadline"] as const
  ) {
    const provider = answering({ finish: "failed", usage: { inputTokens: 900, outputTokens: 90 } });
    if (fault !== "failed") {
      provider.call = () => {
        provider.asked++;
        return Promise.reject(
          new CallError("Cannot ask", { fault, canRetry: true, mayCost: true }),
        );
      };
    }
    await asking().ask(provider, research).catch(() => {});
    equal(provider.asked, 2, fault);
  }
  // What cost nothing is tried as often as anything else.
  const busy = answering({});
  busy.call = () => {
    busy.asked++;
    return Promise.reject(
      new CallError("Cannot ask", { fault: "rate limit", canRetry: true, mayCost: false }),
    );
  };
  await asking().ask(busy, research).catch(() => {});
  equal(busy.asked, 4);
});

Deno.test("paidCalls() books the usage beside an answer that is none", async () => {
  const bodies: Readonly<Record<(typeof KINDS)[number], unknown>> = {
    openai: { object: "list", usage: { input_tokens: 1000, output_tokens: 20 } },
    anthropic: { type: "message", usage: { input_tokens: 1000, output_tokens: 20 } },
    google: { usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 20 } },
    xai: { choices: [], usage: { prompt_tokens: 1000, completion_tokens: 20 } },
    compatible: { choices: [], usage: { prompt_tokens: 1000, completion_tokens: 20 } },
  };
  const url = "http://127.0.0.1:9";
  const nowhere = { urls: { openai: url, anthropic: url, google: url, xai: url, compatible: url } };
  for (const kind of KINDS) {
    const fetch: Fetch = () => Promise.resolve(new Response(JSON.stringify(bodies[kind])));
    const { calls, ask } = asking();
    await rejects(
      ask(providerAt(kind, nowhere, { fetch })),
      (error) => error instanceof CallError && Math.abs(error.costUsd! - 4 * 0.0012) < 1e-9,
      kind,
    );
    // Four tries, each at its price, and nothing open.
    deepEqual(calls.spent(), { settledUsd: 0.0048, openUsd: 0 }, kind);
    ok(calls.ledger.entries().every(({ basis }) => basis !== "usage"), "it is no answer");
  }
});

Deno.test("research whose searches have no bound is refused under a cap, unless asked for by name", async () => {
  const usage = { inputTokens: 1000, outputTokens: 200, searchCalls: 140 };
  const searcher = answering({ usage }, { boundsSearches: false });
  const { ask, calls } = asking({ sweep: 1 });
  await rejects(
    ask(searcher, research),
    (error) =>
      error instanceof DataError && /no bound on searches.*unboundedSearches/.test(error.message),
  );
  equal(searcher.asked, 0);
  deepEqual(calls.spent(), { settledUsd: 0, openUsd: 0 });
  // Accepted: what was searched is booked, and the next call meets the cap.
  const accepted = { ...research, search: { maxCalls: 4, mayExceed: true } };
  await ask(searcher, accepted);
  equal(calls.spent().settledUsd, 1.403);
  await rejects(ask(searcher, { ...accepted, user: "More on XLB." }), /of the cap of \$1\.00/);
  equal(searcher.asked, 1);
  // More than was allowed, where the provider knows the bound, is no count to believe.
  equal((await asking().ask(answering({ usage }), research)).costUsd, undefined);

  // The quote says so before anybody is asked.
  const deep = (settings: unknown) => {
    const { providers } = providerSettings({
      providers: [{
        name: "google",
        kind: "google",
        roles: { deep: { model: "test-model", research: settings as boolean } },
      }],
    });
    return roleOptions(providerSettings({ providers }), providers[0], "deep")!;
  };
  const url = "http://127.0.0.1:9";
  const google = providerAt("google", {
    urls: { openai: url, anthropic: url, google: url, xai: url, compatible: url },
  });
  const quoted = (settings: unknown) =>
    quote(
      (makeCall) => [modelAnalyst(google, { ...deep(settings), researchPast: true, makeCall })],
      [BRIEF],
      {
        askedAt: ASKED_AT,
        priceOf,
      },
    );
  match((await quoted(true)).closed.join(), /no bound on searches/);
  deepEqual((await quoted({ unboundedSearches: true })).closed, []);
});
