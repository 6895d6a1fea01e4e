import type { FiledFact } from "./filed_facts.ts";

/**
 * Days from a period's first day to its last, by what it is. Fiscal quarters have 12 to 17 weeks, so the
 * bands are wide; what lies between them is none.
 *
 * Source: edgartools, which sorts periods by the same bands.
 */
const BANDS = {
  quarter: { least: 70, most: 120 },
  half: { least: 140, most: 229 },
  nineMonths: { least: 230, most: 329 },
  year: { least: 330, most: 420 },
} as const;

/** What a duration is. */
export type Band = keyof typeof BANDS;

/** Days by which two dates of one day may differ, for filers who write the first or the last of a month. */
const SLACK_DAYS = 3;

/** Days between a period's end and that of the same period a year before: 52 or 53 weeks, or a year. */
const YEAR_BEFORE = { least: 350, most: 380 };

/**
 * What a duration of some days is.
 *
 * @param days From its first day to its last.
 * @returns `undefined` for what is neither a quarter, a half, nine months nor a year.
 *
 * @example Thirteen weeks, 53 weeks, and two months
 * ```ts
 * import { bandOf } from "lab/sources";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([90, 370, 60].map(bandOf), ["quarter", "year", undefined]);
 * ```
 */
export function bandOf(days: number): Band | undefined {
  return (Object.keys(BANDS) as Band[]).find((band) =>
    days >= BANDS[band].least && days <= BANDS[band].most
  );
}

/** Newest vintages of one tag's durations, by the day number of their end. */
export type Durations = ReadonlyMap<number, readonly FiledFact[]>;

const lengthOf = (fact: FiledFact) => fact.endNumber - fact.startNumber;
const near = (a: number, b: number) => Math.abs(a - b) <= SLACK_DAYS;

/** Ends from one day number to another, newest first. */
function endsWithin(durations: Durations, least: number, most: number): number[] {
  return [...durations.keys()].filter((end) => end >= least && end <= most).sort((a, b) => b - a);
}

const inYears = (fact: FiledFact) => bandOf(lengthOf(fact)) === "year";

/**
 * The four quarters that end on a day, from one tag: the year, where one ends there, else the last
 * year + the year to date − the year to date a year before.
 *
 * Quarters are not summed: the fourth stands in no filing, and what is a share changes its unit with
 * every split.
 *
 * @param durations Newest vintages of one tag, all known by one moment.
 * @param end Day number of the last quarter's end.
 * @returns `undefined` where one of the parts was not filed.
 */
export function trailingYear(durations: Durations, end: number): number | undefined {
  const ending = durations.get(end) ?? [];
  const year = ending.find(inYears);
  if (year) return year.value;
  const toDate = ending.filter((fact) => bandOf(lengthOf(fact)) !== undefined);
  for (const now of toDate) {
    // What is to date begins where a year ended: a quarter that stands beside the half does not.
    const last = endsWithin(
      durations,
      now.startNumber - 1 - SLACK_DAYS,
      now.startNumber - 1 + SLACK_DAYS,
    ).flatMap((on) => durations.get(on)!.filter(inYears))[0];
    if (!last) continue;
    const before = endsWithin(durations, end - YEAR_BEFORE.most, end - YEAR_BEFORE.least)
      .flatMap((on) => durations.get(on)!)
      .find((fact) => near(fact.startNumber, last.startNumber));
    if (before) return last.value + now.value - before.value;
  }
  return undefined;
}

/**
 * The four quarters that ended a year before a day.
 *
 * @returns `undefined` where they were not filed.
 */
export function trailingYearBefore(durations: Durations, end: number): number | undefined {
  for (const on of endsWithin(durations, end - YEAR_BEFORE.most, end - YEAR_BEFORE.least)) {
    const value = trailingYear(durations, on);
    if (value !== undefined) return value;
  }
  return undefined;
}
