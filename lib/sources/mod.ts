/**
 * What is free to read about sectors, each figure with the minute from which a stranger could have
 * known it.
 *
 * Read next: `sec/sec_fundamentals.ts`, fundamentals as companies filed them;
 * `sec/sector_fundamentals.ts`, what a row means; `sec/trailing_year.ts`, four quarters from what was
 * filed; `sec/known_at.ts`, the minute of a filing.
 *
 * @module
 */
export { ADDRESSES } from "./addresses.ts";
export {
  type ReadAnswer,
  type SecFundamentals,
  secFundamentals,
  type SecFundamentalsOptions,
} from "./sec/sec_fundamentals.ts";
export type { FiledFundamental, RowBasis } from "./sec/sector_fundamentals.ts";
export type { Holding, HoldingsFile } from "./sec/fund_holdings.ts";
export type { FiledShares } from "./sec/filed_shares.ts";
export { marketValue, type Split, type SplitAdjustedClose } from "./sec/market_value.ts";
export { coverageLines, type MissingHolding, type SectorCoverage } from "./sec/coverage.ts";
export { fundamentalsBasisCsv, fundamentalsCsv } from "./sec/fundamentals_csv.ts";
export { filingKnownAt, headerAcceptance, minuteAfter } from "./sec/known_at.ts";
export { isReport } from "./sec/filing_index.ts";
export { bandOf } from "./sec/trailing_year.ts";
export { quarterEnd, quarterOf } from "./sec/calendar_quarter.ts";
