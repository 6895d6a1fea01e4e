import { backgroundAnswer, CallError, type ModelReply, type Provider } from "lab/providers";
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { loopbackServer } from "./loopback_server.ts";
import { ballotCall, providerAt } from "./questions.ts";

const signal = new AbortController().signal;
let time = 0;
const quick = {
  signal,
  everyMs: 1000,
  now: () => time,
  wait: (ms: number) => Promise.resolve(void (time += ms)),
};
const research = () => ballotCall({ background: true, schema: undefined, search: { maxCalls: 2 } });

Deno.test("an answer in the background is fetched by its id, also by another process", async () => {
  await using server = loopbackServer({ looks: 3 });
  const first = await providerAt("openai", server).call(research());
  equal(first.finish, "pending");
  equal(first.usage, undefined);
  ok(first.id);
  equal(server.bill.length, 0);
  const reply = await backgroundAnswer(providerAt("openai", server), first.id, quick);
  equal(reply.finish, "complete");
  equal(reply.usage?.searchCalls, 1, "opening a page is no search");
  deepEqual(reply.sources, [
    { url: "https://example.org/report-1", title: "Report one" },
    { url: "https://example.org/report-2", title: "Report two" },
  ]);
  equal(server.bill.length, 1);
});

Deno.test("an answer that is gone is expired, and may have cost", async () => {
  await using server = loopbackServer();
  const provider = providerAt("openai", server);
  const { id } = await provider.call(research());
  server.forget();
  await rejects(
    backgroundAnswer(provider, id!, quick),
    (error) => error instanceof CallError && error.fault === "expired" && error.mayCost,
  );
});

Deno.test("an answer that is stuck is cancelled", async () => {
  await using server = loopbackServer({ looks: 1000 });
  const provider = providerAt("openai", server);
  const { id } = await provider.call(research());
  await rejects(
    backgroundAnswer(provider, id!, { ...quick, longestMs: 5000 }),
    (error) => error instanceof CallError && error.fault === "deadline" && error.mayCost,
  );
  deepEqual(server.cancelled, [id]);
  equal((await provider.fetchAnswer!(id!, signal)).finish, "failed");
});

Deno.test("looks that fail end nothing until six in a row have failed", async () => {
  const passing = () => new CallError("x", { fault: "server", canRetry: true, mayCost: false });
  const provider = (looks: readonly ("fail" | "pending" | "done")[]): Provider => {
    let n = 0;
    return {
      name: "p",
      baseUrl: "http://127.0.0.1",
      isLocal: true,
      call: () => Promise.reject(),
      fetchAnswer: () => {
        const look = looks[n++];
        if (look === "fail") return Promise.reject(passing());
        const finish = look === "done" ? "complete" : "pending";
        return Promise.resolve({ finish, text: "", model: "m", usage: undefined } as ModelReply);
      },
    };
  };
  const five = Array.from({ length: 5 }, () => "fail" as const);
  const fine = provider([...five, "pending", ...five, "done"]);
  equal((await backgroundAnswer(fine, "id", quick)).finish, "complete");
  await rejects(backgroundAnswer(provider([...five, "fail", "done"]), "id", quick), CallError);
});

/** A provider whose looks do what the test says, and never hear their signal. */
const looking = (look: (n: number) => Promise<ModelReply>): Provider & { looks: number } => {
  const provider = {
    name: "p",
    baseUrl: "http://127.0.0.1",
    isLocal: true,
    looks: 0,
    call: () => Promise.reject(),
    fetchAnswer: () => look(provider.looks++),
    // Nor does the end of the work.
    cancelAnswer: () => new Promise<void>(() => {}),
  };
  return provider;
};
const pending: ModelReply = { finish: "pending", text: "", model: "m", usage: undefined };

Deno.test("a look that hangs ends by itself, and another one finds the answer", async () => {
  const hung = looking((n) =>
    n < 3 ? new Promise(() => {}) : Promise.resolve({ ...pending, finish: "complete" })
  );
  const rung: number[] = [];
  const timeout = (ms: number) => {
    rung.push(ms);
    time += ms;
    // Looks that end at once are not cut off.
    return hung.looks <= 3 ? Promise.resolve() : new Promise<void>(() => {});
  };
  const reply = await backgroundAnswer(hung, "id", { ...quick, timeout });
  equal(reply.finish, "complete");
  deepEqual(rung, [30_000, 30_000, 30_000, 30_000]);
  // Where all hang the fault is that of a look: the answer may be fetched later.
  await rejects(
    backgroundAnswer(looking(() => new Promise(() => {})), "id", {
      ...quick,
      timeout: () => Promise.resolve(),
    }),
    (error) =>
      error instanceof CallError && error.fault === "connection" && error.canRetry &&
      /a look did not end within 30 s/.test(error.message),
  );
});

Deno.test("slow looks count in the time for an answer, and its end waits for nobody", async () => {
  const slow = looking(() => {
    time += 20_000;
    return Promise.resolve(pending);
  });
  const never = () => new Promise<void>(() => {});
  await rejects(
    backgroundAnswer(slow, "id", {
      ...quick,
      longestMs: 120_000,
      // Rings for the cancellation alone.
      timeout: () => slow.looks >= 6 ? Promise.resolve() : never(),
    }),
    (error) => error instanceof CallError && error.fault === "deadline",
  );
  equal(slow.looks, 6);
});

Deno.test("a stop is heard inside a look that hangs", async () => {
  const stop = new AbortController();
  const asking = backgroundAnswer(looking(() => new Promise(() => {})), "id", {
    ...quick,
    signal: stop.signal,
  });
  stop.abort();
  await rejects(asking, (error) => error instanceof CallError && error.fault === "stopped");
});

Deno.test("a stop leaves the work at the provider alone", async () => {
  await using server = loopbackServer({ looks: 1000 });
  const provider = providerAt("openai", server);
  const { id } = await provider.call(research());
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 30);
  await rejects(
    backgroundAnswer(provider, id!, { signal: stop.signal, everyMs: 10 }),
    (error) => error instanceof CallError && error.fault === "stopped",
  );
  deepEqual(server.cancelled, []);
});
