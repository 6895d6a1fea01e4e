/**
 * The book's own bars, and what the data say of each: met, not met, or not testable with this much
 * data.
 *
 * Plain figures in, plain rows out. A bar is met only where the whole interval lies on the right side;
 * what the data do not support is shown and not claimed.
 *
 * @example A hit rate of 58 % on 400 calls does not show that 60 % is missed
 * ```ts
 * import { judgedBar } from "lab/scorecard";
 * import { wilsonInterval } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const { share, low, high, level } = wilsonInterval(232, 400);
 * const row = judgedBar({
 *   name: "Hit rate", side: "at least", bar: 0.6, unit: "share", figure: share, low, high, level,
 *   n: 400, of: "calls", convention: "calls taken as independent", source: "made up",
 * });
 * equal(row.verdict, "not testable with this much data");
 * ```
 *
 * Read next: `judged_bar.ts`, the rule; `scorecard.ts`, the table.
 *
 * @module
 */
export {
  type BarReading,
  type BarRow,
  barValue,
  type BarVerdict,
  judgedBar,
} from "./judged_bar.ts";
export { coefficientReading, hitRateReading } from "./signal_readings.ts";
export { calibrationReading } from "./calibration_reading.ts";
export {
  availabilityReading,
  latencyReading,
  type SweepRecord,
  type SweepRecords,
} from "./sweep_readings.ts";
export {
  weekAvailabilityReading,
  weekLatencyReading,
  type WeekRecord,
  type WeekRecords,
} from "./week_readings.ts";
export { costReading, type InferenceCost } from "./cost_reading.ts";
export { betaReading, type BookReturns, drawdownReading, styleReading } from "./book_readings.ts";
export { type Scorecard, scorecard, type ScorecardInput } from "./scorecard.ts";
