import { parseArgs } from "./parse_args.ts";
import { isSector, type Sector, SECTORS } from "../market/mod.ts";
import { mandateLimits, MANDATES } from "../portfolio/mod.ts";
import {
  type BookRule,
  type FillRule,
  LIMITS_ONLY,
  looksBack,
  type Schedule,
} from "../research/mod.ts";
import type { Day } from "../units.ts";
import { dayOption } from "./day_option.ts";
import { PRICE_OPTIONS, type PriceArguments, priceArguments, priceUsage } from "./price_options.ts";
import {
  SCORE_OPTIONS,
  type ScoreArguments,
  scoreArguments,
  scorerName,
  scoreUsage,
} from "./score_options.ts";
import { weightsOption } from "./weights_option.ts";

/** What the command line of `backtest` asks for. */
export interface BacktestArguments extends PriceArguments, ScoreArguments {
  readonly industries: boolean;
  /** Sectors left out of the market. */
  readonly without: readonly Sector[];
  readonly seed: number;
  readonly years: number;
  readonly from?: Day;
  readonly to?: Day;
  /** Pillar weights as shares: fundamentals, sentiment, technicals. */
  readonly weights: readonly [number, number, number];
  /** Whether they were asked for. */
  readonly areWeighted: boolean;
  /** Who gave these scores. */
  readonly scoredBy?: string;
  readonly rule: BookRule;
  /** The rule as it was named. */
  readonly ruleName: string;
  readonly schedule?: Schedule;
  readonly fill: FillRule;
  readonly feeBps: number;
  /** Random committees of each kind. */
  readonly draws: number;
  /** Threads that run them beside the first; absent for one per further core. */
  readonly workers?: number;
  readonly accountUsd: number;
  readonly open?: { readonly key: string; readonly because: string };
  readonly out?: string;
  readonly help: boolean;
}

/** World of the simulated market, and of all dice. */
const SEED = 7;
/** Percent of fundamentals, sentiment and technicals. */
const WEIGHTS = "50,25,25";
/** Years of the simulated market; one goes to the warm-up, a fifth is put away. */
const YEARS = 12;
const DRAWS = 1_000;
const MOST_WORKERS = 256;
/** Where a book looks at what was traded before, one run takes about a hundred times as long. */
const DRAWS_LOOKING_BACK = 20;

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task backtest [options]

${priceUsage(20)}
                    (without --prices: the simulated market)
  --industries      the bundled monthly returns of 1949 to 2017
  --without A,B     leave sectors out, such as XLRE,XLC, which are younger than the others
  --seed N          world of the simulated market, and of all dice (default ${SEED})
  --years N         years of the simulated market (default ${YEARS})
  --from DAY        first decision, YYYY-MM-DD (default: 14 months after the first price)
  --to DAY          last decision; the last fifth of the scored decisions is put away whatever is
                    said here
  --weights A,B,C   weights of fundamentals, sentiment, technicals in percent (default ${WEIGHTS})
${scoreUsage(20)}
                    (without --scores: the rule analyst)
  --scored-by NAME  who gave them: a model, whose knowledge cutoff then counts, or rules for a
                    rule that saw nothing later (default: unknown, and no figure to quote)
  --rule NAME       tilt: no limits, no hedge; limits: every limit, no rule on trades (default);
                    or a mandate with its rules on trades: ${
  MANDATES.map(({ name }) => name).join(", ")
}
  --schedule NAME   weekly (default), monthly (default of --industries), vintages
  --fill NAME       next-open (default; next close without opens), same-close (optimistic)
  --cost-bps N      a fee on all that is traded, beside half the spread and impact (default 0)
  --account USD     equity at the start in dollars (default 100000)
  --draws N         random committees of each kind (default ${DRAWS}; ${DRAWS_LOOKING_BACK} with rules on trades,
                    where each takes half a second)
  --open-holdout KEY --because TEXT
                    run on the days put away, and on them alone; each opening is recorded
  --workers N       threads that share the committees with the first (default: one per further
                    core); the figures are the same for any number
  --out DIR         write tearsheet.html, ledger.csv, ledger.jsonl and study.json there
  --help            this text

Each run counts as a trial, in .lab/trials.jsonl; the same run again counts once. Ctrl-C stops, and
leaves no file behind.
`;

function wholeNumber(name: string, text: string | undefined, least: number, preset: number) {
  const value = text === undefined ? preset : text.trim() === "" ? NaN : Number(text);
  if (Number.isInteger(value) && value >= least && value < 2 ** 31) return value;
  throw new RangeError(
    `Cannot read --${name}: need a whole number of at least ${least}, got ${JSON.stringify(text)}`,
  );
}

function number(name: string, text: string | undefined, low: number, high: number, preset: number) {
  const value = text === undefined ? preset : text.trim() === "" ? NaN : Number(text);
  if (value >= low && value <= high) return value;
  throw new RangeError(
    `Cannot read --${name}: need a number from ${low} to ${high}, got ${JSON.stringify(text)}`,
  );
}

function workerCount(text: string): number {
  const count = wholeNumber("workers", text, 0, 0);
  if (count <= MOST_WORKERS) return count;
  throw new RangeError(
    `Cannot read --workers: need a whole number of at most ${MOST_WORKERS}, got ${
      JSON.stringify(text)
    }`,
  );
}

function oneOf<T extends string>(
  name: string,
  text: string | undefined,
  all: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const found = all.find((one) => one === text);
  if (found !== undefined) return found;
  throw new RangeError(
    `Cannot read --${name}: need ${all.join(" or ")}, got ${JSON.stringify(text)}`,
  );
}

function sectorNames(text: string | undefined): readonly Sector[] {
  return (text === undefined ? [] : text.split(",")).map((part) => {
    const name = part.trim().toUpperCase();
    if (isSector(name)) return name;
    throw new RangeError(
      `Cannot read --without: need sectors of ${SECTORS.join(" ")}, got ${JSON.stringify(part)}`,
    );
  });
}

function bookRule(name: string): BookRule {
  if (name === "tilt") return { kind: "tilt" };
  if (name === "limits") return LIMITS_ONLY;
  if (MANDATES.some((one) => one.name === name)) {
    return { kind: "limits", limits: mandateLimits(name) };
  }
  throw new RangeError(
    `Cannot read --rule: need tilt, limits, or a mandate (${
      MANDATES.map((one) => one.name).join(", ")
    }), got ${JSON.stringify(name)}`,
  );
}

/** Refuses two options that contradict each other. */
function notBoth(first: [string, unknown], second: [string, unknown], why: string): void {
  if (!first[1] || !second[1]) return;
  throw new TypeError(`Cannot use --${first[0]} with --${second[0]}: ${why}`);
}

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
export function backtestArguments(args: readonly string[]): BacktestArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      ...PRICE_OPTIONS,
      industries: { type: "boolean" },
      without: { type: "string" },
      seed: { type: "string" },
      years: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      weights: { type: "string" },
      ...SCORE_OPTIONS,
      "scored-by": { type: "string" },
      rule: { type: "string" },
      schedule: { type: "string" },
      fill: { type: "string" },
      "cost-bps": { type: "string" },
      account: { type: "string" },
      draws: { type: "string" },
      workers: { type: "string" },
      "open-holdout": { type: "string" },
      because: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean" },
    },
  });
  notBoth(["prices", values.prices], ["industries", values.industries], "one market at a time");
  notBoth(
    ["years", values.years],
    ["prices", values.prices],
    "files have the years they have; choose some by --from and --to",
  );
  notBoth(["years", values.years], ["industries", values.industries], "choose by --from and --to");
  const scoredBy = scorerName(values);
  const { because } = values, key = values["open-holdout"];
  if ((key === undefined) !== (because === undefined)) {
    throw new TypeError(
      "Cannot open the holdout: need --open-holdout with the key and --because with the reason, " +
        `got only --${key === undefined ? "because" : "open-holdout"}`,
    );
  }
  const ruleName = values.rule ?? "limits", rule = bookRule(ruleName);
  const fill = oneOf("fill", values.fill, ["next-open", "same-close"]) ?? "next-open";
  return {
    ...priceArguments(values),
    industries: values.industries ?? false,
    without: sectorNames(values.without),
    seed: wholeNumber("seed", values.seed, 0, SEED),
    years: number("years", values.years, 2, 60, YEARS),
    from: dayOption("from", values.from),
    to: dayOption("to", values.to),
    weights: weightsOption("weights", values.weights ?? WEIGHTS),
    areWeighted: values.weights !== undefined,
    ...scoreArguments(values),
    scoredBy,
    rule,
    ruleName,
    schedule: oneOf("schedule", values.schedule, ["weekly", "monthly", "vintages"]),
    fill: fill === "same-close" ? "same close" : "next open",
    feeBps: number("cost-bps", values["cost-bps"], 0, 1_000, 0),
    draws: wholeNumber("draws", values.draws, 1, looksBack(rule) ? DRAWS_LOOKING_BACK : DRAWS),
    ...(values.workers === undefined ? {} : { workers: workerCount(values.workers) }),
    accountUsd: number("account", values.account, 1, 1e12, 100_000),
    open: key === undefined ? undefined : { key, because: because! },
    out: values.out,
    help: values.help ?? false,
  };
}
