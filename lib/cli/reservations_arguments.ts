import { parseArgs } from "./parse_args.ts";
import { shown } from "../arguments.ts";
import { outsideLine } from "../outside_text.ts";

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task reservations [options]

Lists what is reserved for paid calls and not settled: money that may have been spent, and that the
caps count as spent. Compare it with the provider's bill, then release what is settled there.

  --state DIR       where the ledger lives (default .lab/state)
  --release N,N     settle these reservations by their numbers, or "all" that are not under way
  --because TEXT    the reason, which stays in the ledger; needed with --release
  --cost USD        what the bill says of the one that is released (default 0)
  --help            this text
`;

/** What the command line of `reservations` asks for. */
export interface ReservationsArguments {
  readonly state?: string;
  readonly release?: readonly number[] | "all";
  /** One clean line; there is one with `release`, and only then. */
  readonly because?: string;
  /** Dollars. */
  readonly costUsd: number;
  readonly help: boolean;
}

function numbersOf(text: string | undefined): readonly number[] | "all" | undefined {
  if (text === undefined || text.trim() === "all") return text === undefined ? undefined : "all";
  const words = text.split(",").map((word) => word.trim());
  const wrong = words.find((word) => !/^[1-9]\d{0,14}$/.test(word));
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot read --release: need numbers of reservations such as 12,15, or all, got ${
        shown(outsideLine(wrong, 60))
      }`,
    );
  }
  return [...new Set(words.map(Number))];
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
 * const args = reservationsArguments(["--release", "12,15", "--because", "not on the bill"]);
 * deepEqual(args.release, [12, 15]);
 * ```
 */
export function reservationsArguments(args: readonly string[]): ReservationsArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      state: { type: "string" },
      release: { type: "string" },
      because: { type: "string" },
      cost: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const release = numbersOf(values.release);
  const because = values.because === undefined ? "" : outsideLine(values.because);
  if (release !== undefined && because === "") {
    throw new TypeError('Cannot release: need a reason, as --because "not on the bill of March"');
  }
  if (release === undefined && (values.because !== undefined || values.cost !== undefined)) {
    throw new TypeError("Cannot use --because or --cost without --release");
  }
  const cost = values.cost ?? "0";
  const costUsd = cost.trim() === "" ? NaN : Number(cost);
  if (!(costUsd >= 0 && costUsd <= 1e6)) {
    throw new RangeError(
      `Cannot read --cost: need dollars from 0 to 1,000,000, got ${shown(outsideLine(cost, 60))}`,
    );
  }
  if (costUsd > 0 && (release === "all" || release!.length > 1)) {
    throw new TypeError("Cannot use --cost with more than one reservation: name one at a time");
  }
  return {
    state: values.state,
    ...(release === undefined ? {} : { release, because }),
    costUsd,
    help: values.help ?? false,
  };
}
