import { type Day, day } from "../units.ts";

/** The eleven sectors in the one order used everywhere, by their SPDR fund's ticker. */
export const SECTORS = [
  "XLB",
  "XLC",
  "XLE",
  "XLF",
  "XLI",
  "XLK",
  "XLP",
  "XLRE",
  "XLU",
  "XLV",
  "XLY",
] as const;

/** A sector of the S&P 500, named by its SPDR fund. */
export type Sector = (typeof SECTORS)[number];

/** What a sector is called, short enough for a chart's axis. */
export const SECTOR_LABELS: Readonly<Record<Sector, string>> = {
  XLB: "Materials",
  XLC: "Communication",
  XLE: "Energy",
  XLF: "Financials",
  XLI: "Industrials",
  XLK: "Technology",
  XLP: "Staples",
  XLRE: "Real estate",
  XLU: "Utilities",
  XLV: "Health care",
  XLY: "Discretionary",
};

/**
 * First trading day of each fund. Nine funds started on 1998-12-22; XLRE was carved out of XLF in
 * 2015, and XLC out of XLK and XLY in 2018, which is why those two change meaning on 2018-09-24.
 */
export const SECTOR_LISTED_FROM: Readonly<Record<Sector, Day>> = {
  XLB: day("1998-12-22"),
  XLC: day("2018-06-19"),
  XLE: day("1998-12-22"),
  XLF: day("1998-12-22"),
  XLI: day("1998-12-22"),
  XLK: day("1998-12-22"),
  XLP: day("1998-12-22"),
  XLRE: day("2015-10-08"),
  XLU: day("1998-12-22"),
  XLV: day("1998-12-22"),
  XLY: day("1998-12-22"),
};

/** The day on which GICS moved names between XLK, XLY and XLC: baskets before and after differ. */
export const GICS_CHANGE: Day = day("2018-09-24");

/** Whether a text names one of the eleven sectors. */
export function isSector(ticker: string): ticker is Sector {
  return (SECTORS as readonly string[]).includes(ticker);
}

/**
 * The sectors that were listed on a day, in the one order. A sector that did not exist is absent,
 * never zero.
 *
 * @example Nine, ten, eleven
 * ```ts
 * import { sectorsOn } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   ["2015-10-07", "2018-06-18", "2018-06-19"].map((on) => sectorsOn(day(on)).length),
 *   [9, 10, 11],
 * );
 * ```
 */
export function sectorsOn(on: Day): readonly Sector[] {
  return SECTORS.filter((sector) => SECTOR_LISTED_FROM[sector] <= on);
}

/** The sectors as S&P names their Select Sector indices, longer than a chart's label. */
export const INDEX_NAMES: Readonly<Record<Sector, string>> = {
  XLB: "Materials",
  XLC: "Communication Services",
  XLE: "Energy",
  XLF: "Financial",
  XLI: "Industrial",
  XLK: "Technology",
  XLP: "Consumer Staples",
  XLRE: "Real Estate",
  XLU: "Utilities",
  XLV: "Health Care",
  XLY: "Consumer Discretionary",
};
