/** `rebalance --analysts`: polls first, and decides on what was answered. */
import { readBallots } from "lab/record";
import { deepEqual, equal, match, notEqual, ok, rejects, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { runRebalance } from "../../../lib/cli/rebalance.ts";
import { rebalanceArguments } from "../../../lib/cli/rebalance/rebalance_arguments.ts";
import {
  goodAnswer,
  type LoopbackServer,
  loopbackServer,
  sectorAsked,
} from "../../providers/loopback_server.ts";

const PRICE = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };

interface Place {
  readonly out: string;
  /** What a run printed, and its exit code. */
  run(...args: string[]): Promise<{ readonly code: number; readonly text: string }>;
  plan(): Promise<Record<string, unknown>>;
}

async function inFolder(
  server: LoopbackServer | undefined,
  act: (at: Place) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const dir = await Deno.makeTempDir(), out = join(dir, "out");
  const settings = join(dir, "settings.json");
  const provider = {
    name: "claude",
    kind: "anthropic",
    baseUrl: server?.urls.anthropic,
    concurrency: 2,
    roles: { fast: { model: "m", price: PRICE } },
  };
  await Deno.writeTextFile(settings, JSON.stringify(server ? { providers: [provider] } : {}));
  try {
    await act({
      out,
      async run(...args) {
        let text = "";
        const { log, error } = console;
        console.log = console.error = (more: unknown) => void (text += `${more}\n`);
        try {
          const code = await runRebalance(
            ["--settings", settings, "--record", join(dir, "record"), "--out", out, ...args],
            {
              factory: { readVariable: (name) => name.endsWith("_KEY") ? "secret" : undefined },
              tell: (more) => void (text += more),
              ...(signal ? { signal } : {}),
            },
          );
          return { code, text };
        } finally {
          Object.assign(console, { log, error });
        }
      },
      plan: async () => JSON.parse(await Deno.readTextFile(join(out, "rebalance.json"))),
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("rebalance polls the rules first, and lays their files beside the orders", async () => {
  await inFolder(undefined, async ({ out, run, plan }) => {
    equal((await run()).code, 0);
    const asked = await plan();
    const { code, text } = await run("--analysts", "rules");
    equal(code, 0);
    const polled = await plan();
    deepEqual(polled.plan, asked.plan);
    match(text, /The committee polled just now: rules\./);
    deepEqual(
      [...Deno.readDirSync(out)].map(({ name }) => name).sort(),
      ["ballots.parquet", "basket.csv", "committee.json", "orders.csv", "rebalance.json"],
    );
    // What was polled is a committee's file like any other.
    await run("--committee", join(out, "committee.json"));
    const again = await plan();
    deepEqual([again.plan, again.verdict], [polled.plan, polled.verdict]);
    const inputs = (one: Record<string, unknown>) =>
      (one.inputs as { committee: unknown }).committee;
    deepEqual(inputs(again), inputs(polled));
  });
});

Deno.test("rebalance quotes a model, pays once, and orders by its answers", async () => {
  await using server = loopbackServer({ price: PRICE });
  await inFolder(server, async ({ out, run, plan }) => {
    const args = ["--analysts", "claude/fast"];
    const quote = await run(...args, "--dry-run");
    equal(quote.code, 0);
    match(quote.text, /11 calls: likely/);
    equal(server.bill.length, 0);
    const { code, text } = await run(...args);
    equal(code, 0);
    match(text, /11 calls: likely[^]*Orders: /);
    match(
      text,
      /Every confidence counts as 1: the record of models' calls is read about real prices/,
    );
    equal(server.bill.length, 11);
    equal((await readBallots(join(out, "ballots.parquet"))).ballots.length, 11);
    const first = await plan();
    await run(...args);
    equal(server.bill.length, 11);
    deepEqual((await plan()).plan, first.plan);
    // Other weights of the same answers.
    await run(...args, "--weights", "0,0,100");
    equal(server.bill.length, 11);
    notEqual(JSON.stringify((await plan()).verdict), JSON.stringify(first.verdict));
  });
});

Deno.test("rebalance hashes the verdict as it lies there, hidden marks of strangers and all", async () => {
  await using server = loopbackServer({
    price: PRICE,
    answer: ({ user }) =>
      sectorAsked(user) === "XLK"
        ? "No ballot\u202e."
        : JSON.stringify(goodAnswer(sectorAsked(user))),
  });
  await inFolder(server, async ({ out, run, plan }) => {
    equal((await run("--analysts", "claude/fast")).code, 0);
    const path = join(out, "committee.json"), bytes = await Deno.readFile(path);
    ok(new TextDecoder().decode(bytes).includes("\\u202e"));
    deepEqual((await plan()).inputs, {
      ...(await plan()).inputs as object,
      committee: {
        name: "committee.json",
        sha256: createHash("sha256").update(bytes).digest("hex"),
      },
    });
  });
});

Deno.test("rebalance makes no order where a question has no answer, and keeps those that have one", async () => {
  const stop = new AbortController();
  // Stopped by the fifth question itself; two at a time were asked, so three answers are there.
  await using server = loopbackServer({
    price: PRICE,
    delayMs: (_, n) => {
      if (n === 4) stop.abort();
      return 0;
    },
  });
  await inFolder(server, async ({ out, run }) => {
    await Deno.mkdir(out);
    await Deno.writeTextFile(join(out, "orders.csv"), "last week's\n");
    const { code, text } = await run("--analysts", "claude/fast");
    equal(code, 2);
    match(text, /The orders in .* are those of an earlier run, and rest on other ballots\./);
    match(
      text,
      /No order is made: \d+ questions? without an answer\. The same command asks for the/,
    );
    const names = [...Deno.readDirSync(out)].map(({ name }) => name).sort();
    deepEqual(names, ["ballots.parquet", "committee.json", "orders.csv"]);
    const kept = (await readBallots(join(out, "ballots.parquet"))).ballots.length;
    ok(kept >= 3 && kept <= server.bill.length && kept < 11, `${kept} of ${server.bill.length}`);
    // Whoever decides on what there is says so.
    const { code: decided } = await run("--committee", join(out, "committee.json"));
    equal(decided, 0);
  }, stop.signal);
});

Deno.test("what is said of a polling is refused without one, and a polling beside scores", async () => {
  throws(
    () => rebalanceArguments(["--cap", "3"]),
    /Cannot use --cap without --analysts: it is about a polling/,
  );
  throws(
    () => rebalanceArguments(["--analysts", "rules", "--scores", "s.csv"]),
    /Cannot use --analysts with --scores: nobody is polled where scores are given/,
  );
  throws(
    () => rebalanceArguments(["--analysts", "rules", "--committee", "c.json"]),
    /Cannot use --analysts with --committee: nobody is polled where a verdict is given/,
  );
  await inFolder(undefined, async ({ run }) => {
    await rejects(run("--analysts", "nobody/fast"), /nobody/);
  });
});
