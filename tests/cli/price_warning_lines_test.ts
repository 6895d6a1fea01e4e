import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { type PriceWarning, SECTORS, simulatedMarket, weeklyDays } from "lab/market";
import { runBacktest } from "../../lib/cli/backtest.ts";
import { runCommittee } from "../../lib/cli/committee.ts";
import { priceWarningLines } from "../../lib/cli/price_warning_lines.ts";
import { runRebalance } from "../../lib/cli/rebalance.ts";
import { runScorecard } from "../../lib/cli/scorecard.ts";
import { runSweepCommand } from "../../lib/cli/sweep.ts";
import { trialPlaces } from "lab/evidence";
import { day } from "lab/units";

const now = new Date("2020-08-03T15:00:00Z");
const market = simulatedMarket({ seed: 3, years: 2 });
const TICKERS = [...SECTORS, "SPY"];
const ENDS = 380, SPLIT = 300;

/** Two years in which XLRE ends early and XLF was not adjusted for a distribution. */
const rows = market.prices.days.map((on, row) =>
  [
    on,
    ...TICKERS.map((ticker) => {
      if (ticker === "XLRE" && row > ENDS) return "";
      const price = market.prices.close.get(ticker)![row];
      return (ticker === "XLF" && row < SPLIT ? price / 0.75 : price).toFixed(4);
    }),
  ].join(",")
);
const priceFile = (lines: readonly string[]) =>
  [["date", ...TICKERS].join(","), ...lines].join("\n");
const scoreFile = [
  "day,sector,fundamentals,sentiment,technicals",
  ...weeklyDays(market.prices.days).flatMap((on, week) =>
    SECTORS.map((sector, i) => `${on},${sector},${1 + (week + i) % 5},${1 + i % 5},3`)
  ),
].join("\n");

type Run = (args: readonly string[]) => Promise<unknown>;

/** Every command that reads prices, in a folder of its own, with what it printed. */
async function inFolder(
  act: (at: {
    readonly dir: string;
    write(name: string, text: string): Promise<string>;
    printed(run: Run, ...args: string[]): Promise<string>;
    readonly commands: Readonly<Record<string, readonly [Run, readonly string[]]>>;
  }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const lines: string[] = [], say = (text: string) => void lines.push(text);
  const commands = {
    rebalance: [(args: readonly string[]) => runRebalance(args, { now }), []],
    backtest: [
      (args: readonly string[]) => runBacktest(args, { now, root: dir }),
      ["--book", "tilt", "--draws", "2"],
    ],
    committee: [
      (args: readonly string[]) => runCommittee(args, { now: () => +now, say, tell: say }),
      ["--record", join(dir, "state")],
    ],
    scorecard: [
      (args: readonly string[]) => runScorecard(args, { now }),
      ["--record", join(dir, "state")],
    ],
    sweep: [
      (args: readonly string[]) =>
        runSweepCommand(args, {
          at: now.toISOString(),
          trialPlaces: trialPlaces(dir),
          say,
          tell: say,
        }),
      ["--scores", join(dir, "scores.csv"), "--step", "50", "--draws", "40", "--workers", "0"],
    ],
  } as const;
  const { log, error } = console;
  try {
    await Deno.writeTextFile(join(dir, "scores.csv"), scoreFile);
    await act({
      dir,
      commands,
      write: async (name, text) => {
        await Deno.writeTextFile(join(dir, name), text);
        return join(dir, name);
      },
      printed: async (run, ...args) => {
        lines.length = 0;
        console.log = console.error = (text: unknown) => say(String(text));
        try {
          await run(args);
        } finally {
          Object.assign(console, { log, error });
        }
        return lines.join("\n");
      },
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** The warnings in the JSON file of a command; a sweep has them with the facts of its panel. */
async function kept(folder: string): Promise<readonly PriceWarning[]> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      const panel = JSON.parse(await Deno.readTextFile(join(folder, name, "panels", "00000.json")));
      return panel.warnings;
    }
    if (!name.endsWith(".json")) continue;
    return JSON.parse(await Deno.readTextFile(join(folder, name))).inputs.warnings;
  }
  throw new Error("nothing was kept");
}

Deno.test("every command prints what is odd in its prices, and keeps it in its JSON", async () => {
  await inFolder(async ({ dir, write, printed, commands }) => {
    const prices = await write("p.csv", priceFile(rows));
    for (const [name, [run, more]] of Object.entries(commands)) {
      const out = join(dir, `out_${name}`);
      const text = await printed(run, "--prices", prices, ...more, "--out", out);
      match(text, /^Note: XLRE has no price after 20\d\d-\d\d-\d\d, though/m, name);
      match(text, /^Note: XLF moved by −2\d\.\d % on .*not adjusted for/m, name);
      match(text, /^Note: The newest close is of .* \d+ trading days? ended since/m, name);
      const warnings = await kept(out);
      deepEqual(warnings.find(({ kind }) => kind === "ended column")?.columns, ["XLRE"], name);
      ok(warnings.some(({ kind, columns }) => kind === "jumps" && columns[0] === "XLF"), name);
    }
  });
});

Deno.test("every command takes what was checked, and refuses what is not there, and weeks", async () => {
  await inFolder(async ({ dir, write, printed, commands }) => {
    const prices = await write("p.csv", priceFile(rows));
    const weekly = await write("w.csv", priceFile(rows.filter((_, row) => row % 5 === 0)));
    for (const [name, [run, more]] of Object.entries(commands)) {
      const args = [...more, "--out", join(dir, `out_${name}`)];
      await rejects(
        printed(run, "--prices", prices, "--accept", "holes:XLE", ...args),
        /Cannot accept "holes:XLE": .*; there are .*ended-column:XLRE.*jumps:XLF/,
        name,
      );
      await rejects(
        printed(run, "--prices", weekly, ...args),
        /Cannot use w\.csv: need one row per trading day/,
        name,
      );
      throws(() => Deno.statSync(join(dir, `out_${name}`)), Deno.errors.NotFound, name);
    }
    const [run, more] = commands.committee;
    const text = await printed(
      run,
      ...["--prices", prices, "--accept", "jumps:XLF", "--accept", "ended-column", ...more],
    );
    equal(/Note: XL(?:F moved|RE has no)/.test(text), false);
    match(text, /^Accepted: ended column \(XLRE\); jumps \(XLF\)\.$/m);
    match(text, /Set aside: Real estate \(XLRE\) has no price on 20.*; its newest close is of 20/);
    await rejects(
      printed(run, "--prices", prices, "--sectors", "XLRE", ...more),
      /Cannot ask about XLRE: Real estate \(XLRE\) has no price on .*newest close/,
    );
  });
});

Deno.test("rebalance decides on the newest day, orders at its closes, and sets aside what has none", async () => {
  await inFolder(async ({ dir, write, printed, commands: { rebalance: [run] } }) => {
    const prices = await write("p.csv", priceFile(rows)), out = join(dir, "out");
    const text = await printed(run, "--prices", prices, "--out", out);
    const newest = market.prices.days[market.prices.days.length - 1];
    match(text, new RegExp(`Sector book at the close of ${newest}`));
    match(text, /Set aside\n {2}Real estate \(XLRE\) has no price on/);
    const { plan } = JSON.parse(await Deno.readTextFile(join(out, "rebalance.json")));
    const orders: { ticker: string; price?: number }[] = plan.trades.orders;
    ok(orders.length > 0 && orders.every(({ ticker }) => ticker !== "XLRE"));
    for (const { ticker, price } of orders) {
      if (price === undefined || !TICKERS.includes(ticker)) continue;
      equal(price, Number(market.prices.close.get(ticker)!.at(-1)!.toFixed(4)), ticker);
    }
  });
});

Deno.test("the age of stale prices is told on the terminal, by the day, and in no record", () => {
  const stale: PriceWarning = {
    kind: "stale prices",
    columns: [],
    days: [day("2020-07-29")],
    message: "The newest close is of 2020-07-29, more than one trading day old.",
  };
  deepEqual(priceWarningLines([stale], now), [
    `Note: ${stale.message} 2 trading days ended since, before 2020-08-03.`,
  ]);
  deepEqual(priceWarningLines([{ ...stale, accepted: true }], now), ["Accepted: stale prices."]);
});

Deno.test("no command passes over --accept where it reads no prices", async () => {
  await inFolder(async ({ printed, commands }) => {
    for (const [name, [run]] of Object.entries(commands)) {
      await rejects(
        printed(run, "--accept", "jumps"),
        /Cannot use --accept without --prices/,
        name,
      );
    }
  });
});
