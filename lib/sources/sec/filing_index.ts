import { DataError } from "../../errors.ts";
import type { Day, Instant } from "../../units.ts";
import { filingKnownAt } from "./filing_known_at.ts";

/** One filing of a company, as the list of its submissions has it. */
export interface Filing {
  readonly accession: string;
  readonly form: string;
  readonly filingDate: Day;
  /** The minute from which it could be read. */
  readonly knownAt: Instant;
}

/** A page of older submissions. */
export interface SubmissionsPage {
  /** File name, beside the first answer. */
  readonly name: string;
  /** Date of its newest filing. */
  readonly filingTo: string;
}

/** Forms whose figures count; all others repeat figures (8-K), lack a year (DEF 14A) or sell (424B). */
const FORMS: ReadonlySet<string> = new Set(
  ["10-Q", "10-K", "20-F", "40-F"].flatMap((form) => [form, `${form}/A`]),
);

/**
 * Whether a form's figures count: quarterly and yearly reports and their amendments.
 *
 * @example Results come with an 8-K first, and still count from the report
 * ```ts
 * import { isReport } from "lab/sources";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(["10-Q", "10-K/A", "8-K", "DEF 14A", "424B5"].map(isReport), [
 *   true,
 *   true,
 *   false,
 *   false,
 *   false,
 * ]);
 * ```
 */
export function isReport(form: string): boolean {
  return FORMS.has(form);
}

interface Columns {
  readonly accessionNumber?: unknown;
  readonly filingDate?: unknown;
  readonly acceptanceDateTime?: unknown;
  readonly form?: unknown;
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? value as Record<string, unknown> : {};

/**
 * The reports in an answer of submissions, or in a page of older ones, by accession number.
 *
 * @param json The parsed answer: `{filings: {recent}}`, or a page, whose columns stand at its top.
 * @param where Its address, for messages.
 * @returns Reports alone; what has no readable acceptance is left out, for nobody can say when it could
 *   be read.
 * @throws {DataError} If the answer has no such columns, or columns of different lengths.
 */
export function filingIndex(json: unknown, where: string): ReadonlyMap<string, Filing> {
  const filings = object(json).filings;
  const columns: Columns = filings === undefined ? object(json) : object(object(filings).recent);
  const { accessionNumber, filingDate, acceptanceDateTime, form } = columns;
  const lists = [accessionNumber, filingDate, acceptanceDateTime, form];
  if (!lists.every(Array.isArray) || new Set(lists.map((list) => list.length)).size !== 1) {
    throw new DataError(
      `Cannot read submissions of ${where}: need the columns accessionNumber, filingDate, ` +
        "acceptanceDateTime and form, all of one length",
      { where },
    );
  }
  const [accessions, dates, acceptances, forms] = lists as string[][];
  const found = new Map<string, Filing>();
  accessions.forEach((accession, i) => {
    if (!isReport(forms[i])) return;
    let knownAt: Instant;
    try {
      knownAt = filingKnownAt(acceptances[i], dates[i]);
    } catch (error) {
      if (error instanceof DataError) return;
      throw error;
    }
    found.set(accession, { accession, form: forms[i], filingDate: dates[i] as Day, knownAt });
  });
  return found;
}

/** The pages of older submissions that an answer names. */
export function olderPages(json: unknown): readonly SubmissionsPage[] {
  const { files } = object(object(json).filings);
  if (!Array.isArray(files)) return [];
  return files.map(object).flatMap(({ name, filingTo }) =>
    // A name is a file beside the answer, never a path that leads elsewhere.
    typeof name === "string" && /^[\w.-]+\.json$/.test(name)
      ? [{ name, filingTo: typeof filingTo === "string" ? filingTo : "9999-12-31" }]
      : []
  );
}
