/** `rebalance --committee`: the verdict of a committee, from its file, that day's ballots or the record. */
import { DEFAULT_RUBRIC, PROMPT_VERSION } from "lab/committee";
import { SECTORS, simulatedMarket } from "lab/market";
import {
  ballotsParquet,
  openBallotRecord,
  type RecordedBallot,
  type RecordedOutcome,
  rubricMark,
} from "lab/record";
import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runCommittee } from "../../../lib/cli/committee.ts";
import { runRebalance } from "../../../lib/cli/rebalance.ts";

const market = simulatedMarket({ seed: 3, years: 2 });
const { days } = market.prices, last = days.at(-1)!;

/** The last 300 days of a market as a price file: date, and one column per ticker. */
const priceFile = [
  ["date", ...SECTORS, "SPY", "SPDN"].join(","),
  ...days.map((day, i) =>
    [day, ...[...SECTORS, "SPY", "SPDN"].map((one) => market.prices.close.get(one)![i].toFixed(4))]
      .join(",")
  ).slice(-300),
].join("\n") + "\n";

interface Place {
  readonly dir: string;
  readonly out: string;
  /** Runs the committee of rules on a market, and gives the path of its file. */
  committee(...args: string[]): Promise<string>;
  write(name: string, content: string | Uint8Array): Promise<string>;
  run(...args: string[]): Promise<string>;
  read(name: string): Promise<string>;
}

async function inFolder(act: (at: Place) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir(), out = join(dir, "out"), record = join(dir, "record");
  const quiet = async (work: () => Promise<unknown>) => {
    const printed: string[] = [], { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await work();
    } finally {
      Object.assign(console, { log, error });
    }
    return printed.join("\n");
  };
  const write = async (name: string, content: string | Uint8Array) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(join(dir, name), bytes);
    return join(dir, name);
  };
  try {
    await act({
      dir,
      out,
      write,
      async committee(...args) {
        const folder = join(dir, "asked");
        await quiet(() =>
          runCommittee(["--record", record, ...args, "--out", folder], { tell: () => {} })
        );
        return join(folder, "committee.json");
      },
      run: (...args) =>
        quiet(() => {
          // The last `--record` counts.
          return runRebalance(["--record", record, ...args, "--out", out]);
        }),
      read: (name) => Deno.readTextFile(join(out, name)),
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** A model's ballots of some days, before the fact, right in most calls. */
function modelBallots(on: readonly string[], data: string): readonly RecordedBallot[] {
  return on.flatMap((day) =>
    SECTORS.map((sector, i): RecordedBallot => ({
      kind: "ballot",
      question: (on.indexOf(day) * 16 + i).toString(16).padStart(64, "0"),
      askedAt: `${day}T21:15:03.000Z`,
      market: { kind: "real", data },
      masked: false,
      prompt: `${PROMPT_VERSION}.2`,
      rubric: rubricMark(DEFAULT_RUBRIC),
      costUsd: 0.01,
      ballot: {
        analyst: "openai/fast",
        sector,
        day,
        horizonWeeks: 4,
        sample: 0,
        rationale: [],
        subScores: {
          fundamentals: { kind: "score", score: i % 2 === 0 ? 5 : 1 },
          sentiment: { kind: "score", score: i % 2 === 0 ? 4 : 2 },
          technicals: { kind: "abstention", reason: "no data" },
        },
        references: [],
        confidence: 0.9,
        summary: "Made up for a test.",
        answeredBy: { provider: "openai", asked: "fast", model: "m-1", place: 0 },
      },
    }))
  );
}

Deno.test("rebalance of the rules' committee.json, ballots or record is the rebalance of the rule analyst", async () => {
  await inFolder(async ({ dir, committee, write, run, read }) => {
    const path = await committee();
    const plan = async (...args: string[]) => {
      const text = await run(...args), { plan, inputs } = JSON.parse(await read("rebalance.json"));
      return { plan, inputs, text };
    };
    const asked = await plan();
    const joined = await plan("--committee", path);
    deepEqual(joined.plan, asked.plan);
    match(joined.text, /The committee's verdict from committee\.json: 11 ballots of rules\./);
    match(joined.inputs.committee.sha256, /^[0-9a-f]{64}$/);
    equal(joined.inputs.record, undefined);

    const { verdict } = JSON.parse(await Deno.readTextFile(path));
    const ballots = verdict.ballots.map((ballot: RecordedBallot["ballot"], i: number) => ({
      kind: "ballot",
      question: i.toString(16).padStart(64, "0"),
      askedAt: "2026-11-27T21:15:03.000Z",
      market: { kind: "simulated", seed: 7 },
      masked: false,
      prompt: PROMPT_VERSION,
      rubric: rubricMark(DEFAULT_RUBRIC),
      ballot,
    })) as readonly RecordedBallot[];
    const parquet = await write("ballots.parquet", await ballotsParquet(ballots));
    deepEqual((await plan("--committee", parquet)).plan, asked.plan);
    const record = join(dir, "other");
    openBallotRecord(record).append(ballots);
    const own = await plan("--committee", "record", "--record", record);
    deepEqual(own.plan, asked.plan);
    equal(own.inputs.record.ballots, 11);
    equal(own.inputs.record.head.length, 64);

    // Other weights without a new call.
    const alike = ["--settings", await write("settings.json", '{"confidence": "one"}')];
    const weighted = await plan(...alike, "--committee", path, "--weights", "0,0,100");
    deepEqual(weighted.plan, (await plan(...alike, "--weights", "0,0,100")).plan);
    notEqual(JSON.stringify(weighted.plan), JSON.stringify(joined.plan));
  });
});

Deno.test("a committee of another day, market or format is refused, and so is one changed by hand", async () => {
  await inFolder(async ({ dir, committee, write, run }) => {
    const path = await committee(), text = await Deno.readTextFile(path);
    const { day } = JSON.parse(text).verdict;
    await rejects(
      run("--committee", path, "--as-of", days.at(-40)!),
      new RegExp(`it is about ${day}, and the day of the decision is ${days.at(-40)}`),
    );
    await rejects(
      run("--committee", path, "--seed", "3", "--as-of", day),
      /it is about the simulated market of seed 7, and this is the simulated market of seed 3/,
    );
    const prices = await write("prices.csv", priceFile);
    await rejects(
      run("--committee", path, "--prices", prices),
      /Cannot use committee\.json: it is about .*, and (the day of the decision is|this is a real market)/,
    );
    const json = JSON.parse(text);
    const sector = json.verdict.sectors.find(({ score }: { score?: number }) =>
      score !== undefined
    );
    sector.score = sector.score === 5 ? 4 : sector.score + 0.25;
    await rejects(
      run("--committee", await write("changed.json", JSON.stringify(json))),
      new RegExp(`its verdict on ${sector.sector} is not what its ballots make of it: score `),
    );
    await rejects(
      run("--committee", await write("study.json", '{"format":"sector-committee-lab/study/1"}')),
      /need a committee\.json .* its format is "sector-committee-lab\/study\/1"/,
    );
    await rejects(run("--committee", join(dir, "none.json")), /none\.json/);
    await rejects(
      run("--committee", path, "--scores", "s.csv"),
      /Cannot use --committee with --scores: a verdict is scores/,
    );
    await rejects(run("--of", "masked=true"), /Cannot use --of without --committee/);
    await rejects(
      run("--committee", "record", "--record", join(dir, "empty")),
      /Cannot use the record in empty: it holds no ballot; committee appends what it polls/,
    );
    await rejects(run("--committee", "record", "--record", "off"), /--record off leaves it out/);
  });
});

Deno.test("a model's confidences are those that its record supports, walked forward, and 1 without it", async () => {
  await inFolder(async ({ dir, write, run, read }) => {
    const prices = await write("prices.csv", priceFile), data = "ab".repeat(32);
    const asked = [...days.slice(-300).filter((_, k) => k % 25 === 3).slice(0, 11), last];
    const ballots = modelBallots(asked, data);
    const record = join(dir, "calls");
    // Right in three of four calls: the even sectors rise, and one of them falls instead.
    const outcomes = asked.slice(0, -1).map((day, k): RecordedOutcome => ({
      kind: "outcome",
      day,
      horizonWeeks: 4,
      end: asked[k + 1],
      returns: Object.fromEntries(
        SECTORS.map((
          sector,
          i,
        ) => [sector, (i % 2 === 0) === (i % 4 !== 3 && i !== 0) ? 0.02 : -0.02]),
      ),
      market: { kind: "real", data },
      resolvedAt: "2026-11-27T21:15:03.000Z",
    }));
    openBallotRecord(record).append([...ballots, ...outcomes]);
    const args = ["--prices", prices, "--committee", "record"];
    const confidences = async () =>
      JSON.parse(await read("rebalance.json")).plan.views
        .map(({ confidence }: { confidence: number }) => confidence);
    const text = await run(...args, "--record", record);
    match(
      text,
      /Confidences are calibrated on 121 calls of openai\/fast \(11 decision days without overlap, the first of /,
    );
    match(
      text,
      /Record in calls: 132 ballots and 11 outcomes since \d{4}-\d\d-\d\d, head [0-9a-f]{16}, read as of /,
    );
    const found = await confidences();
    ok(found.every((one: number) => one > 0.4 && one < 0.9), found.join());
    const { inputs } = JSON.parse(await read("rebalance.json"));
    equal(inputs.record.asOf, last);
    equal(inputs.record.head, openBallotRecord(record).read().head);

    // A day before the ninth outcome: 88 calls are too few.
    const early = await run(...args, "--record", record, "--as-of", asked[8]);
    match(early, /Every confidence counts as 1: .*88/);
    const file = await write("ballots.parquet", await ballotsParquet(ballots));
    const off = await run("--prices", prices, "--committee", file, "--record", "off");
    match(off, /Every confidence counts as 1: --record off leaves the record of earlier calls out/);
    ok((await confidences()).every((one: number) => one === 1));
  });
});

Deno.test("a full record and none give a simulated market's rule analyst the same bytes", async () => {
  await inFolder(async ({ dir, run, read }) => {
    const record = join(dir, "calls"), data = "ab".repeat(32);
    openBallotRecord(record).append(modelBallots([last], data));
    const once = async (...args: string[]) => [await run(...args), await read("rebalance.json")];
    deepEqual(await once("--record", record), await once("--record", join(dir, "none")));
  });
});

Deno.test("the record is opened once where a verdict rests on it, and not for one of a simulated market", async () => {
  await inFolder(async ({ dir, write, run, committee }) => {
    const prices = await write("prices.csv", priceFile), record = join(dir, "calls");
    openBallotRecord(record).append(modelBallots([last], "ab".repeat(32)));
    const log = join(record, "ballots.jsonl"), text = await Deno.readTextFile(log);
    await Deno.writeTextFile(log, text.replace("openai", "0penai"));
    const told = (printed: string) =>
      printed.match(/Note: the record: line 1 was altered/g)?.length;
    equal(told(await run("--prices", prices, "--committee", "record", "--record", record)), 1);
    const file = await committee();
    equal(told(await run("--committee", file, "--record", record)), undefined);
  });
});
