/**
 * Days as publishers write them, and the moments from which a datum counts.
 *
 * @module
 */
import { newYorkMoment, nextOpen } from "../../market/mod.ts";
import { type Day, day } from "../../units.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * A day as the publishers of this folder write it: `17-Sep-2026`, `09/17/2026` (month first, as in the
 * United States), `2026-09-17`, `20260917`, or a spreadsheet's date. `undefined` where it is none.
 */
export function publishedDay(cell: unknown): Day | undefined {
  if (cell instanceof Date) {
    return Number.isNaN(cell.getTime()) ? undefined : day(cell.toISOString().slice(0, 10));
  }
  const text = String(cell ?? "").trim();
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  const english = /^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{4})$/i.exec(text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const parts = iso?.slice(1) ??
    (english && [english[3], String(MONTHS.indexOf(english[2].toLowerCase()) + 1), english[1]]) ??
    (american && [american[3], american[1], american[2]]);
  if (!parts) return undefined;
  try {
    return day([parts[0], ...parts.slice(1).map((part) => part.padStart(2, "0"))].join("-"));
  } catch {
    return undefined;
  }
}

const MS_PER_MINUTE = 60_000;

/** A moment as the files have it: universal time, rounded up to the minute, `2026-12-01T14:30:00Z`. */
export function momentText(ms: number): string {
  return new Date(Math.ceil(ms / MS_PER_MINUTE) * MS_PER_MINUTE).toISOString().replace(".000", "");
}

/**
 * From when a datum of a publisher counts that names a day and no minute: from a careful guess, or from
 * the moment at which it was fetched, where that lies before the guess.
 *
 * @param on The publisher's day.
 * @param sessions Sessions after it at whose opening it is surely out.
 * @param fetchedAt The moment of our answer, as {@linkcode Answer} has it.
 */
export function countsFrom(on: Day, sessions: number, fetchedAt: string): string {
  return momentText(Math.min(newYorkMoment(nextOpen(on, sessions)), Date.parse(fetchedAt)));
}
