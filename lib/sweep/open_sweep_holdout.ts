import { DataError } from "../errors.ts";
import {
  openHoldout,
  openingsBy,
  type PairedDifference,
  pairedDifferences,
  sharpeInterval,
  type TrialsFile,
} from "../evidence/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { sealedHoldout } from "../research/mod.ts";
import { LEAST_PERIODS_FOR_BLOCKS } from "../stats/mod.ts";
import { panelAtHand } from "./panels_at_hand.ts";
import { runShard } from "./run_shard.ts";
import { sweepPlan } from "./sweep_plan.ts";
import { partPlace, type SweepPart, type SweepResult } from "./sweep_result.ts";
import { listedGrid } from "./simplex_grid.ts";
import type { Shares } from "../stats/ternary.ts";
import { BASE_WEIGHTS, beyondCash } from "./weighting_returns.ts";

/** What the decisions that no sweep saw say of the weights that were chosen. Ratios are per year. */
export interface OpenedSweep {
  /** How often this holdout has been opened; from the second time on it holds nothing out. */
  readonly openings: number;
  readonly from: string;
  readonly to: string;
  readonly periods: number;
  readonly chosen: HeldOutSharpe;
  readonly base: HeldOutSharpe;
  /** Chosen less base with its own interval: one choice, one look. */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
}

/** A net Sharpe ratio per year with its bootstrap interval. */
interface HeldOutSharpe {
  readonly weights: Shares;
  readonly sharpe: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Opens the holdout of a sweep for one chosen weighting. The opening is put on record once the look has
 * succeeded, and before anything of it is handed out.
 *
 * @param weights The one that was chosen; one, for a holdout that is searched holds nothing out.
 * @param options.key The sentence of the configuration, `HOLDOUT_KEY` unless it has its own.
 * @param options.because Why, in words that stay in the log.
 * @param options.trials Writes the opening down before anything is handed out.
 * @throws {RangeError} If nothing is held out, the key is another one, or the weights are none.
 * @throws {DataError} If nobody knows what the scorer may remember; it stays shut.
 *
 * @example
 * ```ts
 * import { HOLDOUT_KEY, openSweepHoldout, runSweep, sweepConfig } from "lab/sweep";
 * import { openTrialsFile, trialPlaces } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const root = await Deno.makeTempDir(), trials = openTrialsFile(trialPlaces(root));
 * const result = await runSweep(config, { workers: 0, trials, at: "2026-11-20" });
 * const { openings } = await openSweepHoldout(result, [0.5, 0.5, 0], {
 *   key: HOLDOUT_KEY,
 *   because: "half and half is chosen",
 *   at: "2026-11-20",
 *   trials,
 *   seed: 1,
 * });
 * equal(openings, 1);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function openSweepHoldout(
  result: SweepResult,
  weights: Shares,
  options: {
    readonly key: string;
    readonly because: string;
    readonly at: string;
    readonly trials: TrialsFile;
    readonly seed: number;
    readonly base?: Shares;
    readonly where?: SweepPart;
  },
): Promise<OpenedSweep> {
  const { key, because, at, trials, seed, base = BASE_WEIGHTS, where } = options;
  listedGrid([weights]);
  const { heldOut } = result.panel(where), own = result.config.holdout;
  if (heldOut === null || own === null) {
    throw new RangeError("Cannot open the holdout of this sweep: nothing was held out");
  }
  // Before the opening is put on record: a look that can say nothing must not be spent.
  if (heldOut.steps < LEAST_PERIODS_FOR_BLOCKS) {
    throw new RangeError(
      `Cannot judge by the holdout of this sweep: need at least ${LEAST_PERIODS_FOR_BLOCKS} decisions ` +
        `in it, got ${heldOut.steps}; it stays shut`,
    );
  }
  const { data } = result.config;
  const isUnknown = data.kind === "files" && data.ballots === undefined &&
    data.cutoff === undefined;
  if (isUnknown || result.panel(where).isRemembered) {
    const scorer = isUnknown ? outsideLine(data.scoredBy) : "whoever gave the ballots";
    throw new DataError(
      `Cannot judge by the holdout from ${heldOut.from} to ${heldOut.to}: the knowledge cutoff of ${scorer} is unknown, and what may be remembered is no evidence; it stays shut`,
      { day: heldOut.from },
    );
  }
  const { openings, found } = await openHoldout(sealedHoldout(heldOut, own.key), key, {
    at,
    because,
    record: openingsBy(trials),
    look: async () => await lookAt(result, [weights, base], { seed, where, from: heldOut.from }),
  });
  return { openings, from: heldOut.from, to: heldOut.to, ...found };
}

/** What the decisions put away say of two weightings. */
async function lookAt(
  result: SweepResult,
  [weights, base]: readonly [Shares, Shares],
  { seed, where, from }: {
    readonly seed: number;
    readonly where?: SweepPart;
    readonly from: string;
  },
): Promise<Omit<OpenedSweep, "openings" | "from" | "to">> {
  const { recipes, recipeOf } = sweepPlan(result.config, result.files);
  const recipe = recipes[recipeOf[partPlace(result, where)]];
  // A last day of the sweep's own ends what it looks at, and not what is put away.
  const { to: _, ...whole } = recipe;
  const open = await panelAtHand({ ...whole, isOpen: true });
  const { net } = runShard(open, [weights, base], {
    settings: result.variants[where?.variant ?? 0],
    metrics: [],
    intervals: null,
    equityUsd: result.config.equityUsd,
  });
  // The decision of the last day that was known is the first whose return was not.
  // The sweep's own last day may lie long before it: what lies between was there to be chosen by.
  const { steps, days } = open.panel, first = days.findIndex((day) => day >= from) - 1;
  const year = Math.sqrt(open.facts.periodsPerYear);
  const series = [0, 1].map((row) =>
    beyondCash(net.subarray(row * steps, (row + 1) * steps), open.facts).slice(first)
  );
  const rated = (row: 0 | 1, named: Shares): HeldOutSharpe => {
    const { sharpe, low, high } = sharpeInterval(series[row], { method: "bootstrap", seed });
    return { weights: named, sharpe: sharpe * year, low: low * year, high: high * year };
  };
  const pair: PairedDifference =
    pairedDifferences([series[1], series[0]], { reference: 0, seed }).trials[1];
  return {
    periods: series[0].length,
    chosen: rated(0, weights),
    base: rated(1, base),
    difference: {
      value: pair.difference * year,
      low: pair.low * year,
      high: pair.high * year,
    },
  };
}
