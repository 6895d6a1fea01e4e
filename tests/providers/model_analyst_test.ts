import {
  type AnalystAnswer,
  PLANTED_INSTRUCTIONS,
  plantedBrief,
  poll,
  record,
  replayAnalyst,
  verdict,
} from "lab/committee";
import {
  type CallContext,
  CallError,
  callKey,
  type MakeCall,
  makeCallOnce,
  modelAnalyst,
  type ModelAnalystOptions,
  type ModelCall,
} from "lab/providers";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { type Fault, goodAnswer, type LoopbackOptions, loopbackServer } from "./loopback_server.ts";
import { ASKED_AT, BRIEF, BRIEFS, KEY, KINDS, providerAt, RUBRIC } from "./questions.ts";

async function answered(
  fault: LoopbackOptions["fault"],
  options: Partial<ModelAnalystOptions> = {},
  kind: (typeof KINDS)[number] = "compatible",
) {
  await using server = loopbackServer({ fault });
  const analyst = modelAnalyst(providerAt(kind, server), { model: "test-model", ...options });
  const answer = await analyst.answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
  return { answer, server };
}

function codes(answer: AnalystAnswer): readonly string[] {
  return answer.kind === "failed" ? answer.issues.map(({ code }) => code) : [answer.kind];
}

for (const kind of KINDS) {
  Deno.test(`modelAnalyst() gets a ballot from ${kind}, with the model that answered`, async () => {
    const { answer, server } = await answered(() => undefined, {}, kind);
    ok(answer.kind === "ballot");
    equal(answer.ballot.sector, BRIEF.sector);
    equal(answer.ballot.analyst, `${kind}/test-model`);
    equal(answer.model, "test-model");
    equal(answer.costUsd, 0, "a server on this machine costs nothing");
    deepEqual(JSON.parse(answer.raw!).sector, BRIEF.sector);
    const [request] = server.received;
    equal(server.received.length, 1);
    ok(request.hasSchema && !request.hasTools);
  });
}

/** What a bad answer is called when the repair is as bad; the second figure counts the calls. */
const UNREADABLE: readonly (readonly [Fault, string, number])[] = [
  ["no text", "empty", 2],
  ["prose", "not_json", 2],
  ["truncated json", "truncated", 2],
  ["NaN", "not_json", 2],
  ["duplicate keys", "duplicate_key", 2],
  ["wrong sector", "wrong_sector", 2],
  ["out of range", "out_of_range", 2],
  ["half a score", "not_integer", 2],
  ["score as text", "wrong_type", 2],
  ["missing field", "missing", 2],
  ["made-up address", "unknown_reference", 2],
  ["made-up page", "unknown_reference", 2],
  ["bad date", "wrong_format", 2],
  ["refusal", "refused", 1],
  ["filter", "filtered", 1],
  ["max tokens", "incomplete", 1],
  ["failed", "provider_failed", 1],
  ["other model", "other_model", 1],
  ["endless", "body_too_large", 1],
  ["empty", "not_the_protocol", 1],
  ["null", "not_the_protocol", 1],
  ["html", "not_the_protocol", 1],
  ["bad utf-8", "not_the_protocol", 1],
];

/** Calls that bring no answer, with what the reason says. */
const SILENT: readonly (readonly [Fault, RegExp])[] = [
  ["408", /failed with status 408/],
  ["429", /too many calls/],
  ["500", /failed with status 500/],
  ["529", /failed with status 529/],
  ["reset", /connection broke/],
  ["cut body", /the connection broke inside the body/],
  ["404 path", /nothing answers there with status 404/],
  ["hang", /the deadline passed/],
  ["drip", /the deadline passed/],
];

Deno.test("modelAnalyst() makes no failed ballot of a call without an answer, but says why", async () => {
  for (const [fault, reason] of SILENT) {
    const isSlow = fault === "hang" || fault === "drip";
    const { answer, server } = await answered(() => fault, isSlow ? { deadlineMs: 250 } : {});
    ok(answer.kind === "unanswered", `${fault}: ${answer.kind}`);
    match(answer.reason, reason);
    deepEqual([answer.analyst, answer.sector, answer.sample], [
      "compatible/test-model",
      BRIEF.sector,
      0,
    ]);
    equal(server.received.length, 1);
  }
});

Deno.test("modelAnalyst() makes no score of any bad answer, and names and keeps each", async () => {
  for (const [fault, code, calls] of UNREADABLE) {
    const { answer, server } = await answered(() => fault);
    deepEqual([fault, codes(answer)[0], server.received.length], [fault, code, calls]);
    ok(answer.kind === "failed");
    const isText = calls === 2 || ["max tokens", "other model"].includes(fault);
    if (isText && fault !== "no text") ok(answer.raw.length > 10, `${fault}: the text is kept`);
    ok(answer.issues[0].message.length > 20, answer.issues[0].message);
  }
});

Deno.test("modelAnalyst() sends the faults of an answer back once, and takes the repair", async () => {
  const { answer, server } = await answered((_, n) => n === 0 ? "out of range" : undefined);
  equal(answer.kind, "ballot");
  equal(server.received.length, 2);
  const [first, second] = server.received;
  equal(second.system, first.system);
  ok(second.user.startsWith(first.user));
  match(second.user, /subScores\.technicals\.score needs a number of at most 5, got 6/);
  match(second.user, /<<your answer [0-9a-f]{16}>>/);
});

Deno.test("modelAnalyst() keeps both texts when the repair fails too", async () => {
  const { answer } = await answered((_, n) => n === 0 ? "prose" : "wrong sector");
  deepEqual(codes(answer), ["wrong_sector"]);
  ok(answer.kind === "failed");
  match(answer.raw, /^I would rate.*--- and after one repair ---.*"sector"/s);
});

Deno.test("modelAnalyst() accepts what does no harm, and lets it change nothing", async () => {
  const { answer: plain } = await answered(() => undefined);
  for (const fault of ["proto", "extra fields", "bom", "missing usage"] as const) {
    const { answer } = await answered(() => fault);
    ok(answer.kind === "ballot" && plain.kind === "ballot", fault);
    deepEqual(answer.ballot, plain.ballot);
  }
  equal(({} as Record<string, unknown>).polluted, undefined);
});

Deno.test("modelAnalyst() throws what would meet every question, and the poll ends", async () => {
  for (
    const [fault, name] of [
      ["400", "bad request"],
      ["401", "refused key"],
      ["404 model", "unknown model"],
      ["429 quota", "quota"],
    ] as const
  ) {
    await using server = loopbackServer({ fault: () => fault });
    const analyst = modelAnalyst(providerAt("openai", server), { model: "test-model" });
    await rejects(
      poll([analyst], BRIEFS, { askedAt: ASKED_AT, concurrency: 2 }),
      (error) => error instanceof CallError && error.fault === name,
    );
    ok(server.received.length <= 2);
  }
});

Deno.test("modelAnalyst() rejects with the reason of the user's stop", async () => {
  await using server = loopbackServer({ fault: () => "hang" });
  const analyst = modelAnalyst(providerAt("google", server), { model: "test-model" });
  const stop = new AbortController();
  const asked = analyst.answer(BRIEF, RUBRIC, { askedAt: ASKED_AT, signal: stop.signal });
  const reason = new Error("the reader pressed stop");
  setTimeout(() => stop.abort(reason), 50);
  await rejects(asked, reason);
});

Deno.test("modelAnalyst() sums costs over calls, and one that is unknown makes all unknown", async () => {
  const priced = (costs: readonly (number | undefined)[]): MakeCall => {
    let n = 0;
    return async (call, context) => ({
      ...await makeCallOnce(call, context),
      costUsd: costs[n++],
    });
  };
  const cost = async (costs: readonly (number | undefined)[]) =>
    (await answered((_, n) => n === 0 ? "prose" : undefined, { makeCall: priced(costs) })).answer
      .costUsd;
  equal(await cost([0.25, 0.5]), 0.75);
  equal(await cost([0.25, undefined]), undefined);
  const failing: MakeCall = () =>
    Promise.reject(
      new CallError("x", { fault: "server", canRetry: true, mayCost: true, costUsd: 0.125 }),
    );
  equal((await answered(() => undefined, { makeCall: failing })).answer.costUsd, 0.125);
  const { answer } = await answered(() => "empty");
  equal(answer.costUsd, undefined, "what may have been billed is not free");
  equal((await answered(() => "429")).answer.costUsd, 0);
});

Deno.test("modelAnalyst() gives each call a key of its content, the same run after run", async () => {
  const keys = async (options: Partial<ModelAnalystOptions>, sample = 0) => {
    await using server = loopbackServer({ fault: (_, n) => n === 0 ? "prose" : undefined });
    // A port is drawn anew each time; the address in the key must not be.
    const provider = { ...providerAt("xai", server), baseUrl: "http://127.0.0.1:1" };
    const seen: string[] = [];
    const analyst = modelAnalyst(provider, {
      model: "test-model",
      ...options,
      makeCall: (call, context) => {
        seen.push(context.key);
        return makeCallOnce(call, context);
      },
    });
    await analyst.answer(BRIEF, RUBRIC, { askedAt: ASKED_AT, sample });
    return seen;
  };
  const first = await keys({});
  equal(new Set(first).size, 2, "the repair is another question");
  deepEqual(await keys({}), first);
  for (
    const other of [
      await keys({}, 1),
      await keys({ name: "another" }),
      await keys({ maxOutputTokens: 99 }),
      await keys({ masked: true }),
      await keys({ fenceSeed: "another" }),
    ]
  ) ok(other[0] !== first[0]);
  const call = { model: "m", stage: "ballot", system: "", user: "", maxOutputTokens: 1 } as const;
  const context = (baseUrl: string) => ({
    provider: { name: "a", baseUrl, isLocal: true, call: () => Promise.reject() },
    analyst: "a",
    sector: BRIEF.sector,
    day: BRIEF.day,
    sample: 0,
  });
  const signal = new AbortController().signal;
  ok(
    callKey({ ...call, signal }, context("http://127.0.0.1:1")) !==
      callKey({ ...call, signal }, context("https://example.org")),
    "a stand-in's answer is never taken for a vendor's",
  );
});

Deno.test("modelAnalyst() with research searches first, then makes the ballot without tools", async () => {
  for (const kind of ["openai", "anthropic", "google"] as const) {
    const calls: ModelCall[] = [], contexts: CallContext[] = [];
    const { answer, server } = await answered(() => undefined, {
      research: { maxSearches: 3, background: kind === "openai" },
      researchPast: true,
      makeCall: (call, context) => {
        calls.push(call);
        contexts.push(context);
        return makeCallOnce({ ...call }, context);
      },
    }, kind);
    equal(answer.kind, "ballot", kind);
    deepEqual(calls.map(({ stage }) => stage), ["research", "ballot"]);
    const [research, ballot] = server.received.filter(({ method }) => method === "POST");
    ok(research.hasTools && !research.hasSchema);
    ok(!ballot.hasTools && ballot.hasSchema);
    for (const { text } of BRIEF.headlines) {
      ok(!research.user.includes(text) && !research.system.includes(text));
    }
    match(ballot.user, /<<research [0-9a-f]{16}>>/);
    match(ballot.user, /\[lab:research\/1\] Report one/);
    ok(!ballot.user.includes("https://"), "links are taken out");
    if (kind === "openai") {
      equal(research.body.store, true);
      equal(research.body.background, true);
      equal(research.body.max_tool_calls, 3);
      equal(ballot.body.store, false);
    }
  }
});

Deno.test("modelAnalyst() turns the short address of a source back into its page", async () => {
  await using server = loopbackServer({
    answer: (request) =>
      request.hasSchema
        ? JSON.stringify({
          sector: BRIEF.sector,
          rationale: [],
          subScores: {
            fundamentals: { kind: "score", score: 3 },
            sentiment: { kind: "score", score: 3 },
            technicals: { kind: "score", score: 3 },
          },
          references: [{
            url: "lab:research/2",
            title: "Two",
            description: "",
            accessedAt: "2020-03-20T10:00",
            accessible: true,
          }],
          confidence: 0.5,
          summary: "As the second report says.",
        })
        : "Nothing of note. ".repeat(20),
  });
  const analyst = modelAnalyst(providerAt("google", server), {
    model: "m",
    research: {},
    researchPast: true,
  });
  const answer = await analyst.answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
  ok(answer.kind === "ballot", JSON.stringify(answer));
  equal(answer.ballot.references[0].url, "https://example.org/report-2");
});

Deno.test("modelAnalyst() says when research failed, and asks for no ballot then", async () => {
  for (const [fault, code] of [["refusal", "refused"], ["empty", "not_the_protocol"]] as const) {
    const options = { research: {}, researchPast: true };
    const { answer, server } = await answered(() => fault, options, "anthropic");
    deepEqual(codes(answer), [code]);
    equal(server.received.length, 1);
  }
});

Deno.test("a key that an answer echoes reaches neither ballot nor raw text", async () => {
  for (const kind of KINDS) {
    const { answer } = await answered(() => "echo key in the answer", {}, kind);
    ok(answer.kind === "ballot");
    ok(!JSON.stringify(answer).includes(KEY));
    match(answer.ballot.summary, /\[key removed\]/);
  }
});

Deno.test("answers of a model can be recorded and replayed, failures too", async () => {
  await using server = loopbackServer({ fault: (_, n) => n > 3 ? "prose" : undefined });
  const analyst = modelAnalyst(providerAt("compatible", server), { model: "test-model" });
  const options = { askedAt: ASKED_AT, provenance: "The test server." };
  const briefs = BRIEFS.slice(0, 5);
  const recording = await record(analyst, briefs, RUBRIC, options);
  const { ballots, failed } = await poll([replayAnalyst(recording)], briefs, options);
  deepEqual([ballots.length, failed.length], [4, 1]);
  ok(ballots.every(({ analyst: name }) => name === "compatible/test-model"));
});

Deno.test("a model that obeys a planted headline is outvoted, and the alert tells of it", async () => {
  const hostile = PLANTED_INSTRUCTIONS[0];
  const brief = plantedBrief(BRIEF, hostile.text);
  await using server = loopbackServer({
    // It reads its orders inside the fence, as a real model may.
    answer: ({ user, model }) =>
      JSON.stringify(
        goodAnswer(BRIEF.sector, model === "obeys" && user.includes(hostile.text) ? 5 : 2),
      ),
  });
  const analysts = ["obeys", "steady", "calm"].map((model) =>
    modelAnalyst(providerAt("compatible", server), { model })
  );
  const { ballots } = await poll(analysts, [brief], { askedAt: ASKED_AT });
  const { sectors: [sector] } = verdict(ballots, { day: BRIEF.day, sectors: [BRIEF.sector] });
  equal(ballots.filter((one) => one.subScores.technicals.kind === "score").length, 3);
  equal(sector.score, 2, "the median does not move");
  ok(sector.alert, "a spread of three points is an alert");
  ok(server.received.every(({ hasTools }) => !hasTools));
});

Deno.test("an import of lab/committee loads no provider", async () => {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "lib/committee/mod.ts"],
    cwd: new URL("../..", import.meta.url),
  }).output();
  equal(code, 0);
  const text = new TextDecoder().decode(stdout);
  ok(!text.includes("lib/providers/"));
  ok(!/npm:\/?openai/.test(text));
});
