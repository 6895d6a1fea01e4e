import { dayNumber, HORIZON_WEEKS } from "../days.ts";
import { INTERVAL_LEVEL, mean, type MeanInterval } from "../stats/mod.ts";
import { type Day, NEUTRAL_SCORE } from "../units.ts";
import { type BlockPlan, blockPlan } from "./block_plan.ts";
import { headlineInterval } from "./headline_interval.ts";
import { type IcEstimate, icEstimate, type IcTerms } from "./ic_estimate.ts";
import { type QuantileReturns, quantileReturns } from "./quantile_returns.ts";
import { type RankIcs, rankIcs } from "./rank_ics.ts";
import { rankPersistence } from "./rank_persistence.ts";
import { relativeOutcomes } from "./relative_outcomes.ts";
import { type HitCells, hitCells, type SignalHits, signalHits } from "./signal_hits.ts";
import { checkedRows, checkedTable, refuse, type Rows, type SignalTable } from "./signal_table.ts";
import { type Tercile, tercileGroups, TERCILES } from "./tercile_groups.ts";

/** Longest horizon of the decay, steps: twice the usual one. */
const DECAY_STEPS = 8;
/** Groups by score; five, as alphalens, which of eleven names holds about two each. */
const QUANTILES = 5;
/** An ic that is worth finding (design section 9), for the power beside the observed one. */
export const STATED_IC = 0.05;
/** Bootstrap draws: percentiles of a share then move by about a twentieth of its error. */
const DRAWS = 1000;
/** Length of a block in horizons: neighbouring blocks share little of their outcomes. */
const HORIZONS_PER_BLOCK = 2;

/** What an analysis may be told; every field has a default. */
interface SignalAnalysisOptions {
  /** Steps of the outcome; 4 by default. */
  readonly horizon?: number;
  /** Two-sided confidence; 0.95 by default. */
  readonly level?: number;
  /** Lags of Newey and West's error; the overlap or `neweyWestLags`, whichever is more. */
  readonly lags?: number;
  /** Longest horizon of the decay; 8 by default, less where the table is short. */
  readonly decaySteps?: number;
  /** Groups by score; 5 by default. */
  readonly quantiles?: number;
  /** The score that takes no side; 3 by default, 0 for scores around zero. */
  readonly neutral?: number;
  /** The size of ic whose power is shown beside the observed one; 0.05 by default. */
  readonly statedIc?: number;
  /** Of the block bootstrap; 1 by default. */
  readonly seed?: number;
  /** Of the block bootstrap; 1000 by default. */
  readonly draws?: number;
  /** Dates in a block; two horizons by default. */
  readonly blockDates?: number;
  /** Scores of each pillar alone, rows of the same shape. */
  readonly pillars?: Readonly<Record<string, Rows>>;
  /** Scores of each analyst alone. */
  readonly analysts?: Readonly<Record<string, Rows>>;
  /** One label per date; whoever labels a regime by what came later uses hindsight. */
  readonly regimes?: readonly (string | undefined)[];
  /** Confidence of each score, 0 to 1. */
  readonly confidence?: Rows;
  /** How far analysts lie apart on each score, points. */
  readonly disagreement?: Rows;
}

/** Coefficient and hits of some scores or of some dates. */
export interface SignalGroup {
  readonly label: string;
  readonly ic: IcEstimate;
  readonly constantDates: number;
  readonly thinDates: number;
  readonly hits: SignalHits;
}

/** What one name adds. */
interface NamePart {
  readonly name: string;
  /** Part of the mean coefficient; the parts of all names add up to it. */
  readonly part: number;
  /** Mean of its parts on the dates on which it has one, with the headline interval. */
  readonly whilePresent?: number;
  readonly interval?: MeanInterval;
  readonly dates: number;
  readonly hits: SignalHits;
}

/** Where some third of the record stands. */
interface TercilePart {
  readonly tercile: Tercile;
  /** Over the dates whose mean lies in this third of all dates. */
  readonly ic: IcEstimate;
  /** Over the scores whose own value lies in this third of all scores. */
  readonly hits: SignalHits;
}

/** Everything about a signal, as plain data: `JSON.stringify` keeps it whole. */
export interface SignalAnalysis {
  readonly from?: Day;
  readonly to?: Day;
  /** Rows of the table. */
  readonly rows: number;
  readonly names: readonly string[];
  /** The conventions behind every figure. */
  readonly conventions: {
    readonly horizon: number;
    readonly level: number;
    readonly weeksPerDate: number;
    readonly neutral: number;
    readonly statedIc: number;
    readonly seed: number;
    readonly draws: number;
    readonly blockDates: number;
    /** How the headline interval is made, in words. */
    readonly headline: string;
    /** What to say below a table by regime or by thirds. */
    readonly hindsight: string;
  };
  readonly days: readonly Day[];
  readonly ic: IcEstimate;
  /** The coefficient of each day, `undefined` where there is none. */
  readonly icByDate: readonly (number | undefined)[];
  readonly constantDates: number;
  readonly thinDates: number;
  readonly openDates: number;
  /** Deviation of one date's coefficient by chance, 1/√(n − 1), n the mean number of names. */
  readonly chanceDeviation?: number;
  readonly decay: readonly { readonly horizon: number; readonly ic: IcEstimate }[];
  readonly quantiles: QuantileReturns;
  readonly persistence: ReturnType<typeof rankPersistence>;
  readonly hits: SignalHits;
  readonly byName: readonly NamePart[];
  readonly pillars: readonly SignalGroup[];
  readonly analysts: readonly SignalGroup[];
  /** By label in the order of first mention; the labels may use hindsight. */
  readonly regimes: readonly SignalGroup[];
  /** Empty where nothing was given or fewer than three values differ. */
  readonly byConfidence: readonly TercilePart[];
  readonly byDisagreement: readonly TercilePart[];
}

const HEADLINE =
  "mean over dates; slow cosines with Student's t (Lazarus, Lewis, Stock and Watson 2018)";

const HINDSIGHT =
  "regimes are the caller's labels, thirds are cut at the whole record's: both know " +
  "what came later, and are for tables, never for decisions";

/** The middle distance between neighbouring days, in weeks. */
function weeksBetween(days: readonly Day[]): number {
  if (days.length < 2) return 1;
  const gaps = days.slice(1).map((day, i) => dayNumber(day) - dayNumber(days[i]))
    .sort((a, b) => a - b);
  return gaps[gaps.length >> 1] / 7;
}

/** What every part of an analysis needs. */
interface Frame {
  readonly terms: IcTerms;
  readonly outcomes: Rows;
  readonly neutral: number;
  readonly plan: BlockPlan | undefined;
  /** Dates up to the last that has an outcome. */
  readonly closed: number;
}

/** The estimate of a part of the record, which may be shorter than the lags that were asked for. */
function partEstimate(byDate: readonly (number | undefined)[], terms: IcTerms): IcEstimate {
  const { lags, ...others } = terms;
  const dates = byDate.filter((ic) => ic !== undefined).length;
  return icEstimate(byDate, lags !== undefined && dates > lags ? terms : others);
}

function group(label: string, scores: Rows, frame: Frame): SignalGroup {
  const { terms, outcomes, neutral, plan, closed } = frame;
  const found = rankIcs(scores, outcomes);
  const cells = hitCells(scores.slice(0, closed), outcomes, neutral);
  return {
    label,
    ic: partEstimate(found.byDate, terms),
    constantDates: found.constantDates,
    thinDates: found.thinDates,
    hits: signalHits(cells, { plan, level: terms.level }),
  };
}

/** Dates of one label keep their places, so that phases and blocks stay what they are. */
function byRegime(
  regimes: readonly (string | undefined)[],
  scores: Rows,
  frame: Frame,
): SignalGroup[] {
  const labels = [...new Set(regimes)].filter((label) => label !== undefined);
  return labels.map((label) =>
    group(
      label,
      scores.map((row, d) => regimes[d] === label ? row : row.map(() => undefined)),
      // Dates of other labels are no thin dates of this one.
      {
        ...frame,
        outcomes: frame.outcomes.map((row, d) =>
          regimes[d] === label ? row : row.map(() => undefined)
        ),
      },
    )
  );
}

function nameParts(
  names: readonly string[],
  found: RankIcs,
  cells: HitCells,
  frame: Frame,
): NamePart[] {
  const { terms: { horizon, level }, plan } = frame;
  return names.map((name, i) => {
    const own = found.parts.flatMap((parts) => parts[i] === undefined ? [] : [parts[i]]);
    const interval = headlineInterval(own, { horizon, level });
    return {
      name,
      part: found.dates === 0 ? 0 : own.reduce((sum, one) => sum + one, 0) / found.dates,
      ...(own.length > 0 ? { whilePresent: mean(own) } : {}),
      ...(interval ? { interval } : {}),
      dates: own.length,
      hits: signalHits(cells, { plan, level, counts: (_, k) => k === i }),
    };
  });
}

function terciles(
  rows: Rows | undefined,
  found: RankIcs,
  cells: HitCells,
  frame: Frame,
): TercilePart[] {
  if (!rows) return [];
  const { terms, plan, closed } = frame;
  // Only what has an outcome is cut into thirds.
  const width = cells.names;
  const ofDates = tercileGroups(
    rows.slice(0, closed).map((row, d) => {
      const known = row.filter((value) => value !== undefined);
      return known.length === 0 || found.byDate[d] === undefined ? undefined : mean(known);
    }),
  ).groups;
  const ofScores = tercileGroups(
    rows.slice(0, closed).flatMap((row, d) =>
      row.map((value, i) => cells.cells[d * width + i] === -2 ? undefined : value)
    ),
  ).groups;
  if (ofDates.every((one) => one === undefined) && ofScores.every((one) => one === undefined)) {
    return [];
  }
  return TERCILES.map((tercile) => ({
    tercile,
    ic: partEstimate(
      found.byDate.map((ic, d) => ofDates[d] === tercile ? ic : undefined),
      terms,
    ),
    hits: signalHits(cells, {
      plan,
      level: terms.level,
      counts: (d, i) => ofScores[d * width + i] === tercile,
    }),
  }));
}

function chanceDeviation(found: RankIcs): number | undefined {
  if (found.dates === 0) return undefined;
  let names = 0;
  for (const parts of found.parts) for (const part of parts) if (part !== undefined) names++;
  return 1 / Math.sqrt(names / found.dates - 1);
}

/**
 * What a signal knew: information coefficient with its errors, power and weeks still needed; decay;
 * returns by group; turnover; persistence; hit rate; and all of it by name, pillar, analyst, regime,
 * confidence and disagreement.
 *
 * Every figure comes with its count and interval. The interval to quote is `headline`; the plain one
 * and Newey and West's stand beside it so that a reader sees what they would have claimed. Constant
 * scores have no coefficient: they are counted and never zero. Nothing is filled in.
 *
 * @param table Scores and step returns; see {@linkcode SignalTable}.
 * @param options See {@linkcode SignalAnalysisOptions}.
 * @returns Plain data, the same for the same arguments.
 * @throws {RangeError} If the table has unsorted or doubled days, fewer than three names, rows of a
 *   wrong length, NaN, or no more dates than the horizon or than the lags; if an option is out of
 *   range.
 *
 * @example Scores that lean the right way, but not for long enough
 * ```ts
 * import { signalAnalysis } from "lab/signals";
 * import { tradingDaysFrom, weeklyDays } from "lab/market";
 * import { randomStream } from "lab/stats";
 * import { day } from "lab/units";
 * import { equal, ok } from "node:assert/strict";
 *
 * const stream = randomStream(7);
 * const days = weeklyDays(tradingDaysFrom(day("2022-01-03"), 500));
 * const returns = days.map(() => [..."ABCDEFGHIJK"].map(() => stream.normal() / 50));
 * const scores = returns.map((row) => row.map((one) => Math.sign(one + stream.normal() / 5) + 3));
 * const found = signalAnalysis({ days, names: [..."ABCDEFGHIJK"], scores, returns });
 * ok(found.ic.headline!.low < found.ic.ic! && found.ic.ic! < found.ic.headline!.high);
 * equal(found.byName.length, 11);
 * ok(found.ic.power!.stated.weeksStillFor80! > 100);
 * ```
 */
export function signalAnalysis(
  table: SignalTable,
  options: SignalAnalysisOptions = {},
): SignalAnalysis {
  // Long because it is the contents of the result: a line or two a part, which other files work out.
  const { days, names, scores, returns } = checkedTable(table);
  const {
    horizon = HORIZON_WEEKS,
    level = INTERVAL_LEVEL,
    decaySteps = DECAY_STEPS,
    quantiles = QUANTILES,
    neutral = NEUTRAL_SCORE,
    statedIc = STATED_IC,
    seed = 1,
    draws = DRAWS,
  } = options;
  if (days.length <= horizon) {
    refuse(`need more dates than the horizon of ${horizon}, got ${days.length}`);
  }
  if (!(statedIc > 0 && statedIc < 1)) refuse(`statedIc must lie between 0 and 1, got ${statedIc}`);
  if (!Number.isInteger(decaySteps) || decaySteps < 1) {
    refuse(`decaySteps must be a whole number from 1, got ${decaySteps}`);
  }
  const { regimes } = options;
  if (regimes && regimes.length !== days.length) {
    refuse(`need one regime per day, got ${regimes.length} for ${days.length} days`);
  }
  for (const what of ["confidence", "disagreement"] as const) {
    if (options[what]) checkedRows(table, what, options[what]);
  }
  const outcomes = relativeOutcomes(returns, horizon);
  const closed = 1 + outcomes.findLastIndex((row) => row.some((one) => one !== undefined));
  const blockDates = options.blockDates ??
    Math.max(1, Math.min(HORIZONS_PER_BLOCK * horizon, Math.floor(closed / 2)));
  const weeksPerDate = weeksBetween(days);
  const terms = { horizon, level, lags: options.lags, statedIc, weeksPerDate };
  const frame: Frame = {
    terms,
    outcomes,
    neutral,
    plan: closed > 0 ? blockPlan(closed, { blockDates, draws, seed }) : undefined,
    closed,
  };
  const found = rankIcs(scores, outcomes);
  const cells = hitCells(scores.slice(0, closed), outcomes, neutral);
  const deviation = chanceDeviation(found);
  const groups = (what: string, rows: Readonly<Record<string, Rows>> = {}) =>
    Object.entries(rows).map(([label, own]) =>
      group(label, checkedRows(table, `${what} of ${label}`, own), frame)
    );
  return {
    from: days[0],
    to: days[days.length - 1],
    rows: days.length,
    names,
    conventions: {
      horizon,
      level,
      weeksPerDate,
      neutral,
      statedIc,
      seed,
      draws,
      blockDates,
      headline: HEADLINE,
      hindsight: HINDSIGHT,
    },
    days,
    ic: icEstimate(found.byDate, terms),
    icByDate: found.byDate,
    constantDates: found.constantDates,
    thinDates: found.thinDates,
    openDates: found.openDates,
    ...(deviation === undefined ? {} : { chanceDeviation: deviation }),
    decay: Array.from({ length: Math.min(decaySteps, days.length - 1) }, (_, k) => ({
      horizon: k + 1,
      ic: partEstimate(
        k + 1 === horizon ? found.byDate : rankIcs(scores, relativeOutcomes(returns, k + 1)).byDate,
        { ...terms, horizon: k + 1 },
      ),
    })),
    quantiles: quantileReturns(scores, outcomes, { count: quantiles, horizon, level }),
    persistence: rankPersistence(scores, 1),
    hits: signalHits(cells, { plan: frame.plan, level }),
    byName: nameParts(names, found, cells, frame),
    pillars: groups("scores", options.pillars),
    analysts: groups("scores", options.analysts),
    regimes: regimes ? byRegime(regimes, scores, frame) : [],
    byConfidence: terciles(options.confidence, found, cells, frame),
    byDisagreement: terciles(options.disagreement, found, cells, frame),
  };
}
