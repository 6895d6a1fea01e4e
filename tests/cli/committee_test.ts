import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runCommittee } from "../../lib/cli/committee.ts";
import { committeeArguments } from "../../lib/cli/committee_arguments.ts";
import { verdictSchema } from "lab/committee";
import { type LoopbackServer, loopbackServer } from "../providers/loopback_server.ts";

const KEY = "planted-Secret.0123456789-for/tests+only";
const PRICE = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };

interface Run {
  readonly code: number;
  readonly text: string;
}

/** Runs the command with a key for everyone and everything it prints kept. */
async function run(args: readonly string[], signal?: AbortSignal): Promise<Run> {
  let text = "";
  const code = await runCommittee(args, {
    factory: { readVariable: (name) => name.endsWith("_KEY") ? KEY : undefined },
    say: (more) => void (text += more + "\n"),
    tell: (more) => void (text += more),
    ...(signal ? { signal } : {}),
  });
  return { code, text };
}

/** A folder with a settings file that leads to the test server. */
async function withSettings(
  server: LoopbackServer,
  work: (folder: string, args: readonly string[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      join(folder, "providers.json"),
      JSON.stringify({
        providers: [
          {
            name: "claude",
            kind: "anthropic",
            baseUrl: server.urls.anthropic,
            concurrency: 2,
            roles: { fast: { model: "m", price: PRICE } },
          },
          {
            name: "local",
            kind: "compatible",
            baseUrl: server.urls.compatible,
            roles: { fast: "n" },
          },
        ],
        analysts: ["rules", "claude/fast"],
        spending: { capsUsd: { sweep: 3 }, fallbacks: { "claude/fast": ["local/fast"] } },
      }),
    );
    await work(folder, [
      "--settings",
      join(folder, "providers.json"),
      "--state",
      join(folder, "state"),
      "--out",
      join(folder, "out"),
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("committee polls the rules alone when nothing is set, and calls nobody", async () => {
  const { code, text } = await run(["--sectors", "XLK,XLE"]);
  equal(code, 0);
  match(text, /Nobody is called/);
  match(text, /XLE +Energy/);
  match(text, /Source: simulated, seed 7\./);
  ok(!/XLB/.test(text));
});

Deno.test("committee quotes, asks, writes its verdict, and asks nothing the second time", async () => {
  await using server = loopbackServer({ price: PRICE });
  await withSettings(server, async (folder, args) => {
    const dry = await run([...args, "--dry-run"]);
    equal(server.received.length, 0);
    match(dry.text, /11 calls: likely \$0\.\d+, at most \$\d/);
    const first = await run(args);
    equal(first.code, 0);
    match(first.text, /22 of 22 done, 0 running, 0 waiting; \$0\.\d+ spent/);
    match(first.text, /Spent \$0\.\d+\n/);
    const written = join(folder, "out", "committee.json");
    const one = JSON.parse(await Deno.readTextFile(written));
    verdictSchema.parse(one.verdict);
    deepEqual(one.verdict.analysts, ["rules", "claude/fast"]);
    ok(Math.abs(one.spent.settledUsd - server.billUsd()) < 1e-7);
    const again = await run(args);
    match(again.text, /Nobody is called: all 11 answers are kept/);
    equal(server.bill.length, 11);
    deepEqual(JSON.parse(await Deno.readTextFile(written)), one);
    ok(!(first.text + JSON.stringify(one)).includes(KEY));
  });
});

Deno.test("committee quotes without a key, and asks nobody without one", async () => {
  await using server = loopbackServer({ price: PRICE });
  await withSettings(server, async (_, args) => {
    let text = "";
    const keyless = {
      factory: { readVariable: () => undefined },
      say: (more: string) => void (text += more),
      tell: () => {},
    };
    equal(await runCommittee([...args, "--dry-run"], keyless), 0);
    match(text, /11 calls: likely/);
    await rejects(runCommittee(args, keyless), /ANTHROPIC_API_KEY.*The lab works without one/);
    equal(server.received.length, 0);
  });
});

Deno.test("committee that is stopped shows what it has, and the same command asks the rest", async () => {
  await using server = loopbackServer({ price: PRICE, delayMs: 30 });
  await withSettings(server, async (_, args) => {
    const stop = new AbortController();
    const running = run(args, stop.signal);
    while (server.bill.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    const part = await running;
    equal(part.code, 2);
    match(part.text, /\d questions? ha(s|ve) no answer; the same command asks for the rest alone/);
    const whole = await run(args);
    equal(whole.code, 0);
    ok(server.bill.length <= 13);
  });
});

Deno.test("committee keeps its cap, and falls back where a provider fails", async () => {
  await using server = loopbackServer({
    price: PRICE,
    fault: ({ protocol }) => protocol === "messages" ? "429 quota" : undefined,
  });
  await withSettings(server, async (folder, args) => {
    const { code, text } = await run([...args, "--sectors", "XLK"]);
    equal(code, 0, text);
    const { verdict } = JSON.parse(
      await Deno.readTextFile(join(folder, "out", "committee.json")),
    );
    equal(verdict.ballots.length, 2);
    const capped = await run([...args, "--sectors", "XLE", "--cap", "0.01"]);
    equal(capped.code, 2);
    match(capped.text, /cap of \$0\.01 per sweep may stop it/);
    match(capped.text, /No answer, once: claude\/fast: .*cap of \$0\.01 per sweep/);
  });
});

Deno.test("committee refuses what it cannot do with a sentence, before anything is called", async () => {
  await rejects(run(["--sectors", "XLQ"]), /need names among XLB/);
  await rejects(run(["--analysts", "openai/fast"]), /need one of rules/);
  await rejects(run(["--samples", "1.5"]), /whole number from 1/);
  await rejects(run(["--cap", "-1"]), /--cap/);
  await rejects(run(["--settings", "no-such-file.json"]), /no such file in /);
  await rejects(
    run(["--as-of", "2024-03-09"]),
    /Cannot use --as-of 2024-03-09: it is no trading day/,
  );
  await rejects(run(["--as-of", "9.3.2024"]), /Cannot read --as-of: need a calendar day/);
  equal(committeeArguments(["--cap", "2.5"]).capUsd, 2.5);
});
