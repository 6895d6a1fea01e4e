import type { Day } from "../units.ts";
import { counted, listed } from "../words.ts";
import { newestSectorRow } from "./last_trading_day.ts";
import { instrument, isInstrument } from "./instruments.ts";
import { type PriceWarning, someDays } from "./price_warning.ts";
import { SECTOR_LISTED_FROM } from "./sectors.ts";

/** Rows by which a fund other than a sector fund or SPY may begin after its listing. */
const LATE_START_ROWS = 5;
/** Rows by which a rate may end early: the bond market has holidays of its own. */
const RATE_ROWS = 5;

/** First and last row with a value; −1 where there is none. */
export function span(values: Float64Array): readonly [number, number] {
  let first = 0, last = values.length - 1;
  while (first < values.length && Number.isNaN(values[first])) first++;
  while (last >= 0 && Number.isNaN(values[last])) last--;
  return first > last ? [-1, -1] : [first, last];
}

/** The columns of a price table, and its newest rate. */
interface JudgedColumns {
  readonly days: readonly Day[];
  readonly close: ReadonlyMap<string, Float64Array>;
  readonly open: ReadonlyMap<string, Float64Array>;
  readonly volume: ReadonlyMap<string, Float64Array>;
  /** Name of the rate's column and the day of its newest value, where there is one. */
  readonly rate?: { readonly name: string; readonly newest: Day };
}

function listedFrom(ticker: string): Day | undefined {
  const sector = (SECTOR_LISTED_FROM as Readonly<Record<string, Day>>)[ticker];
  return sector ?? (isInstrument(ticker) ? instrument(ticker).listedFrom : undefined);
}

function endedAt(column: string, end: number, days: readonly Day[], what: string): PriceWarning {
  return {
    kind: "ended column",
    columns: [column],
    days: [days[end]],
    message: `${column} has no ${what} after ${days[end]}, though the newest row is of ${
      days[days.length - 1]
    }, ${counted(days.length - 1 - end, "row")} later.`,
  };
}

/** Columns that are empty, begin late, have holes, stop, or lack the newest row alone. */
export function columnWarnings(table: JudgedColumns): readonly PriceWarning[] {
  const { days, close } = table, newest = days.length - 1;
  const warnings: PriceWarning[] = [], unfinished: string[] = [];
  for (const [ticker, values] of close) {
    const [first, last] = span(values);
    if (first < 0) {
      warnings.push({
        kind: "empty column",
        columns: [ticker],
        days: [],
        message: `${ticker} has no price on any day.`,
      });
      continue;
    }
    const since = listedFrom(ticker);
    const due = since === undefined ? first : days.findIndex((on) => on >= since);
    const late = ticker in SECTOR_LISTED_FROM || ticker === "SPY" ? 0 : LATE_START_ROWS;
    if (due >= 0 && first - due > late) {
      warnings.push({
        kind: "late start",
        columns: [ticker],
        days: [days[first]],
        message: `${ticker} has no price before ${days[first]}, though it was listed by ${
          days[due]
        } and the file has rows since; until then it is absent.`,
      });
    }
    const holes = days.filter((_, row) => row > first && row < last && Number.isNaN(values[row]));
    if (holes.length > 0) {
      warnings.push({
        kind: "holes",
        columns: [ticker],
        days: holes,
        message: `${ticker} has no price on ${counted(holes.length, "day")} ` +
          `between its first and last (${someDays(holes)}); a return across a hole is left out.`,
      });
    }
    const closedOn = isInstrument(ticker) ? instrument(ticker).listedTo : undefined;
    if (closedOn !== undefined && closedOn < days[newest]) continue;
    if (last === newest - 1) unfinished.push(ticker);
    else if (last < newest) warnings.push(endedAt(ticker, last, days, "price"));
  }
  for (const field of ["open", "volume"] as const) {
    for (const [ticker, values] of table[field]) {
      const [first, last] = span(values), [, end] = span(close.get(ticker)!);
      const what = field === "open" ? "open" : "volume", name = `${ticker}_${field}`;
      if (first < 0) {
        warnings.push({
          kind: "empty column",
          columns: [name],
          days: [],
          message: `${name} has no ${what} on any day.`,
        });
      } else if (last < end - 1) warnings.push(endedAt(name, last, days, what));
    }
  }
  if (table.rate) {
    const end = days.findLastIndex((on) => on <= table.rate!.newest);
    if (newest - end > RATE_ROWS) warnings.push(endedAt(table.rate.name, end, days, "rate"));
  }
  if (unfinished.length > 0) {
    const isMany = unfinished.length > 1;
    warnings.push({
      kind: "partial row",
      columns: unfinished,
      days: [days[newest]],
      message: `The newest row, ${days[newest]}, has no price of ${listed(unfinished)}: ${
        isMany ? "they are" : "it is"
      } absent on that day${
        newestSectorRow({ days, close }) < newest ? ", and no decision falls on it" : ""
      }. The last day with ${isMany ? "them" : "it"} is ${days[newest - 1]}.`,
    });
  }
  return warnings;
}
