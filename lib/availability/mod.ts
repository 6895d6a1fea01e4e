/**
 * Would a week have ended in time, with a valid book? Weeks with outages, slow answers, late prices,
 * crashes and a full disk, on simulated time.
 *
 * The faults and their rates are stated, not measured; what the week does about them is the lab's own code.
 *
 * @example Three weeks in which nothing goes wrong
 * ```ts
 * import { simulatedWeeks, STATED_RATES, timesAsOften } from "lab/availability";
 * import { deepEqual } from "node:assert/strict";
 *
 * const weeks = await simulatedWeeks({ weeks: 3, rates: timesAsOften(STATED_RATES, 0) });
 * deepEqual(weeks.map(({ verdict, book }) => `${verdict}, ${book}`), Array(3).fill("fresh, rebuilt"));
 * ```
 *
 * Read next: `rates.ts`, what is assumed; `simulated_weeks.ts`, what a week does about it.
 *
 * @module
 */
export { type FaultRates, STATED_RATES, timesAsOften } from "./rates.ts";
export { type AvailabilityOptions, simulatedWeeks } from "./simulated_weeks.ts";
export {
  type AvailabilitySummary,
  availabilitySummary,
  IN_TIME_SECONDS,
  isAvailable,
  missedBecause,
  type WeekOutcome,
} from "./week_outcome.ts";
