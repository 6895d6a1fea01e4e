import type { Day } from "../units.ts";
import { wilsonInterval } from "../stats/mod.ts";

/** Minutes within which a week's run should have ended (the book's bar). */
export const IN_TIME_SECONDS = 300;

/** How one simulated week ended. */
export interface WeekOutcome {
  /** The last trading day of the week. */
  readonly week: Day;
  /** The day decided on: that day, or the one before where prices were late. */
  readonly day: Day;
  /** From the start to the question for a yes, simulated. */
  readonly seconds: number;
  /** Whose views the book follows: all of today, some old, all old, or nobody's. */
  readonly verdict: "fresh" | "part old" | "old" | "none";
  /** Age of the oldest view, calendar days. */
  readonly ageDays: number;
  /** f: the part of the gross that was aimed at, 0 to 1. */
  readonly grossFactor: number;
  /** Answers by place in the chain, and questions without one. */
  readonly answered: readonly number[];
  readonly unanswered: number;
  readonly prices: "of the day" | "partial" | "of the day before" | "too old";
  readonly wasKilled: boolean;
  readonly diskWasFull: boolean;
  /** `rebuilt`: orders, or none because it is right as it stands. */
  readonly book: "rebuilt" | "held";
  /** Limits that the book breaks; empty for a valid one. */
  readonly breaches: readonly string[];
  /** What happened, in sentences, each with its moment. */
  readonly told: readonly string[];
}

/**
 * Whether a week did what is asked: a valid book within five minutes.
 *
 * @example
 * ```ts
 * import { isAvailable } from "lab/availability";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([300, 301].map((seconds) => isAvailable({ seconds, breaches: [] })), [true, false]);
 * ```
 */
export function isAvailable(
  { seconds, breaches }: Pick<WeekOutcome, "seconds" | "breaches">,
): boolean {
  return seconds <= IN_TIME_SECONDS && breaches.length === 0;
}

/**
 * Why a week did not, in a few words for a count; `undefined` where it did.
 *
 * @example
 * ```ts
 * import { missedBecause, simulatedWeeks, STATED_RATES, timesAsOften } from "lab/availability";
 * import { equal } from "node:assert/strict";
 *
 * const [week] = await simulatedWeeks({ weeks: 1, rates: timesAsOften(STATED_RATES, 0) });
 * equal(missedBecause(week), undefined);
 * equal(missedBecause({ ...week, seconds: 900, diskWasFull: true }), "full disk");
 * ```
 */
export function missedBecause(week: WeekOutcome): string | undefined {
  if (isAvailable(week)) return undefined;
  if (week.seconds <= IN_TIME_SECONDS) {
    return `${week.book} book outside its limits`;
  }
  if (week.diskWasFull) return "full disk";
  if (week.wasKilled) return "killed and started again";
  return week.prices === "of the day" ? "slow answers" : "late prices";
}

/** What many weeks come to. */
export interface AvailabilitySummary {
  readonly weeks: number;
  readonly available: number;
  readonly share: number;
  /** Wilson's interval at 95 %; weeks are drawn independently, so it holds here. */
  readonly low: number;
  readonly high: number;
  /** Seconds at the 50th, 95th and 99th percentile, and the longest. */
  readonly seconds: {
    readonly median: number;
    readonly p95: number;
    readonly p99: number;
    readonly most: number;
  };
  readonly verdicts: Readonly<Record<WeekOutcome["verdict"], number>>;
  readonly held: number;
  /** Weeks in which a fallback answered anything. */
  readonly byFallback: number;
  readonly killed: number;
  /** Why weeks were missed, most frequent first. */
  readonly missed: readonly { readonly because: string; readonly weeks: number }[];
}

/**
 * Counts how weeks ended.
 *
 * @throws {RangeError} Without a week.
 *
 * @example
 * ```ts
 * import { availabilitySummary, simulatedWeeks, STATED_RATES, timesAsOften } from "lab/availability";
 * import { equal } from "node:assert/strict";
 *
 * const weeks = await simulatedWeeks({ weeks: 2, rates: timesAsOften(STATED_RATES, 0) });
 * equal(availabilitySummary(weeks).verdicts.fresh, 2);
 * ```
 */
export function availabilitySummary(weeks: readonly WeekOutcome[]): AvailabilitySummary {
  if (weeks.length === 0) throw new RangeError("Cannot sum up weeks: need at least one, got none");
  const seconds = weeks.map((one) => one.seconds).sort((a, b) => a - b);
  // The smallest time within which that share of the weeks has ended.
  const at = (share: number) => seconds[Math.max(0, Math.ceil(share * seconds.length) - 1)];
  const available = weeks.filter(isAvailable).length, counts = new Map<string, number>();
  for (const week of weeks) {
    const because = missedBecause(week);
    if (because !== undefined) counts.set(because, (counts.get(because) ?? 0) + 1);
  }
  const verdict = (word: WeekOutcome["verdict"]) =>
    weeks.filter((week) => week.verdict === word).length;
  const { share, low, high } = wilsonInterval(available, weeks.length);
  return {
    weeks: weeks.length,
    available,
    share,
    low,
    high,
    seconds: { median: at(0.5), p95: at(0.95), p99: at(0.99), most: seconds[seconds.length - 1] },
    verdicts: {
      fresh: verdict("fresh"),
      "part old": verdict("part old"),
      old: verdict("old"),
      none: verdict("none"),
    },
    held: weeks.filter(({ book }) => book === "held").length,
    byFallback: weeks.filter(({ answered }) => answered.slice(1).some((count) => count > 0)).length,
    killed: weeks.filter(({ wasKilled }) => wasKilled).length,
    missed: [...counts].map(([because, weeks]) => ({ because, weeks }))
      .sort((a, b) => b.weeks - a.weeks || (a.because < b.because ? -1 : 1)),
  };
}
