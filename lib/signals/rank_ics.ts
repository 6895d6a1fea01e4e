import { rankRow } from "./rank_row.ts";
import { LEAST_TABLE_NAMES, type Rows } from "./signal_table.ts";

/** The rank information coefficient of each date, and what has none. */
export interface RankIcs {
  /** −1 to 1 per date; `undefined` where there is none. */
  readonly byDate: readonly (number | undefined)[];
  /** Dates with a coefficient. */
  readonly dates: number;
  /** Dates on which all scores, or all outcomes, are equal: without an order, and not zero. */
  readonly constantDates: number;
  /** Dates with outcomes, but fewer than three names that have both score and outcome. */
  readonly thinDates: number;
  /** Dates without any outcome: the horizon is not over, or the returns have a gap. */
  readonly openDates: number;
  /**
   * What each name adds to each date's coefficient, in the order of names: they sum to it. Absent
   * entries are names without score or outcome.
   */
  readonly parts: readonly (readonly (number | undefined)[])[];
}

/**
 * Spearman's correlation of scores with outcomes, date by date, ties sharing the average of their
 * ranks, and taken apart by name.
 *
 * A name's part is its product of centred ranks over the root of both sums of squares, so the parts
 * of a date add up to its coefficient. `meanRankIc` of lab/stats gives the same coefficients from
 * checked lists; this one is for whole tables.
 *
 * @param scores One row per date, one entry per name.
 * @param outcomes Rows of the same shape, from `relativeOutcomes`; only their order counts.
 *
 * @example One date in order, one without an opinion, one still open
 * ```ts
 * import { rankIcs } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * const outcomes = [[-0.01, 0, 0.01], [-0.01, 0, 0.01], [undefined, undefined, undefined]];
 * const found = rankIcs([[1, 3, 5], [3, 3, 3], [1, 2, 3]], outcomes);
 * deepEqual(found.byDate, [1, undefined, undefined]);
 * deepEqual([found.constantDates, found.thinDates, found.openDates], [1, 0, 1]);
 * ```
 */
export function rankIcs(scores: Rows, outcomes: Rows): RankIcs {
  const width = scores[0]?.length ?? 0;
  const s = new Float64Array(width), y = new Float64Array(width), at = new Uint16Array(width);
  const rs = new Float64Array(width), ry = new Float64Array(width), order = new Uint16Array(width);
  const byDate: (number | undefined)[] = [], parts: (number | undefined)[][] = [];
  let dates = 0, constantDates = 0, thinDates = 0, openDates = 0;
  for (let d = 0; d < scores.length; d++) {
    let count = 0, known = false;
    for (let i = 0; i < width; i++) {
      const score = scores[d][i], outcome = outcomes[d][i];
      if (outcome === undefined) continue;
      known = true;
      if (score === undefined) continue;
      s[count] = score;
      y[count] = outcome;
      at[count++] = i;
    }
    const part = new Array<number | undefined>(width).fill(undefined);
    parts.push(part);
    byDate.push(undefined);
    if (!known) {
      openDates++;
      continue;
    }
    if (count < LEAST_TABLE_NAMES) {
      thinDates++;
      continue;
    }
    rankRow(s, count, rs, order);
    rankRow(y, count, ry, order);
    const middle = (count + 1) / 2;
    let ss = 0, yy = 0, sy = 0;
    for (let k = 0; k < count; k++) {
      const ds = rs[k] - middle, dy = ry[k] - middle;
      ss += ds * ds;
      yy += dy * dy;
      sy += ds * dy;
    }
    if (ss === 0 || yy === 0) {
      constantDates++;
      continue;
    }
    const scale = 1 / Math.sqrt(ss * yy);
    for (let k = 0; k < count; k++) part[at[k]] = (rs[k] - middle) * (ry[k] - middle) * scale;
    // Rounding may leave 1.0000000000000002; a correlation never exceeds one.
    byDate[d] = Math.max(-1, Math.min(1, sy * scale));
    dates++;
  }
  return { byDate, dates, constantDates, thinDates, openDates, parts };
}
