/**
 * What was known on a day: prices, reports, headlines and flows, each with the minute from which it
 * may be used.
 *
 * A `Market` is a whole world, simulated or read from files. Only `snapshot` looks at it; it returns
 * the view of one day, and committee, portfolio and hedging get nothing else, so that looking ahead
 * through the data cannot be written.
 *
 * @example A seeded world, seen from one Friday
 * ```ts
 * import { simulatedMarket, snapshot, sourceLine, weeklyDays } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const friday = weeklyDays(market.prices.days)[60];
 * const view = snapshot(market, friday);
 * equal(view.sectors.length, 11);
 * ok(view.headlines.every((headline) => headline.availableAt <= view.decidedAt));
 * equal(sourceLine(view.source), "Source: simulated, seed 7.");
 * ```
 *
 * A reader's own prices come from files (`read_prices.ts`), and what is known beside them from a folder of
 * evidence (`evidence/read_evidence.ts`): filings, headlines, flows, rates, styles, own figures.
 *
 * Read next: `snapshot.ts`, the view; `simulate/simulated_market.ts`, the world of the lessons, and
 * `simulate/simulated_truth.ts`, its answer sheet; `instruments.ts`, the funds a view can be traded
 * with.
 *
 * @module
 */
export {
  GICS_CHANGE,
  isSector,
  type Sector,
  SECTOR_LABELS,
  SECTOR_LISTED_FROM,
  SECTORS,
  sectorsOn,
} from "./sectors.ts";
export {
  type Dated,
  type EvidenceSource,
  FIGURE_PILLARS,
  type FileOrigin,
  type FundamentalReport,
  type FundFlow,
  type Headline,
  type Market,
  type OwnFigure,
  type PriceTable,
  type RateObservation,
  type Source,
  sourceLine,
  type StyleFactorReturn,
} from "./market.ts";
export {
  headlinesAfter,
  type KnownClose,
  type Snapshot,
  snapshot,
  type TradePrice,
} from "./snapshot.ts";
export { addCalendarDays, calendarDaysBetween } from "../days.ts";
export {
  exchangeDay,
  isTradingDay,
  monthlyDays,
  newYorkInstant,
  newYorkMoment,
  nextOpen,
  tradedDays,
  tradingDaysFrom,
  weeklyDays,
} from "./calendar.ts";
export { closingTime } from "./closing_time.ts";
export { simulatedMarket } from "./simulate/simulated_market.ts";
export { type SimulatedTruth, simulatedTruth } from "./simulate/simulated_truth.ts";
export type { SimulationOptions } from "./simulate/world.ts";
export {
  DEFAULT_PLANTED,
  type Planted,
  PLANTED_PILLARS,
  type PlantedChoice,
  type PlantedPillar,
} from "./simulate/planted.ts";
export type { Instrument, Scope } from "./instrument.ts";
export {
  indexOn,
  instrument,
  INSTRUMENTS,
  isInstrument,
  listedOn,
  trackedSince,
} from "./instruments.ts";
export {
  type Carrier,
  type CarrierOptions,
  type Carriers,
  carriers,
  closedReason,
  fundLiquidity,
  type Liquidity,
  MAX_ADV_SHARE,
  MAX_AUM_SHARE,
  type PassedOver,
} from "./carriers.ts";
export { type Resolution, resolve, type ResolveOptions } from "./resolve.ts";
export { dollarVolume } from "./dollar_volume.ts";
export { readBytes, textOf } from "./read_bytes.ts";
export { priceFiles, type PriceFilesMarket, readPrices } from "./read_prices.ts";
export { type InputFile, type MarketChoice, type OpenMarket, openMarket } from "./open_market.ts";
export { evidenceHash } from "./evidence/evidence_folder.ts";
export { type Evidence, type EvidenceOptions, readEvidence } from "./evidence/read_evidence.ts";
export { withEvidence } from "./evidence/with_evidence.ts";
export { type PriceMarket, priceMarket, type PriceMarketOptions } from "./price_market.ts";
export { lastCompleteDay } from "./last_complete_day.ts";
export {
  acceptedWarnings,
  acceptWords,
  type PriceWarning,
  type PriceWarningKind,
} from "./price_warning.ts";
export { missedDays } from "./row_warnings.ts";
export {
  checkDecisionDay,
  decidableDays,
  lastTradingDay,
  type WithoutPrice,
  withoutPrice,
} from "./last_trading_day.ts";
export { type CsvRow, type CsvRows, csvRows, readCsvRows } from "./read_csv_rows.ts";
export { dayCell } from "./day_cell.ts";
export { INDUSTRIES, industriesMarket, type Industry, readIndustries } from "./industries.ts";
