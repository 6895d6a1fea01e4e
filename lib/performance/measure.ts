/**
 * A figure that cannot leave its uncertainty behind.
 *
 * Every measure of this folder is a {@linkcode Measure}: its value or the reason why there is none,
 * the periods it rests on, an interval or the reason why there is none, and the convention by which
 * libraries differ. A headline is written by `measureText`, which says all of it.
 *
 * @module
 */
import { isConstant } from "../stats/mod.ts";
import { MISSING, number, percent } from "../words.ts";

/** What a value counts in. */
export type MeasureUnit = "share" | "ratio" | "bp" | "periods" | "times";

/** A two-sided interval, and how it was got. */
export interface MeasureInterval {
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence, such as 0.95. */
  readonly level: number;
  /** Standard error in the measure's own unit, where the method has one. */
  readonly standardError?: number;
  /** The method with its lags, as a phrase. */
  readonly method: string;
}

/** No interval, and why: a phrase without a full stop. */
export interface NoInterval {
  readonly low: undefined;
  readonly high: undefined;
  readonly reason: string;
}

interface Named {
  /** What is measured, such as "Sharpe ratio". */
  readonly name: string;
  readonly unit: MeasureUnit;
  /** Periods it rests on. */
  readonly n: number;
  /** Periods without a return, which were left out. */
  readonly missing: number;
  /** One sentence: what was computed, and where libraries differ. */
  readonly convention: string;
}

/** What one way of measuring goes by under several names; `least` as `knownReturns` has it. */
export interface MeasureWords extends Pick<Named, "name" | "convention"> {
  readonly action: string;
  readonly least?: number;
}

/** A measure that has a value. */
interface Measured extends Named {
  readonly value: number;
  readonly interval: MeasureInterval | NoInterval;
  /** What makes the value doubtful, such as an expansion outside its range. */
  readonly doubt?: string;
}

/** A measure that has none; the reason is a phrase without a full stop. */
interface NotMeasured extends Named {
  readonly value: undefined;
  readonly interval: NoInterval;
  readonly reason: string;
}

/** A figure with its uncertainty, or the reason why there is no figure. */
export type Measure = Measured | NotMeasured;

/** No value: for the reason given there is no interval either. */
export function notMeasured(named: Named, reason: string): NotMeasured {
  return {
    ...named,
    value: undefined,
    interval: { low: undefined, high: undefined, reason },
    reason,
  };
}

/** Nothing varies, so that nothing can be said of how far off the figure may be. */
const NO_SPREAD = "the sample shows no spread to judge it by";

/**
 * An interval that has a width; one of none would be a certainty that nobody has.
 *
 * @param size Of a value that would be large here, where the interval may lie around zero.
 */
export function withWidth(interval: MeasureInterval, size = 0): MeasureInterval | NoInterval {
  const { low, high } = interval;
  return isConstant(high - low, Math.max(size, Math.abs(low), Math.abs(high)))
    ? { low: undefined, high: undefined, reason: NO_SPREAD }
    : interval;
}

/**
 * A value as its unit is written: 12.3 %, 0.54, 8.1 bp.
 *
 * @example
 * ```ts
 * import { measureValue } from "lab/performance";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([measureValue(0.123, "share"), measureValue(8.14, "bp")], ["12.3 %", "8.1 bp"]);
 * ```
 */
export function measureValue(value: number | undefined, unit: MeasureUnit): string {
  switch (unit) {
    case "share":
      return percent(value);
    case "bp":
      return value === undefined ? MISSING : `${number(value, { digits: 1 })} bp`;
    case "periods":
      return number(value, { digits: 0 });
    case "times":
      return value === undefined ? MISSING : `${number(value, { digits: 1 })} times`;
    case "ratio":
      return number(value);
  }
}

/**
 * A measure as a headline: value, interval, count; or the reason why there is none.
 *
 * @param periods What a period is called, in the plural: "weeks".
 *
 * @example
 * ```ts
 * import { measureText, sharpe } from "lab/performance";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   measureText(sharpe([0.01, 0.01, 0.01], { periodsPerYear: 52 }), "weeks"),
 *   "Sharpe ratio: not measured, the returns have no volatility (n = 3 weeks)",
 * );
 * ```
 */
export function measureText(measure: Measure, periods = "periods"): string {
  const { name, unit, n, interval } = measure;
  if (measure.value === undefined) {
    return `${name}: not measured, ${measure.reason} (n = ${n} ${periods})`;
  }
  const value = measureValue(measure.value, unit);
  const range = interval.low === undefined
    ? `no interval: ${interval.reason}`
    : `${percent(interval.level, { digits: 0 })} interval ${measureValue(interval.low, unit)} to ${
      measureValue(interval.high, unit)
    }`;
  const doubt = measure.doubt === undefined ? "" : `; ${measure.doubt}`;
  return `${name} ${value} (${range}; n = ${n} ${periods}${doubt})`;
}
