import { DEFAULT_WEIGHTS, PILLARS } from "../committee/mod.ts";
import { sharpeRatio } from "../stats/mod.ts";
import { panelAtHand } from "./run_sweep.ts";
import { runShard } from "./run_shard.ts";
import type { PanelFacts } from "./sweep_panel.ts";
import { sweepPlan } from "./sweep_plan.ts";
import { partPlace, type SweepPart, type SweepResult } from "./sweep_result.ts";
import type { Shares } from "../stats/ternary.ts";

/** The committee's own weights as shares in the order of the pillars. */
export const BASE_WEIGHTS: Shares = PILLARS.map((pillar) =>
  DEFAULT_WEIGHTS[pillar]
) as unknown as Shares;

/** Returns beyond cash of every weighting that has a Sharpe ratio, and of the base. */
export interface WeightingReturns {
  readonly facts: PanelFacts;
  /** Weightings in the sweep's order; those that held cash alone are left out. */
  readonly weights: readonly Shares[];
  readonly excess: readonly Float64Array[];
  /** Place of each among all weightings of the sweep. */
  readonly places: readonly number[];
  /** Weightings left out, since they have no Sharpe ratio. */
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
    if (series.length < 3 || sharpeRatio(series) === undefined) return;
    weights.push(result.points[place]);
    excess.push(series);
    places.push(place);
  });
  const at = weights.findIndex((one) => isSameWeights(one, base));
  const own = at >= 0 ? excess[at] : beyondCash(await runApart(result, base, where), facts);
  if (excess.length < 2 || sharpeRatio(own) === undefined) {
    throw new RangeError(
      `Cannot judge a sweep: need two weightings and the base with returns that differ, got ` +
        `${excess.length} of ${result.points.length} weightings` +
        (sharpeRatio(own) === undefined ? " and a base that held cash alone" : ""),
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
