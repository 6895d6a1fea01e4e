/**
 * The words of the trade as types.
 *
 * A brand is put on once, by a checking constructor or by the schema that parses outside data.
 * Sums of brands are plain numbers: compute freely inside a function, label the result as it leaves.
 *
 * @module
 */
import { shown } from "./arguments.ts";

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Share of equity: 0.05 is five percent; negative is short. */
export type Weight = Branded<number, "Weight">;
/** Basis points: 1 bp is a hundredth of a percent. */
export type Bps = Branded<number, "Bps">;
/** A committee score, 1 (worst) to 5 (best); fractions are allowed. */
export type Score = Branded<number, "Score">;
/** A view with its size, −2 (strong short) to +2 (strong long); 0 is no view. */
export type Tilt = Branded<number, "Tilt">;
/** A confidence or another share of one, 0 to 1. */
export type Confidence = Branded<number, "Confidence">;
/** A simple return for one period: 0.01 is one percent. */
export type SimpleReturn = Branded<number, "SimpleReturn">;
/** US dollars. */
export type Usd = Branded<number, "Usd">;
/** A calendar day `YYYY-MM-DD`, without time or zone; days are ordered as text. */
export type Day = Branded<string, "Day">;
/**
 * A minute on the clock of the New York exchange, `YYYY-MM-DDTHH:MM`; ordered as text.
 * The open is 09:30, the close 16:00.
 */
export type Instant = Branded<string, "Instant">;

function inRange(value: unknown, name: string, low: number, high: number, unit: string): number {
  if (typeof value !== "number" || !(value >= low && value <= high)) {
    throw new RangeError(
      `Cannot read a ${name}: need a number from ${low} to ${high}${unit}, got ${shown(value)}`,
    );
  }
  return value;
}

function finite(value: unknown, name: string, unit: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new RangeError(
      `Cannot read a ${name}: need a finite number ${unit}, got ${shown(value)}`,
    );
  }
  return value;
}

/**
 * A share of equity, any finite number; 0.05 is five percent.
 *
 * @throws {RangeError} If the value is no finite number.
 *
 * @example Five percent short
 * ```ts
 * import { weight } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(weight(-0.05), -0.05);
 * ```
 */
export function weight(value: number): Weight {
  return finite(value, "weight", "(share of equity, 0.05 for 5 %)") as Weight;
}

/**
 * Basis points, any finite number.
 *
 * @throws {RangeError} If the value is no finite number.
 *
 * @example
 * ```ts
 * import { bps } from "lab/units";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(bps(25), 25); // a quarter of a percent
 * throws(() => bps(NaN), RangeError);
 * ```
 */
export function bps(value: number): Bps {
  return finite(value, "number of basis points", "(25 for 0.25 %)") as Bps;
}

/** The score that takes no side: it says nothing either way. */
export const NEUTRAL_SCORE = 3;

/**
 * A score from 1 to 5.
 *
 * @throws {RangeError} If the value lies outside 1 to 5 or is NaN.
 *
 * @example A refused score
 * ```ts
 * import { score } from "lab/units";
 * import { throws } from "node:assert/strict";
 *
 * throws(() => score(0), /need a number from 1 to 5, got 0/);
 * ```
 */
export function score(value: number): Score {
  return inRange(value, "score", 1, 5, "") as Score;
}

/**
 * A tilt from −2 to +2.
 *
 * @throws {RangeError} If the value lies outside or is NaN.
 *
 * @example
 * ```ts
 * import { tilt } from "lab/units";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(tilt(-2), -2);
 * throws(() => tilt(3), /from -2 to 2, got 3/);
 * ```
 */
export function tilt(value: number): Tilt {
  return inRange(value, "tilt", -2, 2, "") as Tilt;
}

/**
 * A confidence from 0 to 1.
 *
 * @throws {RangeError} If the value lies outside or is NaN.
 *
 * @example
 * ```ts
 * import { confidence } from "lab/units";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(confidence(0.8), 0.8);
 * throws(() => confidence(80), /0.8 for 80 %/);
 * ```
 */
export function confidence(value: number): Confidence {
  return inRange(value, "confidence", 0, 1, " (0.8 for 80 %)") as Confidence;
}

/**
 * A simple return, at least −1.
 *
 * @throws {RangeError} If the value is below −1, infinite or NaN.
 *
 * @example
 * ```ts
 * import { simpleReturn } from "lab/units";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(simpleReturn(-1), -1); // everything is lost
 * throws(() => simpleReturn(-1.1), RangeError);
 * ```
 */
export function simpleReturn(value: number): SimpleReturn {
  return inRange(value, "simple return", -1, Number.MAX_VALUE, "") as SimpleReturn;
}

/**
 * Dollars, any finite amount.
 *
 * @throws {RangeError} If the value is no finite number.
 *
 * @example
 * ```ts
 * import { usd } from "lab/units";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(usd(-12.5), -12.5);
 * throws(() => usd(Infinity), RangeError);
 * ```
 */
export function usd(value: number): Usd {
  return finite(value, "dollar amount", "") as Usd;
}

const dayShape = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * A calendar day that exists, as `YYYY-MM-DD`.
 *
 * @throws {RangeError} If the text has another shape, or names a day that is not in the calendar.
 *
 * @example A day that does not exist
 * ```ts
 * import { day } from "lab/units";
 * import { equal, throws } from "node:assert/strict";
 *
 * equal(day("2020-02-29"), "2020-02-29");
 * throws(() => day("2021-02-29"), /"2021-02-29"/);
 * ```
 */
export function day(text: string): Day {
  const parts = typeof text === "string" ? dayShape.exec(text) : null;
  if (parts) {
    const date = new Date(`${text}T00:00:00Z`);
    if (!Number.isNaN(date.getTime()) && date.getUTCDate() === Number(parts[3])) return text as Day;
  }
  throw new RangeError(`Cannot read a day: need a calendar day as YYYY-MM-DD, got ${shown(text)}`);
}

const clockShape = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * A minute of a day on the clock of the New York exchange.
 *
 * @param on The calendar day.
 * @param clock Hours and minutes, `HH:MM`; the close, 16:00, by default.
 * @throws {RangeError} If the day does not exist or the clock has another shape.
 *
 * @example The close of a day
 * ```ts
 * import { day, instant } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(instant(day("2020-03-20")), "2020-03-20T16:00");
 * ```
 */
export function instant(on: Day, clock = "16:00"): Instant {
  if (!clockShape.test(clock)) {
    throw new RangeError(`Cannot read a clock time: need HH:MM, got ${shown(clock)}`);
  }
  return `${day(on)}T${clock}` as Instant;
}

/**
 * The calendar day of an instant.
 *
 * @example
 * ```ts
 * import { dayOf, type Instant } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(dayOf("2020-03-20T16:00" as Instant), "2020-03-20");
 * ```
 */
export function dayOf(at: Instant): Day {
  return at.slice(0, 10) as Day;
}
