import { listed } from "../words.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot split the periods: ${what}`);
}
/**
 * Splits into training and test periods that share no label: purged walk-forward and combinatorial
 * purged cross-validation (López de Prado, Advances in Financial Machine Learning, 2018, chapters 7
 * and 12).
 *
 * The decision of period t is judged by the returns of t + 1 … t + horizon. So a training decision is
 * dropped (purged) if one of those periods also judges a test decision, and, after a test window, for
 * `embargo` periods more, since what is measured there still remembers the window.
 *
 * @module
 */

/** A run of periods, from the first to before the last. */
interface Window {
  readonly from: number;
  /** The period after the last one. */
  readonly to: number;
}

/** One split. */
export interface PurgedSplit {
  /** Periods to learn from, in order. */
  readonly train: readonly number[];
  /** Periods to be judged on, one window per test group. */
  readonly test: readonly Window[];
  /** Periods that were dropped because they share a label, and those under the embargo. */
  readonly purged: number;
  readonly embargoed: number;
}

/** What both kinds of split need to know. */
interface PurgeOptions {
  /** Periods whose returns judge one decision; 1 for weekly decisions judged over the next week. */
  readonly horizon: number;
  /** Periods left out after a test window, beyond the purge; 0 by default. */
  readonly embargo?: number;
}

function whole(value: number, least: number, what: string): number {
  if (!Number.isInteger(value) || value < least) {
    refuse(`${what} must be a whole number from ${least}, got ${value}`);
  }
  return value;
}

/** Drops from the candidates what shares a label with a test window or lies under an embargo. */
function purged(
  candidates: readonly number[],
  test: readonly Window[],
  { horizon, embargo = 0 }: PurgeOptions,
): PurgedSplit {
  const train: number[] = [];
  let dropped = 0, embargoed = 0;
  for (const t of candidates) {
    const shares = test.some(({ from, to }) => t + horizon > from && t < to - 1 + horizon);
    const waits = test.some(({ to }) => t >= to && t < to - 1 + horizon + embargo);
    if (shares) dropped++;
    else if (waits) embargoed++;
    else train.push(t);
  }
  return { train, test, purged: dropped, embargoed };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

/**
 * Test windows one after the other, each with the past before it to learn from.
 *
 * @param periods Number of decisions.
 * @param options.test Periods a test window.
 * @param options.train Fewest periods before the first window.
 * @param options.rolling Whether training keeps that length; otherwise it grows from the first period.
 * @returns As many windows as fit; the last may be shorter. Training periods are only those before.
 * @throws {RangeError} If an option is out of range or no window fits.
 *
 * @example A four-week horizon costs three training weeks
 * ```ts
 * import { purgedWalkForward } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [first] = purgedWalkForward(104, { train: 52, test: 26, horizon: 4 });
 * deepEqual(first.test, [{ from: 52, to: 78 }]);
 * deepEqual([first.train.at(-1), first.purged], [48, 3]);
 * ```
 */
export function purgedWalkForward(
  periods: number,
  options: PurgeOptions & {
    readonly train: number;
    readonly test: number;
    readonly rolling?: boolean;
  },
): PurgedSplit[] {
  const train = whole(options.train, 1, "train"), test = whole(options.test, 1, "test");
  const horizon = whole(options.horizon, 1, "the horizon");
  whole(options.embargo ?? 0, 0, "the embargo");
  whole(periods, 2, "the number of periods");
  if (train + 1 > periods) refuse(`need more than the ${train} to learn from, got ${periods}`);
  if (horizon > train) {
    refuse(`the horizon of ${horizon} would purge all ${train} training periods`);
  }
  const splits: PurgedSplit[] = [];
  for (let from = train; from < periods; from += test) {
    const window = { from, to: Math.min(from + test, periods) };
    splits.push(purged(range(options.rolling ? from - train : 0, from), [window], options));
  }
  return splits;
}

/** All splits of a combinatorial validation, and how their tests join into whole paths. */
interface CombinatorialSplits {
  readonly splits: readonly PurgedSplit[];
  /** The groups of neighbouring periods. */
  readonly groups: readonly Window[];
  /** For each path the split that tests each group: as many paths as φ = k/N·C(N, k). */
  readonly paths: readonly (readonly number[])[];
}

/** More splits than anyone would fit a model on. */
const MOST_SPLITS = 100_000;

/**
 * Every choice of k groups of N as the test, purged and embargoed: combinatorial purged
 * cross-validation.
 *
 * C(N, k) splits give each group C(N − 1, k − 1) test results; taking the first of each group, the
 * second, and so on joins them into φ = k/N·C(N, k) paths over the whole record. Six choose two are 15
 * splits and 5 paths. Training uses periods after the test as well: good for choosing between rules,
 * not a record that could have been traded.
 *
 * @param periods Number of decisions.
 * @param options.groups N; the first ones are a period longer where the periods do not divide.
 * @param options.testGroups k, from 1 to N − 1.
 * @throws {RangeError} If an option is out of range, or purge and embargo leave a split nothing to
 *   learn from.
 *
 * @example Six groups choose two
 * ```ts
 * import { combinatorialPurged } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const { splits, paths } = combinatorialPurged(520, { groups: 6, testGroups: 2, horizon: 4 });
 * equal(splits.length, 15);
 * equal(paths.length, 5);
 * ```
 */
export function combinatorialPurged(
  periods: number,
  options: PurgeOptions & { readonly groups: number; readonly testGroups: number },
): CombinatorialSplits {
  const n = whole(options.groups, 2, "the number of groups");
  const k = whole(options.testGroups, 1, "the number of test groups");
  whole(options.horizon, 1, "the horizon");
  whole(options.embargo ?? 0, 0, "the embargo");
  whole(periods, 2, "the number of periods");
  if (k >= n) refuse(`need fewer test groups than the ${n} groups, got ${k}`);
  if (periods < n) refuse(`need at least one a group, got ${periods} for ${n} groups`);
  let count = 1;
  for (let i = 1; i <= k; i++) count = count * (n - k + i) / i;
  if (count > MOST_SPLITS) {
    refuse(`${n} groups choose ${k} are ${Math.round(count)} splits, need at most ${MOST_SPLITS}`);
  }
  const base = Math.floor(periods / n), longer = periods % n;
  const groups: Window[] = [];
  for (let g = 0, from = 0; g < n; g++) {
    const to = from + base + (g < longer ? 1 : 0);
    groups.push({ from, to });
    from = to;
  }
  const splits: PurgedSplit[] = [];
  const testedBy: number[][] = groups.map(() => []);
  const choose = (chosen: readonly number[], from: number) => {
    if (chosen.length < k) {
      for (let g = from; g < n; g++) choose([...chosen, g], g + 1);
      return;
    }
    const test = chosen.map((g) => groups[g]);
    const others = groups.flatMap(({ from, to }, g) => chosen.includes(g) ? [] : range(from, to));
    const split = purged(others, test, options);
    if (split.train.length === 0) {
      refuse(
        `horizon and embargo leave nothing to learn from where groups ` +
          `${listed(chosen.map(String))} are tested`,
      );
    }
    for (const g of chosen) testedBy[g].push(splits.length);
    splits.push(split);
  };
  choose([], 0);
  const paths = testedBy[0].map((_, path) => testedBy.map((list) => list[path]));
  return { splits, groups, paths };
}

/**
 * The paths of a combinatorial validation: each split is evaluated once, its tests joined.
 *
 * @param plan From `combinatorialPurged`.
 * @param evaluate Learns from the training periods and gives one return per tested period, in order.
 * @returns One whole record of returns per path.
 * @throws {RangeError} If an evaluation gives another number of returns, or one that is not finite.
 *
 * @example Each path covers every period once
 * ```ts
 * import { combinatorialPaths, combinatorialPurged } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const plan = combinatorialPurged(6, { groups: 3, testGroups: 2, horizon: 1 });
 * deepEqual(combinatorialPaths(plan, (_, test) => [...test]), [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]]);
 * ```
 */
export function combinatorialPaths(
  plan: CombinatorialSplits,
  evaluate: (train: readonly number[], test: readonly number[]) => readonly number[],
): number[][] {
  const { splits, groups, paths } = plan;
  const byGroup = splits.map(({ train, test }, split) => {
    const periods = test.flatMap(({ from, to }) => range(from, to));
    const returns = evaluate(train, periods);
    if (returns.length !== periods.length) {
      throw new RangeError(
        `Cannot join the paths: need ${periods.length} returns from split ${split}, ` +
          `got ${returns.length}`,
      );
    }
    const wrong = returns.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new RangeError(
        `Cannot join the paths: every return must be a finite number, got ${returns[wrong]} from ` +
          `split ${split} at period ${periods[wrong]}`,
      );
    }
    const found = new Map<number, readonly number[]>();
    let at = 0;
    for (const { from, to } of test) found.set(from, returns.slice(at, at += to - from));
    return found;
  });
  return paths.map((path) => groups.flatMap(({ from }, g) => byGroup[path[g]].get(from)!));
}
