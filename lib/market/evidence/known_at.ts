import { addCalendarDays, dayNumber, numberedDay } from "../../days.ts";
import { type Day, day as checkedDay, type Instant } from "../../units.ts";
import { newYorkInstant, nextOpen } from "../calendar.ts";
import { dayCell } from "../day_cell.ts";

const MS_A_MINUTE = 60_000, MINUTES_A_DAY = 1440, MS_A_DAY = MINUTES_A_DAY * MS_A_MINUTE;
/** Days whose numbers are kept at hand: more than two centuries. */
const MOST_DAYS_KEPT = 100_000;

/** Day and time, parted or not, with seconds and a zone if there are any. */
const MOMENT =
  /^(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)? ?(Z|UTC|GMT|ET|EST|EDT|America\/New_York|[+-]\d{2}(?::?\d{2})?)?$/i;
/** Seconds, or milliseconds, since 1970. */
const EPOCH = /^(\d{10})(\d{3})?$/;
/** Hours from universal time by the names that leave no doubt. */
const NAMED_ZONES: Readonly<Record<string, number>> = { Z: 0, UTC: 0, GMT: 0, EST: -5, EDT: -4 };
const NEW_YORK = /^(?:ET|America\/New_York)$/i;

/** What a cell says about when something could be read. */
export interface KnownAt {
  /** The first minute from which it counts. */
  readonly at: Instant;
  /** The minute or, where the cell names a day alone, the day that it names. */
  readonly said: Instant | Day;
  /** Whether the cell holds a midnight, which is taken for a day without a time. */
  readonly wasMidnight?: true;
}

const offsets = new Map<number, number>();

/** New York's distance from universal time at the beginning of a day of it, minutes. */
function offsetOn(dayNumber: number): number {
  let offset = offsets.get(dayNumber);
  if (offset === undefined) {
    const start = dayNumber * MS_A_DAY;
    offset = (Date.parse(`${newYorkInstant(start)}:00Z`) - start) / MS_A_MINUTE;
    offsets.set(dayNumber, offset);
  }
  return offset;
}

const twoDigits = (n: number) => n < 10 ? `0${n}` : String(n);
/** Every minute of a day as a clock shows it, and the days that were met: the same few come again and again. */
const CLOCKS = Array.from(
  { length: MINUTES_A_DAY },
  (_, i) => `T${twoDigits(Math.floor(i / 60))}:${twoDigits(i % 60)}`,
);
const dayNames = new Map<number, Day>();

function nameOf(dayNumber: number): Day {
  let name = dayNames.get(dayNumber);
  if (name === undefined) dayNames.set(dayNumber, name = numberedDay(dayNumber));
  return name;
}

/** Minutes since 1970, without a zone, as a clock shows them. */
function clockOf(minutes: number): Instant {
  const day = Math.floor(minutes / MINUTES_A_DAY);
  return `${nameOf(day)}${CLOCKS[minutes - day * MINUTES_A_DAY]}` as Instant;
}

/** A minute of universal time as New York's clock shows it; its zone database is asked once a day. */
function onNewYorkClock(minutes: number): Instant {
  const day = Math.floor(minutes / MINUTES_A_DAY), offset = offsetOn(day);
  if (offset !== offsetOn(day + 1)) return newYorkInstant(minutes * MS_A_MINUTE);
  return clockOf(minutes + offset);
}

/**
 * A minute that stands on the clock twice, or never, moved to where it is surely over: when the clock goes
 * back, the hour from 1 is there twice, so what happened in it counts from 2; when it goes forward, the
 * hour from 2 is not there, and what is said to have happened in it counts an hour later.
 */
function surelyOver(at: string): Instant {
  const hour = at.slice(11, 13);
  if (hour !== "01" && hour !== "02") return at as Instant;
  const day = dayNumber(at), moved = offsetOn(day + 1) - offsetOn(day);
  if (moved < 0 && hour === "01") return `${at.slice(0, 10)}T02:00` as Instant;
  if (moved > 0 && hour === "02") return `${at.slice(0, 10)}T03${at.slice(13)}` as Instant;
  return at as Instant;
}

function zoneHours(zone: string): number | undefined {
  const named = NAMED_ZONES[zone.toUpperCase()];
  if (named !== undefined) return named;
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)!;
  const size = Number(hours) + Number(minutes) / 60;
  return size > 14 || Number(minutes) > 59 ? undefined : sign === "-" ? -size : size;
}

/** A moment of universal time, in minutes, as New York's minute at or after it. */
function minuteOf(minutes: number): Instant {
  return surelyOver(onNewYorkClock(Math.ceil(minutes)));
}

function dayKnown(on: Day, wasMidnight = false): KnownAt {
  return { at: nextOpen(on), said: on, ...(wasMidnight ? { wasMidnight } : {}) };
}

/** What to say of a New York minute: a midnight is how many programs write a day. */
function minuteKnown(at: Instant): KnownAt {
  return at.endsWith("T00:00") ? dayKnown(at.slice(0, 10) as Day, true) : { at, said: at };
}

/**
 * The first New York minute from which what a cell dates may be used; never earlier than the cell says.
 *
 * A time without a zone is New York's; one with a zone is converted, summer time and all. Seconds are
 * rounded up. A day without a time, and a midnight, which is how programs write one, count from the open of
 * the next session.
 *
 * @param text `2024-03-04 16:05`, `2024-03-04T21:05:00Z`, `20240304T160500`, `2024-03-04`, or seconds or
 *   milliseconds since 1970.
 * @param zone What a time without a zone means: New York's unless told otherwise.
 * @returns `undefined` where the text names no moment.
 *
 * @example Three ways of writing a minute, and a day
 * ```ts
 * import { knownAt } from "./known_at.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   ["2024-07-01T20:05:30Z", "2024-07-01 16:05:30", "2024-07-01T22:06+02:00", "2024-07-01"].map((text) =>
 *     knownAt(text)?.at
 *   ),
 *   ["2024-07-01T16:06", "2024-07-01T16:06", "2024-07-01T16:06", "2024-07-02T09:30"],
 * );
 * ```
 */
export function knownAt(text: string, zone?: "UTC"): KnownAt | undefined {
  const epoch = EPOCH.exec(text);
  if (epoch) return minuteKnown(minuteOf((Number(epoch[1]) + Number(epoch[2] ?? 0) / 1000) / 60));
  const parts = MOMENT.exec(text);
  if (!parts) {
    const on = dayCell(text);
    return on === undefined ? undefined : dayKnown(on);
  }
  const [, year, month, dayOfMonth, hour, minute, second = "00", fraction = "", said = zone] =
    parts;
  const on = numberOf(`${year}-${month}-${dayOfMonth}`);
  if (on === undefined || hour > "23" || minute > "59" || second > "59") return undefined;
  const isRound = second === "00" && (fraction === "" || /^0*$/.test(fraction));
  // Midnight of any zone: a program's way of writing a day.
  if (isRound && hour === "00" && minute === "00") return dayKnown(nameOf(on), true);
  // Any part of a minute is more than none.
  const minutes = on * MINUTES_A_DAY + Number(hour) * 60 + Number(minute) + (isRound ? 0 : 1);
  if (said === undefined || NEW_YORK.test(said)) {
    const at = clockOf(minutes);
    return { at: surelyOver(at), said: isRound ? at : clockOf(minutes - 1) };
  }
  const hours = zoneHours(said);
  return hours === undefined ? undefined : minuteKnown(minuteOf(minutes - hours * 60));
}

const numbers = new Map<string, number | undefined>();

/** The number of a day that a text names; `undefined` for one that the calendar does not have. */
function numberOf(text: string): number | undefined {
  if (numbers.has(text)) return numbers.get(text);
  const on = dayCell(text), number = on === undefined ? undefined : dayNumber(on);
  // Not all days that a spoilt file may name.
  if (numbers.size < MOST_DAYS_KEPT) numbers.set(text, number);
  return number;
}

/**
 * When a datum counts that says only which period it describes: some days after its end, by the reader's
 * assumption, and from the next session's open then.
 *
 * @example A quarter, 45 days later
 * ```ts
 * import { knownAfter } from "./known_at.ts";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(knownAfter(day("2024-03-31"), 45), "2024-05-16T09:30");
 * ```
 */
export function knownAfter(periodEnd: Day, days: number): Instant {
  return nextOpen(addCalendarDays(checkedDay(periodEnd), days));
}
