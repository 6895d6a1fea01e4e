/** Waits go by a clock that is never set back, and say what they wait for. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  CallError,
  modelAnalyst,
  modelPrices,
  openCallStore,
  paidCalls,
  type PaidCallsOptions,
  progressLine,
  type Provider,
  sweep,
  type SweepProgress,
  withDeadline,
} from "lab/providers";
import { goodAnswer, loopbackServer, sectorAsked } from "./loopback_server.ts";
import { ASKED_AT, BRIEFS, providerAt } from "./questions.ts";

const priceOf = await modelPrices({ at: new Date("2026-11-23") });

/** A clock that waits move, one waiter after another, and a wall clock beside it. */
function twoClocks() {
  let time = 0, wall = Date.UTC(2026, 10, 23, 12);
  let waiters: { at: number; go: () => void }[] = [];
  return {
    clock: () => time,
    now: () => wall,
    setBack: (ms: number) => void (wall -= ms),
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const one = { at: time + ms, go: resolve };
        waiters.push(one);
        signal.addEventListener("abort", () => {
          waiters = waiters.filter((other) => other !== one);
          reject(signal.reason);
        }, { once: true });
      }),
    /** Lets time pass until a promise is settled. */
    async until<T>(promise: Promise<T>): Promise<T> {
      let isDone = false;
      promise.finally(() => isDone = true).catch(() => {});
      for (let turns = 0; !isDone; turns++) {
        if (turns > 5000) throw new Error(`it waits without end, at ${time} ms`);
        // One turn of the event loop: whoever can go on has gone on.
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (isDone || waiters.length === 0) continue;
        const next = waiters.reduce((a, b) => b.at < a.at ? b : a);
        waiters = waiters.filter((one) => one !== next);
        wall += next.at - time;
        time = next.at;
        next.go();
      }
      return await promise;
    },
  };
}

/** A sweep of all briefs by one provider on this machine. */
function swept(
  provider: Provider,
  clocks: ReturnType<typeof twoClocks>,
  options: Partial<PaidCallsOptions> & {
    readonly samples?: number;
    readonly deadlineMs?: number;
    readonly onProgress?: (progress: SweepProgress) => void;
  } = {},
) {
  const { samples = 1, deadlineMs, onProgress, ...rest } = options;
  const calls = paidCalls({
    store: openCallStore(":memory:"),
    sweep: "s",
    priceOf,
    now: clocks.now,
    clock: clocks.clock,
    wait: clocks.wait,
    timeout: () => new Promise(() => {}),
    ...rest,
  });
  const analyst = modelAnalyst(provider, {
    model: "m",
    makeCall: calls.makeCall,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  const sweeping = sweep([analyst], BRIEFS, {
    askedAt: ASKED_AT,
    now: clocks.clock,
    calls,
    samples,
    tellEveryMs: 1,
    ...(onProgress ? { onProgress } : {}),
  });
  return clocks.until(sweeping);
}

const down = () =>
  new CallError("Cannot ask p: it is down", { fault: "server", canRetry: true, mayCost: false });

/** A provider on this machine; what happens to the n-th call is the test's to say. */
function local(happens: (n: number) => Error | undefined): Provider & { asked: number } {
  const provider: Provider & { asked: number } = {
    name: "p",
    baseUrl: "http://127.0.0.1:9/v1",
    isLocal: true,
    asked: 0,
    call({ user }) {
      const error = happens(provider.asked++);
      if (error) return Promise.reject(error);
      const text = JSON.stringify(goodAnswer(sectorAsked(user)));
      return Promise.resolve({ finish: "complete", text, model: "m", usage: undefined });
    },
  };
  return provider;
}

for (const [word, hours] of [["back", 1], ["forward", -1]] as const) {
  Deno.test(`a wall clock that is set ${word} an hour costs no answer`, async () => {
    const clocks = twoClocks();
    let times = 0;
    // A circuit that opens, a rest, and a limit of ten a minute.
    const provider = local((n) => {
      if (n === 3 || n === 6) clocks.setBack(hours * 3_600_000);
      return n > 3 && n < 9 ? down() : undefined;
    });
    const { ballots, failed, unanswered } = await swept(provider, clocks, {
      samples: 3,
      limitsOf: () => ({ requestsPerMinute: 10, concurrency: 2 }),
      wait: (ms, signal) => {
        // Also while it rests, and while the gate holds calls up.
        if (ms > 10_000 && times++ < 3) clocks.setBack(hours * 3_600_000);
        return clocks.wait(ms, signal);
      },
    });
    deepEqual([ballots.length, failed.length, unanswered.length], [33, 0, 0]);
    // 33 answers and 5 failures at ten a minute, and a rest of half a minute.
    ok(clocks.clock() >= 180_000 && clocks.clock() < 270_000, `${clocks.clock()}`);
  });
}

Deno.test("a rest is no longer than a short deadline, uses up no try, and all that waited go on", async () => {
  const clocks = twoClocks();
  const provider = local((n) => n < 5 ? down() : undefined);
  const { ballots } = await swept(provider, clocks, { deadlineMs: 4000 });
  equal(ballots.length, 11);
  ok(clocks.clock() <= 8000, `${clocks.clock()}`);
  // With an ordinary deadline it is half a minute.
  const later = twoClocks();
  equal((await swept(local((n) => n < 5 ? down() : undefined), later)).ballots.length, 11);
  ok(later.clock() >= 30_000 && later.clock() < 35_000, `${later.clock()}`);
});

for (const [fault, seconds] of [["connection", 35], ["server", 100]] as const) {
  Deno.test(`a provider that stays down (${fault}) is given up in time, and its reason is told meanwhile and at the end`, async () => {
    const clocks = twoClocks();
    const told: SweepProgress[] = [];
    const provider = local(() =>
      new CallError("Cannot ask p: it is down", { fault, canRetry: true, mayCost: true })
    );
    const { failed, unanswered } = await swept(provider, clocks, {
      onProgress: (progress) => told.push(progress),
    });
    equal(failed.length + unanswered.length, 11);
    // One rest where nothing answers, and three where something does.
    ok(clocks.clock() < seconds * 1000, `${clocks.clock()}`);
    ok(clocks.clock() > (seconds - 10) * 1000, `${clocks.clock()}`);
    ok(provider.asked <= 8 + 11, `${provider.asked}`);
    for (const { issues } of failed) match(issues[0].message, /it is down/);
    for (const { reason } of unanswered) match(reason, /it is down/);
    const line = told.map(progressLine).find((text) => /rests/.test(text)) ?? "";
    match(line, /; waits: Cannot ask p: it is down.*rests for \d+ s$/);
  });
}

Deno.test("progress is told also while nothing begins or ends", async () => {
  let enough = () => {};
  const told = new Promise<void>((resolve) => enough = resolve);
  let count = 0;
  // The first answer comes when progress was told long after the last question began.
  const provider: Provider = {
    ...local(() => undefined),
    call: async ({ user }) => {
      await told;
      const text = JSON.stringify(goodAnswer(sectorAsked(user)));
      return { finish: "complete", text, model: "m", usage: undefined };
    },
  };
  const { ballots } = await swept(provider, twoClocks(), {
    onProgress: () => ++count > 30 && enough(),
  });
  equal(ballots.length, 11);
});

Deno.test("a server on this machine that is not there is named within seconds, by each sector", async () => {
  const clocks = twoClocks();
  const { port } = (() => {
    const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    return { port };
  })();
  const url = `http://127.0.0.1:${port}/v1`;
  const urls = { openai: url, anthropic: url, google: url, xai: url, compatible: url };
  const provider = providerAt("compatible", { urls });
  const { failed, unanswered } = await swept(provider, clocks);
  const reasons = [
    ...failed.map(({ issues }) => issues[0].message),
    ...unanswered.map(({ reason }) => reason),
  ];
  equal(reasons.length, 11);
  for (const reason of reasons) match(reason, /nothing answers at .*is the local server running\?/);
  ok(reasons.every((reason) => !/rests/.test(reason)));
  ok(clocks.clock() < 3000, `${clocks.clock()} ms`);
});

Deno.test("a server that is started after a sweep answers the next one", async () => {
  const clocks = twoClocks();
  const gone = new CallError("Cannot ask p: nothing answers", {
    fault: "connection",
    canRetry: true,
    mayCost: false,
  });
  let isStarted = false;
  const provider = local(() => isStarted ? undefined : gone);
  const calls = paidCalls({ store: openCallStore(":memory:"), sweep: "s", priceOf, ...clocks });
  const analyst = modelAnalyst(provider, { model: "m", makeCall: calls.makeCall });
  const run = () =>
    clocks.until(sweep([analyst], BRIEFS, { askedAt: ASKED_AT, now: clocks.clock, calls }));
  equal((await run()).ballots.length, 0);
  ok(provider.asked < 11, `${provider.asked}`);
  isStarted = true;
  equal((await run()).ballots.length, 11);
});

Deno.test("a body that is too long fails each sector by its own name, and no neighbour by a rest", async () => {
  await using server = loopbackServer({ fault: () => "endless" });
  const clocks = twoClocks();
  const provider = providerAt("compatible", server, { maxBodyBytes: 100_000 });
  const { failed, unanswered } = await swept(provider, clocks);
  equal(failed.length, 11);
  deepEqual(unanswered, []);
  for (const { issues } of failed) {
    match(issues[0].message, /need a body of at most \d+ bytes, got more/);
    ok(!/rests/.test(issues[0].message));
  }
});

Deno.test("withDeadline() ends a run that hears nothing, and keeps the words of one that does", async () => {
  const rings = { timeout: () => Promise.resolve() };
  const fault = (promise: Promise<unknown>) =>
    promise.then(() => "none", (error) => error instanceof CallError ? error.fault : error.message);
  equal(await fault(withDeadline(5, undefined, () => new Promise(() => {}), rings)), "deadline");
  const stopped = AbortSignal.abort();
  const never = { timeout: () => new Promise<void>(() => {}) };
  equal(await fault(withDeadline(5, stopped, () => new Promise(() => {}), never)), "stopped");
  const hears = (signal: AbortSignal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("own"))));
  equal(await fault(withDeadline(5, undefined, hears, rings)), "own");
});
