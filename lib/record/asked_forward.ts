import { addCalendarDays, newYorkInstant, tradingDaysFrom } from "../market/mod.ts";
import type { Day } from "../units.ts";

/** The exchange's open, New York time. */
const OPEN = "09:30";
/** How far New York is behind universal time in summer and in winter, hours. */
const HOURS_BEHIND = [4, 5] as const;

const opens = new Map<string, string>();

/** Universal time of the open after a decision's day, as `2026-11-30T14:30:00.000Z`. */
function openAfter(day: string): string {
  const known = opens.get(day);
  if (known !== undefined) return known;
  // By the rule of holidays: a closure in no rule makes the true open later, never earlier.
  const [next] = tradingDaysFrom(addCalendarDays(day as Day, 1), 1);
  const found = HOURS_BEHIND.map((hours) => Date.parse(`${next}T${OPEN}:00Z`) + hours * 3_600_000)
    .find((ms) => newYorkInstant(ms) === `${next}T${OPEN}`)!;
  const open = new Date(found).toISOString();
  opens.set(day, open);
  return open;
}

/**
 * Whether a question was asked before anybody could know what came of it: before the open of the session
 * after the decision's day, New York time.
 *
 * @param day The day of the decision.
 * @param askedAt The moment of asking, universal time with milliseconds, as a record keeps it.
 *
 * @example The week-end after a Friday, and Monday's open
 * ```ts
 * import { askedForward } from "lab/record";
 * import { deepEqual } from "node:assert/strict";
 *
 * const at = ["2026-11-29T23:00:00.000Z", "2026-11-30T14:29:59.999Z", "2026-11-30T14:30:00.000Z"];
 * deepEqual(at.map((moment) => askedForward("2026-11-27", moment)), [true, true, false]);
 * ```
 */
export function askedForward(day: string, askedAt: string): boolean {
  return askedAt < openAfter(day);
}
