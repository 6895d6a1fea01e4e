import {
  type BootstrapDraws,
  INTERVAL_LEVEL,
  normalQuantile,
  percentileInterval,
  sharpeRatio,
  stationaryBootstrap,
} from "../stats/mod.ts";
import { checkedReturns, sharpeRecord, sharpeSpread } from "./sharpe_record.ts";

/** A Sharpe ratio per period with the interval around it. */
export interface SharpeInterval {
  readonly sharpe: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence. */
  readonly level: number;
  readonly periods: number;
  /** How the interval was found. */
  readonly method: "lo" | "mertens" | "bootstrap";
}

/** How the interval is found. */
type SharpeIntervalOptions =
  & { readonly level?: number }
  & ({ readonly method: "lo" | "mertens" } | {
    readonly method: "bootstrap";
    readonly seed: number;
    readonly draws?: number;
    readonly blockLength?: number;
  });

/**
 * The Sharpe ratios of resampled returns, per period: what the chart of lesson 05 shows.
 *
 * Stationary bootstrap; resamples in which all returns are equal have no ratio and are counted.
 *
 * @param options As for `stationaryBootstrap` of `lab/stats`; 10,000 draws by default.
 * @throws {RangeError} If there are too few returns, one is not finite, or all are equal.
 *
 * @example
 * ```ts
 * import { bootstrapSharpes } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const returns = Array.from({ length: 52 }, (_, i) => Math.sin(i * i) / 50);
 * equal(bootstrapSharpes(returns, { seed: 7, draws: 100 }).values.length, 100);
 * ```
 */
export function bootstrapSharpes(
  returns: readonly number[] | Float64Array,
  options: { readonly seed: number; readonly draws?: number; readonly blockLength?: number },
): BootstrapDraws {
  const series = checkedReturns(returns, "bootstrap a Sharpe ratio");
  if (sharpeRatio(series) === undefined) {
    throw new RangeError(
      "Cannot bootstrap a Sharpe ratio: need returns that differ, got equal ones",
    );
  }
  return stationaryBootstrap(series, sharpeRatio, options);
}

/**
 * A Sharpe ratio with its interval, per period.
 *
 * `lo`: ± z·√((1 + ½SR²)/(n − 1)), independent normal returns (Lo, Financial Analysts Journal 58(4),
 * 2002, who divides by n). `mertens`: the same with the returns' own skewness and kurtosis, 1 − γ₃·SR +
 * ¼(γ₄ − 1)·SR² in the place of 1 + ½SR². `bootstrap`: the middle of stationary-bootstrap draws, the
 * only one of the three that minds dependence; the headline's choice.
 *
 * @param returns Simple returns above the risk-free rate, one per period.
 * @throws {RangeError} If there are too few returns, one is not finite, all are equal, or the level
 *   lies outside (0, 1).
 *
 * @example Two years of weeks say little
 * ```ts
 * import { sharpeInterval } from "lab/evidence";
 * import { ok } from "node:assert/strict";
 *
 * const returns = Array.from({ length: 104 }, (_, i) => 0.002 + Math.sin(i * i) / 50);
 * const { low, high } = sharpeInterval(returns, { method: "mertens" });
 * ok(low < 0 && high > 0.2);
 * ```
 */
export function sharpeInterval(
  returns: readonly number[] | Float64Array,
  options: SharpeIntervalOptions,
): SharpeInterval {
  const { level = INTERVAL_LEVEL, method } = options;
  if (!(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot find the interval of a Sharpe ratio: level must lie in (0, 1), got ${level}`,
    );
  }
  const record = sharpeRecord(returns), { sharpe, periods } = record;
  if (method === "bootstrap") {
    const { low, high } = percentileInterval(bootstrapSharpes(returns, options).values, { level });
    return { sharpe, low, high, level, periods, method };
  }
  const used = method === "lo" ? { sharpe, periods } : record;
  const half = normalQuantile((1 + level) / 2) *
    Math.sqrt(sharpeSpread(used, "find the interval of a Sharpe ratio") / (periods - 1));
  return { sharpe, low: sharpe - half, high: sharpe + half, level, periods, method };
}
