import {
  type Cassette,
  cassetteFetch,
  CassetteMissError,
  cassetteOf,
  cassetteText,
  modelAnalyst,
} from "lab/providers";
import { DataError } from "lab/errors";
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { type Fault, loopbackServer } from "./loopback_server.ts";
import { ASKED_AT, ballotCall, BRIEF, KEY, KINDS, providerAt, RUBRIC } from "./questions.ts";

const NOWHERE = "http://127.0.0.1:9";
const nowhere = {
  urls: {
    openai: `${NOWHERE}/openai/v1`,
    anthropic: `${NOWHERE}/anthropic`,
    google: `${NOWHERE}/google/v1beta`,
    xai: `${NOWHERE}/xai/v1`,
    compatible: `${NOWHERE}/compatible/v1`,
  },
};

Deno.test("cassetteFetch() replays each provider's answers without a network or a true key", async () => {
  for (const kind of KINDS) {
    const recorder = cassetteFetch({ mode: "record", provenance: "The test server." });
    await using server = loopbackServer();
    const asked = await modelAnalyst(
      providerAt(kind, server, { fetch: recorder.fetch }),
      { model: "test-model" },
    ).answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
    const cassette = JSON.parse(JSON.stringify(recorder.cassette())) as Cassette;
    const player = cassetteFetch({ cassette });
    const played = await modelAnalyst(
      providerAt(kind, nowhere, { fetch: player.fetch, key: "another-key" }),
      { model: "test-model" },
    ).answer(BRIEF, RUBRIC, { askedAt: ASKED_AT });
    deepEqual(played, asked, kind);
  }
});

Deno.test("a cassette holds no key, whoever wrote it down", async () => {
  const faults: Fault[] = ["echo key", "echo key in the answer", "401"];
  for (const kind of KINDS) {
    const recorder = cassetteFetch({ mode: "record", provenance: "The test server." });
    await using server = loopbackServer({
      fault: (_, n) => faults[n],
      headers: { "x-ratelimit-note": KEY, "set-cookie": `session=${KEY}`, "x-echo": KEY },
    });
    const provider = providerAt(kind, server, { fetch: recorder.fetch });
    for (const _ of faults) {
      await provider.call(ballotCall({ user: `leaked ${KEY}` })).catch(() => {});
    }
    const text = JSON.stringify(recorder.cassette());
    equal(recorder.cassette().exchanges.length, 3);
    ok(!text.includes(KEY), kind);
    ok(!text.includes(btoa(KEY)) && !text.includes(encodeURIComponent(KEY)));
    match(text, /\[key removed\]/);
  }
});

Deno.test("a key behind an escape is found too", async () => {
  const hidden = `{"a":"\\u0070${KEY.slice(1)}"}`;
  ok(!hidden.includes(KEY) && JSON.parse(hidden).a === KEY);
  const recorder = cassetteFetch({
    mode: "record",
    secrets: [KEY],
    fetch: () => Promise.resolve(new Response(hidden)),
  });
  await recorder.fetch("http://127.0.0.1:9/");
  const [{ text }] = recorder.cassette().exchanges;
  ok(!JSON.stringify(JSON.parse(text)).includes(KEY));
});

Deno.test("a miss names the difference to the nearest recording", async () => {
  const recorder = cassetteFetch({
    mode: "record",
    fetch: () => Promise.resolve(new Response("{}")),
  });
  const post = (fetch: typeof recorder.fetch, path: string, body: unknown) =>
    fetch(`${NOWHERE}${path}`, { method: "POST", body: JSON.stringify(body) });
  const text = "The same long beginning of a prompt, line one.\n".repeat(3);
  await post(recorder.fetch, "/a", { model: "one", input: `${text}end` });
  await post(recorder.fetch, "/a", { model: "two", input: "something else", more: [1, 2, 3] });
  const player = cassetteFetch({ cassette: recorder.cassette() });
  await rejects(post(player.fetch, "/a", { input: `${text}End`, model: "one" }), (error) => {
    ok(error instanceof CassetteMissError);
    equal(error.differences.length, 1);
    match(error.message, /^Cannot replay POST \/a: it was never recorded\. Against the nearest/);
    match(error.message, /input: recorded ".*end", asked ".*End" \(from character 141, line 4\)/);
    return true;
  });
  await rejects(post(player.fetch, "/b", { model: "one" }), /recorded POST \/a, asked POST \/b/);
  await rejects(cassetteFetch().fetch(`${NOWHERE}/`), /the cassette is empty/);
});

Deno.test("the order of keys in a body does not matter, and each recording plays once", async () => {
  let n = 0;
  const recorder = cassetteFetch({
    mode: "record",
    fetch: () => Promise.resolve(new Response(`answer ${++n}`)),
  });
  const post = (fetch: typeof recorder.fetch, body: string) =>
    fetch(`${NOWHERE}/a`, { method: "POST", body });
  equal(await (await post(recorder.fetch, '{"a":1,"b":2}')).text(), "answer 1");
  equal(await (await post(recorder.fetch, '{"b":2,"a":1}')).text(), "answer 2");
  const player = cassetteFetch({ cassette: recorder.cassette() });
  equal(await (await post(player.fetch, '{ "b": 2, "a": 1 }')).text(), "answer 1");
  equal(await (await post(player.fetch, '{"a":1,"b":2}')).text(), "answer 2");
  await rejects(post(player.fetch, '{"a":1,"b":2}'), /recorded 2 times and is asked once more/);
});

Deno.test("a miss ends the run; it is no failed ballot, and nothing else is asked", async () => {
  const player = cassetteFetch();
  for (const kind of KINDS) {
    const analyst = modelAnalyst(providerAt(kind, nowhere, { fetch: player.fetch }), {
      model: "m",
    });
    await rejects(
      analyst.answer(BRIEF, RUBRIC, { askedAt: ASKED_AT }),
      (error) => error instanceof CassetteMissError,
    );
  }
});

Deno.test("cassetteOf() refuses another shape, with the place", () => {
  throws(
    () => cassetteOf({ format: "sector-committee-cassette-1", provenance: "", exchanges: [] }, "x"),
    (error) => error instanceof DataError && /Cannot read x: at provenance/.test(error.message),
  );
});

Deno.test("cassetteText() writes a long field once, and cassetteOf() undoes it or refuses", async () => {
  const recorder = cassetteFetch({
    mode: "record",
    fetch: () => Promise.resolve(new Response("{}")),
  });
  const long = "instructions ".repeat(50);
  for (const input of ["one", "two", "three"]) {
    const body = JSON.stringify({ input, long, short: "s" });
    await recorder.fetch(`${NOWHERE}/a`, { method: "POST", body });
  }
  const cassette = recorder.cassette(), text = cassetteText(cassette);
  equal(text.split(long).length, 2);
  deepEqual(cassetteOf(JSON.parse(text)), cassette);
  const changed = JSON.parse(text.replace('"two"', '"too"'));
  throws(() => cassetteOf(changed, "tape"), /Cannot read tape: at exchanges\.1: .*of its key/);
});
