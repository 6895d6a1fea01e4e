import { day } from "../units.ts";
import { knownReturns, type PeriodReturns } from "./period_returns.ts";

/** The return of a calendar year or month. */
export interface CalendarReturn {
  /** `2021` or `2021-03`. */
  readonly label: string;
  /** Compounded over the periods that end in it; `undefined` if none of them has a return. */
  readonly value: number | undefined;
  /** Periods with a return. */
  readonly n: number;
  /** Periods without one. */
  readonly missing: number;
  /** Days on which its first and last period end. */
  readonly from: string;
  readonly to: string;
}

/**
 * Days that exist and rise, one per return.
 *
 * @throws {RangeError} If counts differ, a day does not exist, or days are not in order or double.
 *
 * @example
 * ```ts
 * import { checkedDays } from "lab/performance";
 * import { throws } from "node:assert/strict";
 *
 * throws(() => checkedDays(["2026-01-09", "2026-01-02"], 2, "make a table"), /days must rise/);
 * ```
 */
export function checkedDays(days: readonly string[], count: number, action: string): void {
  if (days.length !== count) {
    throw new RangeError(
      `Cannot ${action}: need one day per return, got ${days.length} days and ${count} returns`,
    );
  }
  days.forEach((one, t) => {
    day(one);
    if (t > 0 && !(one > days[t - 1])) {
      throw new RangeError(
        `Cannot ${action}: days must rise, got ${one} after ${days[t - 1]} at position ${t}`,
      );
    }
  });
}

/**
 * Returns compounded by calendar year or month; a period belongs to the day on which it ends.
 *
 * Weeks that straddle a month count in the later one. A first or last year that is not whole is given
 * as far as it goes: `from` and `to` say so.
 *
 * @param days The day on which each period ends, in order.
 * @param by "year" or "month".
 * @throws {RangeError} If days are not in order or not one per return, or a return is not finite or
 *   below −1.
 *
 * @example
 * ```ts
 * import { calendarReturns } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * const years = calendarReturns(["2020-12-31", "2021-01-31"], [0.1, undefined], "year");
 * deepEqual(years.map(({ label, value, missing }) => [label, value, missing]), [
 *   ["2020", 0.10000000000000009, 0],
 *   ["2021", undefined, 1],
 * ]);
 * ```
 */
export function calendarReturns(
  days: readonly string[],
  returns: PeriodReturns,
  by: "year" | "month",
): readonly CalendarReturn[] {
  const action = `make a table of ${by}s`;
  checkedDays(days, returns.length, action);
  knownReturns(returns, action);
  const length = by === "year" ? 4 : 7;
  const out: CalendarReturn[] = [];
  days.forEach((one, t) => {
    const label = one.slice(0, length), value = returns[t];
    const last = out[out.length - 1];
    const open = last?.label === label ? last : undefined;
    const before = open ?? { label, value: undefined, n: 0, missing: 0, from: one, to: one };
    const row: CalendarReturn = value === undefined
      ? { ...before, missing: before.missing + 1, to: one }
      : {
        ...before,
        value: (1 + (before.value ?? 0)) * (1 + value) - 1,
        n: before.n + 1,
        to: one,
      };
    if (open) out[out.length - 1] = row;
    else out.push(row);
  });
  return out;
}
