/**
 * What is free to read about sectors, fetched with manners and kept as it came.
 *
 * A source is asked through one `get`, which says who asks, keeps limits and stores every answer; its
 * figures are parsed from the store, each with the minute from which a stranger could have known them.
 *
 * @example An answer and its hash
 * ```ts
 * import { openFetcher, openRawStore } from "lab/sources";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const { get } = openFetcher({
 *   store: openRawStore(folder, day("2026-12-01")),
 *   fetch: () => Promise.resolve(new Response("a,b\n")),
 *   now: () => Date.UTC(2026, 11, 1, 15),
 *   pause: () => Promise.resolve(),
 * });
 * equal((await get("https://example.org/a.csv")).fetchedAt, "2026-12-01T15:00:00.000Z");
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * Read next: `fetch/`, how a source is asked and `addresses.ts`, where they lie; `source.ts`, what a source
 * gives, and `gather_evidence.ts`, all of them; a folder for what each fetches: `funds/`, `news/`, `rates/`,
 * `styles/`, and `sec/`, fundamentals as companies filed them (`filing_known_at.ts`: from which minute).
 *
 * @module
 */
export { ADDRESSES } from "./fetch/addresses.ts";
export { type Fetcher, type FetcherOptions, type Get, openFetcher } from "./fetch/fetcher.ts";
export { type Answer, openRawStore, type RawStore } from "./fetch/raw_store.ts";
export { SourceError, type SourceFault } from "./fetch/source_error.ts";
export { openYahoo, type Yahoo } from "./fetch/yahoo.ts";
export type { NavRow } from "./funds/nav_history.ts";
export { type WeeklyFlow, type WeeklyFlows, weeklyFlows } from "./funds/fund_flows.ts";
export {
  type GrowingCell,
  type GrowingRow,
  type GrowingTable,
  openGrowingTable,
} from "./growing_table.ts";
export {
  EVIDENCE_FILES,
  type EvidenceFile,
  type Missing,
  type SourceFound,
  type SourceWorld,
} from "./source.ts";
export {
  gatherEvidence,
  SOURCE_NAMES,
  type SourceName,
  type SourceReport,
} from "./gather_evidence.ts";
export {
  type ReadAnswer,
  type SecFundamentals,
  secFundamentals,
  type SecFundamentalsOptions,
} from "./sec/sec_fundamentals.ts";
export type { FiledFundamental, RowBasis } from "./sec/sector_fundamentals.ts";
export type { Holding, HoldingsFile } from "./sec/fund_weights.ts";
export type { FiledShares } from "./sec/filed_shares.ts";
export { marketValue, type Split, type SplitAdjustedClose } from "./sec/market_value.ts";
export { coverageLines, type MissingHolding, type SectorCoverage } from "./sec/coverage.ts";
export { filingKnownAt, headerAcceptance, minuteAfter } from "./sec/filing_known_at.ts";
export { isReport } from "./sec/filing_index.ts";
export { bandOf } from "./sec/trailing_year.ts";
export { quarterEnd, quarterOf } from "./sec/calendar_quarter.ts";
