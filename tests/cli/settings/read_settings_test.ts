import { DataError } from "lab/errors";
import { providerSettings, spendingSettings } from "lab/providers";
import { SECTORS, simulatedMarket } from "lab/market";
import { openBallotRecord } from "lab/record";
import { settings } from "lab/settings";
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { runBacktest } from "../../../lib/cli/backtest.ts";
import { runCommittee } from "../../../lib/cli/committee.ts";
import { runRebalance } from "../../../lib/cli/rebalance.ts";
import {
  askingSettings,
  bookSettings,
  checkSettings,
  settingsFile,
} from "../../../lib/cli/settings/read_settings.ts";
import { runRecord } from "../../../lib/cli/record.ts";
import { runReservations } from "../../../lib/cli/reservations.ts";
import { runScorecard } from "../../../lib/cli/scorecard.ts";
import { sweepArguments } from "../../../lib/cli/sweep/sweep_arguments.ts";
import { sweepSettings } from "../../../lib/cli/sweep/sweep_settings.ts";
import { runSweepCommand } from "../../../lib/cli/sweep.ts";
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

Deno.test("one settings file serves all commands, and each refuses what is wrong in any part", async () => {
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
      for (const run of runs(path, folder)) {
        await rejects(run(), /all\.json: spending\.capsUsd\.sweep: /);
      }
    });
    await withFile({ ...all, mandat: "lab" }, async (path, folder) => {
      for (const run of runs(path, folder)) await rejects(run(), /all\.json.*mandat/);
    });
  } finally {
    console.log = log;
  }
});

Deno.test("settingsFile() has nothing without a file, and refuses what is no object", async () => {
  deepEqual(await settingsFile(undefined), { where: "settings", holds: {} });
  await withFile([1], async (path) => {
    await rejects(settingsFile(path), /Cannot read all\.json: need an object in braces/);
  });
});

Deno.test("checkSettings() names every fault of every command's part, with the nearest name", () => {
  const wrong: [Record<string, unknown>, RegExp[]][] = [
    [{ mandat: "lab" }, [
      /Unrecognized key: "mandat" \(did you mean "mandate"\?\); the fields are pil/,
    ]],
    [{ trading: { feeBp: 1 } }, [/trading: Unrecognized key: "feeBp" \(did you mean "feeBps"\?\)/]],
    [{ mandate: { sectr: 1 } }, [
      /mandate: .*there is no limit "sectr" \(did you mean "sector"\?\)/,
    ]],
    [{ spending: { capsUSD: {} } }, [/spending: .*"capsUSD" \(did you mean "capsUsd"\?\)/]],
    [
      { sweep: { settings: { limits: { sectr: 1 } } } },
      [/sweep: Cannot set limits: there is no limit "sectr" \(did you mean "sector"\?\)/],
    ],
    [{ sweep: { data: { year: 2 } } }, [/sweep\.data: .*"year" \(did you mean "years"\?\)/]],
    [{ sweep: { grid: { list: [[1, 1, 1]] } } }, [/sweep: .*point 1 .*sums to 3, need 1/]],
    [{ sweep: [] }, [/sweep: .*expected object/]],
    [{ evidence: "dir" }, [/evidence: .* object with the fields folder, .*, received string/]],
    [{ evidence: { folders: "x" } }, [/evidence: .*"folders" \(did you mean "folder"\?\)/]],
    [{ evidence: { knownAfterDays: 2 } }, [/evidence: knownAfterDays is about a folder/]],
    [{ record: "" }, [/record: need a folder, or "off"/]],
    [
      { providers: [{ name: "a", kind: "openai", roles: { fast: { modle: "x" } } }] },
      [/providers\.0\.roles\.fast: .*"modle" \(did you mean "model"\?\)/],
    ],
    // A field of a block, outside of it.
    [{ turnover: 0.1 }, [/"turnover" \(it belongs into "mandate"\)/]],
    [{ capsUsd: {} }, [/"capsUsd" \(it belongs into "spending"\)/]],
    [{ folder: "x" }, [/"folder" \(it belongs into "evidence"\)/]],
    [{ from: "2020-01-01" }, [/"from" \(it belongs into "sweep"\)/]],
    // All at once.
    [
      { accountUsd: -1, spending: { tries: 0 }, masked: "no", betas: { windowDays: 0.5 }, x: 1 },
      [/accountUsd: /, /spending\.tries: /, /masked: /, /betas\.windowDays: /, /key: "x";/],
    ],
  ];
  for (const [holds, patterns] of wrong) {
    throws(() => checkSettings({ where: "all.json", holds }), (error: unknown) => {
      ok(error instanceof DataError);
      match(error.message, /^Cannot read all\.json: /);
      for (const pattern of patterns) match(error.message, pattern);
      return true;
    });
  }
});

Deno.test("checkSettings() repeats no value that may be a key", () => {
  const secret = "sk-0123456789abcdef";
  const places: Record<string, unknown>[] = [
    { providers: [{ name: "a", kind: "openai", keyVariable: secret, roles: { fast: "m" } }] },
    { providers: [{ name: "a", kind: "openai", key: secret, roles: { fast: "m" } }] },
    { record: { key: secret } },
    { spending: secret },
  ];
  for (const holds of places) {
    throws(
      () => checkSettings({ where: "x", holds }),
      ({ message }: Error) => !message.includes(secret),
    );
  }
});

Deno.test("checkSettings() leaves to the sweep what a command line of its own may still say", () => {
  const all = checkSettings({
    where: "x",
    holds: { record: "off", sweep: { data: { kind: "files", scoredBy: "rules" } } },
  });
  equal(all.record, "off");
});

Deno.test("bookSettings() and askingSettings() are what the parts make of the same fields", () => {
  const book = { accountUsd: 5, mandate: { from: "cautious", side: 0.4 } };
  const asking = { masked: true, fenceSeed: "x", cutoffs: { m: "2024-01-31" } };
  const all = checkSettings({ where: "x", holds: { ...book, ...asking, spending: { tries: 1 } } });
  deepEqual(bookSettings(all), settings(book));
  deepEqual(askingSettings(all), {
    settings: providerSettings(asking),
    spending: spendingSettings({ tries: 1 }),
  });
  // The bytes too: they are hashed.
  equal(JSON.stringify(askingSettings(all).settings), JSON.stringify(providerSettings(asking)));
  equal(JSON.stringify(bookSettings(all)), JSON.stringify(settings(book)));
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

Deno.test("committee records its ballots where the settings file says", async () => {
  await withFile({}, async (path, folder) => {
    const record = join(folder, "shared");
    await Deno.writeTextFile(path, JSON.stringify({ record }));
    const quiet = { say: () => {}, tell: () => {} };
    await runCommittee(["--settings", path, "--sectors", "XLK"], quiet);
    equal(openBallotRecord(record).read().ballots.length, 1);
    await runCommittee(["--settings", path, "--sectors", "XLE", "--record", "off"], quiet);
    equal(openBallotRecord(record).read().ballots.length, 1);
  });
});

Deno.test("the record that a settings file names is the one that is looked at, unless an option says another", async () => {
  const printed: string[] = [], say = (text: string) => void printed.push(text);
  await withFile({ record: "somewhere/else" }, async (path) => {
    await runRecord(["--settings", path], { say });
    match(printed.join("\n"), /Nothing is recorded in somewhere\/else yet/);
    await runRecord(["--settings", path, "--record", "here", "--weights", "40,30,30"], { say });
    match(printed.join("\n"), /Nothing is recorded in here yet/);
    await rejects(
      runReservations(["--settings", path], { say }),
      /there is no ledger in somewhere\/else/,
    );
  });
  await withFile({ record: "off" }, async (path) => {
    await rejects(runRecord(["--settings", path], { say }), /Cannot use --record off/);
  });
  await withFile({ recrod: "off" }, async (path) => {
    await rejects(runRecord(["--settings", path], { say }), /did you mean "record"/);
  });
});

Deno.test("the evidence of a settings file stands beside the prices of every command, an option before it", async () => {
  const { prices: { days, close } } = simulatedMarket({ seed: 7, years: 2 });
  const tickers = [...SECTORS, "SPY"];
  const rows = days.map((on, i) =>
    [on, ...tickers.map((one) => close.get(one)![i])].map((cell) => Number.isNaN(cell) ? "" : cell)
  );
  await withFile(
    { evidence: { folder: "no-such-folder", knownAfterDays: 3 } },
    async (path, folder) => {
      const prices = join(folder, "prices.csv");
      await Deno.writeTextFile(prices, ["date," + tickers, ...rows, ""].join("\n"));
      const line = ["--prices", prices, "--settings", path],
        quiet = { say: () => {}, tell: () => {} };
      const root = folder, off = ["--record", "off"];
      const runs = [
        (more: string[]) => runRebalance([...line, ...more]),
        (more: string[]) => runCommittee([...line, ...off, ...more], quiet),
        (more: string[]) => runBacktest([...line, ...more], { root }),
        (more: string[]) => runScorecard([...line, ...off, ...more], { root }),
      ];
      for (const run of runs) {
        await rejects(run([]), /no-such-folder/);
        await rejects(run(["--evidence", "another-folder"]), /another-folder/);
      }
      const { config } = await sweepSettings(
        sweepArguments(["--prices", prices, "--scores", "s.csv", "--settings", path]),
      );
      ok(config.data.kind === "files");
      deepEqual([config.data.evidence, config.data.knownAfterDays], ["no-such-folder", 3]);
      // A simulated market has evidence of its own.
      equal(
        (await sweepSettings(sweepArguments(["--settings", path]))).config.data.kind,
        "simulated",
      );
    },
  );
});
