import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { simulatedMarket } from "lab/market";
import { MODEL_PROMPT_VERSION, openCallStore, openLedger } from "lab/providers";
import { openBallotRecord, readBallots } from "lab/record";
import { randomStream } from "lab/stats";
import { runCommittee } from "../../../lib/cli/committee.ts";
import { type LoopbackServer, loopbackServer } from "../../providers/loopback_server.ts";
import { SOAK } from "../../soak.ts";

const PRICE = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };

/** What a command printed, and how it ended. */
interface Run {
  readonly code: number;
  readonly text: string;
}

async function run(
  args: readonly string[],
  signal?: AbortSignal,
  now: () => number = Date.now,
): Promise<Run> {
  let text = "";
  const code = await runCommittee(args, {
    factory: { readVariable: (name) => name.endsWith("_KEY") ? "planted-key" : undefined },
    say: (more) => void (text += more + "\n"),
    tell: (more) => void (text += more),
    now,
    ...(signal ? { signal } : {}),
  });
  return { code, text };
}

/** A folder with settings that lead to the test server, and the words that name it. */
async function inFolder(
  server: Pick<LoopbackServer, "urls">,
  work: (folder: string, args: readonly string[]) => Promise<void>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const role = { fast: { model: "m", price: PRICE } };
    await Deno.writeTextFile(
      join(folder, "settings.json"),
      JSON.stringify({
        providers: [
          {
            name: "a",
            kind: "anthropic",
            baseUrl: server.urls.anthropic,
            concurrency: 3,
            roles: role,
          },
          { name: "b", kind: "compatible", baseUrl: server.urls.compatible, roles: role },
        ],
        analysts: ["a/fast", "b/fast"],
        ...more,
      }),
    );
    await work(folder, [
      ...["--settings", join(folder, "settings.json"), "--record", join(folder, "record")],
      ...["--out", join(folder, "out"), "--sectors", "XLK,XLE"],
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const SPAN = ["--from", "2025-01-03", "--to", "2025-02-28"] as const;

/** The ballots of a run's Parquet file. */
const written = async (folder: string) =>
  (await readBallots(join(folder, "out", "ballots.parquet"))).ballots;
const history = async (folder: string) =>
  JSON.parse(await Deno.readTextFile(join(folder, "out", "history.json")));
const recorded = (folder: string) => openBallotRecord(join(folder, "record")).read();

Deno.test("committee asks about a history with one quote, records each answer, and asks nothing the second time", async () => {
  await using server = loopbackServer({ price: PRICE });
  await inFolder(server, async (folder, args) => {
    const dry = await run([...args, ...SPAN, "--dry-run"]);
    match(dry.text, /9 decisions, 2025-01-03 to 2025-02-28, each at the close of its day\./);
    match(dry.text, /Quote for 9 days together\n/);
    match(dry.text, / XLE +a\/fast +9 +0 /);
    match(dry.text, /36 calls: likely \$/);
    equal(server.received.length, 0);
    equal(recorded(folder).lines, 0);

    const { code, text } = await run([...args, ...SPAN]);
    equal(code, 0, text);
    match(text, /36 of 36 done, 0 running, 0 waiting/);
    match(text, /Recorded in .*: 36 answers\n/);
    match(text, /Verdicts at the close of 9 days\n/);
    match(text, /a\/fast \(m\): 18 ballots\n +b\/fast \(m\): 18 ballots/);
    const ballots = await written(folder);
    // By day, sector and analyst, whoever was quick.
    deepEqual(
      ballots.map(({ ballot: { day, sector, analyst } }) => `${day} ${sector} ${analyst}`),
      ballots.map(({ ballot: { day, sector, analyst } }) => `${day} ${sector} ${analyst}`)
        .toSorted(),
    );
    const { ballots: all, problems } = recorded(folder);
    deepEqual(problems, []);
    deepEqual(
      new Set(all.map(({ question }) => question)),
      new Set(ballots.map((b) => b.question)),
    );
    for (const { askedAt, masked, prompt, market, costUsd, latencyMs } of ballots) {
      ok(Math.abs(Date.parse(askedAt) - Date.now()) < 120_000);
      deepEqual([masked, prompt, market], [false, MODEL_PROMPT_VERSION, {
        kind: "simulated",
        seed: 7,
      }]);
      ok(costUsd! > 0 && latencyMs! >= 0);
    }
    const file = await history(folder);
    equal(file.format, "sector-committee-lab/history/1");
    deepEqual([file.isComplete, file.days.length, file.unanswered], [true, 9, []]);
    deepEqual(file.days[0].sectors.map(({ sector }: { sector: string }) => sector), ["XLE", "XLK"]);
    ok(file.days.every(({ sectors }: { sectors: { score: number }[] }) => sectors[0].score === 4));
    ok(Math.abs(file.spent.settledUsd - server.billUsd()) < 1e-7);
    equal(file.inputs.schedule, "weekly");

    const again = await run([...args, ...SPAN]);
    match(again.text, /Nobody is called: all 36 answers are kept/);
    match(again.text, /Recorded in .*: 0 answers; 36 were there/);
    equal(server.bill.length, 36);
    // What is kept keeps the moment when it was asked, its cost and its time.
    deepEqual(await written(folder), ballots);
    deepEqual(recorded(folder).lines, 36);
    // A longer history pays for its new days alone, though the first one is complete.
    const longer = await run([...args, "--from", "2025-01-03", "--to", "2025-03-07"]);
    match(longer.text, /4 calls, 36 answers kept: /);
    equal(server.bill.length, 40);
    // A past day does not change by waiting, and is not paid for again; a day asked about alone is.
    const later = () => Date.now() + 30 * 24 * 3_600_000;
    const month = await run([...args, ...SPAN], undefined, later);
    match(month.text, /Nobody is called: all 36 answers are kept/);
    const alone = [...args, "--as-of", "2025-01-03", "--dry-run"];
    match((await run(alone, undefined, later)).text, /4 calls: likely/);
    match(
      (await run([...args, ...SPAN, "--cache-hours", "4", "--dry-run"], undefined, later)).text,
      /36 calls: likely/,
    );
  });
});

Deno.test("committee records the moment of asking by the clock that it is given", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const rules = ["--sectors", "XLK", ...SPAN, "--record", join(folder, "record")];
    await run(rules, undefined, () => Date.UTC(2026, 10, 27, 21, 15, 3));
    const { ballots } = recorded(folder);
    equal(ballots.length, 9);
    deepEqual(
      new Set(ballots.map(({ askedAt }) => askedAt)),
      new Set(["2026-11-27T21:15:03.000Z"]),
    );
    // Asked again on another day, the same answer of the rules is there already.
    match((await run(rules)).text, /: 0 answers; 9 were there/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("committee that is stopped in a history writes what it has, and the same command asks the rest", async () => {
  const stop = new AbortController();
  // Stopped by a question in the middle, itself.
  await using server = loopbackServer({
    price: PRICE,
    delayMs: (_, n) => {
      if (n === 18) stop.abort();
      return 0;
    },
  });
  await inFolder(server, async (folder, args) => {
    const part = await run([...args, ...SPAN], stop.signal);
    equal(part.code, 2);
    match(
      part.text,
      /\d+ questions of 9 days have no answer; the same command asks for the rest alone/,
    );
    const file = await history(folder);
    deepEqual([file.isComplete, file.isStopped, file.days.length], [false, true, 9]);
    const some = await written(folder);
    ok(some.length > 0 && some.length < 36, `${some.length} ballots`);
    equal(
      file.days.reduce((n: number, day: { ballots: number }) => n + day.ballots, 0),
      some.length,
    );
    deepEqual(recorded(folder).ballots.length, some.length);

    const whole = await run([...args, ...SPAN]);
    equal(whole.code, 0);
    // Eleven may be under way at the stop.
    ok(server.bill.length <= 36 + 11, `${server.bill.length} calls`);
    const ballots = await written(folder);
    equal(ballots.length, 36);
    const before = new Map(some.map((one) => [one.question, one]));
    ok(
      ballots.every((one) =>
        !before.has(one.question) || before.get(one.question)!.askedAt === one.askedAt
      ),
    );
    equal(recorded(folder).ballots.length, 36);
    equal((await history(folder)).isComplete, true);
    // One that is stopped before it began leaves what is there.
    const none = await run([...args, ...SPAN], AbortSignal.abort());
    equal(none.code, 2);
    match(none.text, /Stopped before anybody was asked/);
    deepEqual(await written(folder), ballots);
  });
});

Deno.test("committee keeps its caps across a history, says so before, and goes on when they are raised", async () => {
  await using server = loopbackServer({ price: PRICE });
  await inFolder(server, async (folder, args) => {
    // A call may cost about $0.1 and costs $0.0035: of 36 about the half fit.
    const low = await run([...args, ...SPAN, "--cap", "0.15"]);
    equal(low.code, 2);
    match(low.text, /The cap of \$0\.15 per sweep may stop it before the end/);
    match(low.text, /No answer, \d+ times: [ab]\/fast: .*of the cap of \$0\.15 per sweep/);
    ok(server.billUsd() <= 0.15, `${server.billUsd()}`);
    const paid = server.bill.length;
    ok(paid > 8 && paid < 36, `${paid} calls`);
    // The narrower cap is one for all days as well.
    const sector = await run([...args, ...SPAN, "--cap-sector", "0.11"]);
    match(sector.text, /The cap of \$0\.11 per sector may stop it/);
    equal(sector.code, 2);
    const whole = await run([...args, ...SPAN]);
    equal(whole.code, 0);
    equal(server.bill.length, 36);
    equal((await written(folder)).length, 36);
  });
});

Deno.test("committee says which day of a history comes first, and refuses a span without a decision", async () => {
  const rules = async (...args: string[]) =>
    (await run(["--sectors", "XLK", "--record", "off", ...args])).text;
  match(
    await rules("--from", "2025-01-01", "--to", "2025-01-10"),
    /2025-01-01 is no trading day; the first decision at or after it is 2025-01-03/,
  );
  match(
    await rules("--from", "2025-01-06", "--to", "2025-01-17"),
    /2025-01-06 is no decision of the weekly schedule; the first .* is 2025-01-10/,
  );
  match(
    await rules("--from", "2025-01-10", "--to", "2025-01-17"),
    /^2 decisions, 2025-01-10 to 2025-01-17/,
  );
  const { prices: { days } } = simulatedMarket({ seed: 7 });
  const first = days[0], last = days[days.length - 1];
  match(
    await rules("--from", "1990-01-01", "--to", days[40]),
    new RegExp(`1990-01-01 lies before the data, which begin on ${first}; the first decision is `),
  );
  match(
    await rules("--from", days[days.length - 12], "--to", "2099-01-01"),
    new RegExp(`2099-01-01 lies after the data, which end on ${last}`),
  );
  match(
    await rules("--from", "2025-01-01", "--to", "2025-04-30", "--schedule", "monthly"),
    /4 decisions, 2025-01-31 to 2025-04-30/,
  );
  match(
    await rules("--from", "2025-01-01", "--to", "2025-04-30", "--schedule", "4weeks"),
    /4 decisions, /,
  );
  await rejects(
    rules("--from", "2025-01-13", "--to", "2025-01-15"),
    /Cannot ask about 2025-01-13 to 2025-01-15: the weekly schedule decides on no day of it; the data run/,
  );
  await rejects(
    rules("--from", "1990-01-01", "--to", "1991-01-01"),
    new RegExp(`Cannot ask about 1990-01-01 to 1991-01-01: the data run from ${first} to ${last}`),
  );
  await rejects(
    rules("--from", "2025-02-01", "--to", "2025-01-01"),
    /Cannot use --to 2025-01-01: it lies before --from 2025-02-01/,
  );
  await rejects(
    rules("--to", "2025-02-01"),
    /Cannot use --to without --from: it is about a history/,
  );
  await rejects(rules("--schedule", "weekly"), /Cannot use --schedule without --from/);
  await rejects(
    rules("--as-of", "2025-01-03", "--from", "2025-01-03"),
    /Cannot use --as-of with --from: need one day, or a history/,
  );
});

Deno.test("committee asks about a sector from its listing on, and researches no past day of a history", async () => {
  await using server = loopbackServer({ price: PRICE });
  const { prices: { days, close } } = simulatedMarket({ seed: 7, years: 3 });
  const tickers = [...close.keys()], from = days[500], listed = days[560];
  await inFolder(server, async (folder, args) => {
    const rows = days.map((day, i) =>
      [
        day,
        ...tickers.map((one) => one === "XLK" && day < listed ? "" : close.get(one)![i].toFixed(4)),
      ].join(",")
    );
    const prices = join(folder, "prices.csv");
    await Deno.writeTextFile(prices, [`date,${tickers.join(",")}`, ...rows, ""].join("\n"));
    const span = ["--prices", prices, "--from", from, "--to", days[620]];
    await rejects(
      run([...args, ...span, "--analysts", "a/deep"]),
      /Cannot research for a\/deep: .* is past.*--research-past/,
    );
    equal(server.received.length, 0);
    const { code, text } = await run([...args, ...span, "--analysts", "b/fast"]);
    equal(code, 0, text);
    match(text, /XLK is not asked about on 1\d of 2\d days: it is not listed yet, or has no price/);
    match(text, /Note: m may remember what came after 2\d of 2\d days, .*: nobody says when/);
    const file = await history(folder);
    const counts = new Set(file.days.map(({ sectors }: { sectors: unknown[] }) => sectors.length));
    deepEqual([...counts], [1, 2]);
    match(text, /Contaminated: \d+ of \d+ ballots; no merit counts/);
    ok((await written(folder)).every(({ market }) => market.kind === "real"));
    await rejects(
      run([...args.slice(0, -1), "XLK", ...span.slice(0, 4), "--to", days[550]]),
      /Cannot ask about XLK: it is listed on none of 11 days/,
    );
  }, {
    providers: [
      {
        name: "a",
        kind: "anthropic",
        baseUrl: server.urls.anthropic,
        roles: { deep: { model: "m", price: PRICE } },
      },
      {
        name: "b",
        kind: "compatible",
        baseUrl: server.urls.compatible,
        roles: { fast: { model: "m", price: PRICE } },
      },
    ],
    analysts: ["b/fast"],
  });
});

Deno.test("committee goes on where its record cannot be written, and says so once", async () => {
  await using server = loopbackServer({ price: PRICE });
  await inFolder(server, async (folder, args) => {
    await Deno.mkdir(join(folder, "record", "ballots.jsonl"), { recursive: true });
    const { code, text } = await run([...args, ...SPAN]);
    equal(code, 0);
    equal(text.match(/The answers are used and kept, and come into the record later/g)?.length, 1);
    equal((await written(folder)).length, 36);
    await Deno.remove(join(folder, "record", "ballots.jsonl"));
    await run([...args, ...SPAN]);
    equal(recorded(folder).ballots.length, 36);
    equal(server.bill.length, 36);
  });
});

Deno.test("committee that is killed at random moments of a history loses nothing, and pays for what was under way alone", async () => {
  const kills = SOAK ? 100 : 10, random = randomStream(15);
  const script = new URL("../history_process.ts", import.meta.url).pathname;
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  await using server = loopbackServer({ price: PRICE, delayMs: 15 });
  await inFolder(server, async (folder, args) => {
    /** Runs the command until it ends or is killed; whether it ended. */
    async function ended(line: readonly string[], killAfterMs?: number): Promise<boolean> {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--config", config, script, ...line],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      const reader = child.stdout.getReader();
      match(new TextDecoder().decode((await reader.read()).value), /polling/);
      const timer = killAfterMs === undefined ? undefined : setTimeout(() => {
        try {
          child.kill("SIGKILL");
        } catch {
          // It has ended already.
        }
      }, killAfterMs);
      while (!(await reader.read()).done);
      const { success } = await child.status;
      clearTimeout(timer);
      return success;
    }
    const span = ["--from", "2025-01-03", "--to", "2025-04-25"];
    const calls = 17 * 2 * 2;
    const began = performance.now();
    ok(
      await ended([...args.slice(0, 2), ...args.slice(6), ...span, ...[
        ...["--record", join(folder, "whole"), "--out", join(folder, "whole_out")],
      ]]),
    );
    const wholeMs = performance.now() - began;
    equal(server.bill.length, calls);
    const whole = (await readBallots(join(folder, "whole_out", "ballots.parquet"))).ballots;

    let killed = 0, histories = 0;
    while (killed < kills) {
      const name = `killed${histories++}`, lines = server.bill.length;
      const line = [...args.slice(0, 2), ...args.slice(6), ...span, ...[
        ...["--record", join(folder, name), "--out", join(folder, `${name}_out`)],
      ]];
      let mine = 0;
      while (true) {
        const isKilled = killed < kills;
        if (await ended(line, isKilled ? random.uniform() * wholeMs : undefined)) break;
        killed++;
        mine++;
        // What was under way is charged by the server a moment later.
        await new Promise((resolve) => setTimeout(resolve, 60));
        deepEqual(
          openBallotRecord(join(folder, name)).read().problems.filter(({ kind }) =>
            kind !== "torn"
          ),
          [],
        );
      }
      const { ballots, failures, problems } = openBallotRecord(join(folder, name)).read();
      deepEqual([ballots.length, failures.length], [calls, 0]);
      deepEqual(problems.filter(({ kind }) => kind !== "torn"), []);
      const end = (await readBallots(join(folder, `${name}_out`, "ballots.parquet"))).ballots;
      deepEqual(
        end.map(({ ballot, question }) => [question, ballot]),
        whole.map(({ ballot, question }) => [question, ballot]),
      );
      const store = openCallStore(join(folder, name, "calls.sqlite"));
      const usages = openLedger(store, { now: Date.now }).entries().filter(({ basis }) =>
        basis === "usage"
      );
      store.close();
      equal(new Set(usages.map(({ key }) => key)).size, usages.length);
      equal(usages.length, calls);
      // Three calls at one provider and eight at the other may be under way when the process dies.
      ok(
        server.bill.length - lines <= calls + 11 * mine,
        `${server.bill.length - lines} calls, ${mine} kills`,
      );
    }
  });
});
