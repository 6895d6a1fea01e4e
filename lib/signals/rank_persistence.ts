import { mean } from "../stats/mod.ts";
import { rankIcs } from "./rank_ics.ts";
import type { Rows } from "./signal_table.ts";

/**
 * Rank autocorrelation of scores: the mean over dates of Spearman's correlation of a date's scores
 * with those some dates before, as alphalens' factor rank autocorrelation.
 *
 * Near 1: views last, and the book trades little. Near 0: every date is a new start.
 *
 * @param scores One row per date.
 * @param lag Dates between the two, a whole number from 1.
 * @returns With the number of pairs of dates behind it; without a value where no pair has one.
 *
 * @example An order kept and then turned around
 * ```ts
 * import { rankPersistence } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(rankPersistence([[1, 2, 3], [1, 2, 3], [3, 2, 1]], 1), { lag: 1, value: 0, dates: 2 });
 * ```
 */
export function rankPersistence(
  scores: Rows,
  lag: number,
): { readonly lag: number; readonly value?: number; readonly dates: number } {
  if (!Number.isInteger(lag) || lag < 1) {
    throw new RangeError(
      `Cannot take a rank autocorrelation: lag must be a whole number from 1, got ${lag}`,
    );
  }
  if (scores.length <= lag) return { lag, dates: 0 };
  const { byDate } = rankIcs(scores.slice(lag), scores.slice(0, -lag));
  const known = byDate.filter((one) => one !== undefined);
  return {
    lag,
    ...(known.length > 0 ? { value: mean(known) } : {}),
    dates: known.length,
  };
}
