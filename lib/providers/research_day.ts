import { newYorkInstant, nextOpen, type Source } from "../market/mod.ts";
import { DataError } from "../errors.ts";
import type { Day } from "../units.ts";

/**
 * Why a search at that moment would find more than was known at the close of a day; `undefined` where
 * it would not.
 *
 * A search finds the web of today. Until the next session opens, that is what whoever decided at the
 * close could read before trading; from then on it holds what came after.
 *
 * @param day The day that is asked about.
 * @param options.now Milliseconds since 1970.
 * @param options.source Where the brief's data come from; of a simulated market the web knows nothing.
 *
 * @example Until Monday's open, Friday is today
 * ```ts
 * import { researchFault } from "lab/providers";
 * import { day } from "lab/units";
 * import { equal, match } from "node:assert/strict";
 *
 * const friday = day("2026-11-20");
 * equal(researchFault(friday, { now: Date.UTC(2026, 10, 22, 12) }), undefined);
 * match(researchFault(friday, { now: Date.UTC(2026, 10, 23, 15) })!, /is past/);
 * ```
 */
export function researchFault(
  day: Day,
  options: { readonly now: number; readonly source?: Source },
): string | undefined {
  if (options.source?.kind === "simulated") {
    return `${day} is a day of a simulated market, which the web knows nothing of`;
  }
  const now = newYorkInstant(options.now);
  if (now < `${day}T00:00`) return `${day} is yet to come: by the clock it is ${now.slice(0, 10)}`;
  const open = nextOpen(day);
  return now < open
    ? undefined
    : `${day} is past: the next session opened at ${open}, New York, and a search finds ` +
      // The minute would make one reason many.
      `what was written until ${now.slice(0, 10)}`;
}

/** The error for research on a day that is not today's. */
export function researchRefusal(analyst: string, day: Day, fault: string): DataError {
  return new DataError(
    `Cannot research for ${analyst}: ${fault}. Ask about the last trading day before the next one ` +
      "opens, set research: false for that role, or ask for it by name (--research-past; as an option, researchPast), and every " +
      "ballot from it is marked contaminated",
    { where: analyst, day },
  );
}
