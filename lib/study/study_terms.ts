import { isRuleAnalyst, type PillarWeights } from "../committee/mod.ts";
import type {
  Cutoff,
  EffectiveTrials,
  OverfittingProbability,
  TrialsFile,
} from "../evidence/mod.ts";
import type { BookRule, MarketHoldout, ScoreTable } from "../research/mod.ts";
import type { ConfidenceTable } from "../scores/mod.ts";
import type { Day } from "../units.ts";
import type { ThrownDice } from "./dice_team.ts";

/** How a run is judged, whatever panel it runs on. */
export interface StudyTerms {
  /** What it is called in a sentence; "the committee" by default. */
  readonly name?: string;
  /** One share per pillar; 50, 25, 25 % by default. */
  readonly weights?: PillarWeights;
  /**
   * Scores of the reader's own in the place of blended pillars. A day without a row has none, and the
   * book is cash; `study` runs from the first of their days to the decision after the last.
   */
  readonly scores?: ScoreTable;
  /**
   * How much each score of blended pillars is trusted, which draws it towards 3 (`dayConfidences` of
   * `lab/scores`); 1 by default. Scores of the reader's own are drawn already.
   */
  readonly confidences?: ConfidenceTable;
  /** How scores become a book; the tilt book without hedge by default. */
  readonly rule?: BookRule;
  readonly equityUsd?: number;
  /** Of dice and resamples. */
  readonly seed: number;
  /** Random committees of each kind; 1,000 by default. */
  readonly draws?: number;
  /** Resamples of intervals and tests; 10,000 by default. */
  readonly resamples?: number;
  /** Last day that whoever answered may know of; all but `rules` is unknown by default. */
  readonly cutoffOf?: (model: string) => Cutoff | undefined;
  /** Counts the run. Without it the deflated ratio is missing, and the verdict says so. */
  readonly trials?: {
    /** A trials file, or anything with its `record`. */
    readonly counter: Pick<TrialsFile, "record">;
    /** When; the caller's "now". */
    readonly at: string;
    /** Question and data under which it is counted; "backtest" on the panel's market by default. */
    readonly family?: string;
    /**
     * Sharpe ratios per period of what else was tried on these periods. Without them their spread is
     * taken from the committees of permuted labels: what chance alone gives to scores like these.
     */
    readonly sharpes?: readonly number[];
    /** How many they come to, correlated as they are. */
    readonly effective?: EffectiveTrials;
    /** Whether their winner in one half of the record wins in the other. */
    readonly overfitting?: OverfittingProbability;
  };
  /** Runs of the random committees by kind, where they were made beforehand; see `DiceTeam`. */
  readonly thrown?: ThrownDice;
  /** Days with scores that are neither studied nor put away; `study` fills it in. */
  readonly unusedDays?: number;
  /** What is put away; `study` fills it in. */
  readonly holdout?: MarketHoldout;
}

/** Who gave the scores of a day: the names that really answered. */
export type AnsweredBy =
  | string
  | readonly string[]
  | ((day: Day) => string | readonly string[]);

/**
 * Rules, of whatever temperament, remember nothing; of anyone else nothing is known.
 *
 * @example
 * ```ts
 * import { ruleCutoff } from "lab/study";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([ruleCutoff("rules, bold"), ruleCutoff("some model")], ["no memory", undefined]);
 * ```
 */
export function ruleCutoff(model: string): Cutoff | undefined {
  return isRuleAnalyst(model) ? "no memory" : undefined;
}

/** The names that answered on a day. */
export function namesOf(answeredBy: AnsweredBy, day: Day): readonly string[] {
  const names = typeof answeredBy === "function" ? answeredBy(day) : answeredBy;
  return typeof names === "string" ? [names] : names;
}
