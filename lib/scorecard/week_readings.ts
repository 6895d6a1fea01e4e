import { normalQuantile, wilsonInterval } from "../stats/mod.ts";
import type { BarReading } from "./judged_bar.ts";
import { AVAILABILITY, MINUTES, minutesPercentile, neededShare } from "./sweep_readings.ts";

/** A week's run: from its start to the question for a yes. */
export interface WeekRecord {
  readonly seconds: number;
  /** Whether it ended with a book inside every limit, new or held. */
  readonly isValid: boolean;
}

/** Weeks with where they come from. */
export interface WeekRecords {
  readonly weeks: readonly WeekRecord[];
  readonly source: string;
}

function checked({ weeks }: WeekRecords): void {
  for (const { seconds, isValid } of weeks) {
    if (seconds >= 0 && seconds < Infinity && typeof isValid === "boolean") continue;
    throw new RangeError(
      `Cannot read weeks: need seconds from 0 and whether the book is valid, got ${seconds} and ` +
        String(isValid),
    );
  }
}

/**
 * Latency of a week beside its bar of five minutes: the time within which nineteen of twenty weeks have
 * a book to say yes to, models asked and all.
 *
 * @throws {RangeError} If a time is below 0.
 *
 * @example Weeks of two minutes
 * ```ts
 * import { judgedBar, weekLatencyReading } from "lab/scorecard";
 * import { equal } from "node:assert/strict";
 *
 * const weeks = Array.from({ length: 100 }, () => ({ seconds: 120, isValid: true }));
 * const row = judgedBar(weekLatencyReading({ weeks, source: "" }, 0.95));
 * equal(row.verdict, "met");
 * equal(row.figure, 2);
 * ```
 */
export function weekLatencyReading(records: WeekRecords, level: number): BarReading {
  checked(records);
  const { weeks, source } = records;
  const named = {
    name: "Latency",
    side: "at most",
    bar: MINUTES,
    unit: "minutes",
    level,
    n: weeks.length,
    of: "weeks",
    source,
    convention:
      "95th percentile of the time of a week from its start to a book to say yes to, in " +
      "whole minutes rounded up; interval of order statistics",
  } as const;
  if (weeks.length === 0) return { ...named, reason: "no week was run" };
  return { ...named, ...minutesPercentile(weeks.map(({ seconds }) => seconds), "weeks", level) };
}

/**
 * Availability beside its bar of 99 %: weeks that ended within five minutes with a valid book, over weeks.
 *
 * @throws {RangeError} As `weekLatencyReading`.
 *
 * @example One of a hundred too late
 * ```ts
 * import { weekAvailabilityReading } from "lab/scorecard";
 * import { equal } from "node:assert/strict";
 *
 * const weeks = Array.from({ length: 100 }, (_, i) => ({ seconds: 4 * i, isValid: true }));
 * equal(weekAvailabilityReading({ weeks, source: "" }, 0.95).figure, 0.76);
 * ```
 */
export function weekAvailabilityReading(records: WeekRecords, level: number): BarReading {
  checked(records);
  const { weeks, source } = records, n = weeks.length;
  const named = {
    name: "Availability",
    side: "at least",
    bar: AVAILABILITY,
    unit: "share",
    level,
    n,
    of: "weeks",
    source,
    convention:
      `weeks that ended within ${MINUTES} minutes with a book inside every limit, new or ` +
      "held, over weeks; Wilson's interval",
  } as const;
  if (n === 0) return { ...named, reason: "no week was run" };
  const done = weeks.filter(({ seconds, isValid }) => isValid && seconds <= 60 * MINUTES).length;
  const { share, low, high } = wilsonInterval(done, n, { level });
  const needed = neededShare(share, normalQuantile((1 + level) / 2), "weeks");
  return { ...named, figure: share, low, high, ...(needed === undefined ? {} : { needed }) };
}
