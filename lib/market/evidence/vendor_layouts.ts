/** A layout in which people hold such data, told by columns that no other one has. */
export interface VendorLayout {
  readonly name: string;
  /** Columns by which it is known, in small letters without spaces and strokes. */
  readonly marks: readonly string[];
  /** Its columns that say from when a row could be read, the best first. */
  readonly knownAt: readonly string[];
  /** Its columns that say which period a row describes. */
  readonly period: readonly string[];
  /** Other names of the lab's columns. */
  readonly others?: Readonly<Record<string, string>>;
  /** Whether its times are universal though they do not say so. */
  readonly isUniversal?: true;
  /** A column of which only cells that begin so can be used, and why. */
  readonly only?: { readonly column: string; readonly begin: string; readonly why: string };
  /** What must be known of its values, as a sentence. */
  readonly warns?: string;
  /** How rows of companies become rows of sectors, as a sentence. */
  readonly aggregate: string;
}

const EARNINGS = (income: string, more: string) =>
  `add up ${income} of four quarters over the companies of a sector, divided by their market value ` +
  `(earnings_yield), and on the same sum a year before (earnings_growth); ${more}`;

/** Columns of the layouts that are met most, from their publishers' own pages. */
export const VENDOR_LAYOUTS: readonly VendorLayout[] = [
  {
    name: "Compustat fundq",
    marks: ["datadate", "rdq"],
    knownAt: ["rdq"],
    period: ["datadate"],
    others: { sector: "gsector" },
    aggregate: EARNINGS(
      "niq",
      "market value is prccq times cshoq; available_at is the latest rdq among them",
    ),
  },
  {
    name: "Sharadar SF1",
    marks: ["dimension", "datekey"],
    knownAt: ["datekey"],
    period: ["reportperiod", "calendardate"],
    only: {
      column: "dimension",
      begin: "AR",
      why:
        "MR rows hold what was restated later, which nobody knew on datekey; keep ARQ, ARY or ART",
    },
    aggregate: EARNINGS(
      "netinc",
      "keep rows whose dimension begins with AR; available_at is the latest datekey",
    ),
  },
  {
    name: "SimFin",
    marks: ["publishdate", "reportdate"],
    knownAt: ["publishdate"],
    period: ["reportdate"],
    warns:
      "SimFin's values are as last restated, so a row may hold what was corrected after its publish date",
    aggregate: EARNINGS("Net Income", "available_at is the latest Publish Date among them"),
  },
  {
    name: "Financial Modeling Prep",
    marks: ["symbol", "date", "period"],
    knownAt: ["accepteddate", "filingdate", "fillingdate"],
    period: ["date"],
    aggregate: EARNINGS("netIncome", "available_at is the latest acceptedDate among them"),
  },
  {
    name: "Finnhub",
    marks: ["enddate", "quarter"],
    knownAt: ["accepteddate", "fileddate"],
    period: ["enddate"],
    aggregate: EARNINGS(
      "net income (report.ic)",
      "available_at is the latest acceptedDate among them",
    ),
  },
  {
    name: "RavenPack",
    marks: ["timestamputc", "rpentityid"],
    knownAt: ["timestamputc"],
    period: [],
    others: { text: "headline" },
    isUniversal: true,
    aggregate: "give each headline the sector of its entity (rp_entity_id), as a column sector",
  },
];

/** A column's name without what its writers differ in. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/**
 * The layout that a table is in by the names of its columns; none for one of the lab's own.
 *
 * @example
 * ```ts
 * import { vendorLayout } from "./vendor_layouts.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(vendorLayout(["Ticker", "Report Date", "Publish Date", "Revenue"])?.name, "SimFin");
 * equal(vendorLayout(["sector", "period_end", "available_at"]), undefined);
 * ```
 */
export function vendorLayout(columns: readonly string[]): VendorLayout | undefined {
  const plain = new Set(columns.map(plainName));
  if (plain.has("availableat")) return undefined;
  return VENDOR_LAYOUTS.find(({ marks }) => marks.every((mark) => plain.has(mark)));
}
