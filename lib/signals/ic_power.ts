import { normalProbability, normalQuantile } from "../stats/mod.ts";

/** The t that counts as a finding in "dates needed for t = 2". */
const FOUND_T = 2;
/** The power that is usually asked for. */
const USUAL_POWER = 0.8;

/**
 * How many independent periods it takes to see an information coefficient.
 *
 * (q·sd/ic)², with q = 2 for an expected t of 2 and q = z(1 − α/2) + z(power) for a power (any
 * textbook on sample size; Cohen, Statistical Power Analysis, 1988, chapter 2). By chance alone the
 * coefficient of one date with n names has a deviation of 1/√(n − 1): 0.316 for eleven.
 *
 * @param ic The coefficient to be seen, above 0.
 * @param options.sd Deviation of one period's coefficient, above 0.
 * @param options.power Inside (0, 1); without it the periods for an expected t of 2.
 * @param options.level Confidence of the two-sided test; 0.95 by default.
 * @returns Periods, not rounded.
 * @throws {RangeError} If a number is out of range.
 *
 * @example Eleven sectors at 0.05
 * ```ts
 * import { periodsNeeded } from "lab/signals";
 * import { equal } from "node:assert/strict";
 *
 * const sd = 1 / Math.sqrt(10);
 * equal(Math.round(periodsNeeded(0.05, { sd })), 160);
 * equal(Math.round(periodsNeeded(0.05, { sd, power: 0.8 })), 314);
 * ```
 */
export function periodsNeeded(
  ic: number,
  options: { readonly sd: number; readonly power?: number; readonly level?: number },
): number {
  const { sd, power, level = 0.95 } = options;
  if (!(ic > 0 && ic < Infinity) || !(sd > 0 && sd < Infinity)) {
    throw new RangeError(
      `Cannot count periods: need an ic and a deviation above 0, got ${ic} and ${sd}`,
    );
  }
  if (power !== undefined && !(power > 0 && power < 1)) {
    throw new RangeError(`Cannot count periods: power must lie in (0, 1), got ${power}`);
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot count periods: level must lie in (0, 1), got ${level}`);
  }
  const q = power === undefined ? FOUND_T : normalQuantile((1 + level) / 2) + normalQuantile(power);
  return (q * sd / ic) ** 2;
}

/** What this much data can see of one size of information coefficient. */
export interface IcPower {
  /** The size asked about, from 0. */
  readonly ic: number;
  /** Chance that the two-sided test at the interval's level would find it, 0 to 1. */
  readonly power: number;
  /** Weeks of record for an expected t of 2; absent for an ic of zero, which no record shows. */
  readonly weeksForT2?: number;
  /** Of these, still to come; 0 where there are enough. */
  readonly weeksStillForT2?: number;
  /** Weeks of record for 80 % power; absent for an ic of zero. */
  readonly weeksFor80?: number;
  readonly weeksStillFor80?: number;
}

/**
 * The power of a record to see an information coefficient, and the weeks that are still needed.
 *
 * With the record's own error: a record four times as long has half of it, so the error measured now
 * says how long is long enough, overlap and persistence included. Power is
 * Φ(ic/error − z) + Φ(−ic/error − z). At the observed ic it only repeats the p-value (Hoenig and
 * Heisey, The American Statistician 55, 2001), so a stated ic stands beside it.
 *
 * @param ic The size asked about; its sign does not count.
 * @param options.standardError Of the mean, above 0.
 * @param options.dates Dates behind that error.
 * @param options.weeksPerDate Weeks from one date to the next.
 * @param options.level Confidence of the two-sided test.
 * @throws {RangeError} If a number is out of range.
 *
 * @example Half of what is needed
 * ```ts
 * import { icPower } from "lab/signals";
 * import { equal } from "node:assert/strict";
 *
 * const found = icPower(0.05, {
 *   standardError: 1 / Math.sqrt(10 * 80), dates: 80, weeksPerDate: 4, level: 0.95,
 * });
 * equal(found.weeksForT2, 640);
 * equal(found.weeksStillForT2, 320);
 * equal(found.power.toFixed(2), "0.29");
 * ```
 */
export function icPower(
  ic: number,
  options: {
    readonly standardError: number;
    readonly dates: number;
    readonly weeksPerDate: number;
    readonly level: number;
  },
): IcPower {
  const { standardError, dates, weeksPerDate, level } = options;
  if (!Number.isFinite(ic) || !(standardError > 0) || !(dates > 0) || !(weeksPerDate > 0)) {
    throw new RangeError(
      `Cannot find a power: need a finite ic, and error, dates and weeks per date above 0, ` +
        `got ${ic}, ${standardError}, ${dates} and ${weeksPerDate}`,
    );
  }
  const size = Math.abs(ic), z = normalQuantile((1 + level) / 2);
  const power = normalProbability(size / standardError - z) +
    normalProbability(-size / standardError - z);
  if (size === 0) return { ic: 0, power };
  const sd = standardError * Math.sqrt(dates);
  const weeks = (power?: number) =>
    // A whole number of weeks, but not one more because of the last bit of a product.
    Math.ceil(periodsNeeded(size, { sd, power, level }) * weeksPerDate - 1e-6);
  const weeksForT2 = weeks(), weeksFor80 = weeks(USUAL_POWER);
  const done = Math.round(dates * weeksPerDate);
  return {
    ic: size,
    power,
    weeksForT2,
    weeksStillForT2: Math.max(0, weeksForT2 - done),
    weeksFor80,
    weeksStillFor80: Math.max(0, weeksFor80 - done),
  };
}
