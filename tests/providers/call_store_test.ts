/** The file under ledger and answers: what it says when it cannot be used, and what it keeps. */
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import {
  answerCache,
  type Booking,
  modelAnalyst,
  modelPrices,
  openCallStore,
  openLedger,
  paidCalls,
  type PaidReply,
  StoreError,
  type StoreFault,
  sweep,
} from "lab/providers";
import type { Day } from "lab/units";
import { STATED } from "./hostile_mix.ts";
import { loopbackServer } from "./loopback_server.ts";
import { ASKED_AT, BRIEFS, providerAt } from "./questions.ts";

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
const REPLY: PaidReply = {
  finish: "complete",
  text: "x".repeat(3000),
  model: "m",
  usage: { inputTokens: 10, outputTokens: 20 },
  costUsd: 0.001,
};
const HOUR = 3_600_000;
const priceOf = await modelPrices({
  at: new Date("2026-11-23"),
  stated: { "compatible/test-model": STATED },
});

async function inFolder(work: (folder: string) => void | Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Lets the file grow by no page more, as on a full disk. */
function fill(store: ReturnType<typeof openCallStore>) {
  const [{ page_count }] = store.rows("PRAGMA page_count");
  store.rows(`PRAGMA max_page_count = ${page_count}`);
}

Deno.test("a full disk is told in a sentence, rolls back by itself, and loses nothing", () =>
  inFolder((folder) => {
    const store = openCallStore(join(folder, "calls.sqlite"));
    const ledger = openLedger(store, { now: () => 0, caps: { sector: 1000 } });
    const first = ledger.reserve(BOOKING, 1);
    ledger.settle(first, 0.25, "usage");
    fill(store);
    const isFull = (error: unknown) =>
      error instanceof StoreError && error.fault === "full" &&
      /Cannot write to the ledger .*the disk is full\. Free some space/.test(error.message) &&
      !/rollback/i.test(error.message);
    throws(() => {
      for (let i = 0; i < 1000; i++) ledger.reserve({ ...BOOKING, key: "k".repeat(500) }, 0.01);
    }, isFull);
    const cache = answerCache(store, { now: () => 0 });
    throws(() => {
      for (let i = 0; i < 100; i++) cache.keep(`${i}`, REPLY);
    }, isFull);
    // SQLite takes a statement of many pages back together with its transaction.
    throws(() =>
      store.transaction(() => {
        const sql = "INSERT INTO spoilt_answers (call_key, set_aside_at, why) VALUES ('', 0, ?)";
        store.run(sql, "x".repeat(1_000_000));
      }), isFull);
    // It goes on where there is room again.
    store.rows("PRAGMA max_page_count = 100000");
    const before = ledger.balance();
    ledger.settle(ledger.reserve(BOOKING, 1), 0.5, "usage");
    equal(ledger.balance().settledUsd, 0.75);
    equal(before.settledUsd, 0.25);
    deepEqual(store.rows("PRAGMA integrity_check").map(Object.values), [["ok"]]);
    store.close();
  }));

Deno.test("a sweep on a full disk uses what was paid for, asks nobody more, and says why", () =>
  inFolder(async (folder) => {
    await using server = loopbackServer({ price: STATED });
    const store = openCallStore(join(folder, "calls.sqlite"));
    const warnings: string[] = [];
    const calls = paidCalls({
      store,
      sweep: "s",
      priceOf,
      now: Date.now,
      limitsOf: () => ({ concurrency: 1 }),
      onWarning: (sentence) => warnings.push(sentence),
    });
    const analyst = modelAnalyst(providerAt("compatible", server), {
      model: "test-model",
      makeCall: calls.makeCall,
    });
    let isFilled = false;
    const { ballots, failed, unanswered } = await sweep([analyst], BRIEFS, {
      askedAt: ASKED_AT,
      now: () => 0,
      calls: {
        spent: calls.spent,
        // The disk fills while the third answer is under way.
        get running() {
          if (server.bill.length < 2 || isFilled) return calls.running;
          isFilled = true;
          fill(store);
          // To the last byte: small lines would find a place for a while.
          throws(() => {
            while (true) calls.ledger.reserve({ ...BOOKING, sweep: "filler" }, 0);
          }, StoreError);
          return calls.running;
        },
      },
      onProgress: () => {},
    });
    equal(failed.length, 0);
    ok(ballots.length >= 2 && ballots.length < 11, `${ballots.length}`);
    equal(ballots.length, server.bill.length, "what was paid for is used");
    equal(ballots.length + unanswered.length, 11);
    for (const { reason } of unanswered) match(reason, /the disk is full/);
    ok(warnings.every((sentence) => /the disk is full/.test(sentence)));
    store.close();
  }));

Deno.test("a ledger that may not be written is not told as a damaged one", () =>
  inFolder(async (folder) => {
    const store = openCallStore(join(folder, "calls.sqlite"));
    const ledger = openLedger(store, { now: () => 0 });
    store.rows("PRAGMA query_only = 1");
    const faultIs = (fault: StoreFault) => (error: unknown) =>
      error instanceof StoreError && error.fault === fault &&
      /damaged/.test(error.message) === (fault === "damaged");
    throws(() => ledger.reserve(BOOKING, 1), faultIs("not writable"));
    store.close();

    // A file where a folder should be, a folder that cannot be made, a folder where a file should be.
    await Deno.writeTextFile(join(folder, "file"), "");
    throws(() => openCallStore(join(folder, "file", "calls.sqlite")), faultIs("not writable"));
    await Deno.mkdir(join(folder, "dir.sqlite"));
    throws(() => openCallStore(join(folder, "dir.sqlite")), faultIs("not writable"));
    await Deno.writeTextFile(join(folder, "text.sqlite"), "x".repeat(5000));
    throws(() => openCallStore(join(folder, "text.sqlite")), faultIs("damaged"));

    // As the system and SQLite name them.
    const of = (cause: unknown) => new StoreError("open", "p", cause).fault;
    const system = (code: string) => Object.assign(new Error(`${code}: no`), { code });
    const sqlite = (errcode: number, message = "no") =>
      Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode });
    deepEqual(["ENOSPC", "EROFS", "EACCES", "EDQUOT"].map((code) => of(system(code))), [
      "full",
      "not writable",
      "not writable",
      "full",
    ]);
    // 1032: a moved file; 5: busy; 523: a damaged sequence; 4874: no room for shared memory; 778: a
    // write that failed; 1: anything.
    deepEqual([1032, 5, 523, 4874, 778, 1].map((code) => of(sqlite(code))), [
      "not writable",
      "busy",
      "damaged",
      "full",
      "disk",
      "other",
    ]);
    equal(of(new Error("unable to open database file: /ro/calls.sqlite")), "not writable");
  }));

Deno.test("openLedger() reads a ledger whose sums an older version let grow beyond all bounds", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0 });
  for (const id of [1, 1].map((usd) => ledger.reserve(BOOKING, usd))) {
    ledger.settle(id, 8_900_000, "usage");
  }
  store.run(
    `INSERT INTO entries (kind, reservation, at, booked_on, sweep, sector, analyst, day, sample,
       stage, provider, model, call_key, settled_nano, open_nano, basis, input_tokens)
     VALUES ('unknown', 1, '', '', 's', 'XLK', '', '', 0, '', '', '', '', 0, 0, '', 9223372036854775807)`,
  );
  equal(ledger.balance({ sweep: "s" }).settledUsd, 17_800_000);
  equal(ledger.balance().settledUsd, 17_800_000);
  equal(ledger.entries().length, 5);
  deepEqual(ledger.open(), []);
  throws(() => ledger.reserve(BOOKING, 1), /\$17800000\.00 are spent/);
  store.close();
});

Deno.test("answerCache() keeps the answers of a sweep until it is finished, however old they grow", () => {
  const store = openCallStore(":memory:");
  let now = 0;
  const open = (sweep: string | undefined, lifetimeMs?: number) =>
    answerCache(store, {
      now: () => now,
      ...(sweep === undefined ? {} : { sweep }),
      ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
    });
  open(undefined).keep("young", REPLY);
  const mine = open("mine");
  mine.begin();
  mine.keep("k", REPLY);
  // An answer of somebody else's that the sweep has used belongs to it as well.
  ok(mine.get("young"));
  mine.use("young");
  now += 30 * 24 * HOUR;
  const later = open("mine");
  const kept = { ...REPLY, asked: { at: 0 } };
  deepEqual([later.get("k"), later.get("young")], [kept, kept]);
  // Nobody else's sweep, and not where nothing is to be used again.
  equal(open("other").get("k"), undefined);
  equal(open(undefined).get("k"), undefined);
  equal(open("mine", 0).get("k"), undefined);
  // Nor does a clock that was set back matter.
  now = -24 * HOUR;
  ok(open("mine").get("k"));
  now = 0;
  later.finish();
  ok(open("mine").get("k"));
  now = 4 * HOUR;
  equal(open("mine").get("k"), undefined);
  store.close();
});

Deno.test("a sweep that was stopped is free where it was answered, also a week later, until it is whole", async () => {
  await using server = loopbackServer({ price: STATED });
  const store = openCallStore(":memory:");
  let now = Date.UTC(2026, 10, 23);
  const run = (stopAfter?: number) => {
    const calls = paidCalls({
      store,
      sweep: "s",
      priceOf,
      now: () => now,
      limitsOf: () => ({ concurrency: 1 }),
    });
    const analyst = modelAnalyst(providerAt("compatible", server), {
      model: "test-model",
      makeCall: calls.makeCall,
    });
    const stop = new AbortController();
    return sweep([analyst], BRIEFS, {
      askedAt: ASKED_AT,
      now: () => 0,
      calls,
      signal: stop.signal,
      onProgress: ({ done }) => done === stopAfter && stop.abort(),
    });
  };
  const part = await run(4);
  ok(part.isStopped && part.ballots.length >= 4);
  const paid = server.bill.length;
  now += 7 * 24 * HOUR;
  const whole = await run();
  equal(whole.ballots.length, 11);
  // Those under way at the stop are asked again.
  ok(server.bill.length <= 11 + paid - part.ballots.length, `${server.bill.length}`);
  // Whole now: free for four hours from when each was asked, and then asked anew.
  const billed = server.bill.length;
  await run();
  ok(server.bill.length - billed === part.ballots.length, "a week old ones are asked anew");
  now += 4 * HOUR;
  await run();
  equal(server.bill.length, billed + part.ballots.length + 11);
  store.close();
});

Deno.test("a program that was killed leaves no file behind once the store is opened again", () =>
  inFolder(async (folder) => {
    const path = join(folder, "calls.sqlite");
    const files = () =>
      [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
        name.includes("asker")
      );
    const code = `const { openCallStore } = await import("lab/providers");
      const store = openCallStore(${JSON.stringify(path)});
      store.run("INSERT INTO asking VALUES ('k', ?)", store.asker.id);
      console.log("open"); await new Promise(() => setTimeout(() => {}, 1e6));`;
    await Deno.writeTextFile(join(folder, "hold.ts"), code);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--config"].concat([
        new URL("../../deno.json", import.meta.url).pathname,
        join(folder, "hold.ts"),
      ]),
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    const store = openCallStore(path);
    const [{ asker }] = store.rows("SELECT asker FROM asking");
    equal(files().length, 2);
    equal(store.asker.isRunning(String(asker)), true);
    equal(store.asker.isRunning(store.asker.id), true);
    child.kill("SIGKILL");
    await child.status;
    while (!(await reader.read()).done);
    equal(store.asker.isRunning(String(asker)), false);
    const other = openCallStore(path);
    equal(files().length, 2);
    other.close();
    store.close();
    equal(files().length, 0);
    await rejects(Deno.stat(`${path}-asker-${asker}`), Deno.errors.NotFound);
  }));
