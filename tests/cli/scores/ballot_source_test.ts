/** `backtest`, `sweep` and `scorecard` from ballots: the file and the record, and the law that joins them. */
import { DEFAULT_RUBRIC, pollDays, PROMPT_VERSION, rulesAnalyst } from "lab/committee";
import { type Market, SECTORS, simulatedMarket, weeklyDays } from "lab/market";
import {
  ballotsParquet,
  openBallotRecord,
  type RecordedBallot,
  type RecordedOutcome,
  rubricMark,
} from "lab/record";
import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runBacktest } from "../../../lib/cli/backtest.ts";
import { runScorecard } from "../../../lib/cli/scorecard.ts";
import { runSweepCommand } from "../../../lib/cli/sweep.ts";

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

const TICKERS = [...SECTORS, "SPY", "SPDN"];
const priceFile = [
  ["date", ...TICKERS].join(","),
  ...market.prices.days.map((on, i) =>
    [on, ...TICKERS.map((ticker) => market.prices.close.get(ticker)![i].toFixed(4))].join(",")
  ),
].join("\n") + "\n";

/** The rules' ballots as a model's on real prices, asked on the evening of their day or years later. */
const modelBallots = (askedOn: (day: string) => string, cutoff?: string) =>
  ballots.map((one): RecordedBallot => ({
    ...one,
    askedAt: `${askedOn(one.ballot.day)}T21:30:00.000Z`,
    market: { kind: "real", data: "ab".repeat(32) },
    costUsd: 0.02,
    latencyMs: 1500,
    ballot: {
      ...one.ballot,
      analyst: "local/fast",
      answeredBy: {
        provider: "local",
        asked: "n",
        model: "n-1",
        place: 0,
        ...(cutoff ? { cutoff } : {}),
      },
    },
  }));

Deno.test("backtest judges ballots behind the cutoff of who answered alone, and those asked before the fact", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const prices = join(dir, "prices.csv");
    await Deno.writeTextFile(prices, priceFile);
    const args = (file: string) => [
      ...["--prices", prices, "--ballots", file, "--record", "off"],
      ...["--book", "tilt", "--draws", "20", "--workers", "0"],
    ];
    const cutoff = weeks[80];
    const known = await run(
      ...args(await write("known.parquet", modelBallots(() => "2026-11-27", cutoff))),
    );
    match(
      known.text,
      new RegExp(`May be remembered: 1\\d of \\d+ weeks, left out[^]*n-1: ${cutoff}`),
    );
    ok(known.json.memory.after > 12);
    match(known.text, /--record off leaves the record of earlier calls out/);
    const unknown = await run(
      ...args(await write("unknown.parquet", modelBallots(() => "2026-11-27"))),
    );
    match(unknown.text, /No figure to quote: \d+ of \d+ weeks may be remembered/);
    const forward = await run(...args(await write("forward.parquet", modelBallots((day) => day))));
    match(forward.text, /May be remembered: none of/);
    // What is put away is a fifth of what was asked, by the ballots themselves.
    equal(forward.json.holdout.mark.scores.length, 16);
    notEqual(forward.json.holdout.mark.scores, "rules");
  });
});

Deno.test("confidences of a model walk forward through its record, which is told and hashed", async () => {
  await inFolder(async ({ dir, run }) => {
    const prices = join(dir, "prices.csv"), record = join(dir, "calls");
    await Deno.writeTextFile(prices, priceFile);
    const asked = modelBallots((day) => day);
    const days = [...new Set(asked.map(({ ballot }) => ballot.day))];
    const outcomes = days.slice(0, -4).map((day, k): RecordedOutcome => ({
      kind: "outcome",
      day,
      horizonWeeks: 4,
      end: days[k + 4],
      returns: Object.fromEntries(SECTORS.map((sector, i) => [sector, (i + k) % 2 ? 0.01 : -0.01])),
      market: { kind: "real", data: "ab".repeat(32) },
      resolvedAt: "2026-11-27T21:15:03.000Z",
    }));
    openBallotRecord(record).append([...asked, ...outcomes]);
    const args = ["--prices", prices, "--ballots", "record", "--book", "tilt", "--draws", "20"];
    const { text, json } = await run(...args, "--workers", "0", "--record", record);
    match(
      text,
      /Confidences are calibrated on calls of local\/fast \(\d+ decision days without overlap, the first of .*\) that were resolved by each decision's day, \d+ on the last since .*, .* of them right; before /,
    );
    match(text, /Record in calls: \d+ ballots and \d+ outcomes, head [0-9a-f]{16}, read as of /);
    deepEqual(json.inputs.record.where, "calls");
    equal(json.inputs.record.ballots, asked.length);
    equal(json.inputs.record.head, openBallotRecord(record).read().head);
    equal(json.inputs.record.asOf, days.at(-1));
  });
});

Deno.test("a full record and none give rules, simulated markets and industries the same bytes", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const record = join(dir, "calls"), none = join(dir, "none");
    openBallotRecord(record).append(modelBallots((day) => day));
    const file = await write("ballots.parquet", ballots);
    for (
      const args of [[...WORLD, ...SPAN], [...WORLD, ...SPAN, "--ballots", file], [
        ...["--industries", "--from", "1998-01-31", "--draws", "20", "--workers", "0"],
        ...["--book", "tilt"],
      ]]
    ) {
      const [full, empty] = [
        await run(...args, "--record", record),
        await run(...args, "--record", none),
      ];
      deepEqual(full, empty);
    }
  });
});

Deno.test("backtest takes its part of the settings, and refuses what cannot stand beside ballots", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const settings = join(dir, "settings.json");
    const by = async (holds: unknown, ...args: string[]) => {
      await Deno.writeTextFile(settings, JSON.stringify(holds));
      return await run(...WORLD, ...SPAN, "--settings", settings, ...args);
    };
    const lab = await run(...WORLD, ...SPAN);
    equal((await by({})).json.chosen.config, lab.json.chosen.config);
    const dear = await by({ trading: { feeBps: 5 } });
    equal(
      dear.json.chosen.config,
      (await run(...WORLD, ...SPAN, "--cost-bps", "5")).json.chosen.config,
    );
    equal(
      (await by({ trading: { feeBps: 5 } }, "--cost-bps", "0")).json.chosen.config,
      lab.json.chosen.config,
    );
    const heavy = await by({ pillars: { fundamentals: 0, sentiment: 0, technicals: 1 } });
    deepEqual(heavy.json.chosen.weights, [0, 0, 1]);
    equal((await by({ accountUsd: 5000 })).json.chosen.accountUsd, 5000);
    notEqual(
      (await by({ betas: { halfLifeDays: 20 } })).json.chosen.config,
      lab.json.chosen.config,
    );
    const narrow = await by({ mandate: { sector: 0.12 } }, "--book", "limits");
    equal(narrow.json.chosen.limits.sector, 0.12);
    match(narrow.text, /every limit of the mandate of settings\.json/);
    match((await by({ confidence: "stated" })).text, /Confidences are taken as stated\./);
    await rejects(by({ mandat: "lab" }), /mandat/);

    const file = await write("ballots.parquet", ballots);
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ["--ballots", file, "--scores", "s.csv"],
        /Cannot use --ballots with --scores: ballots are scores/,
      ],
      [["--of", "masked=true"], /Cannot use --of without --ballots: it chooses among ballots/],
      [
        ["--ballots", file, "--of", "mask=true"],
        /Cannot read --of: need a kind of ballots, as masked=false/,
      ],
      [
        ["--ballots", file, "--of", "masked=yes"],
        /Cannot read --of: need masked=true or masked=false/,
      ],
      [["--ballots", file, "--scored-by", "rules"], /Cannot use --scored-by without --scores/],
      [
        ["--ballots", "record", "--record", "off"],
        /Cannot use the record: --record off leaves it out/,
      ],
      [
        ["--ballots", file, "--seed", "4"],
        /\d+ ballots about the simulated market of seed 3, and this market is/,
      ],
      [["--scores-known-by"], /Cannot use --scores-known-by without --scores/],
    ];
    for (const [args, message] of refused) await rejects(run(...WORLD, ...args), message);
  });
});

Deno.test("ballots of days on which nobody decides are left out and named, and refused where none is left", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const tradingDays = market.prices.days, late = tradingDays.indexOf(LAST) + 2;
    // A researcher who asked once more two days after the week's decision.
    const more = await rulesBallots([tradingDays[late]]);
    const args = (file: string) => [...WORLD, ...SPAN, "--ballots", file];
    const weekly = await run(...args(await write("weekly.parquet", ballots)));
    const grown = await run(...args(await write("grown.parquet", [...ballots, ...more])));
    deepEqual(figures(grown.json), figures(weekly.json));
    match(
      grown.text,
      new RegExp(
        `1 day of ballots, ${tradingDays[late]}, left out: no decision falls on it \\(take the ` +
          "--schedule by which they were asked, or with --scores-known-by each decision the newest",
      ),
    );
    // Weekly ballots serve every fourth week, too.
    const monthly = await run(...args(join(dir, "weekly.parquet")), "--schedule", "4weeks");
    match(monthly.text, /\d+ days of ballots, .* to .*, left out: no decision falls on them/);
    await rejects(
      run(...args(await write("stray.parquet", more))),
      new RegExp(
        `Cannot use stray\\.parquet: no decision falls on its day, ${
          tradingDays[late]
        }; take the --sch`,
      ),
    );
  });
});

Deno.test("the newest ballots known by a decision say nothing of a day on which their sectors have no price", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const prices = join(dir, "prices.csv"), end = weeks.at(-1)!;
    const eve = market.prices.days[market.prices.days.indexOf(end) - 1];
    // A download of an evening on which the market's fund alone had its row.
    const half = priceFile.split("\n").filter((line) =>
      line.startsWith("date") || (line !== "" && line.slice(0, 10) < end)
    );
    const cells = TICKERS.map((ticker) =>
      ticker === "SPY" ? market.prices.close.get(ticker)!.at(-1) : ""
    );
    await Deno.writeTextFile(prices, [...half, [end, ...cells].join(","), ""].join("\n"));
    const asked = (await rulesBallots([...weeks.slice(62, -1), eve])).map((
      one,
    ): RecordedBallot => ({
      ...one,
      market: { kind: "real", data: "ab".repeat(32) },
    }));
    const file = await write("known.parquet", asked);
    const { text } = await run(
      ...["--prices", prices, "--ballots", file, "--scores-known-by", "--record", "off"],
      ...["--book", "tilt", "--draws", "20", "--workers", "0"],
    );
    match(text, /A decision takes the newest ballots known by it\./);
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

Deno.test("sweep judges no weighting that was cash through half of the record, and counts it", async () => {
  await inFolder(async ({ dir, write }) => {
    const asked = await rulesBallots(weeks.filter((_, k) => k > 50)), late = weeks.at(-30)!;
    // Filings that somebody began to collect when most of the record was past.
    const nothing = { kind: "abstention", reason: "no filing in the brief" } as const;
    const file = await write(
      "young.parquet",
      asked.map((one) =>
        one.ballot.day >= late ? one : {
          ...one,
          ballot: {
            ...one.ballot,
            subScores: { ...one.ballot.subScores, fundamentals: nothing, sentiment: nothing },
          },
        }
      ),
    );
    const text = await swept(dir, "--seed", "3", "--years", "3", "--ballots", file);
    match(
      text,
      /\n {2}5 weightings held cash alone, or through half of the record, and are not judged/,
    );
    match(text, /Probability of overfitting: /);
  });
});

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

Deno.test("scorecard and sweep of a model's ballots bring their costs and cutoffs along", async () => {
  await inFolder(async ({ dir, write }) => {
    const prices = join(dir, "prices.csv");
    await Deno.writeTextFile(prices, priceFile);
    const file = await write("forward.parquet", modelBallots((day) => day));
    const out = join(dir, "card"), printed: string[] = [], { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await runScorecard(
        ["--prices", prices, "--ballots", file, "--record", join(dir, "none"), "--out", out],
        { root: dir },
      );
    } finally {
      Object.assign(console, { log, error });
    }
    const { rows, source, inputs } = JSON.parse(
      await Deno.readTextFile(join(out, "scorecard.json")),
    );
    match(
      source,
      /^local\/fast, joined by the verdict's rules, from fundamentals, sentiment, technicals\. /,
    );
    match(inputs.ballots.sha256, /^[0-9a-f]{64}$/);
    const row = (name: string) => rows.find((one: { name: string }) => one.name === name);
    // Two cents a ballot, eleven a week: 22 cents over the edge, or an edge that is not there.
    const cost = row("Cost per basis point");
    ok(
      cost.figure > 0 || /^\$\d+\.\d+ on \d+ sweeps, and no gross edge/.test(cost.reason),
      JSON.stringify(cost),
    );
    equal(row("Latency").of, "sweeps");
    match(printed.join("\n"), /Put away: .* no opening is on record/);

    const old = await write("old.parquet", modelBallots(() => "2026-11-27", weeks[80]));
    const args = ["--prices", prices, "--ballots"];
    const behind = await swept(dir, ...args, old);
    match(
      behind,
      /\d+ decisions before \d{4}-\d\d-\d\d left out: they may be remembered by whoever/,
    );
    match(behind, /ballots of local\/fast from old\.parquet, joined by the verdict's rules/);
    const unknown = await write("unknown.parquet", modelBallots(() => "2026-11-27"));
    match(
      await swept(dir, ...args, unknown),
      /Every figure may be remembered by whoever answered, and/,
    );
    await rejects(
      swept(dir, ...args, file, "--schedule", "weekly", "--dice", "1"),
      /Cannot use --dice/,
    );
    await rejects(
      swept(
        dir,
        ...args,
        await write(
          "gap.parquet",
          modelBallots((day) => day).filter(({ ballot }) => ballot.day !== weeks[85]),
        ),
      ),
      new RegExp(`on ${weeks[85]}; poll the committee on that day too, take another --schedule`),
    );
    await rejects(swept(dir, "--seed", "3-4", "--years", "3", "--ballots", file), /need one seed/);
  });
});
