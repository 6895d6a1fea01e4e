import { type Bps, bps, type Day, day, usd } from "../units.ts";
import type { Instrument } from "./instrument.ts";
import { INDEX_NAMES, type Sector } from "./sectors.ts";

/** First day on which the sector inverse funds followed the S&P Select Sector indices. */
const SELECT_SECTOR_INDEX_FROM: Day = day("2023-03-20");
/** Last day of their Dow Jones indices; a Friday. */
const DOW_JONES_INDEX_TO = day("2023-03-17");

/** Spread of a small inverse fund, bp. An assumption: no quotes were found; 20 to 50 is plausible. */
export const ASSUMED_SPREAD_BPS: Bps = bps(40);

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

/** The inverse funds of the sectors. */
export const SECTOR_INVERSES: readonly Instrument[] = INVERSE_ROWS.map(sectorInverse);
