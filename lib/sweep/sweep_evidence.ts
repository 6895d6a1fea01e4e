import {
  deflatedSharpe,
  effectiveTrials,
  OVERFITTING_BLOCKS,
  overfittingProbability,
  pairedDifferences,
  sharpeRecord,
  superiorAbility,
} from "../evidence/mod.ts";
import { INTERVAL_LEVEL, sharpeRatio, standardDeviation } from "../stats/mod.ts";
import { walkForwardChoice, yearlyOrder } from "./choice_over_time.ts";
import { sweepHeadline, sweepSentences } from "./sweep_headline.ts";
import type {
  RatedWeights,
  RegimeWinner,
  SweepFindings,
  WeightingEvidence,
} from "./sweep_findings.ts";
import type { SweepPart, SweepResult } from "./sweep_result.ts";
import type { Shares } from "../stats/ternary.ts";
import { isSameWeights, type WeightingReturns, weightingReturns } from "./weighting_returns.ts";

/** How little of a sweep can be believed, in figures and in sentences. */
export interface SweepEvidence extends SweepFindings {
  readonly headline: string;
  /** What the headline rests on, one sentence a test. */
  readonly sentences: readonly string[];
}

/** How a sweep is judged. */
interface SweepEvidenceOptions {
  readonly seed: number;
  /** 50/25/25 by default; it need not be a point of the grid. */
  readonly base?: Shares;
  readonly where?: SweepPart;
  /** Resamples of the paired differences and of the test against the base; 1,000 by default. */
  readonly draws?: number;
  /** Blocks of the overfitting probability; 16 by default. */
  readonly blocks?: number;
}

const DRAWS = 1000;

/**
 * What stands beside the result of every sweep: overfitting, deflation, the test of all against the
 * default, what cannot be told apart, and what choosing on the past alone would have earned.
 *
 * Works on the decisions the sweep saw; the holdout stays sealed.
 *
 * @throws {RangeError} If the record is too short, or fewer than two weightings have a Sharpe ratio.
 *
 * @example Dice: somebody is always the best
 * ```ts
 * import { runSweep, sweepConfig, sweepEvidence } from "lab/sweep";
 * import { match } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.25 },
 * });
 * const result = await runSweep(config, { workers: 0 });
 * const { headline } = await sweepEvidence(result, { seed: 1, draws: 200 });
 * match(headline, /^15 weightings tried; the best, .* cannot be told from the default 50\/25\/25/);
 * ```
 */
export async function sweepEvidence(
  result: SweepResult,
  options: SweepEvidenceOptions,
): Promise<SweepEvidence> {
  const { seed, draws = DRAWS, blocks = OVERFITTING_BLOCKS } = options;
  const given = await weightingReturns(result, options);
  const { excess, weights, places, facts, base } = given;
  const year = Math.sqrt(facts.periodsPerYear), periods = base.excess.length;
  const ratios = excess.map((series) => sharpeRatio(series)!);
  let top = 0;
  for (let k = 1; k < ratios.length; k++) if (ratios[k] > ratios[top]) top = k;

  // The base stands behind the others where it is no point of the grid.
  const isApart = base.at < 0, all = isApart ? [...excess, base.excess] : excess;
  const reference = isApart ? excess.length : base.at;
  const againstBase = pairedDifferences(all, { reference, seed, draws, level: INTERVAL_LEVEL });
  const againstBest = pairedDifferences(excess, { reference: top, seed, draws });
  const superior = superiorAbility(
    excess.map((series) => series.map((value, t) => value - base.excess[t])),
    { seed, draws },
  );

  const effective = effectiveTrials(excess);
  const record = sharpeRecord(excess[top]);
  const { tally, family } = result;
  const trials = Math.max(excess.length, tally?.families[family]?.tried ?? 0);
  const variance = standardDeviation(ratios) ** 2;
  const deflated = {
    byCount: deflatedSharpe(record, { trials, variance }),
    byAverageCorrelation: deflatedSharpe(record, {
      trials: effective.byAverageCorrelation,
      variance,
    }),
    byEigenvalueEntropy: deflatedSharpe(record, {
      trials: effective.byEigenvalueEntropy,
      variance,
    }),
  };
  const overfitting = periods < 2 * blocks
    ? `too short for ${blocks} blocks: need ${2 * blocks} periods, got ${periods}`
    : overfittingProbability(excess, { blocks });
  const half = Math.floor(periods / 2);
  const scaled = (value: number | undefined) => value === undefined ? undefined : value * year;
  const weightings = excess.map((series, k): WeightingEvidence => {
    const pair = againstBase.trials[k];
    const firstHalf = scaled(sharpeRatio(series.slice(0, half)));
    const secondHalf = scaled(sharpeRatio(series.slice(half)));
    return {
      place: places[k],
      weights: weights[k],
      sharpe: ratios[k] * year,
      alikeBest: againstBest.trials[k].isAlike,
      difference: pair.difference * year,
      low: pair.low * year,
      high: pair.high * year,
      lowForAll: pair.lowForAll * year,
      highForAll: pair.highForAll * year,
      alikeBase: pair.isAlike,
      ...(firstHalf === undefined ? {} : { firstHalf }),
      ...(secondHalf === undefined ? {} : { secondHalf }),
    };
  });
  const best = { weights: weights[top], sharpe: ratios[top] * year };
  const walkForward = walkForwardChoice(given, { seed });
  const evidence: SweepFindings = {
    facts,
    periods,
    base: { weights: base.weights, sharpe: sharpeRatio(base.excess)! * year },
    best,
    weightings,
    without: given.without,
    costUnknown: result.part(options.where).reduce(
      (most, row) => Math.max(most, row.costUnknown),
      0,
    ),
    trials,
    overfitting,
    effective,
    deflated,
    superior,
    againstBase,
    againstBest,
    ...(walkForward ? { walkForward } : {}),
    overTime: yearlyOrder(given),
    regimes: regimeWinners(given),
    ...(tally ? { tally } : {}),
    isTold: !isSameWeights(best.weights, base.weights) && weightings[top].lowForAll > 0 &&
      superior.pConsistent < 1 - INTERVAL_LEVEL,
  };
  return { ...evidence, headline: sweepHeadline(evidence), sentences: sweepSentences(evidence) };
}

/** Fewest periods of a state in which a ratio is taken: a ratio a year of 26 weeks errs by 1.4. */
export const LEAST_REGIME_PERIODS = 26;

function regimeWinners({ excess, weights, base, facts }: WeightingReturns): RegimeWinner[] {
  const year = Math.sqrt(facts.periodsPerYear);
  return [...new Set(facts.regimes)].sort().flatMap((regime) => {
    const at = facts.regimes.flatMap((one, t) => one === regime ? [t] : []);
    if (at.length < LEAST_REGIME_PERIODS) return [];
    const ratio = (series: Float64Array) => sharpeRatio(Float64Array.from(at, (t) => series[t]));
    const own = ratio(base.excess);
    let best: RatedWeights | undefined;
    excess.forEach((series, k) => {
      const value = ratio(series);
      if (value !== undefined && (!best || value * year > best.sharpe)) {
        best = { weights: weights[k], sharpe: value * year };
      }
    });
    return best && own !== undefined
      ? [{ regime, periods: at.length, best, base: own * year }]
      : [];
  });
}
