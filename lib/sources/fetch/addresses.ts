/**
 * Where the free sources lie, and how fast each may be asked: the one file to change when a publisher
 * moves. Every address is built here; a mirror of the same shapes is the fetcher's matter.
 *
 * @module
 */
import type { Sector } from "../../market/mod.ts";

/** Hosts that are asked together count together: the SEC's limit is over all of its machines. */
export interface HostLimit {
  /** The end of the host's name. */
  readonly suffix: string;
  /** What messages call it. */
  readonly name: string;
  /** Requests a second at most. */
  readonly perSecond: number;
  /** Whether it refuses whoever does not say a name and an e-mail. */
  readonly asksForContact?: true;
}

/**
 * The SEC allows ten a second and blocks for ten minutes whoever asks more (sec.gov, "Accessing EDGAR
 * data"); eight leave room for another program of the reader's. The others publish no figure.
 */
export const HOST_LIMITS: readonly HostLimit[] = [
  { suffix: "sec.gov", name: "the SEC", perSecond: 8, asksForContact: true },
  { suffix: "yahoo.com", name: "Yahoo Finance", perSecond: 2 },
  { suffix: "ssga.com", name: "State Street (ssga.com)", perSecond: 1 },
  { suffix: "treasury.gov", name: "the Treasury", perSecond: 1 },
  { suffix: "stlouisfed.org", name: "the Federal Reserve Bank of St. Louis", perSecond: 1 },
  { suffix: "dartmouth.edu", name: "Kenneth French's library", perSecond: 1 },
];

/** The limit of a host that is in no row. */
export const OTHER_HOSTS: HostLimit = { suffix: "", name: "the server", perSecond: 1 };

/** The row of an address. */
export function hostLimit(address: string): HostLimit {
  const { hostname } = new URL(address);
  return HOST_LIMITS.find(({ suffix }) => hostname === suffix || hostname.endsWith(`.${suffix}`)) ??
    OTHER_HOSTS;
}

/** A company's number as EDGAR's file names have it: ten digits. */
const tenDigits = (cik: number | string) => String(cik).padStart(10, "0");

const SPDR = "https://www.ssga.com/library-content/products/fund-data/etfs/us";
const FRENCH = "https://mba.tuck.dartmouth.edu/pages/faculty/ken.french/ftp";

/** Addresses by what lies there. */
export const ADDRESSES = {
  /** Tickers and numbers of all companies of today, JSON. */
  secTickers: () => "https://www.sec.gov/files/company_tickers.json",
  /** A company's filings, newest first; older ones in the files that it names, JSON. */
  secSubmissions: (cik: number | string) =>
    `https://data.sec.gov/submissions/CIK${tenDigits(cik)}.json`,
  /** One of those older files, by the name that the first one gives. */
  secOlderSubmissions: (name: string) => `https://data.sec.gov/submissions/${name}`,
  /** All figures that a company ever filed, every vintage, JSON. */
  secCompanyFacts: (cik: number | string) =>
    `https://data.sec.gov/api/xbrl/companyfacts/CIK${tenDigits(cik)}.json`,
  /** The header of one filing, text; it alone has the minute in New York's time for certain. */
  secFilingHeader: (cik: number | string, accession: string) =>
    `https://www.sec.gov/Archives/edgar/data/${Number(cik)}/${
      accession.replaceAll("-", "")
    }/${accession}.hdr.sgml`,
  /** A fund's net asset value and shares outstanding by day, xlsx. */
  navHistory: (sector: Sector) => `${SPDR}/navhist-us-en-${sector.toLowerCase()}.xlsx`,
  /** What a fund holds on the day that the file names, xlsx; today's only. */
  holdings: (sector: Sector) => `${SPDR}/holdings-daily-us-en-${sector.toLowerCase()}.xlsx`,
  /** Yahoo's news search for a fund, JSON; without the crumb, which names nobody's answer. */
  yahooNews: (sector: Sector) => `https://query2.finance.yahoo.com/v1/finance/search?q=${sector}`,
  /** Yahoo's ratios of what a fund holds, JSON; without the crumb. */
  yahooFund: (sector: Sector) =>
    `https://query2.finance.yahoo.com/v10/finance/quoteSummary/${sector}` +
    "?modules=topHoldings,summaryDetail",
  /** Yahoo's daily closes and splits of a company since a day, JSON. */
  yahooCloses: (ticker: string, from: string) =>
    `https://query2.finance.yahoo.com/v8/finance/chart/${encodeURIComponent(ticker)}` +
    `?from=${from}&interval=1d&events=split`,
  /** Treasury bill rates of one year by day, CSV. */
  treasuryBills: (year: number) =>
    "https://home.treasury.gov/resource-center/data-chart-center/interest-rates/" +
    `daily-treasury-rates.csv/${year}/all?type=daily_treasury_bill_rates` +
    `&field_tdr_date_value=${year}&page&_format=csv`,
  /** The 3-month bill as it stood on a day, CSV; the header carries the vintage's day. */
  billVintage: (vintage: string) =>
    `https://alfred.stlouisfed.org/graph/alfredgraph.csv?id=DTB3&vintage_date=${vintage}`,
  /** Daily market, size and value factors, a zip with one CSV. */
  frenchFactors: () => `${FRENCH}/F-F_Research_Data_Factors_daily_CSV.zip`,
  /** The daily momentum factor, a zip with one CSV. */
  frenchMomentum: () => `${FRENCH}/F-F_Momentum_Factor_daily_CSV.zip`,
} as const;
