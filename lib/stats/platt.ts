import type { Forecast } from "./brier_score.ts";
import { abstention, checkedCalibration, type NoCalibration } from "./calibration.ts";

/** Newton's steps at most; a fit takes about six. */
const LARGEST_ITERATIONS = 100;
/** A step shorter than this ends the search; Newton's next one would be its square. */
const SHORTEST_STEP = 1e-9;
/** Share of the loss that is rounding: a step that loses less is none that went too far. */
const ROUNDING = 1e-13;

/** Stated probabilities put right by a sigmoid. */
export interface PlattCurve {
  readonly kind: "platt";
  readonly outcomes: number;
  /** Share that came true, whatever was stated. */
  readonly baseRate: number;
  /** The sigmoid as fitted: 1/(1 + exp(−(intercept + slope·stated))). */
  readonly intercept: number;
  readonly slope: number;
  /** Share of the way from the base rate to the sigmoid that is gone, outcomes/(outcomes + m). */
  readonly kept: number;
  /** Said where the record contradicts what was stated, and the base rate is used alone. */
  readonly note?: string;
}

/**
 * What a record of outcomes makes of stated probabilities: a sigmoid, shrunk to the base rate.
 *
 * 1/(1 + exp(−(a + b·stated))) by maximum likelihood on Platt's targets, (right + 1)/(right + 2) for
 * what came true and 1/(wrong + 2) for what did not, so that a record without a mistake does not
 * promise certainty (Platt, "Probabilistic Outputs for Support Vector Machines", 1999; Newton's method
 * as in Lin, Lin and Weng, Machine Learning 68, 2007). The fit is that of scikit-learn's sigmoid
 * calibration. Two parameters need less of a record than the steps of `calibration`, and follow less
 * of its luck. The curve is then drawn to the base rate: b + n/(n + m)·(sigmoid − b). A slope below
 * zero, by which the surer calls were right less often, counts as none.
 *
 * @param forecasts Stated probabilities with their outcomes.
 * @param options.leastOutcomes Below this many the lab abstains; 96 by default.
 * @param options.shrinkageOutcomes m: with as many outcomes half is kept; 96 by default.
 * @returns A curve for `plattProbability`, or an abstention with its sentence.
 * @throws {RangeError} If a probability lies outside 0 to 1 or an option is out of range.
 * @throws {TypeError} If an outcome is neither true nor false.
 *
 * @example Sixty stated and ninety stated, both right in two of three
 * ```ts
 * import { plattCalibration, plattProbability } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const record = Array.from({ length: 120 }, (_, i) => ({
 *   stated: i < 60 ? 0.6 : 0.9,
 *   right: i % 3 > 0,
 * }));
 * const curve = plattCalibration(record);
 * equal(curve.kind === "platt" && plattProbability(curve, 0.9).toFixed(2), "0.67");
 * ```
 */
export function plattCalibration(
  forecasts: readonly Forecast[],
  options: { readonly leastOutcomes?: number; readonly shrinkageOutcomes?: number } = {},
): PlattCurve | NoCalibration {
  const { leastOutcomes, shrinkageOutcomes } = checkedCalibration(forecasts, options);
  const outcomes = forecasts.length;
  if (outcomes < leastOutcomes) return abstention(outcomes, leastOutcomes);
  const right = forecasts.filter((one) => one.right).length;
  const { intercept, slope } = sigmoidFit(forecasts, right);
  const curve = {
    kind: "platt",
    outcomes,
    baseRate: right / outcomes,
    intercept,
    slope,
    kept: outcomes / (outcomes + shrinkageOutcomes),
  } as const;
  return slope >= 0 ? curve : {
    ...curve,
    note: "Surer calls were right less often, so every call takes the base rate.",
  };
}

/**
 * A stated probability after Platt's calibration, drawn to the base rate.
 *
 * @param curve From `plattCalibration`, where it did not abstain.
 * @param stated 0 to 1.
 * @returns 0 to 1; never falls as `stated` rises.
 * @throws {RangeError} If `stated` lies outside 0 to 1.
 *
 * @example
 * ```ts
 * import { plattProbability } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const curve = {
 *   kind: "platt", outcomes: 96, baseRate: 0.5, intercept: 0, slope: 0, kept: 0.5,
 * } as const;
 * equal(plattProbability(curve, 0.8), 0.5);
 * ```
 */
export function plattProbability(curve: PlattCurve, stated: number): number {
  if (!(stated >= 0 && stated <= 1)) {
    throw new RangeError(
      `Cannot correct a probability: need a number from 0 to 1 (0.8 for 80 %), got ${stated}`,
    );
  }
  const { baseRate, intercept, slope, kept } = curve;
  if (slope < 0) return baseRate;
  return baseRate + kept * (sigmoid(intercept + slope * stated) - baseRate);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Newton's method on (intercept, slope), halving a step that does not gain. */
function sigmoidFit(forecasts: readonly Forecast[], right: number) {
  const wrong = forecasts.length - right;
  const high = (right + 1) / (right + 2), low = 1 / (wrong + 2);
  const loss = (a: number, b: number) => {
    let sum = 0;
    for (const one of forecasts) {
      const x = a + b * one.stated, target = one.right ? high : low;
      // log(1 + exp(x)) without overflow.
      sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - target * x;
    }
    return sum;
  };
  let intercept = Math.log((right + 1) / (wrong + 1)), slope = 0;
  let now = loss(intercept, slope);
  for (let i = 0; i < LARGEST_ITERATIONS; i++) {
    let ga = 0, gb = 0, aa = 0, ab = 0, bb = 0;
    for (const one of forecasts) {
      const p = sigmoid(intercept + slope * one.stated), target = one.right ? high : low;
      ga += p - target;
      gb += (p - target) * one.stated;
      const w = p * (1 - p);
      aa += w;
      ab += w * one.stated;
      bb += w * one.stated * one.stated;
    }
    const determinant = aa * bb - ab * ab;
    // One stated value for all: there is no slope to be found, only a level.
    const flat = determinant <= 1e-12 * aa * bb || bb === 0;
    const da = flat ? -ga / aa : -(bb * ga - ab * gb) / determinant;
    const db = flat ? 0 : -(aa * gb - ab * ga) / determinant;
    let step = 1, next = loss(intercept + da, slope + db);
    const allowed = now * (1 + ROUNDING);
    while (next > allowed && step > 1e-10) {
      step /= 2;
      next = loss(intercept + step * da, slope + step * db);
    }
    if (next > allowed) break;
    intercept += step * da;
    slope += step * db;
    if (Math.abs(da) + Math.abs(db) < SHORTEST_STEP) break;
    now = next;
  }
  return { intercept, slope };
}
