import { influenceInterval } from "./influence_interval.ts";
import { type Measure, type MeasureUnit, notMeasured } from "./measure.ts";
import {
  checkedOptions,
  knownReturns,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";

/** What was traded and paid, one value per period. */
export interface TradingRecord {
  /** Σ|x − x₀| over all positions, share of equity: both sides count, so a whole new book is 1. */
  readonly turnover: PeriodReturns;
  /** Costs as shares of equity, never negative. */
  readonly costs: PeriodReturns;
  /** Returns before these costs. */
  readonly gross: PeriodReturns;
}

/** Turnover and costs, each as a measure. */
export interface TradingMeasures {
  readonly turnover: Measure;
  readonly cost: Measure;
  readonly costPerTrade: Measure;
  readonly breakEven: Measure;
}

/** Basis points in one. */
const BPS = 10_000;

/**
 * Turnover and cost a year, cost per dollar traded, and the cost per dollar at which nothing is left.
 *
 * @throws {RangeError} If lengths differ, a turnover or cost is negative, or a value is not finite.
 *
 * @example Half a percent earned on a whole book traded: 50 bp break even
 * ```ts
 * import { tradingMeasures } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const { breakEven } = tradingMeasures(
 *   { turnover: [1, 1], costs: [0.001, 0.001], gross: [0.004, 0.006] },
 *   { periodsPerYear: 52 },
 * );
 * ok(Math.abs(breakEven.value! - 50) < 1e-9);
 * ```
 */
export function tradingMeasures(
  record: TradingRecord,
  options: Omit<MeasureOptions, "riskFree">,
): TradingMeasures {
  const action = "measure trading";
  const { periodsPerYear } = checkedOptions(options, action);
  const { turnover, costs, gross } = record;
  if (turnover.length !== costs.length || turnover.length !== gross.length) {
    throw new RangeError(
      `Cannot ${action}: need turnover, costs and gross returns of the same periods, ` +
        `got ${turnover.length}, ${costs.length} and ${gross.length}`,
    );
  }
  knownReturns(turnover, `${action}: turnover`, 0);
  knownReturns(costs, `${action}: costs`, 0);
  knownReturns(gross, `${action}: gross`);
  return {
    turnover: quotient(turnover, undefined, options, {
      name: "Turnover a year",
      unit: "times",
      factor: periodsPerYear,
      convention:
        "Σ|x − x₀|, both sides counted, so a whole new book is 1 (many reports halve it).",
    }),
    cost: quotient(costs, undefined, options, {
      name: "Cost a year",
      unit: "bp",
      factor: periodsPerYear * BPS,
      convention: "Mean cost per period times periods, not compounded.",
    }),
    costPerTrade: quotient(costs, turnover, options, {
      name: "Cost per dollar traded",
      unit: "bp",
      factor: BPS,
      convention: "All costs over all turnover.",
    }),
    breakEven: quotient(gross, turnover, options, {
      name: "Break-even cost per dollar traded",
      unit: "bp",
      factor: BPS,
      convention:
        "Gross return over turnover: what a traded dollar might cost until nothing is left.",
    }),
  };
}

/** A mean, or a mean over a mean, with the error of the ratio. */
function quotient(
  above: PeriodReturns,
  below: PeriodReturns | undefined,
  options: MeasureOptions,
  words: {
    readonly name: string;
    readonly unit: MeasureUnit;
    readonly factor: number;
    readonly convention: string;
  },
): Measure {
  const action = `measure ${words.name[0].toLowerCase()}${words.name.slice(1)}`;
  const { level } = checkedOptions(options, action);
  const { factor, ...rest } = words;
  const rows = above.flatMap((value, t) => {
    const part = below === undefined ? 1 : below[t];
    return value === undefined || part === undefined ? [] : [[value, part] as const];
  });
  const n = rows.length;
  const named = { ...rest, n, missing: above.length - n };
  if (n === 0) return notMeasured(named, "no period has both figures");
  const top = rows.reduce((sum, [value]) => sum + value, 0) / n;
  const bottom = rows.reduce((sum, [, part]) => sum + part, 0) / n;
  if (bottom === 0) return notMeasured(named, "nothing was traded");
  const ratio = top / bottom;
  const influence = Float64Array.from(rows, ([value, part]) => (value - ratio * part) / bottom);
  return {
    ...named,
    value: ratio * factor,
    interval: influenceInterval(ratio, influence, { level, lags: options.lags, factor, action }),
  };
}
