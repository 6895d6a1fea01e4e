import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import { calendarDaysBetween, TRADING_DAYS_A_WEEK } from "../days.ts";
import { didTrade, tradedDays } from "./calendar.ts";
import { type PriceWarning, someDays } from "./price_warning.ts";

/**
 * Longest pause between two rows, calendar days. The longest closure of the exchange since 1998 was
 * seven, 2001-09-10 to 2001-09-17.
 */
const MAX_PAUSE_DAYS = 10;
/** Trading days that are looked at together when rows are counted: four weeks. */
const ROW_WINDOW_DAYS = 4 * TRADING_DAYS_A_WEEK;
/**
 * Fewest of them that must have a row. Rows for three days of each week make 12, while the longest pause
 * that a file may have leaves 13. The daily prices beside which the rule was made have all 20 throughout.
 */
const LEAST_ROWS_IN_WINDOW = 13;
/** Fewest columns that make a repeated row a sign: four funds never all stood still in 27 years. */
const LEAST_REPEATED = 3;

/** Where rows are too few to be days: the stretch, its rows and the days on which the exchange traded. */
interface SparseStretch {
  readonly from: Day;
  readonly to: Day;
  readonly rows: number;
  readonly tradingDays: number;
}

/**
 * The stretch in which a file has not one row per trading day; `undefined` where it has. A file shorter
 * than the window is judged by half of its trading days, from a week on.
 */
function sparseStretch(traded: readonly Day[], has: ReadonlySet<Day>): SparseStretch | undefined {
  const width = Math.min(ROW_WINDOW_DAYS, traded.length);
  if (width < 5) return undefined;
  const least = width === ROW_WINDOW_DAYS ? LEAST_ROWS_IN_WINDOW : width / 2;
  let inWindow = 0, first = -1, last = -1;
  for (let i = 0; i < traded.length; i++) {
    if (has.has(traded[i])) inWindow++;
    if (i >= width && has.has(traded[i - width])) inWindow--;
    if (i >= width - 1 && inWindow < least) {
      if (first < 0) first = i - width + 1;
      last = i;
    }
  }
  if (first < 0) return undefined;
  const stretch = traded.slice(first, last + 1);
  return {
    from: stretch[0],
    to: stretch[stretch.length - 1],
    rows: stretch.filter((on) => has.has(on)).length,
    tradingDays: stretch.length,
  };
}

/** Why the rows of a file are no days, as a warning; `undefined` where they are. */
function sparseRows(
  days: readonly Day[],
  traded: readonly Day[],
  has: ReadonlySet<Day>,
): PriceWarning | undefined {
  const warning = (from: Day, to: Day, found: string): PriceWarning => ({
    kind: "sparse rows",
    columns: [],
    days: [from, to],
    message: `need one row per trading day, for every window counts rows as days, but ${found}`,
  });
  const sparse = sparseStretch(traded, has);
  if (sparse) {
    const { from, to, rows, tradingDays } = sparse;
    const found =
      `from ${from} to ${to} there ${rows === 1 ? "is" : "are"} ${counted(rows, "row")} ` +
      `for ${counted(tradingDays, "trading day")}`;
    return warning(from, to, found);
  }
  const after = days.findIndex((on, i) =>
    i > 0 && calendarDaysBetween(days[i - 1], on) > MAX_PAUSE_DAYS
  );
  if (after < 0) return undefined;
  const from = days[after - 1], to = days[after];
  return warning(
    from,
    to,
    `none lies between ${from} and ${to} (${
      calendarDaysBetween(from, to)
    } days; the exchange never closed for more than ${MAX_PAUSE_DAYS})`,
  );
}

/** Days on which the exchange traded and the file has no row, or that its rows are no days at all. */
export function rowWarnings(days: readonly Day[]): readonly PriceWarning[] {
  const traded = tradedDays(days[0], days[days.length - 1]), has = new Set<Day>(days);
  const sparse = sparseRows(days, traded, has);
  if (sparse) return [sparse];
  const missing = traded.filter((on) => !has.has(on));
  if (missing.length === 0) return [];
  return [{
    kind: "missing days",
    columns: [],
    days: missing,
    message: `${counted(missing.length, "trading day")} ${
      missing.length > 1 ? "have" : "has"
    } no row (${someDays(missing)}); the return over them counts as one day's.`,
  }];
}

/** Rows on which every price is the one of the row before: filled forward, not traded. */
export function repeatedRows(
  days: readonly Day[],
  closes: ReadonlyMap<string, Float64Array>,
): readonly number[] {
  const columns = [...closes.values()];
  return days.flatMap((_, row) => {
    if (row === 0) return [];
    let same = 0;
    for (const values of columns) {
      if (Number.isNaN(values[row])) continue;
      if (values[row] !== values[row - 1]) return [];
      same++;
    }
    return same >= LEAST_REPEATED ? [row] : [];
  });
}

/** Repeated rows as a warning. */
export function repeatedRowsWarning(
  days: readonly Day[],
  rows: readonly number[],
): readonly PriceWarning[] {
  if (rows.length === 0) return [];
  const found = rows.map((row) => days[row]);
  const isNewest = rows[rows.length - 1] === days.length - 1;
  return [{
    kind: "repeated rows",
    columns: [],
    days: found,
    message: `${counted(found.length, "row")} ${
      found.length > 1 ? "repeat" : "repeats"
    } every price of the row before (${
      someDays(found)
    }): filled forward, it seems, not traded; they are kept${
      isNewest ? ", and the newest row, on which a decision falls, is one of them" : ""
    }.`,
  }];
}

/** Rows on days on which the exchange was closed, which were left out. */
export function closedDaysWarning(
  left: readonly { readonly day: Day; readonly repeats: boolean }[],
): readonly PriceWarning[] {
  if (left.length === 0) return [];
  const days = [...new Set(left.map((one) => one.day))].sort();
  const own = new Set(left.filter((one) => !one.repeats).map((one) => one.day)).size;
  return [{
    kind: "closed days",
    columns: [],
    days,
    message: `${counted(days.length, "row lies", "rows lie")} on ${
      days.length > 1 ? "days" : "a day"
    } on which the exchange was closed (${someDays(days)}), and ${
      days.length > 1 ? "are" : "is"
    } left out: ${
      own === 0
        ? `no price in ${days.length > 1 ? "them" : "it"} is new`
        : days.length === 1
        ? "it has prices of its own, so look at the dates"
        : `${own} of them ${own > 1 ? "have" : "has"} prices of ${
          own > 1 ? "their" : "its"
        } own, so look at the dates`
    }.`,
  }];
}

/**
 * Prices that end before the last trading day before today, or after today. The sentence names no
 * today, so that a record of it stays the same.
 *
 * @param newest Day of the newest row.
 * @param today The exchange's own today; see `exchangeDay`.
 */
export function ageWarnings(newest: Day, today: Day): readonly PriceWarning[] {
  if (newest > today) {
    return [{
      kind: "future rows",
      columns: [],
      days: [newest],
      message: `The newest row is of ${newest}, a day that is not over or not there yet.`,
    }];
  }
  return missedDays(newest, today) === 0 ? [] : [{
    kind: "stale prices",
    columns: [],
    days: [newest],
    message: `The newest close is of ${newest}, more than one trading day old.`,
  }];
}

/**
 * Trading days after a day that are over today.
 *
 * @example Over a week-end
 * ```ts
 * import { missedDays } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(missedDays(day("2024-01-05"), day("2024-01-09")), 1);
 * ```
 */
export function missedDays(newest: Day, today: Day): number {
  return newest >= today
    ? 0
    : tradedDays(newest, today).filter((on) => on > newest && on < today).length;
}

/** Whether a row's day is one on which the exchange did not trade. */
export const isClosed = (on: Day): boolean => !didTrade(on);
