import { openCallStore, openLedger } from "lab/providers";
import { readIndustries, simulatedMarket } from "lab/market";
import { marketHoldout, shiftFuture } from "lab/research";
import { scorecard } from "lab/scorecard";
import { day } from "lab/units";
import { deepEqual, equal, match, notEqual, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { callRecords, ledgerEntries } from "../../lib/cli/scorecard/call_records.ts";
import { scorecardInput } from "../../lib/cli/scorecard/scorecard_input.ts";
import { runScorecard } from "../../lib/cli/scorecard.ts";
import { scorecardArguments } from "../../lib/cli/scorecard/scorecard_arguments.ts";

/** What a run in a folder of its own printed; its state is empty unless the act fills it. */
async function inFolder(
  act: (at: { readonly dir: string; run(...args: string[]): Promise<string> }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const run = async (...args: string[]) => {
    const printed: string[] = [];
    const { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await runScorecard(["--record", join(dir, "state"), ...args], { root: dir });
    } finally {
      Object.assign(console, { log, error });
    }
    return printed.join("\n");
  };
  try {
    await act({ dir, run });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const BARS = [
  "Hit rate",
  "Information coefficient",
  "Calibration",
  "Latency",
  "Availability",
  "Cost per basis point",
  "|Beta|",
  "Drawdown against the market",
  "Drawdown against cash",
  "Style exposure",
];

Deno.test("scorecard prints every bar and writes the same bytes twice", async () => {
  await inFolder(async ({ dir, run }) => {
    const out = join(dir, "out");
    const once = async () => [
      await run("--years", "3.2", "--out", out),
      await Deno.readTextFile(join(out, "scorecard.json")),
    ];
    const [text, json] = await once();
    for (const bar of BARS) {
      match(text, new RegExp(`^  ${bar.replaceAll("|", "\\|")} +[≥≤±] `, "m"));
    }
    match(
      text,
      /Rule analyst, from fundamentals, sentiment, technicals\. Decisions from .* are put away\. Source: simulated, seed 7\./,
    );
    match(text, /Latency +≤ 5 min +– +– +0 {2}sweeps +not testable/);
    match(
      text,
      /Not judged: rules answered offline and no model was asked; `deno task availability`/,
    );
    match(text, /Not judged: no money was spent: \$0\./);
    const { rows, counts } = JSON.parse(json);
    deepEqual(rows.map(({ name }: { name: string }) => name), BARS);
    equal(counts.met + counts["not met"] + counts["not testable with this much data"], 10);
    ok(rows.every((row: Record<string, unknown>) => row.convention && row.source && row.verdict));
    ok(!json.includes(dir), "the folder's name is no part of the result");
    deepEqual(await once(), [text, json]);
    await rejects(Deno.stat(join(dir, "state")), "a card leaves no ledger behind");
    const weeks = join(dir, "availability.json");
    const week = { seconds: 120, breaches: [] };
    const run1 = { times: 1, summary: { share: 1 }, weeks: Array(400).fill(week) };
    const file = { format: "sector-committee-lab/availability/1", seed: 1, runs: [run1] };
    await Deno.writeTextFile(weeks, JSON.stringify(file));
    const simulated = await run("--years", "3.2", "--availability", weeks, "--out", out);
    match(simulated, /Latency +≤ 5 min +2 min .* 400 {2}weeks +met/);
    match(simulated, /Availability .* 100\.0 % .* 400 {2}weeks +met/);
    match(
      simulated,
      /Simulated: 400 weeks of a chain of two models at stated rates of faults, seed 1\./,
    );
    const { inputs } = JSON.parse(await Deno.readTextFile(join(out, "scorecard.json")));
    match(inputs.weeks.sha256, /^[0-9a-f]{64}$/);
    equal(inputs.weeks.file, "availability.json");
  });
});

Deno.test("scorecard runs the industries of 1949 to 2017 on technicals, by months", async () => {
  await inFolder(async ({ run }) => {
    const text = await run("--industries");
    // The same line as in every study of these months.
    const { from } = marketHoldout(await readIndustries())!;
    match(
      text,
      new RegExp(`Rule analyst, from technicals\\. .*, the days from ${from} are put away`),
    );
    match(text, /put away\. Source: real, Kenneth R\. French data library/);
    match(text, /Information coefficient .* 600 {2}monthly dates/);
    // Fifty years of eleven-sector bets do not keep within 5 % of the market.
    match(text, /Drawdown against the market .* not met/);
  });
});

Deno.test("scorecard does not look at the days that are put away, outcomes included", async () => {
  const market = simulatedMarket({ seed: 3, years: 2.2 }), { days } = market.prices;
  const { from } = marketHoldout(market)!;
  const known = days[days.indexOf(from) - 1];
  const tables = ["close", "open", "volume", "rates", "styles"] as const;
  const other = shiftFuture(market, known, 5, { tables }).market;
  let clock = 0;
  const calls = { sweeps: [], settledUsd: 0, openUsd: 0 };
  const read = async (world: typeof market) =>
    JSON.stringify(scorecard(
      await scorecardInput(world, { seed: 1, calls, now: () => clock += 1000 }),
    ));
  const ours = await read(market);
  clock = 0;
  equal(await read(other), ours);
  clock = 0;
  const earlier = shiftFuture(market, days[days.indexOf(from) - 12], 5, { tables }).market;
  notEqual(await read(earlier), ours);
});

Deno.test("scorecard reads a price file, names it, and has no styles from it", async () => {
  await inFolder(async ({ dir, run }) => {
    const { prices } = simulatedMarket({ seed: 3, years: 2.2 });
    const tickers = [...prices.close.keys()];
    const rows = prices.days.map((on, i) =>
      [on, ...tickers.map((ticker) => prices.close.get(ticker)![i].toFixed(4))].join(",")
    );
    await Deno.writeTextFile(
      join(dir, "prices.csv"),
      [["date", ...tickers].join(","), ...rows].join("\n") + "\n",
    );
    const text = await run("--prices", join(dir, "prices.csv"));
    match(text, /from technicals\. Decisions from .* put away\. Source: real, prices\.csv, /);
    match(text, /Style loadings are unknown on .*: the data have no returns of style factors/);
  });
});

Deno.test("scorecard takes latency, availability and dollars from a ledger, and claims no edge for it", async () => {
  await inFolder(async ({ dir, run }) => {
    let at = Date.parse("2026-11-20T12:00:00Z");
    const store = openCallStore(join(dir, "state", "calls.sqlite"));
    const ledger = openLedger(store, { now: () => at });
    const ask = (sector: "XLK" | "XLE" | "XLU", worst = 0.01) =>
      ledger.reserve({
        sweep: "s",
        sector,
        analyst: "openai/fast",
        day: day("2026-11-20"),
        sample: 0,
        stage: "ballot",
        provider: "openai",
        model: "gpt-6-luna",
        key: sector,
      }, worst);
    const failed = ask("XLK");
    ledger.settle(failed, 0, "not billed");
    const again = ask("XLK"), lost = ask("XLE"), uncounted = ask("XLU");
    at += 90_000;
    ledger.settle(again, 0.004, "usage");
    ledger.noteUnknown(lost, "timeout");
    ledger.noteUnknown(uncounted, "no usage");
    store.close();

    const found = callRecords(await ledgerEntries(join(dir, "state", "calls.sqlite")));
    deepEqual(found.sweeps, [{ seconds: 90, asked: 3, answered: 2 }]);
    ok(Math.abs(found.settledUsd - 0.004) < 1e-12 && Math.abs(found.openUsd - 0.02) < 1e-12);
    const text = await run("--years", "2.5");
    match(text, /Latency .* 2 min .* 1 {2}sweeps .* not testable/);
    match(text, /Availability .* 66\.7 % .* 3 {2}questions/);
    match(text, /Not judged: \$0\.0040 on 1 sweep[,;]/);
    match(text, /The ledger of paid calls\./);
  });
});

Deno.test("scorecard says in a sentence what it cannot do", async () => {
  throws(() => scorecardArguments(["--years", "0.5"]), /Cannot read --years: need a number from 1/);
  throws(() => scorecardArguments(["--seed", "x"]), /Cannot read --seed: need a whole number/);
  throws(
    () => scorecardArguments(["--industries", "--prices", "a.csv"]),
    /Cannot use --industries with --prices: need one market/,
  );
  throws(() => scorecardArguments(["--industries", "--years", "9"]), /years of a real market/);
  throws(() => scorecardArguments(["--weeks", "9"]));
  await inFolder(async ({ dir, run }) => {
    await rejects(run("--prices", join(dir, "none.csv")), /none\.csv/);
    const { prices } = simulatedMarket({ seed: 3, years: 1 });
    const tickers = [...prices.close.keys()];
    const rows = prices.days.slice(0, 240).map((on, i) =>
      [on, ...tickers.map((ticker) => prices.close.get(ticker)![i].toFixed(4))].join(",")
    );
    // One of them, 2018-12-05, was a day of mourning, and is left out.
    const short = join(dir, "short.csv");
    await Deno.writeTextFile(short, [["date", ...tickers].join(","), ...rows].join("\n") + "\n");
    await rejects(
      run("--prices", short),
      /Cannot make a scorecard: need 10 decisions after 252 days of history and before .*, got 0 from 239/,
    );
  });
});
