import { addCalendarDays, MONTHS_A_YEAR } from "../days.ts";
import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";
import { type Day, day, instant } from "../units.ts";
import { csvText } from "./csv_text.ts";
import type { Market } from "./market.ts";
import { type Sector, SECTORS } from "./sectors.ts";

/** Kenneth R. French's twelve industries of US stocks, value-weighted. */
export const INDUSTRIES = [
  "NoDur",
  "Durbl",
  "Manuf",
  "Enrgy",
  "Chems",
  "BusEq",
  "Telcm",
  "Utils",
  "Shops",
  "Hlth",
  "Money",
  "Other",
] as const;

/** One of the twelve industries. */
export type Industry = (typeof INDUSTRIES)[number];

/**
 * The industry that stands for each sector: a proxy, not the sector. XLRE has none, for real estate
 * is a part of Money; Durbl and Other serve no sector, since to add them to one would take weights
 * that the data do not have. The reasons, one by one, are in `data/README.md`.
 */
const INDUSTRY_OF_SECTOR: Readonly<Partial<Record<Sector, Industry>>> = {
  XLB: "Chems",
  XLC: "Telcm",
  XLE: "Enrgy",
  XLF: "Money",
  XLI: "Manuf",
  XLK: "BusEq",
  XLP: "NoDur",
  XLU: "Utils",
  XLV: "Hlth",
  XLY: "Shops",
};

/** Ticker of the whole market, MktRF + RF, in the industry data. */
const INDUSTRY_INDEX = "MKT";
/** Level of each index before the first month. */
const BASE_LEVEL = 100;
const PROVIDER = "Kenneth R. French data library (12 industries, proxies for sectors)";
const FILE = "industries_1949_2017.csv";

const COLUMNS = ["month", "MktRF", "SMB", "HML", "Mom", "RF", ...INDUSTRIES] as const;

/** The last weekday of a month; on it lies the row of a monthly return. It may be a holiday. */
function lastWeekday(year: number, month: number): Day {
  const date = new Date(Date.UTC(year, month, 0));
  const weekday = date.getUTCDay();
  date.setUTCDate(date.getUTCDate() - (weekday === 0 ? 2 : weekday === 6 ? 1 : 0));
  return day(date.toISOString().slice(0, 10));
}

/**
 * A monthly market made of the bundled industry returns.
 *
 * Closes are index levels built from total returns, 100 at the end of 1948, so that only returns mean
 * anything: no close is a trade price. Rows lie on the last weekday of each month and are known at
 * its close. There are no fundamentals, headlines or flows.
 *
 * @param text The text of `data/industries_1949_2017.csv`: monthly returns, shares.
 * @returns A market of ten sectors with the index `MKT`; `ratePerYear` is twelve times the month's.
 * @throws {DataError} If the text is not that table.
 *
 * @example One month
 * ```ts
 * import { INDUSTRIES, industriesMarket, snapshot } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const header = ["month", "MktRF", "SMB", "HML", "Mom", "RF", ...INDUSTRIES].join(",");
 * const market = industriesMarket(`${header}\n1949-01,0.02,0,0,0,0.01${",0.05".repeat(12)}\n`);
 * const view = snapshot(market, day("1949-01-31"));
 * equal(view.sectors.length, 10);
 * deepEqual(view.closes("MKT"), [100, 103]);
 * ```
 */
export function industriesMarket(text: string): Market {
  const { columns, rows } = csvText(text, FILE);
  if (columns.join() !== COLUMNS.join()) {
    throw new DataError(
      `Cannot read ${FILE}, line 1: need the columns ${COLUMNS.join(",")}, got ${
        columns.join(",")
      }`,
      { where: FILE, line: 1 },
    );
  }
  if (rows.length === 0) {
    throw new DataError(`Cannot read ${FILE}: there is no row below the header`, { where: FILE });
  }
  const days: Day[] = [];
  const returns = rows.map(({ line, cells: [month, ...cells] }, i) => {
    const fault = (column: string, value: string, need: string) =>
      new DataError(
        `Cannot read ${FILE}, line ${line}, column ${column}: ${need}, got ${quotedValue(value)}`,
        { where: FILE, line, column, value },
      );
    const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
    if (!parts) throw fault("month", month, "need a month as YYYY-MM");
    const [year, number] = [Number(parts[1]), Number(parts[2])];
    // The level before the first return lies at the end of the month before.
    if (i === 0) days.push(lastWeekday(year, number - 1));
    const last = lastWeekday(year, number);
    if (lastWeekday(year, number - 1) !== days[i]) {
      throw fault("month", month, "need every month once and in order");
    }
    days.push(last);
    return Object.fromEntries(cells.map((cell, j) => {
      const value = cell.trim() === "" ? NaN : Number(cell);
      if (!(value > -1 && value < 1)) {
        throw fault(COLUMNS[j + 1], cell, "need a monthly return as a share from −1 to 1");
      }
      return [COLUMNS[j + 1], value];
    }));
  });

  const levels = (of: (row: Readonly<Record<string, number>>) => number) => {
    const out = new Float64Array(days.length);
    out[0] = BASE_LEVEL;
    returns.forEach((row, i) => out[i + 1] = out[i] * (1 + of(row)));
    return out;
  };
  const close = new Map([[INDUSTRY_INDEX, levels((row) => row.MktRF + row.RF)]]);
  const listedFrom: Partial<Record<Sector, Day>> = {};
  for (const sector of SECTORS) {
    const industry = INDUSTRY_OF_SECTOR[sector];
    if (industry === undefined) continue;
    close.set(sector, levels((row) => row[industry]));
    listedFrom[sector] = days[0];
  }
  const months = returns.map((row, i) => ({ row, on: days[i + 1] }));
  return {
    source: { kind: "real", provider: PROVIDER, from: days[0], to: days[days.length - 1] },
    frequency: "monthly",
    index: INDUSTRY_INDEX,
    listedFrom,
    prices: {
      days,
      availableAt: days.map((on) => instant(on)),
      close,
      open: new Map(),
      volume: new Map(),
      // A day outside the table, for on none of its days is a level what a share cost.
      adjustedAsOf: addCalendarDays(days[days.length - 1], 1),
    },
    rates: months.map(({ row, on }) => ({
      ratePerYear: MONTHS_A_YEAR * row.RF,
      availableAt: instant(on),
      address: `lab:rates/RF/${on}`,
    })),
    styles: months.map(({ row, on }) => ({
      day: on,
      size: row.SMB,
      value: row.HML,
      momentum: row.Mom,
      availableAt: instant(on),
      address: `lab:styles/${on}`,
    })),
    fundamentals: [],
    headlines: [],
    flows: [],
  };
}

/**
 * The bundled industry returns of 1949 to 2017 as a market; see `industriesMarket`.
 *
 * @example Sixty-eight years
 * ```ts
 * import { readIndustries } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * equal((await readIndustries()).prices.days.length, 820);
 * ```
 */
export async function readIndustries(): Promise<Market> {
  return industriesMarket(await Deno.readTextFile(new URL(`../../data/${FILE}`, import.meta.url)));
}
