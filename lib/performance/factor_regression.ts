import { hacLeastSquares, neweyWestLags, studentQuantile } from "../stats/mod.ts";
import { type Measure, notMeasured, withWidth } from "./measure.ts";
import {
  checkedOptions,
  knownReturns,
  type MeasureOptions,
  type PeriodReturns,
} from "./period_returns.ts";

/** A factor with its returns, in excess of the risk-free rate where it is a funded position. */
export interface Factor {
  readonly name: string;
  readonly returns: PeriodReturns;
}

/** What of a book's return its factors explain, and what is left. */
export interface FactorRegression {
  /** Return a year that no factor explains: the intercept times periods. */
  readonly alpha: Measure;
  /** One per factor, in the order given. */
  readonly betas: readonly Measure[];
  readonly rSquared: Measure;
  /** Coefficient over error: alpha, then the betas; `undefined` where the fit is exact. */
  readonly t: readonly (number | undefined)[];
  readonly lags: number;
}

/**
 * Alpha and betas of a book by least squares on its factors, with Newey–West errors.
 *
 * @param returns Of the book; `options.riskFree` is taken off them.
 * @param factors Each with one return per period. A market return must come without the risk-free
 *   rate already; long-short factors need no such step.
 * @param options.lags By `neweyWestLags` if absent.
 * @throws {RangeError} If lengths differ, there is no factor, a name stands twice, a return is not
 *   finite, or there are not more complete periods than lags.
 *
 * @example The market with half its moves has beta one half, and nothing besides
 * ```ts
 * import { factorRegression } from "lab/performance";
 * import { ok } from "node:assert/strict";
 *
 * const market = [0.01, -0.02, 0.03, 0, -0.01];
 * const half = market.map((value) => value / 2);
 * const found = factorRegression(half, [{ name: "market", returns: market }], { periodsPerYear: 52 });
 * ok(Math.abs(found.betas[0].value! - 0.5) < 1e-12 && Math.abs(found.alpha.value!) < 1e-12);
 * ```
 */
export function factorRegression(
  returns: PeriodReturns,
  factors: readonly Factor[],
  options: MeasureOptions,
): FactorRegression {
  const action = "regress on factors";
  const { periodsPerYear, level } = checkedOptions(options, action);
  if (factors.length === 0) throw new RangeError(`Cannot ${action}: need a factor, got none`);
  const names = factors.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw new RangeError(`Cannot ${action}: need names that differ, got ${names.join(", ")}`);
  }
  knownReturns(returns, action);
  const { riskFree } = options;
  for (
    const [name, series] of [
      ...factors.map((factor) => [factor.name, factor.returns] as const),
      ...(typeof riskFree === "object" ? [["riskFree", riskFree] as const] : []),
    ]
  ) {
    if (series.length !== returns.length) {
      throw new RangeError(
        `Cannot ${action}: ${name} needs one value per return, ` +
          `got ${series.length} and ${returns.length}`,
      );
    }
  }
  const rate = (t: number) => typeof riskFree === "object" ? riskFree[t] : riskFree ?? 0;
  const rows = returns.flatMap((value, t) =>
    value === undefined || rate(t) === undefined ||
      factors.some((factor) => factor.returns[t] === undefined)
      ? []
      : [t]
  );
  const n = rows.length, missing = returns.length - n;
  const lags = options.lags ?? (n > 0 ? neweyWestLags(n) : 0);
  const convention = `Least squares with an intercept on ${names.join(", ")}; Newey–West errors, ` +
    `${lags} lags, times n/(n − k) (statsmodels leaves that factor out by default)`;
  const named = (name: string, unit: "share" | "ratio", more: string) => ({
    name,
    unit,
    n,
    missing,
    convention: `${convention}; ${more}.`,
  });
  const alpha = named("Alpha a year", "share", "the intercept times periods, not compounded");
  const betaOf = (name: string) => named(`Beta to ${name}`, "ratio", "per unit of the factor");
  const fitted = named("R²", "ratio", "not adjusted for the number of factors");
  const none = (reason: string): FactorRegression => ({
    alpha: notMeasured(alpha, reason),
    betas: names.map((name) => notMeasured(betaOf(name), reason)),
    rSquared: notMeasured(fitted, reason),
    t: [undefined, ...names.map(() => undefined)],
    lags,
  });
  if (n < factors.length + 2) {
    return none(`only ${n} complete periods, ${factors.length + 2} are needed`);
  }
  const fit = hacLeastSquares(
    rows.map((t) => returns[t]! - rate(t)!),
    factors.map((factor) => rows.map((t) => factor.returns[t]!)),
    { lags },
  );
  if (!fit) return none("a factor is constant, or a combination of others");
  const quantile = studentQuantile((1 + level) / 2, fit.degreesOfFreedom);
  const measured = (
    words: ReturnType<typeof named>,
    { value, standardError }: { readonly value: number; readonly standardError: number },
    { factor = 1, size = 1 }: { readonly factor?: number; readonly size?: number } = {},
  ): Measure => ({
    ...words,
    value: value * factor,
    interval: withWidth({
      low: (value - quantile * standardError) * factor,
      high: (value + quantile * standardError) * factor,
      level,
      standardError: standardError * factor,
      method: `Newey–West, ${lags} lags`,
    }, size),
  });
  const largest = rows.reduce((most, t) => Math.max(most, Math.abs(returns[t]!)), 0);
  return {
    alpha: measured(alpha, fit.intercept, {
      factor: periodsPerYear,
      size: largest * periodsPerYear,
    }),
    betas: fit.coefficients.map((one, i) => measured(betaOf(names[i]), one)),
    rSquared: fit.rSquared === undefined ? notMeasured(fitted, "the returns do not move") : {
      ...fitted,
      value: fit.rSquared,
      interval: {
        low: undefined,
        high: undefined,
        reason: "a share of variance explained has no simple error with such residuals",
      },
    },
    t: [fit.intercept.t, ...fit.coefficients.map(({ t }) => t)],
    lags,
  };
}
