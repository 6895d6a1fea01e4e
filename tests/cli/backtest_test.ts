import { deepEqual, equal, match, notDeepEqual, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { readPrices, SECTORS, simulatedMarket, weeklyDays } from "lab/market";
import { marketHoldout, readLedger, readLedgerCsv } from "lab/research";
import { HOLDOUT_KEY } from "lab/study";
import { day } from "lab/units";
import { runBacktest } from "../../lib/cli/backtest.ts";

const market = simulatedMarket({ seed: 3, years: 2.2 });
const { days } = market.prices, weeks = weeklyDays(days);
const TICKERS = [...SECTORS, "SPY", "SPDN", "SEF", "DUG"];

/** Closes alone: fills are at the next close, shorts by the inverse funds' paths. */
const priceFile = [
  ["date", ...TICKERS].join(","),
  ...days.map((on, i) =>
    [on, ...TICKERS.map((ticker) => market.prices.close.get(ticker)![i].toFixed(4))].join(",")
  ),
].join("\n") + "\n";

/** Scores that know nothing: the sectors in turn, on every week. */
const ownScores = "day,sector,score,confidence\n" +
  weeks.flatMap((on, k) =>
    SECTORS.map((sector, i) => `${on},${sector},${1 + (i + (k >> 2)) % 5},${i === 0 ? 0.5 : ""}\n`)
  ).join("");

const FROM = weeks[60], LAST = weeks.at(-24)!;
const QUICK = ["--book", "tilt", "--draws", "20", "--from", FROM];

/** A folder of its own with its count of trials; `run` gives what was printed. */
async function inFolder(
  act: (at: {
    readonly dir: string;
    readonly out: string;
    readonly files: readonly string[];
    write(name: string, text: string): Promise<string>;
    read(name: string): Promise<string>;
    run(...args: string[]): Promise<string>;
  }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir(), out = join(dir, "out");
  const write = async (name: string, text: string) => {
    await Deno.writeTextFile(join(dir, name), text);
    return join(dir, name);
  };
  const run = async (...args: string[]) => {
    const printed: string[] = [], { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await runBacktest(args, { now: new Date("2026-11-20T12:00:00Z"), root: dir });
    } finally {
      Object.assign(console, { log, error });
    }
    return printed.join("\n");
  };
  try {
    const prices = await write("prices.csv", priceFile);
    const scores = await write("scores.csv", ownScores);
    const files = ["--prices", prices, "--scores", scores];
    const read = (name: string) => Deno.readTextFile(join(out, name));
    await act({ dir, out, files, write, read, run });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const NAMES = ["ledger.csv", "ledger.jsonl", "study.json", "tearsheet.html"];
const counted = (text: string) => /Counted: (.*)\n?/.exec(text)![1];

Deno.test(
  "backtest prints every part, and writes the same bytes at every run but for the counter",
  async () => {
    await inFolder(async ({ dir, out, files, read, run }) => {
      const args = [...files, "--scored-by", "rules", ...QUICK, "--to", LAST, "--out", out];
      const once = async () => ({
        text: await run(...args),
        files: await Promise.all(NAMES.map(read)),
      });
      const first = await once(), again = await once();
      for (
        const part of [
          "Backtest of the book of your own scores: weekly, your own scores, used as given",
          "filled at the next close, for the market has no opens",
          "\nNot proven: the book of your own scores has a Sharpe ratio of ",
          "What speaks for it, and against",
          "Place among random committees: above ",
          "Place among dice drawn anew: above ",
          "(N = 1)",
          "Weeks still needed",
          "hardest baseline, p",
          "Rank coefficient of the scores, 4 weeks ahead",
          "rules remember nothing",
          "Costs that rest on an assumption: in ",
          "no volume of REW, RXD and SCC is known: it is taken as the thinnest peer's, $30,000 a day",
          "no opening is on record, and no figure here rests on them",
          "equal weight",
          "inverse volatility",
          "Deepest drawdown",
          "What the run assumes",
          "Source: real, prices.csv",
        ]
      ) ok(first.text.includes(part), part);
      match(counted(first.text), /^1 backtest tried in this family; 1 in the life of this lab/);
      match(counted(again.text), /^1 backtest tried in this family; 1 in the life of this lab/);
      deepEqual(again.files, first.files);
      const withoutCount = (text: string) => text.replace(/Counted: .*\n/, "");
      equal(withoutCount(again.text), withoutCount(first.text));
      deepEqual([...Deno.readDirSync(out)].map(({ name }) => name).sort(), NAMES);

      const [table, ledger, json, page] = first.files;
      const whole = await readLedger(ledger, "ledger.jsonl"), rows = readLedgerCsv(table);
      deepEqual(rows.map(({ returns }) => returns), whole.steps.map(({ returns }) => returns));
      ok(!json.includes(dir) && !page.includes(dir), "the folder's name is no part of the result");
      const { inputs, chosen, measures, counted: block } = JSON.parse(json);
      match(inputs.prices[0].sha256, /^[0-9a-f]{64}$/);
      match(inputs.scores.sha256, /^[0-9a-f]{64}$/);
      equal(chosen.decisions, table.split("\n").length - 2);
      ok(measures.length >= 5);
      deepEqual([block.tried, block.verdict.kind], [1, "not proven"]);
      equal(/<script|src="http|<link/i.test(page), false, "one file without a network");

      // Another choice is another try: then the block that counts changes, and nothing else.
      const other = await run(...args.slice(0, -2), "--cost-bps", "5");
      match(counted(other), /^2 backtests tried in this family/);
      const third = JSON.parse((await once()).files[2]);
      equal(third.counted.tried, 2);
      delete third.counted;
      const before = JSON.parse(json);
      delete before.counted;
      deepEqual(third, before);
    });
  },
);

Deno.test("backtest quotes no figure of scores whose maker is unknown, and one after a model's cutoff", async () => {
  await inFolder(async ({ files, run }) => {
    const text = await run(...files, ...QUICK);
    match(text, /\nNo figure to quote: \d+ of \d+ weeks may be remembered/);
    match(text, /unknown: cutoff unknown/);
    match(text, /The figures below may be remembered\. They are shown for the contrast alone\./);
    match(text, /Sharpe ratio before the cutoff: .* n = \d+ weeks/);
    // The simulated days lie before 2024-05-31, so a model of that date may know them all.
    const model = await run(...files, ...QUICK, "--scored-by", "o4-mini");
    match(model, /o4-mini: 2024-05-31/);
    match(model, /No figure to quote/);
  });
});

Deno.test("backtest opens the holdout with key and reason alone, on record", async () => {
  await inFolder(async ({ dir, files, run }) => {
    const args = [...files, "--scored-by", "rules", "--book", "tilt", "--draws", "20"];
    const log = join(dir, ".lab", "trials.jsonl");
    const open = (key: string) => run(...args, "--open-holdout", key, "--because", "it is chosen");
    await rejects(open("open sesame"), /Cannot open the holdout .* sealed with another key/);
    throws(() => Deno.statSync(log), Deno.errors.NotFound);
    const text = await open(HOLDOUT_KEY);
    match(text, /Taken from the holdout: .*\n.* opened once, because it is chosen/);
    match(Deno.readTextFileSync(log), /"kind":"holdout".*\n.*"kind":"trials"/);
    const twice = await open(HOLDOUT_KEY);
    match(twice, /opened 2 times, because it is chosen; it holds nothing out any more/);
    match(counted(twice), /so it holds nothing out any more/);
  });
});

Deno.test("backtest writes the same ledger and figures whatever becomes of the days put away", async () => {
  await inFolder(async ({ dir, read, out, write, run }) => {
    const { from } = marketHoldout(await readPrices(join(dir, "prices.csv")))!;
    /** Prices from a day on higher by a fifth, or lower by nearly as much. */
    const other = (since: string) =>
      priceFile.split("\n").map((line) => {
        const [on, ...prices] = line.split(",");
        if (!(on >= since) || on === "date") return line;
        return [on, ...prices.map((one, i) => String(Number(one) * (i % 2 ? 1.2 : 0.85)))].join(
          ",",
        );
      }).join("\n");
    const once = async (text: string) => {
      const prices = await write("prices.csv", text);
      const printed = await run("--prices", prices, ...QUICK, "--out", out);
      // A note on the prices is about the file, which is another one.
      const told = printed.split("Counted:")[0].replace(/^Note: .*\n/gm, "");
      return [told, await read("ledger.csv"), await read("tearsheet.html")];
    };
    const ours = await once(priceFile);
    deepEqual(await once(other(from)), ours);
    notDeepEqual(await once(other(weeks[weeks.indexOf(day(from)) - 3])), ours);
  });
});

/** Markets of the lab's own need no network, and no library of another maker either. */
const OFFLINE = {
  permissions: { read: true, write: true, env: true, sys: true, net: false },
} as const;

Deno.test(
  "backtest runs the rule analyst on the simulated market of the seed, in a mandate",
  OFFLINE,
  async () => {
    await inFolder(async ({ run }) => {
      const args = [
        "--seed",
        "4",
        "--years",
        "2",
        "--from",
        FROM,
        "--draws",
        "2",
        "--book",
        "mandate",
      ];
      const text = await run(...args, "--schedule", "vintages");
      match(
        text,
        /Backtest of the rule analyst's book: vintages, pillars 50\/25\/25, the mandate lab/,
      );
      match(text, /filled at the next open/);
      match(text, /Source: simulated, seed 4\./);
    });
  },
);

Deno.test(
  "backtest runs the industries monthly, and sectors can be left out",
  OFFLINE,
  async () => {
    await inFolder(async ({ out, read, run }) => {
      const text = await run(
        ...["--industries", "--without", "XLC", "--from", "1998-01-01", "--to", "2000-12-31"],
        ...["--book", "tilt", "--draws", "20", "--out", out],
      );
      match(text, /monthly, .*\n1998-\d\d-\d\d to 2001-01-31, 35 months/);
      match(text, /Shorts are synthetic/);
      match(text, /Source: real, Kenneth R\. French data library/);
      const [header, row] = (await read("ledger.csv")).split("\n").map((line) => line.split(","));
      equal(row[header.indexOf("after_XLC")], "");
    });
  },
);

const short = "date,XLB,XLE,XLF,SPY\n2020-01-02,1,1,1,1\n2020-01-03,1,1,1,1\n";
const mistakes: readonly [string, readonly string[], RegExp][] = [
  ["weights that do not sum to 100", ["--weights", "50,25,30"], /--weights: need three percent/],
  ["an unknown book", ["--book", "bold"], /--book: need tilt, hedged-tilt, limits or mandate, got/],
  [
    "an unknown mandate",
    ["--mandate", "bold"],
    /--mandate: need lab, cautious or printed, got "bold"/,
  ],
  ["limits of a book without", ["--book", "tilt", "--mandate", "lab"], /that book keeps no limits/],
  ["the former name of a book", ["--rule", "tilt"], /Cannot use --rule: say --book tilt$/],
  [
    "too few sectors that are left",
    ["--without", "XLB,XLC,XLE,XLF,XLI,XLK,XLP,XLRE,XLU"],
    /Cannot use --without: need at least 3 sectors that are left/,
  ],
  ["the former name of a mandate", ["--rule", "lab"], /say --book mandate --mandate lab$/],
  [
    "an unknown schedule",
    ["--schedule", "daily"],
    /--schedule: need weekly, 4weeks, monthly or vintages, got "daily"/,
  ],
  ["an unknown fill", ["--fill", "vwap"], /--fill: need next-open or same-close, got "vwap"/],
  ["a cost below zero", ["--cost-bps=-1"], /--cost-bps: need a number from 0 to 1,000, got "-1"/],
  [
    "draws that are no number",
    ["--draws", "many"],
    /--draws: need a whole number from 1 to 1,000,000, got "many"/,
  ],
  [
    "an unknown sector",
    ["--without", "XLX"],
    /--without: need names among XLB, XLC, .*, got "XLX"/,
  ],
  ["a day that is none", ["--from", "2020-02-30"], /need a calendar day as YYYY-MM-DD/],
  [
    "a key without a reason",
    ["--open-holdout", HOLDOUT_KEY],
    /--open-holdout without --because: the reason stays on record/,
  ],
  [
    "a reason without a key",
    ["--because", "so"],
    /--because without --open-holdout: it is the reason for opening/,
  ],
  [
    "two markets",
    ["--prices", "a.csv", "--industries"],
    /--industries with --prices: need one market/,
  ],
  ["years of a file", ["--prices", "a.csv", "--years", "3"], /--years with --prices: files have/],
  ["a maker without scores", ["--scored-by", "m"], /--scored-by without --scores/],
  ["weekly industries", ["--industries", "--schedule", "weekly"], /the market has one row a month/],
  ["a file that is missing", ["--prices", "none.csv"], /none\.csv/],
];
for (const [what, args, message] of mistakes) {
  Deno.test(`backtest explains ${what}, and counts nothing`, async () => {
    await inFolder(async ({ dir, out, run }) => {
      await rejects(run(...args, "--out", out), message);
      throws(() => Deno.statSync(join(dir, ".lab")), Deno.errors.NotFound);
      throws(() => Deno.statSync(out), Deno.errors.NotFound);
    });
  });
}

const H = "day,sector,score\n";
const badScores: readonly [string, string, RegExp][] = [
  ["no rows", H, /scores\.csv: there is no row below the header|scores\.csv/],
  [
    "a score of 6",
    `${H}${FROM},XLK,6\n`,
    /line 2, column score: need a number from 1 to 5, or nothing.*, got "6"/,
  ],
  ["no score", `${H}${FROM},XLK,\n`, /scores\.csv: it holds no score, every cell is empty$/],
  [
    "no column of scores",
    `day,sector,fundamentals\n${FROM},XLK,4\n`,
    /need a column score, or the/,
  ],
  ["no day", `sector,score\nXLK,4\n`, /scores\.csv: need a column day, for scores over time/],
  ["an unknown sector", `${H}${FROM},XLX,4\n`, /line 2, column sector: need one of XLB/],
  [
    "a sector twice",
    `${H}${FROM},XLK,4\n${FROM},XLK,4\n`,
    /line 3, .*: need each sector once a day, and line 2 has it/,
  ],
  ["no day", `${H}soon,XLK,4\n`, /line 2, column day: need a day as YYYY-MM-DD, got "soon"/],
  [
    "a confidence above 1",
    `day,sector,score,confidence\n${FROM},XLK,4,1.5\n`,
    /column confidence: need a number from 0 to 1/,
  ],
  ["a day on which nobody decides", `${H}2019-12-25,XLK,4\n`, /nobody decides on 2019-12-25/],
];
Deno.test("backtest names file, line and column of what is wrong with scores", async () => {
  await inFolder(async ({ files: [, prices], write, run }) => {
    for (const [what, text, message] of badScores) {
      const scores = await write("scores.csv", text);
      await rejects(run("--prices", prices, "--scores", scores, ...QUICK), message, what);
    }
  });
});

Deno.test("backtest says that a price file is too short to study", async () => {
  await inFolder(async ({ write, run }) => {
    const prices = await write("short.csv", short);
    await rejects(run("--prices", prices), /Cannot (study|hold out|read)/);
  });
});

Deno.test("backtest ends with one sentence and exit code 1, without a stack", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "lib/cli/backtest.ts", "--book", "bold"],
    cwd: new URL("../../", import.meta.url),
  });
  const { code, stderr } = await command.output();
  equal(code, 1);
  const text = new TextDecoder().decode(stderr);
  match(text, /^Cannot read --book: .*\n$/);
});

Deno.test("backtest writes the same bytes for any number of workers", async () => {
  await inFolder(async ({ out, files, read, run }) => {
    const json = async (workers: string) => {
      await run(...files, ...QUICK, "--workers", workers, "--out", out);
      return await read("study.json");
    };
    const alone = await json("0");
    equal(await json("2"), alone);
  });
});

Deno.test("backtest takes scores of pillars, blends them, and says how", async () => {
  await inFolder(async ({ write, run, files: [, prices] }) => {
    const rows = weeks.flatMap((on, k) =>
      SECTORS.map((sector, i) => `${on},${sector},${1 + (i + (k >> 2)) % 5},3,3`)
    );
    const scores = await write(
      "pillars.csv",
      ["day,sector,fundamentals,sentiment,technicals", ...rows].join("\n"),
    );
    const of = (...more: string[]) =>
      run("--prices", prices, "--scores", scores, ...QUICK, ...more);
    match(
      await of(),
      /your own scores, pillars 50\/25\/25, .*\n.*\nYour own scores, from pillars\.csv, pillars blended 50\/25\/25\./,
    );
    match(await of("--weights", "100,0,0"), /pillars blended 100\/0\/0\./);
    const blended = await write("blended.csv", ownScores);
    await rejects(
      run("--prices", prices, "--scores", blended, "--weights", "100,0,0", ...QUICK),
      /Cannot use --weights with blended\.csv: its scores are blended/,
    );
  });
});

Deno.test("backtest takes the newest score known by a decision, and names the day of a holiday's week", async () => {
  await inFolder(async ({ write, run, files: [, prices] }) => {
    // Each list is dated by the Saturday after its week, as `resample("W-SAT")` labels it.
    const saturday = (on: string) =>
      new Date(Date.parse(`${on}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const fridays = weeks.filter((on) => new Date(`${on}T00:00:00Z`).getUTCDay() === 5);
    const rows = fridays.flatMap((on, k) =>
      SECTORS.map((sector, i) => `${saturday(on)},${sector},${1 + (i + (k >> 2)) % 5}`)
    );
    const scores = await write("s.csv", ["day,sector,score", ...rows].join("\n"));
    const all = ["--prices", prices, "--scores", scores, ...QUICK];
    await rejects(
      run(...all),
      new RegExp(
        `nobody decides on ${
          saturday(fridays[0])
        }, nor on \\d+ other of the ${fridays.length} days.* the decision of that week falls on ${
          fridays[0]
        }`,
      ),
    );
    match(
      await run(...all, "--scores-known-by"),
      /used as given, the newest known by a decision\. 100 % of those taken are older than the decision's day, by \d+ days at most\./,
    );
    await rejects(
      run(...all, "--scores-known-by", "--scores-age", "2"),
      /knows a score that is not older than 2 days/,
    );
    await rejects(run("--scores-known-by"), /Cannot use --scores-known-by without --scores/);
    await rejects(run(...all, "--scores-age", "9"), /--scores-age without --scores-known-by/);
  });
});

Deno.test("backtest says in text and file that prices hold no dividends", async () => {
  await inFolder(async ({ out, read, run, files }) => {
    const text = await run(...files, ...QUICK, "--without-dividends", "--out", out);
    match(text, /\nSource: real, prices\.csv, without dividends, /);
    match(text, /Prices hold no dividends: returns are of the price alone/);
    ok(!/total returns/.test(text));
    match(await read("tearsheet.html"), /Source: real, prices\.csv, without dividends, /);
    equal(JSON.parse(await read("study.json")).source.dividends, false);
    await rejects(run("--without-dividends"), /--without-dividends without --prices/);
  });
});

Deno.test("backtest tries its target before the work, and counts nothing", async () => {
  await inFolder(async ({ dir, write, run, files }) => {
    const file = await write("taken", "mine");
    await rejects(
      run(...files, ...QUICK, "--out", join(file, "below")),
      /^LabError: Cannot write to .*below: a file of that name is in the way/,
    );
    throws(() => Deno.statSync(join(dir, ".lab")), Deno.errors.NotFound);
    await write(".lab", "in the way of the count");
    await rejects(
      run(...files, ...QUICK),
      /^LabError: Cannot write to .*\.lab: a file of that name/,
    );
  });
});

Deno.test("backtest stops at Ctrl-C with code 130, without a file and without a count", async () => {
  const root = new URL("../../", import.meta.url);
  const countedBy = () => Deno.readTextFile(new URL(".lab/trials.jsonl", root)).catch(() => "none");
  const before = await countedBy(), out = join(await Deno.makeTempDir(), "out");
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "lib/cli/backtest.ts",
      "--years",
      "4",
      "--draws",
      "200000",
      "--out",
      out,
    ],
    cwd: root,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += text;
    // The dice come after the days.
    if (said.includes("days scored") && !said.includes("Stopped")) child.kill("SIGINT");
  }
  equal((await child.status).code, 130);
  match(said, /\nStopped\. No file was written\.\n$/);
  throws(() => Deno.statSync(out), Deno.errors.NotFound);
  equal(await countedBy(), before);
});
