import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { DataError } from "lab/errors";
import {
  CallError,
  callKey,
  type CallStore,
  liveCommittee,
  modelAnalyst,
  type ModelCall,
  modelPrices,
  type ModelReply,
  openCallStore,
  paidCalls,
  type PaidCallsOptions,
  type Provider,
  providerSettings,
  quote,
  spendingSettings,
  StoreError,
} from "lab/providers";
import type { Day } from "lab/units";
import { STATED } from "./hostile_mix.ts";
import { type Fault, FAULTS, loopbackServer } from "./loopback_server.ts";
import { ASKED_AT, ballotCall, BRIEF, BRIEFS, KEY, providerAt, RUBRIC } from "./questions.ts";

const AT = new Date("2026-11-23");
const priceOf = await modelPrices({
  at: AT,
  stated: Object.fromEntries(
    ["a/m", "b/m", "openai/test-model", "compatible/test-model"].map((name) => [name, STATED]),
  ),
});
/** One call of 1,000 tokens in and 100 out: $0.002. */
const USAGE = { inputTokens: 1000, outputTokens: 100 };
const GOOD: ModelReply = { finish: "complete", text: "{}", model: "m", usage: USAGE };

/** A provider whose replies are a list; the last one is repeated. */
function stub(
  name: string,
  replies: readonly (ModelReply | CallError)[],
  more: Partial<Provider> = {},
): Provider & { asked: number } {
  const provider: Provider & { asked: number } = {
    name,
    baseUrl: `https://${name}.example/v1`,
    isLocal: false,
    asked: 0,
    call(): Promise<ModelReply> {
      const reply = replies[Math.min(provider.asked++, replies.length - 1)];
      return reply instanceof CallError ? Promise.reject(reply) : Promise.resolve(reply);
    },
    ...more,
  };
  return provider;
}
const fault = (name: CallError["fault"], facts: Partial<CallError> = {}) =>
  new CallError(`Cannot ask: ${name}`, { fault: name, canRetry: true, mayCost: true, ...facts });

function callsWith(options: Partial<PaidCallsOptions> = {}) {
  let time = Date.UTC(2026, 10, 23);
  const store = options.store ?? openCallStore(":memory:");
  const calls = paidCalls({
    sweep: "s",
    priceOf,
    now: () => time,
    clock: () => time,
    wait: (ms) => Promise.resolve(void (time += ms)),
    ...options,
    store,
  });
  const ask = (provider: Provider, parts: Partial<ModelCall> = {}) => {
    const call = ballotCall({ model: "m", ...parts });
    const about = { provider, analyst: "x", sector: "XLB", day: "2026-11-20" as Day, sample: 0 };
    return calls.makeCall(call, {
      ...about,
      sector: "XLB",
      key: key(provider, call),
      deadlineMs: 60_000,
    });
  };
  const key = (provider: Provider, call: ModelCall) =>
    callKey(call, {
      provider,
      analyst: "x",
      sector: "XLB",
      day: "2026-11-20" as Day,
      sample: 0,
    });
  return { calls, store, ask, move: (ms: number) => void (time += ms) };
}

Deno.test("paidCalls() books each try, and knows no cost where one try had none", async () => {
  const { calls, ask } = callsWith();
  // A 429 costs nothing, a cut body perhaps all, the third answers.
  const provider = stub("a", [
    fault("rate limit", { mayCost: false, retryAfterMs: 1000 }),
    fault("body cut"),
    GOOD,
  ]);
  const reply = await ask(provider);
  equal(provider.asked, 3);
  equal(reply.costUsd, undefined);
  const { settledUsd, openUsd } = calls.spent();
  equal(settledUsd, 0.002);
  ok(openUsd > 0.01);
  deepEqual(calls.ledger.entries().map(({ kind, basis }) => `${kind}: ${basis}`), [
    "reserve: worst case",
    "settle: not billed",
    "reserve: worst case",
    "unknown: body cut",
    "reserve: worst case",
    "settle: usage",
  ]);
});

Deno.test("paidCalls() hands on the last error with the cost of all tries", async () => {
  const { ask } = callsWith({ tries: 2 });
  // The first may have been billed, the last was not: the cost is unknown, not 0.
  await rejects(
    ask(stub("a", [fault("body cut"), fault("rate limit", { mayCost: false })])),
    (error) => error instanceof CallError && error.mayCost && error.costUsd === undefined,
  );
  const free = fault("rate limit", { mayCost: false });
  await rejects(
    ask(stub("b", [free])),
    (error) => error instanceof CallError && error.costUsd === 0 && !error.mayCost,
  );
});

Deno.test("paidCalls() asks once for what is asked twice, at once or later, for four hours", async () => {
  const { ask, move, calls } = callsWith();
  const provider = stub("a", [GOOD]);
  const both = await Promise.all([ask(provider), ask(provider)]);
  equal(provider.asked, 1);
  deepEqual(both[0], both[1]);
  const { asked, ...reply } = await ask(provider);
  deepEqual(reply, { ...GOOD, costUsd: 0.002 });
  deepEqual(asked?.latencyMs, 0);
  // Another question, another address, another answer.
  await ask(provider, { user: "another" });
  await ask(stub("b", [GOOD]));
  equal(provider.asked, 2);
  move(4 * 3_600_000);
  await ask(provider);
  equal(provider.asked, 3);
  equal(calls.spent().settledUsd, 0.008);
});

Deno.test("paidCalls() keeps an incomplete answer, which was paid for, and asks again for a refusal or one given up", async () => {
  for (const [finish, asked] of [["refused", 2], ["filtered", 2], ["incomplete", 1]] as const) {
    const { ask, calls } = callsWith();
    const provider = stub("a", [{ ...GOOD, finish, text: "" }]);
    equal((await ask(provider)).finish, finish);
    equal((await ask(provider)).costUsd, 0.002);
    equal(provider.asked, asked);
    equal(calls.spent().settledUsd, asked * 0.002);
  }
  const { ask, calls } = callsWith();
  const failing = stub("a", [{ ...GOOD, finish: "failed", text: "" }, GOOD]);
  const reply = await ask(failing);
  equal(reply.finish, "complete");
  // Both were billed, and both are in its cost.
  equal(reply.costUsd, 0.004);
  equal(calls.spent().settledUsd, 0.004);
  const lost = stub("b", [{ ...GOOD, finish: "failed", reason: "server_error", text: "" }]);
  deepEqual([(await ask(lost)).finish, lost.asked], ["failed", 4]);
});

Deno.test("paidCalls() keeps an answer without usage at an unknown cost, and its reservation open", async () => {
  const { ask, calls } = callsWith();
  const reply = await ask(stub("a", [{ ...GOOD, usage: undefined }]));
  equal(reply.costUsd, undefined);
  equal(calls.spent().settledUsd, 0);
  ok(calls.spent().openUsd > 0);
  // Half a usage is none.
  const half = { inputTokens: undefined, outputTokens: 5 };
  equal((await ask(stub("b", [{ ...GOOD, usage: half }]))).costUsd, undefined);
  // On this machine it is free, counted or not.
  const local = stub("c", [{ ...GOOD, usage: undefined }], { isLocal: true });
  equal((await ask(local)).costUsd, 0);
});

Deno.test("paidCalls() makes no call without a price", async () => {
  const { ask, calls } = callsWith();
  const provider = stub("nobody", [GOOD]);
  await rejects(ask(provider), DataError);
  equal(provider.asked, 0);
  deepEqual(calls.ledger.entries(), []);
});

Deno.test("paidCalls() falls back in order, says who answered, and does not ask the first again when resumed", async () => {
  const second = stub("b", [GOOD]);
  const { ask, store } = callsWith({
    fallbacksOf: () => [{ provider: second, model: "m" }],
    tries: 2,
  });
  const down = stub("a", [fault("server", { mayCost: false })]);
  const reply = await ask(down);
  deepEqual(reply.servedBy, { provider: "b", model: "m", place: 1 });
  deepEqual([down.asked, second.asked], [2, 1]);
  const again = callsWith({ store, fallbacksOf: () => [] });
  deepEqual(await again.ask(stub("a", [GOOD])), reply);
});

Deno.test("paidCalls() tells the place of who answered, and asks a fallback in its own manner", async () => {
  const down = stub("a", [fault("server", { mayCost: false })]);
  const alsoDown = stub("b", [fault("server", { mayCost: false })]);
  const heard: ModelCall[] = [];
  const third = stub("c", [], {
    isLocal: true,
    call: (call) => Promise.resolve(void heard.push(call)).then(() => GOOD),
  });
  const { ask } = callsWith({
    fallbacksOf: () => [
      { provider: alsoDown, model: "m" },
      { provider: third, model: "n", manner: { verbosity: "low" } },
    ],
    tries: 1,
  });
  const manner = { reasoningEffort: "high", serviceTier: "flex" };
  const { servedBy } = await ask(down, manner);
  deepEqual(servedBy, { provider: "c", model: "n", place: 2 });
  const { model, reasoningEffort, serviceTier, verbosity } = heard[0];
  deepEqual([model, reasoningEffort, serviceTier, verbosity], ["n", undefined, undefined, "low"]);
  // The one who should answer is asked as the role says.
  await callsWith().ask(third, manner);
  deepEqual([heard[1].reasoningEffort, heard[1].serviceTier], ["high", "flex"]);
});

Deno.test("paidCalls() ends at once when a server asks to wait beyond the deadline", async () => {
  const { ask } = callsWith();
  const patient = stub("a", [fault("rate limit", { mayCost: false, retryAfterMs: 120_001 })]);
  await rejects(
    ask(patient),
    (error) => error instanceof CallError && error.fault === "rate limit",
  );
  equal(patient.asked, 1);
});

Deno.test("paidCalls() warns when a bill exceeds its worst case, and books what was billed", async () => {
  const warnings: string[] = [];
  const { ask, calls } = callsWith({ onWarning: (text) => warnings.push(text) });
  // Two searches brought in more than the lab foresees, and no more than two contexts.
  const usage = { inputTokens: 300_000, outputTokens: 1000, searchCalls: 2 };
  const search = { maxCalls: 2 };
  await ask(stub("a", [{ ...GOOD, usage }]), { stage: "research", search });
  equal(calls.spent().settledUsd, 0.33);
  match(warnings[0], /cost \$0\.3300, more than its worst case/);
});

Deno.test("paidCalls() finds a background answer again after a stop, and pays for it once", async () => {
  await using server = loopbackServer({ price: STATED, looks: 2 });
  const store = openCallStore(":memory:");
  const provider = providerAt("openai", server);
  const call = { background: true, stage: "research", model: "test-model" } as const;
  const stop = new AbortController();
  const first = callsWith({ store, lookEveryMs: 20 });
  const asking = first.ask(provider, { ...call, signal: stop.signal });
  while (server.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  await rejects(asking, (error) => error instanceof CallError && error.fault === "stopped");
  // The id is on disk; nothing is settled.
  equal(first.calls.spent().settledUsd, 0);
  const opened = first.calls.ledger.entries().filter(({ kind }) => kind === "background");
  equal(opened.length, 1);

  const second = callsWith({ store, lookEveryMs: 5 });
  const reply = await second.ask(provider, call);
  equal(reply.finish, "complete");
  equal(server.received.filter(({ method }) => method === "POST").length, 1);
  equal(second.calls.spent().openUsd, 0);
  ok(Math.abs(second.calls.spent().settledUsd - server.billUsd()) < 1e-9);
});

Deno.test("paidCalls() books an expired background answer as possible cost, and asks anew", async () => {
  await using server = loopbackServer({ price: STATED, looks: 0 });
  const store = openCallStore(":memory:");
  const provider = providerAt("openai", server);
  const call = { background: true, stage: "research", model: "test-model" } as const;
  const stop = new AbortController();
  const stopping: Provider = {
    ...provider,
    fetchAnswer: () => (stop.abort(), Promise.reject(fault("stopped", { canRetry: false }))),
  };
  await rejects(callsWith({ store }).ask(stopping, { ...call, signal: stop.signal }), CallError);
  server.forget();
  const { ask, calls } = callsWith({ store, lookEveryMs: 5 });
  equal((await ask(provider, call)).finish, "complete");
  ok(calls.spent().openUsd > 0);
  deepEqual(
    calls.ledger.entries().filter(({ kind }) => kind === "unknown").map(({ basis }) => basis),
    ["expired"],
  );
});

Deno.test("paidCalls() knows no cost of a background answer whose looks fail, whatever the error says", async () => {
  const { calls, ask } = callsWith();
  // The look was free; the answer that it looked for may be paid for.
  const look = fault("refused key", { canRetry: false, mayCost: false });
  const provider = stub(
    "a",
    [{ ...GOOD, finish: "pending", text: "", usage: undefined, id: "r" }],
    {
      fetchAnswer: () => Promise.reject(look),
    },
  );
  await rejects(
    ask(provider, { background: true, stage: "research" }),
    (error) =>
      error instanceof CallError && error.fault === "refused key" && error.mayCost &&
      error.costUsd === undefined,
  );
  const { settledUsd, openUsd } = calls.spent();
  equal(settledUsd, 0);
  ok(openUsd > 0);
  // Nothing is over: the answer is looked for again later.
  deepEqual(calls.ledger.entries().map(({ kind }) => kind), ["reserve", "background"]);
});

Deno.test("paidCalls() waits for a background answer whose id cannot be written down", async () => {
  const whole = openCallStore(":memory:");
  let failed = 0;
  const store: CallStore = {
    ...whole,
    asker: whole.asker,
    run(sql, ...values) {
      if (values[0] !== "background") return whole.run(sql, ...values);
      failed++;
      throw new StoreError("write to", "x", new Error("disk full"));
    },
  };
  const { calls, ask } = callsWith({ store });
  const pending: ModelReply = { ...GOOD, finish: "pending", text: "", usage: undefined, id: "r" };
  const provider = stub("a", [pending], { fetchAnswer: () => Promise.resolve(GOOD) });
  const reply = await ask(provider, { background: true, stage: "research" });
  equal(failed, 1);
  equal(reply.costUsd, 0.002);
  equal(provider.asked, 1);
  deepEqual(calls.spent(), { settledUsd: 0.002, openUsd: 0 });
});

Deno.test("paidCalls() counts no wait for a place in the time for all tries", async () => {
  // One call a minute: three waits of a minute are more than the two minutes that tries may take.
  const { ask } = callsWith({ limitsOf: () => ({ requestsPerMinute: 1 }) });
  const busy = fault("server", { mayCost: false });
  const provider = stub("a", [busy, busy, busy, GOOD]);
  equal((await ask(provider)).finish, "complete");
  equal(provider.asked, 4);
});

Deno.test("a key is in no byte of ledger and kept answers, though the server echoes it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const echoes: readonly Fault[] = ["echo key", "echo key in the answer", "500", "html"];
    ok(echoes.every((one) => FAULTS.includes(one)));
    await using server = loopbackServer({ fault: (_, n) => echoes[n % 5], price: STATED });
    const path = join(folder, "calls.sqlite");
    const committee = await liveCommittee({
      settings: providerSettings({
        providers: (["openai", "anthropic", "google", "xai"] as const).map((kind) => ({
          name: kind,
          kind,
          baseUrl: server.urls[kind],
          roles: { fast: { model: "m", price: STATED } },
        })),
        analysts: ["openai/fast", "anthropic/fast", "google/fast", "xai/fast"],
      }),
      spending: spendingSettings({ tries: 2, fallbacks: { "openai/fast": ["xai/fast"] } }),
      briefs: BRIEFS.slice(0, 4),
      storePath: path,
      factory: { readVariable: (name) => name.endsWith("_KEY") ? KEY : undefined },
      now: Date.now,
    });
    const result = await committee.sweep();
    ok(committee.calls.ledger.entries().length > 20);
    const shown = JSON.stringify([result, committee.calls.ledger.entries(), committee.sweepName]);
    ok(!shown.includes(KEY));
    // Before the file is closed its log stands beside it.
    let bytes = "";
    for (const { name } of Deno.readDirSync(folder)) {
      bytes += new TextDecoder("latin1").decode(Deno.readFileSync(join(folder, name)));
    }
    committee.close();
    ok(bytes.includes("anthropic"));
    for (const piece of [KEY, encodeURIComponent(KEY), btoa(KEY), KEY.slice(0, 20)]) {
      ok(!bytes.includes(piece));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("quote() foresees the sweep: tokens and calls as they come, dollars between likely and most", async () => {
  await using server = loopbackServer({ price: STATED });
  const store = openCallStore(":memory:");
  const { calls } = callsWith({ store, now: Date.now });
  const provider = providerAt("compatible", server);
  const analysts = (makeCall = calls.makeCall) => [
    modelAnalyst(provider, { model: "test-model", name: "x", makeCall }),
  ];
  const of = () =>
    quote(analysts, BRIEFS, {
      askedAt: ASKED_AT,
      priceOf,
      samples: 2,
      kept: calls.kept,
      limitsOf: () => ({ requestsPerMinute: 5 }),
    });
  const before = await of();
  equal(server.received.length, 0);
  equal(before.calls, 22);
  equal(before.rows.length, 11);
  // Five in the first minute, then five a minute: 22 need four minutes more.
  equal(before.minutes, 4);
  for (const sample of [0, 1]) {
    await analysts()[0].answer(BRIEF, RUBRIC, { askedAt: ASKED_AT, sample });
  }
  const after = await of();
  deepEqual([after.calls, after.keptCalls], [20, 2]);
  deepEqual([after.rows[0].calls, after.rows[0].likelyUsd], [0, 0]);
  // The server counts four characters a token; the schema comes on top here.
  const billed = server.bill[0].inputTokens;
  const foreseen = before.rows[0].inputTokens / 2;
  ok(foreseen > billed && foreseen < 1.6 * billed, `${foreseen} for ${billed}`);
  ok(server.billUsd() <= before.rows[0].likelyUsd);
  ok(before.likelyUsd < before.mostUsd);
});

Deno.test("quote() of research counts both stages and its searches, and says what is closed", async () => {
  const provider = stub("a", [GOOD]);
  const analysts = (makeCall: Parameters<Parameters<typeof quote>[0]>[0]) => [
    modelAnalyst(provider, {
      model: "m",
      name: "deep",
      research: {},
      researchPast: true,
      makeCall,
    }),
    modelAnalyst(stub("nobody", [GOOD]), { model: "m", name: "closed", makeCall }),
  ];
  const { rows, closed, minutes } = await quote(analysts, [BRIEF], { askedAt: ASKED_AT, priceOf });
  equal(provider.asked, 0);
  equal(rows[0].calls, 2);
  // 240 seconds of research and 20 of a ballot, one after the other.
  equal(minutes, 260 / 60);
  // 30,000 tokens at $10 a million and ten searches at $10 a thousand are $0.40 by themselves.
  ok(rows[0].mostUsd > 0.4);
  match(closed.join(), /no table knows its price at nobody\.example/);
  equal(rows[1].likelyUsd, 0);
});
