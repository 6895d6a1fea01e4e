import { addCalendarDays, newYorkInstant, tradingDaysFrom } from "../market/mod.ts";
import type { Day } from "../units.ts";

/** The exchange's open: 09:30 in New York is one of these in universal time, by summer and winter. */
const OPEN = "09:30", SUMMER = "13:30:00.000Z", WINTER = "14:30:00.000Z";

/** The open of the session after a day: of New York, and the two moments between which it may lie. */
interface Open {
  readonly newYork: string;
  readonly summer: string;
  readonly winter: string;
}

const opens = new Map<string, Open>();

/** By the rule of holidays: a closure in no rule makes the true open later. */
function openAfter(day: string): Open {
  let open = opens.get(day);
  if (open === undefined) {
    const [next] = tradingDaysFrom(addCalendarDays(day as Day, 1), 1);
    open = {
      newYork: `${next}T${OPEN}`,
      summer: `${next}T${SUMMER}`,
      winter: `${next}T${WINTER}`,
    };
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
  const { newYork, summer, winter } = openAfter(day);
  if (askedAt < summer) return true;
  if (askedAt >= winter) return false;
  // The hour between the two needs the zone's calendar, which is slow to ask.
  return newYorkInstant(Date.parse(askedAt)) < newYork;
}
