import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { Get } from "./fetch/fetcher.ts";
import type { GrowingRow, GrowingTable } from "./growing_table.ts";
import { SourceError } from "./fetch/source_error.ts";
import type { Yahoo } from "./fetch/yahoo.ts";

/**
 * Columns of each file that grows. The first six are what `--evidence` reads; what they are made of lies in
 * a folder of its own, which it does not look into.
 */
export const EVIDENCE_FILES = {
  fundamentals: [
    "sector",
    "period_end",
    "available_at",
    "earnings_yield",
    "earnings_growth",
    "revision_breadth",
  ],
  headlines: ["sector", "available_at", "text", "url", "publisher"],
  flows: ["sector", "week", "available_at", "flow_share"],
  rates: ["available_at", "rate_per_year"],
  styles: ["day", "available_at", "size", "value", "momentum"],
  figures: ["sector", "pillar", "name", "value", "unit", "available_at"],
  "basis/holdings": ["sector", "day", "available_at", "ticker", "name", "identifier", "weight"],
  "basis/bill_rates": ["day", "available_at", "rate_per_year", "source"],
  "basis/fundamentals": [
    "sector",
    "period_end",
    "available_at",
    "share_covered",
    "share_of_period",
    "share_valued",
    "share_grown",
    "growth_by",
    "sales_growth",
    "holdings_day",
    "later_weights",
    "filings",
  ],
} as const;

/** A file that grows, by its name without `.csv`. */
export type EvidenceFile = keyof typeof EVIDENCE_FILES;

/** What a source is given. */
export interface SourceWorld {
  readonly get: Get;
  readonly yahoo: Yahoo;
  readonly sectors: readonly Sector[];
  /** First day of the history that is wanted. */
  readonly from: Day;
  /** The run's day in New York. */
  readonly today: Day;
  /** Opens a file that grows. */
  readonly open: (file: EvidenceFile) => Promise<GrowingTable>;
  /** Days as of which the 3-month bill is asked for as well. */
  readonly billVintages: readonly Day[];
  /** Whether the header of each filing is fetched for its exact minute: one request for each. */
  readonly exactMinutes?: boolean;
  /** Told how far a long download is. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What could not be had, and why. */
export interface Missing {
  /** Sectors, a year, a file. */
  readonly what: string;
  readonly reason: string;
}

/** How much of a fund its newest row of fundamentals stands for. */
export interface Covered {
  readonly sector: Sector;
  readonly holdingsDay: Day;
  /** Share of the fund's weight with earnings, and with a market value too. */
  readonly shareCovered: number;
  readonly shareValued: number;
}

/** What a source gave: rows that are new, and what must be known of them. */
export interface SourceFound {
  readonly rows: Readonly<Partial<Record<EvidenceFile, readonly GrowingRow[]>>>;
  /** Sentences. */
  readonly notes: readonly string[];
  readonly missing: readonly Missing[];
  /** What a source line says beside a file's name. */
  readonly says?: Readonly<Partial<Record<EvidenceFile, string>>>;
  /** Lines to print, such as how much of each fund is covered. */
  readonly lines?: readonly string[];
  /** How much of each fund the newest row stands for, shares of its weight. */
  readonly covered?: readonly Covered[];
}

/**
 * Does something for each of some things; one that a source has nothing for is named, and the others go
 * on. The same reason is said once.
 */
export async function eachOrMissing<Thing>(
  things: readonly Thing[],
  act: (thing: Thing) => Promise<void>,
): Promise<readonly Missing[]> {
  const byReason = new Map<string, string[]>();
  for (const thing of things) {
    try {
      await act(thing);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      byReason.set(error.message, [...byReason.get(error.message) ?? [], String(thing)]);
    }
  }
  return [...byReason].map(([reason, whats]) => ({ what: whats.join(", "), reason }));
}
