import { dateNumber, dayNumber, numberedDay } from "../../days.ts";
import type { Day } from "../../units.ts";

/**
 * Quarters of the calendar, numbered: 4 × year + 0 to 3. Fiscal quarters end when a company likes; the
 * one they count for is that whose last day lies nearest, as the SEC's own frames have it.
 */

/** Day number of a quarter's last day. */
function lastDay(quarter: number): number {
  // Day 0 of a month is the last of the one before.
  return dateNumber(Math.floor(quarter / 4), 3 * (quarter % 4) + 4, 0);
}

/**
 * The last day of a numbered quarter.
 *
 * @example
 * ```ts
 * import { quarterEnd, quarterOf } from "lab/sources";
 * import { deepEqual } from "node:assert/strict";
 *
 * const ends = ["2024-04-28", "2024-03-31", "2024-01-28"].map((end) => quarterEnd(quarterOf(end)));
 * deepEqual(ends, ["2024-03-31", "2024-03-31", "2023-12-31"]);
 * ```
 */
export function quarterEnd(quarter: number): Day {
  return numberedDay(lastDay(quarter));
}

/**
 * The quarter that a period counts for: the one whose last day is nearest to the period's; the earlier
 * of two as near.
 *
 * @param end Last day of a fiscal period.
 *
 * @example NVIDIA's first quarter counts for the calendar's first
 * ```ts
 * import { quarterOf } from "lab/sources";
 * import { equal } from "node:assert/strict";
 *
 * equal(quarterOf("2024-04-28"), 4 * 2024);
 * ```
 */
export function quarterOf(end: string): number {
  const on = dayNumber(end), year = Number(end.slice(0, 4));
  let nearest = 4 * year - 1;
  for (let quarter = 4 * year; quarter < 4 * year + 4; quarter++) {
    if (Math.abs(lastDay(quarter) - on) < Math.abs(lastDay(nearest) - on)) nearest = quarter;
  }
  return nearest;
}
