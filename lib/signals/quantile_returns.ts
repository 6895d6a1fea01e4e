import { mean, type MeanInterval } from "../stats/mod.ts";
import { headlineInterval } from "./headline_interval.ts";
import { rankRow } from "./rank_row.ts";
import { LEAST_TABLE_NAMES, type Rows } from "./signal_table.ts";

/** What names with scores of one size returned. */
export interface QuantileReturn {
  /** 1 is the lowest scores. */
  readonly quantile: number;
  /** Mean over dates of the group's mean outcome, a share; absent where the group is always empty. */
  readonly mean?: number;
  /** Headline interval; absent where dates are too few. */
  readonly interval?: MeanInterval;
  /** Dates on which somebody is in the group. */
  readonly dates: number;
  /** Names over all dates. */
  readonly names: number;
  /** Mean share of the group that was not in it on the date before, 0 to 1; absent below two dates. */
  readonly turnover?: number;
}

/** Groups by score, and top minus bottom. */
export interface QuantileReturns {
  /** How ties are treated, in words. */
  readonly tieRule: string;
  readonly quantiles: readonly QuantileReturn[];
  /** Top minus bottom, the whole of it (alphalens' long-short return is half); absent without a date. */
  readonly spread?: {
    readonly mean: number;
    readonly interval?: MeanInterval;
    readonly dates: number;
  };
}

/** How a tied group is placed: in words, for a table's foot. */
const TIE_RULE =
  "Equal scores share the average of their ranks and stay in one group, so groups may be empty or uneven.";

/**
 * The group of each score of one date: 1 (lowest) to `count`, by average rank.
 *
 * ⌊(rank − ½)·count/n⌋ + 1. Equal scores are never parted, no date is dropped and nothing raises: what
 * pandas' qcut does to integer scores.
 *
 * @param scores One per name.
 * @param count How many groups.
 * @returns Nothing for a name without a score, and for all where there is no order: fewer than three
 *   scores, or all equal.
 *
 * @example Three share a place
 * ```ts
 * import { scoreGroups } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(scoreGroups([1, 3, 3, 3, 5, undefined], 5), [1, 3, 3, 3, 5, undefined]);
 * ```
 */
export function scoreGroups(
  scores: readonly (number | undefined)[],
  count: number,
): (number | undefined)[] {
  const groups = new Uint16Array(scores.length);
  groupRow(scores, count, groups, rowRoom(scores.length));
  return Array.from(groups, (group) => group === 0 ? undefined : group);
}

/** Memory for one row, so that a table of hundreds needs no further. */
function rowRoom(width: number) {
  return {
    values: new Float64Array(width),
    ranks: new Float64Array(width),
    order: new Uint16Array(width),
    at: new Uint16Array(width),
  };
}

/** `scoreGroups` into `groups`, 0 where there is none. */
function groupRow(
  scores: readonly (number | undefined)[],
  count: number,
  groups: Uint16Array,
  room: ReturnType<typeof rowRoom>,
): void {
  const { values, ranks, order, at } = room;
  groups.fill(0);
  let n = 0, differ = false;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    if (score === undefined) continue;
    if (n > 0 && score !== values[0]) differ = true;
    values[n] = score;
    at[n++] = i;
  }
  if (n < LEAST_TABLE_NAMES || !differ) return;
  rankRow(values, n, ranks, order);
  for (let k = 0; k < n; k++) groups[at[k]] = Math.floor((ranks[k] - 0.5) * count / n) + 1;
}

/**
 * Returns of names grouped by score, with intervals, top minus bottom, and how quickly groups change.
 *
 * Groups are formed from all scores of a date; names without an outcome are then left out of the
 * group's mean. Turnover is alphalens': the share of a group that is new in it.
 *
 * @param scores One row per date.
 * @param outcomes Rows of the same shape, from `relativeOutcomes`.
 * @param options.count How many groups, from 2.
 * @param options.horizon Steps of the outcomes.
 * @param options.level Two-sided confidence.
 * @throws {RangeError} If the count is no whole number from 2.
 *
 * @example Four names in two groups
 * ```ts
 * import { quantileReturns } from "lab/signals";
 * import { equal } from "node:assert/strict";
 *
 * const { spread } = quantileReturns([[1, 2, 4, 5]], [[-0.5, -0.25, 0.25, 0.5]], {
 *   count: 2, horizon: 1, level: 0.95,
 * });
 * equal(spread!.mean, 0.75);
 * ```
 */
export function quantileReturns(
  scores: Rows,
  outcomes: Rows,
  options: { readonly count: number; readonly horizon: number; readonly level: number },
): QuantileReturns {
  const { count, horizon, level } = options;
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(
      `Cannot group by score: need a whole number of groups from 2, got ${count}`,
    );
  }
  const series = Array.from({ length: count }, () => [] as number[]);
  const spread: number[] = [];
  const names = new Array<number>(count).fill(0);
  const fresh = new Array<number>(count).fill(0), compared = new Array<number>(count).fill(0);
  const sum = new Float64Array(count), held = new Float64Array(count);
  const width = scores[0]?.length ?? 0, room = rowRoom(width);
  let groups = new Uint16Array(width), before = new Uint16Array(width);
  const size = new Float64Array(count), come = new Float64Array(count);
  const there = new Uint8Array(count);
  scores.forEach((row, d) => {
    groupRow(row, count, groups, room);
    sum.fill(0);
    held.fill(0);
    size.fill(0);
    come.fill(0);
    there.fill(0);
    for (let i = 0; i < width; i++) {
      if (before[i] > 0) there[before[i] - 1] = 1;
      const q = groups[i] - 1, outcome = outcomes[d][i];
      if (q < 0) continue;
      size[q]++;
      if (before[i] !== groups[i]) come[q]++;
      if (outcome === undefined) continue;
      sum[q] += outcome;
      held[q]++;
    }
    for (let q = 0; q < count; q++) {
      // A group that was empty before has nothing to be compared with.
      if (size[q] > 0 && there[q] === 1) {
        fresh[q] += come[q] / size[q];
        compared[q]++;
      }
      if (held[q] === 0) continue;
      series[q].push(sum[q] / held[q]);
      names[q] += held[q];
    }
    if (held[0] > 0 && held[count - 1] > 0) {
      spread.push(sum[count - 1] / held[count - 1] - sum[0] / held[0]);
    }
    [groups, before] = [before, groups];
  });
  const figures = (values: number[]) => {
    const interval = headlineInterval(values, { horizon, level });
    return { mean: mean(values), ...(interval ? { interval } : {}) };
  };
  return {
    tieRule: TIE_RULE,
    quantiles: series.map((values, q) => ({
      quantile: q + 1,
      ...(values.length > 0 ? figures(values) : {}),
      dates: values.length,
      names: names[q],
      ...(compared[q] > 0 ? { turnover: fresh[q] / compared[q] } : {}),
    })),
    ...(spread.length > 0 ? { spread: { ...figures(spread), dates: spread.length } } : {}),
  };
}
