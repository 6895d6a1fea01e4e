import { SCHEDULE } from "./options/book_options.ts";
import { command } from "./options/command.ts";
import { INDUSTRIES, marketChoice, PRICES, WORLD, YEARS } from "./options/market_options.ts";
import { readOptions } from "./options/read_options.ts";
import { checkSpan, span } from "./options/run_options.ts";
import { scoreChoice, SCORES } from "./options/score_options.ts";

/** The command `days`. */
export const DAYS = command({
  name: "days",
  about:
    "Prints the days on which decisions fall, one a line: those that scores of your own need rows " +
    "for. With --scores it tells which days they lack, and which of theirs are none. Without --prices " +
    "and --industries on the simulated market.",
  options: {
    ...PRICES,
    ...INDUSTRIES,
    ...WORLD,
    ...YEARS,
    ...SCHEDULE,
    ...span("day"),
    ...SCORES,
  },
});

/** What the command line of `days` asks for. */
export type DaysArguments = ReturnType<typeof daysArguments>;

/**
 * The command line of `days` as checked values.
 *
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example
 * ```ts
 * import { daysArguments } from "./days_arguments.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(daysArguments(["--schedule", "monthly"]).schedule, "monthly");
 * ```
 */
export function daysArguments(args: readonly string[]) {
  const given = readOptions(DAYS, args);
  checkSpan(given);
  return { ...given, ...scoreChoice(given), market: marketChoice(given) };
}
