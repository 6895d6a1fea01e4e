import { equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { runReservations } from "../../lib/cli/reservations.ts";
import { reservationsArguments } from "../../lib/cli/reservations_arguments.ts";
import { type Booking, openCallStore, openLedger } from "lab/providers";
import type { Day } from "lab/units";

const BOOKING: Booking = {
  sweep: "2026-11-20-ab12",
  sector: "XLK",
  analyst: "openai/fast",
  day: "2026-11-20" as Day,
  sample: 0,
  stage: "ballot",
  provider: "openai",
  model: "gpt\u001b[31m-6\u202e",
  key: "k",
};

/** A folder of state with four reservations: settled, ended, interrupted, in the background. */
async function withLedger(
  work: (run: (...args: string[]) => Promise<string>, state: string) => Promise<void>,
): Promise<void> {
  const state = await Deno.makeTempDir();
  try {
    const store = openCallStore(join(state, "calls.sqlite"));
    const ledger = openLedger(store, { now: () => Date.UTC(2026, 10, 23, 9, 30) });
    ledger.settle(ledger.reserve(BOOKING, 0.5), 0.1, "usage");
    ledger.noteUnknown(ledger.reserve({ ...BOOKING, key: "k2" }, 0.05), "deadline");
    ledger.reserve({ ...BOOKING, key: "k3" }, 0.09);
    ledger.noteBackground(
      ledger.reserve({ ...BOOKING, key: "k4", stage: "research" }, 0.4),
      "resp_1",
    );
    store.close();
    await work(async (...args) => {
      const said: string[] = [];
      await runReservations([...args, "--record", state], { say: (text) => void said.push(text) });
      return said.join("\n");
    }, state);
  } finally {
    await Deno.remove(state, { recursive: true });
  }
}

Deno.test("reservations lists what is open, and why, in clean text", () =>
  withLedger(async (run) => {
    const text = await run();
    match(
      text,
      /3 +2026-11-23 09:30 .*openai, gpt-6 +ballot +\$0\.0500 +ended without a price: deadline/,
    );
    match(text, /5 .*\$0\.0900 +its program ended before the answer/);
    match(text, /6 .*research +\$0\.4000 +answer resp_1 is not fetched yet/);
    match(text, /3 reservations, at most \$0\.5400 in all/);
    // deno-lint-ignore no-control-regex
    ok(!/[\u001b\u202e]/.test(text));
  }));

Deno.test("reservations releases with a reason, all or none, and books what the bill says", () =>
  withLedger(async (run, state) => {
    const open = async () => (await run()).match(/^ +\d+ {2}2026/gm)?.length ?? 0;
    await rejects(run("release", "3,99", "--because", "x"), /99: there is none of that number/);
    equal(await open(), 3);
    match(
      await run("release", "3", "--because", "on the\nbill\u001b[2J", "--cost", "0.02"),
      /1 reservation released, \$0\.0500 in all; \$0\.0200 settled: on the bill\n/,
    );
    equal(await open(), 2);
    match(await run("release", "all", "--because", "not there"), /2 reservations released/);
    match(await run(), /Nothing is reserved: every call is settled/);
    const store = openCallStore(join(state, "calls.sqlite"));
    const ledger = openLedger(store, { now: () => 0 });
    // 0.1 from the call that was settled, and 0.02 by the owner's word.
    equal(ledger.balance().settledUsd, 0.12);
    equal(ledger.balance().openUsd, 0);
    equal(ledger.openAnswer("k4"), undefined);
    match(ledger.entries().map(({ basis }) => basis).join(), /released: on the bill,.*not there/);
    store.close();
  }));

Deno.test("reservations makes no ledger where there is none", async () => {
  const state = await Deno.makeTempDir();
  await rejects(runReservations(["--record", state]), /there is no ledger in/);
  equal([...Deno.readDirSync(state)].length, 0);
  await Deno.remove(state);
});

Deno.test("reservationsArguments() refuses what is not meant", () => {
  for (
    const [args, why] of [
      [["release", "3"], /need a reason/],
      [["release", "3", "--because", " \u200b"], /need a reason/],
      [["--because", "x"], /say reservations release N,N --because TEXT/],
      [["--cost", "1"], /say reservations release N --because TEXT --cost USD/],
      [["--release", "3"], /say reservations release 3 --because TEXT/],
      [["release"], /need numbers of reservations/],
      [["release", "3;4", "--because", "x"], /need numbers of reservations.*got "3;4"/],
      [["release", "", "--because", "x"], /need numbers/],
      [["release", "0", "--because", "x"], /need numbers/],
      [["release", "3,4", "--because", "x", "--cost", "1"], /one at a time/],
      [["release", "all", "--because", "x", "--cost", "1"], /one at a time/],
      [["release", "3", "--because", "x", "--cost", "free"], /need dollars.*got "free"/],
      [["relase", "3"], /did you mean release\?/],
    ] as const
  ) throws(() => reservationsArguments(args), why);
});
