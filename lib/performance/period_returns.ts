import { checkObject } from "../arguments.ts";
import { INTERVAL_LEVEL } from "../stats/mod.ts";

/** Simple returns, one per period, oldest first; `undefined` where there is none. */
export type PeriodReturns = readonly (number | undefined)[];

/** How a series becomes figures per year. */
export interface MeasureOptions {
  /** Periods in a year: 252 for trading days, 52 for weeks, 12 for months. There is no default. */
  readonly periodsPerYear: number;
  /** Risk-free rate per period, one number or one for each period; 0 if absent, and said so. */
  readonly riskFree?: number | PeriodReturns;
  /** Lags of the Newey–West error; by `neweyWestLags` if absent. */
  readonly lags?: number;
  /** Two-sided confidence of intervals; 0.95 if absent. */
  readonly level?: number;
  /** Resampling for figures that hang on one path; without it they have no interval. */
  readonly bootstrap?: PathBootstrap;
}

/** How the path is drawn anew, in blocks of random length. */
interface PathBootstrap {
  readonly seed: number;
  /** Resamples; 10,000 by default. */
  readonly draws?: number;
}

/** The returns that are known, in order. */
interface KnownReturns {
  readonly values: Float64Array;
  /** Their positions in the series given. */
  readonly at: readonly number[];
  /** Periods without a return. */
  readonly missing: number;
  /** Position of the first period without a return between two that have one. */
  readonly gap: number | undefined;
}

function refuse(action: string, need: string): never {
  throw new RangeError(`Cannot ${action}: ${need}`);
}

/**
 * The known returns of a series. What is missing at either end is left out and counted; what is
 * missing in between is counted too, and named, because a path cannot be followed across it.
 *
 * @param action What for, such as "measure a Sharpe ratio"; opens the message.
 * @param least The lowest value that can be: −1 for returns, −∞ for their differences.
 * @throws {RangeError} If the series is empty or holds no return, or one is not finite or too low.
 */
export function knownReturns(returns: PeriodReturns, action: string, least = -1): KnownReturns {
  if (returns.length === 0) refuse(action, "need returns, got an empty series");
  const at: number[] = [];
  let gap: number | undefined;
  for (let t = 0; t < returns.length; t++) {
    const value = returns[t];
    if (value === undefined) continue;
    if (typeof value !== "number" || !Number.isFinite(value)) {
      refuse(
        action,
        `need finite returns, or undefined where one is missing, got ${value} at position ${t}`,
      );
    }
    if (value < least) {
      refuse(
        action,
        `a return cannot be below -1 (a loss of everything), got ${value} at position ${t}`,
      );
    }
    if (at.length > 0 && at[at.length - 1] < t - 1) gap ??= at[at.length - 1] + 1;
    at.push(t);
  }
  if (at.length === 0) refuse(action, `need returns, got ${returns.length} missing ones`);
  const values = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) values[i] = returns[at[i]]!;
  return {
    values,
    at,
    missing: returns.length - at.length,
    gap,
  };
}

/**
 * Returns less the risk-free rate, period by period.
 *
 * @throws {RangeError} If a rate is missing where a return is not, or lengths differ.
 */
export function excessOver(
  returns: PeriodReturns,
  riskFree: number | PeriodReturns | undefined,
  action: string,
  least = -1,
): KnownReturns & { readonly words: string } {
  const known = knownReturns(returns, action, least);
  if (riskFree === undefined) return { ...known, words: "risk-free rate 0" };
  if (typeof riskFree === "number") {
    if (!Number.isFinite(riskFree)) {
      refuse(action, `riskFree must be a finite rate per period, got ${riskFree}`);
    }
    return {
      ...known,
      values: known.values.map((value) => value - riskFree),
      words: riskFree === 0 ? "risk-free rate 0" : "less a constant risk-free rate",
    };
  }
  if (riskFree.length !== returns.length) {
    refuse(
      action,
      `need one risk-free rate per return, got ${riskFree.length} and ${returns.length}`,
    );
  }
  return {
    ...known,
    values: known.values.map((value, i) => {
      const rate = riskFree[known.at[i]];
      if (rate === undefined || !Number.isFinite(rate)) {
        refuse(action, `need a finite risk-free rate at position ${known.at[i]}, got ${rate}`);
      }
      return value - rate;
    }),
    words: "less the risk-free rate of each period",
  };
}

/** Options checked, with defaults filled in. */
export function checkedOptions(
  options: MeasureOptions,
  action: string,
): { readonly periodsPerYear: number; readonly level: number } {
  checkObject(`Cannot ${action}`, "the options", options, ["periodsPerYear"]);
  const { periodsPerYear, level = INTERVAL_LEVEL } = options;
  if (!(periodsPerYear > 0 && periodsPerYear < Infinity)) {
    refuse(
      action,
      `periodsPerYear must be above 0, such as 252, 52 or 12, got ${periodsPerYear}`,
    );
  }
  if (!(level > 0 && level < 1)) refuse(action, `level must lie in (0, 1), got ${level}`);
  return { periodsPerYear, level };
}

/** The phrase for a path that a missing return breaks. */
export function brokenAt(gap: number): string {
  return `a path needs every period, and position ${gap} has no return`;
}
