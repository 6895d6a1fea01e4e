import { type Day, day } from "../units.ts";

/** Year first, in any of the writings that leave no doubt which part is the month. */
const YEAR_FIRST = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|(\d{2})(\d{2}))$/;
/** A day with a midnight after it, perhaps of another zone than ours. */
const MIDNIGHT =
  /^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?\s?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
/** A midnight of New York, told in universal time: four hours after it in summer, five in winter. */
const NEW_YORK = /^(\d{4}-\d{2}-\d{2})[T ]0[45]:00(?::00(?:\.0+)?)?\s?(?:Z|UTC|\+00(?::?00)?)$/;

/**
 * The day in a cell: `2024-03-04`, `2024/3/4`, `20240304` (a number, too), or the same with a midnight.
 * `undefined` where there is none, or where day and month could be taken for each other.
 *
 * A Parquet file's instants are midnights of universal time or of New York.
 *
 * @example
 * ```ts
 * import { dayCell } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(["2024/3/4", 20240304, "2024-03-04T05:00:00Z", "3/4/2024"].map(dayCell), [
 *   "2024-03-04",
 *   "2024-03-04",
 *   "2024-03-04",
 *   undefined,
 * ]);
 * ```
 */
export function dayCell(value: unknown): Day | undefined {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : dayCell(value.toISOString());
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim();
  const date = (MIDNIGHT.exec(text) ?? NEW_YORK.exec(text))?.[1] ?? text;
  const [, year, ...parts] = YEAR_FIRST.exec(date) ?? [];
  if (year === undefined) return undefined;
  const [month, dayOfMonth] = parts.filter((part) => part !== undefined);
  try {
    return day(`${year}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`);
  } catch {
    return undefined;
  }
}
