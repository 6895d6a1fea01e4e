import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { type Market, SECTORS, simulatedMarket } from "lab/market";
import { runRebalance } from "../../lib/cli/rebalance.ts";

const market = simulatedMarket({ seed: 3, years: 2 });
const TICKERS = [...SECTORS, "SPY", "SPDN", "SH", "SEF", "REK", "DUG", "SMN", "SDP"];

/** The last 300 days of a market as a price file: date, and one column per ticker. */
function priceFile({ prices }: Market, tickers: readonly string[] = TICKERS): string {
  const rows = prices.days.map((day, i) =>
    [day, ...tickers.map((ticker) => prices.close.get(ticker)![i].toFixed(4))].join(",")
  );
  return [["date", ...tickers].join(","), ...rows.slice(-300)].join("\n") + "\n";
}

/** A folder of its own with price file, and what a run in it printed. */
async function inFolder(
  act: (at: {
    readonly dir: string;
    readonly prices: string;
    write(name: string, text: string): Promise<string>;
    run(...args: string[]): Promise<string>;
  }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const write = async (name: string, text: string) => {
    await Deno.writeTextFile(join(dir, name), text);
    return join(dir, name);
  };
  const run = async (...args: string[]) => {
    const printed: string[] = [];
    const { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await runRebalance(args);
    } finally {
      Object.assign(console, { log, error });
    }
    return printed.join("\n");
  };
  try {
    await act({ dir, prices: await write("prices.csv", priceFile(market)), write, run });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const lastDay = market.prices.days.at(-1)!;
const ownScores = "sector,score,confidence\nXLK,5,\nXLE,1,0.8\nXLF,4,1\nXLU,2,1\nXLP,4,\n";

Deno.test("rebalance prints every part and writes the same bytes twice", async () => {
  await inFolder(async ({ dir, prices, write, run }) => {
    const scores = await write("scores.csv", ownScores);
    const out = join(dir, "out");
    const files = async () => {
      const text = await run("--prices", prices, "--scores", scores, "--out", out);
      const read = (name: string) => Deno.readTextFile(join(out, name));
      return [text, await read("orders.csv"), await read("rebalance.json")];
    };
    const [text, orders, json] = await files();
    for (const part of ["Scores", "Book: ", "Hedge: ", "Limits", "slack", "Orders: ", "Costs"]) {
      ok(text.includes(part), part);
    }
    match(text, new RegExp(`Source: real, prices.csv, .* to ${lastDay}`));
    match(orders, /^ticker,action,shares,price_usd/);
    const { plan, inputs } = JSON.parse(json);
    equal(plan.judgement.holds, true);
    match(inputs.prices[0].sha256, /^[0-9a-f]{64}$/);
    equal(plan.views[0].confidence, 0.8);
    ok(!json.includes(dir), "the folder's name is no part of the result");
    deepEqual(await files(), [text, orders, json]);
    deepEqual([...Deno.readDirSync(out)].map(({ name }) => name).sort(), [
      "basket.csv",
      "orders.csv",
      "rebalance.json",
    ]);
  });
});

Deno.test("rebalance writes a basket of the same shares, and an empty one for orders in dollars", async () => {
  await inFolder(async ({ dir, prices, write, run }) => {
    const scores = await write("scores.csv", ownScores);
    const out = join(dir, "out");
    const lines = async (name: string) =>
      (await Deno.readTextFile(join(out, name))).trimEnd().split("\r\n").slice(1);
    await run("--prices", prices, "--scores", scores, "--out", out);
    const orders = (await lines("orders.csv")).map((line) => line.split(",").slice(0, 3));
    ok(orders.length > 3);
    deepEqual(
      (await lines("basket.csv")).map((line) => line.split(",")).map((line) => [
        line[2],
        line[0].toLowerCase(),
        line[1],
      ]),
      orders,
    );
    const earlier = market.prices.days.at(-20)!;
    const text = await run(
      ...["--prices", prices, "--scores", scores, "--out", out, "--as-of", earlier],
    );
    match(
      text,
      /basket\.csv holds no order: a terminal takes whole shares, and .* ordered in dollars/,
    );
    deepEqual(await lines("basket.csv"), []);
  });
});

Deno.test("rebalance reads settings with a byte order mark, in UTF-8 or UTF-16", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const text = '\uFEFF{"mandate":"cautious"}';
    const plain = await run("--settings", await write("plain.json", text.slice(1)));
    equal(await run("--settings", await write("mark.json", text)), plain);
    const wide = new Uint8Array(2 * text.length);
    [...text].forEach((letter, i) =>
      wide.set([letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8], 2 * i)
    );
    await Deno.writeFile(join(dir, "wide.json"), wide);
    equal(await run("--settings", join(dir, "wide.json")), plain);
    await rejects(
      run("--settings", join(dir, "none.json")),
      new RegExp(`none\\.json: there is no such file in ${dir}$`),
    );
  });
});

Deno.test("rebalance takes the scores of its day from a file over time, and blends pillars", async () => {
  await inFolder(async ({ prices, write, run }) => {
    const earlier = market.prices.days.at(-20)!;
    const rows = (on: string) => [`${on},XLK,5,3,1`, `${on},XLE,1,3,1`];
    const head = "day,sector,fundamentals,sentiment,technicals";
    const scores = await write("s.csv", [head, ...rows(earlier), ""].join("\n"));
    const at = (...more: string[]) => run("--prices", prices, "--scores", scores, ...more);
    match(
      await at("--as-of", earlier),
      /Your own scores, from s\.csv, pillars blended 50\/25\/25\. .*\n[^]*XLK +Technology +3\.50/,
    );
    match(
      await at("--as-of", earlier, "--weights", "100,0,0"),
      /blended 100\/0\/0\. .*\n[^]*XLK +Technology +5\.00/,
    );
    await rejects(
      at(),
      new RegExp(
        `it has no score of ${lastDay}, the day of the decision; the newest before it is of ${earlier}`,
      ),
    );
    match(
      await at("--scores-known-by"),
      /the newest known by a decision\. 100 % of those taken are older/,
    );
    await rejects(at("--scores-known-by", "--scores-age", "3"), /not older than 3 days/);
    const blended = await write("b.csv", ownScores);
    await rejects(
      run("--scores", blended, "--weights", "100,0,0"),
      /Cannot use --weights with b\.csv/,
    );
  });
});

Deno.test("rebalance says that prices hold no dividends, and tries its target first", async () => {
  await inFolder(async ({ dir, prices, write, run }) => {
    match(await run("--prices", prices), /\nSource: real, prices\.csv, as total returns, /);
    match(
      await run("--prices", prices, "--without-dividends"),
      /\nSource: real, prices\.csv, without dividends, /,
    );
    const file = await write("taken", "mine");
    // Before the prices are read, which do not exist.
    await rejects(
      run("--prices", "none.csv", "--out", join(file, "x")),
      /a file of that name is in the way/,
    );
    ok(dir);
  });
});

Deno.test("rebalance relaxes limits only on request, and prints every violation loudly", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const scores = await write("scores.csv", "sector,score\nXLK,5\nXLF,1\n");
    ok(!/GIVE WAY|VIOLATES/.test(await run("--scores", scores)));
    const out = join(dir, "out");
    const text = await run("--scores", scores, "--relax", "side,sector", "--out", out);
    match(text, /\nLIMITS MAY GIVE WAY, on request: side, then sector\n {2}To keep 100.00 % gross/);
    match(
      text,
      /VIOLATES THE MANDATE: The exposure to XLK is \d\d\.\d\d %, .* beyond its limit of 30/,
    );
    match(text, /Book: full, its limits relaxed on request/);
    const { plan } = JSON.parse(await Deno.readTextFile(join(out, "rebalance.json")));
    deepEqual(plan.settings.relax, ["side", "sector"]);
    equal(plan.relaxed.violations.length, text.match(/VIOLATES/g)!.length);
  });
});

Deno.test("rebalance explains each sector and compares accounts where it is asked to", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const scores = await write("scores.csv", ownScores);
    const out = join(dir, "out");
    const plain = await run("--scores", scores);
    ok(!/From view to order|Capacity/.test(plain));
    match(plain, /In words\n {2}Of 11 sectors 3 have a long view and 2 have a short one\./);
    const text = await run("--scores", scores, "--explain", "--capacity", "--out", out);
    match(text, /From view to order\n(?: {2}[A-Z].*\.\n){11}/);
    match(text, /Capacity: .*\n {9} *without size +\$10k +\$100k +\$1M +\$10M\n/);
    const { capacity } = JSON.parse(await Deno.readTextFile(join(out, "rebalance.json")));
    deepEqual(capacity.accountsUsd, [1e4, 1e5, 1e6, 1e7]);
  });
});

Deno.test("rebalance without prices runs on the simulated market of the seed", async () => {
  await inFolder(async ({ run }) => {
    match(await run("--seed", "11"), /Source: simulated, seed 11\./);
  });
});

Deno.test("rebalance before the last day of adjusted prices orders in dollars and says why", async () => {
  await inFolder(async ({ prices, run }) => {
    const text = await run("--prices", prices, "--as-of", market.prices.days.at(-20)!);
    match(text, /adjusted price/);
  });
});

Deno.test("rebalance orders in dollars where an instrument has no price", async () => {
  await inFolder(async ({ write, run }) => {
    const sectorsOnly = await write("sectors.csv", priceFile(market, [...SECTORS, "SPY"]));
    const scores = await write("scores.csv", ownScores);
    const text = await run("--prices", sectorsOnly, "--scores", scores);
    match(text, /buy DUG .* no price/);
    match(text, /buy XLK .*\$/);
  });
});

Deno.test("rebalance says that calibration is not applied to own scores, and costs thin funds in full", async () => {
  await inFolder(async ({ prices, write, run }) => {
    const scores = await write("scores.csv", "sector,score\nXLK,1\nXLE,5\nXLF,5\n");
    const settings = await write("settings.json", '{"confidence": "calibrated"}');
    const args = ["--prices", prices, "--scores", scores];
    const text = await run(...args, "--settings", settings);
    match(text, /Their confidences are taken as stated: to be calibrated they would need a record/);
    // That is the default; who wants them as they are stated is told nothing.
    equal(await run(...args), text);
    const stated = await write("stated.json", '{"confidence": "stated"}');
    const plain = await run(...args, "--settings", stated);
    ok(!/Their confidences are taken as stated/.test(plain));
    // Nobody knows what REW trades: its impact is the thinnest peer's, and no order is "at least".
    match(plain, /Liquidity of REW: volume not known, taken as SMN's \$30,000, the least known/);
    ok(!/at least \$/.test(plain));
  });
});

Deno.test("rebalance calibrates confidences on outcomes that were resolved, and says so", async () => {
  await inFolder(async ({ prices, write, run }) => {
    const settings = await write("settings.json", '{"confidence": "calibrated"}');
    const text = await run("--settings", settings);
    match(text, /Confidences are calibrated on \d+ calls .* % of them right\./);
    match(text, /XLK .* 0\.[3-7]\d /);
    const early = await run(
      "--prices",
      prices,
      "--settings",
      settings,
      "--as-of",
      market.prices.days.at(-220)!,
    );
    match(early, /Every confidence counts as 1: .* 96 are needed/);
    match(early, /XLK .* 1\.00 /);
  });
});

Deno.test("rebalance says which pillars the rule analyst used", async () => {
  await inFolder(async ({ prices, run }) => {
    match(await run("--prices", prices), /from technicals; for the other pillars/);
  });
});

Deno.test("rebalance reads holdings, account, weights, turnover and settings", async () => {
  await inFolder(async ({ prices, write, run }) => {
    const holdings = await write(
      "holdings.csv",
      `ticker,shares,since\nXLK,20,2020-01-02\nCASH,90000,\n`,
    );
    const settings = await write("settings.json", '{"mandate": {"sector": 0.2}}');
    const text = await run(
      ...["--prices", prices, "--holdings", holdings, "--settings", settings],
      ...["--weights", "20,20,60", "--turnover", "off"],
    );
    match(text, /sector XLK .* 20\.00 %/);
    ok(!/ turnover {2,}.*%.*%/.test(text), "no turnover limit");
  });
});

/** Every mistake with the sentence that it gets; FILE stands for the file written from `text`. */
const MISTAKES: readonly {
  readonly what: string;
  readonly args: readonly string[];
  readonly file?: readonly [name: string, text: string];
  readonly says: RegExp;
}[] = [
  {
    what: "a limit to relax that there is not",
    args: ["--relax", "sector,sides"],
    says:
      /^Cannot relax limits: "sides" is no limit that can give way here; these are sector, side/,
  },
  {
    what: "a limit to relax without a name",
    args: ["--relax", "sector,,side"],
    says: /^Cannot read --relax: need names of limits between commas.* got "sector,,side"/,
  },
  {
    what: "an unknown option",
    args: ["--price", "x.csv"],
    says: /^Unknown option --price; did you mean --prices\?$/,
  },
  {
    what: "a price file that is not there",
    args: ["--prices", "nowhere.csv"],
    says: /nowhere\.csv/,
  },
  {
    what: "a score outside 1 to 5",
    args: ["--scores", "FILE"],
    file: ["scores.csv", "sector,score\nXLK,4\nXLE,6\n"],
    says: /scores\.csv, line 3, column score: need a number from 1 to 5, .*, got "6"/,
  },
  {
    what: "a score that is no number",
    args: ["--scores", "FILE"],
    file: ["scores.csv", "sector,score\nXLK,NaN\n"],
    says: /line 2, column score: need a number from 1 to 5, .*, got "NaN"/,
  },
  {
    what: "an empty score",
    args: ["--scores", "FILE"],
    file: ["scores.csv", "sector,score\nXLK,\n"],
    says: /scores\.csv: it holds no score, every cell is empty/,
  },
  {
    what: "a confidence in percent",
    args: ["--scores", "FILE"],
    file: ["scores.csv", "sector,score,confidence\nXLK,4,80\n"],
    says: /column confidence: need a number from 0 to 1, got "80"/,
  },
  {
    what: "an unknown sector",
    args: ["--scores", "FILE"],
    file: ["scores.csv", "sector,score\nQQQ,4\n"],
    says: /line 2, column sector: need one of XLB XLC .*, got "QQQ"/,
  },
  {
    what: "a sector named twice",
    args: ["--scores", "FILE"],
    file: ["scores.csv", "sector,score\nXLK,4\nXLK,2\n"],
    says: /line 3, column sector: need each sector once/,
  },
  {
    what: "weights that do not sum to 100",
    args: ["--weights", "50,25,20"],
    says: /sum to 100.*50,25,20/,
  },
  { what: "a negative weight", args: ["--weights=-10,60,50"], says: /at least 0/ },
  { what: "two weights", args: ["--weights", "50,50"], says: /three percentages/ },
  { what: "an account of nothing", args: ["--account", "0"], says: /--account: need dollars/ },
  {
    what: "an account in words",
    args: ["--account", "100k"],
    says: /--account: need dollars.*"100k"/,
  },
  { what: "a negative turnover", args: ["--turnover=-5"], says: /--turnover: need a percentage/ },
  {
    what: "a day that does not exist",
    args: ["--as-of", "2021-02-29"],
    says: /need a calendar day.*"2021-02-29"/,
  },
  {
    what: "a day without trading",
    args: ["--prices", "PRICES", "--as-of", "2020-06-06"],
    says:
      /Cannot use --as-of 2020-06-06: it is no trading day of these data; the trading days around it are 2020-06-05 and 2020-06-08/,
  },
  {
    what: "a day on which the index has no price",
    args: ["--prices", "FILE", "--as-of", "2024-03-05"],
    file: [
      "gap.csv",
      "date,XLE,XLF,XLK,SPY\n2024-03-04,60,30,90,300\n2024-03-05,60.1,30.1,90.1,\n" +
      "2024-03-06,60.2,30.2,90.2,301\n",
    ],
    says:
      /Cannot decide on 2024-03-05: SPY, to which betas refer, has no price that day; .* name 2024-03-06/,
  },
  { what: "a fraction as a seed", args: ["--seed", "1.5"], says: /--seed: need a whole number/ },
  {
    what: "a seed beside prices",
    args: ["--prices", "PRICES", "--seed", "1"],
    says: /Cannot use --seed with --prices/,
  },
  {
    what: "settings that are no JSON",
    args: ["--settings", "FILE"],
    file: ["settings.json", "{mandate: 1}"],
    says: /settings\.json: it is no JSON/,
  },
  {
    what: "settings with a percentage",
    args: ["--settings", "FILE"],
    file: ["settings.json", '{"mandate": {"side": 60}}'],
    says: /settings\.json: mandate: .*for 60 % write 0\.6/,
  },
  {
    what: "an unknown setting",
    args: ["--settings", "FILE"],
    file: ["settings.json", '{"limit": {}}'],
    says: /settings\.json: .*"limit"/,
  },
  {
    what: "pillar weights in the settings that do not sum to 1",
    args: ["--settings", "FILE"],
    file: [
      "settings.json",
      '{"pillars": {"fundamentals": 0.5, "sentiment": 0.5, "technicals": 0.5}}',
    ],
    says: /pillars: the three weights must sum to 1/,
  },
  {
    what: "a holding that is unknown",
    args: ["--holdings", "FILE"],
    file: ["holdings.csv", "ticker,shares\nQQQ,10\n"],
    says: /"QQQ" is no ticker/,
  },
  {
    what: "shares that are no number",
    args: ["--holdings", "FILE"],
    file: ["holdings.csv", "ticker,shares\nXLK,ten\n"],
    says: /holdings\.csv, line 2, column shares: need a number, got "ten"/,
  },
  {
    what: "a holding of CCON",
    args: ["--holdings", "FILE"],
    file: ["holdings.csv", "ticker,shares\nCCON,10\n"],
    says: /CCON .*2021/,
  },
  {
    what: "holdings worth more than the account",
    args: ["--account", "1000", "--holdings", "FILE"],
    file: ["holdings.csv", "ticker,shares\nXLK,1000\n"],
    says: /more than the account's \$1000\.00/,
  },
  {
    what: "a day of purchase after the decision",
    args: ["--holdings", "FILE"],
    file: ["holdings.csv", "ticker,shares,since\nXLK,1,2099-01-04\n"],
    says: /held since 2099-01-04, which lies after/,
  },
  {
    what: "a day of purchase that is none",
    args: ["--holdings", "FILE"],
    file: ["holdings.csv", "ticker,shares,since\nXLK,1,yesterday\n"],
    says: /line 2, column since: need a calendar day/,
  },
];

for (const { what, args, file, says } of MISTAKES) {
  Deno.test(`rebalance explains ${what}`, async () => {
    await inFolder(async ({ dir, prices, write, run }) => {
      const path = file ? await write(...file) : "";
      const out = join(dir, "out");
      const filled = args.map((arg) => arg === "FILE" ? path : arg === "PRICES" ? prices : arg);
      await rejects(run(...filled, "--out", out), (error: Error) => {
        match(error.message, says);
        return true;
      });
      await rejects(Deno.stat(out), Deno.errors.NotFound);
    });
  });
}

Deno.test("rebalance ends with one sentence and exit code 1, without a stack", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "lib/cli/rebalance.ts", "--weights", "1,2,3"],
    env: { NO_COLOR: "1" },
  }).output();
  equal(code, 1);
  match(new TextDecoder().decode(stderr), /^Cannot read --weights: [^\n]*\n$/);
});
