import { isHit, type ShareInterval, wilsonInterval } from "../stats/mod.ts";
import { type BlockPlan, blockShare } from "./block_plan.ts";
import type { Rows } from "./signal_table.ts";

/** Calls that were right, with both intervals. */
export interface SignalHits {
  readonly hits: number;
  /** Scores that took a side and have an outcome. */
  readonly calls: number;
  /** Scores on the neutral value with an outcome: left out, and counted. */
  readonly neutral: number;
  /** Hits over calls with Wilson's interval, as if calls were independent; absent without a call. */
  readonly wilson?: ShareInterval;
  /**
   * The interval to quote: dates drawn in blocks. Sectors of one date are not independent, and
   * Wilson's interval does not know. Absent without a call or with fewer than two blocks of dates.
   */
  readonly blocks?: {
    readonly low: number;
    readonly high: number;
    readonly blockDates: number;
    readonly draws: number;
  };
}

/** Hit, miss or neither of every score, one number per date and name. */
export interface HitCells {
  readonly dates: number;
  readonly names: number;
  /** 1 a hit, 0 a miss, −1 neutral with an outcome, −2 nothing to judge; date after date. */
  readonly cells: Int8Array;
}

/**
 * Which scores lie on the side of the neutral value on which the outcome then lay.
 *
 * @example
 * ```ts
 * import { hitCells } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { cells } = hitCells([[5, 3, 1]], [[0.02, 0.01, undefined]], 3);
 * deepEqual([...cells], [1, -1, -2]); // a hit, no call, not known yet
 * ```
 */
export function hitCells(scores: Rows, outcomes: Rows, neutral: number): HitCells {
  const dates = scores.length, names = scores[0]?.length ?? 0;
  const cells = new Int8Array(dates * names).fill(-2);
  for (let d = 0, at = 0; d < dates; d++) {
    for (let i = 0; i < names; i++, at++) {
      const score = scores[d][i], outcome = outcomes[d][i];
      if (score === undefined || outcome === undefined) continue;
      const hit = isHit(score, outcome, neutral);
      cells[at] = hit === undefined ? -1 : Number(hit);
    }
  }
  return { dates, names, cells };
}

/**
 * The share of calls that were right, among all scores or some of them.
 *
 * A hit is sign(score − neutral) = sign(outcome); an outcome of exactly zero is a miss.
 *
 * @param of From `hitCells`.
 * @param options.counts Which scores count; all without it.
 * @param options.plan Blocks of dates; without it, or with fewer than two blocks, no block interval.
 * @param options.level Two-sided confidence.
 *
 * @example
 * ```ts
 * import { hitCells, signalHits } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * const cells = hitCells([[5, 1, 3], [2, 4, 3]], [[0.02, 0.01, 0], [-0.01, 0, 0.01]], 3);
 * const { hits, calls, neutral } = signalHits(cells, { level: 0.95 });
 * deepEqual([hits, calls, neutral], [2, 4, 2]);
 * ```
 */
export function signalHits(
  of: HitCells,
  options: {
    readonly level: number;
    readonly plan?: BlockPlan;
    readonly counts?: (date: number, name: number) => boolean;
  },
): SignalHits {
  const { level, plan, counts } = options;
  const right = new Float64Array(of.dates), all = new Float64Array(of.dates);
  let hits = 0, calls = 0, neutral = 0;
  for (let d = 0, at = 0; d < of.dates; d++) {
    for (let i = 0; i < of.names; i++, at++) {
      const cell = of.cells[at];
      if (cell === -2 || (counts && !counts(d, i))) continue;
      if (cell === -1) {
        neutral++;
        continue;
      }
      calls++;
      all[d]++;
      hits += cell;
      right[d] += cell;
    }
  }
  if (calls === 0) return { hits, calls, neutral };
  const enough = plan !== undefined && plan.dates >= 2 * plan.blockDates;
  const drawn = enough ? blockShare(right, all, plan, level) : undefined;
  return {
    hits,
    calls,
    neutral,
    wilson: wilsonInterval(hits, calls, { level }),
    ...(drawn ? { blocks: { ...drawn, blockDates: plan!.blockDates, draws: plan!.draws } } : {}),
  };
}
