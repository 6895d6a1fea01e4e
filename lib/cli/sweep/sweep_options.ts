import {
  DEFAULT_METRICS,
  HOLDOUT_KEY,
  METRIC_NAMES,
  MOVABLE_SETTINGS,
  type MovableName,
  type SettingAxis,
} from "../../sweep/mod.ts";
import {
  ACCOUNT,
  BOOK,
  bookName,
  FILL,
  fillRule,
  LAB_ACCOUNT,
  LAB_FILL,
  LAB_WEIGHTS,
  MANDATE,
  mandateName,
  SCHEDULE,
  START,
  WEIGHTS,
} from "../options/book_options.ts";
import { BALLOTS } from "../options/ballot_options.ts";
import { command } from "../options/command.ts";
import { INDUSTRIES, PRICES, SIMULATED_ALONE, yearsOption } from "../options/market_options.ts";
import { flag, grouped, many, option, type Reader } from "../options/option.ts";
import {
  equity,
  folder,
  namesOf,
  number,
  oneOf,
  orOff,
  percent,
  seed,
  seedRange,
  weights,
  whole,
  words,
} from "../options/readers.ts";
import {
  DRAWS,
  draws,
  dryRun,
  OPEN_HOLDOUT,
  SETTINGS,
  span,
  workers,
} from "../options/run_options.ts";
import { RECORD } from "../options/record_option.ts";
import { SCORED_BY, SCORES } from "../options/score_options.ts";

/** Fewest draws from which the tests of a sweep make an interval. */
export const LEAST_DRAWS = 40;
/** Draws where nothing is said. */
export const USUAL_DRAWS = 1000;

const limit: Reader<readonly [string, number]> = (text, refuse) => {
  const [name, value = "", ...more] = text.split("=");
  const share = value.trim() === "" || more.length > 0 ? NaN : Number(value);
  return share >= 0 && share <= 3 ? [name, share] : refuse("a share, such as sector=0.2");
};

const axis: Reader<SettingAxis> = (text, refuse) => {
  const [setting, list, ...more] = text.split("="), movable = Object.keys(MOVABLE_SETTINGS);
  if (!movable.includes(setting)) refuse(`one of ${movable.join(", ")}`);
  const said = list?.split(",").map((value) => value.trim());
  if (more.length > 0 || said?.includes("")) refuse("values between commas, such as costLevel=1,2");
  const values = said?.map((value) =>
    Number.isFinite(Number(value)) ? Number(value) : setting === "book" ? inSweep(value) : value
  );
  return { setting: setting as MovableName, ...(values ? { values } : {}) };
};

/** The name that a configuration has for a book of the command line. */
export const inSweep = (book: string): string => book === "hedged-tilt" ? "hedged tilt" : book;

const confidence: Reader<"one" | "stated"> = (text, refuse) =>
  text === "calibrated"
    ? refuse(
      "one or stated (which calls were right depends on the weights, so that calibrated would be " +
        "fitted anew to each weighting)",
    )
    : oneOf(["one", "stated"])(text, refuse);

const twoRuns: Reader<readonly string[]> = (text, refuse) => {
  const runs = text.split(",").map((one) => one.trim()).filter((one) => one !== "");
  return runs.length === 2 ? runs : refuse("two runs, as A,B");
};

const alone = {
  ...SIMULATED_ALONE,
  scores: "it is about a simulated market, whose committee scores",
};

/** The first thread runs no weighting where there are others. */
const THREADS = workers("one per core");
const OUT = {
  out: option(folder, { value: "DIR", help: "where runs are kept", preset: "out/sweeps" }),
};
/** What a run that is begun or goes on may be told besides its settings. */
const RUNNING = {
  draws: option(draws, {
    ...DRAWS,
    help: `draws of the tests in the headline, at least ${LEAST_DRAWS}`,
    preset: String(USUAL_DRAWS),
  }),
  ...THREADS,
  ...OUT,
  ...OPEN_HOLDOUT,
  chosen: option(weights, {
    ...WEIGHTS,
    help: "with --open-holdout: the one weighting for which it is opened",
    needs: ["open-holdout", "it names the weighting for which the days put away are opened"],
  }),
};

/** What `--open-holdout A,B,C --key TEXT --because TEXT` is called now. */
const OPENED_NOW = "--open-holdout KEY --because TEXT --chosen A,B,C";

/** The command `sweep`, which runs. */
export const SWEEP = command({
  name: "sweep",
  subcommands: {
    list: "runs that are kept",
    resume: "go on with one that was stopped",
    rerun: "run one again, and compare all bytes",
  },
  options: {
    ...grouped("Weightings", {
      step: option(percent(0.1, 100, "a percentage that divides 100, such as 5,"), {
        value: "P",
        help: "every weighting in steps of P percent (default 5: 231 of them)",
        notWith: { weights: "need a grid or a list" },
      }),
      weights: many(weights, { ...WEIGHTS, help: "one weighting in percent, instead of a grid" }),
    }),
    ...grouped("Data", {
      seed: option(seedRange, {
        value: "N",
        help: "world of the simulated market (default 7); N-M for several worlds",
        notWith: alone,
      }),
      years: option(yearsOption, {
        value: "N",
        help: "years of each world (default 8, the first only feeds betas)",
        notWith: alone,
      }),
      planted: option(oneOf(["nothing"]), {
        value: "nothing",
        help: "a world in which no pillar knows anything",
        notWith: { ...alone, ballots: "ballots are about the world as it is" },
      }),
      dice: option(seed, {
        value: "N",
        help: "a committee that throws dice with this seed",
        notWith: { ...alone, ballots: "need one committee" },
      }),
      industries: {
        ...INDUSTRIES.industries,
        help: `${INDUSTRIES.industries.help}; the technical pillar at three horizons`,
        notWith: {
          ...INDUSTRIES.industries.notWith,
          scores: "their pillar is scored here",
          ballots: "their pillar is scored here, at three horizons",
        },
      },
      ...PRICES,
      // A settings file may name the prices that it is about.
      accept: { ...PRICES.accept, needs: undefined },
      ...SCORES,
      scores: {
        ...SCORES.scores,
        needs: ["prices", "scores are of a market of your own"] as const,
      },
      ...BALLOTS,
      ...RECORD,
      "scored-by": {
        ...SCORED_BY["scored-by"],
        help:
          "who gave them: a model, behind whose knowledge cutoff the sweep begins, or rules for a " +
          "rule that saw nothing later (default: unknown, and no figure to quote)",
      },
      ...span("decision"),
      holdout: option(orOff(percent(0, 100)), {
        value: "P|off",
        help: "percent of the scored decisions that are put away (default 20)",
      }),
      "holdout-key": option(words, {
        value: "TEXT",
        help: `sentence that opens them (default: ${HOLDOUT_KEY})`,
      }),
    }),
    ...grouped("Book and schedule", {
      book: option(bookName, { ...BOOK, help: `${BOOK.help} (default tilt)` }),
      mandate: option(mandateName, {
        ...MANDATE,
        help: `${MANDATE.help} (default lab)`,
        needs: ["book", "it says whose limits the book keeps"],
      }),
      limit: many(limit, { value: "NAME=X", help: "a limit as a share, such as sector=0.2" }),
      ...SCHEDULE,
      confidence: option(confidence, { value: "RULE", help: "one or stated (default one)" }),
      "analyst-count": option(whole(1, 5), {
        value: "N",
        help: "rule analysts, 1 to 5 (default 1)",
      }),
      "half-life": option(number(1, 10_000, "days"), {
        value: "DAYS",
        help: "of the betas (default 60)",
      }),
      "cost-level": option(number(0, 100), {
        value: "X",
        help: "times the modelled costs (default 1)",
      }),
      fill: option(fillRule, { ...FILL, help: `${FILL.help} (default ${LAB_FILL})` }),
      account: option(equity, { ...ACCOUNT, help: `${START} (default ${LAB_ACCOUNT})` }),
      vary: many(axis, {
        value: "NAME[=V,…]",
        help: `move one setting at a time, at ${LAB_WEIGHTS} or the one of --weights; names: ` +
          Object.keys(MOVABLE_SETTINGS).join(", "),
      }),
      pair: flag({ help: "move the two settings of --vary together" }),
    }),
    ...grouped("Result", {
      metrics: option(namesOf(METRIC_NAMES), {
        value: "A,B,…",
        help: `${METRIC_NAMES.join(", ")} (default ${DEFAULT_METRICS.join(",")})`,
      }),
      intervals: option(whole(LEAST_DRAWS, 100_000), {
        value: "N",
        help: "bootstrap interval of each net Sharpe ratio from N draws",
      }),
    }),
    ...grouped("Running", {
      ...RUNNING,
      ...SETTINGS,
      ...dryRun("print how much would be tried and counted, and run nothing"),
      compare: option(twoRuns, {
        value: "A,B",
        help: "two finished runs, by their first letters; nothing is run",
      }),
    }),
  },
  former: {
    config: "--settings FILE, whose block sweep holds what that file holds",
    list: "sweep list",
    resume: (run) => `sweep resume ${run || "RUN"}`,
    rerun: (run) => `sweep rerun ${run || "RUN"}`,
    analysts: (count) => `--analyst-count ${count || "N"}`,
    key: OPENED_NOW,
  },
  notes:
    "What the command line says goes before the settings file. Ctrl-C stops; the same command goes " +
    "on where it stopped.",
});

const run: Reader<string> = (text, refuse) =>
  /^[\w-]+$/.test(text) ? text : refuse("the first letters of a run");
const RUN = option(run, { value: "RUN", help: "the first letters of its name" });

/** The subcommand `sweep list`. */
export const SWEEP_LIST = command({ name: "sweep list", options: OUT });

/** The subcommand `sweep resume`. */
export const SWEEP_RESUME = command({
  name: "sweep resume",
  word: RUN,
  former: { key: OPENED_NOW },
  options: { ...RUNNING, accept: { ...PRICES.accept, needs: undefined } },
});

/** The subcommand `sweep rerun`. */
export const SWEEP_RERUN = command({
  name: "sweep rerun",
  word: RUN,
  options: { ...THREADS, ...OUT },
});
