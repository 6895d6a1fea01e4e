import { checkedForecasts, type Forecast } from "./brier_score.ts";
import { type IsotonicStep, isotonicSteps, isotonicValue } from "./isotonic.ts";

/**
 * Fewest outcomes from which a curve is fitted: as many as one share needs to be known to within
 * ±10 points at 95 %, (1.96/0.1)²/4 = 96. A curve has more than one share, so this is little.
 */
const LEAST_OUTCOMES = 96;
/**
 * Outcomes' worth of doubt: a step that rests on as many outcomes as this is drawn halfway to the
 * base rate. The lab's own choice, the same number again.
 */
const SHRINKAGE_OUTCOMES = 96;

/** Stated probabilities put right by their record. */
export interface CalibrationCurve {
  readonly kind: "curve";
  readonly outcomes: number;
  /** Share that came true, whatever was stated. */
  readonly baseRate: number;
  /** The rising steps through the outcomes, as they are. */
  readonly steps: readonly IsotonicStep[];
  /** The same drawn to the base rate, thin steps most; what `calibratedProbability` reads. */
  readonly shrunk: readonly IsotonicStep[];
}

/** Too few outcomes for a curve: it says so and gives none. */
export interface NoCalibration {
  readonly kind: "abstention";
  readonly outcomes: number;
  /** How many are needed. */
  readonly needed: number;
  /** A sentence for the reader. */
  readonly reason: string;
}

/** The sentence of a record that is too short, for every kind of curve. */
export function abstention(outcomes: number, needed: number): NoCalibration {
  const known = outcomes === 0
    ? "No outcome is known"
    : outcomes === 1
    ? "Only 1 outcome is known"
    : `Only ${outcomes} outcomes are known`;
  return {
    kind: "abstention",
    outcomes,
    needed,
    reason: `${known} and ${needed} ${needed === 1 ? "is" : "are"} needed, ` +
      "so stated probabilities are not corrected.",
  };
}

/**
 * What a record of outcomes makes of stated probabilities: isotonic steps, shrunk to the base rate.
 *
 * Steps by pool adjacent violators (Zadrozny and Elkan, "Transforming Classifier Scores into Accurate
 * Multiclass Probability Estimates", KDD 2002). They follow the luck of the record, most of all at
 * the ends, where two wrong calls make a step of 0 %. So a step of n outcomes is drawn to the base
 * rate b: b + n/(n + m)·(step − b); where that leaves a step below its left neighbour, violators are
 * pooled once more. The curve flatters on the outcomes it was made from; judge it on later ones.
 *
 * @param forecasts Stated probabilities with their outcomes.
 * @param options.leastOutcomes Below this many the lab abstains; 96 by default.
 * @param options.shrinkageOutcomes m: half of a step with n = m outcomes is kept; 96 by default.
 * @returns A curve for `calibratedProbability`, or an abstention with its sentence.
 * @throws {RangeError} If a probability lies outside 0 to 1 or an option is out of range.
 * @throws {TypeError} If an outcome is neither true nor false.
 *
 * @example Too few outcomes
 * ```ts
 * import { calibration } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const record = calibration([{ stated: 0.8, right: true }]);
 * equal(
 *   record.kind === "abstention" && record.reason,
 *   "Only 1 outcome is known and 96 are needed, so stated probabilities are not corrected.",
 * );
 * ```
 */
export function calibration(
  forecasts: readonly Forecast[],
  options: { readonly leastOutcomes?: number; readonly shrinkageOutcomes?: number } = {},
): CalibrationCurve | NoCalibration {
  const { leastOutcomes, shrinkageOutcomes } = checkedCalibration(forecasts, options);
  const outcomes = forecasts.length;
  if (outcomes < leastOutcomes) return abstention(outcomes, leastOutcomes);
  const baseRate = forecasts.filter(({ right }) => right).length / outcomes;
  const steps = isotonicSteps(
    forecasts.map(({ stated, right }) => ({ x: stated, y: right ? 1 : 0 })),
  );
  const shrunk = isotonicSteps(
    steps.flatMap(({ from, to, value, weight }) => {
      const kept = weight / (weight + shrinkageOutcomes);
      const y = baseRate + kept * (value - baseRate);
      // Both ends of a step, so that the pooled steps still cover it.
      return from === to
        ? [{ x: from, y, weight }]
        : [{ x: from, y, weight: weight / 2 }, { x: to, y, weight: weight / 2 }];
    }),
  );
  return { kind: "curve", outcomes, baseRate, steps, shrunk };
}

/**
 * A stated probability after calibration: what its like came to, drawn to the base rate.
 *
 * @param curve From `calibration`, where it did not abstain.
 * @param stated 0 to 1.
 * @returns 0 to 1; never falls as `stated` rises.
 * @throws {RangeError} If `stated` lies outside 0 to 1.
 *
 * @example Eighty stated, fifty seen
 * ```ts
 * import { calibratedProbability, calibration } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const record = Array.from({ length: 100 }, (_, i) => ({ stated: 0.8, right: i % 2 === 0 }));
 * const curve = calibration(record);
 * equal(curve.kind === "curve" && calibratedProbability(curve, 0.8), 0.5);
 * ```
 */
export function calibratedProbability(curve: CalibrationCurve, stated: number): number {
  if (!(stated >= 0 && stated <= 1)) {
    throw new RangeError(
      `Cannot correct a probability: need a number from 0 to 1 (0.8 for 80 %), got ${stated}`,
    );
  }
  return Math.min(1, Math.max(0, isotonicValue(curve.shrunk, stated)));
}

/** The terms of a calibration, isotonic or Platt's, with their defaults. */
export function checkedCalibration(
  forecasts: readonly Forecast[],
  options: { readonly leastOutcomes?: number; readonly shrinkageOutcomes?: number },
) {
  const { leastOutcomes = LEAST_OUTCOMES, shrinkageOutcomes = SHRINKAGE_OUTCOMES } = options;
  if (!Number.isInteger(leastOutcomes) || leastOutcomes < 1) {
    throw new RangeError(
      `Cannot calibrate: leastOutcomes must be a whole number from 1, got ${leastOutcomes}`,
    );
  }
  if (!(shrinkageOutcomes >= 0 && shrinkageOutcomes < Infinity)) {
    throw new RangeError(
      `Cannot calibrate: shrinkageOutcomes must be a number from 0, got ${shrinkageOutcomes}`,
    );
  }
  checkedForecasts("calibrate", forecasts);
  return { leastOutcomes, shrinkageOutcomes };
}
