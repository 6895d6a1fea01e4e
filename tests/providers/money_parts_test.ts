/** The parts between a question and a paid call, each by itself. */
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { BudgetError, DataError, LabError } from "lab/errors";
import {
  answerCache,
  type Booking,
  CallError,
  type CallFault,
  circuitBreaker,
  likelyInputTokens,
  modelPrices,
  openCallStore,
  openLedger,
  type PaidReply,
  type Provider,
  providerSettings,
  rateGate,
  RestError,
  spendingSettings,
  statedPrices,
  withFallbacks,
  withRetries,
  worstUsage,
} from "lab/providers";
import { randomStream } from "lab/stats";
import type { Day } from "lab/units";
import { ballotCall } from "./questions.ts";

const NEVER = new AbortController().signal;
const BOOKING: Booking = {
  sweep: "s",
  sector: "XLK",
  analyst: "a",
  day: "2026-11-20" as Day,
  sample: 0,
  stage: "ballot",
  provider: "p",
  model: "m",
  key: "k",
};
const failure = (fault: CallFault, facts: Partial<CallError> = {}) =>
  new CallError(`Cannot ask: ${fault}`, { fault, canRetry: true, mayCost: false, ...facts });

/** A clock that stands still until someone waits. */
function standingClock() {
  let time = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    move: (ms: number) => void (time += ms),
    wait: (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(ms);
      time += ms;
      return Promise.resolve();
    },
  };
}

/** A clock that goes on to the next waiter when nobody else has anything to do. */
function virtualClock() {
  let time = 0;
  let waiters: { at: number; go: () => void }[] = [];
  return {
    now: () => time,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const one = { at: time + ms, go: resolve };
        waiters.push(one);
        signal.addEventListener("abort", () => {
          waiters = waiters.filter((other) => other !== one);
          reject(signal.reason);
        }, { once: true });
      }),
    async run(): Promise<void> {
      while (true) {
        for (let i = 0; i < 20; i++) await Promise.resolve();
        if (waiters.length === 0) return;
        const next = waiters.reduce((a, b) => b.at < a.at ? b : a);
        waiters = waiters.filter((one) => one !== next);
        time = next.at;
        next.go();
      }
    },
  };
}

Deno.test("openLedger() lets no line be changed, removed or written over", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0 });
  const first = ledger.reserve(BOOKING, 1);
  ledger.settle(first, 0.25, "usage");
  for (
    const sql of [
      "UPDATE entries SET settled_nano = 0",
      "DELETE FROM entries",
      "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE id = 1",
    ]
  ) throws(() => store.run(sql), /append-only/);
  throws(() => ledger.settle(first, 0.1, "usage"), /append-only/);
  deepEqual(ledger.balance(), { settledUsd: 0.25, openUsd: 0 });
  // A line without its reservation is none.
  ledger.settle(99, 5, "usage");
  equal(ledger.entries().length, 2);
  store.close();
});

Deno.test("openLedger() adds to the nanodollar where binary fractions drift", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0, caps: { sector: 100 } });
  for (let i = 0; i < 1000; i++) ledger.settle(ledger.reserve(BOOKING, 0.001), 0.0001, "usage");
  // 1000 times 0.0001 in binary is 0.10000000000000184.
  deepEqual(ledger.balance(), { settledUsd: 0.1, openUsd: 0 });
  store.close();
});

Deno.test("openLedger() counts what is reserved under each cap, and writes nothing for a refused call", () => {
  const caps = { day: 10, sweep: 6, sector: 4 };
  const store = openCallStore(":memory:");
  let now = Date.UTC(2026, 10, 23);
  const ledger = openLedger(store, { now: () => now, caps });
  const refusal = (booking: Booking, usd: number) => {
    try {
      ledger.reserve(booking, usd);
    } catch (error) {
      ok(error instanceof BudgetError);
      return error;
    }
    throw new Error("it was not refused");
  };
  const first = ledger.reserve(BOOKING, 3);
  const sector = refusal(BOOKING, 1.01);
  deepEqual(
    [sector.cap, sector.allowedUsd, sector.spentUsd, sector.reservedUsd, sector.neededUsd],
    ["sector", 4, 0, 3, 1.01],
  );
  match(
    sector.message,
    /\$1\.01.*cap of \$4\.00 per sector \$0\.00 are spent and \$3\.00 reserved/,
  );
  ledger.settle(first, 0.5, "usage");
  // Settled for less: the rest is free again, to the last cent.
  ledger.reserve(BOOKING, 3.5);
  const energy = { ...BOOKING, sector: "XLE" } as const;
  equal(refusal(energy, 2.01).cap, "sweep");
  ledger.reserve(energy, 2);
  const next = { ...energy, sweep: "next" } as const;
  ledger.reserve(next, 4);
  equal(refusal({ ...next, sector: "XLB" }, 1).cap, "day");
  equal(ledger.entries().filter(({ kind }) => kind === "reserve").length, 4);
  // Another day (UTC), another cap of the day; the sweep's stays.
  now += 86_400_000;
  ledger.reserve({ ...next, sector: "XLB" }, 1);
  equal(refusal(energy, 0.01).cap, "sweep");
  // What is free stands in nobody's way.
  ledger.reserve(energy, 0);
  store.close();
});

Deno.test("openLedger() counts under one cap what two programs spend in one file", async () => {
  const folder = await Deno.makeTempDir();
  const stores = [0, 1].map(() => openCallStore(join(folder, "calls.sqlite")));
  const ledgers = stores.map((store) => openLedger(store, { now: () => 0, caps: { sector: 1 } }));
  let made = 0;
  for (let i = 0; i < 10; i++) {
    try {
      ledgers[i % 2].reserve(BOOKING, 0.3);
      made++;
    } catch (error) {
      ok(error instanceof BudgetError);
    }
  }
  equal(made, 3);
  deepEqual(ledgers[0].balance(), ledgers[1].balance());
  for (const store of stores) store.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("openLedger() keeps a call without a price open, until it is known", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0 });
  const lost = ledger.reserve(BOOKING, 1);
  ledger.noteUnknown(lost, "deadline");
  deepEqual(ledger.balance(), { settledUsd: 0, openUsd: 1 });
  const written = ledger.reserve(BOOKING, 2);
  ledger.noteBackground(written, "resp_1");
  deepEqual(ledger.openAnswer("k"), {
    reservation: written,
    provider: "p",
    model: "m",
    id: "resp_1",
  });
  ledger.settle(written, 0.5, "usage");
  equal(ledger.openAnswer("k"), undefined);
  deepEqual(ledger.balance({ sweep: "s", sector: "XLK" }), { settledUsd: 0.5, openUsd: 1 });
  deepEqual(ledger.balance({ bookedOn: "1970-01-01" as Day }), { settledUsd: 0.5, openUsd: 1 });
  store.close();
});

Deno.test("openLedger() has the sums of its lines by day, sweep and sector, over seeded draws and a reopening", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "calls.sqlite");
  const random = randomStream(3);
  let now = 0;
  const caps = { day: 1e6, sweep: 1e6, sector: 1e6 };
  let store = openCallStore(path);
  let ledger = openLedger(store, { now: () => now, caps });
  const sectors = ["XLB", "XLK"] as const, sweeps = ["s", "XLK s"];
  for (let i = 0; i < 150; i++) {
    now += random.integer(3_600_000);
    const booking = { ...BOOKING, sector: sectors[i % 2], sweep: sweeps[random.integer(2)] };
    const worst = random.uniform();
    const one = ledger.reserve(booking, worst);
    if (random.uniform() < 0.7) ledger.settle(one, worst * random.uniform(), "usage");
    else ledger.noteUnknown(one, "deadline");
  }
  for (const round of ["as kept", "as made anew"]) {
    const lines = ledger.entries();
    const same = (
      of: (line: (typeof lines)[number]) => boolean,
      balance: ReturnType<typeof ledger.balance>,
    ) => {
      const chosen = lines.filter(of);
      ok(chosen.length > 0);
      const settled = chosen.reduce((sum, { settledUsd }) => sum + settledUsd, 0);
      const open = chosen.reduce((sum, { openUsd }) => sum + openUsd, 0);
      ok(Math.abs(settled - balance.settledUsd) < 1e-8, round);
      ok(Math.abs(open - balance.openUsd) < 1e-8, round);
    };
    same(() => true, ledger.balance());
    for (const sweep of sweeps) {
      same((line) => line.sweep === sweep, ledger.balance({ sweep }));
      for (const sector of sectors) {
        same(
          (line) => line.sweep === sweep && line.sector === sector,
          ledger.balance({ sweep, sector }),
        );
      }
    }
    // Lines of one day: settlements at once, so that they carry the day of their reservation.
    same(
      (line) => line.at.startsWith("1970-01-02"),
      ledger.balance({ bookedOn: "1970-01-02" as Day }),
    );
    store.close();
    store = openCallStore(path);
    ledger = openLedger(store, { now: () => now, caps });
  }
  store.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("openLedger() refuses amounts and caps that are none", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0 });
  for (const usd of [NaN, -0.01, -Infinity]) {
    throws(() => ledger.reserve(BOOKING, usd), RangeError);
  }
  // A price without measure is refused by the caps, and ends no sweep.
  for (const usd of [1e8, 1e300, Infinity]) throws(() => ledger.reserve(BOOKING, usd), BudgetError);
  throws(() => openLedger(store, { now: () => 0, caps: { day: NaN } }), /cap per day/);
  store.close();
});

Deno.test("openCallStore() names a file that is no ledger, and the remedy", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "calls.sqlite");
  await Deno.writeTextFile(path, "x".repeat(5000));
  throws(
    () => openCallStore(path),
    (error) =>
      error instanceof LabError && /is damaged.*Move it away.*not a database/.test(error.message),
  );
  await Deno.remove(folder, { recursive: true });
});

const REPLY: PaidReply = {
  finish: "complete",
  text: "{}",
  model: "m",
  usage: { inputTokens: 10, outputTokens: 20 },
  costUsd: 0.001,
};

Deno.test("answerCache() gives an answer back for four hours, and no longer", () => {
  const store = openCallStore(":memory:");
  let now = 1000;
  const cache = answerCache(store, { now: () => now });
  cache.keep("k", { ...REPLY, limits: { requestsLeft: 3 } });
  now += 4 * 3_600_000 - 1;
  deepEqual(cache.get("k"), REPLY);
  now += 1;
  equal(cache.get("k"), undefined);
  // A clock that was corrected by a little changes nothing; one that was set back far, all.
  now = 1000 - 60_000;
  deepEqual(cache.get("k"), REPLY);
  now = 1000 - 3_600_000;
  equal(cache.get("k"), undefined);
  // A refusal is no answer, nor is what was given up.
  for (const finish of ["failed", "refused", "filtered", "pending"] as const) {
    cache.keep(finish, { ...REPLY, finish });
    equal(cache.get(finish), undefined);
  }
  store.close();
});

Deno.test("answerCache() sets a spoilt answer aside with a warning, whatever is wrong with it", () => {
  const spoil = [
    "UPDATE answers SET reply = replace(reply, '{}', '{ }')",
    "UPDATE answers SET reply = 'not json'",
    "UPDATE answers SET kept_at = kept_at + 1",
    "UPDATE answers SET sha256 = ''",
    "UPDATE answers SET call_key = 'k' WHERE call_key = 'other'",
  ];
  for (const sql of spoil) {
    const store = openCallStore(":memory:");
    const warnings: string[] = [];
    const cache = answerCache(store, { now: () => 5, onWarning: (text) => warnings.push(text) });
    cache.keep(sql.includes("other") ? "other" : "k", REPLY);
    store.run(sql);
    equal(cache.get("k"), undefined, sql);
    equal(warnings.length, 1);
    match(warnings[0], /spoilt/);
    equal(store.rows("SELECT * FROM spoilt_answers").length, 1);
    // It is gone for good, and a new one takes its place.
    equal(cache.get("k"), undefined);
    equal(warnings.length, 1);
    cache.keep("k", REPLY);
    deepEqual(cache.get("k"), REPLY);
    store.close();
  }
});

Deno.test("withRetries() doubles its waits with jitter, keeps what a server asks, and ends at its tries", async () => {
  const clock = standingClock();
  let tried = 0;
  const options = {
    withinMs: 1e6,
    signal: NEVER,
    now: clock.now,
    random: () => 0.5,
    wait: clock.wait,
  };
  await rejects(
    withRetries(() => (tried++, Promise.reject(failure("server"))), options),
    CallError,
  );
  equal(tried, 4);
  // 500, 1000, 2000 ms, each cut by a quarter at 0.5.
  deepEqual(clock.waits, [375, 750, 1500]);
  clock.waits.length = 0;
  await rejects(
    withRetries(
      () => Promise.reject(failure("rate limit", { retryAfterMs: 7000 })),
      { ...options, tries: 2 },
    ),
  );
  deepEqual(clock.waits, [7050]);
});

Deno.test("withRetries() ends at once when Retry-After lies beyond the deadline, and tries nothing final", async () => {
  const clock = standingClock();
  const options = { withinMs: 60_000, signal: NEVER, now: clock.now, random: Math.random };
  let tried = 0;
  for (
    const error of [
      failure("rate limit", { retryAfterMs: 60_000 }),
      failure("rate limit", { retryAfterMs: 24 * 86_400_000 }),
      failure("quota", { canRetry: false }),
      new TypeError("a bug"),
    ]
  ) {
    tried = 0;
    await rejects(
      withRetries(() => (tried++, Promise.reject(error)), { ...options, wait: clock.wait }),
      (thrown) => thrown === error,
    );
    equal(tried, 1);
  }
  deepEqual(clock.waits, []);
});

Deno.test("withRetries() hears a stop while it waits", async () => {
  const stop = new AbortController();
  const trying = withRetries(() => Promise.reject(failure("server")), {
    withinMs: 1e6,
    signal: stop.signal,
    now: () => 0,
    random: () => 0,
  });
  setTimeout(() => stop.abort(), 5);
  await rejects(trying, (error) => error instanceof CallError && error.fault === "stopped");
});

Deno.test("circuitBreaker() lets one call through after its rest, and that one decides", () => {
  const clock = standingClock();
  const breaker = circuitBreaker("p", { now: clock.now, failures: 2, restMs: 1000 });
  const fail = () => breaker.pass().tell(failure("server"));
  fail();
  breaker.pass().tell(undefined);
  fail();
  // A refused key is no fault of the provider's, and neither is a body that is too long.
  breaker.pass().tell(failure("refused key"));
  breaker.pass().tell(failure("body too large"));
  fail();
  throws(
    () => breaker.pass(),
    (error) => error instanceof CallError && error.retryAfterMs === 1000,
  );
  clock.move(1000);
  const probe = breaker.pass();
  throws(() => breaker.pass(), /rests/);
  probe.tell(failure("connection"));
  // The reason of the rest is in its sentence.
  throws(
    () => breaker.pass(),
    /Cannot ask: connection; p failed 3 times in a row and rests for 1 s/,
  );
  clock.move(1000);
  breaker.pass().tell(undefined);
  breaker.pass();
  breaker.pass();
  // A key that is refused three times in a row is not tried again, however long one waits.
  for (let i = 0; i < 3; i++) breaker.pass().tell(failure("refused key"));
  clock.move(1e9);
  throws(
    () => breaker.pass(),
    (error) => error instanceof CallError && error.fault === "refused key" && !error.canRetry,
  );
});

Deno.test("circuitBreaker() lets no second probe through for a call that set out before it opened", () => {
  for (
    const late of [undefined, failure("server"), failure("rate limit"), failure("refused key")]
  ) {
    const clock = standingClock();
    const breaker = circuitBreaker("p", { now: clock.now, failures: 2, restMs: 1000 });
    const early = [breaker.pass(), breaker.pass(), breaker.pass()];
    early[0].tell(failure("server"));
    early[1].tell(failure("server"));
    throws(() => breaker.pass(), RestError);
    clock.move(1000);
    const probe = breaker.pass();
    early[2].tell(late);
    throws(() => breaker.pass(), RestError, `after ${late?.fault ?? "an answer"}`);
    // Told twice counts once.
    early[0].tell(undefined);
    throws(() => breaker.pass(), RestError);
    probe.tell(undefined);
    breaker.pass();
  }
});

Deno.test("circuitBreaker() rests no longer than a call has time, and lets a late failure add nothing", () => {
  const clock = standingClock();
  const breaker = circuitBreaker("p", { now: clock.now, failures: 1 });
  const early = breaker.pass();
  breaker.pass().tell(failure("server"));
  throws(() => breaker.pass(5000), /rests for 5 s/);
  throws(() => breaker.pass(), /rests for 30 s/);
  clock.move(4000);
  early.tell(failure("server"));
  throws(() => breaker.check(5000), /rests for 1 s/);
  clock.move(1000);
  breaker.pass(5000).tell(undefined);
});

Deno.test("circuitBreaker() gives up a server on this machine that was never there, and waits for one that was", () => {
  const gone = failure("connection", { mayCost: false });
  const fresh = circuitBreaker("p", { now: () => 0, isLocal: true });
  for (let i = 0; i < 3; i++) fresh.pass().tell(gone);
  throws(() => fresh.pass(), (error) => error instanceof CallError && !error.canRetry);
  const known = circuitBreaker("p", { now: () => 0, isLocal: true });
  known.pass().tell(undefined);
  for (let i = 0; i < 5; i++) known.pass().tell(gone);
  throws(() => known.pass(), RestError);
  // A connection that broke after the request was sent is another matter.
  const broken = circuitBreaker("p", { now: () => 0, isLocal: true });
  for (let i = 0; i < 4; i++) broken.pass().tell(failure("connection", { mayCost: true }));
  broken.pass();
});

Deno.test("rateGate() starts no more in any minute than the limits say, over seeded draws", async () => {
  const random = randomStream(5);
  for (let round = 0; round < 20; round++) {
    const clock = virtualClock();
    const limits = {
      concurrency: 1 + random.integer(4),
      requestsPerMinute: 1 + random.integer(10),
      tokensPerMinute: 500 + random.integer(2000),
    };
    const gate = rateGate(limits, clock);
    const starts: { at: number; tokens: number }[] = [];
    let most = 0;
    for (let i = 0; i < 40; i++) {
      const tokens = 1 + random.integer(900), takes = random.integer(3000);
      gate.enter(tokens, NEVER).then(async (place) => {
        most = Math.max(most, gate.running);
        starts.push({ at: clock.now(), tokens });
        await clock.wait(takes, NEVER);
        place.leave();
      });
    }
    await clock.run();
    equal(starts.length, 40);
    ok(most <= limits.concurrency);
    for (const { at } of starts) {
      const within = starts.filter((one) => one.at >= at && one.at < at + 60_000);
      ok(within.length <= limits.requestsPerMinute, `${within.length}`);
      // One call that is larger than a whole minute's share goes alone.
      const tokens = within.reduce((sum, one) => sum + one.tokens, 0);
      ok(tokens <= limits.tokensPerMinute || within.length === 1, `${tokens}`);
    }
    equal(gate.running + gate.waiting, 0);
    // Nor does it dawdle: each minute but the last is as full as it may be.
    const minutes = Math.ceil((clock.now() + 1) / 60_000);
    const tokens = starts.reduce((sum, one) => sum + one.tokens, 0);
    const least = Math.max(40 / limits.requestsPerMinute, tokens / limits.tokensPerMinute);
    ok(minutes <= 3 * least + 3, `${minutes} minutes where ${least} would do`);
  }
});

Deno.test("rateGate() counts what was used, heeds headers, and holds after a refusal", async () => {
  const clock = standingClock();
  const gate = rateGate({ tokensPerMinute: 1000 }, clock);
  const enter = async (tokens: number) => {
    const place = await gate.enter(tokens, NEVER);
    return { place, at: clock.now() };
  };
  // Foreseen 900, used 100: the next has room at once.
  (await enter(900)).place.leave({ tokens: 100 });
  const second = await enter(900);
  equal(second.at, 0);
  second.place.leave({ tokens: 0, limits: { requestsLeft: 0, resetsInMs: 5000 } });
  const third = await enter(1);
  equal(third.at, 5000);
  third.place.leave({ limits: { tokensLeft: 50, resetsInMs: 2000 } });
  const fourth = await enter(60);
  equal(fourth.at, 7000);
  fourth.place.leave();
  gate.holdFor(3000);
  const fifth = await enter(1);
  equal(fifth.at, 10_000);
  // No server can hold up the others for longer than a minute.
  gate.holdFor(24 * 86_400_000);
  fifth.place.leave();
  equal((await enter(1)).at, 70_000);
  throws(() => rateGate({ concurrency: 0 }, clock), /concurrency/);
});

Deno.test("rateGate() lets a waiting call go when it is stopped, and the next one in", async () => {
  const gate = rateGate({ concurrency: 1 }, { now: () => 0 });
  const first = await gate.enter(1, NEVER);
  const stop = new AbortController();
  const second = gate.enter(1, stop.signal);
  const third = gate.enter(1, NEVER);
  stop.abort(new Error("no more"));
  await rejects(second, /no more/);
  first.leave();
  first.leave();
  (await third).leave();
  equal(gate.running, 0);
});

Deno.test("withFallbacks() asks in the stated order, and replaces no retired model in silence", async () => {
  const links = ["a", "b", "c"].map((name) => ({
    provider: { name } as Provider,
    model: "m",
  }));
  const asked: string[] = [];
  const ask = (faults: Record<string, CallFault>) => ({ provider }: { provider: Provider }) => {
    asked.push(provider.name);
    const fault = faults[provider.name];
    return fault ? Promise.reject(failure(fault)) : Promise.resolve(provider.name);
  };
  equal(await withFallbacks(links, ask({ a: "quota", b: "deadline" })), "c");
  deepEqual(asked.splice(0), ["a", "b", "c"]);
  for (const fault of ["unknown model", "refused key", "missing key", "stopped"] as const) {
    await rejects(
      withFallbacks(links, ask({ a: fault })),
      (error) => error instanceof CallError && error.fault === fault,
    );
    deepEqual(asked.splice(0), ["a"]);
  }
  await rejects(
    withFallbacks(links, ask({ a: "server", b: "server", c: "rate limit" })),
    /server; then .*server; then .*rate limit/,
  );
  // A cap is no fault of a provider: nobody else may spend instead.
  const budget = new BudgetError("Cannot ask: no money", {
    cap: "day",
    allowedUsd: 0,
    spentUsd: 0,
    reservedUsd: 0,
    neededUsd: 1,
  });
  asked.length = 0;
  await rejects(
    withFallbacks(links, ({ provider }) => (asked.push(provider.name), Promise.reject(budget))),
    BudgetError,
  );
  deepEqual(asked, ["a"]);
});

const AT = new Date("2026-11-23");
const vendor = (name: string, host: string) => ({
  name,
  baseUrl: `https://${host}/v1`,
  isLocal: false,
});
const OPENAI = vendor("openai", "api.openai.com");

Deno.test("modelPrices() gives the prices of the vendors' lists", async () => {
  const price = await modelPrices({ at: AT });
  const known: readonly [ReturnType<typeof vendor>, string, number, number, number][] = [
    // Dollars per million: input, cached input, output; LiteLLM 1.109.1, read 2026-11-23.
    [OPENAI, "gpt-6-luna", 0.1, 0.01, 0.5],
    [OPENAI, "gpt-5.4-mini", 0.75, 0.075, 4.5],
    [OPENAI, "gpt-6.1-sol", 2, 0.1, 10],
    [vendor("anthropic", "api.anthropic.com"), "claude-haiku-4-5", 1, 0.1, 5],
    [vendor("anthropic", "api.anthropic.com"), "claude-opus-5-5", 4, 0.2, 20],
    [
      vendor("google", "generativelanguage.googleapis.com"),
      "gemini-3.8-flash",
      0.75,
      0.075,
      3.75,
    ],
    [vendor("xai", "api.x.ai"), "grok-4.3", 1.25, 0.2, 2.5],
  ];
  for (const [provider, model, input, cached, output] of known) {
    const { costUsd } = price(provider, model);
    // 100,000 tokens: below the size from which some models cost more.
    const of = (
      facts: { inputTokens?: number; cachedInputTokens?: number; outputTokens?: number },
    ) => Number((10 * costUsd({ inputTokens: 0, outputTokens: 0, ...facts })).toFixed(9));
    deepEqual(
      [
        of({ inputTokens: 1e5 }),
        of({ inputTokens: 1e5, cachedInputTokens: 1e5 }),
        of({ outputTokens: 1e5 }),
      ],
      [input, cached, output],
      model,
    );
  }
  // Above 272,000 tokens of input the whole call is dearer: 0.2 and 0.75 instead of 0.1 and 0.5.
  equal(
    Number(price(OPENAI, "gpt-6-luna").costUsd({ inputTokens: 1e6, outputTokens: 1e6 }).toFixed(9)),
    0.95,
  );
  // Ten searches at $10 per 1,000.
  equal(
    price(OPENAI, "gpt-6-luna").costUsd({ inputTokens: 0, outputTokens: 0, searchCalls: 10 }),
    0.1,
  );
});

Deno.test("modelPrices() is closed for what it does not know, and free on this machine", async () => {
  const stated = {
    "ollama/big": { inputUsd: 1, outputUsd: 2 },
    "openai/gpt-6-luna": { inputUsd: 9, outputUsd: 9 },
  };
  const price = await modelPrices({ at: AT, stated });
  const usage = { inputTokens: 1e6, outputTokens: 1e6 };
  throws(() => price(OPENAI, "gpt-99"), DataError);
  // The same model through a gateway may have another price.
  throws(() => price(vendor("openai", "gateway.example"), "gpt-5.4-mini"), /gateway\.example/);
  throws(() => price({ ...OPENAI, name: "toString" }, "toString"), DataError);
  const local = { name: "ollama", baseUrl: "http://127.0.0.1:11434/v1", isLocal: true };
  equal(price(local, "any").costUsd(usage), 0);
  equal(price(local, "big").costUsd(usage), 3);
  // What the user states goes first.
  equal(price(OPENAI, "gpt-6-luna").costUsd(usage), 18);
  // A fee that nobody states is not taken for 0.
  throws(
    () => price(local, "big").costUsd({ ...usage, searchCalls: 1 }),
    /searchUsd/,
  );
  deepEqual(
    statedPrices(providerSettings({
      providers: [{
        name: "mine",
        kind: "compatible",
        roles: { fast: { model: "m", price: { inputUsd: 1, outputUsd: 2 } }, deep: "n" },
      }],
    })),
    { "mine/m": { inputUsd: 1, outputUsd: 2 } },
  );
});

Deno.test("worstUsage() bounds what any tokenizer makes of a prompt", () => {
  const call = ballotCall({ user: "東京".repeat(100), maxOutputTokens: 77 });
  const worst = worstUsage(call);
  equal(worst.outputTokens, 77);
  // Every byte a token: 600 of the question alone.
  ok(worst.inputTokens >= 600 + JSON.stringify(call.schema).length);
  ok(likelyInputTokens(call) < worst.inputTokens / 3);
  equal(worstUsage(ballotCall({ search: { maxCalls: 4 } })).searchCalls, 4);
});

Deno.test("spendingSettings() names every wrong field", () => {
  throws(
    () => spendingSettings({ capsUsd: { day: -1 }, cacheHours: -2 }),
    /capsUsd\.day.*cacheHours/,
  );
  equal(spendingSettings({ fallbacks: { "a/fast": ["b/fast"] } }).fallbacks["a/fast"][0], "b/fast");
});
