import { outsideLine } from "../outside_text.ts";
import { command, subcommandOf } from "./options/command.ts";
import { option, type Reader } from "./options/option.ts";
import { readOptions } from "./options/read_options.ts";
import { dollars } from "./options/readers.ts";
import { FORMER_STATE, RECORD_LOOKED_AT } from "./options/record_option.ts";
import { SETTINGS } from "./options/run_options.ts";
import type { SaidOptions } from "./settings/overrides.ts";
import { UsageError } from "./options/usage_error.ts";

/** Numbers of reservations between commas, or all. */
const numbers: Reader<readonly number[] | "all"> = (text, refuse) => {
  if (text.trim() === "all") return "all";
  const words = text.split(",").map((word) => word.trim());
  const wrong = words.find((word) => !/^[1-9]\d{0,14}$/.test(word));
  return wrong === undefined
    ? [...new Set(words.map(Number))]
    : refuse("numbers of reservations such as 12,15, or all");
};

/** A reason as one clean line. */
const reason: Reader<string> = (text, refuse) =>
  outsideLine(text) || refuse('a reason, such as "not on the bill of March"');

/** The command `reservations`, which lists. */
export const RESERVATIONS = command({
  name: "reservations",
  about:
    "Lists what is reserved for paid calls and not settled: money that may have been spent, and " +
    "that the caps count as spent. Compare it with the provider's bill, then release what is settled " +
    "there.",
  subcommands: { release: "settle reservations by their numbers, with a reason on record" },
  options: { ...RECORD_LOOKED_AT, ...SETTINGS },
  former: {
    ...FORMER_STATE,
    release: (value) => `reservations release ${value || "N,N"} --because TEXT`,
    because: "reservations release N,N --because TEXT",
    cost: "reservations release N --because TEXT --cost USD",
  },
});

/** The subcommand `reservations release`. */
export const RELEASE = command({
  name: "reservations release",
  about: "Settles reservations: for nothing, or for what the bill says.",
  word: option(numbers, {
    value: "N,N|all",
    help: "their numbers, or all that are not under way",
  }),
  options: {
    because: option(reason, {
      value: "TEXT",
      help: "the reason, which stays in the ledger; needed",
    }),
    cost: option(dollars, {
      value: "USD",
      help: "what the bill says of the one that is released",
      preset: "0",
    }),
    ...RECORD_LOOKED_AT,
    ...SETTINGS,
  },
  former: FORMER_STATE,
});

/** What the command line of `reservations` asks for. */
export interface ReservationsArguments extends SaidOptions {
  readonly record?: string;
  readonly settings?: string;
  readonly release?: {
    readonly numbers: readonly number[] | "all";
    /** One clean line. */
    readonly because: string;
    /** Dollars. */
    readonly costUsd: number;
  };
}

/**
 * The command line of `reservations` as checked values.
 *
 * @param args The words after the command.
 * @throws {RangeError | TypeError} If an option is unknown, its value is not what it should be, or a
 *   release has no reason.
 *
 * @example
 * ```ts
 * import { reservationsArguments } from "./reservations_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const args = reservationsArguments(["release", "12,15", "--because", "not on the bill"]);
 * deepEqual(args.release?.numbers, [12, 15]);
 * ```
 */
export function reservationsArguments(args: readonly string[]): ReservationsArguments {
  const { name, rest } = subcommandOf(args, ["release"]);
  if (name === undefined) {
    const { record, settings, said } = readOptions(RESERVATIONS, rest);
    checkFolder(record);
    return { record, settings, said };
  }
  const { word, because, cost, record, settings, said } = readOptions(RELEASE, rest);
  checkFolder(record);
  if (word === undefined) {
    throw new UsageError("Cannot release: need numbers of reservations such as 12,15, or all");
  }
  if (because === undefined) {
    throw new UsageError('Cannot release: need a reason, as --because "not on the bill of March"');
  }
  if (cost > 0 && (word === "all" || word.length > 1)) {
    throw new UsageError("Cannot use --cost with more than one reservation: name one at a time");
  }
  return { record, settings, said, release: { numbers: word, because, costUsd: cost } };
}

/** A ledger is never off, so that the word would show the default one unsaid. */
function checkFolder(record: string | undefined): void {
  if (record === "off") {
    throw new UsageError("Cannot use --record off: need the folder of the ledger to look at");
  }
}
