import { checkedWeights, type PillarWeights } from "../../committee/mod.ts";
import { POOLED, type Pooled, RECORD_FOLDER } from "../../record/mod.ts";
import type { Day } from "../../units.ts";
import { command, subcommandOf } from "../options/command.ts";
import { PRICES } from "../options/market_options.ts";
import { option } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { folder, names, namesOf, weights } from "../options/readers.ts";
import { RECORD_LOOKED_AT } from "../options/record_option.ts";
import { checkSpan, out, SETTINGS, span } from "../options/run_options.ts";
import type { SaidOptions } from "../settings/overrides.ts";
import { UsageError } from "../options/usage_error.ts";

/** The command `record`, which shows. */
export const RECORD_COMMAND = command({
  name: "record",
  about:
    "What was polled and what became of it: pending and resolved days, and of each analyst hit rate, " +
    "calibration, house bias, noise and dollars per basis point, each with its interval and n. What was " +
    "asked before the fact (forward) and about the past never stand together.",
  subcommands: {
    resolve: "join the outcome of every decision day whose horizon is over",
    merge: "take another record's ballots and outcomes into this one",
  },
  options: {
    analysts: option(names("names of analysts", "rules,openai/fast"), {
      value: "A,B",
      help: "of these alone, as they were polled (default: all)",
    }),
    ...span("decision day"),
    pool: option(namesOf(POOLED), {
      value: "A,B",
      help: `take together what is kept apart: ${POOLED.join(", ")}`,
    }),
    weights: option(weights, {
      value: "F,S,T",
      help: "weights of fundamentals, sentiment and technicals in the scores, percent",
      preset: "50,25,25",
    }),
    ...RECORD_LOOKED_AT,
    ...SETTINGS,
    ...out("record.json"),
  },
});

/** The subcommand `record resolve`. */
export const RECORD_RESOLVE = command({
  name: "record resolve",
  about:
    "Joins to every decision day whose horizon is over what the sectors returned, from the decision's " +
    "close to the close at the horizon's end, and appends it. Simulated days and the industries are " +
    "resolved without a file, real ones by --prices. A day that has its outcome keeps it: where these " +
    "prices say another, that is told. A second run appends nothing.",
  options: { prices: PRICES.prices, accept: PRICES.accept, ...RECORD_LOOKED_AT, ...SETTINGS },
  notes:
    "The closes must count dividends: an outcome stays as it is joined, so that prices alone would leave " +
    "it wrong for good.",
});

/** The subcommand `record merge`. */
export const RECORD_MERGE = command({
  name: "record merge",
  about:
    "Appends what the record in another folder holds and this one does not. The same ballot is taken " +
    "once; another answer to the same question is kept beside the first, and both are named. Nothing is " +
    "rewritten; a record whose chain is broken is refused.",
  word: option(folder, { value: "DIR", help: "the folder of the other record; needed" }),
  options: { ...RECORD_LOOKED_AT, ...SETTINGS },
});

/** Where a command line looks for the record. */
interface RecordPlace {
  /** Folder of the record; a settings file may name another. */
  readonly folder: string;
  /** What was said of it, where a settings file is named. */
  readonly by?: SaidOptions & { readonly settings: string };
}

/** What the command line of `record` asks for. */
export type RecordArguments =
  | (RecordPlace & {
    readonly kind: "list";
    readonly analysts?: readonly string[];
    readonly from?: Day;
    readonly to?: Day;
    readonly pool: readonly Pooled[];
    readonly weights: PillarWeights;
    readonly out?: string;
  })
  | (RecordPlace & {
    readonly kind: "resolve";
    readonly prices: readonly string[];
    readonly accept: readonly string[];
  })
  | (RecordPlace & { readonly kind: "merge"; readonly other: string });

/** The folder of the record that is named. @throws {UsageError} If it is off. */
export function folderOf(record: string | undefined): string {
  if (record === "off") {
    throw new UsageError("Cannot use --record off: need the folder of a record to look at");
  }
  return record ?? RECORD_FOLDER;
}

function placeOf(
  line: { readonly record?: string; readonly settings?: string },
): RecordPlace {
  const { record, settings } = line, said = new Set(record === undefined ? [] : ["record"]);
  const by = { record, settings, said };
  return {
    folder: folderOf(record),
    ...(settings === undefined ? {} : { by: by as RecordPlace["by"] }),
  };
}

/**
 * The command line of `record` as checked values.
 *
 * @param args The words after the command.
 * @throws {RangeError | TypeError} If an option is unknown, its value is not what it should be, or a merge
 *   names no folder.
 *
 * @example
 * ```ts
 * import { recordArguments } from "./record_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(recordArguments(["merge", "other", "--record", "mine"]), {
 *   kind: "merge",
 *   folder: "mine",
 *   other: "other",
 * });
 * ```
 */
export function recordArguments(args: readonly string[]): RecordArguments {
  const { name, rest } = subcommandOf(args, ["resolve", "merge"]);
  if (name === "resolve") {
    const line = readOptions(RECORD_RESOLVE, rest), { prices, accept } = line;
    return { kind: "resolve", ...placeOf(line), prices, accept };
  }
  if (name === "merge") {
    const line = readOptions(RECORD_MERGE, rest), { word } = line;
    if (word === undefined) {
      throw new UsageError("Cannot merge: need the folder of the other record");
    }
    return { kind: "merge", ...placeOf(line), other: word };
  }
  const line = readOptions(RECORD_COMMAND, rest);
  const { analysts, from, to, pool = [], weights: given, out } = line;
  checkSpan({ from, to });
  const [fundamentals, sentiment, technicals] = given;
  return {
    kind: "list",
    ...placeOf(line),
    ...(analysts === undefined ? {} : { analysts }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    pool,
    weights: checkedWeights({ fundamentals, sentiment, technicals }),
    ...(out === undefined ? {} : { out }),
  };
}
