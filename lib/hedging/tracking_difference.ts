import { TRADING_DAYS_A_YEAR } from "../days.ts";
import { fundTerms } from "./fund_terms.ts";

const ACTION = "judge a tracking difference";

/** How far a fund is expected to end from its leverage times the index. */
export interface TrackingDifference {
  /** Expected difference F − L·R, a share of the money put in. */
  readonly expected: number;
  /** Its standard deviation, exactly. */
  readonly standardDeviation: number;
  /** |L² − L|·v·√(n(n−1)/2): the short form, for a mean of zero and small variances. */
  readonly shortForm: number;
}

function check(name: string, value: number, fits: boolean, need: string): void {
  if (!fits) throw new RangeError(`Cannot ${ACTION}: ${name} must be ${need}, got ${value}`);
}

/**
 * Tracking difference F − L·R of a fund with a daily target: expectation and standard deviation over n
 * independent days of one mean and variance, without carry and fee.
 *
 * `E = (1 + Lm)ⁿ − 1 − L((1 + m)ⁿ − 1)`, **zero without drift**: that a leveraged fund always decays is
 * true of its median, not of its mean. The variance follows from the second moments of the products:
 * `((1+Lm)² + L²v)ⁿ − (1+Lm)²ⁿ + L²[((1+m)² + v)ⁿ − (1+m)²ⁿ] − 2L[((1+m)(1+Lm) + Lv)ⁿ −
 * ((1+m)(1+Lm))ⁿ]`.
 *
 * @param options.leverage L, such as −2.
 * @param options.dailyMean Mean of a day's simple return; 0 by default.
 * @param options.volatility Per year: 0.2 is 20 %; a day's variance is its square over 252.
 * @param options.days A whole number from 1.
 * @throws {RangeError} If an option is out of range.
 *
 * @example Twenty days of a −2x fund at 20 % volatility: off by 1.3 points, either way
 * ```ts
 * import { trackingDifference } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const fund = trackingDifference({ leverage: -2, volatility: 0.2, days: 20 });
 * equal(fund.expected, 0);
 * equal(fund.standardDeviation.toFixed(4), "0.0131");
 * ```
 */
export function trackingDifference(options: {
  readonly leverage: number;
  readonly dailyMean?: number;
  readonly volatility: number;
  readonly days: number;
}): TrackingDifference {
  const { dailyMean: m = 0, volatility, days: n } = options;
  const { leverage: L } = fundTerms({ leverage: options.leverage }, ACTION);
  check(
    "volatility",
    volatility,
    volatility >= 0 && volatility < 5,
    "a share per year, 0.2 for 20 %",
  );
  check("days", n, Number.isInteger(n) && n >= 1, "a whole number from 1");
  check("dailyMean", m, Math.abs(m) < 1, "a share per day, 0.0004 for 4 bp");
  const v = volatility * volatility / TRADING_DAYS_A_YEAR;
  const fund = 1 + L * m, index = 1 + m;
  // aⁿ − bⁿ by logarithms: both are near one, and their difference is what counts.
  const gap = (base: number, added: number) => base ** n * Math.expm1(n * Math.log1p(added / base));
  const variance = gap(fund * fund, L * L * v) + L * L * gap(index * index, v) -
    2 * L * gap(index * fund, L * v);
  return {
    expected: fund ** n - 1 - L * (index ** n - 1) + 0,
    standardDeviation: Math.sqrt(Math.max(0, variance)),
    shortForm: Math.abs(L * L - L) * v * Math.sqrt(n * (n - 1) / 2),
  };
}

/**
 * What a fund returns over a time at whose end its index stands where it began, without carry and fee:
 * `exp(½(L − L²)σ²T) − 1`. All of it is convexity.
 *
 * @param options.leverage L, such as −2.
 * @param options.volatility Realised, per year.
 * @param options.years Length of the time; 1 by default.
 * @throws {RangeError} If an option is out of range.
 *
 * @example A flat year at 25 %: −6 % and −17 %
 * ```ts
 * import { flatIndexReturn } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const funds = [-1, -2].map((leverage) => flatIndexReturn({ leverage, volatility: 0.25 }));
 * deepEqual(funds.map((value) => value.toFixed(3)), ["-0.061", "-0.171"]);
 * ```
 */
export function flatIndexReturn(options: {
  readonly leverage: number;
  readonly volatility: number;
  readonly years?: number;
}): number {
  const { leverage, variance } = horizon(options);
  return Math.expm1((leverage - leverage * leverage) / 2 * variance);
}

/**
 * What the middle one of many funds returns when the index has no drift, without carry and fee:
 * `exp(½(L − L²)σ²T − ½Lσ²T) − 1`, which is `exp(−½L²σ²T) − 1`.
 *
 * Half of all paths end below it. The mean of all paths is zero: a few end far above.
 *
 * @param options As for `flatIndexReturn`, where the index's end is given instead.
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { medianReturn } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * equal(medianReturn({ leverage: -2, volatility: 0.25 }).toFixed(3), "-0.118");
 * ```
 */
export function medianReturn(options: {
  readonly leverage: number;
  readonly volatility: number;
  readonly years?: number;
}): number {
  const { leverage, variance } = horizon(options);
  return Math.expm1(-leverage * leverage / 2 * variance);
}

function horizon(options: {
  readonly leverage: number;
  readonly volatility: number;
  readonly years?: number;
}) {
  const { volatility, years = 1 } = options;
  const { leverage } = fundTerms({ leverage: options.leverage }, ACTION);
  check(
    "volatility",
    volatility,
    volatility >= 0 && volatility < 5,
    "a share per year, 0.2 for 20 %",
  );
  check("years", years, years >= 0 && years < Infinity, "at least 0");
  return { leverage, variance: volatility * volatility * years };
}

/**
 * The volatility at which a fund ends exactly at L times the index, per year: below it the trend wins,
 * above it the zigzag.
 *
 * `√(2/(L − L²) · ln((1 + L·R)/(1 + R)^L) · 252/n)`, from the formula of Avellaneda and Zhang set equal
 * to 1 + L·R, without carry and fee.
 *
 * @param options.leverage L below 0 or above 1: only such a fund resets.
 * @param options.indexReturn R over the whole time, above −1.
 * @param options.days Trading days of the time, above 0.
 * @returns The volatility, or `undefined` where 1 + L·R is not above 0: then the fund is always better.
 * @throws {RangeError} If an option is out of range.
 *
 * @example An index that falls a fifth in a year
 * ```ts
 * import { breakEvenVolatility } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const sigma = breakEvenVolatility({ leverage: -2, indexReturn: -0.2, days: 252 })!;
 * equal(sigma.toFixed(3), "0.191");
 * ```
 */
export function breakEvenVolatility(options: {
  readonly leverage: number;
  readonly indexReturn: number;
  readonly days: number;
}): number | undefined {
  const { leverage: L, indexReturn: R, days } = options;
  check("leverage", L, L < 0 || (L > 1 && L < Infinity), "below 0 or above 1");
  check("indexReturn", R, R > -1 && R < Infinity, "a share above -1");
  check("days", days, days > 0 && days < Infinity, "above 0");
  const promised = 1 + L * R;
  if (promised <= 0) return undefined;
  const logs = Math.log(promised) - L * Math.log1p(R);
  // By Bernoulli's inequality the log is at most 0, as is L − L²; rounding may leave a speck.
  return Math.sqrt(Math.max(0, 2 / (L - L * L) * logs) * TRADING_DAYS_A_YEAR / days);
}
