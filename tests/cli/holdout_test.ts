import { simulatedMarket } from "lab/market";
import { marketHoldout } from "lab/research";
import { HOLDOUT_KEY } from "lab/study";
import { equal, match } from "node:assert/strict";
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
  printed(() => runBacktest([...WORLD, "--rule", "tilt", "--draws", "10", ...more], { now, root }));
const scorecard = (root: string) =>
  printed(() => runScorecard([...WORLD, "--state", join(root, "state")], { root }));
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
        "--open-holdout",
        "50,25,25",
        "--key",
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
    const key = ["--key", "the weights are chosen", "--because", "it is time"];
    await sweep(root, "--dice", "1", "--open-holdout", "50,25,25", ...key);
    match(
      await scorecard(root),
      /these days were opened once with other scores, last on 2026-11-30/,
    );
    const other = await printed(() =>
      runScorecard(["--seed", "8", "--years", "4", "--state", join(root, "state")], { root })
    );
    match(other, /no opening is on record/);
  }));
