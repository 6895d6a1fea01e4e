import { deepEqual, equal, ok } from "node:assert/strict";
import { type Brief, DEFAULT_RUBRIC } from "lab/committee";
import type { Source } from "lab/market";
import {
  answerCache,
  MODEL_PROMPT_VERSION,
  modelAnalyst,
  modelPrices,
  openCallStore,
  paidCalls,
  type Provider,
} from "lab/providers";
import type { Day } from "lab/units";
import { goodAnswer, sectorAsked } from "./loopback_server.ts";
import { ASKED_AT, BRIEF } from "./questions.ts";

/** A Friday after its close, and the Monday after at noon. */
const FRIDAY = Date.UTC(2026, 10, 20, 22), MONDAY = Date.UTC(2026, 10, 23, 17);
const brief: Brief = { ...BRIEF, day: "2026-11-20" as Day };
const source: Source = { kind: "real", provider: "own files", from: brief.day, to: brief.day };

/** An analyst whose provider answers as it is told, over a store, by a clock that a test moves. */
async function asking(replies: readonly string[] = []) {
  const store = openCallStore(":memory:");
  let time = FRIDAY, clock = 0, asked = 0;
  const provider: Provider = {
    name: "p",
    baseUrl: "https://p.example/v1",
    isLocal: false,
    call({ user, model }) {
      const text = replies[asked++] ?? JSON.stringify(goodAnswer(sectorAsked(user)));
      clock += 250;
      time += 250;
      return Promise.resolve({
        finish: "complete",
        text,
        model,
        usage: { inputTokens: 1000, outputTokens: 100 },
      });
    },
  };
  const calls = paidCalls({
    store,
    sweep: "s",
    priceOf: await modelPrices({
      at: new Date(FRIDAY),
      stated: { "p/m": { inputUsd: 1, outputUsd: 10 } },
    }),
    now: () => time,
    clock: () => clock,
  });
  calls.begin();
  const analyst = modelAnalyst(provider, { model: "m", makeCall: calls.makeCall, now: () => time });
  return {
    store,
    calls,
    get asked() {
      return asked;
    },
    go: (to: number) => void (time = to),
    answer: () => analyst.answer(brief, DEFAULT_RUBRIC, { askedAt: ASKED_AT, source }),
  };
}

Deno.test("a kept answer keeps the moment and the time of its asking, and knows no more than it did then", async () => {
  const one = await asking(), first = await one.answer();
  ok(first.kind === "ballot");
  deepEqual(first.asked, {
    prompt: MODEL_PROMPT_VERSION,
    masked: false,
    askedAt: new Date(FRIDAY).toISOString(),
    latencyMs: 250,
  });
  // Nobody says when the model's knowledge ends; on Friday there was nothing yet to remember.
  equal(first.ballot.contaminated, undefined);
  one.go(MONDAY);
  deepEqual(await one.answer(), first);
  equal(one.asked, 1);
  // Asked on Monday for the first time, the same model may remember Monday.
  const late = await asking();
  late.go(MONDAY);
  const second = await late.answer();
  ok(second.kind === "ballot" && second.ballot.contaminated?.length === 1);
  one.store.close();
  late.store.close();
});

Deno.test("a repaired answer was asked with its last call, and took the time of both", async () => {
  const one = await asking(["no ballot"]), answer = await one.answer();
  ok(answer.kind === "ballot");
  equal(answer.asked?.askedAt, new Date(FRIDAY + 250).toISOString());
  equal(answer.asked?.latencyMs, 500);
  const bad = await asking(["no ballot", "none either"]), failed = await bad.answer();
  ok(failed.kind === "failed");
  deepEqual(failed.asked, answer.asked);
  one.store.close();
  bad.store.close();
});

Deno.test("an answer that an earlier version kept was asked when it was kept, and took nobody knows how long", () => {
  const store = openCallStore(":memory:");
  const answers = answerCache(store, { now: () => FRIDAY });
  answers.keep("k", { finish: "complete", text: "{}", model: "m", usage: undefined, costUsd: 0 });
  deepEqual(answers.get("k")?.asked, { at: FRIDAY });
  const told = { at: FRIDAY - 9000, latencyMs: 9000 };
  answers.keep("l", {
    ...{ finish: "complete", text: "{}", model: "m", usage: undefined, costUsd: 0, asked: told },
  });
  deepEqual(answers.get("l")?.asked, told);
  store.close();
});
