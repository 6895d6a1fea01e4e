import { type ConfidenceQuality, confidenceQuality, leastDates } from "../signals/mod.ts";
import { clusteredRatio, clusteredShare, isHit, type MeanInterval } from "../stats/mod.ts";
import { type Day, NEUTRAL_SCORE } from "../units.ts";
import { counted } from "../words.ts";
import { notYet, type RecordFigure } from "./record_figure.ts";
import { eachCall, type ResolvedCalls, type ResolvedDay } from "./resolved_calls.ts";

/** Dates in a block: outcomes do not overlap, so only slow changes are left to guard against. */
const BLOCK_DATES = 2;
const BPS = 10_000;

/** Calls that were right, and what was left out of them. */
export interface HitFigure extends RecordFigure {
  readonly hits: number;
  /** Scores of exactly 3 on the same days: they take no side. */
  readonly threes: number;
  /** The same over all resolved days, whose horizons overlap: no interval of theirs would hold. */
  readonly all: { readonly hits: number; readonly calls: number; readonly days: number };
}

function hitCounts(days: readonly ResolvedDay[]) {
  const dates = new Map<string, { sum: number; count: number }>();
  let hits = 0, sides = 0, threes = 0;
  for (const day of days) {
    let sum = 0, count = 0;
    eachCall(day, (score, outcome) => {
      const hit = isHit(score, outcome);
      if (hit === undefined) threes++;
      else {
        count++;
        if (hit) sum++;
      }
    });
    if (count === 0) continue;
    add(dates, day.date, sum, count);
    hits += sum;
    sides += count;
  }
  return { dates: [...dates.values()], hits, calls: sides, threes };
}

/** Adds to the cluster of a date. */
function add(
  dates: Map<string, { sum: number; count: number }>,
  date: string,
  sum: number,
  count: number,
): void {
  const known = dates.get(date);
  if (known) {
    known.sum += sum;
    known.count += count;
  } else dates.set(date, { sum, count });
}

/** The share of calls that were right, days as clusters. */
export function hitFigure({ all, apart }: ResolvedCalls, level: number): HitFigure {
  const { dates, hits, calls, threes } = hitCounts(apart), whole = hitCounts(all);
  const found = clusteredShare(dates, { level });
  const base = {
    n: calls,
    of: "calls",
    days: dates.length,
    hits,
    threes,
    all: { hits: whole.hits, calls: whole.calls, days: whole.dates.length },
  };
  if (calls === 0) return { ...base, reason: notYet(0, "calls", 0) };
  const value = hits / calls;
  return found === undefined
    ? { ...base, value, reason: notYet(calls, "calls", dates.length, "an interval takes 2 days") }
    : { ...base, value, low: found.low, high: found.high };
}

/** How good stated confidences were, where there are any to judge. */
export interface CalibrationFigure {
  readonly n: number;
  readonly days: number;
  /** Absent without a call. */
  readonly quality?: ConfidenceQuality;
  /** Why it, or its intervals, are absent. */
  readonly reason?: string;
}

/** Brier score, calibration error and reliability of what was stated. */
export function calibrationFigure(
  { apart }: ResolvedCalls,
  options: { readonly level: number; readonly seed: number },
): CalibrationFigure {
  const calls: { readonly day: Day; readonly stated: number; readonly right: boolean }[] = [];
  for (const one of apart) {
    eachCall(one, (score, outcome, stated) => {
      const right = isHit(score, outcome);
      if (right !== undefined) calls.push({ day: one.day, stated, right });
    });
  }
  const n = calls.length, days = new Set(calls.map(({ day }) => day)).size;
  if (n === 0) return { n, days, reason: notYet(0, "calls", 0) };
  const quality = confidenceQuality(calls, { ...options, blockDates: BLOCK_DATES });
  if (days >= leastDates(1)) return { n, days, quality };
  // Percentiles of four or five days would look like an interval and be none.
  const { brier, calibrationError: { value, byChance } } = quality;
  return {
    n,
    days,
    quality: {
      ...quality,
      brier: { value: brier.value },
      calibrationError: { value, byChance },
    },
    reason: notYet(n, "calls", days, `an interval takes ${leastDates(1)} days`),
  };
}

/** What a book of the scores earned before costs, basis points a decision; its interval where there is one. */
export interface EdgeFigure extends RecordFigure {
  readonly of: "decisions";
  readonly interval?: MeanInterval;
}

/**
 * The gross edge: a book whose weights are the scores' distances from 3, of gross exposure 1, on returns
 * less the sectors' mean. A day on which all scores are 3 is a book in cash and earns 0.
 */
export function edgeFigure({ apart }: ResolvedCalls, level: number): EdgeFigure {
  const dates = new Map<string, { sum: number; count: number }>();
  for (const day of apart) {
    let gross = 0, earned = 0;
    eachCall(day, (score, outcome) => {
      gross += Math.abs(score - NEUTRAL_SCORE);
      earned += (score - NEUTRAL_SCORE) * outcome;
    });
    add(dates, day.date, gross === 0 ? 0 : BPS * earned / gross, 1);
  }
  const n = apart.length, base = { n, of: "decisions", days: dates.size } as const;
  if (n === 0) return { ...base, reason: notYet(0, "decisions", 0) };
  const interval = clusteredRatio([...dates.values()], { level });
  if (interval === undefined) {
    const value = [...dates.values()].reduce((sum, one) => sum + one.sum, 0) / n;
    return {
      ...base,
      value,
      reason: notYet(n, "decisions", dates.size, "an interval takes 2 days"),
    };
  }
  const { mean, low, high } = interval;
  return { ...base, value: mean, low, high, interval };
}

/** Dollars for each basis point of gross edge. */
export interface PriceFigure extends RecordFigure {
  /** Dollars a decision that are known. */
  readonly usdPerDecision?: number;
  /** Answers whose cost is unknown: the figure is then the least it can be. */
  readonly unknown: number;
}

/**
 * Dollars a decision over basis points a decision; the interval is the edge's, turned over.
 *
 * Where the edge's interval holds zero, no multiple of it is ruled out: there is no finite figure.
 */
export function priceFigure(
  edge: EdgeFigure,
  spent: { readonly usd: number; readonly unknown: number; readonly decisions: number },
): PriceFigure {
  const { usd, unknown, decisions } = spent, { value, interval, n, days } = edge;
  const usdPerDecision = decisions === 0 ? undefined : usd / decisions;
  const base = {
    n,
    of: "decisions",
    days,
    unknown,
    ...(usdPerDecision === undefined ? {} : { usdPerDecision }),
  };
  if (usd === 0) {
    return {
      ...base,
      reason: unknown === 0
        ? "no money was spent: $0"
        : `what ${counted(unknown, "answer")} cost is unknown`,
    };
  }
  if (value === undefined || interval === undefined) return { ...base, reason: edge.reason };
  if (interval.low <= 0 && interval.high >= 0) {
    return { ...base, reason: "no finite figure: the interval of the edge holds zero" };
  }
  if (value < 0) return { ...base, reason: "no figure: the edge lies below zero" };
  return {
    ...base,
    value: usdPerDecision! / value,
    low: usdPerDecision! / interval.high,
    high: usdPerDecision! / interval.low,
  };
}
