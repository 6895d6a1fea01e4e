import {
  type Analyst,
  type Brief,
  briefs,
  canonicalJson,
  convene,
  DEFAULT_RUBRIC,
  record,
  type Recording,
  replayAnalyst,
  ReplayMissError,
  requestFingerprint,
  rubric,
  rulesAnalyst,
} from "lab/committee";
import { DataError } from "lab/errors";
import { simulatedMarket, snapshot } from "lab/market";
import { deepEqual, equal, notEqual, ok, rejects, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 21, years: 2 });
const view = snapshot(market, market.prices.days[430]);
const asked = { askedAt: view.decidedAt };
const provenance = "The lab's own rules, no vendor's model.";
const recorded = await record(rulesAnalyst(), briefs(view), DEFAULT_RUBRIC, {
  ...asked,
  provenance,
  samples: 2,
});

/** The recording as a file would give it back. */
const fromFile = (recording: Recording): Recording => JSON.parse(JSON.stringify(recording));

Deno.test("replayAnalyst() plays a recording from a file back to the same verdict", async () => {
  const analysts = [replayAnalyst(fromFile(recorded))];
  const played = await convene(view, { analysts, samples: 2 });
  deepEqual(played, await convene(view, { samples: 2 }));
  equal(recorded.answers.length, 2 * view.sectors.length);
});

Deno.test("replayAnalyst() answers whenever it is asked: the time is no part of the question", async () => {
  const brief = briefs(view)[0];
  const later = { askedAt: `${view.day}T23:59` as typeof view.decidedAt };
  const answer = await replayAnalyst(recorded).answer(brief, DEFAULT_RUBRIC, later);
  equal(answer.kind, "ballot");
});

Deno.test("replayAnalyst() says what was asked when it was never recorded", async () => {
  const replay = replayAnalyst(recorded);
  const brief = briefs(view)[5];
  const misses: [() => Promise<unknown>, RegExp][] = [
    [
      () => replay.answer(brief, DEFAULT_RUBRIC, { ...asked, sample: 2 }),
      /^Cannot replay rules on XLK, .*, sample 2: samples recorded .*: 0, 1 \(fingerprint [0-9a-f]{12}\)$/,
    ],
    [
      () => replay.answer(brief, rubric({ weights: [1, 0, 0] }), asked),
      /sample 0: it was recorded for that sector and day, but the brief or the rubric has changed/,
    ],
    [
      () => replay.answer({ ...brief, listed: 10 }, DEFAULT_RUBRIC, asked),
      /the brief or the rubric has changed/,
    ],
    [
      () =>
        replay.answer(
          briefs(snapshot(market, market.prices.days[431]))[5],
          DEFAULT_RUBRIC,
          asked,
        ),
      /rules was recorded on \d{4}-\d\d-\d\d alone/,
    ],
    [
      () =>
        replayAnalyst({ ...recorded, answers: recorded.answers.slice(0, 2) })
          .answer(brief, DEFAULT_RUBRIC, asked),
      /rules was not recorded on XLK that day/,
    ],
  ];
  for (const [answer, message] of misses) {
    await rejects(answer(), (error) => {
      ok(error instanceof ReplayMissError);
      ok(message.test(error.message), error.message);
      equal(error.sector, "XLK");
      return true;
    });
  }
});

Deno.test("record() keeps a failed answer, and it fails again when played", async () => {
  const mute: Analyst = {
    name: "mute",
    answer: ({ sector, day }) =>
      Promise.resolve({
        kind: "failed",
        analyst: "mute",
        sector,
        day,
        sample: 0,
        raw: "I must decline.",
        issues: [{ code: "not_json", path: "", message: "The answer is no JSON." }],
        costUsd: 0.02,
      }),
  };
  const [brief] = briefs(view);
  const recording = await record(mute, [brief], DEFAULT_RUBRIC, { ...asked, provenance });
  equal(recording.answers[0].raw, "I must decline.");
  const answer = await replayAnalyst(fromFile(recording)).answer(brief, DEFAULT_RUBRIC, asked);
  ok(answer.kind === "failed");
  equal(answer.issues[0].code, "not_json");
  equal(answer.raw, "I must decline.");
});

Deno.test("replayAnalyst() reads a spoilt recorded answer as a failed ballot", async () => {
  const [first, ...rest] = recorded.answers;
  const spoilt = { ...recorded, answers: [{ ...first, raw: first.raw.slice(0, -9) }, ...rest] };
  const answer = await replayAnalyst(spoilt).answer(briefs(view)[0], DEFAULT_RUBRIC, asked);
  ok(answer.kind === "failed");
  equal(answer.issues[0].code, "truncated");
});

Deno.test("replayAnalyst() refuses a recording of another shape or with a question twice", () => {
  throws(
    () => replayAnalyst({ ...recorded, format: "old" as Recording["format"] }),
    (error) => error instanceof DataError && /at format:/.test(error.message),
  );
  throws(
    () =>
      replayAnalyst({
        ...recorded,
        answers: [{ ...recorded.answers[0], fingerprint: "x" }],
      }),
    /at answers.0.fingerprint:/,
  );
  throws(
    () => replayAnalyst({ ...recorded, answers: [recorded.answers[0], recorded.answers[0]] }),
    /holds the question to "rules" about XLB on .*, sample 0, twice/,
  );
  throws(
    () => replayAnalyst({ ...recorded, answers: [] }),
    (error) => error instanceof DataError && /the recording holds no answer/.test(error.message),
  );
});

Deno.test("record() refuses half a sample", async () => {
  await rejects(
    record(rulesAnalyst(), [], DEFAULT_RUBRIC, { ...asked, provenance, samples: 0.5 }),
    /whole number of samples from 1, got 0.5/,
  );
});

Deno.test("canonicalJson() is the form of RFC 8785", () => {
  // The example of RFC 8785, section 3.2.2 and 3.2.3, its literals and numbers.
  equal(
    canonicalJson({
      numbers: [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      literals: [null, true, false],
    }),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  equal(canonicalJson({ b: undefined, a: -0 }), '{"a":0}');
  // Half a character has no UTF-8, and RFC 8785 ends there; a whole one outside the BMP has.
  equal(canonicalJson("\u{1f600}"), '"\u{1f600}"');
  for (const half of ["a\ud800", "\udc00", "\udc00\ud800"]) {
    for (const value of [half, [half], { a: { b: half } }, { [half]: 1 }]) {
      throws(() => canonicalJson(value), { name: "TypeError", message: /half of one \(a lone/ });
    }
  }
  throws(() => canonicalJson({ a: NaN }), { name: "TypeError", message: /got NaN/ });
  throws(() => canonicalJson([() => 1]), /got function/);
  // As {} any two of them would have one fingerprint.
  throws(() => canonicalJson({ a: new Map([["b", 1]]) }), /an object, got Map/);
  throws(() => canonicalJson([new Set([1])]), /got Set/);
  throws(() => canonicalJson(new Date(0)), /got Date/);
});

Deno.test("requestFingerprint() is SHA-256 of the canonical request and moves with every part", async () => {
  const request = {
    analyst: "a",
    brief: {} as Brief,
    rubric: { horizonWeeks: 4, pillars: [] },
    sample: 0,
  };
  // printf '{"analyst":"a","brief":{},"rubric":{"horizonWeeks":4,"pillars":[]},"sample":0}' | sha256sum
  const key = await requestFingerprint(request);
  equal(key, "d967631ad361110cc0d34d7974bd63d20184cd8361aea1491661c0f0899087d3");
  for (
    const other of [
      { ...request, analyst: "b" },
      { ...request, sample: 1 },
      { ...request, rubric: { horizonWeeks: 5, pillars: [] } },
      { ...request, brief: { listed: 11 } as Brief },
    ]
  ) notEqual(await requestFingerprint(other), key);
});
