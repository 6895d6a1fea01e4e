import { quotedValue } from "../outside_text.ts";
import { bps, type Day, day, usd } from "../units.ts";
import type { Instrument } from "./instrument.ts";
import { ASSUMED_SPREAD_BPS, SECTOR_INVERSES } from "./sector_inverses.ts";
import { INDEX_NAMES, type Sector, SECTOR_LISTED_FROM, SECTORS } from "./sectors.ts";

const SPDR_SOURCE = "issuer's fund pages for the fee; assets and volume as orders of magnitude, " +
  "rounded down (they bind no order of a size met here)";

/** Assets and dollars a day in millions, orders of magnitude of 2024 and 2025, rounded down. */
const SPDR_SIZE: Readonly<Record<Sector, readonly [aum: number, adv: number]>> = {
  XLB: [5_000, 300],
  XLC: [15_000, 300],
  XLE: [25_000, 1_000],
  XLF: [40_000, 1_500],
  XLI: [15_000, 700],
  XLK: [60_000, 800],
  XLP: [14_000, 600],
  XLRE: [7_000, 200],
  XLU: [15_000, 600],
  XLV: [30_000, 800],
  XLY: [15_000, 600],
};

function sectorFund(sector: Sector): Instrument {
  const [aum, adv] = SPDR_SIZE[sector];
  return {
    ticker: sector,
    name: `${INDEX_NAMES[sector]} Select Sector SPDR Fund`,
    issuer: "State Street",
    leverage: 1,
    sector,
    index: `S&P ${INDEX_NAMES[sector]} Select Sector Index`,
    indexFrom: SECTOR_LISTED_FROM[sector],
    earlierIndex: undefined,
    listedFrom: SECTOR_LISTED_FROM[sector],
    listedTo: undefined,
    status: "listed",
    expenseRatio: 0.0009,
    aum: usd(aum * 1e6),
    adv: usd(adv * 1e6),
    spreadBps: bps(1),
    spreadAssumed: false,
    asOf: "2024 to 2025",
    source: SPDR_SOURCE,
    approximate: true,
  };
}

function marketFund(
  row:
    & Pick<
      Instrument,
      "ticker" | "name" | "issuer" | "leverage" | "expenseRatio" | "asOf" | "source"
    >
    & {
      readonly listedFrom: string;
      readonly aum: number;
      readonly adv: number;
      readonly spreadBps: number;
    },
): Instrument {
  return {
    ...row,
    sector: "market",
    index: "S&P 500 Index",
    indexFrom: day(row.listedFrom),
    earlierIndex: undefined,
    listedFrom: day(row.listedFrom),
    listedTo: undefined,
    status: "listed",
    aum: usd(row.aum),
    adv: usd(row.adv),
    spreadBps: bps(row.spreadBps),
    spreadAssumed: false,
    approximate: true,
  };
}

const MARKET_FUNDS: readonly Instrument[] = [
  marketFund({
    ticker: "SPY",
    name: "SPDR S&P 500 ETF Trust",
    issuer: "State Street",
    leverage: 1,
    listedFrom: "1993-01-29",
    expenseRatio: 0.000945,
    aum: 400e9,
    adv: 20e9,
    spreadBps: 1,
    asOf: "2024 to 2025",
    source: SPDR_SOURCE,
  }),
  marketFund({
    ticker: "SPDN",
    name: "Direxion Daily S&P 500 Bear 1X Shares",
    issuer: "Direxion",
    leverage: -1,
    // Listed on 06-08; the price files have its first close on 06-10.
    listedFrom: "2016-06-08",
    // Net of a waiver; 0.62 % gross; a page of 2026 says 0.50 %.
    expenseRatio: 0.0056,
    aum: 120e6,
    adv: 69e6,
    spreadBps: 7,
    asOf: "2023 to 2026",
    source: "issuer for the fee; third-party pages, assets $120 to 163 million",
  }),
  marketFund({
    ticker: "SH",
    name: "ProShares Short S&P500",
    issuer: "ProShares",
    leverage: -1,
    listedFrom: "2006-06-21",
    expenseRatio: 0.0089,
    aum: 1_000e6,
    adv: 500e6,
    spreadBps: 7,
    asOf: "2023",
    source: "issuer for the fee; third-party pages, assets $1.0 to 1.4 billion, spread 2 to 7 bp",
  }),
  marketFund({
    ticker: "SDS",
    name: "ProShares UltraShort S&P500",
    issuer: "ProShares",
    leverage: -2,
    listedFrom: "2006-07-13",
    expenseRatio: 0.009,
    aum: 483e6,
    adv: 198e6,
    spreadBps: 3,
    asOf: "2023 to 2026",
    source: "issuer for the fee; third-party pages",
  }),
];

/**
 * Named at −2x on communication services in the book this lab follows. It was nothing of the kind;
 * it stays here so that a lesson can tell the story, and `sector` is empty so that nothing uses it.
 */
const CCON: Instrument = {
  ticker: "CCON",
  name: "Direxion Connected Consumer ETF",
  issuer: "Direxion",
  leverage: 1,
  sector: undefined,
  index: "Solactive Connected Consumer Index",
  // Its day of listing was not found; the launch was reported at the end of August 2020.
  indexFrom: day("2020-08-31"),
  earlierIndex: undefined,
  listedFrom: day("2020-08-31"),
  listedTo: day("2021-09-17"),
  status: "liquidated",
  expenseRatio: 0.0045,
  aum: undefined,
  adv: undefined,
  spreadBps: ASSUMED_SPREAD_BPS,
  spreadAssumed: true,
  asOf: "2021-08",
  source: "SEC form 497 of 2021-08-20: last traded 2021-09-17, liquidated 2021-09-24; " +
    "fee and index from reports of its launch; first day approximate",
  approximate: true,
};

/**
 * The master: every fund the lab knows, with the days on which it could be traded.
 *
 * @example The funds that are short a sector
 * ```ts
 * import { INSTRUMENTS } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const shorts = INSTRUMENTS.filter((fund) => fund.leverage < 0 && fund.sector === "XLF");
 * deepEqual(shorts.map((fund) => fund.ticker), ["SEF", "SKF"]);
 * ```
 */
export const INSTRUMENTS: readonly Instrument[] = Object.freeze(
  [...SECTORS.map(sectorFund), ...SECTOR_INVERSES, ...MARKET_FUNDS, CCON]
    .map((row) => Object.freeze(row)),
);

const byTicker: ReadonlyMap<string, Instrument> = new Map(
  INSTRUMENTS.map((row) => [row.ticker, row]),
);

/**
 * Whether the master has a fund of that ticker.
 *
 * @example
 * ```ts
 * import { isInstrument } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([isInstrument("SKF"), isInstrument("GLD")], [true, false]);
 * ```
 */
export function isInstrument(ticker: string): boolean {
  return byTicker.has(ticker);
}

/**
 * The fund of a ticker.
 *
 * @throws {RangeError} If the master has none; names the tickers it has.
 *
 * @example A −2x fund
 * ```ts
 * import { instrument } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * equal(instrument("DUG").leverage, -2);
 * ```
 */
export function instrument(ticker: string): Instrument {
  const found = byTicker.get(ticker);
  if (found) return found;
  throw new RangeError(
    `Cannot look up an instrument: need one of ${[...byTicker.keys()].join(" ")}, got ${
      quotedValue(ticker)
    }`,
  );
}

/**
 * Whether a fund could be traded on a day.
 *
 * @example
 * ```ts
 * import { instrument, listedOn } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(listedOn(instrument("XLC"), day("2018-01-05")), false);
 * ```
 */
export function listedOn(fund: Instrument, on: Day): boolean {
  return fund.listedFrom <= on && (fund.listedTo === undefined || on <= fund.listedTo);
}

/**
 * The index a fund followed on a day; `undefined` on a day on which it was not listed.
 *
 * @example Two indices of one fund
 * ```ts
 * import { indexOn, instrument } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   ["2023-03-17", "2023-03-20"].map((on) => indexOn(instrument("SZK"), day(on))),
 *   ["Dow Jones U.S. Consumer Goods Index", "S&P Consumer Staples Select Sector Index"],
 * );
 * ```
 */
export function indexOn(fund: Instrument, on: Day): string | undefined {
  if (!listedOn(fund, on)) return undefined;
  if (on >= fund.indexFrom) return fund.index;
  return fund.earlierIndex && on <= fund.earlierIndex.to ? fund.earlierIndex.index : undefined;
}

/**
 * The first day since which a fund has followed the index of a day: a tracking figure of that day
 * may look back to it and no further.
 *
 * @throws {RangeError} If the fund was not listed on the day.
 *
 * @example Not past the change of its index
 * ```ts
 * import { instrument, trackedSince } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * equal(trackedSince(instrument("SKF"), day("2024-01-05")), "2023-03-20");
 * ```
 */
export function trackedSince(fund: Instrument, on: Day): Day {
  if (!listedOn(fund, on)) {
    throw new RangeError(
      `Cannot find the index of ${fund.ticker}: need a day from ${fund.listedFrom}${
        fund.listedTo ? ` to ${fund.listedTo}` : ""
      }, got ${on}`,
    );
  }
  return on >= fund.indexFrom ? fund.indexFrom : fund.earlierIndex?.from ?? fund.listedFrom;
}
