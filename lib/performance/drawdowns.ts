import { cagr } from "./growth.ts";
import { type Measure, notMeasured } from "./measure.ts";
import { calmarOf, depthOf, pathInterval, ulcerOf } from "./path_interval.ts";
import {
  brokenAt,
  knownReturns,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";

/** A fall from a peak, and the way back. Positions count periods: 0 is before the first return. */
export interface Drawdown {
  /** Share of the peak, negative: −0.2 is a fifth. */
  readonly depth: number;
  readonly peakAt: number;
  readonly troughAt: number;
  /** First position at or above the peak again; `undefined` while it is open. */
  readonly recoveredAt: number | undefined;
  /** Periods from peak to trough. */
  readonly periodsDown: number;
  /** Periods from trough to recovery; `undefined` while it is open. */
  readonly periodsUp: number | undefined;
}

/** What a figure of one path may be told: how to draw the path anew for its interval. */
type PathOptions = Pick<MeasureOptions, "bootstrap" | "level">;

/** Below this share of its peak a value is down by more than rounding. */
const ROUNDING = 1e-12;

/**
 * Shares below the running peak, zero or negative, one for each return.
 *
 * @example
 * ```ts
 * import { underwater } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([...underwater([1, -0.5, 0.5, 1])], [0, -0.5, -0.25, 0]);
 * ```
 */
export function underwater(returns: PeriodReturns): Float64Array {
  const { values, gap } = knownReturns(returns, "take drawdowns");
  if (gap !== undefined) throw new RangeError(`Cannot take drawdowns: ${brokenAt(gap)}`);
  let value = 1, peak = 1;
  return values.map((one) => {
    value *= 1 + one;
    peak = Math.max(peak, value);
    return value >= peak * (1 - ROUNDING) ? 0 : value / peak - 1;
  });
}

/**
 * Every fall from a peak and its recovery, deepest first; the last one may be open.
 *
 * The start counts as a peak. Positions count from 0, before the first return, so that position t is
 * after return t − 1; returns missing before the first are not counted.
 *
 * @throws {RangeError} If the series is empty, has a gap, or a return is not finite or below −1.
 *
 * @example Down a fifth and back, then down again
 * ```ts
 * import { drawdowns } from "lab/performance";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const [first, second] = drawdowns([-0.2, 0.25, -0.1]);
 * deepEqual([first.peakAt, first.troughAt, first.recoveredAt], [0, 1, 2]);
 * equal(second.recoveredAt, undefined);
 * ```
 */
export function drawdowns(returns: PeriodReturns): readonly Drawdown[] {
  const shares = underwater(returns);
  const out: Drawdown[] = [];
  let peakAt = 0, troughAt = 0, depth = 0;
  const close = (recoveredAt: number | undefined) => {
    if (depth === 0) return;
    out.push({
      depth,
      peakAt,
      troughAt,
      recoveredAt,
      periodsDown: troughAt - peakAt,
      periodsUp: recoveredAt === undefined ? undefined : recoveredAt - troughAt,
    });
  };
  shares.forEach((share, t) => {
    if (share === 0) {
      close(t + 1);
      peakAt = t + 1;
      depth = 0;
    } else if (share < depth) {
      depth = share;
      troughAt = t + 1;
    }
  });
  close(undefined);
  return out.sort((a, b) => a.depth - b.depth);
}

/** Names and counts of a path measure; `why` if a gap breaks the path. */
function path(returns: PeriodReturns, action: string) {
  const { values, missing, gap } = knownReturns(returns, action);
  return {
    counts: { n: values.length, missing },
    why: gap === undefined ? undefined : brokenAt(gap),
  };
}

/**
 * The deepest fall from an earlier peak as a measure: 0 or negative.
 *
 * @param options.bootstrap Resampling for the interval; without it there is none.
 * @throws {RangeError} If the series is empty, or a return is not finite or below −1.
 *
 * @example
 * ```ts
 * import { deepestDrawdown } from "lab/performance";
 * import { equal } from "node:assert/strict";
 *
 * equal(deepestDrawdown([0.1, -0.5, 0.2]).value, -0.5);
 * ```
 */
export function deepestDrawdown(returns: PeriodReturns, options: PathOptions = {}): Measure {
  const { counts, why } = path(returns, "measure a drawdown");
  const named = {
    name: "Deepest drawdown",
    unit: "share" as const,
    ...counts,
    convention:
      "Share of the highest value before it, the start included, on the values at the end " +
      "of periods: falls within a period are not seen.",
  };
  if (why !== undefined) return notMeasured(named, why);
  return {
    ...named,
    value: Math.min(0, ...drawdowns(returns).map((one) => one.depth)),
    interval: pathInterval(returns, depthOf, options),
  };
}

/**
 * Ulcer index: the root of the mean squared drawdown over all n periods.
 *
 * Martin and McCann, The Investor's Guide to Fidelity Funds, 1989.
 *
 * @throws {RangeError} If the series is empty, or a return is not finite or below −1.
 *
 * @example
 * ```ts
 * import { ulcerIndex } from "lab/performance";
 * import { equal } from "node:assert/strict";
 *
 * equal(ulcerIndex([0.1, -0.5, 0, 1.5]).value, Math.sqrt(0.125));
 * ```
 */
export function ulcerIndex(returns: PeriodReturns, options: PathOptions = {}): Measure {
  const { counts, why } = path(returns, "measure an ulcer index");
  const named = {
    name: "Ulcer index",
    unit: "share" as const,
    ...counts,
    convention: "Root of the mean squared drawdown over n periods (quantstats divides by n − 1).",
  };
  if (why !== undefined) return notMeasured(named, why);
  const squares = underwater(returns).reduce((sum, share) => sum + share * share, 0);
  return {
    ...named,
    value: Math.sqrt(squares / counts.n),
    interval: pathInterval(returns, ulcerOf, options),
  };
}

/**
 * Calmar ratio: growth a year over the size of the deepest drawdown.
 *
 * @returns The ratio, or why there is none: no drawdown.
 * @throws {RangeError} If the series is empty, a return is not finite or below −1, or an option is
 *   out of range.
 *
 * @example
 * ```ts
 * import { calmar } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * ok(Math.abs(calmar([0.5, -0.1], { periodsPerYear: 2 }).value! - 3.5) < 1e-12);
 * ```
 */
export function calmar(returns: PeriodReturns, options: MeasureOptions): Measure {
  const growth = cagr(returns, options);
  const { n, missing } = growth;
  const named = {
    name: "Calmar ratio",
    unit: "ratio" as const,
    n,
    missing,
    convention:
      "Growth a year over the deepest drawdown, both on the whole history (as empyrical; " +
      "Young, 1991, takes the last 36 months).",
  };
  if (growth.value === undefined) return notMeasured(named, growth.reason);
  const depth = deepestDrawdown(returns).value!;
  if (depth === 0) return notMeasured(named, "there was no drawdown");
  const { periodsPerYear } = options;
  return {
    ...named,
    value: growth.value / -depth,
    interval: pathInterval(returns, (values) => calmarOf(values, periodsPerYear), options),
  };
}
