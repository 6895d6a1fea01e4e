/**
 * `deno task trials`: how much was tried, what was opened, and a count begun anew on record.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "./parse_args.ts";
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
import { isTold } from "./is_told.ts";
import { textTable } from "./text_table.ts";

/** How the command is used, printed by `--help`. */
const USAGE = `Usage: deno task trials [options]

  (without options)   what was tried, by question and data, what was opened, what is wrong with the log
  --anchor TEXT       check the log against an anchor that was noted elsewhere
  --begin-anew --because TEXT
                      begin the count anew: for a class, or after a rehearsal. The reason stays on record
                      and is shown beside every count; what was tried and opened before stays too
  --family NAME       of one family alone, as it is named in the table
  --help              this text

LAB_TRIALS=DIR before any command keeps the count in another folder: for a rehearsal that is nobody's search.
`;

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
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      anchor: { type: "string" },
      "begin-anew": { type: "boolean" },
      because: { type: "string" },
      family: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return say(USAGE);
  const trials = openTrialsFile(trialPlaces(root));
  if (!values["begin-anew"]) {
    const stray = ["because", "family"].find((name) => values[name as "because"] !== undefined);
    if (stray) throw new TypeError(`Cannot use --${stray} without --begin-anew`);
    return say(trialsText(trials.tally({ anchor: values.anchor })));
  }
  if (values.anchor !== undefined) {
    throw new TypeError("Cannot use --anchor with --begin-anew: check the log first");
  }
  say(trialsText(begunAnew(trials, { ...values, at: now.toISOString() })));
}

function begunAnew(
  trials: TrialsFile,
  { because, family, at }: {
    readonly because?: string;
    readonly family?: string;
    readonly at: string;
  },
): TrialTally {
  if (because === undefined || because.trim() === "") {
    throw new TypeError(
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

if (import.meta.main) {
  try {
    runTrials(Deno.args);
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
}
