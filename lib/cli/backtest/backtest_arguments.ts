import { SECTORS } from "../../market/mod.ts";
import { type BookRule, looksBack } from "../../research/mod.ts";
import {
  ACCOUNT,
  BOOK,
  bookName,
  bookRule,
  FILL,
  fillRule,
  keepsLimits,
  LAB_ACCOUNT,
  LAB_FILL,
  LAB_WEIGHTS,
  MANDATE,
  mandateName,
  SCHEDULE,
  START,
  WEIGHTS,
} from "../options/book_options.ts";
import { ballotChoice, BALLOTS } from "../options/ballot_options.ts";
import { command } from "../options/command.ts";
import { INDUSTRIES, marketChoice, PRICES, SEED, YEARS } from "../options/market_options.ts";
import { option } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { equity, namesOf, number, weights } from "../options/readers.ts";
import {
  checkSpan,
  DRAWS,
  draws,
  OPEN_HOLDOUT,
  out,
  SETTINGS,
  span,
  WORKERS,
} from "../options/run_options.ts";
import { RECORD } from "../options/record_option.ts";
import { scoreChoice, SCORED_BY, SCORES } from "../options/score_options.ts";
import { UsageError } from "../options/usage_error.ts";

/** Fewest that scores can put in order; known before anything is worked out. */
const LEAST_SECTORS = 3;
const COMMITTEES = 1_000;
/** Where a book looks at what was traded before, one run takes about a hundred times as long. */
const COMMITTEES_LOOKING_BACK = 20;

/** Random committees of each kind where nothing is said. */
export const usualDraws = (rule: BookRule): number =>
  looksBack(rule) ? COMMITTEES_LOOKING_BACK : COMMITTEES;

/** The command `backtest`. */
export const BACKTEST = command({
  name: "backtest",
  about:
    "Without --prices and --industries on the simulated market, without --scores with the scores " +
    "of the rule analyst.",
  options: {
    ...PRICES,
    ...INDUSTRIES,
    without: option(namesOf(SECTORS, (name) => name.toUpperCase()), {
      value: "A,B",
      help: "leave sectors out, such as XLRE,XLC, which are younger than the others",
    }),
    ...SEED,
    ...YEARS,
    ...span("decision", { from: "14 months after the first price" }),
    weights: option(weights, { ...WEIGHTS, preset: LAB_WEIGHTS }),
    ...SCORES,
    ...SCORED_BY,
    ...BALLOTS,
    ...RECORD,
    book: option(bookName, { ...BOOK, preset: "limits" }),
    mandate: option(mandateName, { ...MANDATE, preset: "lab" }),
    ...SCHEDULE,
    fill: option(fillRule, { ...FILL, preset: LAB_FILL }),
    "cost-bps": option(number(0, 1_000), {
      value: "N",
      help: "a fee on all that is traded, beside half the spread and impact",
      preset: "0",
    }),
    account: option(equity, { ...ACCOUNT, help: START, preset: LAB_ACCOUNT }),
    draws: option(draws, {
      ...DRAWS,
      help:
        `random committees of each kind (default ${COMMITTEES}; ${COMMITTEES_LOOKING_BACK} with ` +
        "rules on trades, where each takes half a second)",
    }),
    ...SETTINGS,
    ...OPEN_HOLDOUT,
    ...WORKERS,
    ...out("tearsheet.html, ledger.csv, ledger.jsonl and study.json"),
  },
  former: {
    rule: (value) =>
      ["tilt", "limits"].includes(value)
        ? `--book ${value}`
        : `--book mandate --mandate ${value === "" ? "NAME" : value}`,
  },
  notes:
    "What the command line says goes before the settings file. The last fifth of the scored decisions is put away whatever --to says; --open-holdout runs " +
    "on those days alone.\n\nEach run counts as a trial, in .lab/trials.jsonl; the same run again " +
    "counts once. Ctrl-C stops, and leaves no file behind.",
});

/** What the command line of `backtest` asks for. */
export type BacktestArguments = ReturnType<typeof backtestArguments>;

/**
 * The command line of `backtest` as checked values.
 *
 * @param args The words after the command.
 * @returns Values in the lab's units: dollars, shares of one, days.
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example
 * ```ts
 * import { backtestArguments } from "./backtest_arguments.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(backtestArguments(["--weights", "40,30,30"]).weights, [0.4, 0.3, 0.3]);
 * ```
 */
export function backtestArguments(args: readonly string[]) {
  const given = readOptions(BACKTEST, args);
  const { book, mandate, said, openHoldout: key, because = "", without = [] } = given;
  checkSpan(given);
  if (said.has("mandate") && !keepsLimits(book)) {
    throw new UsageError(`Cannot use --mandate with --book ${book}: that book keeps no limits`);
  }
  if (SECTORS.length - without.length < LEAST_SECTORS) {
    throw new UsageError(
      `Cannot use --without: need at least ${LEAST_SECTORS} sectors that are left, to put in order`,
    );
  }
  const rule = bookRule(book, mandate);
  return {
    ...given,
    ...scoreChoice(given),
    choice: ballotChoice(given),
    market: marketChoice(given),
    without,
    areWeighted: said.has("weights"),
    rule,
    draws: given.draws ?? usualDraws(rule),
    open: key === undefined ? undefined : { key, because },
  };
}
