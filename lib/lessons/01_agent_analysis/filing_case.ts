import type { Displayable } from "../../charts/mod.ts";
import { addCalendarDays, isTradingDay } from "../../market/mod.ts";
import { type Day, type Instant, instant } from "../../units.ts";
import { tableOf } from "../kit/table_of.ts";

/** One report of exercise 01.2. */
interface FilingRow {
  readonly periodEnd: Day;
  readonly availableAt: Instant;
}

/** The filings of a company that was late once, and a decision on the evening of the late one. */
export interface FilingCase {
  readonly decidedAt: Instant;
  /** Oldest first. */
  readonly filings: readonly FilingRow[];
}

const QUARTER_ENDS = ["03-31", "06-30", "09-30", "12-31"];

/** The last `count` ends of quarters before a day, oldest first. */
function quarterEndsBefore(day: Day, count: number): Day[] {
  const year = Number(day.slice(0, 4));
  return [year - 2, year - 1, year]
    .flatMap((one) => QUARTER_ENDS.map((end) => `${one}-${end}` as Day))
    .filter((end) => end < day).slice(-count);
}

function tradingDayFrom(day: Day): Day {
  let on = day;
  while (!isTradingDay(on)) on = addCalendarDays(on, 1);
  return on;
}

/**
 * Four filings made up around the quarters before a day: two in time, one half an hour after the
 * close of the decision's day, and the newest still to come.
 *
 * @param day The decision of the run; the case lies shortly after the quarter's end before it.
 *
 * @example Three quarters had ended, two of them were not usable
 * ```ts
 * import { filingCase } from "lab/lesson/01";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const { decidedAt, filings } = filingCase(day("2024-05-17"));
 * equal(filings.filter((row) => `${row.periodEnd}T16:00` <= decidedAt).length, 4);
 * equal(filings.filter(({ availableAt }) => availableAt <= decidedAt).length, 2);
 * equal(decidedAt, "2024-04-05T16:00");
 * ```
 */
export function filingCase(day: Day): FilingCase {
  const [first, second, late, newest] = quarterEndsBefore(day, 4);
  const decision = tradingDayFrom(addCalendarDays(newest, 5));
  const filed = (end: Day, days: number) => tradingDayFrom(addCalendarDays(end, days));
  return {
    decidedAt: instant(decision),
    filings: [
      { periodEnd: first, availableAt: instant(filed(first, 33), "07:30") },
      { periodEnd: second, availableAt: instant(filed(second, 38), "16:30") },
      { periodEnd: late, availableAt: instant(decision, "16:30") },
      { periodEnd: newest, availableAt: instant(filed(newest, 35), "07:30") },
    ],
  };
}

/**
 * The filings of exercise 01.2 as a table.
 *
 * @param filings From `filingCase`.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { filingCase, filingTable } from "lab/lesson/01";
 * import { day } from "lab/units";
 * import { match } from "node:assert/strict";
 *
 * const table = filingTable(filingCase(day("2024-05-17")));
 * match(String(table[DISPLAY]()["text/plain"]), /decision is made at 2024-04-05 16:00/);
 * ```
 */
export function filingTable(filings: FilingCase): Displayable {
  const minute = (at: string) => at.replace("T", " ");
  return tableOf(filings.filings, {
    title: `A sector that reported late once; the decision is made at ${minute(filings.decidedAt)}`,
    caption: "New York time.",
    // Whatever data the lesson runs on, these four dates are no part of them.
    source: "Source: simulated, made up for this exercise.",
    columns: [
      { label: "quarter ended", value: ({ periodEnd }) => periodEnd },
      { label: "filed", value: ({ availableAt }) => minute(availableAt) },
    ],
  });
}
