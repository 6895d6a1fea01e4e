import { dayNumber } from "../../days.ts";
import { DataError } from "../../errors.ts";
import { type Day, day, type Instant } from "../../units.ts";
import { type Filing, isReport } from "./filing_index.ts";

/** One figure as one filing gave it. A later filing of the same period is another fact. */
export interface FiledFact {
  readonly tag: string;
  /** First day of a duration; absent for a figure of one day. */
  readonly start?: Day;
  readonly end: Day;
  /** Days since 1970 of `start` and `end`; NaN without a start. */
  readonly startNumber: number;
  readonly endNumber: number;
  readonly value: number;
  /** The date under which it was filed: figures a share count splits after it. */
  readonly filed: Day;
  readonly accession: string;
  /** The minute from which the filing could be read. */
  readonly knownAt: Instant;
}

/** The tags that are read, with taxonomy and unit; figures in other units and currencies are not. */
export interface TagChoice {
  readonly taxonomy: "us-gaap" | "dei";
  readonly tag: string;
  readonly unit: "USD" | "shares";
}

/** Facts of a company, and how many rows could not be used. */
export interface FiledFacts {
  /** In the order in which they became known. */
  readonly facts: readonly FiledFact[];
  /** Rows of reports whose filing is in no list of submissions, so that no minute is known. */
  readonly undated: number;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? value as Record<string, unknown> : {};

/**
 * The facts of some tags, each with the minute at which it could be read.
 *
 * All vintages are kept. `fy`, `fp` and `frame` are not looked at: the first two describe the filing
 * and not the period, and the third marks the value that was filed last, so it looks ahead.
 *
 * @param json The parsed company facts.
 * @param options.filings Filings by accession number; a fact of no known filing is left out.
 * @param options.tags What to read.
 * @param options.seenAt The minute at which the answer was there: no fact in it counts from later, for
 *   it was read then.
 * @param options.where Address, for messages.
 * @throws {DataError} If the answer is none of company facts.
 */
export function filedFacts(json: unknown, { filings, tags, seenAt, where }: {
  readonly filings: ReadonlyMap<string, Filing>;
  readonly tags: readonly TagChoice[];
  readonly seenAt?: Instant;
  readonly where: string;
}): FiledFacts {
  const { facts } = record(json);
  if (typeof facts !== "object" || facts === null) {
    throw new DataError(`Cannot read company facts of ${where}: there is no field "facts"`, {
      where,
    });
  }
  const found: FiledFact[] = [];
  let undated = 0;
  for (const { taxonomy, tag, unit } of tags) {
    const rows = record(record(record(record(facts)[taxonomy])[tag]).units)[unit];
    if (!Array.isArray(rows)) continue;
    for (const row of rows.map(record)) {
      if (typeof row.form !== "string" || !isReport(row.form)) continue;
      const filing = filings.get(String(row.accn));
      if (filing === undefined) undated++;
      else {
        const fact = factOf(tag, row, filing, seenAt);
        if (fact) found.push(fact);
      }
    }
  }
  found.sort((a, b) => compare(a.knownAt, b.knownAt) || compare(a.accession, b.accession));
  return { facts: found, undated };
}

const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

/** One row; `undefined` for one without a period or a number, which says nothing. */
function factOf(
  tag: string,
  row: Record<string, unknown>,
  filing: Filing,
  seenAt: Instant | undefined,
): FiledFact | undefined {
  const { val, end, start, filed } = row;
  if (typeof val !== "number" || !Number.isFinite(val)) return undefined;
  if (!isDay(end) || (start !== undefined && !isDay(start))) return undefined;
  return {
    tag,
    ...(start === undefined ? {} : { start }),
    end,
    startNumber: start === undefined ? NaN : dayNumber(start),
    endNumber: dayNumber(end),
    value: val,
    filed: isDay(filed) ? filed : filing.filingDate,
    accession: filing.accession,
    knownAt: seenAt !== undefined && seenAt < filing.knownAt ? seenAt : filing.knownAt,
  };
}

function isDay(value: unknown): value is Day {
  if (typeof value !== "string") return false;
  try {
    return day(value) === value;
  } catch {
    return false;
  }
}
