import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { HOLDOUT_SHARE } from "../evidence/mod.ts";
import { quotedValue } from "../outside_text.ts";
import { SCHEDULES } from "../research/mod.ts";
import { faultsOf, faultsText, strictFields } from "../strict_fields.ts";
import { listedGrid, type SimplexGrid, simplexGrid } from "./simplex_grid.ts";
import { METRIC_NAMES, type MetricName } from "./sweep_metrics.ts";
import { checkLimits } from "../portfolio/mod.ts";
import { SWEEP_BOOKS, type SweepSettings } from "./sweep_settings.ts";

/** What a run's first line says, so that an older or newer file is told apart. */
export const SWEEP_FORMAT = "sector-committee-lab/sweep/2";
/** Metrics that cost next to nothing; the others are asked for by name. */
export const DEFAULT_METRICS: readonly MetricName[] = [
  "netSharpe",
  "grossSharpe",
  "cagr",
  "maxDrawdown",
  "turnover",
  "cost",
];
/** The sentence that opens the holdout, unless the configuration has its own. */
export const HOLDOUT_KEY = "the weights are chosen";

const share = z.number().min(0).max(1);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "need a day as YYYY-MM-DD");
/** Largest seed, and most worlds of one sweep. */
const MOST_SEED = 2 ** 31 - 1;
const MOST_WORLDS = 100_000;
const seed = z.number().int().min(0).max(MOST_SEED);
const signal = strictFields({
  ic: z.number().min(-0.3).max(0.3).optional(),
  halfLifeWeeks: z.number().positive().optional(),
});

/** Ballots over time in the place of a committee that is asked, or of scores. */
const recorded = {
  /** A `ballots.parquet`, or the folder of a record. */
  ballots: z.string().optional(),
  /** Which of them, where there are several kinds; see `BallotChoice`. */
  of: strictFields({
    analyst: z.array(z.string()).min(1),
    model: z.string(),
    prompt: z.string(),
    rubric: z.string(),
    masked: z.boolean(),
    horizon: z.number().int(),
    asked: z.enum(["forward", "past"]),
  }).partial().optional(),
  /**
   * Greatest age in calendar days of a score that a decision takes; absent where only one of its very
   * day counts.
   */
  scoresAgeDays: z.number().min(0).max(10_000).optional(),
};

const data = z.discriminatedUnion("kind", [
  strictFields({
    kind: z.literal("simulated"),
    /** Worlds, one panel each. */
    seeds: z.array(seed).min(1).max(MOST_WORLDS).default([7]),
    /** Years of each world, the first of which only feeds betas and trends. */
    years: z.number().min(1).max(200).default(8),
    /** What the pillars know; the world's own by default. */
    planted: z.union([
      z.literal("nothing"),
      strictFields({
        fundamentals: signal.optional(),
        sentiment: signal.optional(),
        technicals: signal.optional(),
      }),
    ]).optional(),
    /** `rules` asks the rule analysts; `dice` throws sub-scores from 1 to 5 that know nothing. */
    committee: z.enum(["rules", "dice"]).default("rules"),
    diceSeed: seed.default(1),
    ...recorded,
  }),
  strictFields({ kind: z.literal("industries") }),
  strictFields({
    kind: z.literal("files"),
    prices: z.array(z.string()).min(1),
    /** False where closes count no dividends; absent where they do, so that a run keeps its name. */
    dividends: z.literal(false).optional(),
    /** Folder of evidence beside the prices, such as rates; see `readEvidence` of `lab/market`. */
    evidence: z.string().optional(),
    /** Days after its period's end from which a row of evidence counts that does not say so itself. */
    knownAfterDays: z.number().int().min(0).max(400).optional(),
    /** The reader's own scores, of pillars or blended; see `readScores` of `lab/scores`. */
    scores: z.string().optional(),
    ...recorded,
    /** Who gave them; `unknown` may remember everything. */
    scoredBy: z.string().default("unknown"),
    /** Last day that whoever gave them may know of; absent where nobody knows it. */
    cutoff: z.union([z.literal("no memory"), day], {
      error: 'need a day as YYYY-MM-DD, or "no memory"',
    }).optional(),
  }),
], { error: "need a kind, one of simulated, industries, files" });

const setting = {
  book: z.enum(SWEEP_BOOKS),
  schedule: z.enum(SCHEDULES),
  confidence: z.enum(["one", "stated"], {
    error: ({ input }) =>
      `need "one" or "stated", got ${quotedValue(input)}` +
      (input === "calibrated"
        ? "; which calls were right depends on the weights, so that it would be fitted anew to each " +
          "weighting"
        : ""),
  }),
  analysts: z.number().int().min(1).max(5),
  halfLifeDays: z.number().positive().max(10_000),
  costLevel: z.number().min(0).max(100),
  // Checked where limits are defined, so that a message is the same everywhere.
  limits: z.record(z.string(), z.unknown()),
};

const settings = strictFields({
  book: setting.book.default("tilt"),
  /** Weekly, but monthly on the industries, which have no weeks. */
  schedule: setting.schedule.optional(),
  confidence: setting.confidence.default("one"),
  analysts: setting.analysts.default(1),
  halfLifeDays: setting.halfLifeDays.default(60),
  costLevel: setting.costLevel.default(1),
  limits: setting.limits.default({}),
});

/** Without defaults: what a variant does not name stays as the settings have it. */
const change = strictFields(setting).partial();

const weightList = z.array(z.array(z.unknown()));

/** The block `sweep` of a settings file. */
export const sweepFields = strictFields({
  data: data.prefault({ kind: "simulated" }),
  /** Weightings: a step of the simplex, or a list. */
  grid: z.union([
    strictFields({ step: z.number() }),
    strictFields({ list: weightList }),
  ], { error: "need { step: 0.05 } or { list: [[0.5, 0.25, 0.25], …] }" }).default({ step: 0.05 }),
  settings: settings.prefault({}),
  /** Changes to the settings, one variant each; the settings alone by default. */
  vary: z.array(change).min(1).default([{}]),
  from: day.optional(),
  to: day.optional(),
  fill: z.enum(["next open", "same close"]).default("next open"),
  equityUsd: z.number().positive().default(100_000),
  metrics: z.array(z.enum(METRIC_NAMES as [MetricName, ...MetricName[]])).min(1)
    .default([...DEFAULT_METRICS]),
  /** Bootstrap interval of each net Sharpe ratio: draws and seed; none by default. */
  intervals: strictFields({ draws: z.number().int().min(40).max(100_000), seed }).nullable()
    .default(null),
  /** The last scored decisions, which no sweep sees; null gives everything away, on record. */
  holdout: strictFields({
    share: share.refine((value) => value > 0 && value < 1, "need a share in (0, 1)")
      .default(HOLDOUT_SHARE),
    key: z.string().min(8).default(HOLDOUT_KEY),
  }).nullable().prefault({}),
});

type Parsed = z.output<typeof sweepFields>;

/** A sweep as plain data, complete and checked. */
export interface SweepConfig {
  readonly data: Parsed["data"];
  readonly grid: { readonly step: number } | {
    readonly list: readonly (readonly [number, number, number])[];
  };
  readonly settings: SweepSettings;
  readonly vary: readonly Partial<SweepSettings>[];
  readonly from?: string;
  readonly to?: string;
  readonly fill: "next open" | "same close";
  readonly equityUsd: number;
  readonly metrics: readonly MetricName[];
  readonly intervals: { readonly draws: number; readonly seed: number } | null;
  readonly holdout: { readonly share: number; readonly key: string } | null;
}

/** A configuration before defaults are filled in, as in a file. */
export type SweepConfigInput = z.input<typeof sweepFields>;

/**
 * A complete configuration from a part of it; what is left out takes its default.
 *
 * @param input As in a configuration file; shares of one, not percent.
 * @param where Name of the file, for messages.
 * @throws {DataError} If a field is unknown or out of range; names every such field.
 * @throws {RangeError} If a weighting is no three shares that sum to 1, the grid is empty, or a limit is
 *   unknown or out of range.
 *
 * @example Weights that do not sum to one
 * ```ts
 * import { sweepConfig } from "lab/sweep";
 * import { deepEqual, throws } from "node:assert/strict";
 *
 * deepEqual(sweepConfig({ grid: { step: 0.1 } }).grid, { step: 0.1 });
 * throws(() => sweepConfig({ grid: { list: [[0.5, 0.25, 0.5]] } }), /point 1 .* sums to 1.25, need 1/);
 * ```
 */
export function sweepConfig(input: SweepConfigInput = {}, where = "a sweep"): SweepConfig {
  const parsed = sweepFields.safeParse(input);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error);
    throw new DataError(`Cannot configure ${where}: ${faultsText(faults)}`, {
      where,
      column: faults[0].path.join("."),
      cause: parsed.error,
    });
  }
  const { settings: base } = parsed.data;
  const schedule = base.schedule ?? (parsed.data.data.kind === "industries" ? "monthly" : "weekly");
  const config = { ...parsed.data, settings: { ...base, schedule } } as unknown as SweepConfig;
  sweepGrid(config);
  // By the tilt book too, which feels none of them: a limit that is none must not wait for a book.
  for (const { limits } of variants(config)) checkLimits(limits);
  checkBallots(config, where);
  if (config.data.kind !== "simulated" && !hasBallots(config)) {
    const asks = variants(config).find(({ analysts, confidence }) =>
      analysts !== 1 || confidence !== "one"
    );
    if (asks) {
      throw new DataError(
        `Cannot configure ${where}: analysts and confidence need a committee that is asked; ${
          config.data.kind === "files" ? "a file of scores" : "the industries' trends"
        } has neither`,
        { where },
      );
    }
  }
  if (config.data.kind === "simulated" && config.data.committee === "dice") {
    if (variants(config).some(({ confidence }) => confidence !== "one")) {
      throw new DataError(`Cannot configure ${where}: dice state no confidence`, { where });
    }
  }
  const seeds = config.data.kind === "simulated" ? config.data.seeds : [];
  const taken = new Set<number>();
  const twice = seeds.find((one) => taken.size === taken.add(one).size);
  if (twice !== undefined) {
    throw new DataError(`Cannot configure ${where}: need each seed once, got ${twice} twice`, {
      where,
    });
  }
  return config;
}

/** Whether a sweep is about ballots that were given before. */
export function hasBallots({ data }: Pick<SweepConfig, "data">): boolean {
  return data.kind !== "industries" && data.ballots !== undefined;
}

/** Paths of the reader's files that a sweep's figures hang on, scores or ballots last. */
export function namedFiles({ data }: Pick<SweepConfig, "data">): readonly string[] {
  if (data.kind === "industries") return [];
  const { ballots } = data;
  return [
    ...(data.kind === "files"
      ? [...data.prices, ...data.scores === undefined ? [] : [data.scores]]
      : []),
    ...(ballots === undefined ? [] : [ballots]),
  ];
}

/** Refuses what cannot stand beside ballots, and files without any scores. */
function checkBallots(config: SweepConfig, where: string): void {
  const { data } = config;
  const refuse = (why: string): never => {
    throw new DataError(`Cannot configure ${where}: ${why}`, { where });
  };
  if (data.kind === "files" && (data.scores === undefined) === (data.ballots === undefined)) {
    refuse(
      data.scores === undefined
        ? "data: need scores or ballots, for a price file has nobody to ask"
        : "data: ballots are scores, and need one or the other",
    );
  }
  if (data.kind === "industries") return;
  if (data.ballots === undefined) {
    if (data.of !== undefined) refuse("data.of: it chooses among ballots, and there are none");
    if (data.kind === "simulated" && data.scoresAgeDays !== undefined) {
      refuse(
        "data.scoresAgeDays: it is about ballots or scores that were given, and there are none",
      );
    }
    return;
  }
  if (variants(config).some(({ analysts }) => analysts !== 1)) {
    refuse("ballots bring their analysts with them; leave analysts at 1");
  }
  if (data.kind !== "simulated") return;
  if (data.seeds.length !== 1) refuse("ballots are about one world; need one seed");
  if (data.committee === "dice" || data.planted !== undefined) {
    refuse(
      "ballots stand in the place of dice, and of worlds in which other knowledge was planted",
    );
  }
}

/**
 * The weightings of a configuration, in their one order.
 *
 * @example
 * ```ts
 * import { sweepConfig, sweepGrid } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * equal(sweepGrid(sweepConfig({ grid: { step: 0.5 } })).points.length, 6);
 * ```
 */
export function sweepGrid({ grid }: Pick<SweepConfig, "grid">): SimplexGrid {
  return "step" in grid ? simplexGrid(grid) : listedGrid(grid.list);
}

/** The settings of each variant, complete: the base with each entry of `vary` laid over it. */
export function variants(
  { settings, vary }: Pick<SweepConfig, "settings" | "vary">,
): readonly SweepSettings[] {
  return vary.map((change) => ({
    ...settings,
    ...change,
    limits: { ...settings.limits, ...change.limits },
  }));
}

/**
 * Number of weightings and variants together: what the trials counter is told. Worlds are other luck for
 * the same try, and count once.
 *
 * @example Six weightings at two cost levels
 * ```ts
 * import { sweepConfig, trialCount } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const vary = [{ costLevel: 1 }, { costLevel: 2 }];
 * equal(trialCount(sweepConfig({ grid: { step: 0.5 }, vary })), 12);
 * ```
 */
export function trialCount(config: SweepConfig): number {
  return sweepGrid(config).points.length * variants(config).length;
}

/**
 * What makes two runs the same: SHA-256 of the configuration in canonical JSON, 64 hexadecimal digits.
 *
 * @param files Hash by path; a reader's files count by their bytes and not by where they lie.
 *
 * @example The order of keys does not count
 * ```ts
 * import { sweepConfig, sweepHash } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const [a, b] = [{ from: "2012-01-01", equityUsd: 1e6 }, { equityUsd: 1e6, from: "2012-01-01" }];
 * equal(sweepHash(sweepConfig(a)), sweepHash(sweepConfig(b)));
 * ```
 */
export function sweepHash(
  config: SweepConfig,
  files: Readonly<Record<string, string>> = {},
): string {
  const { data } = config, of = (path: string) => files[path] ?? path;
  const ballots = data.kind !== "industries" && data.ballots !== undefined
    ? { ballots: of(data.ballots) }
    : {};
  const named = data.kind === "files"
    ? {
      ...data,
      prices: data.prices.map(of),
      ...(data.scores === undefined ? {} : { scores: of(data.scores) }),
      ...ballots,
      ...(data.evidence === undefined ? {} : { evidence: of(data.evidence) }),
    }
    : { ...data, ...ballots };
  return createHash("sha256")
    .update(canonicalJson({ format: SWEEP_FORMAT, ...config, data: named }))
    .digest("hex");
}
