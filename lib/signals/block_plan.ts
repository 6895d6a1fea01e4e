import { quantile, randomStream } from "../stats/mod.ts";

/** Which dates each bootstrap draw takes: blocks of neighbours, wrapped around the end. */
export interface BlockPlan {
  readonly dates: number;
  /** Dates in a block. */
  readonly blockDates: number;
  readonly draws: number;
  /** First dates of the blocks, draw after draw. */
  readonly starts: Uint32Array;
}

/**
 * A plan of a circular block bootstrap: whole dates in blocks of neighbours (Politis and Romano, "A
 * Circular Block-Resampling Procedure for Stationary Data", 1992).
 *
 * The sectors of one date move together and stay together; dates of one block keep the overlap of
 * their outcomes. One plan serves every figure of an analysis, so their intervals can be compared.
 *
 * @param dates Length of the record, from 1.
 * @param options.blockDates Dates in a block, from 1 to `dates`.
 * @param options.draws How many resampled records.
 * @param options.seed Of the random stream.
 * @throws {RangeError} If a count is no whole number in its range.
 *
 * @example
 * ```ts
 * import { blockPlan } from "lab/signals";
 * import { equal } from "node:assert/strict";
 *
 * equal(blockPlan(10, { blockDates: 4, draws: 100, seed: 1 }).starts.length, 300);
 * ```
 */
export function blockPlan(
  dates: number,
  options: { readonly blockDates: number; readonly draws: number; readonly seed: number },
): BlockPlan {
  const { blockDates, draws, seed } = options;
  const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  if (!whole(dates, 1) || !whole(blockDates, 1) || blockDates > dates || !whole(draws, 1)) {
    throw new RangeError(
      `Cannot plan a block bootstrap: need whole numbers with 1 <= blockDates <= dates and draws ` +
        `from 1, got ${dates} dates, ${blockDates} in a block and ${draws} draws`,
    );
  }
  const stream = randomStream(seed);
  const starts = new Uint32Array(draws * Math.ceil(dates / blockDates));
  for (let k = 0; k < starts.length; k++) starts[k] = stream.integer(dates);
  return { dates, blockDates, draws, starts };
}

/**
 * The interval of a share over a plan's draws: Σ successes / Σ trials, percentiles.
 *
 * @param successes Per date.
 * @param trials Per date; dates without one count as dates all the same.
 * @returns `undefined` where fewer than half of the draws hold a trial.
 *
 * @example Whole weeks right or wrong: eleven calls a week are one trial, not eleven
 * ```ts
 * import { blockPlan, blockShare } from "lab/signals";
 * import { ok } from "node:assert/strict";
 *
 * const right = Array.from({ length: 60 }, (_, d) => d * 7 % 3 === 0 ? 11 : 0);
 * const plan = blockPlan(60, { blockDates: 1, draws: 1000, seed: 1 });
 * const { low, high } = blockShare(right, right.map(() => 11), plan, 0.95)!;
 * ok(high - low > 0.2, "Wilson's interval for 660 trials is 0.07 wide");
 * ```
 */
export function blockShare(
  successes: ArrayLike<number>,
  trials: ArrayLike<number>,
  plan: BlockPlan,
  level: number,
): { readonly low: number; readonly high: number } | undefined {
  const { dates, blockDates, draws, starts } = plan;
  if (successes.length !== dates || trials.length !== dates) {
    throw new RangeError(
      `Cannot bootstrap a share: need ${dates} dates as planned, ` +
        `got ${successes.length} and ${trials.length}`,
    );
  }
  // Sums up to each date, written twice around: a block is one difference.
  const s = new Float64Array(dates + blockDates + 1), n = new Float64Array(dates + blockDates + 1);
  for (let d = 0; d < dates + blockDates; d++) {
    s[d + 1] = s[d] + successes[d % dates];
    n[d + 1] = n[d] + trials[d % dates];
  }
  const blocks = Math.ceil(dates / blockDates), last = dates - (blocks - 1) * blockDates;
  const shares = new Float64Array(draws);
  let kept = 0;
  for (let draw = 0, k = 0; draw < draws; draw++) {
    let right = 0, all = 0;
    for (let b = 1; b <= blocks; b++, k++) {
      const from = starts[k], to = from + (b < blocks ? blockDates : last);
      right += s[to] - s[from];
      all += n[to] - n[from];
    }
    if (all > 0) shares[kept++] = right / all;
  }
  if (kept * 2 < draws) return undefined;
  const drawn = shares.subarray(0, kept).sort();
  return { low: quantile(drawn, (1 - level) / 2), high: quantile(drawn, (1 + level) / 2) };
}
