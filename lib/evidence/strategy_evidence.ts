import { INTERVAL_LEVEL, percentileInterval, stationaryBootstrap } from "../stats/mod.ts";
import { type DeflatedSharpe, deflatedSharpe } from "./deflated_sharpe.ts";
import type { EffectiveTrials } from "./effective_trials.ts";
import { minimumTrackRecord } from "./minimum_track_record.ts";
import type { OverfittingProbability } from "./overfitting_probability.ts";
import { probabilisticSharpe } from "./probabilistic_sharpe.ts";
import { sharpeInterval } from "./sharpe_interval.ts";
import { detectableSharpe } from "./sharpe_power.ts";
import { checkedReturns, type SharpeRecord, sharpeRecord } from "./sharpe_record.ts";
import type { SuperiorAbility } from "./superior_ability.ts";
import type { HoldoutMark } from "./holdout_mark.ts";
import type { TrialTally } from "./trial_tally.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot weigh the evidence: ${what}`);
}

/** What is known of a strategy; the more of it is given, the less has to be called unknown. */
export interface StrategyInput {
  /** What it is called in a sentence, such as "our committee". */
  readonly name: string;
  /** Returns above the risk-free rate after costs, one per period. */
  readonly returns: readonly number[] | Float64Array;
  /** 52 for weeks, 12 for months, 252 for trading days. */
  readonly periodsPerYear: number;
  /** What a period is, in the plural; "weeks" by default. */
  readonly periodName?: string;
  readonly seed: number;
  /** Resamples of each interval; 10,000 by default. */
  readonly draws?: number;
  /** Confidence of intervals and of the verdict; 0.95 by default. */
  readonly level?: number;
  /** The search that it was chosen from. */
  readonly trials?: {
    /** How many were tried, this one included: the family's count of the trials file. */
    readonly tried: number;
    /** Their Sharpe ratios per period; as many as are known, at least two unless one was tried. */
    readonly sharpes?: readonly number[];
    /** Variance of their Sharpe ratios per period, where the ratios themselves were not kept. */
    readonly variance?: number;
    readonly effective?: EffectiveTrials;
  };
  /** Sharpe ratios per period of committees of dice over the same periods. */
  readonly dice?: readonly number[];
  /** Plain alternatives over the same periods, above the risk-free rate after costs. */
  readonly baselines?: readonly {
    readonly name: string;
    readonly returns: readonly number[] | Float64Array;
  }[];
  /** The test of all trials against the baseline that the reader would otherwise hold. */
  readonly superior?: SuperiorAbility;
  readonly overfitting?: OverfittingProbability;
  /** Periods decided after every analyst's knowledge cutoff, and the others. */
  readonly memory?: { readonly after: number; readonly contaminated: number };
  readonly tally?: TrialTally;
  /** Family under which the tally counts it. */
  readonly family?: string;
  /** What is put away of its record; the tally knows how often that was opened. */
  readonly holdout?: HoldoutMark;
}

/** A plain alternative beside the strategy. */
export interface BaselineFigure {
  readonly name: string;
  /** Mean return of the strategy less the baseline's, a year, with its paired interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** Every figure of a strategy's evidence; Sharpe ratios are annual here. */
export interface StrategyEvidence extends
  Pick<
    StrategyInput,
    "superior" | "overfitting" | "memory" | "tally" | "family" | "holdout"
  > {
  readonly name: string;
  readonly level: number;
  readonly periodName: string;
  readonly periodsPerYear: number;
  /** Per period, with n, skewness and kurtosis. */
  readonly record: Required<SharpeRecord>;
  readonly sharpe: { readonly value: number; readonly low: number; readonly high: number };
  /** Confidence that the true ratio is above zero; one minus a p-value. */
  readonly psr: number;
  /** For the number tried; absent where nobody counted. */
  readonly dsr?: DeflatedSharpe;
  /** For the effective number by each rule. */
  readonly dsrEffective?: {
    readonly averageCorrelation: DeflatedSharpe;
    readonly eigenvalueEntropy: DeflatedSharpe;
  };
  /** Periods the record would need; absent where the ratio is not above zero. */
  readonly periodsNeeded?: number;
  /** Of those, periods still to come; 0 where there are enough. */
  readonly periodsToCome?: number;
  /** Smallest annual ratio that as many periods would show with a chance of 80 %; absent if too few. */
  readonly detectable?: number;
  /** Share of dice below, ties half. */
  readonly dice?: { readonly percentile: number; readonly committees: number };
  readonly baselines: readonly BaselineFigure[];
}

function variance(values: readonly number[]): number {
  let mean = 0, squares = 0;
  for (const value of values) mean += value / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return squares / (values.length - 1);
}

function finite(values: readonly number[], what: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    refuse(`every ${what} must be a finite number, got ${values[at]} at position ${at}`);
  }
}

/**
 * All that a table or a headline must carry beside a Sharpe ratio, worked out once.
 *
 * Intervals are stationary bootstraps, a baseline's over paired differences, so that what both have in
 * common drops out. What is not given stays absent, and `evidenceVerdict` calls it missing: an uncounted
 * search proves nothing.
 *
 * @throws {RangeError} If returns are too few, constant or not finite, a baseline has other periods, or
 *   the trials are no possible ones.
 *
 * @example Three years of weeks, the best of 66
 * ```ts
 * import { evidenceRows, evidenceVerdict, strategyEvidence } from "lab/evidence";
 * import { randomStream } from "lab/stats";
 * import { equal, match } from "node:assert/strict";
 *
 * const draw = randomStream(7);
 * const returns = Array.from({ length: 156 }, () => 0.002 + 0.02 * draw.normal());
 * const sharpes = Array.from({ length: 66 }, () => draw.normal() / Math.sqrt(156));
 * const evidence = strategyEvidence({
 *   name: "our committee", returns, periodsPerYear: 52, seed: 1, draws: 500,
 *   trials: { tried: 66, sharpes },
 * });
 * equal(evidenceVerdict(evidence).kind, "not proven");
 * match(evidenceRows(evidence)[0].text, /156 weeks/);
 * ```
 */
export function strategyEvidence(input: StrategyInput): StrategyEvidence {
  const { name, periodsPerYear, periodName = "weeks", seed, draws } = input;
  const { level = INTERVAL_LEVEL, trials, dice, memory } = input;
  if (!(periodsPerYear > 0 && Number.isFinite(periodsPerYear))) {
    refuse(`need periods per year above 0 (52 for weeks), got ${periodsPerYear}`);
  }
  const record = sharpeRecord(input.returns), year = Math.sqrt(periodsPerYear);
  const interval = sharpeInterval(input.returns, { method: "bootstrap", seed, draws, level });
  const needed = minimumTrackRecord(record, { level });
  const shortest = 12;
  return {
    name,
    level,
    periodName,
    periodsPerYear,
    record,
    sharpe: {
      value: record.sharpe * year,
      low: interval.low * year,
      high: interval.high * year,
    },
    psr: probabilisticSharpe(record),
    ...deflated(record, trials),
    ...(needed === undefined ? {} : {
      periodsNeeded: Math.ceil(needed),
      periodsToCome: Math.max(0, Math.ceil(needed) - record.periods),
    }),
    ...(record.periods < shortest
      ? {}
      : { detectable: detectableSharpe(record.periods, { level }) * year }),
    ...(dice === undefined ? {} : { dice: place(record.sharpe, dice) }),
    baselines: (input.baselines ?? []).map((one) => difference(input, one, level)),
    ...(input.superior && { superior: input.superior }),
    ...(input.overfitting && { overfitting: input.overfitting }),
    ...(memory && { memory }),
    ...(input.tally && { tally: input.tally }),
    ...(input.family === undefined ? {} : { family: input.family }),
    ...(input.holdout && { holdout: input.holdout }),
  };
}

function deflated(
  record: SharpeRecord,
  trials: StrategyInput["trials"],
): Pick<StrategyEvidence, "dsr" | "dsrEffective"> {
  if (trials === undefined) return {};
  const { tried, sharpes = [], effective } = trials;
  finite(sharpes, "trial's Sharpe ratio");
  if (trials.variance !== undefined && !(trials.variance >= 0 && trials.variance < Infinity)) {
    refuse(
      `the variance of the trials' Sharpe ratios must be from 0, got ` +
        trials.variance,
    );
  }
  if (!Number.isInteger(tried) || tried < 1) {
    refuse(`need a whole number of trials from 1, got ${tried}`);
  }
  if (tried > 1 && sharpes.length < 2 && trials.variance === undefined) {
    refuse(`need the Sharpe ratios of at least two of ${tried} trials, got ${sharpes.length}`);
  }
  if (sharpes.length > tried) {
    refuse(
      `${sharpes.length} Sharpe ratios of only ${tried} trials; count every one that was tried`,
    );
  }
  const spread = tried === 1 ? 0 : trials.variance ?? variance(sharpes);
  const by = (count: number) => deflatedSharpe(record, { trials: count, variance: spread });
  return {
    dsr: by(tried),
    ...(effective && {
      dsrEffective: {
        averageCorrelation: by(effective.byAverageCorrelation),
        eigenvalueEntropy: by(effective.byEigenvalueEntropy),
      },
    }),
  };
}

function place(sharpe: number, dice: readonly number[]): StrategyEvidence["dice"] {
  finite(dice, "committee's Sharpe ratio");
  if (dice.length === 0) refuse("need at least one committee of dice, got none");
  let below = 0;
  for (const one of dice) below += one < sharpe ? 1 : one === sharpe ? 0.5 : 0;
  return { percentile: below / dice.length, committees: dice.length };
}

function difference(
  { returns, periodsPerYear, seed, draws }: StrategyInput,
  baseline: { readonly name: string; readonly returns: readonly number[] | Float64Array },
  level: number,
): BaselineFigure {
  const own = checkedReturns(returns, "weigh the evidence");
  const other = checkedReturns(baseline.returns, `weigh the evidence (${baseline.name})`);
  if (own.length !== other.length) {
    refuse(`${baseline.name} must have the same ${own.length} periods, got ${other.length}`);
  }
  const less = own.map((value, t) => value - other[t]);
  const yearly = (values: Float64Array) => {
    let sum = 0;
    for (let t = 0; t < values.length; t++) sum += values[t];
    return sum / values.length * periodsPerYear;
  };
  const value = yearly(less);
  // Two that never differ: the difference is known without a draw.
  if (less.every((one) => one === less[0])) {
    return { name: baseline.name, difference: value, low: value, high: value };
  }
  const { values } = stationaryBootstrap(less, yearly, { seed, draws });
  const { low, high } = percentileInterval(values, { level });
  return { name: baseline.name, difference: value, low, high };
}
