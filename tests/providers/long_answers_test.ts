import {
  anthropicProvider,
  CallError,
  googleProvider,
  modelAnalyst,
  type ModelCall,
  openaiProvider,
  providerSettings,
  roleNotes,
  xaiProvider,
} from "lab/providers";
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { jsonServer } from "./json_server.ts";
import { goodAnswer } from "./loopback_server.ts";
import { ASKED_AT, ballotCall, BRIEF, KEY, RUBRIC } from "./questions.ts";

const research: ModelCall = ballotCall({
  schema: undefined,
  stage: "research",
  search: { maxCalls: 4 },
  maxOutputTokens: 30_000,
});
const events = (...list: Record<string, unknown>[]) =>
  list.map((one) => `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`).join("");

/** A turn of Anthropic's protocol as its stream. */
function turn(text: string, stop: string, usage: Record<string, unknown>): string {
  return events(
    {
      type: "message_start",
      message: { id: "msg_1", type: "message", role: "assistant", model: "c", content: [], usage },
    },
    { type: "ping" },
    {
      type: "content_block_start",
      index: 0,
      content_block: { type: "server_tool_use", id: "t1", name: "web_search", input: {} },
    },
    {
      type: "content_block_delta",
      index: 0,
      delta: { type: "input_json_delta", partial_json: '{"query": "sec' },
    },
    {
      type: "content_block_delta",
      index: 0,
      delta: { type: "input_json_delta", partial_json: 'tor"}' },
    },
    { type: "content_block_stop", index: 0 },
    { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
    {
      type: "content_block_delta",
      index: 1,
      delta: {
        type: "citations_delta",
        citation: { type: "web_search_result_location", url: `https://example.org/${text}` },
      },
    },
    { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: `${text} ` } },
    { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "is told." } },
    { type: "content_block_stop", index: 1 },
    {
      type: "message_delta",
      delta: { stop_reason: stop },
      usage: { output_tokens: 100, server_tool_use: { web_search_requests: 1 } },
    },
    { type: "message_stop" },
  );
}

Deno.test("anthropic streams a long answer and goes on where a turn pauses, within the same bounds", async () => {
  await using server = jsonServer([
    turn("one", "pause_turn", { input_tokens: 10 }),
    turn("two", "pause_turn", { input_tokens: 20, cache_read_input_tokens: 5 }),
    turn("three", "end_turn", { input_tokens: 30 }),
  ]);
  const provider = anthropicProvider({ key: KEY, baseUrl: server.url });
  const reply = await provider.call(research);
  equal(reply.finish, "complete");
  equal(reply.text, "one is told.two is told.three is told.");
  deepEqual(reply.usage, {
    inputTokens: 65,
    cachedInputTokens: 5,
    outputTokens: 300,
    searchCalls: 3,
  });
  deepEqual(reply.sources!.map(({ url }) => url.slice(20)), ["one", "two", "three"]);
  const bodies = server.asked.map(({ body }) => body);
  deepEqual(bodies.map(({ stream }) => stream), [true, true, true]);
  deepEqual(bodies.map((body) => body.max_tokens), [30_000, 29_900, 29_800]);
  deepEqual(bodies.map((body) => body.tools[0].max_uses), [4, 3, 2]);
  deepEqual(bodies.map(({ messages }) => messages.length), [1, 2, 2]);
  const [, assistant] = bodies[2].messages;
  equal(assistant.content.length, 4);
  deepEqual(assistant.content[0].input, { query: "sector" });
});

Deno.test("anthropic stops at the bounds of the call, and a turn that fails costs all the same", async () => {
  {
    await using server = jsonServer([turn("one", "pause_turn", { input_tokens: 10 })]);
    const provider = anthropicProvider({ key: KEY, baseUrl: server.url });
    // A server that searches on, though it must not, is asked no more.
    const reply = await provider.call({ ...research, search: { maxCalls: 2 } });
    deepEqual([reply.finish, reply.reason, server.asked.length], ["incomplete", "pause_turn", 3]);
    const dear = await provider.call({ ...research, maxOutputTokens: 100 });
    deepEqual([dear.finish, server.asked.length], ["incomplete", 4]);
  }
  await using server = jsonServer([
    turn("one", "pause_turn", { input_tokens: 10 }),
    { status: 429, body: { error: { message: "slow down" } } },
  ]);
  await rejects(
    anthropicProvider({ key: KEY, baseUrl: server.url }).call(research),
    (error) => error instanceof CallError && error.fault === "rate limit" && error.mayCost,
  );
});

Deno.test("anthropic ends a turn that paused after its last search, without searching", async () => {
  const call = { ...research, search: { maxCalls: 1 } };
  const paused = turn("one", "pause_turn", { input_tokens: 10 });
  await using server = jsonServer([paused, turn("two", "end_turn", { input_tokens: 20 })]);
  const reply = await anthropicProvider({ key: KEY, baseUrl: server.url }).call(call);
  deepEqual([reply.finish, reply.text], ["complete", "one is told.two is told."]);
  deepEqual(
    server.asked.map(({ body }) => [body.tools[0].max_uses, body.tool_choice]),
    [[1, undefined], [1, { type: "none" }]],
  );
  // What was searched and paid for is not lost where the end of the turn is refused, for whatever reason.
  for (const [status, message] of [[400, "tool_choice: not with this tool"], [429, "too many"]]) {
    const body = { error: { message } };
    await using strict = jsonServer([paused, { status: Number(status), body }]);
    const cut = await anthropicProvider({ key: KEY, baseUrl: strict.url }).call(call);
    deepEqual([cut.finish, cut.reason, cut.text], ["incomplete", "pause_turn", "one is told."]);
    equal(cut.usage?.inputTokens, 10);
  }
  await using failing = jsonServer([paused, { status: 503, body: {} }]);
  await rejects(
    anthropicProvider({ key: KEY, baseUrl: failing.url }).call(call),
    (error) => error instanceof CallError && error.mayCost,
  );
});

Deno.test("a stream that ends early, or tells an error, is no answer", async () => {
  const whole = turn("one", "end_turn", { input_tokens: 10 });
  const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  for (
    const [body, fault] of [
      [whole.slice(0, -60), "body cut"],
      [whole.slice(0, 700), "body cut"],
      [events(overloaded), "server"],
    ] as const
  ) {
    await using server = jsonServer([body]);
    await rejects(
      anthropicProvider({ key: KEY, baseUrl: server.url }).call(research),
      (error) => error instanceof CallError && error.fault === fault && error.mayCost,
      fault,
    );
  }
});

Deno.test("a refusal after the first pieces of a stream may cost, whatever its status says", async () => {
  const begun = { choices: [{ delta: { content: "It rose and " }, finish_reason: null }] };
  const piece = (one: unknown) => `data: ${JSON.stringify(one)}\n\n`;
  for (
    const [code, fault] of [[429, "rate limit"], [402, "quota"], [400, "bad request"]] as const
  ) {
    const refusal = { error: { code, message: "Provider trouble" } };
    for (
      const [body, mayCost] of [
        [piece(begun) + piece(refusal), true],
        [piece(begun) + piece({ ...begun, ...refusal }), true],
        [piece(refusal), false],
      ] as const
    ) {
      await using server = jsonServer([body]);
      await rejects(
        xaiProvider({ key: KEY, baseUrl: server.url }).call(
          ballotCall({ maxOutputTokens: 20_000 }),
        ),
        (error) => error instanceof CallError && error.fault === fault && error.mayCost === mayCost,
        `${code}, ${mayCost}`,
      );
    }
  }
});

Deno.test("a stream that tells a limit or an empty account by a word is not asked again at once", async () => {
  const refused = async (provider: typeof anthropicProvider, body: string, fault: string) => {
    await using server = jsonServer([body]);
    await rejects(
      provider({ key: KEY, baseUrl: server.url }).call(research),
      (error) => error instanceof CallError && error.fault === fault && !error.mayCost,
      fault,
    );
  };
  const limit = { type: "error", error: { type: "rate_limit_error", message: "Too many" } };
  await refused(anthropicProvider, events(limit), "rate limit");
  const empty = { type: "error", code: "insufficient_quota", message: "See your plan" };
  await refused(openaiProvider, events(empty), "quota");
});

Deno.test("a stream may be as long as its answer needs, and no longer", async () => {
  const word = "x".repeat(300);
  const delta = {
    type: "content_block_delta",
    index: 1,
    delta: { type: "text_delta", text: word },
  };
  const padded = (count: number) =>
    turn("one", "end_turn", { input_tokens: 10 }).replace(
      /event: content_block_stop\ndata: \{"type":"content_block_stop","index":1\}/,
      (end) => events(delta).repeat(count) + end,
    );
  await using server = jsonServer([padded(10_000), padded(60_000)]);
  const provider = anthropicProvider({ key: KEY, baseUrl: server.url });
  const reply = await provider.call(research);
  equal(reply.text.length, "one is told.".length + 3_000_000);
  await rejects(
    provider.call(research),
    (error) => error instanceof CallError && error.fault === "body too large",
  );
});

const response = {
  id: "resp_1",
  object: "response",
  status: "completed",
  model: "o",
  output: [{
    type: "web_search_call",
    action: { type: "search", sources: [{ url: "https://example.org/a" }] },
  }, { type: "message", content: [{ type: "output_text", text: "It rose." }] }],
  usage: { input_tokens: 5, output_tokens: 6 },
};

Deno.test("openai streams a long answer, and asks for the sources again when it fetches one", async () => {
  await using server = jsonServer([
    events(
      { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
      { type: "response.output_text.delta", delta: "It " },
      { type: "response.completed", response },
    ),
    response,
  ]);
  const provider = openaiProvider({ key: KEY, baseUrl: `${server.url}/v1` });
  const streamed = await provider.call(research);
  const fetched = await provider.fetchAnswer!("resp_1", research.signal);
  for (const reply of [streamed, fetched]) {
    deepEqual([reply.finish, reply.text, reply.sources], ["complete", "It rose.", [
      { url: "https://example.org/a" },
    ]]);
  }
  equal(server.asked[0].body.stream, true);
  match(
    decodeURIComponent(server.asked[1].path),
    /^\/v1\/responses\/resp_1\?include(\[\]|\[0\])?=web_search_call\.action\.sources$/,
  );
});

Deno.test("each protocol is asked for effort, length and tier by its own words, or refuses them", async () => {
  const words = { reasoningEffort: "low", verbosity: "high", serviceTier: "flex" } as const;
  await using server = jsonServer([response]);
  const at = { key: KEY, baseUrl: `${server.url}/v1` };
  const given = async (provider: ReturnType<typeof openaiProvider>, parts: Partial<ModelCall>) => {
    const before = server.asked.length;
    await provider.call(ballotCall(parts)).catch((error) => {
      ok(error instanceof CallError && error.fault === "not the protocol", String(error));
    });
    return server.asked[before].body;
  };
  const openai = await given(openaiProvider(at), words);
  deepEqual([openai.reasoning, openai.text.verbosity, openai.service_tier], [
    { effort: "low" },
    "high",
    "flex",
  ]);
  ok(openai.text.format);
  const chat = await given(xaiProvider(at), words);
  deepEqual([chat.reasoning_effort, chat.verbosity, chat.service_tier], ["low", "high", "flex"]);
  const claude = await given(anthropicProvider(at), {
    reasoningEffort: "low",
    serviceTier: "standard_only",
  });
  equal(claude.output_config.effort, "low");
  ok(claude.output_config.format);
  equal(claude.service_tier, "standard_only");
  const gemini = await given(googleProvider(at), { reasoningEffort: "low" });
  deepEqual(gemini.generationConfig.thinkingConfig, { thinkingLevel: "low" });
  const still = await given(googleProvider(at), { reasoningEffort: "none" });
  deepEqual(still.generationConfig.thinkingConfig, { thinkingBudget: 0 });
  const before = server.asked.length;
  for (const provider of [anthropicProvider(at), googleProvider(at)]) {
    await rejects(
      provider.call(ballotCall({ verbosity: "low" })),
      /knows no verbosity; leave it out/,
    );
  }
  equal(server.asked.length, before, "nothing was sent");
  for (const provider of [openaiProvider(at), xaiProvider(at), anthropicProvider(at)]) {
    const bare = await given(provider, {});
    ok(!/effort|verbosity|tier/.test(JSON.stringify(bare)), "nothing is sent that nobody set");
  }
});

Deno.test("a research model researches, another makes the ballot, and each is held to its name", async () => {
  const report = { ...response, model: "o-deep-research" };
  const ballot = {
    ...response,
    model: "o-mini",
    output: [{
      type: "message",
      content: [{ type: "output_text", text: JSON.stringify(goodAnswer(BRIEF.sector)) }],
    }],
  };
  await using server = jsonServer([report, ballot, ballot]);
  const provider = openaiProvider({ key: KEY, baseUrl: `${server.url}/v1` });
  const analyst = modelAnalyst(provider, {
    model: "o-mini",
    reasoningEffort: "low",
    research: { model: "o-deep-research" },
    // The evening of that day: research is about today.
    now: () => Date.parse(`${BRIEF.day}T22:00:00Z`),
  });
  const answer = await analyst.answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
  ok(answer.kind === "ballot", JSON.stringify(answer));
  equal(answer.model, "o-mini");
  deepEqual(server.asked.map(({ body }) => body.model), ["o-deep-research", "o-mini"]);
  deepEqual(server.asked.map(({ body }) => body.reasoning), [{ effort: "low" }, { effort: "low" }]);
  const other = await analyst.answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
  ok(other.kind === "failed");
  deepEqual([other.issues[0].code, other.issues[0].path], ["other_model", "research"]);
  throws(
    () => modelAnalyst(provider, { model: "deep-research-preview-04-2026", research: {} }),
    /writes reports and no ballots; name it as research\.model/,
  );
});

Deno.test("a deep role that does not research says so, and only where it is asked", () => {
  const settings = (analysts: string[], research?: false) =>
    providerSettings({
      providers: [
        { name: "xai", kind: "xai", roles: { fast: "g", deep: "g" } },
        { name: "local", kind: "compatible", roles: { deep: "l" } },
        {
          name: "openai",
          kind: "openai",
          roles: { deep: research === false ? { model: "o", research } : "o" },
        },
      ],
      analysts,
    });
  deepEqual(roleNotes(settings(["rules", "xai/fast", "openai/deep"])), []);
  deepEqual(roleNotes(settings(["xai/deep", "local/deep", "openai/deep"], false)), [
    "xai/deep does not research: the kind xai is asked without web search; its ballots rest on the " +
    "brief alone.",
    "local/deep does not research: the kind compatible is asked without web search; its ballots rest " +
    "on the brief alone.",
    "openai/deep does not research: its settings say so; its ballots rest on the brief alone.",
  ]);
});
