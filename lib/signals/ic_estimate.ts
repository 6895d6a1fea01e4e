import {
  mean,
  type MeanInterval,
  meanInterval,
  neweyWestLags,
  neweyWestMean,
  standardDeviation,
} from "../stats/mod.ts";
import { headlineInterval, leastDates } from "./headline_interval.ts";
import { type IcPhases, icPhases } from "./ic_phases.ts";
import { type IcPower, icPower } from "./ic_power.ts";

/** How a mean information coefficient is judged. */
export interface IcTerms {
  /** Steps of the outcomes; neighbouring dates overlap by one less. */
  readonly horizon: number;
  /** Two-sided confidence of every interval and test. */
  readonly level: number;
  /** Lags of Newey and West's error; the overlap or the rule of thumb without it. */
  readonly lags?: number;
  /** An ic worth finding, for the power beside the observed one. */
  readonly statedIc: number;
  /** Weeks from one date to the next. */
  readonly weeksPerDate: number;
}

/** A mean rank information coefficient with everything that must stand beside it. */
export interface IcEstimate {
  /** Mean over dates; absent where no date has one. */
  readonly ic?: number;
  /** Dates behind it. */
  readonly dates: number;
  /** The interval to quote (`headlineInterval`); absent, with `reason`, where dates are too few. */
  readonly headline?: MeanInterval;
  /** Why there is no headline interval. */
  readonly reason?: string;
  /** As if dates were independent: too narrow where outcomes overlap. For comparison only. */
  readonly plain?: MeanInterval;
  /** Newey and West's, normal; absent without more dates than lags. For comparison. */
  readonly neweyWest?: MeanInterval & { readonly lags: number };
  /** Without overlap, start by start. */
  readonly phases: IcPhases;
  /** What the record can see, with the headline's error; absent without one. */
  readonly power?: { readonly observed: IcPower; readonly stated: IcPower };
}

/** Lags for outcomes that overlap: all of them, or the rule of thumb where that is more. */
function overlapLags(dates: number, horizon: number): number {
  return Math.max(horizon - 1, dates === 0 ? 0 : neweyWestLags(dates));
}

/**
 * The mean of information coefficients with its errors, intervals and power.
 *
 * @param byDate One coefficient per date in order, `undefined` where there is none.
 * @param terms See {@linkcode IcTerms}.
 * @throws {RangeError} If lags are given and there are not more coefficients than lags, or a term is
 *   out of range.
 *
 * @example Forty weekly dates with four-week outcomes
 * ```ts
 * import { icEstimate } from "lab/signals";
 * import { ok } from "node:assert/strict";
 *
 * const byDate = Array.from({ length: 40 }, (_, d) => Math.sin(d / 3) / 3 + 0.05);
 * const found = icEstimate(byDate, {
 *   horizon: 4, level: 0.95, statedIc: 0.05, weeksPerDate: 1,
 * });
 * ok(found.headline!.standardError > found.plain!.standardError);
 * ok(found.power!.stated.weeksStillForT2! > 0);
 * ```
 */
export function icEstimate(
  byDate: readonly (number | undefined)[],
  terms: IcTerms,
): IcEstimate {
  const { horizon, level, statedIc, weeksPerDate } = terms;
  const ics = byDate.filter((ic) => ic !== undefined);
  const dates = ics.length;
  const lags = terms.lags ?? overlapLags(dates, horizon);
  if (terms.lags !== undefined && dates <= lags) {
    throw new RangeError(
      `Cannot judge an information coefficient: need more dates with a coefficient than lags, ` +
        `got ${dates} dates and ${lags} lags`,
    );
  }
  const phases = icPhases(byDate, { horizon, level });
  const headline = headlineInterval(ics, { horizon, level });
  const noHeadline = headline ? {} : {
    reason: `${dates} dates are too few for an interval: ` +
      `a horizon of ${horizon} needs at least ${leastDates(horizon)}`,
  };
  if (dates === 0) return { dates, ...noHeadline, phases };
  const ic = mean(ics);
  if (dates === 1) return { ic, dates, ...noHeadline, phases };
  const plain = meanInterval(ic, standardDeviation(ics) / Math.sqrt(dates), {
    count: dates,
    degreesOfFreedom: dates - 1,
    level,
  });
  const seen = (size: number) =>
    icPower(size, { standardError: headline!.standardError, dates, weeksPerDate, level });
  return {
    ic,
    dates,
    ...(headline ? { headline } : noHeadline),
    plain,
    ...(dates > lags ? { neweyWest: neweyWestMean(ics, { lags, level }) } : {}),
    phases,
    ...(headline && headline.standardError > 0
      ? { power: { observed: seen(ic), stated: seen(statedIc) } }
      : {}),
  };
}
