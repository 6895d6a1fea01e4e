import { openBallotRecord } from "lab/record";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { DEFAULT_CONCURRENCY, openCallStore, openLedger } from "lab/providers";
import { loopbackServer } from "../../providers/loopback_server.ts";
import { SOAK } from "../../soak.ts";
import { randomStream } from "lab/stats";
import { AFTER_CLOSE, inWeek, LAST_DAY } from "./week_world.ts";

const PRICE = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };
/** Questions that two analysts are asked about eleven sectors. */
const CALLS = 22;
/** Calls that may be under way when a process dies, at two providers together. */
const UNDER_WAY = 2 * DEFAULT_CONCURRENCY;

/**
 * The files of a week but what the clock and the network leave in the table of ballots, and but the memo,
 * which tells what calls that were killed may have cost.
 */
async function filesOf(week: string): Promise<Readonly<Record<string, string>>> {
  const names = [...Deno.readDirSync(week)].map(({ name }) => name)
    .filter((name) => !/^\.|\.jsonl$|^memo\./.test(name) && name !== "ballots.parquet").sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await Deno.readTextFile(join(week, name))])),
  );
}

Deno.test("a week that is killed at random moments ends with the same bytes, and pays for what was under way alone", async () => {
  const kills = SOAK ? 200 : 8, random = randomStream(16);
  const script = new URL("week_process.ts", import.meta.url).pathname;
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  await using server = loopbackServer({ price: PRICE, delayMs: 15 });
  await inWeek(async ({ dir, write }) => {
    const settings = await write(
      "settings.json",
      JSON.stringify({
        providers: [
          {
            name: "a",
            kind: "anthropic",
            baseUrl: server.urls.anthropic,
            roles: { fast: { model: "m", price: PRICE } },
          },
          {
            name: "b",
            kind: "compatible",
            baseUrl: server.urls.compatible,
            roles: { fast: { model: "m", price: PRICE } },
          },
        ],
        analysts: ["a/fast", "b/fast"],
      }),
    );
    /** Runs the command until it ends or is killed; its exit code, or nothing where it was killed. */
    async function code(name: string, more: readonly string[], killAfterMs?: number) {
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "-A", "--no-check", "--config", config, script, AFTER_CLOSE.toISOString()],
          ...["--prices", join(dir, "prices.csv"), "--settings", settings],
          ...["--record", join(dir, name, "record"), "--out", join(dir, name), ...more],
        ],
        stdout: "piped",
        stderr: "null",
      }).spawn();
      const reader = child.stdout.getReader();
      match(new TextDecoder().decode((await reader.read()).value), /running/);
      const timer = killAfterMs === undefined ? undefined : setTimeout(() => {
        try {
          child.kill("SIGKILL");
        } catch {
          // It has ended already.
        }
      }, killAfterMs);
      while (!(await reader.read()).done);
      const { code, signal } = await child.status;
      clearTimeout(timer);
      return signal === null ? code : undefined;
    }
    const week = (name: string) => join(dir, name, LAST_DAY);
    const began = performance.now();
    equal(await code("whole", []), 3);
    const wholeMs = performance.now() - began;
    equal(await code("whole", ["--approve", "Ann"]), 0);
    equal(server.bill.length, CALLS);
    const { spending } = JSON.parse(await Deno.readTextFile(join(week("whole"), "memo.json"))).data;
    deepEqual({ ...spending, settledUsd: spending.settledUsd.toFixed(9) }, {
      ...{ settledUsd: server.billUsd().toFixed(9), openUsd: 0, unknown: 0 },
      ...{ answers: CALLS, kept: 0 },
    });
    const whole = await filesOf(week("whole"));
    ok(Object.hasOwn(whole, "orders.csv"));

    let killed = 0, weeks = 0;
    while (killed < kills) {
      const name = `killed${weeks++}`, lines = server.bill.length;
      let mine = 0;
      for (const [more, end] of [[[], 3], [["--approve", "Ann"], 0]] as const) {
        while (true) {
          const found = await code(
            name,
            more,
            killed < kills ? random.uniform() * wholeMs : undefined,
          );
          if (found !== undefined) {
            equal(found, end);
            break;
          }
          killed++;
          mine++;
          // What was under way is charged by the server a moment later.
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
      }
      const files = await filesOf(week(name));
      for (const [file, text] of Object.entries(whole)) equal(files[file], text, file);
      deepEqual(Object.keys(files), Object.keys(whole));
      const record = join(dir, name, "record");
      const { ballots, problems } = openBallotRecord(record).read();
      equal(ballots.length, CALLS);
      deepEqual(problems.filter(({ kind }) => kind !== "torn"), []);
      const store = openCallStore(join(record, "calls.sqlite"));
      const usages = openLedger(store, { now: Date.now }).entries().filter(({ basis }) =>
        basis === "usage"
      );
      store.close();
      equal(new Set(usages.map(({ key }) => key)).size, usages.length);
      equal(usages.length, CALLS);
      ok(
        server.bill.length - lines <= CALLS + UNDER_WAY * mine,
        `${server.bill.length - lines} calls, ${mine} kills`,
      );
    }
  });
});
