import { blockPlan, blockShare } from "../signals/mod.ts";
import { type Forecast, reliability } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { type BarReading, judgedBar } from "./judged_bar.ts";

/** How far the share that came true may lie from what was stated (the book's bar). */
const BAR = 0.1;
/** Outcomes after which a share is known to ±10 points: 1.96²/4/0.1². A bin with fewer is left out. */
const OUTCOMES_PER_BIN = 96;
const BINS = 10;
/** Dates in a block; outcomes do not overlap, so that only slow changes are left to guard against. */
const BLOCK_DATES = 2;
const DRAWS = 2000;

/**
 * Calibration beside its bar of ±10 points: the bin of stated confidences that decides.
 *
 * Each bin with at least 96 outcomes has the gap between what came true and what was stated, with an
 * interval from blocks of whole dates. All of them are judged together (Bonferroni: each at
 * 1 − (1 − level)/bins), so the bar is missed only by a bin wholly outside, and kept only where all
 * lie wholly inside.
 *
 * @param calls Stated confidences with outcomes that do not overlap.
 * @param options.seed Of the bootstrap.
 * @param options.level Of all bins together.
 * @throws {RangeError} If a confidence lies outside 0 to 1.
 *
 * @example Sure and right every second time
 * ```ts
 * import { calibrationReading, judgedBar } from "lab/scorecard";
 * import { tradingDaysFrom } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const calls = tradingDaysFrom(day("2024-01-02"), 40).flatMap((on) =>
 *   Array.from({ length: 10 }, (_, i) => ({ day: on, stated: 0.85, right: i % 2 > 0 }))
 * );
 * equal(judgedBar(calibrationReading(calls, { seed: 1, level: 0.95, source: "" })).verdict, "not met");
 * ```
 */
export function calibrationReading(
  calls: readonly (Forecast & { readonly day: Day })[],
  options: { readonly seed: number; readonly level: number; readonly source: string },
): BarReading {
  const { seed, level, source } = options;
  const bins = reliability(calls, { bins: BINS }).bins.filter(({ count }) => count > 0);
  const enough = bins.filter(({ count }) => count >= OUTCOMES_PER_BIN);
  const within = enough.reduce((sum, { count }) => sum + count, 0);
  const named = {
    name: "Calibration",
    side: "within",
    bar: BAR,
    unit: "share",
    level,
    n: within,
    of: "outcomes",
    source,
    convention:
      "share that came true less the confidence stated, by tenths of confidence; the bin " +
      `that decides is shown, of ${enough.length} with at least ${OUTCOMES_PER_BIN} outcomes ` +
      `(${calls.length - within} outcomes in smaller bins left out); outcomes without overlap, ` +
      "interval from blocks of whole dates, all bins judged together",
  } as const;
  const most = bins.reduce((most, { count }) => Math.max(most, count), 0);
  const tooFew = {
    ...named,
    reason: `no tenth of confidence has ${OUTCOMES_PER_BIN} outcomes, the fullest has ${most}`,
    needed: `${OUTCOMES_PER_BIN} outcomes within a tenth of confidence`,
  };
  if (enough.length === 0) return tooFew;
  const days = [...new Set(calls.map(({ day }) => day))].sort();
  if (days.length < 2 * BLOCK_DATES) {
    return { ...tooFew, reason: `only ${days.length} dates`, needed: "more dates" };
  }
  const row = new Map(days.map((day, d) => [day, d]));
  const plan = blockPlan(days.length, { blockDates: BLOCK_DATES, draws: DRAWS, seed });
  const each = 1 - (1 - level) / enough.length;
  const readings = enough.flatMap(({ from, to, stated, observed, count }): BarReading[] => {
    const right = new Float64Array(days.length), all = new Float64Array(days.length);
    for (const call of calls) {
      if (call.stated < from || (call.stated >= to && to < 1)) continue;
      all[row.get(call.day)!]++;
      if (call.right) right[row.get(call.day)!]++;
    }
    const drawn = blockShare(right, all, plan, each);
    if (!drawn) return [];
    const { share } = observed!;
    return [{
      ...named,
      n: count,
      figure: share - stated!,
      low: Math.min(drawn.low, share) - stated!,
      high: Math.max(drawn.high, share) - stated!,
      convention: `${named.convention}; this bin: ${Math.round(100 * from)} to ` +
        `${Math.round(100 * to)} % stated`,
    }];
  });
  if (readings.length === 0) return { ...tooFew, reason: "outcomes lie on too few dates" };
  const reach = ({ low, high }: BarReading) => Math.max(-low!, high!);
  const missed = readings.filter((one) => judgedBar(one).verdict === "not met");
  return (missed.length > 0 ? missed : readings).reduce((a, b) => reach(b) > reach(a) ? b : a);
}
