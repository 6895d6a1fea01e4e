import type { BookStyles } from "../hedging/mod.ts";
import type { SignalAnalysis } from "../signals/mod.ts";
import type { Forecast } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { betaReading, type BookReturns, drawdownReading, styleReading } from "./book_readings.ts";
import { calibrationReading } from "./calibration_reading.ts";
import { costReading, type InferenceCost } from "./cost_reading.ts";
import { type BarRow, type BarVerdict, judgedBar } from "./judged_bar.ts";
import { coefficientReading, hitRateReading } from "./signal_readings.ts";
import { availabilityReading, latencyReading, type SweepRecords } from "./sweep_readings.ts";
import { weekAvailabilityReading, weekLatencyReading, type WeekRecords } from "./week_readings.ts";

/** What a scorecard is made from. */
export interface ScorecardInput {
  readonly signal: SignalAnalysis;
  /** Stated confidences with outcomes that do not overlap. */
  readonly calls: readonly (Forecast & { readonly day: Day })[];
  readonly sweeps: SweepRecords;
  /** Weeks from their start to a book: latency and availability are about these where they are given. */
  readonly weeks?: WeekRecords;
  readonly cost: InferenceCost;
  readonly book: BookReturns;
  /** Of the newest book. */
  readonly styles: BookStyles;
  /** Where signal, calls and book come from. */
  readonly source: string;
  /** Of the bootstraps. */
  readonly seed: number;
  /** Two-sided confidence of every interval; 0.95 by default. */
  readonly level?: number;
}

/** The book's bars with what the data say of each. */
export interface Scorecard {
  readonly rows: readonly BarRow[];
  readonly counts: Readonly<Record<BarVerdict, number>>;
  readonly level: number;
  /** Where signal, calls and book come from; a row may have a source of its own. */
  readonly source: string;
}

/**
 * The book's own bars in one table: our figure, its interval, n, and whether the data say met, not met,
 * or nothing.
 *
 * Always the same ten rows in the same order; a bar about which nothing is known says why. Each row is
 * judged alone at the level, without a correction for the nine beside it.
 *
 * `deno task scorecard` makes the input from a market and prints the card.
 *
 * @throws {RangeError} If an input is out of range; see the readings.
 *
 * @example
 * ```ts
 * import { scorecard } from "lab/scorecard";
 * import { signalAnalysis } from "lab/signals";
 * import { randomStream } from "lab/stats";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const draw = randomStream(3), days = ["2026-01-02", "2026-01-09", "2026-01-16"].map(day);
 * const returns = days.map(() => [1, 2, 3].map(() => 0.02 * draw.normal()));
 * const source = "Source: simulated, seed 3.", weeks = [0.01, -0.01, 0.02];
 * const card = scorecard({
 *   signal: signalAnalysis({ days, names: ["A", "B", "C"], scores: returns, returns }, { horizon: 1 }),
 *   calls: [],
 *   sweeps: { sweeps: [], offline: true, source },
 *   cost: { settledUsd: 0, openUsd: 0, sweeps: 0, isTheirEdge: true, source },
 *   book: { net: weeks, market: weeks, cash: [0, 0, 0], periodsPerYear: 52, periods: "weeks", source },
 *   styles: { styles: undefined, reason: "no styles are known" },
 *   source, seed: 1,
 * });
 * equal(card.rows.length, 10);
 * equal(card.counts.met, 0);
 * ```
 */
export function scorecard(input: ScorecardInput): Scorecard {
  const { signal, calls, sweeps, weeks, cost, book, styles, source, seed, level = 0.95 } = input;
  const rows = [
    hitRateReading(signal, source),
    coefficientReading(signal, source),
    calibrationReading(calls, { seed, level, source }),
    weeks ? weekLatencyReading(weeks, level) : latencyReading(sweeps, level),
    weeks ? weekAvailabilityReading(weeks, level) : availabilityReading(sweeps, level),
    costReading(cost, level),
    betaReading(book, level),
    drawdownReading(book, "market", { level, seed }),
    drawdownReading(book, "cash", { level, seed }),
    styleReading(styles, level, source),
  ].map(judgedBar);
  const count = (verdict: BarVerdict) => rows.filter((row) => row.verdict === verdict).length;
  return {
    rows,
    counts: {
      "met": count("met"),
      "not met": count("not met"),
      "not testable with this much data": count("not testable with this much data"),
    },
    level,
    source,
  };
}
