import { INTERVAL_LEVEL } from "./beta.ts";
import { mean, standardDeviation } from "./moments.ts";
import { rankCorrelation } from "./rank_correlation.ts";
import { studentQuantile } from "./student_quantile.ts";

/** One value per sector of one date; `undefined` where there is none. */
type DateValues = readonly (number | undefined)[];

/** Fewer names than this have no order worth speaking of. */
const LEAST_NAMES = 3;

/** How well scores put names in the order in which they then returned. */
export interface MeanRankIc {
  /** Mean over dates; absent where no date has a coefficient. */
  readonly ic?: number;
  /** Standard error of the mean, the spread between dates over √dates; absent below two dates. */
  readonly standardError?: number;
  /** Interval by Student's t with dates − 1 degrees of freedom; absent below two dates. */
  readonly low?: number;
  readonly high?: number;
  /** Two-sided confidence of the interval. */
  readonly level: number;
  /** Dates with a coefficient. */
  readonly dates: number;
  /** Dates without one: all scores equal, all outcomes equal, or fewer than three names with both. */
  readonly undefinedDates: number;
  /** The coefficient of each date, in the order given. */
  readonly byDate: readonly (number | undefined)[];
}

/**
 * The mean rank information coefficient over dates, with its standard error.
 *
 * Per date Spearman's correlation of scores with the returns that followed, tied values sharing the
 * average of their ranks; then the plain mean of the dates. A date on which every score is equal has
 * no coefficient: it is counted as such and is never zero.
 *
 * The error takes dates as independent. So the horizons must not overlap: four-week outcomes every
 * four weeks. Weekly dates with four-week outcomes would make it too small.
 *
 * @param scores One list per date, one entry per name.
 * @param outcomes The returns that followed, in the same order; only their ranks count.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @throws {RangeError} If numbers of dates or names differ, a value is not finite, or the level lies
 *   outside (0, 1).
 *
 * @example One date in order, one turned around, one without an opinion
 * ```ts
 * import { meanRankIc } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const outcomes = [-0.01, 0, 0.02];
 * const found = meanRankIc([[1, 3, 5], [5, 3, 1], [3, 3, 3]], [outcomes, outcomes, outcomes]);
 * equal(found.ic, 0);
 * equal(found.standardError, 1);
 * equal(found.undefinedDates, 1);
 * ```
 */
export function meanRankIc(
  scores: readonly DateValues[],
  outcomes: readonly DateValues[],
  options: { readonly level?: number } = {},
): MeanRankIc {
  const { level = INTERVAL_LEVEL } = options;
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot take a mean rank IC: level must lie in (0, 1), got ${level}`);
  }
  if (scores.length !== outcomes.length) {
    throw new RangeError(
      `Cannot take a mean rank IC: need scores and outcomes of the same dates, ` +
        `got ${scores.length} and ${outcomes.length}`,
    );
  }
  const byDate = scores.map((one, date) => {
    if (one.length !== outcomes[date].length) {
      throw new RangeError(
        `Cannot take a mean rank IC: need one outcome per score, ` +
          `got ${one.length} scores and ${outcomes[date].length} outcomes on date ${date}`,
      );
    }
    const x: number[] = [], y: number[] = [];
    one.forEach((score, i) => {
      const outcome = outcomes[date][i];
      if (score === undefined || outcome === undefined) return;
      x.push(score);
      y.push(outcome);
    });
    return x.length < LEAST_NAMES ? undefined : rankCorrelation(x, y);
  });
  const ics = byDate.filter((ic) => ic !== undefined);
  const dates = ics.length;
  const counts = { level, dates, undefinedDates: byDate.length - dates, byDate };
  if (dates === 0) return counts;
  const ic = mean(ics);
  if (dates === 1) return { ic, ...counts };
  const standardError = standardDeviation(ics) / Math.sqrt(dates);
  const half = studentQuantile((1 + level) / 2, dates - 1) * standardError;
  return { ic, standardError, low: ic - half, high: ic + half, ...counts };
}
