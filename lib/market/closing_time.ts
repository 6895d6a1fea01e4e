import { dayNumber } from "../days.ts";
import { type Day, day as checkedDay } from "../units.ts";
import { isTradingDay } from "./calendar.ts";

/** Day of the week of a Friday, from 1970-01-01, a Thursday. */
const FRIDAY = 1;

/**
 * When the exchange closes on a trading day, New York time: at one in the afternoon on the eve of
 * Independence Day, on the day after Thanksgiving and on Christmas Eve, else at four.
 *
 * The rule of the New York Stock Exchange since 2013; where such an eve is no trading day itself, as
 * a Friday before a holiday on Saturday, there is no short day in its place.
 *
 * @throws {RangeError} If the exchange does not trade that day.
 *
 * @example The day after Thanksgiving, and the Monday that follows
 * ```ts
 * import { closingTime } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(["2026-11-27", "2026-11-30"].map((on) => closingTime(day(on))), ["13:00", "16:00"]);
 * ```
 */
export function closingTime(on: Day): "13:00" | "16:00" {
  if (!isTradingDay(checkedDay(on))) {
    throw new RangeError(`Cannot tell when the exchange closes: it does not trade on ${on}`);
  }
  const date = on.slice(5), isEve = date === "07-03" || date === "12-24";
  const isAfterThanksgiving = date >= "11-23" && date <= "11-29" && dayNumber(on) % 7 === FRIDAY;
  return isEve || isAfterThanksgiving ? "13:00" : "16:00";
}
