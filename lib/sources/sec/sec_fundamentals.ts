import { checkOptions } from "../../arguments.ts";
import { DataError } from "../../errors.ts";
import { type Day, day } from "../../units.ts";
import { ADDRESSES } from "../fetch/addresses.ts";
import { type CompanyState, companyTimeline, TAGS } from "./company_timeline.ts";
import { coverageOf, type SectorCoverage } from "./coverage.ts";
import { filedFacts } from "./filed_facts.ts";
import { type Filing, filingIndex, olderPages } from "./filing_index.ts";
import { companyNumbers, fundWeights, type HoldingsFile } from "./fund_weights.ts";
import type { Get } from "../fetch/fetcher.ts";
import { filingKnownAt, headerAcceptance, minuteAfter } from "./filing_known_at.ts";
import type { Split, SplitAdjustedClose } from "./market_value.ts";
import { notesOf } from "./notes.ts";
import { type FiledFundamental, sectorFundamentals } from "./sector_fundamentals.ts";

/** Companies that are fetched side by side: each one's facts are megabytes while they are read. */
const SIDE_BY_SIDE = 4;

/** No page of older filings that ends before is read: figures come with filings from mid-2009 on. */
const FIRST_FIGURES = "2009-01-01";

/** What {@linkcode secFundamentals} is given. */
export interface SecFundamentalsOptions {
  /** Fetches an address. */
  readonly get: Get;
  /** Holdings files of the funds, of one day or of many. */
  readonly holdings: readonly HoldingsFile[];
  /** Split-adjusted closes by the holdings' tickers, in order of days; without them no earnings yield. */
  readonly closes?: ReadonlyMap<string, readonly SplitAdjustedClose[]>;
  /** Splits of the same tickers, an empty list for none; a ticker without a list has no market value. */
  readonly splits?: ReadonlyMap<string, readonly Split[]>;
  /** First and last day on which a row may become known. */
  readonly from: Day;
  readonly to: Day;
  /** Whether the header of each filing is fetched for its exact minute: one request for each. */
  readonly exactMinutes?: boolean;
  /** Told after each company. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly of: number;
    readonly ticker: string;
  }) => void;
}

/** An answer that was read. */
export interface ReadAnswer {
  readonly address: string;
  readonly sha256: string;
  readonly fetchedAt: string;
}

/** Fundamentals of the sectors, and what they rest on. */
export interface SecFundamentals {
  readonly rows: readonly FiledFundamental[];
  /** By sector, how much of its fund the newest row stands for, and what is missing. */
  readonly coverage: readonly SectorCoverage[];
  /** What a reader must know of the rows, each a sentence. */
  readonly notes: readonly string[];
  /** The end of a source line: what the figures are, and whose weights. */
  readonly source: string;
  /** The answers that were read, in the order of addresses. */
  readonly answers: readonly ReadAnswer[];
}

/** What was found of one company. */
interface Company {
  readonly states: readonly CompanyState[];
  /** Why there is nothing. */
  readonly reason?: string;
  readonly undated: number;
}

/**
 * Fundamentals of the sectors as filed, from the SEC's keyless files.
 *
 * Company by company the facts and the list of filings are fetched; a figure counts from the minute its
 * filing could be read. A company without an answer, or with one that cannot be read, is left out and
 * named; an error of the network ends the whole, for half of a sector is none.
 *
 * @throws {RangeError | TypeError} If holdings or prices are none, or `to` lies before `from`.
 * @throws {DataError} If the list of tickers is none.
 *
 * @example Without holdings there is no row
 * ```ts
 * import { secFundamentals } from "lab/sources";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tickers = new TextEncoder().encode('{"0":{"cik_str":1,"ticker":"A","title":"A Inc."}}');
 * const found = await secFundamentals({
 *   get: () => Promise.resolve({ bytes: tickers, sha256: "…", fetchedAt: "2026-12-01T15:00:00Z" }),
 *   holdings: [],
 *   from: day("2020-01-01"),
 *   to: day("2026-11-30"),
 * });
 * deepEqual(found.rows, []);
 * ```
 */
export async function secFundamentals(options: SecFundamentalsOptions): Promise<SecFundamentals> {
  checkRange(options);
  const { holdings, closes, splits, from, to, onProgress } = options;
  const answers: ReadAnswer[] = [], read = reader(options.get, answers);
  const address = ADDRESSES.secTickers(), numbers = companyNumbers((await read(address)).json);
  if (numbers.size === 0) {
    throw new DataError(`Cannot read the list of tickers: ${address} names no company`, {
      where: address,
    });
  }
  const { funds, unknown } = fundWeights(holdings, numbers);
  const tickers = new Map(
    funds.flatMap(({ companies }) => companies.map(({ cik, ticker }) => [cik, ticker] as const)),
  );
  const companies = new Map<number, Company>(), waiting = [...tickers];
  const of = waiting.length;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [cik, ticker] = next;
      companies.set(cik, await companyOf(cik, read, options.exactMinutes ?? false));
      onProgress?.({ done: companies.size, of, ticker });
    }
  };
  try {
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  } finally {
    // Whatever ended one way ends the others before their next company.
    waiting.length = 0;
  }
  const timelines = new Map([...companies].map(([cik, { states }]) => [cik, states]));
  const prices = closes && splits ? { closes, splits } : undefined;
  const rows = sectorFundamentals(funds, { timelines, prices, from: day(from), to: day(to) });
  const coverage = coverageOf({
    rows,
    funds,
    unknown,
    timelines,
    prices,
    to,
    reasons: reasonsOf(companies),
  });
  const undated = [...companies.values()].reduce((all, { undated }) => all + undated, 0);
  return {
    rows,
    coverage,
    ...notesOf({
      rows,
      funds,
      hasPrices: prices !== undefined,
      undated,
      exact: options.exactMinutes,
    }),
    answers: answers.sort((a, b) => a.address < b.address ? -1 : a.address > b.address ? 1 : 0),
  };
}

function checkRange(options: SecFundamentalsOptions): void {
  const action = "Cannot add up fundamentals";
  checkOptions(action, options, [
    "get",
    "holdings",
    "closes",
    "splits",
    "from",
    "to",
    "exactMinutes",
    "onProgress",
  ]);
  if (day(options.to) < day(options.from)) {
    throw new RangeError(
      `${action}: to must not lie before from, got ${options.from} to ${options.to}`,
    );
  }
  for (const [ticker, closes] of options.closes ?? []) {
    const at = closes.findIndex(({ day }, i) => i > 0 && !(closes[i - 1].day < day));
    if (at < 0) continue;
    throw new RangeError(
      `${action}: closes of ${ticker} must be in order of days, got ${closes[at].day} after ` +
        closes[at - 1].day,
    );
  }
}

type Read = (address: string) => Promise<{ readonly json: unknown; readonly fetchedAt: string }>;

const JSON_TYPE = "application/json";

/** Fetches JSON and notes what was read. */
function reader(get: Get, answers: ReadAnswer[]) {
  const text = async (address: string, accept: string) => {
    const { bytes, sha256, fetchedAt } = await get(address, { accept });
    answers.push({ address, sha256, fetchedAt });
    return { text: new TextDecoder().decode(bytes), fetchedAt };
  };
  const read: Read = async (address) => {
    const answer = await text(address, JSON_TYPE);
    try {
      return { json: JSON.parse(answer.text), fetchedAt: answer.fetchedAt };
    } catch (cause) {
      throw new DataError(`Cannot read ${address}: it is no JSON`, { where: address, cause });
    }
  };
  return Object.assign(read, { text });
}

type Reader = ReturnType<typeof reader>;

/** Whether a publisher said that it has no such file. */
const isMissing = (error: unknown) => (error as { status?: unknown } | undefined)?.status === 404;

/** One company's states; a reason where its files are missing, or are not what they should be. */
async function companyOf(cik: number, read: Reader, exact: boolean): Promise<Company> {
  try {
    const where = ADDRESSES.secCompanyFacts(cik), { json, fetchedAt } = await read(where);
    const { filings, seenAt } = await filingsOf(cik, read, fetchedAt);
    const dated = (filings: ReadonlyMap<string, Filing>) =>
      filedFacts(json, { filings, tags: TAGS, seenAt, where });
    let found = dated(filings);
    if (exact) {
      const used = new Set(found.facts.map(({ accession }) => accession));
      found = dated(await exactFilings(cik, read, [...used].map((one) => filings.get(one)!)));
    }
    return { states: companyTimeline(found.facts), undated: found.undated };
  } catch (error) {
    if (isMissing(error)) return { states: [], undated: 0, reason: "the SEC has no figures of it" };
    if (!(error instanceof DataError)) throw error;
    return { states: [], undated: 0, reason: error.message };
  }
}

/** All reports of a company, and the minute at which both answers were there. */
async function filingsOf(cik: number, read: Read, factsAt: string) {
  const address = ADDRESSES.secSubmissions(cik), { json, fetchedAt } = await read(address);
  const filings = new Map(filingIndex(json, address));
  for (const { name, filingTo } of olderPages(json)) {
    if (filingTo < FIRST_FIGURES) continue;
    const page = ADDRESSES.secOlderSubmissions(name);
    for (const [accession, filing] of filingIndex((await read(page)).json, page)) {
      filings.set(accession, filing);
    }
  }
  const seenAt = [factsAt, fetchedAt].map(minuteAfter).sort()[1];
  return { filings, seenAt };
}

/** Filings with the minute of their headers; one without a header keeps the careful minute. */
async function exactFilings(
  cik: number,
  read: Reader,
  filings: readonly Filing[],
): Promise<ReadonlyMap<string, Filing>> {
  const found = new Map<string, Filing>();
  for (const filing of filings) {
    found.set(filing.accession, filing);
    const address = ADDRESSES.secFilingHeader(cik, filing.accession);
    try {
      const accepted = headerAcceptance((await read.text(address, "text/plain")).text);
      if (accepted === undefined) continue;
      const knownAt = filingKnownAt(accepted, filing.filingDate);
      found.set(filing.accession, { ...filing, knownAt });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return found;
}

const reasonsOf = (companies: ReadonlyMap<number, Company>) =>
  new Map(
    [...companies].flatMap(([cik, { reason }]) => reason === undefined ? [] : [[cik, reason]]),
  );
