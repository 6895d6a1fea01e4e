/**
 * Answers of EDGAR in its documented shapes, from a list of filings: submissions in columns, company
 * facts by taxonomy, tag and unit, with `fy` and `fp` of the filing and `frame` on what was filed last.
 */

/** A figure of a filing. */
export interface Figure {
  readonly tag: string;
  readonly start?: string;
  readonly end: string;
  readonly val: number;
  readonly unit?: string;
  readonly taxonomy?: string;
}

/** A filing of a company. */
export interface EdgarFiling {
  readonly accession: string;
  readonly form: string;
  readonly filingDate: string;
  /** `acceptanceDateTime`, digits and Z. */
  readonly accepted: string;
  readonly figures: readonly Figure[];
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** `submissions/CIK….json`. */
export function submissions(filings: readonly EdgarFiling[], files: readonly object[] = []) {
  return { cik: "1", filings: { recent: columns(filings), files } };
}

/** The columns alone, as a page of older filings has them. */
export function columns(filings: readonly EdgarFiling[]) {
  return {
    accessionNumber: filings.map(({ accession }) => accession),
    filingDate: filings.map(({ filingDate }) => filingDate),
    reportDate: filings.map(() => ""),
    acceptanceDateTime: filings.map(({ accepted }) => accepted),
    form: filings.map(({ form }) => form),
    items: filings.map(({ form }) => form === "8-K" ? "2.02,9.01" : ""),
  };
}

/** `companyfacts/CIK….json`. */
export function companyFacts(filings: readonly EdgarFiling[]) {
  // deno-lint-ignore no-explicit-any
  const facts: any = {};
  const last = new Map<string, { frame?: string; filed: string }>();
  for (const { accession, form, filingDate, figures } of filings) {
    for (const { tag, start, end, val, unit = "USD", taxonomy = "us-gaap" } of figures) {
      const tags = facts[taxonomy] ??= {}, one = tags[tag] ??= { label: tag, units: {} };
      const row = {
        ...(start === undefined ? {} : { start }),
        end,
        val,
        accn: accession,
        // The filing's year and period, whatever the row's own are.
        fy: Number(filingDate.slice(0, 4)),
        fp: form.startsWith("10-K") ? "FY" : "Q2",
        form,
        filed: filingDate,
      };
      (one.units[unit] ??= []).push(row);
      const key = `${tag} ${unit} ${start} ${end}`, before = last.get(key);
      if (!before || before.filed <= filingDate) last.set(key, row);
    }
  }
  for (const [key, row] of last) row.frame = `CY ${key}`;
  return { cik: 1, entityName: "A Inc.", facts };
}

/** All answers about some companies, by address. */
export function edgar(
  companies: ReadonlyMap<
    number,
    { readonly ticker: string; readonly filings: readonly EdgarFiling[] }
  >,
): Map<string, Uint8Array<ArrayBuffer>> {
  const answers = new Map<string, Uint8Array<ArrayBuffer>>();
  answers.set(
    "https://www.sec.gov/files/company_tickers.json",
    bytes(Object.fromEntries(
      [...companies].map(([cik, { ticker }], i) => [i, { cik_str: cik, ticker, title: ticker }]),
    )),
  );
  for (const [cik, { filings }] of companies) {
    const name = `CIK${String(cik).padStart(10, "0")}.json`;
    answers.set(`https://data.sec.gov/submissions/${name}`, bytes(submissions(filings)));
    answers.set(
      `https://data.sec.gov/api/xbrl/companyfacts/${name}`,
      bytes(companyFacts(filings)),
    );
  }
  return answers;
}

/** Fetches from a list of answers; what is not in it is a 404. */
export function getFrom(
  answers: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  fetchedAt = "2026-12-01T05:00:00Z",
) {
  return (address: string) => {
    const found = answers.get(address);
    return found === undefined
      ? Promise.reject(Object.assign(new Error(`nothing at ${address}`), { status: 404 }))
      : Promise.resolve({ bytes: found, sha256: `of ${address}`, fetchedAt });
  };
}

/** Shares on the cover. */
export const cover = (end: string, val: number): Figure => ({
  tag: "EntityCommonStockSharesOutstanding",
  taxonomy: "dei",
  unit: "shares",
  end,
  val,
});

/** Diluted shares of a period. */
export const diluted = (start: string, end: string, val: number): Figure => ({
  tag: "WeightedAverageNumberOfDilutedSharesOutstanding",
  unit: "shares",
  start,
  end,
  val,
});

/** Net income of a period. */
export const income = (start: string, end: string, val: number, tag = "NetIncomeLoss"): Figure => ({
  tag,
  start,
  end,
  val,
});
