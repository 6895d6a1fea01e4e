import { quotedValue } from "../outside_text.ts";
import { type Bps, bps, type Day, day, type Usd, usd } from "../units.ts";
import { type Sector, SECTOR_LISTED_FROM, SECTORS } from "./sectors.ts";

/** What an instrument is for: a sector, or the market as a whole (the hedge). */
export type Scope = Sector | "market";

/** Where a fund stands: still listed, or wound up. */
export type ListingStatus = "listed" | "liquidated";

/** The index a fund followed before its present one. */
export interface EarlierIndex {
  readonly index: string;
  /** First and last day on which the fund followed it. */
  readonly from: Day;
  readonly to: Day;
}

/**
 * A fund as it can be traded. A figure that is not known is `undefined`, never zero.
 *
 * Assets, volume and spread are figures of one date, not of the day of a trade: whoever uses them
 * for another day says so (see `resolve`).
 */
export interface Instrument {
  readonly ticker: string;
  readonly name: string;
  readonly issuer: string;
  /** Daily return of the fund over that of its index, before fees: 1, −1 or −2. */
  readonly leverage: 1 | -1 | -2;
  /** The sector it serves here, `"market"`, or nothing if the lab uses it for no position. */
  readonly sector: Scope | undefined;
  /** The index it follows now, or followed last. */
  readonly index: string;
  /** First day on that index; no tracking figure may cross it. */
  readonly indexFrom: Day;
  readonly earlierIndex: EarlierIndex | undefined;
  readonly listedFrom: Day;
  /** Last trading day; `undefined` while it is listed. */
  readonly listedTo: Day | undefined;
  readonly status: ListingStatus;
  /** Net expenses per year, a share: 0.0095 is 0.95 %. */
  readonly expenseRatio: number;
  /** Assets of the fund. */
  readonly aum: Usd | undefined;
  /** Dollars traded per day, the low end where sources give a range. */
  readonly adv: Usd | undefined;
  /** Quoted spread between bid and offer, over the price. */
  readonly spreadBps: Bps;
  /** Whether the spread is an assumption because none was found. */
  readonly spreadAssumed: boolean;
  /** Month of the figures, or the months where they differ. */
  readonly asOf: string;
  readonly source: string;
  /** Whether assets, volume or spread are approximate; so far they all are. */
  readonly approximate: boolean;
}

/** First day on which the sector inverse funds followed the S&P Select Sector indices. */
export const SELECT_SECTOR_INDEX_FROM: Day = day("2023-03-20");
/** Last day of their Dow Jones indices; a Friday. */
const DOW_JONES_INDEX_TO = day("2023-03-17");

/** Spread of a small inverse fund, bp. An assumption: no quotes were found; 20 to 50 is plausible. */
export const ASSUMED_SPREAD_BPS: Bps = bps(40);

const SPDR_SOURCE = "issuer's fund pages for the fee; assets and volume as orders of magnitude, " +
  "rounded down (they bind no order of a size met here)";

/** The sectors as S&P names their Select Sector indices, longer than a chart's label. */
const INDEX_NAMES: Readonly<Record<Sector, string>> = {
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

/** What differs from one sector inverse fund to the next; all are ProShares and cost 0.95 %. */
interface InverseRow {
  readonly ticker: string;
  readonly name: string;
  readonly leverage: -1 | -2;
  readonly sector: Sector;
  /** Dow Jones U.S. index until 2023-03-17. */
  readonly dowJones: string;
  readonly listedFrom: string;
  readonly aum?: number;
  readonly adv?: number;
  readonly spreadBps?: number;
  readonly asOf: string;
  readonly source: string;
}

/**
 * First closes as in the price files; assets and volumes from third-party pages of the months named,
 * the low end of each range.
 */
const INVERSE_ROWS: readonly InverseRow[] = [
  {
    ticker: "SEF",
    name: "ProShares Short Financials",
    leverage: -1,
    sector: "XLF",
    dowJones: "Financials",
    listedFrom: "2008-06-12",
    aum: 9_200_000,
    adv: 800_000,
    asOf: "2024-09 (volume), 2026-06 (assets)",
    source: "third-party pages; the volume is from before a reverse split",
  },
  {
    ticker: "SKF",
    name: "ProShares UltraShort Financials",
    leverage: -2,
    sector: "XLF",
    dowJones: "Financials",
    listedFrom: "2007-02-01",
    aum: 10_200_000,
    adv: 310_000,
    asOf: "2025-02",
    source: "third-party pages; volume from 10,270 shares a day at the year's low of $30.26",
  },
  {
    ticker: "REK",
    name: "ProShares Short Real Estate",
    leverage: -1,
    sector: "XLRE",
    dowJones: "Real Estate",
    listedFrom: "2010-03-18",
    aum: 11_000_000,
    adv: 70_000,
    asOf: "2025-10",
    source: "third-party pages; volume $0.07 to 0.27 million a day",
  },
  {
    ticker: "SRS",
    name: "ProShares UltraShort Real Estate",
    leverage: -2,
    sector: "XLRE",
    dowJones: "Real Estate",
    listedFrom: "2007-02-01",
    aum: 19_500_000,
    adv: 339_000,
    asOf: "2021-10 (volume), 2025 (assets)",
    source: "third-party pages; median volume",
  },
  {
    ticker: "REW",
    name: "ProShares UltraShort Technology",
    leverage: -2,
    sector: "XLK",
    dowJones: "Technology",
    listedFrom: "2007-02-02",
    aum: 3_500_000,
    asOf: "2026-05",
    source: "third-party pages; volume thin, no figure found",
  },
  {
    ticker: "SZK",
    name: "ProShares UltraShort Consumer Staples",
    leverage: -2,
    sector: "XLP",
    dowJones: "Consumer Goods",
    listedFrom: "2007-02-01",
    aum: 760_000,
    adv: 55_000,
    asOf: "2025-10",
    source: "third-party pages",
  },
  {
    ticker: "SCC",
    name: "ProShares UltraShort Consumer Discretionary",
    leverage: -2,
    sector: "XLY",
    dowJones: "Consumer Services",
    listedFrom: "2007-02-02",
    asOf: "2026-06",
    source: "no figure of assets or volume found; known to be thin",
  },
  {
    ticker: "RXD",
    name: "ProShares UltraShort Health Care",
    leverage: -2,
    sector: "XLV",
    dowJones: "Health Care",
    listedFrom: "2007-02-01",
    asOf: "2026-06",
    source: "no figure of assets or volume found; known to be thin",
  },
  {
    ticker: "SIJ",
    name: "ProShares UltraShort Industrials",
    leverage: -2,
    sector: "XLI",
    dowJones: "Industrials",
    listedFrom: "2007-02-01",
    aum: 1_200_000,
    adv: 60_000,
    asOf: "2025",
    source: "third-party pages; assets $1.2 to 1.3 million, volume $0.06 to 0.15 million a day",
  },
  {
    ticker: "SMN",
    name: "ProShares UltraShort Materials",
    leverage: -2,
    sector: "XLB",
    dowJones: "Basic Materials",
    listedFrom: "2007-02-02",
    aum: 680_000,
    adv: 30_000,
    asOf: "2026-06",
    source: "third-party pages; assets $0.68 to 0.74 million, volume $0.03 to 0.25 million a day",
  },
  {
    ticker: "SDP",
    name: "ProShares UltraShort Utilities",
    leverage: -2,
    sector: "XLU",
    dowJones: "Utilities",
    listedFrom: "2007-03-14",
    aum: 2_400_000,
    adv: 340_000,
    asOf: "2023 to 2026",
    source: "third-party pages",
  },
  {
    ticker: "DUG",
    name: "ProShares UltraShort Energy",
    leverage: -2,
    sector: "XLE",
    dowJones: "Oil & Gas",
    listedFrom: "2007-02-01",
    aum: 12_000_000,
    adv: 2_000_000,
    asOf: "2023 to 2026",
    source: "third-party pages; assets $12 to 16 million; a spread of 7 bp was seen in 2014 only",
  },
];

function sectorInverse(row: InverseRow): Instrument {
  return {
    ticker: row.ticker,
    name: row.name,
    issuer: "ProShares",
    leverage: row.leverage,
    sector: row.sector,
    index: `S&P ${INDEX_NAMES[row.sector]} Select Sector Index`,
    indexFrom: SELECT_SECTOR_INDEX_FROM,
    earlierIndex: {
      index: `Dow Jones U.S. ${row.dowJones} Index`,
      from: day(row.listedFrom),
      to: DOW_JONES_INDEX_TO,
    },
    listedFrom: day(row.listedFrom),
    listedTo: undefined,
    status: "listed",
    expenseRatio: 0.0095,
    aum: row.aum === undefined ? undefined : usd(row.aum),
    adv: row.adv === undefined ? undefined : usd(row.adv),
    spreadBps: ASSUMED_SPREAD_BPS,
    spreadAssumed: true,
    asOf: row.asOf,
    source: `${row.source}; the spread of 40 bp is an assumption`,
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
  [...SECTORS.map(sectorFund), ...INVERSE_ROWS.map(sectorInverse), ...MARKET_FUNDS, CCON]
    .map((row) => Object.freeze(row)),
);

const byTicker: ReadonlyMap<string, Instrument> = new Map(
  INSTRUMENTS.map((row) => [row.ticker, row]),
);

/** Whether the master has a fund of that ticker. */
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

/** Whether a fund could be traded on a day. */
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
