import { CallError, type CallFault, type ModelReply } from "lab/providers";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { type Fault, loopbackServer } from "./loopback_server.ts";
import { ballotCall, KEY, KINDS, providerAt } from "./questions.ts";

async function faultOf(promise: Promise<ModelReply>): Promise<CallError> {
  try {
    const reply = await promise;
    throw new Error(`there was a reply: ${JSON.stringify(reply)}`);
  } catch (error) {
    if (error instanceof CallError) return error;
    throw error;
  }
}

Deno.test("a connection that breaks twice is told in the same words, whatever its port", async () => {
  await using server = loopbackServer({ fault: () => "reset" });
  const messages: string[] = [];
  for (const _ of [1, 2]) {
    await providerAt("compatible", server).call(ballotCall()).catch(({ message }) =>
      messages.push(message)
    );
  }
  match(messages[0], /the connection broke before an answer \(error sending request for http/);
  equal(messages[0], messages[1]);
});

for (const kind of KINDS) {
  Deno.test(`${kind} speaks its protocol and reads text, model and usage`, async () => {
    await using server = loopbackServer({
      headers: { "x-ratelimit-remaining-requests": "7", "x-ratelimit-reset-requests": "1m2s" },
    });
    const provider = providerAt(kind, server);
    const reply = await provider.call(ballotCall());
    equal(reply.finish, "complete");
    equal(reply.model, "test-model");
    equal(JSON.parse(reply.text).sector, "XLB");
    const [line] = server.bill;
    deepEqual(
      [reply.usage?.inputTokens, reply.usage?.outputTokens],
      [line.inputTokens, line.outputTokens],
    );
    deepEqual(reply.limits, { requestsLeft: 7, resetsInMs: 62_000 });
    const [request] = server.received;
    equal(server.received.length, 1);
    equal(request.key, KEY);
    equal(request.system, "You are one analyst.");
    equal(request.user, "Sector: Materials (XLB). Score XLB.");
    ok(request.hasSchema);
    ok(!request.hasTools);
    ok(!request.path.includes(KEY), "a key in an address ends up in logs");
    equal(provider.isLocal, true);
  });
}

/** What each fault must be called, whether a later try can help, and whether it may be billed. */
const EXPECTED: Partial<Record<Fault, readonly [CallFault, boolean, boolean]>> = {
  "400": ["bad request", false, false],
  "401": ["refused key", false, false],
  "402": ["quota", false, false],
  "403": ["refused key", false, false],
  "404 path": ["not the protocol", false, false],
  "404 model": ["unknown model", false, false],
  "408": ["server", true, true],
  "409": ["server", true, false],
  "429": ["rate limit", true, false],
  "429 quota": ["quota", false, false],
  "500": ["server", true, true],
  "503": ["server", true, true],
  "529": ["server", true, true],
  "redirect": ["not the protocol", false, false],
  "echo key": ["refused key", false, false],
  "error in 200": ["server", true, true],
  "reset": ["connection", true, true],
  "cut body": ["body cut", true, true],
  "endless": ["body too large", false, true],
  "empty": ["not the protocol", true, true],
  "null": ["not the protocol", true, true],
  "array": ["not the protocol", true, true],
  "html": ["not the protocol", true, true],
  "truncated wire": ["body cut", true, true],
  "key twice on the wire": ["not the protocol", true, true],
  "bad utf-8": ["not the protocol", true, true],
  "other protocol": ["not the protocol", true, true],
};

for (const kind of KINDS) {
  Deno.test(`${kind} names every fault that gives no reply, after one POST each`, async () => {
    const faults = Object.keys(EXPECTED) as Fault[];
    await using server = loopbackServer({ fault: (_, n) => faults[n], retryAfter: "7" });
    const provider = providerAt(kind, server);
    for (const [i, fault] of faults.entries()) {
      const error = await faultOf(provider.call(ballotCall()));
      deepEqual(
        [fault, error.fault, error.canRetry, error.mayCost],
        [fault, ...EXPECTED[fault]!],
        error.message,
      );
      equal(server.received.length, i + 1, `${fault}: one try, one POST`);
      match(error.message, new RegExp(`^Cannot ask ${kind}: `));
      const shown = JSON.stringify({ ...error, message: error.message, stack: error.stack }) +
        Deno.inspect(error, { depth: 20 });
      ok(!shown.includes(KEY), `${fault}: the key is shown in ${shown}`);
      if (fault === "429" || fault === "503") equal(error.retryAfterMs, 7000);
      if (fault === "404 model") match(error.message, /no model "test-model".*Change/);
    }
  });

  Deno.test(`${kind} tells how an answer ended`, async () => {
    const expected: readonly [Fault, ModelReply["finish"]][] = [
      ["refusal", kind === "google" ? "filtered" : "refused"],
      ["filter", kind === "anthropic" ? "refused" : "filtered"],
      ["max tokens", "incomplete"],
      ["failed", "failed"],
    ];
    await using server = loopbackServer({ fault: (_, n) => expected[n][0] });
    const provider = providerAt(kind, server);
    for (const [fault, finish] of expected) {
      const reply = await provider.call(ballotCall());
      deepEqual([fault, reply.finish], [fault, finish]);
      ok(reply.reason, `${fault} comes with the provider's reason`);
      ok(reply.usage?.inputTokens, `${fault} is billed, so its usage is kept`);
    }
  });

  Deno.test(`${kind} makes no figure up when usage is missing, and names another model`, async () => {
    await using server = loopbackServer({
      fault: (_, n) => n === 0 ? "missing usage" : "other model",
    });
    const provider = providerAt(kind, server);
    equal((await provider.call(ballotCall())).usage, undefined);
    equal((await provider.call(ballotCall())).model, "another-model-9");
  });

  Deno.test(`${kind} ends hanging and dripping answers at the deadline, and on a stop`, async () => {
    await using server = loopbackServer({ fault: (_, n) => n % 2 === 0 ? "hang" : "drip" });
    const provider = providerAt(kind, server);
    for (let i = 0; i < 2; i++) {
      const controller = new AbortController();
      const timer = setTimeout(
        () => controller.abort(new DOMException("late", "TimeoutError")),
        150,
      );
      const start = performance.now();
      const error = await faultOf(provider.call(ballotCall({ signal: controller.signal })));
      clearTimeout(timer);
      deepEqual([error.fault, error.canRetry, error.mayCost], ["deadline", true, true]);
      // Without an end it would hang for ten minutes.
      ok(performance.now() - start < 20_000);
    }
    const stop = new AbortController();
    const call = faultOf(provider.call(ballotCall({ signal: stop.signal })));
    setTimeout(() => stop.abort(), 50);
    const error = await call;
    deepEqual([error.fault, error.canRetry], ["stopped", false]);
    const before = server.received.length;
    equal((await faultOf(provider.call(ballotCall({ signal: stop.signal })))).mayCost, false);
    equal(server.received.length, before, "a call that is stopped before it starts is not made");
  });
}

Deno.test("nothing is written to the console, even where a library is told to", async () => {
  const words: unknown[] = [];
  const names = ["debug", "info", "log", "warn", "error"] as const;
  const kept = names.map((name) => console[name]);
  const level = Deno.env.get("OPENAI_LOG");
  Deno.env.set("OPENAI_LOG", "debug");
  for (const name of names) console[name] = (...said: unknown[]) => words.push(...said);
  try {
    const faults: (Fault | undefined)[] = [undefined, "echo key", "500", "reset", "html"];
    for (const kind of KINDS) {
      await using server = loopbackServer({ fault: (_, n) => faults[n] });
      const provider = providerAt(kind, server);
      for (const _ of faults) await provider.call(ballotCall()).catch(() => {});
    }
  } finally {
    names.forEach((name, i) => console[name] = kept[i]);
    if (level === undefined) Deno.env.delete("OPENAI_LOG");
    else Deno.env.set("OPENAI_LOG", level);
  }
  deepEqual(words, []);
});

Deno.test("bodies of 200 MB and without end stay below 300 MB of memory, 22 at once", async () => {
  await using server = loopbackServer({ fault: (_, n) => n % 2 === 0 ? "huge" : "endless" });
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      new URL("./hostile_bodies.ts", import.meta.url).pathname,
      JSON.stringify(server.urls),
      "22",
    ],
  }).output();
  equal(code, 0, new TextDecoder().decode(stderr));
  const most = Number(new TextDecoder().decode(stdout));
  ok(most > 20 && most < 300, `the most memory was ${most} MB`);
});

Deno.test("a server that is not there is named, and cannot have cost anything", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const url = `http://127.0.0.1:${port}/v1`;
  const urls = { openai: url, anthropic: url, google: url, xai: url, compatible: url };
  for (const kind of KINDS) {
    const error = await faultOf(providerAt(kind, { urls }).call(ballotCall()));
    deepEqual([error.fault, error.canRetry, error.mayCost], ["connection", true, false]);
    match(error.message, /nothing answers at .*is the local server running/);
  }
});

Deno.test("a broken connection is told alike every time, without this machine's own port", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for (let asked = 0; asked < 2; asked++) {
      using connection = await listener.accept();
      await connection.read(new Uint8Array(65_536));
      await connection.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\nbad header\r\n\r\n"));
    }
  })();
  const url = `http://127.0.0.1:${listener.addr.port}/v1`;
  const urls = { openai: url, anthropic: url, google: url, xai: url, compatible: url };
  const provider = providerAt("compatible", { urls });
  const told = async () => (await faultOf(provider.call(ballotCall()))).message;
  const first = await told();
  equal(await told(), first);
  match(first, /the connection broke before an answer/);
  await serving;
});

Deno.test("a key goes to no address that would show it, and is never shown itself", async () => {
  const at = (baseUrl: string, key = KEY) => () =>
    providerAt("anthropic", {
      urls: { openai: "", anthropic: baseUrl, google: "", xai: "", compatible: "" },
    }, { key });
  const hidden = (make: () => unknown, pattern: RegExp) => {
    try {
      make();
    } catch (error) {
      ok(error instanceof RangeError);
      match(error.message, pattern);
      ok(!error.message.includes("hush"), error.message);
      return;
    }
    throw new Error("nothing was thrown");
  };
  hidden(at("http://example.org/v1"), /need https:/);
  hidden(at("https://user:hush@example.org/v1"), /without user, password/);
  hidden(at("https://example.org/v1?key=hush"), /without user, password, query/);
  hidden(at("https://example.org", "hush hush\n"), /printable ASCII/);
  hidden(at("ftp://example.org"), /starts with https/);
  hidden(at("example"), /base URL such as/);
  equal(at("http://127.0.0.1.example.org", "")().isLocal, false);
  equal(at("http://localhost:1/")().isLocal, true);
  equal(at("http://[::1]:1/")().isLocal, true);
  const keyless = providerAt("openai", { urls: { openai: "http://127.0.0.1:1" } as never }, {
    key: "",
  });
  await rejects(
    keyless.call(ballotCall()),
    (error) => error instanceof CallError && error.fault === "missing key",
  );
});
