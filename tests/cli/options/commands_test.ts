/**
 * Every option of every command: it has help, a reader that refuses nonsense with a sentence that names
 * it, and means the same wherever it stands.
 */
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { AVAILABILITY } from "../../../lib/cli/availability.ts";
import { BACKTEST, backtestArguments } from "../../../lib/cli/backtest/backtest_arguments.ts";
import { COMMITTEE } from "../../../lib/cli/committee/committee_arguments.ts";
import { COVERAGE } from "../../../lib/cli/coverage.ts";
import { DAYS } from "../../../lib/cli/days_arguments.ts";
import { EVIDENCE_COMMAND } from "../../../lib/cli/evidence/evidence_arguments.ts";
import type { Command } from "../../../lib/cli/options/command.ts";
import { helpText } from "../../../lib/cli/options/help_text.ts";
import type { Option, OptionTable } from "../../../lib/cli/options/option.ts";
import { readOptions } from "../../../lib/cli/options/read_options.ts";
import { PRICES_COMMAND } from "../../../lib/cli/prices/prices_arguments.ts";
import {
  RECORD_COMMAND,
  RECORD_MERGE,
  RECORD_RESOLVE,
} from "../../../lib/cli/record/record_arguments.ts";
import { REBALANCE } from "../../../lib/cli/rebalance/rebalance_arguments.ts";
import { RELEASE, RESERVATIONS } from "../../../lib/cli/reservations_arguments.ts";
import { SCORECARD } from "../../../lib/cli/scorecard/scorecard_arguments.ts";
import { SETTINGS_COMMAND } from "../../../lib/cli/settings/settings_arguments.ts";
import { LAB } from "../../../lib/cli/setup/lab_settings.ts";
import { sweepArguments } from "../../../lib/cli/sweep/sweep_arguments.ts";
import {
  SWEEP,
  SWEEP_LIST,
  SWEEP_RERUN,
  SWEEP_RESUME,
} from "../../../lib/cli/sweep/sweep_options.ts";
import { BEGIN_ANEW, TRIALS } from "../../../lib/cli/trials.ts";

const COMMANDS: readonly Command<OptionTable, unknown>[] = [
  AVAILABILITY,
  BACKTEST,
  BEGIN_ANEW,
  COMMITTEE,
  COVERAGE,
  DAYS,
  EVIDENCE_COMMAND,
  LAB,
  PRICES_COMMAND,
  REBALANCE,
  RECORD_COMMAND,
  RECORD_MERGE,
  RECORD_RESOLVE,
  RELEASE,
  RESERVATIONS,
  SCORECARD,
  SETTINGS_COMMAND,
  SWEEP,
  SWEEP_LIST,
  SWEEP_RERUN,
  SWEEP_RESUME,
  TRIALS,
];

const all = COMMANDS.flatMap((is) =>
  Object.entries(is.options).map(([name, option]: [string, Option<unknown>]) => ({
    is,
    name,
    option,
    what: `${is.name} --${name}`,
  }))
);

/** The command that has one option alone, so that nothing else is asked of a line. */
const alone = (name: string, option: Option<unknown>) => ({
  name: "x",
  options: { [name]: { ...option, needs: undefined, notWith: undefined } },
});

/** What a reader makes of a text: its value, or that it refuses. */
function made(name: string, option: Option<unknown>, text: string): string {
  try {
    const line = readOptions(alone(name, option), [`--${name}=${text}`]);
    const value = Object.entries(line).find(([field]) => field !== "said" && field !== "word")![1];
    return JSON.stringify(value);
  } catch {
    return "refused";
  }
}

Deno.test("every task that takes options is in this list", async () => {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("../../../deno.json", import.meta.url)),
  ) as { tasks: Record<string, { command: string }> };
  const taking = Object.entries(tasks).flatMap(([name, { command }]) =>
    /own_deno\.ts\)" run -A lib\/cli\//.test(command) ? [name] : []
  );
  const listed = COMMANDS.map(({ name }) => name);
  deepEqual(taking.filter((name) => !listed.includes(name)), [], "put it into COMMANDS");
});

Deno.test("each option of each command stands in its help with a text, and no line is wider than the page", () => {
  for (const is of COMMANDS) {
    const help = helpText(is);
    for (const [name, { help: text }] of Object.entries(is.options)) {
      match(help, new RegExp(`^  --${name}(?: |$)`, "m"), `${is.name} --${name}`);
      ok(text.length >= 8, `${is.name} --${name}: ${text}`);
    }
    ok(help.split("\n").every(({ length }) => length <= 100), is.name);
  }
});

Deno.test("each option with a value refuses nonsense with a sentence that names it and what was given", () => {
  for (const { name, option, what } of all) {
    if (option.value === undefined) continue;
    // What takes any words or a path refuses none alone; all others refuse what is no word of theirs.
    const isText = made(name, option, "@ no value @") !== "refused";
    const nonsense = isText ? " " : "@ no value @";
    throws(
      () => readOptions(alone(name, option), [`--${name}=${nonsense}`]),
      (error: Error) => {
        match(error.message, new RegExp(`^Cannot read --${name}: need .+, got "`), what);
        return error instanceof RangeError;
      },
      what,
    );
  }
});

Deno.test("each default is a value that its own option takes", () => {
  for (const { name, option, what } of all) {
    if (option.preset !== undefined) ok(made(name, option, option.preset) !== "refused", what);
  }
});

/** Texts at and beyond every bound that an option of this lab has. */
const PROBES = [
  ...["0", "-1", "0.5", "1", "2", "39", "40", "60", "61", "100", "101", "200", "201", "256", "257"],
  ...["1000", "1001", "100000", "1000000", "1000001", "2147483647", "2147483648", "1e12", "1e13"],
  ...["x", "", "off", "all", "weekly", "4weeks", "monthly", "vintages", "daily"],
  ...["tilt", "hedged-tilt", "limits", "mandate", "lab", "cautious", "printed", "next-open"],
  ...[
    "same-close",
    "same close",
    "2024-03-08",
    "2024-02-30",
    "50,25,25",
    "50,50",
    "XLK,xle",
    "XLQ",
  ],
];

Deno.test("the same option takes the same values and refuses the same, in every command", () => {
  const byName = Map.groupBy(all, ({ name }) => name);
  let shared = 0;
  for (const [name, places] of byName) {
    const [first, ...others] = places;
    for (const other of others) {
      shared++;
      equal(typeof other.option.value, typeof first.option.value, `${first.what}, ${other.what}`);
      for (const text of PROBES) {
        if (first.option.value === undefined) continue;
        const [a, b] = [first, other].map(({ option }) => made(name, option, text));
        // A sweep takes several worlds and several weightings, each as the others take one.
        const of = (value: string) => /^\[(\d+|\[.*\])\]$/.exec(value)?.[1] ?? value;
        equal(of(b), of(a), `${first.what} and ${other.what}, of ${JSON.stringify(text)}`);
      }
    }
  }
  ok(shared > 40, `${shared} options are shared`);
});

Deno.test("options that others are held against are there", () => {
  for (const { is, option: { needs, notWith = {} }, what } of all) {
    if (needs) ok(Object.hasOwn(is.options, needs[0]), what);
    for (const name of Object.keys(notWith)) {
      // A shared option names what some commands have not.
      ok(COMMANDS.some(({ options }) => Object.hasOwn(options, name)), `${what}: ${name}`);
    }
  }
});

Deno.test("no former name is an option of this version, and each answers with the new one", () => {
  let count = 0;
  for (const is of COMMANDS) {
    for (const name of Object.keys(is.former ?? {})) {
      count++;
      equal(Object.hasOwn(is.options, name), false, `${is.name} --${name}`);
      throws(
        () => readOptions(is, [`--${name}`, "7"]),
        new RegExp(`^TypeError: Cannot use --${name}: say (?:--|${is.name.split(" ")[0]} )`),
      );
    }
  }
  equal(count, 18);
});

Deno.test("what former names answer is a command line that is taken", () => {
  equal(backtestArguments(["--book", "mandate", "--mandate", "printed"]).mandate, "printed");
  equal(sweepArguments(["--analyst-count", "3"]).book.analysts, 3);
  deepEqual(sweepArguments(["resume", "0a1b"]).runs, ["0a1b"]);
  deepEqual(sweepArguments(["rerun", "0a1b", "--workers", "0"]).workers, 0);
  equal(sweepArguments(["list", "--out", "x"]).out, "x");
  deepEqual(
    sweepArguments([
      ...["--open-holdout", "key", "--because", "reason", "--chosen", "50,25,25"],
    ]).open,
    { weights: [0.5, 0.25, 0.25], key: "key", because: "reason" },
  );
});

Deno.test("a sweep that is told nothing sets nothing over a settings file", () => {
  const { fields, data, book, vary, accept } = sweepArguments([]);
  deepEqual([fields, data, book, vary, accept], [{}, {}, {}, [], []]);
});
