import { INTERVAL_LEVEL, type MeanInterval, meanInterval } from "../stats/mod.ts";
import type { MetricName } from "./sweep_metrics.ts";
import type { SweepResult } from "./sweep_result.ts";
import type { Shares } from "../stats/ternary.ts";
import { BASE_WEIGHTS, isSameWeights } from "./weighting_returns.ts";

/** One weighting less the default over the worlds of a sweep. */
export interface WorldsDifference {
  readonly weights: Shares;
  /** Mean over the worlds in which both have the metric; absent where those are fewer than two. */
  readonly difference?: MeanInterval;
  /** Worlds in which both have the metric. */
  readonly worlds: number;
}

/**
 * Each weighting less the default, world by world: worlds of different seeds are independent, so that
 * the interval is Student's, with as many observations as worlds.
 *
 * The best of all these means is a choice among them, like the best of one world.
 *
 * @example Two worlds of dice
 * ```ts
 * import { overWorlds, runSweep, sweepConfig } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [1, 2], years: 2, committee: "dice" },
 *   grid: { list: [[0.5, 0.25, 0.25], [0, 0, 1]] },
 * });
 * const [base, other] = overWorlds(await runSweep(config, { workers: 0 }));
 * equal(base.difference!.mean, 0);
 * equal(other.difference!.degreesOfFreedom, 1);
 * ```
 *
 * @returns In the order of the weightings; nothing where the default is no point of the grid.
 */
export function overWorlds(
  result: SweepResult,
  options: {
    readonly metric?: MetricName;
    readonly variant?: number;
    /** First world that counts: 1 leaves out the one in which a weighting was chosen. */
    readonly from?: number;
  } = {},
): readonly WorldsDifference[] {
  const { metric = result.config.metrics[0], variant = 0, from = 0 } = options;
  const base = result.points.findIndex((weights) => isSameWeights(weights, BASE_WEIGHTS));
  if (base < 0) return [];
  const parts = Array.from(
    { length: Math.max(0, result.worlds - from) },
    (_, at) => result.part({ world: from + at, variant }),
  );
  return result.points.map((weights, place) => {
    const found = parts.flatMap((rows) => {
      const [own, other] = [rows[place].values[metric], rows[base].values[metric]];
      return own === undefined || other === undefined ? [] : [own - other];
    });
    const worlds = found.length;
    if (worlds < 2) return { weights, worlds };
    const mean = found.reduce((sum, value) => sum + value, 0) / worlds;
    const square = found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (worlds - 1);
    const difference = meanInterval(mean, Math.sqrt(square / worlds), {
      count: worlds,
      degreesOfFreedom: worlds - 1,
      level: INTERVAL_LEVEL,
    });
    return { weights, difference, worlds };
  });
}
