import { parseArgs } from "./parse_args.ts";
import { dayOption } from "./day_option.ts";
import { SCORE_OPTIONS, scoreArguments, scorerName, scoreUsage } from "./score_options.ts";
import { PRICE_OPTIONS, priceArguments, priceUsage } from "./price_options.ts";
import { MOVABLE_SETTINGS, type MovableName, type SettingAxis } from "../sweep/mod.ts";
import {
  DEFAULT_METRICS,
  HOLDOUT_KEY,
  METRIC_NAMES,
  MOST_SEED,
  MOST_WORLDS,
  type Shares,
  SWEEP_BOOKS,
} from "../sweep/mod.ts";
import { weightsOption } from "./weights_option.ts";

/** What the command line of `sweep` asks for. */
export interface SweepArguments {
  readonly config?: string;
  /** Fields of a configuration that the command line sets, over those of the file. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
  /** Warnings about the prices that the reader has checked. */
  readonly accept: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings to move one at a time; two of them with `pair`. */
  readonly vary: readonly SettingAxis[];
  readonly pair: boolean;
  readonly workers?: number;
  readonly out: string;
  readonly seed: number;
  readonly draws: number;
  readonly action: "run" | "list" | "compare" | "rerun" | "resume";
  /** Names of runs, or their first letters. */
  readonly runs: readonly string[];
  /** Weights for which the holdout is opened. */
  readonly open?: { readonly weights: Shares; readonly key: string; readonly because: string };
  readonly help: boolean;
}

/** Where runs are kept unless told otherwise, below the lab's folder. */
export const SWEEPS_FOLDER = "out/sweeps";

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task sweep [options]

Weightings
  --step P            every weighting in steps of P percent (default 5: 231 of them)
  --weights A,B,C     one weighting in percent; may be given several times instead
Data
  --seed N            world of the simulated market (default 7); N-M for several worlds
  --years N           years of each world (default 8, the first only feeds betas)
  --planted nothing   a world in which no pillar knows anything
  --dice N            a committee that throws dice with this seed
  --industries        the bundled monthly industries; the technical pillar at three horizons
${priceUsage(22)}
${scoreUsage(22)}
  --scored-by NAME    who gave them: a model, behind whose knowledge cutoff the sweep begins, or rules
                      (default: unknown, and no figure to quote)
  --from DAY --to DAY first and last decision
  --holdout P|off     percent of the scored decisions that are put away (default 20)
  --holdout-key TEXT  sentence that opens them (default: ${HOLDOUT_KEY})
Book and schedule
  --book NAME         ${SWEEP_BOOKS.join(", ")} (default tilt)
  --limit NAME=X      a limit as a share, such as sector=0.2; may be given several times
  --schedule NAME     weekly, monthly or vintages
  --confidence RULE   one or stated          --analysts N     rule analysts, 1 to 5
  --half-life DAYS    of the betas           --cost-level X   times the modelled costs
  --fill NAME         next-open or same-close                 --account USD    (default 100000)
  --vary NAME[=V,…]   move one setting at a time, at 50,25,25 or the one of --weights; may be
                      given several times
  --pair              move the two settings of --vary together
                      names: ${Object.keys(MOVABLE_SETTINGS).join(", ")}
Result
  --metrics A,B,…     ${METRIC_NAMES.join(", ")}
                      (default ${DEFAULT_METRICS.join(",")})
  --intervals N       bootstrap interval of each net Sharpe ratio from N draws
  --draws N           draws of the tests in the headline (default 1000)
Running
  --config FILE       all of this as JSON (${"`SweepConfig`"} in lib/sweep); flags change it
  --workers N         default: one per core; 0 runs in one thread
  --out DIR           where runs are kept (default ${SWEEPS_FOLDER})
  --list              runs that are kept     --resume RUN     go on with one that was stopped
  --compare A,B       two finished runs      --rerun RUN      run again, compare all bytes
  --open-holdout A,B,C --key TEXT --because TEXT
                      open the holdout for one weighting, on record
  --help              this text

Ctrl-C stops; the same command goes on where it stopped.
`;

function number(name: string, text: string | undefined, low: number, high: number, need: string) {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= low && value <= high)) {
    throw new RangeError(`Cannot read --${name}: need ${need}, got ${JSON.stringify(text)}`);
  }
  return value;
}

function whole(name: string, text: string | undefined, low: number, high: number) {
  const need = `a whole number from ${low} to ${high}`;
  const value = number(name, text, low, high, need);
  if (value !== undefined && !Number.isInteger(value)) {
    throw new RangeError(`Cannot read --${name}: need ${need}, got ${JSON.stringify(text)}`);
  }
  return value;
}

function seeds(text: string): readonly number[] {
  const [first, last = first] = text.split("-").map((part) =>
    /^\d+$/.test(part.trim()) ? Number(part) : NaN
  );
  if (!(first <= last && last <= MOST_SEED) || text.split("-").length > 2) {
    throw new RangeError(
      `Cannot read --seed: need a whole number from 0 to ${
        MOST_SEED.toLocaleString("en-US")
      }, or a ` +
        `range such as 1-100, got ${JSON.stringify(text)}`,
    );
  }
  if (last - first >= MOST_WORLDS) {
    throw new RangeError(
      `Cannot read --seed: need at most ${MOST_WORLDS.toLocaleString("en-US")} worlds, got ${
        (last - first + 1).toLocaleString("en-US")
      } by ${JSON.stringify(text)}`,
    );
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function axis(text: string): SettingAxis {
  const [setting, list] = text.split("=", 2);
  if (!Object.hasOwn(MOVABLE_SETTINGS, setting)) {
    throw new RangeError(
      `Cannot read --vary: need one of ${Object.keys(MOVABLE_SETTINGS).join(", ")}, got ${
        JSON.stringify(setting)
      }`,
    );
  }
  const values = list?.split(",").map((value) =>
    value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value.trim()
  );
  return { setting: setting as MovableName, ...(values ? { values } : {}) };
}

/** Without entries that were not given, so that a file's own are kept. */
function given(entries: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
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
  const text = { type: "string" } as const, list = { type: "string", multiple: true } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      config: text,
      step: text,
      weights: list,
      seed: text,
      years: text,
      planted: text,
      dice: text,
      industries: flag,
      ...PRICE_OPTIONS,
      ...SCORE_OPTIONS,
      "scored-by": text,
      from: text,
      to: text,
      holdout: text,
      "holdout-key": text,
      book: text,
      limit: list,
      schedule: text,
      confidence: text,
      analysts: text,
      "half-life": text,
      "cost-level": text,
      fill: text,
      account: text,
      vary: list,
      pair: flag,
      metrics: text,
      intervals: text,
      draws: text,
      workers: text,
      out: text,
      list: flag,
      resume: text,
      compare: text,
      rerun: text,
      "open-holdout": text,
      key: text,
      because: text,
      help: flag,
    },
  });
  const { seed, years, planted, dice, industries, prices, scores } = values;
  // A run that goes on has its prices in its settings: there `--accept` is held against those.
  const priced = priceArguments({ ...values, accept: undefined });
  const scored = scoreArguments(values);
  const simulated = [seed, years, planted, dice].some((one) => one !== undefined);
  const own = prices !== undefined || scores !== undefined;
  if (Number(simulated) + Number(industries ?? false) + Number(own) > 1) {
    throw new TypeError(
      "Cannot sweep over two kinds of data: need a simulated market (--seed, --years, --planted, " +
        "--dice), or --industries, or --prices with --scores",
    );
  }
  if (own && (prices === undefined || scores === undefined)) {
    throw new TypeError(
      `Cannot sweep over your own ${
        prices ? "prices" : "scores"
      } alone: need --prices and --scores, ` +
        "for a price file has no fundamentals and no headlines to ask a committee about",
    );
  }
  const scoredBy = scorerName(values);
  if (values.step !== undefined && values.weights !== undefined) {
    throw new TypeError("Cannot use --step with --weights: need a grid or a list");
  }
  if (planted !== undefined && planted !== "nothing") {
    throw new RangeError(`Cannot read --planted: need "nothing", got ${JSON.stringify(planted)}`);
  }
  const step = number("step", values.step, 0.1, 100, "a percentage that divides 100, such as 5");
  const holdout = values.holdout === "off"
    ? null
    : number("holdout", values.holdout, 0, 100, "a percentage between 0 and 100, or off");
  const limits = values.limit?.map((one) => {
    const [name, value] = one.split("=", 2);
    return [name, number("limit", value ?? "", 0, 3, "a share, such as sector=0.2")] as const;
  });
  const actions = (["list", "resume", "compare", "rerun"] as const)
    .filter((name) => values[name] !== undefined);
  if (actions.length > 1) {
    throw new TypeError(`Cannot use --${actions[0]} with --${actions[1]}: need one of them`);
  }
  const runs = (values.resume ?? values.compare ?? values.rerun ?? "").split(",").map((one) =>
    one.trim()
  ).filter((one) => one !== "");
  const wanted = { list: 0, resume: 1, compare: 2, rerun: 1, run: 0 }[actions[0] ?? "run"];
  if (runs.length !== wanted) {
    throw new RangeError(
      `Cannot read --${actions[0]}: need ${wanted === 1 ? "one run" : "two runs, as A,B"}, got ${
        runs.length === 0 ? "none" : runs.join(",")
      }`,
    );
  }
  const vary = (values.vary ?? []).map(axis);
  if (values.pair && vary.length !== 2) {
    throw new TypeError(`Cannot move a pair: need --vary twice, got it ${vary.length} times`);
  }
  const opened = values["open-holdout"];
  if (opened !== undefined && (values.key === undefined || values.because === undefined)) {
    throw new TypeError("Cannot open the holdout: need --key and --because beside the weights");
  }
  const intervals = whole("intervals", values.intervals, 40, 100_000);
  return {
    ...(values.config === undefined ? {} : { config: values.config }),
    fields: given({
      grid: step !== undefined ? { step: step / 100 } : values.weights && {
        list: values.weights.map((one) => weightsOption("weights", one)),
      },
      from: dayOption("from", values.from),
      to: dayOption("to", values.to),
      fill: values.fill?.replace("-", " "),
      equityUsd: number("account", values.account, 1, 1e12, "dollars of at least 1"),
      metrics: values.metrics?.split(",").map((one) => one.trim()),
      intervals: intervals === undefined ? undefined : { draws: intervals, seed: 1 },
      holdout: holdout === null || (holdout === undefined && values["holdout-key"] === undefined)
        ? holdout
        : given({
          share: holdout === undefined ? undefined : holdout / 100,
          key: values["holdout-key"],
        }),
    }),
    data: industries ? { kind: "industries" } : own
      ? given({
        kind: "files",
        prices,
        ...scored,
        scoredBy,
        dividends: priced.dividends ? undefined : false,
      })
      : given({
        kind: simulated ? "simulated" : undefined,
        seeds: seed === undefined ? undefined : seeds(seed),
        years: number("years", years, 1, 200, "years from 1 to 200"),
        planted,
        committee: dice === undefined ? undefined : "dice",
        diceSeed: whole("dice", dice, 0, 2 ** 31 - 1),
      }),
    accept: values.accept ?? [],
    settings: given({
      book: values.book,
      schedule: values.schedule,
      confidence: values.confidence,
      analysts: whole("analysts", values.analysts, 1, 5),
      halfLifeDays: number("half-life", values["half-life"], 1, 10_000, "days from 1"),
      costLevel: number("cost-level", values["cost-level"], 0, 100, "a number from 0 to 100"),
      limits: limits && Object.fromEntries(limits),
    }),
    vary,
    pair: values.pair ?? false,
    ...(values.workers === undefined ? {} : { workers: whole("workers", values.workers, 0, 256) }),
    out: values.out ?? SWEEPS_FOLDER,
    seed: 1,
    draws: whole("draws", values.draws, 40, 100_000) ?? 1000,
    action: actions[0] ?? "run",
    runs,
    ...(opened === undefined ? {} : {
      open: {
        weights: weightsOption("open-holdout", opened),
        key: values.key!,
        because: values.because!,
      },
    }),
    help: values.help ?? false,
  };
}
