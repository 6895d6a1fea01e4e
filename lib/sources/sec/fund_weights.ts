import { checkFields, checkList, checkNumber } from "../../arguments.ts";
import { outsideLine } from "../../outside_text.ts";
import { type Day, day, type Instant } from "../../units.ts";
import { isSector, type Sector, SECTORS } from "../../market/mod.ts";
import { shown } from "../../arguments.ts";
import { minuteAfter } from "./filing_known_at.ts";

/** A fund's holdings as one file named them. */
export interface HoldingsFile {
  readonly sector: Sector;
  /** The day that the file says it is of. */
  readonly day: Day;
  /** When it was fetched, ISO 8601 in UTC: from then on its weights could be known. */
  readonly fetchedAt: string;
  readonly rows: readonly Holding[];
}

/** One line of it. */
export interface Holding {
  readonly ticker: string;
  /** Share of the fund: 0.05 is five percent. */
  readonly weight: number;
}

/** A fund's weights by company: several classes of shares are one company. */
export interface FundWeights {
  readonly sector: Sector;
  readonly day: Day;
  /** The minute from which they could be known. */
  readonly seenAt: Instant;
  readonly companies: readonly CompanyWeight[];
}

/** A company's part of a fund. */
export interface CompanyWeight {
  readonly cik: number;
  /** Its ticker; of several that with the largest weight. */
  readonly ticker: string;
  /** Share of the fund, all classes together. */
  readonly weight: number;
}

/** A line that is no company of the SEC's list: cash, a future, a ticker that is gone. */
export interface UnknownHolding extends Holding {
  readonly sector: Sector;
}

/** What the weights of a file may sum to; beyond it they are percentages, or counted twice. */
const MOST_WEIGHT = 1.05;

const ACTION = "Cannot read holdings";

/** A ticker as the SEC writes it: BRK-B where a fund writes BRK.B. */
const secTicker = (ticker: string) => ticker.trim().toUpperCase().replace(/[./]/g, "-");

/**
 * The list of tickers, as the SEC publishes it, by ticker.
 *
 * @param json `{"0": {cik_str, ticker, title}, …}`, parsed. Today's list only: a company that is gone
 *   stands in no row.
 */
export function companyNumbers(json: unknown): ReadonlyMap<string, number> {
  const rows = typeof json === "object" && json !== null ? Object.values(json) : [];
  return new Map(
    rows.flatMap((row) =>
      typeof row?.ticker === "string" && Number.isInteger(row.cik_str)
        ? [[secTicker(row.ticker), row.cik_str as number]]
        : []
    ),
  );
}

/**
 * Weights by company of each holdings file, and what is no company.
 *
 * @throws {RangeError | TypeError} If a file is none, or its weights are no shares of a fund.
 */
export function fundWeights(
  files: readonly HoldingsFile[],
  numbers: ReadonlyMap<string, number>,
): { readonly funds: readonly FundWeights[]; readonly unknown: readonly UnknownHolding[] } {
  const unknown: UnknownHolding[] = [];
  const funds = files.map((file) => {
    checkHoldings(file);
    const { sector, rows } = file, companies = new Map<number, CompanyWeight & { most: number }>();
    for (const row of rows.filter(({ weight }) => weight > 0)) {
      const cik = numbers.get(secTicker(row.ticker));
      if (cik === undefined) {
        unknown.push({ sector, ticker: outsideLine(row.ticker, 20), weight: row.weight });
        continue;
      }
      const { weight = 0, most = 0, ticker = "" } = companies.get(cik) ?? {};
      const isLargest = row.weight > most;
      companies.set(cik, {
        cik,
        ticker: isLargest ? row.ticker : ticker,
        weight: weight + row.weight,
        most: isLargest ? row.weight : most,
      });
    }
    return {
      sector,
      day: day(file.day),
      seenAt: minuteAfter(file.fetchedAt),
      companies: [...companies.values()].map(({ cik, ticker, weight }) => ({
        cik,
        ticker,
        weight,
      })),
    };
  });
  return { funds, unknown };
}

function checkHoldings(file: HoldingsFile): void {
  checkFields(ACTION, "a file", file, ["sector", "day", "fetchedAt", "rows"]);
  const { sector, rows } = file;
  if (!isSector(sector)) {
    throw new RangeError(
      `${ACTION}: sector must be one of ${SECTORS.join(", ")}, got ${shown(sector)}`,
    );
  }
  checkList(ACTION, `rows of ${sector}`, rows, "tickers and weights");
  let sum = 0;
  for (const { ticker, weight } of rows) {
    checkNumber(ACTION, `the weight of ${shown(ticker)} in ${sector}`, weight);
    sum += weight;
  }
  if (sum > MOST_WEIGHT) {
    throw new RangeError(
      `${ACTION}: the weights of ${sector} must be shares that sum to 1, got a sum of ` +
        `${sum.toFixed(2)}; for 5 % write 0.05`,
    );
  }
}
