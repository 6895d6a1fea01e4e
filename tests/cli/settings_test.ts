import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runSettings } from "../../lib/cli/settings.ts";
import type { SettingRow } from "../../lib/cli/settings/setting_rows.ts";

const SECRET = "sk-0123456789abcdef";
const readVariable = (name: string) => name === "OPENAI_API_KEY" ? SECRET : undefined;

/** What the command prints. */
async function run(...args: string[]): Promise<string> {
  const printed: string[] = [], { log } = console;
  console.log = (text) => void printed.push(text);
  try {
    await runSettings(args, { readVariable });
  } finally {
    console.log = log;
  }
  return printed.join("\n");
}

async function withFile(holds: unknown, act: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir(), path = join(folder, "all.json");
  try {
    await Deno.writeTextFile(path, JSON.stringify(holds));
    await act(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ALL = {
  mandate: "cautious",
  record: "off",
  analysts: ["rules", "openai/fast"],
  providers: [{ name: "openai", kind: "openai", roles: { fast: "gpt-6-luna" } }],
  sweep: { grid: { step: 0.5 } },
};

Deno.test("settings prints each field with where it comes from, the option before the file", () =>
  withFile(ALL, async (path) => {
    const text = await run("--settings", path, "--turnover", "30", "--cap", "7");
    match(text, /^ +mandate\.sector +0\.15 +file all\.json$/m);
    match(text, /^ +mandate\.turnover +0\.3 +option --turnover$/m);
    match(text, /^ +spending\.capsUsd\.sweep +7 +option --cap$/m);
    match(text, /^ +spending\.capsUsd\.day +100 +default$/m);
    match(text, /^ +record +off +file all\.json$/m);
    match(text, /^ +providers\.openai\.key +set +environment OPENAI_API_KEY$/m);
    match(text, /^ +sweep\.grid\.step +0\.5 +file all\.json$/m);
    ok(!text.includes(SECRET));
    // Twice the same, byte for byte.
    equal(await run("--settings", path, "--cap", "7", "--turnover", "30"), text);
    match(await run(), /^ +record +\.lab\/record +default$/m);
  }));

Deno.test("settings --json has the same rows for programs", () =>
  withFile(ALL, async (path) => {
    const { format, file, settings } = JSON.parse(await run("--settings", path, "--json"));
    deepEqual([format, file], ["sector-committee-lab/settings/1", "all.json"]);
    const side = settings.find(({ setting }: SettingRow) => setting === "mandate.side");
    deepEqual(side, { setting: "mandate.side", value: 0.45, from: "file", by: "all.json" });
    equal(JSON.parse(await run("sweep", "--json")).command, "sweep");
  }));

Deno.test("settings before a command takes the command's own line, and shows what it would use", () =>
  withFile(ALL, async (path) => {
    const rebalance = await run(
      "rebalance",
      "--settings",
      path,
      "--mandate",
      "printed",
      "--explain",
    );
    match(rebalance, /^Settings in effect for rebalance$/m);
    match(rebalance, /^ +mandate\.beta\.max +0\.1 +option --mandate$/m);
    ok(!/sweep\.grid/.test(rebalance));
    const sweep = await run("sweep", "--settings", path, "--years", "5", "--holdout", "off");
    match(sweep, /^ +sweep\.data\.years +5 +option --years$/m);
    match(sweep, /^ +sweep\.grid\.step +0\.5 +file all\.json$/m);
    match(sweep, /^ +sweep\.holdout +none +option --holdout$/m);
    ok(!/mandate\.side/.test(sweep));
    match(await run("committee", "--help"), /^Usage: deno task settings committee \[options\]/);
    await rejects(run("rebalance", "--sede", "3"), /Unknown option --sede; did you mean --seed\?/);
    await rejects(run("--seed", "3"), /Unknown option --seed/);
  }));

Deno.test("settings refuses a file that a command would refuse", () =>
  withFile({ trading: { feeBp: 1 }, sweep: { grids: 1 } }, async (path) => {
    await rejects(
      run("--settings", path),
      /Cannot read all\.json: trading: .*"feeBp" \(did you mean "feeBps"\?\).*; sweep: .*"grids"/,
    );
  }));

Deno.test("settings shows a block as it stands, whose command line must still say more", () =>
  withFile({ sweep: { data: { kind: "files", scoredBy: "rules" } } }, async (path) => {
    const text = await run("--settings", path);
    match(text, /^ +sweep\.data\.kind +files +file all\.json$/m);
    ok(!/sweep\.data\.years/.test(text));
  }));
