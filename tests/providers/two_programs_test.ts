/** Two programs with one ledger: what one has asked, the other does not pay for. */
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { BudgetError } from "lab/errors";
import {
  CallError,
  callKey,
  type Caps,
  type ModelCall,
  modelPrices,
  type ModelReply,
  openCallStore,
  openLedger,
  paidCalls,
  type Provider,
} from "lab/providers";
import type { Day } from "lab/units";
import { STATED } from "./hostile_mix.ts";
import { loopbackServer } from "./loopback_server.ts";
import { ballotCall } from "./questions.ts";

const priceOf = await modelPrices({
  at: new Date("2026-11-23"),
  stated: { "a/test-model": STATED },
});
const GOOD: ModelReply = {
  finish: "complete",
  text: "{}",
  model: "test-model",
  usage: { inputTokens: 1000, outputTokens: 100 },
};

/** A provider whose calls end when the test says so. */
function held() {
  const waiting: { answer(reply?: ModelReply): void; fail(error: Error): void }[] = [];
  const provider: Provider = {
    name: "a",
    baseUrl: "https://a.example/v1",
    isLocal: false,
    call: () =>
      new Promise((resolve, reject) =>
        waiting.push({ answer: (reply = GOOD) => resolve(reply), fail: reject })
      ),
  };
  return { provider, waiting };
}

/** A program: a store of its own on the same file, and a clock that its waits move. */
function program(path: string, caps: Partial<Caps> = {}, sweep = "s") {
  let time = 0;
  const store = openCallStore(path);
  const waits: (() => void)[] = [];
  const calls = paidCalls({
    store,
    sweep,
    priceOf,
    caps,
    now: () => 0,
    clock: () => time,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push(() => {
          time += ms;
          resolve();
        });
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
  });
  return {
    store,
    calls,
    /** Lets everybody who waits look again. */
    async look() {
      for (const go of waits.splice(0)) go();
      await settled();
    },
    ask(provider: Provider, parts: Partial<ModelCall> = {}) {
      const call = ballotCall(parts);
      const about = { provider, analyst: "x", sector: "XLB", day: "2026-11-20" as Day, sample: 0 };
      return calls.makeCall(call, {
        ...about,
        sector: "XLB",
        key: callKey(call, { ...about, sector: "XLB" }),
        deadlineMs: 60_000,
      });
    },
  };
}

/** Lets everything go on that waits for nothing. */
async function settled() {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

async function inFolder(work: (path: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await work(join(folder, "calls.sqlite"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("two programs with one question pay once: the second waits for the first one's answer", () =>
  inFolder(async (path) => {
    const one = program(path), two = program(path);
    const { provider, waiting } = held();
    const first = one.ask(provider), second = two.ask(provider);
    await settled();
    equal(waiting.length, 1);
    for (let i = 0; i < 5; i++) await two.look();
    equal(waiting.length, 1);
    match(two.calls.heldUp ?? "", /another program asks the same question/);
    waiting[0].answer();
    const reply = await first;
    await two.look();
    deepEqual(await second, reply);
    equal(waiting.length, 1);
    equal(two.calls.heldUp, undefined);
    equal(one.calls.ledger.balance().settledUsd, 0.002);
    for (const { store } of [one, two]) store.close();
  }));

Deno.test("a program asks for itself where the other failed, was stopped or has ended", () =>
  inFolder(async (path) => {
    const { provider, waiting } = held();
    const one = program(path), two = program(path);
    const first = one.ask(provider), second = two.ask(provider);
    await settled();
    waiting[0].fail(
      new CallError("Cannot ask", { fault: "bad request", canRetry: false, mayCost: false }),
    );
    await rejects(first, CallError);
    await two.look();
    waiting[1].answer();
    equal((await second).finish, "complete");

    // A stop is heard while one waits for the other.
    const third = one.ask(provider, { user: "third on XLB" });
    const stop = new AbortController();
    const fourth = two.ask(provider, { user: "third on XLB", signal: stop.signal });
    await settled();
    stop.abort();
    await rejects(fourth, (error) => error instanceof CallError && error.fault === "stopped");
    const fifth = two.ask(provider, { user: "third on XLB" });
    await settled();
    // The end of a program gives its questions back, with the call still open.
    equal(waiting.length, 3);
    one.store.close();
    await two.look();
    equal(waiting.length, 4);
    waiting[3].answer();
    equal((await fifth).finish, "complete");
    third.catch(() => {});
    two.store.close();
  }));

for (const cap of ["day", "sweep", "sector"] as const) {
  Deno.test(`a program under a tight cap per ${cap} waits for what the other holds, and gives up what cannot fit`, () =>
    inFolder(async (path) => {
      // A call may cost about $0.015 and costs $0.002. A day's cap holds for two sweeps, the others for one.
      const one = program(path, { [cap]: 0.02 });
      const two = program(path, { [cap]: 0.02 }, cap === "day" ? "t" : "s");
      const { provider, waiting } = held();
      const first = one.ask(provider);
      await settled();
      const second = two.ask(provider, { user: "another on XLB" });
      await settled();
      for (let i = 0; i < 3; i++) await two.look();
      equal(waiting.length, 1);
      match(two.calls.heldUp ?? "", /another program holds \$0\.01 of the cap per /);
      // What would not fit either way is refused at once.
      await rejects(
        two.ask(provider, { user: "long", maxOutputTokens: 5000 }),
        (error) => error instanceof BudgetError && error.othersUsd > 0,
      );
      waiting[0].answer();
      await first;
      await two.look();
      equal(waiting.length, 2);
      waiting[1].answer();
      equal((await second).costUsd, 0.002);

      // A call that ended without a price holds its money for good: nobody waits for it.
      const third = one.ask(provider, { user: "third on XLB" });
      await settled();
      waiting[2].answer({ ...GOOD, usage: undefined });
      await third;
      await rejects(
        two.ask(provider, { user: "fourth on XLB" }),
        (error) =>
          error instanceof BudgetError && error.othersUsd === 0 &&
          /deno task reservations/.test(error.message),
      );
      for (const { store } of [one, two]) store.close();
    }));
}

Deno.test("a reservation is under way, ended, in the background or interrupted, and is released with a reason", () =>
  inFolder(async (path) => {
    const one = program(path), two = program(path);
    const { provider, waiting } = held();
    const asking = one.ask(provider);
    const ended = two.ask(provider, { user: "ended on XLB" });
    await settled();
    waiting[1].answer({ ...GOOD, usage: undefined });
    await ended;
    const look = () => two.calls.ledger.open().map(({ state, about }) => about ?? state);
    deepEqual(look(), ["under way", "no usage"]);
    const [{ id }, { id: lost }] = two.calls.ledger.open();
    throws(() => two.calls.ledger.release(id, "no"), /its call is under way/);
    const before = two.calls.ledger.balance();
    two.calls.ledger.release(lost, "not on the bill");
    deepEqual(look(), ["under way"]);
    ok(two.calls.ledger.balance().openUsd < before.openUsd);
    throws(() => two.calls.ledger.release(lost, "again"), /none of that number/);
    match(two.calls.ledger.entries().at(-1)!.basis, /^released: not on the bill$/);
    one.store.close();
    deepEqual(look(), ["interrupted"]);
    two.calls.ledger.release(id, "on the bill", 0.01);
    deepEqual(two.calls.ledger.balance(), { settledUsd: 0.01, openUsd: 0 });
    asking.catch(() => {});
    two.store.close();
  }));

const script = new URL("./sweep_process.ts", import.meta.url).pathname;
const config = new URL("../../deno.json", import.meta.url).pathname;

Deno.test("two processes with one sweep on one ledger pay for each question once, and end with one verdict", () =>
  inFolder(async (path) => {
    await using server = loopbackServer({ price: STATED, delayMs: 10 });
    const outs = ["one", "two"].map((name) => `${path}.${name}`);
    const ends = await Promise.all(outs.map((out) =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--config", config, script].concat([
          JSON.stringify(server.urls),
          path,
          out,
        ]),
        stderr: "inherit",
      }).output()
    ));
    ok(ends.every(({ success }) => success));
    const [one, two] = outs.map((out) => JSON.parse(Deno.readTextFileSync(out)));
    equal(one.verdict.ballots.length, 66);
    deepEqual(two, one);
    equal(server.bill.length, 66);
    const store = openCallStore(path);
    const ledger = openLedger(store, { now: Date.now });
    ok(Math.abs(ledger.balance().settledUsd - server.billUsd()) < 1e-6);
    equal(ledger.balance().openUsd, 0);
    store.close();
  }));

Deno.test("two processes under a cap that holds one of them at a time both end with all their answers", () =>
  inFolder(async (path) => {
    await using server = loopbackServer({ price: STATED, delayMs: 10 });
    const names = ["one", "two"];
    const ends = await Promise.all(names.map((name) =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--config", config, script].concat([
          JSON.stringify(server.urls),
          path,
          `${path}.${name}`,
          // 132 calls cost about $0.5; six under way may cost another $0.5.
          JSON.stringify({ name, caps: { day: 0.75 } }),
        ]),
        stderr: "inherit",
      }).output()
    ));
    ok(ends.every(({ success }) => success));
    ok(server.billUsd() > 0.3 && server.billUsd() <= 0.75, `${server.billUsd()}`);
    for (const name of names) {
      const { unanswered, verdict } = JSON.parse(Deno.readTextFileSync(`${path}.${name}`));
      deepEqual(unanswered, []);
      equal(verdict.ballots.length, 66);
    }
  }));
