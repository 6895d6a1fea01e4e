import { DEFAULT_WEIGHTS, PILLARS } from "../committee/mod.ts";
import { OVERFITTING_BLOCKS } from "../evidence/mod.ts";
import { sharpeRatio } from "../stats/mod.ts";
import { panelAtHand } from "./panels_at_hand.ts";
import { runShard } from "./run_shard.ts";
import type { PanelFacts } from "./sweep_panel.ts";
import { sweepPlan } from "./sweep_plan.ts";
import { partPlace, type SweepPart, type SweepResult } from "./sweep_result.ts";
import type { Shares } from "../stats/ternary.ts";

/** The committee's own weights as shares in the order of the pillars. */
export const BASE_WEIGHTS: Shares = PILLARS.map((pillar) =>
  DEFAULT_WEIGHTS[pillar]
) as unknown as Shares;

/** Returns nearer to those of cash than this are cash. */
const ROUNDING = 1e-12;

/** Returns beyond cash of every weighting that has a Sharpe ratio, and of the base. */
export interface WeightingReturns {
  readonly facts: PanelFacts;
  /** Weightings in the sweep's order; those that held cash alone, or through half of the record, are left out. */
  readonly weights: readonly Shares[];
  readonly excess: readonly Float64Array[];
  /** Place of each among all weightings of the sweep. */
  readonly places: readonly number[];
  /** Weightings left out, since they have no Sharpe ratio, or none in half of the record. */
  readonly without: number;
  /** The base, and its place in the lists; −1 where the grid has no such point and it was run apart. */
  readonly base: { readonly weights: Shares; readonly at: number; readonly excess: Float64Array };
}

/** Net returns less cash. */
export function beyondCash(net: Float64Array, { cash }: Pick<PanelFacts, "cash">): Float64Array {
  return net.map((value, k) => value - cash[k]);
}

/** Whether two weightings are one but for rounding. */
export function isSameWeights(a: Shares, b: Shares): boolean {
  return a.every((share, p) => Math.abs(share - b[p]) < 1e-9);
}

/**
 * What all evidence of a sweep is made from. A base that is no point of the grid is run beside it, on
 * the same panel and by the same rule.
 *
 * @throws {RangeError} If fewer than two weightings, or not the base, have a Sharpe ratio.
 *
 * @example
 * ```ts
 * import { runSweep, sweepConfig, weightingReturns } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const { excess } = await weightingReturns(await runSweep(config, { workers: 0 }));
 * equal(excess.length, 6);
 * ```
 */
export async function weightingReturns(
  result: SweepResult,
  options: { readonly where?: SweepPart; readonly base?: Shares } = {},
): Promise<WeightingReturns> {
  const { where, base = BASE_WEIGHTS } = options;
  const facts = result.panel(where);
  const weights: Shares[] = [], excess: Float64Array[] = [], places: number[] = [];
  (await result.returns(where)).forEach((net, place) => {
    const series = beyondCash(net, facts);
    if (series.length < 3 || !isJudged(series)) return;
    weights.push(result.points[place]);
    excess.push(series);
    places.push(place);
  });
  const at = weights.findIndex((one) => isSameWeights(one, base));
  const own = at >= 0 ? excess[at] : beyondCash(await runApart(result, base, where), facts);
  if (excess.length < 2 || !isJudged(own)) {
    throw new RangeError(
      `Cannot judge a sweep: need two weightings and the base with returns that differ, got ` +
        `${excess.length} of ${result.points.length} weightings` +
        (isJudged(own) ? "" : " and a base that held cash alone, or through half of the record"),
    );
  }
  return {
    facts,
    weights,
    excess,
    places,
    without: result.points.length - excess.length,
    base: { weights: base, at, excess: own },
  };
}

/**
 * Whether returns can be judged: a book that was cash in half of the blocks by which a record is halved has
 * halves and resamples without a Sharpe ratio.
 */
function isJudged(series: Float64Array): boolean {
  if (sharpeRatio(series) === undefined) return false;
  const held = new Set<number>();
  series.forEach((value, k) => {
    if (Math.abs(value) > ROUNDING) held.add(Math.floor(k * OVERFITTING_BLOCKS / series.length));
  });
  return 2 * held.size > Math.min(OVERFITTING_BLOCKS, series.length);
}

/** Net returns of one weighting that is not in the grid. */
async function runApart(
  result: SweepResult,
  weights: Shares,
  where?: SweepPart,
): Promise<Float64Array> {
  const { recipes, recipeOf } = sweepPlan(result.config, result.files);
  const panel = await panelAtHand(recipes[recipeOf[partPlace(result, where)]]);
  return runShard(panel, [weights], {
    settings: result.variants[where?.variant ?? 0],
    metrics: [],
    intervals: null,
    equityUsd: result.config.equityUsd,
  }).net;
}
