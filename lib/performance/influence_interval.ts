import { counted } from "../words.ts";
import { longRunVariance, neweyWestLags, studentQuantile } from "../stats/mod.ts";
import { type MeasureInterval, type NoInterval, withWidth } from "./measure.ts";

/** Fewer periods than this give no error that deserves the name. */
export const LEAST_PERIODS = 12;

/** What an interval needs to know. */
interface InfluenceOptions {
  readonly level: number;
  readonly lags?: number;
  /** `log` keeps the interval of a positive measure above zero; `plain` otherwise. */
  readonly scale?: "plain" | "log";
  /** Factor from the statistic per period to the value shown; 1 by default. */
  readonly factor?: number;
  /** What is measured, for messages. */
  readonly action: string;
}

/** The last quantile found: a rolling measure asks for the same one thousands of times. */
let kept = { level: NaN, degrees: NaN, quantile: NaN };

function quantileOf(level: number, degrees: number): number {
  if (kept.level !== level || kept.degrees !== degrees) {
    kept = { level, degrees, quantile: studentQuantile((1 + level) / 2, degrees) };
  }
  return kept.quantile;
}

/**
 * The interval of a smooth statistic from its influence function, with Newey–West errors.
 *
 * To first order a statistic is the mean of its influence values, so its error is that of a mean:
 * √(long-run variance / n) (Hampel, Journal of the American Statistical Association 69, 1974; for the
 * Sharpe ratio this is Lo's GMM error, Financial Analysts Journal 58(4), 2002, appendix). The
 * half-width is Student's with n − 1 degrees of freedom. Values on the two sides of a missing period
 * count as neighbours.
 *
 * @param statistic Per period.
 * @param influence One value per period; their mean is zero.
 * @throws {RangeError} If there are not more periods than lags.
 */
export function influenceInterval(
  statistic: number,
  influence: Float64Array,
  options: InfluenceOptions,
): MeasureInterval | NoInterval {
  const { level, scale = "plain", factor = 1, action } = options;
  const n = influence.length;
  if (options.lags !== undefined) {
    if (!Number.isInteger(options.lags) || options.lags < 0) {
      throw new RangeError(
        `Cannot ${action}: lags must be a whole number from 0, got ${options.lags}`,
      );
    }
    if (n <= options.lags) {
      throw new RangeError(
        `Cannot ${action}: need more periods than lags, got ${n} periods and ${options.lags} lags`,
      );
    }
  }
  if (n < LEAST_PERIODS) {
    return {
      low: undefined,
      high: undefined,
      reason: `only ${n} periods, ${LEAST_PERIODS} are needed`,
    };
  }
  const lags = options.lags ?? neweyWestLags(n);
  const error = Math.sqrt(longRunVariance(influence, lags) / n);
  const half = quantileOf(level, n - 1) * error;
  const value = statistic * factor, standardError = error * Math.abs(factor);
  const method = `Newey–West, ${counted(lags, "lag")}`;
  if (scale === "log" && statistic > 0) {
    const stretch = Math.exp(half / statistic);
    return withWidth({
      low: value / stretch,
      high: value * stretch,
      level,
      standardError,
      method: `${method}, on the log`,
    });
  }
  const wide = half * Math.abs(factor);
  return withWidth({ low: value - wide, high: value + wide, level, standardError, method });
}
