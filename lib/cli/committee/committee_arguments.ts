import { SECTORS } from "../../market/mod.ts";
import { command } from "../options/command.ts";
import { marketChoice, PRICES, WORLD } from "../options/market_options.ts";
import { flag, many, option } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import {
  dollars,
  file,
  names,
  namesOf,
  number,
  weights,
  whole,
  words,
} from "../options/readers.ts";
import { FORMER_STATE, RECORD } from "../options/record_option.ts";
import { SCHEDULE, WEIGHTS } from "../options/book_options.ts";
import { AS_OF, checkSpan, dryRun, out, SETTINGS, span } from "../options/run_options.ts";

const HISTORY = span("day of a history, which is polled on each day of --schedule", {
  to: "the last of the data",
});
const NEEDS_FROM = ["from", "it is about a history, which begins there"] as const;

/** The command `committee`. */
export const COMMITTEE = command({
  name: "committee",
  about:
    "Without --settings it asks the rule analyst alone, which calls nobody; without --prices about " +
    "the simulated market.",
  options: {
    ...SETTINGS,
    analysts: option(names("names of analysts", "rules,openai/fast"), {
      value: "A,B",
      help: "who is polled: rules, replay/NAME, or PROVIDER/ROLE as in the settings",
    }),
    recording: many(file, {
      value: "FILE",
      help:
        "recorded answers, as the analysts replay/NAME-OF-THE-FILE; they are polled where --analysts " +
        "names nobody",
    }),
    "record-answers": option(file, {
      value: "FILE",
      help: "write the answers there for --recording; what it holds of other questions stays",
    }),
    rubric: option(file, {
      value: "FILE",
      help:
        "your own rubric as JSON (data/rubric.example.json is the lab's); another question is asked " +
        "and paid anew",
    }),
    weights: option(weights, {
      ...WEIGHTS,
      help:
        `${WEIGHTS.help}, by which the answers are counted (default: the rubric's); asks nothing anew`,
    }),
    sectors: option(namesOf(SECTORS, (name) => name.toUpperCase()), {
      value: "A,B",
      help: "such as XLK,XLE (default: all that are listed on the day)",
    }),
    ...PRICES,
    ...WORLD,
    "as-of": { ...AS_OF["as-of"], notWith: { from: "need one day, or a history" } },
    from: HISTORY.from,
    to: { ...HISTORY.to, needs: NEEDS_FROM },
    schedule: { ...SCHEDULE.schedule, needs: NEEDS_FROM },
    samples: option(whole(1, 1000), {
      value: "N",
      help: "how often each question is asked",
      preset: "1",
    }),
    cap: option(dollars, {
      value: "USD",
      help: "most that the sweep may cost, all its runs together (default 55)",
    }),
    "cap-day": option(dollars, {
      value: "USD",
      help: "most in a calendar day, UTC (default 100)",
    }),
    "cap-sector": option(dollars, {
      value: "USD",
      help: "most for one sector of the sweep (default 5)",
    }),
    "cache-hours": option(number(0, 8760, "hours"), {
      value: "N",
      help: "use an answer again for so long (default 4, of a history 8760; 0 asks anew)",
    }),
    name: option(words, {
      value: "NAME",
      help: "book the sweep under this name (default: made from what is asked)",
    }),
    ...RECORD,
    ...out("committee.json, of a history history.json, and ballots.parquet"),
    "research-past": flag({
      help:
        "research on today's web though the day is past or simulated; every ballot from it is " +
        "marked contaminated",
    }),
    ...dryRun("print the quote and call nobody"),
  },
  former: FORMER_STATE,
  notes:
    "With --from, --to and --schedule it asks about many days: one quote for all of them, and caps that " +
    "hold across them. Every answer comes into the record (--record) as it is given.\n\n" +
    "Stop with Ctrl+C and start again, also days later: what is paid for is kept until every " +
    "question has its answer. The exit code is 2 when questions stayed without an answer, or no answer " +
    'was a ballot. "deno task reservations" shows what calls without a known price may have cost.',
});

/** What the command line of `committee` asks for. */
export type CommitteeArguments = ReturnType<typeof committeeArguments>;

/**
 * The command line of `committee` as checked values.
 *
 * @param args The words after the command.
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example
 * ```ts
 * import { committeeArguments } from "./committee_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(committeeArguments(["--sectors", "xlk,XLE"]).sectors, ["XLK", "XLE"]);
 * ```
 */
export function committeeArguments(args: readonly string[]) {
  const given = readOptions(COMMITTEE, args);
  checkSpan(given);
  return { ...given, market: marketChoice(given) };
}
