import {
  ACCOUNT,
  LAB_ACCOUNT,
  LAB_WEIGHTS,
  MANDATE,
  mandateName,
  WEIGHTS,
} from "../options/book_options.ts";
import { COMMITTEE } from "../committee/committee_arguments.ts";
import { ballotChoice, of, RECORD_WORD } from "../options/ballot_options.ts";
import { command } from "../options/command.ts";
import { marketChoice, PRICES, WORLD } from "../options/market_options.ts";
import { flag, option } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { equity, file, names, orOff, percent, weights } from "../options/readers.ts";
import { RECORD } from "../options/record_option.ts";
import { AS_OF, dryRun, out, SETTINGS } from "../options/run_options.ts";
import { scoreChoice, SCORES } from "../options/score_options.ts";
import { UsageError } from "../options/usage_error.ts";

/** What scores are that are there already. */
const NOT_POLLED = {
  scores: "nobody is polled where scores are given",
  committee: "nobody is polled where a verdict is given",
};
const { samples, cap, "cap-day": capDay, "cap-sector": capSector, "cache-hours": cacheHours } =
  COMMITTEE.options;
/** What is said of a polling, and means nothing without one. */
const POLLING = {
  samples,
  cap,
  "cap-day": capDay,
  "cap-sector": capSector,
  "cache-hours": cacheHours,
  ...dryRun("print the quote of a polling and call nobody"),
};

/** The command `rebalance`. */
export const REBALANCE = command({
  name: "rebalance",
  about:
    "Without --prices on the simulated market, without --scores with the scores of the rule analyst.",
  options: {
    ...PRICES,
    ...WORLD,
    ...AS_OF,
    ...SCORES,
    committee: option(file, {
      value: `FILE|${RECORD_WORD}`,
      help: "the verdict of a committee: its committee.json, or that day's ballots in a " +
        "ballots.parquet or the record",
      notWith: { scores: "a verdict is scores, and need one or the other" },
    }),
    analysts: {
      ...COMMITTEE.options.analysts,
      help:
        "poll these first, as `committee` does: rules, replay/NAME, or PROVIDER/ROLE as in the " +
        "settings; its committee.json lies beside the orders",
      notWith: NOT_POLLED,
    },
    recording: { ...COMMITTEE.options.recording, notWith: NOT_POLLED },
    ...POLLING,
    ...of("committee"),
    ...RECORD,
    weights: option(weights, { ...WEIGHTS, help: `${WEIGHTS.help} (default ${LAB_WEIGHTS})` }),
    account: option(equity, { ...ACCOUNT, help: `${ACCOUNT.help} (default ${LAB_ACCOUNT})` }),
    holdings: option(file, {
      value: "FILE",
      help: "what the account holds, CSV: ticker, shares, optional since; CASH for cash",
    }),
    mandate: option(mandateName, { ...MANDATE, help: `${MANDATE.help} (default lab)` }),
    turnover: option(orOff(percent(0, 1000)), {
      value: "N|off",
      help:
        "percent of equity that may be traded in 30 days (default: the mandate's own, in the lab's 20)",
    }),
    ...SETTINGS,
    // Which of them are limits is known once there is a problem.
    relax: option(names("names of limits", "sector,side"), {
      value: "A,B",
      help: "limits that give way so that the gross is kept, the first named first",
    }),
    explain: flag({ help: "tell the way of each view to its order" }),
    capacity: flag({ help: "the same views in accounts of 10 thousand to 10 million dollars" }),
    ...out("orders.csv, basket.csv and rebalance.json"),
  },
  notes: "What the command line says goes before the settings file.",
});

/** What the command line of `rebalance` asks for. */
export type RebalanceArguments = ReturnType<typeof rebalanceArguments>;

/**
 * The command line of `rebalance` as checked values.
 *
 * @param args The words after the command.
 * @returns Values in the lab's units: dollars, shares of one, days.
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example Percent on the command line, shares inside
 * ```ts
 * import { rebalanceArguments } from "./rebalance_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(rebalanceArguments(["--weights", "40,30,30"]).weights, [0.4, 0.3, 0.3]);
 * ```
 */
export function rebalanceArguments(args: readonly string[]) {
  const given = readOptions(REBALANCE, args), { analysts, recording, said } = given;
  const isPolled = analysts !== undefined || recording.length > 0;
  const stray = Object.keys(POLLING).find((name) => said.has(name as keyof typeof POLLING));
  if (stray !== undefined && !isPolled) {
    throw new UsageError(`Cannot use --${stray} without --analysts: it is about a polling`);
  }
  return {
    ...given,
    ...scoreChoice(given),
    isPolled,
    choice: ballotChoice(given),
    market: marketChoice(given),
  };
}
