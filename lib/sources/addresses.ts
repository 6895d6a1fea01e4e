/** A company's number as EDGAR's file names have it: ten digits. */
const tenDigits = (cik: number | string) => String(cik).padStart(10, "0");

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
} as const;
