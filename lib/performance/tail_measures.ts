import { checkOptions, checkWord } from "../arguments.ts";
import {
  INTERVAL_LEVEL,
  normalQuantile,
  TAIL_METHODS,
  tailLoss,
  type TailMethod,
} from "../stats/mod.ts";
import { centralMoments } from "./central_moments.ts";
import { influenceInterval } from "./influence_interval.ts";
import {
  type Measure,
  type MeasureInterval,
  type NoInterval,
  notMeasured,
  withWidth,
} from "./measure.ts";
import { knownReturns, type PeriodReturns } from "./period_returns.ts";
import { NO_VOLATILITY } from "./sharpe.ts";

/** How a tail is measured. */
interface TailOptions {
  /** Share of periods without such a loss; 0.95 if absent. */
  readonly confidence?: number;
  /** Historic if absent. */
  readonly method?: TailMethod;
  /** Lags of the Newey–West error; by `neweyWestLags` if absent. */
  readonly lags?: number;
  /** Two-sided confidence of intervals; 0.95 if absent. */
  readonly level?: number;
}

/** Share of periods without such a loss. */
const CONFIDENCE = 0.95;

const VALUE_AT_RISK: Readonly<Record<TailMethod, string>> = {
  historic: "type-7 quantile of the losses (NumPy's and empyrical's)",
  normal: "normal with the sample's mean and deviation, n − 1 (quantstats' value_at_risk)",
  student: "Student scaled to the sample's deviation, degrees of freedom from the kurtosis",
  "cornish-fisher": "Cornish–Fisher with plain skewness and kurtosis",
  gpd: "generalised Pareto beyond the 90 % quantile, by probability-weighted moments",
};
const SHORTFALL: Readonly<Record<TailMethod, string>> = {
  historic: "mean of the losses at or beyond the type-7 quantile (as empyrical up to rounding; " +
    "quantstats 0.0.86 gives the normal's)",
  normal: "mean loss beyond it under a normal with the sample's mean and deviation, n − 1 " +
    "(quantstats 0.0.86's cvar)",
  student: "mean loss beyond it under a Student scaled to the sample's deviation",
  "cornish-fisher": "no density, so no mean beyond it",
  gpd: "mean of a generalised Pareto beyond it, by probability-weighted moments",
};
const BOOTSTRAP: NoInterval = {
  low: undefined,
  high: undefined,
  reason: "the fit of the tail has no simple error; a bootstrap would be needed",
};

/**
 * Value at risk per period: the loss not exceeded in a share of periods; positive is a loss.
 *
 * The historic one has the interval of a quantile by its neighbours in rank (Conover, Practical
 * Nonparametric Statistics, 1999, 3.2), which takes periods as independent; the normal one that of
 * mean and deviation with Newey–West errors.
 *
 * @returns The loss, or why there is none; a Cornish–Fisher value outside its range carries `doubt`.
 * @throws {RangeError} If the series is empty, a return is not finite or below −1, or an option is
 *   out of range.
 *
 * @example
 * ```ts
 * import { valueAtRisk } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const { value } = valueAtRisk([0.01, 0.02, -0.01, 0, -0.1], { confidence: 0.75 });
 * ok(Math.abs(value! - 0.01) < 1e-12);
 * ```
 */
export function valueAtRisk(returns: PeriodReturns, options: TailOptions = {}): Measure {
  return tailMeasure(returns, options, "valueAtRisk");
}

/**
 * Expected shortfall per period: the mean of the losses at or beyond the value at risk.
 *
 * @returns The loss, or why there is none; never one for Cornish–Fisher.
 * @throws {RangeError} If the series is empty, a return is not finite or below −1, or an option is
 *   out of range.
 *
 * @example
 * ```ts
 * import { expectedShortfall } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const { value } = expectedShortfall([0.01, 0.02, -0.01, 0, -0.1], { confidence: 0.75 });
 * ok(Math.abs(value! - 0.055) < 1e-12);
 * ```
 */
export function expectedShortfall(returns: PeriodReturns, options: TailOptions = {}): Measure {
  return tailMeasure(returns, options, "expectedShortfall");
}

function tailMeasure(
  returns: PeriodReturns,
  options: TailOptions,
  which: "valueAtRisk" | "expectedShortfall",
): Measure {
  const { confidence = CONFIDENCE, method = "historic", level = INTERVAL_LEVEL } = options;
  const isValue = which === "valueAtRisk";
  const action = isValue ? "measure a value at risk" : "measure an expected shortfall";
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot ${action}: level must lie in (0, 1), got ${level}`);
  }
  checkOptions(`Cannot ${action}`, options, ["confidence", "method", "lags", "level"]);
  checkWord(`Cannot ${action}`, "method", method, TAIL_METHODS);
  const { values, missing } = knownReturns(returns, action);
  const n = values.length;
  const short = Number((100 * confidence).toPrecision(4));
  const named = {
    name: `${isValue ? "VaR" : "ES"} ${short} %, ${method}`,
    unit: "share" as const,
    n,
    missing,
    convention: `Loss per period, positive; ${(isValue ? VALUE_AT_RISK : SHORTFALL)[method]}.`,
  };
  if (n < 2) return notMeasured(named, "only 1 period, 2 are needed");
  const { mean, second, constant } = centralMoments(values);
  if (constant && method !== "historic") return notMeasured(named, NO_VOLATILITY);
  const found = tailLoss(values, { confidence, method });
  const value = found[which];
  if (value === undefined) return notMeasured(named, found.doubt ?? "the expansion has no density");
  const losses = values.map((one) => -one);
  let interval: MeasureInterval | NoInterval = BOOTSTRAP;
  const ofInfluence = (influence: Float64Array) =>
    influenceInterval(value, influence, { level, lags: options.lags, action });
  if (method === "historic") {
    interval = isValue
      ? rankInterval(losses, confidence, level)
      : ofInfluence(losses.map((loss) =>
        Math.max(loss - found.valueAtRisk!, 0) / (1 - confidence) - (value - found.valueAtRisk!)
      ));
  } else if (method === "normal") {
    const deviation = Math.sqrt(second * n / (n - 1));
    const multiple = (value + mean) / deviation;
    interval = ofInfluence(
      losses.map((loss) =>
        loss + mean + multiple * ((loss + mean) ** 2 - second) / (2 * deviation)
      ),
    );
  }
  return { ...named, value, interval, ...(found.doubt ? { doubt: found.doubt } : {}) };
}

/** The values whose ranks lie a normal quantile of binomial errors from the quantile's own. */
function rankInterval(
  losses: Float64Array,
  confidence: number,
  level: number,
): MeasureInterval | NoInterval {
  const n = losses.length, sorted = losses.toSorted();
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(n * confidence * (1 - confidence));
  const low = Math.floor(n * confidence - half), high = Math.ceil(n * confidence + half) + 1;
  if (low < 1 || high > n) {
    const beyond = Number((n * (1 - confidence)).toPrecision(2));
    return { low: undefined, high: undefined, reason: `only ${beyond} periods lie in the tail` };
  }
  return withWidth({
    low: sorted[low - 1],
    high: sorted[high - 1],
    level,
    method: "by ranks, periods taken as independent",
  });
}
