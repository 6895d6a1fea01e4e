import { ballotChoice, BALLOTS } from "../options/ballot_options.ts";
import { command } from "../options/command.ts";
import { INDUSTRIES, marketChoice, PRICES, SEED, YEARS } from "../options/market_options.ts";
import { option } from "../options/option.ts";
import { file } from "../options/readers.ts";
import { readOptions } from "../options/read_options.ts";
import { FORMER_STATE, RECORD } from "../options/record_option.ts";
import { out, SETTINGS } from "../options/run_options.ts";

/** The command `scorecard`. */
export const SCORECARD = command({
  name: "scorecard",
  about: "Without --prices and --industries on the simulated market.",
  options: {
    ...PRICES,
    ...INDUSTRIES,
    ...SEED,
    ...YEARS,
    ...BALLOTS,
    availability: option(file, {
      value: "FILE",
      help: "availability.json, whose weeks at the stated rates latency and availability are about",
    }),
    ...RECORD,
    ...SETTINGS,
    ...out("scorecard.json"),
  },
  former: FORMER_STATE,
});

/**
 * The command line of `scorecard` as checked values.
 *
 * @throws {RangeError | TypeError} If an option is unknown, its value is not what it should be, or
 *   two options name different markets.
 *
 * @example The simulated market, unless told otherwise
 * ```ts
 * import { scorecardArguments } from "./scorecard_arguments.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(scorecardArguments([]).market.kind, "simulated");
 * equal(scorecardArguments(["--industries"]).market.kind, "industries");
 * ```
 */
export function scorecardArguments(args: readonly string[]) {
  const given = readOptions(SCORECARD, args);
  return { ...given, choice: ballotChoice(given), market: marketChoice(given) };
}
