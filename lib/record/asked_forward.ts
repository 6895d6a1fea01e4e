import { newYorkMoment, nextOpen } from "../market/mod.ts";
import type { Day } from "../units.ts";

/** The open after a day, as a record writes moments: the zone's calendar is slow to ask. */
const opens = new Map<string, string>();

function openAfter(day: string): string {
  let open = opens.get(day);
  if (open === undefined) {
    open = new Date(newYorkMoment(nextOpen(day as Day))).toISOString();
    opens.set(day, open);
  }
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
