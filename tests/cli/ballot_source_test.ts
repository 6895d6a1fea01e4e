/** `backtest`, `sweep` and `scorecard` from ballots: the file and the record, and the law that joins them. */
import { pollDays, requestFingerprint, rubric, rulesAnalyst } from "lab/committee";
import { briefs } from "lab/committee";
import { DEFAULT_RUBRIC, PROMPT_VERSION } from "lab/committee";
import { type Market, simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { ballotsParquet, openBallotRecord, type RecordedBallot, rubricMark } from "lab/record";
import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runBacktest } from "../../lib/cli/backtest.ts";
import { runScorecard } from "../../lib/cli/scorecard.ts";
import { runSweepCommand } from "../../lib/cli/sweep.ts";

const market = simulatedMarket({ seed: 3, years: 3 });
const weeks = weeklyDays(market.prices.days);
const FROM = weeks[62], LAST = weeks.at(-34)!;

/** The rule analyst's ballots of some days, as `committee` records them. */
async function rulesBallots(days: readonly string[], of: Market = market) {
  const { ballots } = await pollDays([rulesAnalyst()], of, days as never);
  return ballots.map((ballot, i): RecordedBallot => ({
    kind: "ballot",
    question: i.toString(16).padStart(64, "0"),
    askedAt: "2026-11-27T21:15:03.000Z",
    market: { kind: "simulated", seed: 3 },
    masked: false,
    prompt: PROMPT_VERSION,
    rubric: rubricMark(DEFAULT_RUBRIC),
    costUsd: 0,
    ballot,
  }));
}

const ballots = await rulesBallots(weeks.filter((day) => day >= FROM && day <= LAST));
const WORLD = ["--seed", "3", "--years", "3", "--book", "tilt", "--draws", "20", "--workers", "0"];
const SPAN = ["--from", FROM, "--to", LAST];

async function inFolder(
  act: (at: {
    readonly dir: string;
    write(name: string, ballots: readonly RecordedBallot[]): Promise<string>;
    run(...args: string[]): Promise<{ readonly text: string; readonly json: Study }>;
  }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir(), out = join(dir, "out");
  let runs = 0;
  const run = async (...args: string[]) => {
    const printed: string[] = [], { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await runBacktest([...args, "--out", out], {
        now: new Date("2026-11-20T12:00:00Z"),
        // A count of its own, so that no run is the second of a family.
        root: join(dir, String(runs++)),
      });
    } finally {
      Object.assign(console, { log, error });
    }
    return {
      text: printed.join("\n"),
      json: JSON.parse(await Deno.readTextFile(join(out, "study.json"))),
    };
  };
  const write = async (name: string, list: readonly RecordedBallot[]) => {
    await Deno.writeFile(join(dir, name), await ballotsParquet(list));
    return join(dir, name);
  };
  try {
    await act({ dir, write, run });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

// deno-lint-ignore no-explicit-any -- a file as it was written
type Study = any;

/** All of a study but who is named in it and what it was read from. */
const figures = ({ inputs: _, counted, ...rest }: Study) => ({
  ...rest,
  tried: counted.tried,
  counted: counted.rows,
});

Deno.test("backtest of the rules' own ballots through Parquet is the backtest of the rule analyst", async () => {
  await inFolder(async ({ write, run }) => {
    const file = await write("ballots.parquet", ballots);
    const asked = await run(...WORLD, ...SPAN);
    const joined = await run(...WORLD, ...SPAN, "--ballots", file);
    deepEqual(figures(joined.json), figures(asked.json));
    match(joined.text, /^Backtest of the book of the ballots: weekly/);
    match(joined.text, /\n\d+ ballots of rules from ballots\.parquet, asked on \d+ days from /);
    match(joined.json.inputs.ballots.sha256, /^[0-9a-f]{64}$/);
    equal(joined.json.inputs.record, undefined);
    ok(asked.json.chosen.confidence === "calibrated");
    // Other weights without a new call; what the rules state of themselves hangs on theirs.
    const alike = await write("settings.json", []);
    await Deno.writeTextFile(alike, '{"confidence": "one"}');
    const weights = ["--settings", alike, "--weights", "0,0,100"];
    const other = await run(...WORLD, ...SPAN, "--ballots", file, ...weights);
    deepEqual(figures(other.json), figures((await run(...WORLD, ...SPAN, ...weights)).json));
    notEqual(other.json.chosen.config, joined.json.chosen.config);
  });
});

/** A scorecard as it was written, without what was measured by a clock. */
async function card(dir: string, ...args: string[]): Promise<Study> {
  const out = join(dir, "card"), { log, error } = console;
  const printed: string[] = [];
  console.log = console.error = (text: unknown) => void printed.push(String(text));
  try {
    await runScorecard(["--seed", "3", "--years", "3", ...args, "--out", out], { root: dir });
  } finally {
    Object.assign(console, { log, error });
  }
  const json = JSON.parse(await Deno.readTextFile(join(out, "scorecard.json")));
  return { ...json, text: printed.join("\n") };
}

Deno.test("scorecard of the rules' own ballots is the scorecard of the rule analyst", async () => {
  await inFolder(async ({ dir, write }) => {
    const record = ["--record", join(dir, "none")];
    const all = await rulesBallots(weeks.filter((_, k) => k > 50));
    const asked = await card(dir, ...record);
    const joined = await card(dir, ...record, "--ballots", await write("all.parquet", all));
    const judged = ({ rows }: Study) =>
      rows.filter(({ name }: { name: string }) => name !== "Latency");
    deepEqual(judged(joined), judged(asked));
    equal(joined.source, asked.source);
    match(joined.text, /ballots of rules from all\.parquet, asked on /);
  });
});

/** What a sweep printed, in a folder of its own. */
async function swept(dir: string, ...args: string[]): Promise<string> {
  let text = "";
  const keep = (more: string) => void (text += `${more}\n`);
  const folder = await Deno.makeTempDir({ dir });
  await runSweepCommand(
    [...args, "--workers", "0", "--draws", "100", "--step", "25", "--out", join(folder, "runs")],
    {
      trialPlaces: { log: join(folder, "trials.jsonl"), head: join(folder, "head.json") },
      at: "2026-11-27",
      say: keep,
      tell: () => {},
    },
  );
  return text;
}

Deno.test("sweep of the rules' own ballots is the sweep of the rule analyst, stated confidences too", async () => {
  await inFolder(async ({ dir, write }) => {
    const file = await write("all.parquet", await rulesBallots(weeks.filter((_, k) => k > 50)));
    const world = ["--seed", "3", "--years", "3"];
    const figures = (text: string) =>
      text.split("\n").filter((line) => !/^ *The scores are those of|^Kept: /.test(line));
    for (const rule of [[], ["--confidence", "stated"]]) {
      const asked = await swept(dir, ...world, ...rule);
      const joined = await swept(dir, ...world, ...rule, "--ballots", file);
      deepEqual(figures(joined), figures(asked));
      match(joined, /The scores are those of \d+ ballots of rules from all\.parquet/);
    }
    const record = join(dir, "calls");
    openBallotRecord(record).append(await rulesBallots(weeks.filter((_, k) => k > 50)));
    const own = await swept(dir, ...world, "--ballots", "record", "--record", record);
    deepEqual(figures(own), figures(await swept(dir, ...world)));
  });
});
