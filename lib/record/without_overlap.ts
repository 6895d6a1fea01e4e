import type { Day } from "../units.ts";

/** A decision day with the day at whose close its horizon was over. */
export interface Span {
  readonly day: Day;
  readonly end: Day;
}

/**
 * The decisions whose horizons do not overlap: the first day, and then each the first at or after the end
 * of the one before.
 *
 * Taken from the front, so that a later outcome changes nothing about the days before it, and what a
 * day knew is the beginning of what is known now.
 *
 * @param spans In any order; of several with one day the first counts.
 *
 * @example Weekly decisions, two weeks ahead
 * ```ts
 * import { withoutOverlap } from "lab/record";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const spans = [["2026-01-02", "2026-01-16"], ["2026-01-09", "2026-01-23"], ["2026-01-16", "2026-01-30"]]
 *   .map(([on, end]) => ({ day: day(on), end: day(end) }));
 * deepEqual(withoutOverlap(spans).map(({ day }) => day), ["2026-01-02", "2026-01-16"]);
 * ```
 */
export function withoutOverlap<T extends Span>(spans: readonly T[]): readonly T[] {
  const kept: T[] = [];
  for (const span of spans.toSorted((a, b) => a.day < b.day ? -1 : a.day > b.day ? 1 : 0)) {
    const last = kept.at(-1);
    if (last === undefined || span.day >= last.end) kept.push(span);
  }
  return kept;
}
