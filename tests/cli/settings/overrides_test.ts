import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import type { Command } from "../../../lib/cli/options/command.ts";
import type { OptionTable } from "../../../lib/cli/options/option.ts";
import { readOptions } from "../../../lib/cli/options/read_options.ts";
import {
  overlayOf,
  OVERRIDES,
  SWEEP_OVERRIDES,
  withOverlay,
} from "../../../lib/cli/settings/overrides.ts";
import { checkSettings, readSettings } from "../../../lib/cli/settings/read_settings.ts";
import { rebalanceArguments } from "../../../lib/cli/rebalance/rebalance_arguments.ts";
import {
  overridesOf,
  SETTINGS_COMMANDS,
  SETTINGS_OF,
} from "../../../lib/cli/settings/settings_arguments.ts";
import { SWEEP } from "../../../lib/cli/sweep/sweep_options.ts";
import { sweepArguments } from "../../../lib/cli/sweep/sweep_arguments.ts";

/** A value of each option that differs from what is set without it. */
const VALUES: Readonly<Record<string, string>> = {
  weights: "40,30,30",
  account: "5000",
  mandate: "cautious",
  turnover: "35",
  relax: "sector",
  confidence: "stated",
  analysts: "rules,openai/fast",
  "cap-day": "9",
  cap: "8",
  "cap-sector": "7",
  "cache-hours": "6",
  evidence: "folder",
  "known-after": "3",
  record: "elsewhere",
  "cost-bps": "3",
  ballots: "b.parquet",
  of: "masked=true",
  step: "10",
  prices: "p.csv",
  scores: "s.csv",
  "scores-age": "9",
  "scored-by": "rules",
  seed: "9",
  years: "9",
  planted: "nothing",
  dice: "9",
  from: "2020-01-31",
  to: "2020-12-31",
  fill: "same-close",
  metrics: "netSharpe",
  intervals: "50",
  holdout: "30",
  "holdout-key": "a sentence",
  book: "limits",
  limit: "sector=0.2",
  schedule: "4weeks",
  "analyst-count": "2",
  "half-life": "50",
  "cost-level": "2",
};

type Fields = Readonly<Record<string, unknown>>;

/** Every field in effect by its place. */
function flat(value: unknown, place = ""): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { [place]: JSON.stringify(value) };
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      Object.entries(flat(inner, place === "" ? name : `${place}.${name}`))
    ),
  );
}

const changed = (before: Fields, after: Fields) => {
  const [a, b] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((place) =>
    a[place] !== b[place]
  );
};

const BASE = { evidence: { folder: "other" } };
const effective = (holds: Fields) => checkSettings({ where: "x", holds });
/** The command without what one option needs beside it. */
const alone = (is: Command<OptionTable>): Command<OptionTable> => ({
  ...is,
  options: Object.fromEntries(
    Object.entries(is.options).map(([name, one]) => [
      name,
      { ...one, needs: undefined, notWith: undefined },
    ]),
  ),
});
const words = (is: Command<OptionTable>, option: string) =>
  is.options[option].value === undefined ? [`--${option}`] : [`--${option}`, VALUES[option]];

Deno.test("an option that goes before a field moves that field and no other, in every command", () => {
  let count = 0;
  for (const name of SETTINGS_COMMANDS) {
    if (name === "sweep") continue;
    const is = alone(SETTINGS_OF[name].is as Command<OptionTable>);
    for (const row of overridesOf(name)) {
      count++;
      const overlay = overlayOf(readOptions(is, words(is, row.option)), overridesOf(name));
      const places = changed(effective(BASE), effective(withOverlay(BASE, overlay)));
      ok(places.length > 0, `${name} --${row.option} moves nothing`);
      for (const place of places) {
        ok(
          place === row.setting || place.startsWith(`${row.setting}.`),
          `${name} --${row.option} moves ${place}, and stands for ${row.setting}`,
        );
      }
      const uses: readonly string[] = SETTINGS_OF[name].uses;
      ok(uses.includes(row.setting.split(".")[0]), `${name} does not use ${row.setting}`);
    }
  }
  ok(count >= 9, `${count} options`);
});

Deno.test("each option sets the field that its name says", () => {
  const known: Readonly<Record<string, readonly [place: string, value: unknown]>> = {
    weights: ["pillars.technicals", 0.3],
    account: ["accountUsd", 5000],
    mandate: ["mandate.sector", 0.15],
    turnover: ["mandate.turnover", 0.35],
    relax: ["relax", ["sector"]],
    "cost-bps": ["trading.feeBps", 3],
    analysts: ["analysts", ["rules", "openai/fast"]],
    "cap-day": ["spending.capsUsd.day", 9],
    cap: ["spending.capsUsd.sweep", 8],
    "cap-sector": ["spending.capsUsd.sector", 7],
    "cache-hours": ["spending.cacheHours", 6],
    evidence: ["evidence.folder", "folder"],
    "known-after": ["evidence.knownAfterDays", 3],
    record: ["record", "elsewhere"],
  };
  const tested = new Set<string>();
  for (const name of SETTINGS_COMMANDS) {
    if (name === "sweep") continue;
    const is = alone(SETTINGS_OF[name].is as Command<OptionTable>);
    for (const { option } of overridesOf(name)) {
      tested.add(option);
      const [place, value] = known[option];
      const laid = withOverlay(BASE, overlayOf(readOptions(is, words(is, option))));
      equal(flat(effective(laid))[place], JSON.stringify(value), `${name} --${option}`);
    }
  }
  deepEqual(OVERRIDES.map(({ option }) => option).filter((one) => !tested.has(one)), []);
});

Deno.test("each option of a sweep that sets something stands in the table, with what it sets", () => {
  const is = SWEEP as Command<OptionTable>, listed = SWEEP_OVERRIDES.map(({ option }) => option);
  /** What an option needs beside it; the fields that this sets do not count. */
  const beside: Readonly<Record<string, readonly string[]>> = {
    mandate: ["--book", "limits"],
    of: ["--ballots", "b.parquet"],
    evidence: ["--prices", "p.csv", "--scores", "s.csv"],
    "known-after": ["--prices", "p.csv", "--scores", "s.csv", "--evidence", "folder"],
    "scores-known-by": ["--prices", "p.csv", "--scores", "s.csv"],
    "scores-age": ["--prices", "p.csv", "--scores", "s.csv", "--scores-known-by"],
    "scored-by": ["--prices", "p.csv", "--scores", "s.csv"],
    "without-dividends": ["--prices", "p.csv", "--scores", "s.csv"],
  };
  /** What says nothing of the configuration, or is told by words of its own. */
  const others = [
    ...["accept", "compare", "vary", "pair", "draws", "workers", "out", "settings", "dry-run"],
    ...["open-holdout", "because", "chosen", "record"],
  ];
  const set = (args: readonly string[]) => {
    const { fields, data, book } = sweepArguments(args);
    return { sweep: { ...fields, data, settings: book } };
  };
  for (const option of Object.keys(is.options)) {
    if (others.includes(option)) continue;
    const with_ = beside[option] ?? [];
    // Neither of these two stands without the other.
    const together = ["prices", "scores"].includes(option) ? ["prices", "scores"] : [option];
    const said = together.flatMap((one) => words(is, one));
    const places = changed(set(with_), set([...with_, ...said]));
    ok(places.length > 0, `--${option} sets nothing`);
    const own = SWEEP_OVERRIDES.filter((row) => together.includes(row.option));
    ok(own.length > 0, `--${option} is not in the table`);
    for (const place of places) {
      ok(
        own.some(({ setting }) => place === setting || place.startsWith(`${setting}.`)),
        `--${option} sets ${place}, and stands for ${own.map(({ setting }) => setting)}`,
      );
    }
  }
  deepEqual(listed.filter((option) => !Object.hasOwn(is.options, option)), []);
});

Deno.test("every row of the table has a field", () => {
  for (const { option, setting } of OVERRIDES) {
    const holds = withOverlay(BASE, [{ option, setting, value: undefined }]);
    const [block] = setting.split(".");
    ok(Object.hasOwn(holds, block), setting);
    ok(Object.hasOwn(effective(BASE), block) || block === "record", setting);
  }
});

Deno.test("withOverlay() changes a mandate that is named, one that is spelt out, and none", () => {
  const overlay = [{ option: "turnover", setting: "mandate.turnover", value: 0.3 }];
  const laid = (mandate?: unknown) =>
    withOverlay(mandate === undefined ? {} : { mandate }, overlay).mandate;
  deepEqual(laid("cautious"), { from: "cautious", turnover: 0.3 });
  deepEqual(laid({ side: 0.4 }), { side: 0.4, turnover: 0.3 });
  deepEqual(laid(), { turnover: 0.3 });
  const off = OVERRIDES.find(({ option }) => option === "turnover")!;
  equal(off.of!("off"), null);
});

Deno.test("--known-after is about the folder of the settings too, and refused where neither names one", () => {
  const needs = /Cannot use --known-after without --evidence: it says when rows of evidence count/;
  throws(() => rebalanceArguments(["--prices", "p.csv", "--known-after", "5"]), needs);
  equal(
    rebalanceArguments(["--prices", "p.csv", "--known-after", "5", "--settings", "s.json"])
      .knownAfter,
    5,
  );
});

Deno.test("a lag without any folder is refused by what the settings then say", async () => {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(path, "{}");
  const line = ["--prices", "p.csv", "--known-after", "5", "--settings", path];
  await rejects(readSettings(rebalanceArguments(line)), /knownAfterDays is about a folder/);
  await Deno.writeTextFile(path, '{"evidence": {"folder": "ev"}}');
  deepEqual((await readSettings(rebalanceArguments(line))).evidence, {
    folder: "ev",
    knownAfterDays: 5,
  });
  await Deno.remove(path);
});
