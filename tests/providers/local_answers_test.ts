import {
  CallError,
  compatibleProvider,
  liveCommittee,
  modelAnalyst,
  ollamaProvider,
  providerOf,
  providerSettings,
  wireSchema,
} from "lab/providers";
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { jsonServer } from "./json_server.ts";
import { goodAnswer } from "./loopback_server.ts";
import { ASKED_AT, ballotCall, BRIEF, RUBRIC } from "./questions.ts";

const ballot = JSON.stringify(goodAnswer(BRIEF.sector));
const usage = { prompt_tokens: 3000, completion_tokens: 400, total_tokens: 3400 };
const completion = (message: unknown, more: Record<string, unknown> = {}) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "local",
  choices: [{ index: 0, message, finish_reason: "stop" }],
  usage,
  ...more,
});
const chunk = (
  delta: unknown,
  finish: string | null = null,
  more: Record<string, unknown> = {},
) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  model: "local",
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});
const sse = (...events: unknown[]) =>
  events.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("");
const half = ballot.length >> 1;

async function answerOf(...bodies: unknown[]) {
  await using server = jsonServer(bodies);
  const provider = compatibleProvider({ name: "local", baseUrl: `${server.url}/v1` });
  const answer = await modelAnalyst(provider, { model: "local" })
    .answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
  return { answer, asked: server.asked };
}

/** Answers as local servers give them, with what is told of each. */
const READ: readonly (readonly [string, unknown, readonly string[]])[] = [
  ["plain", completion({ content: ballot }), []],
  [
    "thinking in a field of its own",
    completion({ content: ballot, reasoning: "I think {4}." }),
    [],
  ],
  ["thinking before it", completion({ content: `<think>4?</think>${ballot}` }), [
    "thinking taken off",
  ]],
  [
    "parts",
    completion({
      content: [{ type: "text", text: ballot.slice(0, half) }, {
        type: "text",
        text: ballot.slice(half),
      }],
    }),
    ["parts joined"],
  ],
  [
    "a part of thinking",
    completion({
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "I think {4}." }] },
        { type: "text", text: ballot },
      ],
    }),
    ["parts joined"],
  ],
  ...["reasoning_content", "reasoning", "thinking"].map((field) =>
    [field, completion({ content: null, [field]: `So:\n${ballot}` }), [
      `read from the field ${field}`,
      "text around it taken off",
    ]] as const
  ),
  [
    "a call of a tool",
    completion({
      content: null,
      tool_calls: [{ type: "function", function: { name: "ballot", arguments: ballot } }],
    }),
    ["read from a call of a tool"],
  ],
  ["the object itself", completion({ content: JSON.parse(ballot) }), ["an object put into text"]],
  [
    "the old field",
    completion(undefined, {
      choices: [{ index: 0, text: ballot, finish_reason: "stop" }],
    }),
    ["read from the field text"],
  ],
  [
    "another word for the end",
    completion({}, {
      choices: [{ message: { content: ballot }, finish_reason: "eos" }],
    }),
    [],
  ],
  [
    "chunks nobody asked for",
    sse(
      chunk({ role: "assistant", content: "" }),
      chunk({ reasoning_content: "I think {4}." }),
      chunk({ content: ballot.slice(0, half) }),
      chunk({ content: ballot.slice(half) }),
      chunk({}, "stop"),
      chunk({}, null, { choices: [], usage }),
    ) + "data: [DONE]\n\n",
    [],
  ],
  [
    "a line each, as Ollama's own protocol",
    [
      { model: "local", message: { content: ballot.slice(0, half) }, done: false },
      { model: "local", message: { content: ballot.slice(half) }, done: false },
      { model: "local", message: {}, done: true, done_reason: "stop", eval_count: 9 },
    ].map((one) => JSON.stringify(one)).join("\n") + "\n",
    [],
  ],
];

for (const [name, body, mended] of READ) {
  Deno.test(`a ballot of a local server is read and told: ${name}`, async () => {
    const { answer, asked } = await answerOf(body);
    ok(answer.kind === "ballot", JSON.stringify(answer));
    equal(answer.ballot.confidence, 0.6);
    deepEqual(answer.ballot.mended ?? [], mended);
    ok(answer.raw!.includes(ballot), "the text is kept as it came");
    equal(asked.length, 1);
    equal(asked[0].headers.get("authorization"), null, "there is no key, so none is sent");
  });
}

Deno.test("chunks that end without their end are a cut body: no answer, and no ballot", async () => {
  const { answer } = await answerOf(sse(chunk({ content: ballot })));
  ok(answer.kind === "unanswered", JSON.stringify(answer));
  match(answer.reason, /cut off/);
});

Deno.test("a reason for the end is read in capitals, too", async () => {
  const { answer } = await answerOf({
    ...completion({}),
    choices: [{ index: 0, message: { content: ballot }, finish_reason: "STOP" }],
  });
  ok(answer.kind === "ballot", JSON.stringify(answer));
});

Deno.test("thinking in its own field and no answer beside it names the switch that helps", async () => {
  for (const field of ["reasoning_content", "reasoning", "thinking"]) {
    const { answer } = await answerOf(completion({ content: "", [field]: "I wonder about it." }));
    ok(answer.kind === "failed");
    equal(answer.issues[0].code, "only_thinking");
    match(answer.issues[0].message, /reasoningEffort "none"/);
    match(answer.raw, /I wonder/);
  }
});

Deno.test("an answer of thinking alone names the switch that helps", async () => {
  const { answer } = await answerOf(completion({ content: "<think>\nMomentum is" }));
  ok(answer.kind === "failed");
  equal(answer.issues[0].code, "unclosed_thinking");
  match(answer.issues[0].message, /reasoningEffort "none"/);
});

/** What servers say and do where their context is too short. */
const SHORT: readonly (readonly [string, unknown])[] = [
  [
    "stopped before the bound",
    completion(null, {
      choices: [{ message: { content: ballot.slice(0, half) }, finish_reason: "length" }],
      usage: { prompt_tokens: 3700, completion_tokens: 396, total_tokens: 4096 },
    }),
  ],
  [
    "stopped with a good word",
    completion({ content: ballot.slice(0, half) }, {
      usage: { prompt_tokens: 3700, completion_tokens: 396, total_tokens: 4096 },
    }),
  ],
  [
    "a prompt that was cut",
    completion({ content: ballot }, {
      usage: { prompt_tokens: 1024, completion_tokens: 300, total_tokens: 1324 },
    }),
  ],
];

for (const [name, body] of SHORT) {
  Deno.test(`a context that is too short is named, not met as bad JSON: ${name}`, async () => {
    const { answer, asked } = await answerOf(body);
    ok(answer.kind === "failed", JSON.stringify(answer));
    equal(answer.issues[0].code, "incomplete");
    match(
      answer.issues[0].message,
      /context of about [14],0\d\d tokens, and prompt and answer need up to 1\d,\d{3}.*OLLAMA_CONTEXT_LENGTH/,
    );
    ok(!/more tokens/i.test(answer.issues[0].message));
    equal(asked.length, 1, "asking again would meet the same context");
  });
}

for (
  const [status, words] of [
    [400, {
      error: {
        code: 400,
        message: "the request exceeds the available context size, try increasing it",
        type: "exceed_context_size_error",
        n_prompt_tokens: 5120,
        n_ctx: 4096,
      },
    }],
    [400, {
      object: "error",
      message: "This model's maximum context length is 4096 tokens. However, you requested 12000.",
      type: "BadRequestError",
      code: 400,
    }],
    [500, {
      error:
        "Trying to keep the first 5120 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens",
    }],
  ] as const
) {
  Deno.test(`a refusal for want of context says where it is made longer: ${JSON.stringify(words).slice(0, 50)}`, async () => {
    await rejects(
      answerOf({ status, body: words }),
      (error) =>
        error instanceof CallError && error.fault === "bad request" &&
        /longer than the context of local.*OLLAMA_CONTEXT_LENGTH.*-c. for llama\.cpp.*4096/.test(
          error.message,
        ),
    );
  });
}

Deno.test("an honest short answer is no fault of the context", async () => {
  const { answer } = await answerOf(completion({ content: ballot }, {
    usage: { prompt_tokens: 3796, completion_tokens: 300, total_tokens: 4096 },
  }));
  equal(answer.kind, "ballot");
});

Deno.test("a compatible server is asked for effort, length and tier, and for chunks of a long answer", async () => {
  await using server = jsonServer([completion({ content: "A report." })]);
  const provider = compatibleProvider({ baseUrl: `${server.url}/v1`, key: "k-1" });
  const bare = { name: "ballot", jsonSchema: wireSchema() };
  await provider.call(ballotCall({ schema: bare }));
  await provider.call(ballotCall({
    schema: undefined,
    maxOutputTokens: 30_000,
    reasoningEffort: "none",
    verbosity: "low",
    serviceTier: "flex",
  }));
  const [short, long] = server.asked.map(({ body }) => body);
  deepEqual([short.stream, short.reasoning_effort], [undefined, undefined]);
  deepEqual(
    [long.stream, long.stream_options, long.reasoning_effort, long.verbosity, long.service_tier],
    [true, { include_usage: true }, "none", "low", "flex"],
  );
  equal(server.asked[0].headers.get("authorization"), "Bearer k-1");
});

Deno.test("what the environment says to OpenAI's library goes to no other server", async () => {
  const kept = ["OPENAI_CUSTOM_HEADERS", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID"] as const;
  for (const name of kept) Deno.env.set(name, "x-planted: planted-secret");
  try {
    await using server = jsonServer([completion({ content: ballot })]);
    await compatibleProvider({ baseUrl: `${server.url}/v1` }).call(ballotCall());
    ok(!JSON.stringify([...server.asked[0].headers]).includes("planted"));
  } finally {
    for (const name of kept) Deno.env.delete(name);
  }
});

const native = (content: string, more: Record<string, unknown> = {}) => ({
  model: "local",
  message: { role: "assistant", content },
  done: true,
  done_reason: "stop",
  prompt_eval_count: 3000,
  eval_count: 400,
  ...more,
});

async function ollamaAnswer(body: unknown, options: { contextTokens?: number } = {}) {
  await using server = jsonServer([body]);
  const provider = ollamaProvider({ baseUrl: `${server.url}/v1`, ...options });
  const answer = await modelAnalyst(provider, { model: "local", reasoningEffort: "none" })
    .answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
  return { answer, asked: server.asked };
}

Deno.test("ollama is asked for a context that holds prompt and answer, and for no thinking", async () => {
  const { answer, asked } = await ollamaAnswer(native(ballot));
  ok(answer.kind === "ballot", JSON.stringify(answer));
  const [{ path, body }] = asked;
  equal(path, "/api/chat");
  const prompt = body.messages[0].content.length + body.messages[1].content.length;
  ok(body.options.num_ctx >= prompt / 4 + 8000, "the context holds both");
  equal(body.options.num_ctx % 4096, 0);
  deepEqual([body.options.num_predict, body.think, body.stream], [8000, false, false]);
  equal(body.format.type, "object");
  const own = await ollamaAnswer(native(ballot), { contextTokens: 10_000 });
  equal(own.asked[0].body.options.num_ctx, 10_000);
});

Deno.test("ollama's answers are read as they come, and a context that is too short is named", async () => {
  const streamed = await ollamaAnswer(
    [
      native(ballot.slice(0, half), { done: false }),
      native(ballot.slice(half), { done: false }),
      native(""),
    ].map((line) => JSON.stringify(line)).join("\n"),
  );
  equal(streamed.answer.kind, "ballot");
  const thought = await ollamaAnswer(native("", { message: { content: "", thinking: ballot } }));
  ok(thought.answer.kind === "ballot");
  deepEqual(thought.answer.ballot.mended, ["read from the field thinking"]);
  const cut = await ollamaAnswer(
    native(ballot.slice(0, half), { done_reason: "length", eval_count: 1096 }),
  );
  ok(cut.answer.kind === "failed");
  match(cut.answer.issues[0].message, /context of about 4,096 tokens.*num_ctx/);
  const open = await ollamaAnswer(native(ballot, { done: false }));
  ok(open.answer.kind === "failed");
  equal(open.answer.issues[0].code, "not_the_protocol");
  await rejects(
    ollamaAnswer({ status: 404, body: { error: 'model "local" not found, try pulling it first' } }),
    (error) => error instanceof CallError && error.fault === "unknown model",
  );
  await rejects(
    ollamaAnswer(native(ballot), { contextTokens: 4096 }),
    /answer alone may have 8000/,
  );
  await rejects(
    ollamaProvider().call(ballotCall({ verbosity: "low" })),
    /knows no verbosity; leave it out/,
  );
  throws(() => ollamaProvider({ contextTokens: 0.5 }), /whole number of tokens/);
});

Deno.test("ollama's stream that ends early is a cut body, also after a single line", async () => {
  const line = JSON.stringify({ model: "m", message: { content: "{" }, done: false }) + "\n";
  for (const body of [line, line + line, line + line.slice(0, 20)]) {
    await using server = jsonServer([body]);
    await rejects(
      ollamaProvider({ baseUrl: server.url }).call(ballotCall({ maxOutputTokens: 20_000 })),
      (error) => error instanceof CallError && error.fault === "body cut" && error.mayCost,
      body,
    );
  }
});

Deno.test("settings name the kind ollama, and its context there alone", () => {
  const settings = (entry: Record<string, unknown>) =>
    providerSettings({ providers: [{ name: "local", roles: { fast: "l" }, ...entry } as never] });
  const [entry] = settings({ kind: "ollama", contextTokens: 16_384 }).providers;
  equal(providerOf(entry, { readVariable: () => undefined }).baseUrl, "http://127.0.0.1:11434");
  throws(
    () => settings({ kind: "xai", contextTokens: 16_384 }),
    /contextTokens: only for the kind/,
  );
  throws(
    () => settings({ kind: "ollama", roles: { deep: { model: "l", research: true } } }),
    /cannot search/,
  );
});

Deno.test("an answer that the context cut short is asked for again, once the server is set anew", async () => {
  const cut = completion(null, {
    choices: [{ message: { content: ballot.slice(0, half) }, finish_reason: "length" }],
    usage: { prompt_tokens: 3700, completion_tokens: 396, total_tokens: 4096 },
  });
  await using server = jsonServer([cut, completion({ content: ballot })]);
  const committee = await liveCommittee({
    settings: providerSettings({
      providers: [{
        name: "local",
        kind: "compatible",
        baseUrl: `${server.url}/v1`,
        roles: { fast: "local" },
      }],
      analysts: ["local/fast"],
    }),
    briefs: [BRIEF],
    storePath: ":memory:",
    now: () => 0,
  });
  try {
    const first = await committee.sweep();
    match(first.failed[0].issues[0].message, /context of about 4,096 tokens/);
    equal((await committee.sweep()).ballots.length, 1);
    equal(server.asked.length, 2);
  } finally {
    committee.close();
  }
});
