import { mean, type MeanInterval, meanInterval, standardDeviation } from "../stats/mod.ts";

/** Dates that do not overlap: every so many, from one start. */
export interface IcPhase {
  /** 0 to horizon − 1: how many dates after the first it starts. */
  readonly phase: number;
  /** Mean, plain error and Student interval; absent below two dates. */
  readonly interval?: MeanInterval;
  readonly dates: number;
}

/** The phases of a horizon and what they say together. */
export interface IcPhases {
  readonly each: readonly IcPhase[];
  /**
   * Mean over all dates with the root mean square of the phases' errors: pooling earns no credit, for
   * phases share most of their weeks. Never too narrow; wide where scores change quickly. Absent where
   * a phase has fewer than two dates.
   */
  readonly pooled?: MeanInterval;
}

/**
 * Information coefficients of dates whose horizons do not overlap: one phase per step of the horizon.
 *
 * Within a phase the plain error is right. Which phase is taken is luck, so all are shown, and no
 * reader is left with the best of them.
 *
 * @param byDate One coefficient per date, `undefined` where there is none; its place counts all the
 *   same.
 * @param options.horizon Steps, a whole number from 1.
 * @param options.level Two-sided confidence.
 *
 * @example Two phases of two dates
 * ```ts
 * import { icPhases } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { each } = icPhases([0.25, 0, 0.75, 0.5], { horizon: 2, level: 0.95 });
 * deepEqual(each.map(({ interval }) => interval?.mean), [0.5, 0.25]);
 * ```
 */
export function icPhases(
  byDate: readonly (number | undefined)[],
  options: { readonly horizon: number; readonly level: number },
): IcPhases {
  const { horizon, level } = options;
  const each = Array.from({ length: horizon }, (_, phase): IcPhase => {
    const own = byDate.filter((ic, d): ic is number => d % horizon === phase && ic !== undefined);
    const dates = own.length;
    if (dates < 2) return { phase, dates };
    const error = standardDeviation(own) / Math.sqrt(dates);
    const options = { count: dates, degreesOfFreedom: dates - 1, level };
    return { phase, dates, interval: meanInterval(mean(own), error, options) };
  });
  const errors = each.flatMap(({ interval }) => interval ? [interval.standardError] : []);
  if (errors.length < horizon) return { each };
  const all = byDate.filter((ic) => ic !== undefined);
  const squares = errors.reduce((sum, error) => sum + error * error, 0);
  return {
    each,
    pooled: meanInterval(mean(all), Math.sqrt(squares / horizon), {
      count: all.length,
      degreesOfFreedom: Math.min(...each.map(({ dates }) => dates)) - 1,
      level,
    }),
  };
}
