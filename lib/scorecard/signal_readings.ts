import { WEEKS_A_YEAR } from "../days.ts";
import { periodsName } from "../research/mod.ts";
import { periodsNeeded, type SignalAnalysis } from "../signals/mod.ts";
import type { BarReading } from "./judged_bar.ts";

/** Share of calls that should be right (the book's bar). */
const HIT_RATE = 0.6;
/** Mean rank coefficient that should be reached (the book's bar). */
const COEFFICIENT = 0.05;

/** What dates so far apart are called. */
const DATES = {
  weeks: "weekly dates",
  "four-week periods": "dates four weeks apart",
  months: "monthly dates",
} as const;

/** What a bar's dates are called. */
function datesOf({ conventions }: SignalAnalysis): string {
  return DATES[periodsName(Math.round(WEEKS_A_YEAR / conventions.weeksPerDate))];
}

/**
 * The hit rate beside its bar of 60 %, with the interval that draws whole dates.
 *
 * Wilson's interval would take the sectors of one date, and dates whose outcomes overlap, as
 * independent; it is not used.
 *
 * @param analysis Of all scores, weekly or monthly.
 *
 * @example
 * ```ts
 * import { hitRateReading } from "lab/scorecard";
 * import { signalAnalysis } from "lab/signals";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const analysis = signalAnalysis({
 *   days: ["2024-01-05", "2024-01-12", "2024-01-19"].map(day),
 *   names: ["XLE", "XLK", "XLU"],
 *   scores: [[1, 3, 5], [5, 3, 1], [1, 3, 5]],
 *   returns: [[-0.01, 0, 0.02], [0.03, 0, -0.01], [-0.01, 0.01, 0.02]],
 * }, { horizon: 1 });
 * equal(hitRateReading(analysis, "made up").figure, 1);
 * ```
 */
export function hitRateReading(analysis: SignalAnalysis, source: string): BarReading {
  const { hits: { hits, calls, neutral, blocks }, conventions } = analysis;
  const { horizon, level } = conventions;
  const named = {
    name: "Hit rate",
    side: "at least",
    bar: HIT_RATE,
    unit: "share",
    level,
    n: calls,
    of: "calls",
    source,
    convention:
      `sign(score − ${conventions.neutral}) = sign(return over ${steps(horizon)} less the ` +
      `sectors' mean); ${neutral} neutral scores left out; interval from blocks of whole dates`,
  } as const;
  if (calls === 0) return { ...named, reason: "no score took a side and has an outcome" };
  return {
    ...named,
    figure: hits / calls,
    ...(blocks
      ? { low: Math.min(blocks.low, hits / calls), high: Math.max(blocks.high, hits / calls) }
      : {}),
    ...(blocks ? {} : { reason: "too few dates for an interval" }),
  };
}

/**
 * The mean rank information coefficient beside its bar of 0.05, with the headline interval and the
 * number of periods without overlap after which 0.05 would show at all.
 *
 * @param analysis Of all scores, weekly or monthly.
 *
 * @example
 * ```ts
 * import { coefficientReading } from "lab/scorecard";
 * import { signalAnalysis } from "lab/signals";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const analysis = signalAnalysis({
 *   days: ["2024-01-05", "2024-01-12", "2024-01-19"].map(day),
 *   names: ["XLE", "XLK", "XLU"],
 *   scores: [[1, 3, 5], [5, 3, 1], [1, 3, 5]],
 *   returns: [[-0.01, 0, 0.02], [0.03, 0, -0.01], [-0.01, 0.01, 0.02]],
 * }, { horizon: 1 });
 * equal(coefficientReading(analysis, "made up").figure, 1);
 * ```
 */
export function coefficientReading(analysis: SignalAnalysis, source: string): BarReading {
  const { ic: { ic, dates, headline, reason }, conventions, constantDates, chanceDeviation } =
    analysis;
  const { horizon, level } = conventions;
  const periods = chanceDeviation === undefined
    ? undefined
    : Math.round(periodsNeeded(COEFFICIENT, { sd: chanceDeviation }));
  const named = {
    name: "Information coefficient",
    side: "at least",
    bar: COEFFICIENT,
    unit: "ratio",
    level,
    n: dates,
    of: datesOf(analysis),
    source,
    convention:
      `mean rank correlation of scores and returns over ${steps(horizon)}, ties averaged, ` +
      `${constantDates} dates with constant scores left out; interval: ${conventions.headline}` +
      (periods === undefined
        ? ""
        : `; 0.05 against zero takes about ${periods} periods without overlap for t = 2`),
  } as const;
  return ic === undefined || !headline
    ? { ...named, ...(ic === undefined ? {} : { figure: ic }), reason: reason ?? "no date has one" }
    : { ...named, figure: ic, low: headline.low, high: headline.high };
}

function steps(horizon: number): string {
  return horizon === 1 ? "one period" : `${horizon} periods`;
}
