import { quotedValue } from "../outside_text.ts";
import {
  calibratedProbability,
  calibration,
  type CalibrationCurve,
  type Forecast,
  type NoCalibration,
  plattCalibration,
  type PlattCurve,
  plattProbability,
} from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { checkedRecord, type ConfidenceOutcome } from "./confidence_outcome.ts";

/** How the curve is fitted: rising steps, or a sigmoid. */
type CalibrationMethod = "isotonic" | "platt";

/** How confidences are put right. */
export interface CalibrationOptions {
  /** `isotonic` by default. */
  readonly method?: CalibrationMethod;
  /** Fewer resolved outcomes than this: every confidence is 1; 96 by default. */
  readonly leastOutcomes?: number;
  /** Strength of the shrinkage to the base rate, in outcomes; 96 by default. */
  readonly shrinkageOutcomes?: number;
}

/** Confidences for one day's tilts, and what they rest on. */
export interface CalibratedConfidences {
  /** `calibrated` once enough outcomes are resolved, `one` before (design section 7). */
  readonly rule: "calibrated" | "one";
  readonly method: CalibrationMethod;
  /** One per stated confidence, 0 to 1; all 1 under the rule `one`. */
  readonly confidences: readonly number[];
  /** Outcomes resolved by the day: all that was used. */
  readonly outcomes: number;
  /** Calls of the record whose horizon was not over that day: not looked at. */
  readonly unresolved: number;
  /** What was fitted, or the abstention with its sentence. */
  readonly curve: CalibrationCurve | PlattCurve | NoCalibration;
}

/** What was known of a record at the close of a day: the calls whose horizon was over. */
function resolvedBy(record: readonly ConfidenceOutcome[], day: Day): readonly Forecast[] {
  return record.flatMap(({ resolvedOn, stated, right }) =>
    right === undefined || resolvedOn === undefined || resolvedOn > day ? [] : [{ stated, right }]
  );
}

function read(curve: CalibrationCurve | PlattCurve, stated: number): number {
  return curve.kind === "platt"
    ? plattProbability(curve, stated)
    : calibratedProbability(curve, stated);
}

/**
 * Stated confidences put right by what was known of earlier ones on that day.
 *
 * Only outcomes whose horizon was over at the close of the day count; a call of last week, whose four
 * weeks are not over, cannot. With too few of them the confidence is 1 for all, and the result says
 * so. A calibrated confidence is the probability that the call is right, drawn to the base rate.
 *
 * @param record Earlier calls, of any days and in any order; later ones are not looked at.
 * @param asked The day of the decision and the confidences stated that day.
 * @param options See {@linkcode CalibrationOptions}.
 * @throws {RangeError} If a confidence lies outside 0 to 1, an outcome is resolved before its day or
 *   without one, or an option is out of range.
 * @throws {TypeError} If an outcome is neither true, false nor absent.
 *
 * @example Ninety-six calls at 80 %, half of them right, and one week later
 * ```ts
 * import { calibratedConfidences } from "lab/signals";
 * import { day } from "lab/units";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const record = Array.from({ length: 96 }, (_, i) => ({
 *   day: day("2024-01-05"),
 *   resolvedOn: day("2024-02-02"),
 *   stated: 0.8,
 *   right: i % 2 === 0,
 * }));
 * const asked = (on: string) => ({ day: day(on), stated: [0.8, 0.6] });
 * deepEqual(calibratedConfidences(record, asked("2024-02-09")).confidences, [0.5, 0.5]);
 * equal(calibratedConfidences(record, asked("2024-01-26")).rule, "one");
 * ```
 */
export function calibratedConfidences(
  record: readonly ConfidenceOutcome[],
  asked: { readonly day: Day; readonly stated: readonly number[] },
  options: CalibrationOptions = {},
): CalibratedConfidences {
  const { method = "isotonic", leastOutcomes, shrinkageOutcomes } = options;
  if (method !== "isotonic" && method !== "platt") {
    throw new RangeError(
      `Cannot calibrate confidences: need the method "isotonic" or "platt", ` +
        `got ${quotedValue(method)}`,
    );
  }
  checkedRecord("calibrate confidences", record);
  asked.stated.forEach((stated, i) => {
    if (typeof stated !== "number" || !(stated >= 0 && stated <= 1)) {
      throw new RangeError(
        `Cannot calibrate confidences: need stated confidences from 0 to 1 (0.8 for 80 %), ` +
          `got ${stated} at position ${i} of the day's`,
      );
    }
  });
  const known = resolvedBy(record, asked.day);
  const curve = (method === "platt" ? plattCalibration : calibration)(known, {
    leastOutcomes,
    shrinkageOutcomes,
  });
  const base = { method, outcomes: known.length, unresolved: record.length - known.length, curve };
  return curve.kind === "abstention"
    ? { rule: "one", confidences: asked.stated.map(() => 1), ...base }
    : {
      rule: "calibrated",
      confidences: asked.stated.map((stated) => read(curve, stated)),
      ...base,
    };
}

/** A call with the probability it was given out of sample. */
interface WalkForwardCall extends ConfidenceOutcome {
  /** From outcomes resolved by its day alone; absent while those were too few. */
  readonly calibrated?: number;
}

/**
 * A record calibrated as it went: every call by the outcomes that were resolved on its own day.
 *
 * What calibration would have done, without hindsight: judge it by `confidenceQuality`, beside the
 * stated confidences of the same calls. A curve judged on the outcomes it was fitted to flatters.
 *
 * @param record In any order; the answer keeps it.
 * @param options See {@linkcode CalibrationOptions}.
 * @throws As `calibratedConfidences`.
 *
 * @example The first calls have nobody to learn from
 * ```ts
 * import { walkForwardCalibration } from "lab/signals";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const call = (on: string, end: string) => ({
 *   day: day(on), resolvedOn: day(end), stated: 0.8, right: true,
 * });
 * const calls = [call("2024-01-05", "2024-02-02"), call("2024-02-02", "2024-03-01")];
 * deepEqual(
 *   walkForwardCalibration(calls, { leastOutcomes: 1 }).map(({ calibrated }) => calibrated),
 *   [undefined, 1],
 * );
 * ```
 */
export function walkForwardCalibration(
  record: readonly ConfidenceOutcome[],
  options: CalibrationOptions = {},
): readonly WalkForwardCall[] {
  const byDay = new Map<Day, number[]>();
  record.forEach(({ day }, i) => {
    const there = byDay.get(day);
    if (there) there.push(i);
    else byDay.set(day, [i]);
  });
  const out: WalkForwardCall[] = [...record];
  for (const [day, rows] of byDay) {
    const stated = rows.map((i) => record[i].stated);
    const { rule, confidences } = calibratedConfidences(record, { day, stated }, options);
    if (rule === "one") continue;
    rows.forEach((i, k) => out[i] = { ...record[i], calibrated: confidences[k] });
  }
  return out;
}
