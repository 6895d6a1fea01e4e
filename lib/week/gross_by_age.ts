import { checkOptions, shown } from "../arguments.ts";
import { HORIZON_WEEKS } from "../days.ts";
import type { Settings } from "../settings.ts";

const ACTION = "Cannot age a gross";
const DAYS_A_WEEK = 7;

/** How the gross aimed at falls with the age of the verdict that it follows. */
export interface AgeRule {
  /** Age at which nothing is left, calendar days; the horizon that analysts are asked about, 28. */
  readonly horizonDays?: number;
}

/**
 * f(age): the part of the gross that a verdict of this age may still aim at.
 *
 * A verdict speaks about the four weeks after its day, and after some of them it speaks only about the
 * rest. The rule is that rest over the whole: **f(age) = 1 − age / horizon, and 0 from the horizon on**;
 * f(0) = 1, a week 0.75, two weeks 0.5. It is a rule of prudence and no estimate: how fast scores lose
 * what they know is a question for the record, and until that can answer, all parts of the horizon count
 * alike. Where f is 0, there is no verdict any more: the book is held and not sold.
 *
 * It scales the gross aimed at, never the tilts: all tilts times a constant are the same book.
 *
 * @param ageDays Calendar days from the verdict's day to the decision's; fractions are allowed.
 * @param rule.horizonDays 28 by default.
 * @returns From 1 down to 0.
 * @throws {RangeError} If the age is below 0 or the horizon not above 0.
 *
 * @example Fresh, a week old, forgotten
 * ```ts
 * import { grossAtAge } from "lab/week";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([0, 7, 28, 90].map((age) => grossAtAge(age)), [1, 0.75, 0, 0]);
 * ```
 */
export function grossAtAge(ageDays: number, rule: AgeRule = {}): number {
  checkOptions(ACTION, rule, ["horizonDays"]);
  const { horizonDays = HORIZON_WEEKS * DAYS_A_WEEK } = rule;
  if (!(typeof horizonDays === "number" && horizonDays > 0 && horizonDays < Infinity)) {
    throw new RangeError(`${ACTION}: horizonDays must be days above 0, got ${shown(horizonDays)}`);
  }
  if (!(typeof ageDays === "number" && ageDays >= 0 && ageDays < Infinity)) {
    throw new RangeError(`${ACTION}: an age must be days from 0, got ${shown(ageDays)}`);
  }
  return Math.max(0, 1 - ageDays / horizonDays);
}

/**
 * Settings whose mandate aims at less: its gross times a factor, everything else as it is.
 *
 * @param given Complete settings.
 * @param factor Above 0 up to 1, such as from `grossAtAge`. At 0 there is no book to aim at: hold it.
 * @throws {RangeError} If the factor is out of range.
 *
 * @example A verdict of last week
 * ```ts
 * import { settings } from "lab/settings";
 * import { grossAtAge, withGross } from "lab/week";
 * import { equal } from "node:assert/strict";
 *
 * equal(withGross(settings(), grossAtAge(7)).mandate.gross, 0.75);
 * ```
 */
export function withGross(given: Settings, factor: number): Settings {
  const { mandate } = given;
  if (!(typeof factor === "number" && factor > 0 && factor <= 1)) {
    throw new RangeError(`${ACTION}: a factor must lie above 0 and up to 1, got ${shown(factor)}`);
  }
  return { ...given, mandate: { ...mandate, gross: mandate.gross * factor } };
}
