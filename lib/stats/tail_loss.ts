import { checkOptions, checkWord } from "../arguments.ts";
import { excessKurtosis, mean, quantile, standardDeviation } from "./moments.ts";
import { normalQuantile } from "./normal_quantile.ts";
import { studentQuantile } from "./student_quantile.ts";

/** How the tail is got from the returns. */
export type TailMethod = typeof TAIL_METHODS[number];

/** All of them. */
export const TAIL_METHODS = ["historic", "normal", "student", "cornish-fisher", "gpd"] as const;

/** The loss that is not exceeded with some confidence, and the mean of those beyond it. */
export interface TailLoss {
  /** Positive is a loss, share per period; `undefined` where a Pareto tail cannot be fitted. */
  readonly valueAtRisk: number | undefined;
  /**
   * Mean loss at or beyond it; `undefined` for Cornish–Fisher, whose expansion has no density, and
   * for a Pareto tail so fat that it has no mean.
   */
  readonly expectedShortfall: number | undefined;
  /** Shape ξ of the Pareto tail. */
  readonly shape?: number;
  /** Whether the method may be used here; why not stands in `doubt`. */
  readonly valid: boolean;
  readonly doubt?: string;
  /** Degrees of freedom of the Student number. */
  readonly degreesOfFreedom?: number;
}

/** A Student number with a fourth moment at all, and one that is as good as normal. */
const LEAST_DEGREES = 5, MOST_DEGREES = 200;
/** Share of the losses below the threshold of a Pareto tail. */
const THRESHOLD = 0.9;
/** Fewer losses beyond the threshold say next to nothing about the tail's shape. */
const LEAST_EXCEEDANCES = 20;

/**
 * Value at risk and expected shortfall of a series of returns; losses are positive.
 *
 * - historic: the type-7 quantile of the losses (NumPy's default); shortfall is the mean of losses at
 *   or beyond it.
 * - normal: mean and deviation of the sample (n − 1), `−m + s·z` and `−m + s·φ(z)/(1 − c)`.
 * - student: scaled to the sample's deviation; degrees of freedom `4 + 6/excess kurtosis`, rounded
 *   down, from 5 to 200 (McNeil, Frey and Embrechts, Quantitative Risk Management, 2015, 2.2.4).
 * - cornish-fisher: the normal quantile moved by skewness and kurtosis (Cornish and Fisher 1938). Its
 *   cubic can turn round, and its quantile can fall below the normal's on fat tails: then not valid.
 * - gpd: a generalised Pareto tail beyond the 90 % quantile u of the losses, fitted by
 *   probability-weighted moments (Hosking and Wallis, Technometrics 29, 1987):
 *   `VaR = u + β/ξ·((n/N_u·(1 − c))^(−ξ) − 1)`, `ES = (VaR + β − ξu)/(1 − ξ)`. Not valid with fewer
 *   than 20 losses beyond u, or if confidence lies below u's own.
 *
 * @param returns Simple returns per period, at least two that differ.
 * @param options.confidence Share of periods without such a loss, in (0.5, 1).
 * @param options.method See above.
 * @throws {RangeError} If there are fewer than two returns, one is not finite, the confidence is out
 *   of range, or the returns are all equal and the method needs a deviation.
 *
 * @example Four quiet periods and a bad one
 * ```ts
 * import { tailLoss } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const returns = [0.01, 0.02, -0.01, 0, -0.1];
 * const found = tailLoss(returns, { confidence: 0.75, method: "historic" });
 * ok(Math.abs(found.valueAtRisk! - 0.01) < 1e-12);
 * ok(Math.abs(found.expectedShortfall! - 0.055) < 1e-12);
 * ```
 */
export function tailLoss(
  returns: readonly number[] | Float64Array,
  options: { readonly confidence: number; readonly method: TailMethod },
): TailLoss {
  checkOptions("Cannot take a tail loss", options, ["confidence", "method"]);
  const { confidence, method } = options;
  checkWord("Cannot take a tail loss", "method", method, TAIL_METHODS);
  if (!(confidence > 0.5 && confidence < 1)) {
    throw new RangeError(
      `Cannot take a tail loss: confidence must lie in (0.5, 1), got ${confidence}`,
    );
  }
  const losses = Float64Array.from(returns, (value) => -value);
  const deviation = standardDeviation(losses);
  if (method === "historic") {
    const valueAtRisk = quantile(losses, confidence);
    // The quantile is a value of the sample up to rounding; that value belongs to the tail.
    const from = valueAtRisk - 1e-12 * Math.abs(valueAtRisk);
    const beyond = losses.filter((loss) => loss >= from);
    return { valueAtRisk, expectedShortfall: mean(beyond), valid: true };
  }
  if (!(deviation > 0)) {
    throw new RangeError("Cannot take a tail loss: need returns that differ, got equal ones");
  }
  if (method === "gpd") return paretoTail(losses, confidence);
  const centre = mean(losses), z = normalQuantile(confidence), tail = 1 - confidence;
  if (method === "normal") {
    const density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    return {
      valueAtRisk: centre + deviation * z,
      expectedShortfall: centre + deviation * density / tail,
      valid: true,
    };
  }
  const excess = excessKurtosis(losses);
  if (method === "student") {
    const fitted = excess > 0 ? Math.floor(4 + 6 / excess) : MOST_DEGREES;
    const df = Math.min(MOST_DEGREES, Math.max(LEAST_DEGREES, fitted));
    const t = studentQuantile(confidence, df), scale = deviation * Math.sqrt((df - 2) / df);
    return {
      valueAtRisk: centre + scale * t,
      expectedShortfall: centre +
        scale * studentDensity(t, df) / tail * (df + t * t) / (df - 1),
      valid: true,
      degreesOfFreedom: df,
    };
  }
  let cubes = 0, squares = 0;
  for (const loss of losses) {
    squares += (loss - centre) ** 2;
    cubes += (loss - centre) ** 3;
  }
  const n = losses.length, skew = cubes / n / (squares / n) ** 1.5;
  const bySkew = (z * z - 1) * skew / 6 - (2 * z ** 3 - 5 * z) * skew * skew / 36;
  const byTails = (z ** 3 - 3 * z) * excess / 24;
  const moved = z + bySkew + byTails;
  const doubt = cornishFisherDoubt(skew, excess, bySkew, byTails);
  return {
    valueAtRisk: centre + deviation * moved,
    expectedShortfall: undefined,
    valid: doubt === undefined,
    ...(doubt === undefined ? {} : { doubt }),
  };
}

function paretoTail(losses: Float64Array, confidence: number): TailLoss {
  const threshold = quantile(losses, THRESHOLD);
  const beyond = losses.filter((loss) => loss > threshold).map((loss) => loss - threshold).sort();
  const count = beyond.length;
  const none = (doubt: string): TailLoss => ({
    valueAtRisk: undefined,
    expectedShortfall: undefined,
    valid: false,
    doubt,
  });
  if (count < 2) return none(`only ${count} losses beyond the threshold`);
  const first = mean(beyond);
  let weighted = 0;
  for (let i = 0; i < count; i++) weighted += (count - 1 - i) / (count - 1) * beyond[i] / count;
  const spread = first - 2 * weighted;
  if (!(spread > 0)) return none("the losses beyond the threshold do not differ");
  const shape = 2 - first / spread, scale = 2 * first * weighted / spread;
  const share = losses.length / count * (1 - confidence);
  const valueAtRisk = threshold +
    (Math.abs(shape) < 1e-9
      ? -scale * Math.log(share)
      : scale / shape * Math.expm1(-shape * Math.log(share)));
  const doubt = share > 1
    ? "the confidence lies below the threshold's own"
    : shape >= 1
    ? "the tail is too fat to have a mean"
    : count < LEAST_EXCEEDANCES
    ? `only ${count} losses beyond the threshold, ${LEAST_EXCEEDANCES} are needed`
    : undefined;
  return {
    valueAtRisk,
    expectedShortfall: shape < 1
      ? (valueAtRisk + scale - shape * threshold) / (1 - shape)
      : undefined,
    shape,
    valid: doubt === undefined,
    ...(doubt === undefined ? {} : { doubt }),
  };
}

/**
 * Why the expansion may not be used: its cubic must rise everywhere, and fat tails must not make the
 * loss smaller than the normal's.
 */
function cornishFisherDoubt(
  skew: number,
  excess: number,
  bySkew: number,
  byTails: number,
): string | undefined {
  // Derivative of the moved quantile in z: a·z² + b·z + c.
  const a = excess / 8 - skew * skew / 6, b = skew / 3;
  const c = 1 - excess / 8 + 5 * skew * skew / 36;
  if (!(a === 0 && b === 0) && !(a > 0 && b * b < 4 * a * c)) {
    return "the expansion does not rise everywhere at this skewness and kurtosis";
  }
  return excess > 0 && bySkew + byTails < 0 && byTails < bySkew
    ? "fat tails pull this quantile below the normal one"
    : undefined;
}

/** Student's density for whole degrees of freedom: Γ((ν+1)/2)/Γ(ν/2) by its recursion in steps of 2. */
function studentDensity(t: number, df: number): number {
  const odd = df % 2 === 1;
  let ratio = odd ? 1 / Math.sqrt(Math.PI) : Math.sqrt(Math.PI) / 2;
  for (let v = odd ? 1 : 2; v < df; v += 2) ratio *= ((v + 1) / 2) / (v / 2);
  return ratio / Math.sqrt(df * Math.PI) * (1 + t * t / df) ** (-(df + 1) / 2);
}
