import { quoteText } from "../../lib/cli/committee/committee_text.ts";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runCommittee } from "../../lib/cli/committee.ts";
import { committeeArguments } from "../../lib/cli/committee/committee_arguments.ts";
import { verdictText } from "../../lib/cli/committee/committee_text.ts";
import { verdict, verdictSchema } from "lab/committee";
import { DEFAULT_CAPS } from "lab/providers";
import { simulatedMarket } from "lab/market";
import { day } from "lab/units";
import {
  goodAnswer,
  type LoopbackServer,
  loopbackServer,
  sectorAsked,
} from "../providers/loopback_server.ts";

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
      "--record",
      join(folder, "state"),
      "--out",
      join(folder, "out"),
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("committee polls the rules alone when nothing is set, and calls nobody", async () => {
  const { code, text } = await run(["--sectors", "XLK,XLE", "--record", "off"]);
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
    match(again.text, /Nobody is called: all 11 answers are kept; --cache-hours 0 asks anew/);
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
  const stop = new AbortController();
  // Stopped by the fifth question itself.
  await using server = loopbackServer({
    price: PRICE,
    delayMs: (_, n) => {
      if (n === 4) stop.abort();
      return 0;
    },
  });
  await withSettings(server, async (_, args) => {
    const part = await run(args, stop.signal);
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

/** Closes of two simulated years as a reader's own file: prices and nothing else. */
async function pricesAlone(folder: string): Promise<string> {
  const { prices: { days, close } } = simulatedMarket({ seed: 7, years: 2 });
  const tickers = [...close.keys()];
  const rows = days.map((day, i) =>
    [day, ...tickers.map((ticker) => close.get(ticker)![i].toFixed(4))].join(",")
  );
  const path = join(folder, "prices.csv");
  await Deno.writeTextFile(path, [`date,${tickers.join(",")}`, ...rows, ""].join("\n"));
  return path;
}

/** Settings with one compatible provider per model, over the test server. */
async function withModels(
  server: LoopbackServer,
  models: readonly string[],
  work: (args: readonly string[], folder: string) => Promise<void>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const settings = join(folder, "providers.json");
    await Deno.writeTextFile(
      settings,
      JSON.stringify({
        providers: models.map((model) => ({
          name: model,
          kind: "compatible",
          baseUrl: server.urls.compatible,
          roles: { fast: model },
        })),
        analysts: models.map((model) => `${model}/fast`),
        spending: { tries: 1 },
        ...more,
      }),
    );
    const out = join(folder, "out"), state = join(folder, "state");
    await work(["--settings", settings, "--out", out, "--record", state], folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("committee takes no score on nothing, names the pillars used, and lists invented numbers", async () => {
  const five = { kind: "score", score: 5 };
  await using server = loopbackServer({
    answer: ({ user }) =>
      JSON.stringify({
        ...goodAnswer(sectorAsked(user)),
        subScores: { fundamentals: five, sentiment: five, technicals: five },
        summary: "Earnings grew by 999 % in the quarter.",
      }),
  });
  await withModels(server, ["bold"], async (args, folder) => {
    const { code, text } = await run([...args, "--prices", await pricesAlone(folder)]);
    equal(code, 0);
    match(text, /sector +score +rating +pillars used/);
    match(text, /XLE +Energy +5\.00 +5 +technicals +0\.60/);
    match(text, /No data: 22 scores .*bold\/fast on fundamentals 11 times; .*sentiment 11 times/);
    match(text, /Not in what was read: bold\/fast writes 999 % \(XLB, XLC, XLE/);
    match(text, /Note: bold may remember what came after .*nobody says when its knowledge ends\./);
    match(text, /Contaminated: 11 of 11 ballots/);
    const file = JSON.parse(await Deno.readTextFile(join(folder, "out", "committee.json")));
    verdictSchema.parse(file.verdict);
    const [ballot] = file.verdict.ballots;
    deepEqual(ballot.withoutData.map(({ pillar }: { pillar: string }) => pillar), [
      "fundamentals",
      "sentiment",
    ]);
    deepEqual(ballot.unshownNumbers, ["999 %"]);
    match(ballot.contaminated[0], /bold may remember/);
    deepEqual(file.verdict.sectors[0].pillarsUsed, ["technicals"]);
  });
});

Deno.test("committee says who answered in whose place, and that one voice counted twice", async () => {
  await using server = loopbackServer({
    fault: ({ model }) => model === "down" ? "500" : undefined,
  });
  const spending = { tries: 1, fallbacks: { "down/fast": ["up/fast"] } };
  await withModels(server, ["down", "up"], async (args, folder) => {
    const { text } = await run([...args, "--sectors", "XLK,XLE"]);
    match(text, /Answered for down\/fast: up \(up, fallback 1\) 2 times/);
    match(text, /Answered for up\/fast: up \(up\) 2 times/);
    match(text, /One voice, counted 2 times: up \(up\) answered for down\/fast and up\/fast/);
    ok(!/Contaminated|may remember/.test(text), "nobody remembers a simulated market");
    const file = JSON.parse(await Deno.readTextFile(join(folder, "out", "committee.json")));
    deepEqual(
      file.verdict.ballots.map(({ answeredBy }: { answeredBy: unknown }) => answeredBy).slice(0, 2),
      [{ provider: "up", asked: "up", model: "up", place: 1 }, {
        provider: "up",
        asked: "up",
        model: "up",
        place: 0,
      }],
    );
  }, { spending });
});

Deno.test("committee without any answer ends with 2, whatever the reason, and says so", async () => {
  for (
    const [fault, reason, said] of [
      ["401", /No answer, 2 times: m\/fast: .*refused the key/, /question got no answer/],
      ["reset", /No answer, 2 times: m\/fast: .*connection broke/, /question got no answer/],
      ["500", /No answer, 2 times: m\/fast: .*failed with status 500/, /question got no answer/],
      ["refusal", /Failed: m\/fast on XLK: The model refused/, /the only answer failed/],
      ["prose", /Failed: m\/fast on XLK/, /the only answer failed/],
    ] as const
  ) {
    await using server = loopbackServer({ fault: () => fault });
    await withModels(server, ["m"], async (args, folder) => {
      const { code, text } = await run([...args, "--sectors", "XLK,XLE"]);
      equal(code, 2, fault);
      match(text, reason);
      match(text, said);
      match(text, /There is no ballot: no verdict rests on this run\./);
      ok(!/nobody was asked/i.test(text));
      const { verdict } = JSON.parse(
        await Deno.readTextFile(join(folder, "out", "committee.json")),
      );
      deepEqual(verdict.analysts, ["m/fast"]);
      const isFailure = fault === "refusal" || fault === "prose";
      equal(verdict.failed.length, isFailure ? 2 : 0);
    });
  }
});

Deno.test("verdictText() shows a reason with the switch at its end", () => {
  const on = day("2020-03-20");
  const message = `The context is too short. ${"x".repeat(500)} Set --max-model-len.`;
  const failed = [{
    kind: "failed" as const,
    analyst: "m/fast",
    sector: "XLK" as const,
    day: on,
    sample: 0,
    raw: "",
    issues: [{ code: "incomplete", path: "", message }],
    costUsd: 0,
  }];
  const unanswered = [{
    analyst: "n",
    sector: "XLK" as const,
    day: on,
    sample: 0,
    reason: message,
  }];
  const text = verdictText(verdict([], { day: on, sectors: ["XLK"], failed, unanswered }), {
    ballots: [],
    failed,
    unanswered,
    isStopped: false,
  });
  equal(text.split("Set --max-model-len.").length, 3);
});

Deno.test("committee researches no past or simulated day, unless it is asked to by name", async () => {
  await using server = loopbackServer({ price: PRICE });
  const more = {
    providers: [{
      name: "deep",
      kind: "anthropic",
      baseUrl: server.urls.anthropic,
      roles: { deep: { model: "m", price: PRICE } },
    }],
    analysts: ["deep/deep"],
  };
  await withModels(server, [], async (args, folder) => {
    const prices = await pricesAlone(folder);
    await rejects(run([...args, "--sectors", "XLK"]), /simulated market.*--research-past/);
    const past = [...args, "--prices", prices, "--sectors", "XLK"];
    await rejects(run(past), /Cannot research for deep\/deep: .* is past.*--research-past/);
    await rejects(run([...past, "--dry-run"]), /is past/);
    equal(server.received.length, 0);
    const { code, text } = await run([...past, "--research-past"]);
    equal(code, 0);
    match(text, /Contaminated: 1 of 1 ballot;/);
    match(text, /researched, though \d{4}-\d{2}-\d{2} is past/);
    match(text, /Answered for deep\/deep: deep \(m\), research by deep \(m\) once/);
  }, more);
});

Deno.test("committee refuses what it cannot do with a sentence, before anything is called", async () => {
  await rejects(run(["--sectors", "XLQ"]), /need names among XLB/);
  await rejects(run(["--analysts", "openai/fast"]), /need one of rules/);
  await rejects(run(["--samples", "1.5"]), /whole number from 1 to 1,000/);
  await rejects(run(["--cap", "1e9"]), /--cap: need dollars from 0 to 1,000,000, got "1e9"/);
  await rejects(run(["--cap", "-1"]), /--cap/);
  await rejects(run(["--settings", "no-such-file.json"]), /no such file in /);
  await rejects(
    run(["--as-of", "2024-03-09"]),
    /Cannot use --as-of 2024-03-09: it is no trading day/,
  );
  await rejects(run(["--as-of", "9.3.2024"]), /Cannot read --as-of: need a calendar day/);
  equal(committeeArguments(["--cap", "2.5"]).cap, 2.5);
});

Deno.test("quoteText() counts one kept answer as one", () => {
  const quote = {
    days: 1,
    rows: [],
    calls: 1,
    keptCalls: 1,
    likelyUsd: 0,
    mostUsd: 0,
    minutes: 1,
    closed: [],
  };
  match(quoteText(quote, DEFAULT_CAPS), /1 call, 1 answer kept: /);
  match(quoteText({ ...quote, keptCalls: 2 }, DEFAULT_CAPS), /1 call, 2 answers kept: /);
});
