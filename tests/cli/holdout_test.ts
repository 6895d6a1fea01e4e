import { SECTORS, simulatedMarket, weeklyDays } from "lab/market";
import { marketHoldout } from "lab/research";
import { HOLDOUT_KEY } from "lab/study";
import { equal, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runBacktest } from "../../lib/cli/backtest.ts";
import { runScorecard } from "../../lib/cli/scorecard.ts";
import { runSweepCommand } from "../../lib/cli/sweep.ts";
import { trialPlaces } from "lab/evidence";
import { inFolder } from "../sweep/small_sweeps.ts";

const WORLD = ["--seed", "7", "--years", "4"];
const now = new Date("2026-11-30T12:00:00Z");

/** Runs a command of one lab, and returns what it printed. */
async function printed(run: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [], { log, error } = console;
  console.log = console.error = (text: unknown) => void lines.push(String(text));
  try {
    await run();
  } finally {
    Object.assign(console, { log, error });
  }
  return lines.join("\n");
}

const backtest = (root: string, ...more: string[]) =>
  printed(() => runBacktest([...WORLD, "--book", "tilt", "--draws", "10", ...more], { now, root }));
const scorecard = (root: string) =>
  printed(() => runScorecard([...WORLD, "--record", join(root, "state")], { root }));
const sweep = (root: string, ...more: string[]) =>
  printed(() =>
    runSweepCommand(
      [...WORLD, "--step", "50", "--workers", "0", "--draws", "100", ...more].concat(
        "--out",
        join(root, "runs"),
      ),
      { at: now.toISOString(), trialPlaces: trialPlaces(root), tell: () => {} },
    )
  );

Deno.test("backtest, sweep and scorecard put the same days away, whatever days are asked for", () =>
  inFolder(async (root) => {
    const { from, to } = marketHoldout(simulatedMarket({ seed: 7, years: 4 }))!;
    match(await backtest(root), new RegExp(`Put away: ${from} to ${to}, \\d+ scored decisions`));
    match(await scorecard(root), new RegExp(`Put away: ${from} to ${to}, \\d+ decisions`));
    for (const more of [[], ["--from", "2020-06-01"], ["--schedule", "monthly"]]) {
      match(await sweep(root, ...more), new RegExp(`\\d+ held out, ${from} to ${to} `));
    }
  }));

Deno.test("an opening by one command is shown by the others", () =>
  inFolder(async (root) => {
    const none = /no opening is on record, and no figure here rests on them/;
    for (const text of [await backtest(root), await scorecard(root), await sweep(root)]) {
      match(text, none);
    }
    const opened = await sweep(
      root,
      ...[
        "--chosen",
        "50,25,25",
        "--open-holdout",
        "the weights are chosen",
        "--because",
        "it is time",
      ],
    );
    match(opened, /Holdout opened once: /);
    const before = /opened once before, last on 2026-11-30 because it is time; whoever chose since/;
    for (const text of [await backtest(root), await scorecard(root), await sweep(root)]) {
      match(text, before);
      equal(none.test(text), false);
    }
    const again = await backtest(root, "--open-holdout", HOLDOUT_KEY, "--because", "once more");
    match(again, /opened 2 times, because once more; it holds nothing out any more/);
    match(await scorecard(root), /opened 2 times before, last on 2026-11-30 because once more/);
  }));

Deno.test("a sweep that holds out less than the rule has looked, once a configuration", () =>
  inFolder(async (root) => {
    match(await sweep(root, "--holdout", "off"), /nothing held out/);
    await sweep(root, "--holdout", "off");
    const looked =
      /opened once before, last on 2026-11-30 because sweep [0-9a-f]{8} looked at them/;
    match(await backtest(root), looked);
    match(await scorecard(root), looked);
    await sweep(root, "--holdout", "10");
    match(await scorecard(root), /opened 2 times before/);
    await sweep(root, "--holdout", "30");
    match(await scorecard(root), /opened 2 times before/);
  }));

Deno.test("other worlds and other committees keep their own holdout", () =>
  inFolder(async (root) => {
    const key = ["--open-holdout", "the weights are chosen", "--because", "it is time"];
    await sweep(root, "--dice", "1", "--chosen", "50,25,25", ...key);
    match(
      await scorecard(root),
      /these days were opened once with other scores, last on 2026-11-30/,
    );
    const other = await printed(() =>
      runScorecard(["--seed", "8", "--years", "4", "--record", join(root, "state")], { root })
    );
    match(other, /no opening is on record/);
  }));

/** Prices and scores of the reader's own: the sectors in turn, on every week. */
async function ownFiles(root: string): Promise<readonly string[]> {
  const { prices } = simulatedMarket({ seed: 3, years: 3 });
  const names = [...SECTORS, "SPY"];
  const close = (ticker: string, row: number) => prices.close.get(ticker)![row].toFixed(4);
  const rows = prices.days.map((day, row) => [day, ...names.map((one) => close(one, row))].join());
  const scores = weeklyDays(prices.days).flatMap((day, k) =>
    SECTORS.map((sector, i) => `${day},${sector},${1 + (i + (k >> 2)) % 5}`)
  );
  await Deno.writeTextFile(join(root, "p.csv"), [["date", ...names].join(), ...rows].join("\n"));
  await Deno.writeTextFile(join(root, "s.csv"), ["day,sector,score", ...scores].join("\n"));
  return ["--prices", join(root, "p.csv"), "--scores", join(root, "s.csv")];
}

const ownBacktest = (root: string, args: readonly string[]) =>
  printed(() =>
    runBacktest([...args, "--book", "tilt", "--draws", "10", "--workers", "0"], { now, root })
  );
const ownSweep = (root: string, args: readonly string[]) =>
  printed(() =>
    runSweepCommand(
      [...args, "--weights", "50,25,25", "--workers", "0", "--out", join(root, "runs")],
      { at: now.toISOString(), trialPlaces: trialPlaces(root), tell: () => {} },
    )
  );
const OPENED = ["--chosen", "50,25,25", "--open-holdout", "the weights are chosen"];

Deno.test("a holdout of scores that may be remembered stays shut, in a backtest and in a sweep", () =>
  inFolder(async (root) => {
    const files = await ownFiles(root), because = ["--because", "it is time"];
    const backtest = ownBacktest(root, [...files, "--open-holdout", HOLDOUT_KEY, ...because]);
    await rejects(backtest, /may be remembered .*; it stays shut/);
    await rejects(
      ownSweep(root, [...files, ...OPENED, ...because]),
      /^DataError: Cannot judge by the holdout from \S+ to \S+: the knowledge cutoff of unknown is unknown, .*; it stays shut$/,
    );
    match(await ownBacktest(root, files), /no opening is on record/);
    match(
      await ownSweep(root, [...files, ...OPENED, ...because, "--scored-by", "rules"]),
      /Holdout opened once: /,
    );
  }));

Deno.test("what a sweep shows of a holdout hangs on no last day of its own", () =>
  inFolder(async (root) => {
    const files = [...await ownFiles(root), "--scored-by", "rules", ...OPENED, "--because", "due"];
    const shown = async (...more: string[]) =>
      /opened.*: (\d+ decisions, .*\nChosen .*)\n/.exec(
        await ownSweep(root, [...files, ...more]),
      )![1];
    const { from } = marketHoldout(simulatedMarket({ seed: 3, years: 3 }))!;
    const whole = await shown();
    equal(await shown("--to", `${Number(from.slice(0, 4)) - 1}${from.slice(4)}`), whole);
  }));

Deno.test("a scorer is the same to a backtest and to a sweep", () =>
  inFolder(async (root) => {
    const files = await ownFiles(root);
    for (const name of ["rules", "rules, contrarian"]) {
      match(await ownBacktest(root, [...files, "--scored-by", name]), /May be remembered: none of/);
      const text = await ownSweep(root, [...files, "--scored-by", name]);
      equal(text.includes("may be remembered"), false);
    }
    for (const run of [ownBacktest, ownSweep]) {
      await rejects(
        run(root, [...files, "--scored-by", " \n"]),
        /^RangeError: Cannot read --scored-by: need a model, rules or unknown, got/,
      );
    }
    const text = await ownSweep(root, [...files, "--scored-by", "m\nNo doubt: it pays"]);
    match(text, /The knowledge cutoff of m No doubt: it pays is unknown/);
  }));

Deno.test("backtest and sweep keep their count where LAB_TRIALS says", () =>
  inFolder(async (root) => {
    // A file in its place is refused before any work.
    const place = join(root, "taken");
    await Deno.writeTextFile(place, "mine");
    for (const command of ["backtest", "sweep"]) {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", `lib/cli/${command}.ts`, ...WORLD, "--years", "2"],
        cwd: new URL("../../", import.meta.url),
        env: { LAB_TRIALS: place },
        stdout: "null",
        stderr: "piped",
      }).output();
      match(new TextDecoder().decode(stderr), /^Cannot write to .*taken.*: a file of that name/);
      equal(code, 1);
    }
  }));

Deno.test("backtest and sweep count the same decisions put away, of scores given on week-ends, too", () =>
  inFolder(async (root) => {
    const files = await ownFiles(root), path = join(root, "s.csv");
    const later = (day: string) => new Date(Date.parse(day) + 864e5).toISOString().slice(0, 10);
    const text = await Deno.readTextFile(path);
    // The market goes on for three weeks more, so that a decision takes the last scores.
    const given = text.split("\n").slice(0, -3 * SECTORS.length).join("\n");
    await Deno.writeTextFile(path, given.replace(/\d{4}-\d\d-\d\d/g, later));
    const args = [...files, "--scored-by", "rules", "--scores-known-by"];
    const [, days, count] = /Put away: (\S+ to \S+), (\d+) scored decisions/.exec(
      await ownBacktest(root, args),
    )!;
    match(await ownSweep(root, args), new RegExp(`; ${count} held out, ${days} `));
  }));

Deno.test("no schedule moves the line of scores that decisions take when they are known", () =>
  inFolder(async (root) => {
    const files = [...await ownFiles(root), "--scored-by", "rules"];
    const line = async (...more: string[]) =>
      /Put away: (\S+ to \S+), \d+ scored decisions/.exec(
        await ownBacktest(root, [...files, ...more]),
      )![1];
    const own = await line();
    for (const schedule of ["weekly", "monthly", "vintages"]) {
      equal(await line("--scores-known-by", "--schedule", schedule), own, schedule);
    }
    for (const schedule of ["weekly", "monthly"]) {
      const text = await ownSweep(root, [...files, "--scores-known-by", "--schedule", schedule]);
      match(text, new RegExp(`\\d+ held out, ${own} `), schedule);
    }
  }));
