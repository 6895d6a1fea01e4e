import { DataError } from "../../errors.ts";
import { quotedValue } from "../../outside_text.ts";
import { newYorkInstant } from "../../market/mod.ts";
import { day, type Instant } from "../../units.ts";

/** When filings of the evening before become public, New York (17 CFR 232.13, filing agents' pages). */
const PUBLIC_FROM = "06:00";

/** The last minute whose filings get the day's own date: by then a filing of that date was there. */
const LAST_OF_DAY = "17:30";

const MS_PER_MINUTE = 60_000, MS_PER_HOUR = 60 * MS_PER_MINUTE;

/** `2024-05-29T16:37:35.000Z`, with or without seconds and Z; and `20240529163735` of a header. */
const ACCEPTANCE =
  /^(\d{4})-?(\d{2})-?(\d{2})T?(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?(?:Z|\.0+)?$/;

/**
 * The minute from which a filing could be read, on the clock of New York, by the careful way.
 *
 * The SEC's `acceptanceDateTime` ends in Z, yet for some filers and days its digits are New York's and
 * for others Greenwich's. Read as New York's they are right or four to five hours late, never early.
 * A begun minute counts from its end: what came at 16:00:35 was not there at the close. What is accepted
 * after 17:30 gets the next business day for its `filingDate` and is public on that day at six.
 *
 * @param accepted `acceptanceDateTime` of the submissions, or the digits of the header's
 *   `<ACCEPTANCE-DATETIME>`, which are New York's for certain.
 * @param filingDate The filing's date, as the SEC gave it.
 * @throws {DataError} If one of them cannot be read.
 *
 * @example After the close, and late on a Friday
 * ```ts
 * import { filingKnownAt } from "lab/sources";
 * import { equal } from "node:assert/strict";
 *
 * equal(filingKnownAt("2024-05-29T16:37:35.000Z", "2024-05-29"), "2024-05-29T16:38");
 * equal(filingKnownAt("2024-05-31T18:05:00.000Z", "2024-06-03"), "2024-06-03T06:00");
 * ```
 */
export function filingKnownAt(accepted: string, filingDate: string): Instant {
  const parts = ACCEPTANCE.exec(String(accepted));
  if (!parts) throw unreadable("acceptance", accepted, "2024-05-29T16:37:35.000Z");
  const [year, month, dayOfMonth, hour, minute, second = "00"] = parts.slice(1);
  const on = checked(`${year}-${month}-${dayOfMonth}`);
  const ms = Date.parse(`${on}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(ms)) throw unreadable("acceptance", accepted, "2024-05-29T16:37:35.000Z");
  const whole = new Date(Math.ceil(ms / MS_PER_MINUTE) * MS_PER_MINUTE).toISOString().slice(0, 16);
  // No filing is accepted at midnight: a time of all zeros is a day without one.
  const hasTime = [hour, minute, second].some((part) => part !== "00");
  const published = `${checked(filingDate)}T${hasTime ? PUBLIC_FROM : LAST_OF_DAY}`;
  return (whole > published ? whole : published) as Instant;
}

/**
 * The acceptance in a filing's header, as digits of New York.
 *
 * @returns `undefined` where the text has none.
 *
 * @example
 * ```ts
 * import { headerAcceptance } from "lab/sources";
 * import { equal } from "node:assert/strict";
 *
 * equal(headerAcceptance("<SEC-HEADER>\n<ACCEPTANCE-DATETIME>20240502163112\n"), "20240502163112");
 * ```
 */
export function headerAcceptance(header: string): string | undefined {
  return /<ACCEPTANCE-DATETIME>\s*(\d{14})\b/.exec(header)?.[1];
}

function checked(text: string): string {
  try {
    return day(text);
  } catch (cause) {
    throw unreadable("filing date", text, "2024-05-29", cause);
  }
}

function unreadable(what: string, value: unknown, right: string, cause?: unknown): DataError {
  return new DataError(
    `Cannot date a filing: its ${what} must read as ${right}, got ${quotedValue(value)}`,
    { value, cause },
  );
}

/**
 * The first whole minute of New York at or after a moment: what was seen then may be used from it on.
 *
 * @param moment ISO 8601 with its zone.
 * @throws {DataError} If it is none.
 *
 * @example
 * ```ts
 * import { minuteAfter } from "lab/sources";
 * import { equal } from "node:assert/strict";
 *
 * equal(minuteAfter("2026-12-01T21:00:01.500Z"), "2026-12-01T16:01");
 * ```
 */
export function minuteAfter(moment: string): Instant {
  const ms = Date.parse(moment);
  if (Number.isNaN(ms) || !/(?:Z|[+-]\d{2}:\d{2})$/.test(moment)) {
    throw unreadable("moment of fetching", moment, "2026-12-01T21:00:00.000Z");
  }
  const whole = Math.ceil(ms / MS_PER_MINUTE) * MS_PER_MINUTE, at = newYorkInstant(whole);
  // In the hour that the clock shows twice nobody can tell which one was meant: it counts once both are over.
  const isTwice = [-MS_PER_HOUR, MS_PER_HOUR].some((by) => newYorkInstant(whole + by) === at);
  return isTwice ? `${at.slice(0, 10)}T02:00` as Instant : at;
}
