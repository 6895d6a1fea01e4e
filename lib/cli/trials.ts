/**
 * `deno task trials`: how much was tried, what was opened, and a count begun anew on record.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  openTrialsFile,
  trialPlaces,
  type TrialsFile,
  trialsFolder,
  type TrialTally,
} from "../evidence/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { counted, number } from "../words.ts";
import { console } from "./console.ts";
import { command, subcommandOf } from "./options/command.ts";
import { helpAsked } from "./options/help_text.ts";
import { option } from "./options/option.ts";
import { readOptions } from "./options/read_options.ts";
import { words } from "./options/readers.ts";
import { UsageError } from "./options/usage_error.ts";
import { tellErrors } from "./tell_errors.ts";
import { textTable } from "./text_table.ts";

/** The command `trials`, which shows. */
export const TRIALS = command({
  name: "trials",
  about: "What was tried, by question and data, what was opened, and what is wrong with the log.",
  subcommands: {
    "begin-anew": "begin the count anew, for a class or after a rehearsal, with a reason on record",
  },
  options: {
    anchor: option(words, {
      value: "TEXT",
      help: "check the log against an anchor that was noted elsewhere",
    }),
  },
  former: {
    "begin-anew": "trials begin-anew --because TEXT",
    because: "trials begin-anew --because TEXT",
    family: "trials begin-anew --because TEXT --family NAME",
  },
  notes:
    "LAB_TRIALS=DIR before any command keeps the count in another folder: for a rehearsal that is " +
    "nobody's search.",
});

/** The subcommand `trials begin-anew`. */
export const BEGIN_ANEW = command({
  name: "trials begin-anew",
  about:
    "Begins the count anew: for a class, or after a rehearsal. The reason stays on record and is " +
    "shown beside every count; what was tried and opened before stays too.",
  options: {
    because: option(words, { value: "TEXT", help: "the reason; needed" }),
    family: option(words, {
      value: "NAME",
      help: "of one family alone, as it is named in the table",
    }),
  },
});

const DAY_LETTERS = 10;

/** What the log says, as a text. */
function trialsText(tally: TrialTally): string {
  const { families, life, repeats, openings, resets, gaps, problems, anchor } = tally;
  const rows = Object.entries(families).map(([name, { tried, life }]) => [
    outsideLine(name),
    number(tried, { digits: 0 }),
    number(life, { digits: 0 }),
  ]);
  const opened = Object.entries(openings).flatMap(([name, times]) =>
    times.map(({ at, because, isBeforeReset }) => [
      at.slice(0, DAY_LETTERS),
      outsideLine(name) + (isBeforeReset ? " (before the count began anew)" : ""),
      outsideLine(because),
    ])
  );
  const right = (heading: string) => ({ heading, right: true });
  return [
    rows.length === 0
      ? "Nothing was counted yet.\n"
      : textTable([{ heading: "question and data" }, right("tried"), right("in its life")], rows),
    `${number(life, { digits: 0 })} in the life of this lab; ${
      counted(repeats, "repeated run")
    } counted once.\n`,
    ...(opened.length === 0 ? ["No holdout was opened.\n"] : [
      "\nHoldouts that were opened\n" + textTable(
        [{ heading: "on" }, { heading: "of" }, { heading: "because" }],
        opened,
      ),
    ]),
    ...resets.map(({ at, family, because }) =>
      `Begun anew on ${at.slice(0, DAY_LETTERS)}, ${
        family === undefined ? "all families" : outsideLine(family)
      }: ${outsideLine(because)}.\n`
    ),
    ...gaps.map(({ at, because }) =>
      `Interrupted before ${at.slice(0, DAY_LETTERS)}: ${outsideLine(because)}.\n`
    ),
    ...problems.map(({ what }) => `Not as it was written: ${what}.\n`),
    ...(anchor === undefined
      ? []
      : [`Anchor ${anchor}: noted elsewhere, it fixes the log up to here.\n`]),
  ].join("");
}

/**
 * Runs the command.
 *
 * @param args The words after the command; see `--help`.
 * @param world The present moment, and the folder that holds the count.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export function runTrials(
  args: readonly string[],
  world: { readonly now: Date; readonly root: string; readonly say?: (text: string) => void } = {
    now: new Date(),
    root: trialsFolder(fileURLToPath(new URL("../../", import.meta.url))),
  },
): void {
  const { now, root, say = (text) => console.log(text.trimEnd()) } = world;
  const { name, rest } = subcommandOf(args, ["begin-anew"]);
  const help = helpAsked(name === undefined ? TRIALS : BEGIN_ANEW, rest);
  if (help !== undefined) return say(help);
  // A command line that is wrong makes no file.
  const asked = name === undefined
    ? { anchor: readOptions(TRIALS, rest).anchor }
    : readOptions(BEGIN_ANEW, rest);
  const trials = openTrialsFile(trialPlaces(root));
  say(trialsText(
    "anchor" in asked
      ? trials.tally({ anchor: asked.anchor })
      : begunAnew(trials, { ...asked, at: now.toISOString() }),
  ));
}

function begunAnew(
  trials: TrialsFile,
  { because, family, at }: {
    readonly because?: string;
    readonly family?: string;
    readonly at: string;
  },
): TrialTally {
  if (because === undefined) {
    throw new UsageError(
      "Cannot begin the count anew: need --because with the reason, which stays on record",
    );
  }
  const known = Object.keys(trials.tally().families);
  if (family !== undefined && !known.includes(family)) {
    throw new RangeError(
      `Cannot begin the count of ${JSON.stringify(outsideLine(family))} anew: ${
        known.length === 0 ? "nothing was counted yet" : `need one of ${known.join("; ")}`
      }`,
    );
  }
  return trials.reset({ at, because, ...(family === undefined ? {} : { family }) });
}

if (import.meta.main) await tellErrors(() => runTrials(Deno.args));
