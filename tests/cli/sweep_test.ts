import { sweepConfig } from "lab/sweep";
import { deepEqual, equal, match, notEqual, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { runSweepCommand } from "../../lib/cli/sweep.ts";
import { sweepArguments } from "../../lib/cli/sweep/sweep_arguments.ts";
import { inFolder } from "../sweep/small_sweeps.ts";

const DICE = ["--years", "2", "--dice", "1", "--step", "25", "--workers", "0", "--draws", "100"];

/** Runs the command with a counter of trials of its own, and keeps all it prints. */
async function run(
  folder: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly code: number; readonly text: string }> {
  let text = "";
  const keep = (more: string) => void (text += more);
  const code = await runSweepCommand([...args, "--out", join(folder, "runs")], {
    trialPlaces: { log: join(folder, "trials.jsonl"), head: join(folder, "head.json") },
    at: "2026-11-27",
    say: keep,
    tell: keep,
    ...(signal ? { signal } : {}),
  });
  return { code, text };
}

Deno.test("sweep prints the best beside the default, the headline, the count and where it is kept", () =>
  inFolder(async (folder) => {
    const { code, text } = await run(folder, DICE);
    equal(code, 0);
    match(text, /The committee throws dice\n/);
    match(text, /Source: simulated, seed 7\.\n/);
    match(text, /50\/25\/25 \(default\)/);
    match(text, /15 weightings tried; the best, .* cannot be told from the default 50\/25\/25/);
    match(text, /15 weightings tried in this family; 15 in the life of this lab\./);
    match(text, /Kept: /);
  }));

Deno.test("sweep prints the intervals that were asked for, and who was best in each state", () =>
  inFolder(async (folder) => {
    const args = [...DICE.map((one, i) => DICE[i - 1] === "--years" ? "8" : one)];
    const { text } = await run(folder, [...args, "--metrics", "netSharpe", "--intervals", "40"]);
    match(text, /net Sharpe ratio {2}95 % interval of the net Sharpe ratio, each alone\n/);
    match(text, /50\/25\/25 \(default\) +−?\d\.\d\d +−?\d\.\d\d to −?\d\.\d\d\n/);
    const states =
      /By state of the market, known only afterwards.*\n.*\n((?: {2}.*\n)+)/.exec(text)![1];
    match(states, /^ {2}calm +\d+ {2}[\d/]+ +−?\d+\.\d\d +−?\d+\.\d\d\n {2}normal /);
    match(text, / {2}Left out: \d+ weeks of states with fewer than 26\.\n/);
    equal((await run(folder, DICE)).text.includes("each alone"), false);
  }));

Deno.test("several worlds are judged together, the best of the first in the others", () =>
  inFolder(async (folder) => {
    const { text } = await run(folder, [...DICE, "--seed", "7-9", "--metrics", "netSharpe"]);
    const best = /the best, (\S+) with a net Sharpe/.exec(text)![1];
    const [, chosen, n] = /Best of the first world, in the others, (\S+): .* \(n = (\d) worlds\)/
      .exec(text)!;
    deepEqual([chosen, n], [best, "2"]);
    match(text, /Best of 15 over all worlds, itself a choice, .* to .* \(n = 3 worlds\)\.\n/);
    const coarse = await run(folder, [...DICE, "--seed", "7-8", "--step", "50"]);
    match(coarse.text, /Nothing is said over the worlds: the default .* no point of the grid/);
  }));

Deno.test("settings are moved at one weighting, the default unless another is named", () =>
  inFolder(async (folder) => {
    const asked = ["--years", "2", "--dice", "1", "--workers", "0", "--draws", "100"];
    const moved = ["--vary", "costLevel=0,1"];
    const one = await run(folder, [...asked, ...moved]);
    match(one.text, /Looked at: 50\/25\/25\n/);
    equal(one.text.includes("2 of 2 weightings"), true);
    // The first point of a grid is a corner, which nobody asked for.
    const grid = await run(folder, [...asked, ...moved, "--step", "25"]);
    match(grid.text, /Looked at: 50\/25\/25\n/);
    const own = await run(folder, [...asked, ...moved, "--weights", "0,0,100"]);
    match(own.text, /Looked at: 0\/0\/100\n/);
    const table = (text: string) => text.slice(text.indexOf("  setting"), text.indexOf("Kept"));
    equal(table(grid.text), table(one.text));
    notEqual(table(own.text), table(one.text));
  }));

Deno.test("sweep lists, compares and reruns what it kept; the same run counts once", () =>
  inFolder(async (folder) => {
    await run(folder, DICE);
    const again = await run(folder, DICE);
    match(again.text, /15 in the life of this lab/);
    await run(folder, [...DICE, "--cost-level", "0"]);
    const listed = (await run(folder, ["list"])).text;
    const names = [...listed.matchAll(/^ {2}([0-9a-f]{16})/gm)].map(([, name]) => name);
    equal(names.length, 2);
    match(listed, /finished {2}weights in steps of 25 %, tilt, weekly/);
    const compared = await run(folder, ["--compare", names.join(",")]);
    match(compared.text, /settings\.costLevel: [01] and [01]\.\n15 weightings in both/);
    equal(compared.text.includes("the first world"), false);
    const [, moved] = /Kept: .*([0-9a-f]{16})\n/.exec(
      (await run(folder, [...DICE, "--seed", "7-8"])).text,
    )!;
    const part = await run(folder, ["--compare", `${names[0]},${moved}`]);
    match(part.text, /Compared are the first world and the first settings of each run\.\n$/);
    const rerun = await run(folder, ["rerun", names[0].slice(0, 6), "--workers", "0"]);
    equal(rerun.text.endsWith("The same bytes in all 2 files.\n"), true);
    await rejects(run(folder, ["resume", "zz"]), /Cannot find the run "zz" .*: need one of /);
  }));

Deno.test("a sweep that is stopped says so, and resume goes on", () =>
  inFolder(async (folder) => {
    const stop = new AbortController();
    const args = [
      "--years",
      "2",
      "--dice",
      "1",
      "--step",
      "10",
      "--workers",
      "0",
      "--draws",
      "100",
    ];
    setTimeout(() => stop.abort(), 0);
    const stopped = await run(folder, args, stop.signal);
    equal(stopped.code, 130);
    match(
      stopped.text,
      /Stopped after \d+ of \d+ weightings; the same command goes on from there\.\n/,
    );
    const listed = (await run(folder, ["list"])).text;
    const name = /^ {2}([0-9a-f]{16})/m.exec(listed)![1];
    match(listed, /of 3 shards/);
    const resumed = await run(folder, ["resume", name, "--workers", "0", "--draws", "100"]);
    equal(resumed.code, 0);
    match(resumed.text, /66 weightings tried/);
  }));

Deno.test("the block of a settings file is read, and the command line stands above it", () =>
  inFolder(async (folder) => {
    const path = join(folder, "sweep.json");
    await Deno.writeTextFile(
      path,
      JSON.stringify({
        mandate: "cautious",
        sweep: {
          data: { kind: "simulated", years: 2, committee: "dice" },
          grid: { step: 0.5 },
          settings: { costLevel: 2 },
          holdout: null,
        },
      }),
    );
    const { text } = await run(folder, ["--settings", path, "--workers", "0", "--draws", "100"]);
    match(text, /nothing held out/);
    match(text, /6 weightings tried/);
    const finer = await run(folder, [
      "--settings",
      path,
      "--step",
      "25",
      "--workers",
      "0",
      "--draws",
      "100",
    ]);
    match(finer.text, /15 weightings tried/);
    await Deno.writeTextFile(path, '{"grid": { "step": 0.5 }}');
    await rejects(
      run(folder, ["--settings", path]),
      /Cannot read sweep\.json: Unrecognized key: "grid" \(it belongs into "sweep"\)/,
    );
    await rejects(
      run(folder, ["--config", path]),
      /Cannot use --config: say --settings FILE, whose block sweep holds what that file holds/,
    );
    await Deno.writeTextFile(path, '{"sweep": {"grids": 1}}');
    await rejects(
      run(folder, ["--settings", path]),
      /Cannot read sweep.json: sweep: Unrecognized key: "grids" \(did you mean "grid"\?\)/,
    );
    await Deno.writeTextFile(path, "[");
    await rejects(run(folder, ["--settings", path]), /Cannot read sweep.json: it is no JSON/);
  }));

Deno.test("a mandate by name replaces the limits of a settings file, even the lab's own", () =>
  inFolder(async (folder) => {
    const path = join(folder, "sweep.json");
    const kept = async (...args: string[]) => {
      const { text } = await run(folder, ["--book", "limits", ...DICE, ...args]);
      return /Kept: .*([0-9a-f]{16})\n/.exec(text)![1];
    };
    await Deno.writeTextFile(path, '{"sweep": {"settings": {"limits": {"sector": 0.1}}}}');
    const lab = await kept();
    equal(await kept("--settings", path, "--mandate", "lab"), lab);
    notEqual(await kept("--settings", path), lab);
  }));

Deno.test("every set of settings of a configuration is printed, by resume too", () =>
  inFolder(async (folder) => {
    const path = join(folder, "sweep.json");
    const vary = [{}, { costLevel: 2, limits: { sector: 0.2 } }];
    await Deno.writeTextFile(path, JSON.stringify({ sweep: { vary, grid: { step: 0.25 } } }));
    const asked = DICE.filter((_, i) => DICE[i] !== "--step" && DICE[i - 1] !== "--step");
    const first = (await run(folder, ["--settings", path, ...asked])).text;
    match(first, /\nSettings 1 of 2: nothing changed\n/);
    match(first, /\nSettings 2 of 2: costLevel 2, limits\.sector 0\.2\n/);
    const shown = (text: string) =>
      text.slice(text.indexOf("Settings 1"), text.lastIndexOf("  Held out"));
    equal(first.match(/15 weightings tried; the best/g)!.length, 2);
    const [, name] = /Kept: .*([0-9a-f]{16})\n/.exec(first)!;
    const again = (await run(folder, ["resume", name, "--workers", "0", "--draws", "100"])).text;
    equal(shown(again), shown(first));
  }));

Deno.test("sweep moves settings one at a time and in pairs, and opens the holdout on record", () =>
  inFolder(async (folder) => {
    const one = ["--years", "2", "--dice", "1", "--weights", "50,25,25", "--workers", "0"];
    const lines = await run(folder, [
      ...one,
      "--vary",
      "costLevel=0,1",
      "--vary",
      "book=tilt,limits",
    ]);
    match(lines.text, /multiple of modelled cost +0 /);
    match(lines.text, /1 \(default\)/);
    const pair = await run(folder, [
      ...one,
      "--pair",
      "--vary",
      "costLevel=0,1",
      "--vary",
      "schedule=weekly,monthly",
    ]);
    match(
      pair.text,
      /net Sharpe ratio, multiple of modelled cost across, rebalanced down; \* the default\n/,
    );
    match(pair.text, /^ {2}weekly .*−?\d\.\d\d \*$/m);
    // The default is the same run in both, so it has the same interval.
    const [, low, high] = /1 \(default\) +−?\d\.\d\d +(\S+) to (\S+)/.exec(lines.text)!;
    equal(
      pair.text.includes(`  95 % interval of the default: ${low} to ${high} (n = 41 weeks).\n`),
      true,
    );
    const opened = await run(folder, [
      ...DICE.map((one, i) => DICE[i - 1] === "--years" ? "3" : one),
      "--chosen",
      "0,0,100",
      "--open-holdout",
      "the weights are chosen",
      "--because",
      "a test",
    ]);
    match(opened.text, /Holdout opened once: \d+ decisions/);
  }));

Deno.test("sweepArguments() turns percent and ranges into the units of a configuration", () => {
  const given = sweepArguments([
    ...["--seed", "1-3", "--years", "5", "--planted", "nothing"],
    ...[
      "--weights",
      "50,25,25",
      "--weights",
      "0,0,100",
      "--limit",
      "sector=0.2",
      "--book",
      "limits",
    ],
    ...[
      "--fill",
      "same-close",
      "--holdout",
      "30",
      "--metrics",
      "netSharpe,ic",
      "--intervals",
      "100",
    ],
  ]);
  deepEqual(given.data, { kind: "simulated", seeds: [1, 2, 3], years: 5, planted: "nothing" });
  const config = sweepConfig(
    {
      ...given.fields,
      data: given.data,
      settings: given.book,
    } as Parameters<typeof sweepConfig>[0],
  );
  deepEqual(config.grid, { list: [[0.5, 0.25, 0.25], [0, 0, 1]] });
  equal(config.fill, "same close");
  equal(config.holdout!.share, 0.3);
  deepEqual(config.settings.limits, { sector: 0.2 });
  equal(sweepArguments(["--holdout", "off"]).fields.holdout, null);
  const { vary } = sweepArguments(["--vary", "book=hedged-tilt,limits"]);
  deepEqual(vary, [{ setting: "book", values: ["hedged tilt", "limits"] }]);
});

for (
  const [what, args, message] of [
    [
      "weights that do not sum",
      ["--weights", "50,25,30"],
      /sum to 100, such as 50,25,25, got "50,25,30"/,
    ],
    ["a step that is none", ["--step", "x"], /--step: need a percentage that divides 100/],
    [
      "a range backwards",
      ["--seed", "9-3"],
      /--seed: need a whole number from 0 to 2,147,483,647, or a range/,
    ],
    [
      "two kinds of data",
      ["--seed", "1", "--industries"],
      /Cannot use --seed with --industries: it is about a simulated market/,
    ],
    [
      "prices without scores",
      ["--prices", "p.csv"],
      /--prices without --scores or --ballots: a price file alone has no committee/,
    ],
    ["a step and a list", ["--step", "5", "--weights", "50,25,25"], /--step with --weights/],
    ["a pair of one", ["--pair", "--vary", "book"], /need --vary twice, got it 1 times/],
    ["one run to compare", ["--compare", "a"], /need two runs, as A,B, got "a"/],
    ["an unknown setting", ["--vary", "mood=1"], /--vary: need one of confidence/],
    ["a setting without a value", ["--vary", "costLevel=1,"], /--vary: need values between commas/],
    ["a setting set twice", ["--vary", "costLevel=1=2"], /--vary: need values between commas/],
    ["a limit set twice", ["--limit", "sector=0.2=3"], /--limit: need a share, such as sector=0.2/],
    ["an unknown metric", ["--metrics", "ic,luck"], /--metrics: need names among .* got "luck"/],
    [
      "a key to nothing",
      ["--holdout", "off", "--holdout-key", "k"],
      /--holdout-key with --holdout off: nothing is put away/,
    ],
    [
      "a former name behind a subcommand",
      ["resume", "0a1b", "--key", "k"],
      /Cannot use --key: say --open-holdout KEY --because TEXT --chosen A,B,C/,
    ],
    [
      "a holdout without a reason",
      ["--open-holdout", "k"],
      /--open-holdout without --because: the reason/,
    ],
    [
      "a holdout without a weighting",
      ["--open-holdout", "k", "--because", "b"],
      /Cannot open the holdout: need --chosen/,
    ],
    ["too few draws", ["--draws", "39"], /Cannot read --draws: need at least 40 in a sweep/],
    [
      "a mandate of a book without limits",
      ["--book", "tilt", "--mandate", "lab"],
      /--mandate with --book tilt: that book keeps no limits/,
    ],
    ["a run beside two others", ["--compare", "a,b", "--step", "5"], /--step with --compare/],
    [
      "a seed that is none",
      ["--seed", "4294967296"],
      /from 0 to 2,147,483,647, .* got "4294967296"/,
    ],
    ["a range beyond all seeds", ["--seed", "1-4294967299"], /from 0 to 2,147,483,647/],
    [
      "a range that fills memory",
      ["--seed", "1-2000000000"],
      /at most 100,000 worlds, got 2,000,000,000/,
    ],
    ["a scorer without scores", ["--scored-by", "rules"], /--scored-by without --scores/],
    [
      "a way to take scores that are not there",
      ["--scores-known-by"],
      /--scores-known-by without --scores/,
    ],
    [
      "an age of scores on the simulated market",
      ["--seed", "1-3", "--scores-age", "7"],
      /--scores-age without --scores-known-by/,
    ],
    ["an unknown option", ["--grid", "5"], /Unknown option --grid; the options are --step/],
  ] as const
) {
  Deno.test(`sweepArguments() refuses ${what}`, () => {
    throws(() => sweepArguments([...args]), message);
  });
}

Deno.test("sweep --dry-run says what would be tried and counted, and starts nothing", () =>
  inFolder(async (folder) => {
    const plan = (...args: string[]) => run(folder, ["--dry-run", ...args]);
    match(
      (await plan("--step", "10", "--seed", "1-3")).text,
      /^Would try 66 weightings under 1 set of settings in 3 worlds: 198 runs in 9 shards, counted as 66 trials\.\nNothing was started\.\n$/,
    );
    match(
      (await plan("--vary", "costLevel=0,1,2")).text,
      /Would try 1 weighting under 3 sets of settings in 1 world: 3 runs in 3 shards, counted as 3 /,
    );
    // What the run refuses, the plan refuses.
    await rejects(plan("--accept", "jumps:XLF"), /Cannot use --accept without --prices/);
    deepEqual([...Deno.readDirSync(folder)], []);
  }));
