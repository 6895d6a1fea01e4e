import { providerSettings } from "lab/providers";
import { settings } from "lab/settings";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { runCommittee } from "../../lib/cli/committee.ts";
import { runRebalance } from "../../lib/cli/rebalance.ts";
import { ownSettings, SETTINGS_FIELDS } from "../../lib/cli/settings_file.ts";
import { runSweepCommand } from "../../lib/cli/sweep.ts";
import { trialPlaces } from "lab/evidence";

/** A file with something for each command, in a folder that is taken away. */
async function withFile(
  holds: unknown,
  act: (path: string, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), path = join(folder, "all.json");
  try {
    await Deno.writeTextFile(path, JSON.stringify(holds));
    await act(path, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the fields of a settings file by command are those that each checks", () => {
  deepEqual(Object.keys(settings()).sort(), [...SETTINGS_FIELDS.rebalance].sort());
  const known = new Set([...Object.keys(providerSettings()), "fenceSeed", "spending"]);
  deepEqual([...known].sort(), [...SETTINGS_FIELDS.committee].sort());
});

Deno.test("one settings file serves all commands, and each refuses a field of nobody", async () => {
  const all = {
    mandate: "cautious",
    analysts: ["rules"],
    spending: { capsUsd: { sweep: 20 } },
    sweep: { data: { kind: "simulated", years: 2, committee: "dice" }, grid: { step: 0.5 } },
  };
  const printed: string[] = [], { log } = console;
  const runs = (path: string, folder: string) => [
    () => runRebalance(["--settings", path]),
    () =>
      runCommittee(["--settings", path, "--record", folder], {
        say: (text) => void printed.push(text),
      }),
    () =>
      runSweepCommand(["--settings", path, "--workers", "0", "--draws", "40", "--out", folder], {
        trialPlaces: trialPlaces(folder),
        say: (text) => void printed.push(text),
        tell: () => {},
      }),
  ];
  console.log = (text) => void printed.push(text);
  try {
    await withFile(all, async (path, folder) => {
      for (const run of runs(path, folder)) await run();
      const text = printed.join("\n");
      match(text, /6 weightings tried/);
    });
    await withFile({ ...all, spending: { capsUsd: { sweep: -1 } } }, async (path, folder) => {
      const [, committee] = runs(path, folder);
      await rejects(committee(), /all\.json, spending/);
    });
    await withFile({ ...all, mandat: "lab" }, async (path, folder) => {
      for (const run of runs(path, folder)) await rejects(run(), /all\.json.*mandat/);
    });
  } finally {
    console.log = log;
  }
});

Deno.test("ownSettings() has nothing without a file, and refuses what is no object", async () => {
  deepEqual(await ownSettings(undefined, "sweep"), { where: "settings", own: {} });
  await withFile([1], async (path) => {
    await rejects(ownSettings(path, "sweep"), /Cannot read all\.json: need an object in braces/);
  });
});

Deno.test("--mandate goes before the mandate of a settings file", async () => {
  await withFile({ mandate: "cautious" }, async (path) => {
    const printed: string[] = [], { log } = console;
    console.log = (text) => void printed.push(text);
    try {
      await runRebalance(["--settings", path]);
      await runRebalance(["--settings", path, "--mandate", "lab"]);
      await runRebalance([]);
    } finally {
      console.log = log;
    }
    ok(printed[0] !== printed[1]);
    equal(printed[1], printed[2]);
  });
});
