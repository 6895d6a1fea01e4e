import { DEFAULT_LIMITS, mandateLimits } from "../../portfolio/mod.ts";
import type { Shares } from "../../stats/mod.ts";
import type { SettingAxis } from "../../sweep/mod.ts";
import { ballotChoice } from "../options/ballot_options.ts";
import { keepsLimits, NO_TRADE_RULES } from "../options/book_options.ts";
import { type Command, subcommandOf } from "../options/command.ts";
import type { OptionTable } from "../options/option.ts";
import { type CommandLine, readOptions } from "../options/read_options.ts";
import { checkSpan } from "../options/run_options.ts";
import { scoreChoice } from "../options/score_options.ts";
import { UsageError } from "../options/usage_error.ts";
import {
  inSweep,
  LEAST_DRAWS,
  SWEEP,
  SWEEP_LIST,
  SWEEP_RERUN,
  SWEEP_RESUME,
  USUAL_DRAWS,
} from "./sweep_options.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What the command line of `sweep` asks for. */
export interface SweepArguments {
  readonly settings?: string;
  /** Folder of the record, or `off`. */
  readonly record?: string;
  /** Fields of a configuration that the command line sets, over those of the file. */
  readonly fields: Fields;
  readonly data: Fields;
  /** Warnings about the prices that the reader has checked. */
  readonly accept: readonly string[];
  /** The book's own settings. */
  readonly book: Fields;
  /** Settings to move one at a time; two of them with `pair`. */
  readonly vary: readonly SettingAxis[];
  readonly pair: boolean;
  /** Whether to say what would be run, and run nothing. */
  readonly dryRun: boolean;
  readonly workers?: number;
  readonly out: string;
  readonly seed: number;
  readonly draws: number;
  readonly action: "run" | "list" | "compare" | "rerun" | "resume";
  /** Names of runs, or their first letters. */
  readonly runs: readonly string[];
  /** Weights for which the holdout is opened. */
  readonly open?: { readonly weights: Shares; readonly key: string; readonly because: string };
}

/** The command or subcommand that a command line begins with. */
export function sweepCommand(args: readonly string[]): Command<OptionTable, unknown> {
  const { name = "run" } = subcommandOf(args, ["list", "resume", "rerun"]);
  return { run: SWEEP, list: SWEEP_LIST, resume: SWEEP_RESUME, rerun: SWEEP_RERUN }[name];
}

/** Without entries that were not given, so that a file's own are kept. */
function given(entries: Fields): Fields {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/**
 * The command line of `sweep` as checked values, in the units of a configuration.
 *
 * @throws {RangeError | TypeError} If an option is unknown, its value is not what it should be, or two
 *   of them contradict each other.
 *
 * @example Percent on the command line, shares inside
 * ```ts
 * import { sweepArguments } from "./sweep_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(sweepArguments(["--step", "10"]).fields, { grid: { step: 0.1 } });
 * ```
 */
export function sweepArguments(args: readonly string[]): SweepArguments {
  const { name: action = "run", rest } = subcommandOf(args, ["list", "resume", "rerun"]);
  if (action === "list") return { ...NOTHING, ...readOptions(SWEEP_LIST, rest), action };
  if (action === "run") return newRun(readOptions(SWEEP, rest));
  const line = action === "resume"
    ? { ...readOptions(SWEEP_RESUME, rest) }
    : { ...readOptions(SWEEP_RERUN, rest) };
  if (line.word === undefined) {
    throw new UsageError(`Cannot ${action} a sweep: need a run; see sweep list`);
  }
  return {
    ...NOTHING,
    ...line,
    ...("chosen" in line ? opened(line) : {}),
    ...("draws" in line ? { draws: checkedDraws(line.draws) } : {}),
    action,
    runs: [line.word],
  };
}

/** A command line that sets nothing. */
const NOTHING = {
  fields: {},
  data: {},
  accept: [],
  book: {},
  vary: [],
  pair: false,
  dryRun: false,
  seed: 1,
  draws: USUAL_DRAWS,
  runs: [],
} as const;

function newRun(line: CommandLine<typeof SWEEP.options>): SweepArguments {
  const { compare, vary, pair, said } = line;
  checkSpan(line);
  if (compare !== undefined) {
    const stray = [...said].find((name) => name !== "compare" && name !== "out");
    if (stray !== undefined) {
      throw new UsageError(`Cannot use --${stray} with --compare: two finished runs are compared`);
    }
  }
  if (line.holdout === "off" && line.holdoutKey !== undefined) {
    throw new UsageError("Cannot use --holdout-key with --holdout off: nothing is put away");
  }
  if (pair && vary.length !== 2) {
    throw new UsageError(
      `Cannot move a pair: need --vary twice, got it ${vary.length} times`,
    );
  }
  return {
    ...NOTHING,
    settings: line.settings,
    record: line.record,
    fields: fieldsOf(line),
    data: dataOf(line),
    accept: line.accept,
    book: bookOf(line),
    vary,
    pair,
    dryRun: line.dryRun,
    ...(line.workers === undefined ? {} : { workers: line.workers }),
    out: line.out,
    draws: checkedDraws(line.draws),
    action: compare === undefined ? "run" : "compare",
    runs: compare ?? [],
    ...opened(line),
  };
}

function checkedDraws(draws: number): number {
  if (draws >= LEAST_DRAWS) return draws;
  throw new RangeError(
    `Cannot read --draws: need at least ${LEAST_DRAWS} in a sweep, whose tests resample, got ${draws}`,
  );
}

function opened(
  { openHoldout: key, because, chosen }: {
    readonly openHoldout?: string;
    readonly because?: string;
    readonly chosen?: Shares;
  },
): Pick<SweepArguments, "open"> {
  if (key === undefined) return {};
  if (chosen !== undefined) return { open: { weights: chosen, key, because: because! } };
  throw new UsageError(
    "Cannot open the holdout: need --chosen with the weighting it is opened for",
  );
}

function fieldsOf(line: CommandLine<typeof SWEEP.options>): Fields {
  const { step, weights, from, to, fill, account, metrics, intervals, holdout, holdoutKey } = line;
  return given({
    grid: step !== undefined ? { step } : weights.length > 0 ? { list: weights } : undefined,
    from,
    to,
    fill,
    equityUsd: account,
    metrics,
    intervals: intervals === undefined ? undefined : { draws: intervals, seed: 1 },
    holdout: holdout === "off"
      ? null
      : holdout === undefined && holdoutKey === undefined
      ? undefined
      : given({ share: holdout, key: holdoutKey }),
  });
}

function dataOf(line: CommandLine<typeof SWEEP.options>): Fields {
  const { industries, prices, scoredBy, withoutDividends, evidence, knownAfter } = line;
  const { seed, years, planted, dice } = line;
  if (industries) return { kind: "industries" };
  if (prices.length > 0 && line.scores === undefined && line.ballots === undefined) {
    throw new UsageError(
      "Cannot use --prices without --scores or --ballots: a price file alone has no committee that was " +
        "asked",
    );
  }
  const recorded = ballotsOf(line);
  if (prices.length > 0) {
    return given({
      kind: "files",
      prices,
      ...scoreChoice(line),
      ...recorded,
      scoredBy,
      dividends: withoutDividends ? false : undefined,
      evidence,
      knownAfterDays: knownAfter,
    });
  }
  const simulated = given({
    seeds: seed,
    years,
    planted,
    committee: dice === undefined ? undefined : "dice",
    diceSeed: dice,
    ...scoreChoice(line),
    ...recorded,
  });
  return Object.keys(simulated).length === 0 ? {} : { kind: "simulated", ...simulated };
}

/** The ballots that a sweep is about: a file, or the word for the record. */
function ballotsOf(line: CommandLine<typeof SWEEP.options>): Fields {
  const { ballots } = line, of = ballotChoice(line);
  if (ballots === undefined) return {};
  return given({ ballots, of: Object.keys(of).length > 0 ? of : undefined });
}

function bookOf(line: CommandLine<typeof SWEEP.options>): Fields {
  const { book, mandate, limit, schedule, confidence, analystCount, halfLife, costLevel } = line;
  if (mandate !== undefined && !keepsLimits(book!)) {
    throw new UsageError(`Cannot use --mandate with --book ${book}: that book keeps no limits`);
  }
  const limits = { ...mandateChanges(mandate, book), ...Object.fromEntries(limit) };
  // A mandate by name replaces the limits of a settings file, even where it is the lab's own.
  const isSilent = mandate === undefined && limit.length === 0;
  return given({
    book: book === undefined ? undefined : inSweep(book),
    schedule,
    confidence,
    analysts: analystCount,
    halfLifeDays: halfLife,
    costLevel,
    limits: isSilent ? undefined : limits,
  });
}

/** What a mandate has otherwise than the lab's, its rules on trades left out for a book without any. */
function mandateChanges(mandate = "lab", book: string | undefined): Fields {
  const limits = Object.entries(mandateLimits(mandate)), lab: Fields = { ...DEFAULT_LIMITS };
  return Object.fromEntries(
    limits.filter(([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(lab[name]) &&
      (book === "mandate" || !Object.hasOwn(NO_TRADE_RULES, name))
    ),
  );
}
