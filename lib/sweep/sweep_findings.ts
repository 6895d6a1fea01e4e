import type {
  DeflatedSharpe,
  EffectiveTrials,
  OverfittingProbability,
  PairedDifferences,
  SuperiorAbility,
  TrialTally,
} from "../evidence/mod.ts";
import type { Shares } from "../stats/ternary.ts";
import type { WalkForwardChoice, YearlyOrder } from "./choice_over_time.ts";
import type { PanelFacts } from "./sweep_panel.ts";

/** A weighting with its net Sharpe ratio per year. */
export interface RatedWeights {
  readonly weights: Shares;
  readonly sharpe: number;
}

/** One weighting beside the base and the best, all ratios per year. */
export interface WeightingEvidence extends RatedWeights {
  /** Place among all weightings of the sweep. */
  readonly place: number;
  /** Whether it cannot be told from the best: the plateau of a map. */
  readonly alikeBest: boolean;
  /** Its ratio less the base's: alone, and with the interval that holds for all at once. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly lowForAll: number;
  readonly highForAll: number;
  readonly alikeBase: boolean;
  /** Its ratio in the first half and in the second. */
  readonly firstHalf?: number;
  readonly secondHalf?: number;
}

/** A state of the market: who was best in it, and where the base stood. By hindsight. */
export interface RegimeWinner {
  readonly regime: string;
  readonly periods: number;
  readonly best: RatedWeights;
  readonly base: number;
}

/** How little of a sweep can be believed, in figures. */
export interface SweepFindings {
  readonly facts: PanelFacts;
  readonly periods: number;
  readonly base: RatedWeights;
  readonly best: RatedWeights;
  /** Every weighting that has a ratio, in the sweep's order. */
  readonly weightings: readonly WeightingEvidence[];
  /** Weightings that held cash alone, or through half of the record; they were tried and are not judged. */
  readonly without: number;
  /** Most steps of a weighting whose cost is a floor, since a part of it is unknown. */
  readonly costUnknown: number;
  /** Trials that the ratio is deflated by: the larger of this sweep's and the family's so far. */
  readonly trials: number;
  /** PBO; a sentence where the record is too short for it. */
  readonly overfitting: OverfittingProbability | string;
  readonly effective: EffectiveTrials;
  /** DSR of the best by the count, and by the two effective numbers. */
  readonly deflated: {
    readonly byCount: DeflatedSharpe;
    readonly byAverageCorrelation: DeflatedSharpe;
    readonly byEigenvalueEntropy: DeflatedSharpe;
  };
  /** Hansen's test of all weightings against the base. */
  readonly superior: SuperiorAbility;
  readonly againstBase: PairedDifferences;
  readonly againstBest: PairedDifferences;
  readonly walkForward?: WalkForwardChoice;
  readonly overTime: YearlyOrder;
  readonly regimes: readonly RegimeWinner[];
  /** The count of trials as it stood after the sweep; absent where nobody counted. */
  readonly tally?: TrialTally;
  /** Whether the best can be told from the base by both tests that allow for all that was tried. */
  readonly isTold: boolean;
}
