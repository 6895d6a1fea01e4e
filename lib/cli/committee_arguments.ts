import { SECTORS } from "../market/mod.ts";
import { command } from "./options/command.ts";
import { marketChoice, PRICES, WORLD } from "./options/market_options.ts";
import { flag, many, option } from "./options/option.ts";
import { readOptions } from "./options/read_options.ts";
import { dollars, file, names, namesOf, number, whole, words } from "./options/readers.ts";
import { FORMER_STATE, RECORD } from "./options/record_option.ts";
import { AS_OF, dryRun, out, SETTINGS } from "./options/run_options.ts";

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
      help: "recorded answers, as the analyst replay/NAME-OF-THE-FILE",
    }),
    sectors: option(namesOf(SECTORS, (name) => name.toUpperCase()), {
      value: "A,B",
      help: "such as XLK,XLE (default: all that are listed on the day)",
    }),
    ...PRICES,
    ...WORLD,
    ...AS_OF,
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
      help: "use an answer again for so long (default 4; 0 asks anew)",
    }),
    name: option(words, {
      value: "NAME",
      help: "book the sweep under this name (default: made from what is asked)",
    }),
    ...RECORD,
    ...out("committee.json"),
    "research-past": flag({
      help:
        "research on today's web though the day is past or simulated; every ballot from it is " +
        "marked contaminated",
    }),
    ...dryRun("print the quote and call nobody"),
  },
  former: FORMER_STATE,
  notes:
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
  return { ...given, market: marketChoice(given) };
}
