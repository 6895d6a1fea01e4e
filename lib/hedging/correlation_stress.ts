import { checkOptions } from "../arguments.ts";
import { quotedValue } from "../outside_text.ts";
import {
  checkedCovariance,
  type Matrix,
  type MatrixLike,
  symmetricEigenvalues,
} from "../stats/mod.ts";

/**
 * Towards what correlations are moved: `together` to all ones, which is how markets fall; `adverse` to
 * +1 within a side of the book and −1 across, which is the worst for this book.
 */
export type CorrelationForm = "together" | "adverse";

/** A book's risk under stressed correlations. */
export interface CorrelationStress {
  readonly form: CorrelationForm;
  /** 0 as measured, 1 fully stressed. */
  readonly theta: number;
  /** Standard deviation of the book, in the unit of the covariance: a share of equity per year. */
  readonly volatility: number;
  /** Stressed correlations, in the order of the book. */
  readonly correlation: Matrix;
  /** Least eigenvalue of them; never below zero but for rounding. */
  readonly leastEigenvalue: number;
}

/**
 * Volatility of a book when correlations move towards an extreme, each name's own volatility unchanged.
 *
 * `together`: (1 − θ)C + θ11′. It calms a long-short book, whose sides then cancel. `adverse`:
 * (1 − θ)C + θss′ with s the signs of the exposures: longs fall with each other while shorts rise, and at
 * θ = 1 the volatility is Σ|w|σ, the largest there can be. Both are mixtures of two correlation
 * matrices, so neither can give a negative variance; the least eigenvalue is checked all the same.
 *
 * @param book.exposures Signed, share of equity, the hedge among them as an exposure to the market.
 * @param book.covariance Shape n × n in the same order, such as the matrix of `bookCovariance`.
 * @param options.form `together` by default.
 * @param options.theta 0 to 1.
 * @returns Volatility, correlations and their least eigenvalue.
 * @throws {TypeError} If the covariance is no list of rows, or the options no object.
 * @throws {RangeError} If an option is not known, an option or exposure is out of range, or the
 *   covariance does not fit the exposures, is none, or holds a variance of zero, to which no
 *   correlation belongs.
 *
 * @example One long, one short, equal volatilities, correlation one half
 * ```ts
 * import { correlationStress } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = { exposures: [0.5, -0.5], covariance: [[0.04, 0.02], [0.02, 0.04]] };
 * const volatilities = (["together", "adverse"] as const).map((form) =>
 *   correlationStress(book, { form, theta: 1 }).volatility.toFixed(6)
 * );
 * deepEqual(volatilities, ["0.000000", "0.200000"]);
 * ```
 */
export function correlationStress(
  book: { readonly exposures: readonly number[]; readonly covariance: MatrixLike },
  options: { readonly form?: CorrelationForm; readonly theta: number },
): CorrelationStress {
  const { exposures } = book;
  checkOptions("Cannot stress correlations", options, ["form", "theta"]);
  const { form = "together", theta } = options;
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot stress correlations: ${what}`);
  };
  if (form !== "together" && form !== "adverse") {
    refuse(`form must be "together" or "adverse", got ${quotedValue(form)}`);
  }
  if (!(theta >= 0 && theta <= 1)) refuse(`theta must lie in [0, 1], got ${theta}`);
  const n = exposures.length;
  const covariance = checkedCovariance("stress correlations", book.covariance, {
    count: n,
    per: "for each exposure",
    form: "semidefinite",
  });
  exposures.forEach((value, i) => {
    if (!Number.isFinite(value)) refuse(`need finite exposures, got ${value} at position ${i}`);
    if (!(covariance[i][i] > 0)) {
      refuse(`need variances above 0, got ${covariance[i][i]} at position ${i}`);
    }
  });
  const sigmas = covariance.map((row, i) => Math.sqrt(row[i]));
  const signs = exposures.map(Math.sign);
  const measured = covariance.map((row, i) =>
    row.map((value, j) => i === j ? 1 : value / (sigmas[i] * sigmas[j]))
  );
  // A name that is not held has no sign: it is left uncorrelated in the extreme.
  const extreme = (i: number, j: number) =>
    i === j ? 1 : form === "together" ? 1 : signs[i] * signs[j];
  const correlation = measured.map((row, i) =>
    row.map((value, j) => (1 - theta) * value + theta * extreme(i, j))
  );
  let variance = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      variance += exposures[i] * sigmas[i] * correlation[i][j] * exposures[j] * sigmas[j];
    }
  }
  return {
    form,
    theta,
    volatility: Math.sqrt(Math.max(0, variance)),
    correlation,
    leastEigenvalue: symmetricEigenvalues(correlation)[0] ?? 0,
  };
}
