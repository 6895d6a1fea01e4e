import type { Sector } from "../market/mod.ts";
import { checkedCovariance, type MatrixLike } from "../stats/mod.ts";
import type { BookCovariance } from "./book_covariance.ts";

/** What one sector, or the hedge, adds to the risk of a book. */
export interface RiskContribution {
  readonly name: Sector | "hedge";
  /** Signed, share of equity. */
  readonly exposure: number;
  /**
   * Marginal contribution: what one more unit of exposure would add to the volatility. `undefined` for
   * a sector without a position that has no covariance, and for a book without risk.
   */
  readonly marginal: number | undefined;
  /** Exposure times marginal contribution; all of them sum to the volatility. Zero where nothing is held. */
  readonly risk: number;
  /** Share of the variance, the same as of the volatility; sums to 1, may be below 0. */
  readonly varianceShare: number | undefined;
  /** The sector's beta as given, 1 for the hedge. */
  readonly beta: number | undefined;
  /** Exposure times beta; all of them sum to the book's beta. */
  readonly betaContribution: number;
}

/** The risk of a book and where it comes from. */
export interface RiskContributions {
  /** One per sector of the book in its order, then the hedge. */
  readonly rows: readonly RiskContribution[];
  /** Standard deviation, share of equity per year. */
  readonly volatility: number;
  /** Beta after the hedge. */
  readonly beta: number;
}

/** A variance below this share of its terms is what is left of their cancelling: no risk. */
const CANCELLED = 1e-14;

/**
 * Where a book's volatility and its beta come from, sector by sector, the hedge last.
 *
 * With σ = √(w′Σw) the marginal contribution is ∂σ/∂w_i = (Σw)_i/σ, and as σ doubles when the book is
 * doubled, Σ w_i·∂σ/∂w_i = σ (Euler's theorem; Litterman, Hot spots and hedges, Journal of Portfolio
 * Management 22, 1996). A contribution below zero calms the book; closing it would raise the
 * volatility. Beta contributions add up by themselves. The two need not agree: a book of beta zero
 * still has all of its risk between sectors. Both rest on estimates, and say nothing of their error.
 *
 * @param book.sectors The sectors of the book.
 * @param book.weights Signed exposures in that order, share of equity.
 * @param book.betas Betas in that order; one without a position may be `undefined`.
 * @param book.hedge Signed exposure to the market, share of equity; 0 by default.
 * @param covariance Names and matrix of `bookCovariance`, per year; the market is the hedge's.
 * @returns A row per sector, and the sums. A book without risk has no marginal contributions.
 * @throws {RangeError} If lengths differ, a number is not finite, a position has no beta or no
 *   covariance, or the matrix does not fit its names or is no covariance.
 *
 * @example One long, its hedge, and what is left
 * ```ts
 * import { riskContributions } from "lab/hedging";
 * import { ok } from "node:assert/strict";
 *
 * const { rows, volatility, beta } = riskContributions(
 *   { sectors: ["XLK"], weights: [0.5], betas: [1.2], hedge: -0.6 },
 *   { names: ["XLK", "market"], matrix: [[0.09, 0.048], [0.048, 0.04]] },
 * );
 * ok(Math.abs(volatility - 0.09) < 1e-15 && Math.abs(beta) < 1e-15);
 * ok(Math.abs(rows[0].risk + rows[1].risk - volatility) < 1e-15);
 * ```
 */
export function riskContributions(
  book: {
    readonly sectors: readonly Sector[];
    readonly weights: readonly number[];
    readonly betas: readonly (number | undefined)[];
    readonly hedge?: number;
  },
  covariance: Pick<BookCovariance, "names"> & { readonly matrix: MatrixLike },
): RiskContributions {
  const { sectors, weights, betas, hedge = 0 } = book;
  const { names } = covariance;
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot split a book's risk: ${what}`);
  };
  if (weights.length !== sectors.length || betas.length !== sectors.length) {
    refuse(
      `need one weight and one beta per sector, got ${weights.length} and ${betas.length} ` +
        `for ${sectors.length}`,
    );
  }
  const matrix = checkedCovariance("split a book's risk", covariance.matrix, {
    count: names.length,
    nameOf: (i) => names[i],
    form: "semidefinite",
  });
  const legs = [
    ...sectors.map((name, i) => ({ name, exposure: weights[i], beta: betas[i] })),
    { name: "hedge" as const, exposure: hedge, beta: 1 },
  ].map((leg) => ({ ...leg, at: names.indexOf(leg.name === "hedge" ? "market" : leg.name) }));
  const held = new Array<number>(names.length).fill(0);
  for (const { name, exposure, beta, at } of legs) {
    if (!Number.isFinite(exposure)) refuse(`need finite exposures, got ${exposure} for ${name}`);
    if (exposure === 0) continue;
    if (beta === undefined || !Number.isFinite(beta)) {
      refuse(`need a beta for each position, got ${beta} for ${name}`);
    }
    if (at < 0) refuse(`need the covariance of each position, got none for ${name}`);
    held[at] += exposure;
  }

  const along = matrix.map((row) => row.reduce((sum, value, j) => sum + value * held[j], 0));
  let variance = 0, size = 0;
  for (let i = 0; i < names.length; i++) {
    variance += held[i] * along[i];
    for (let j = 0; j < names.length; j++) size += Math.abs(held[i] * matrix[i][j] * held[j]);
  }
  const volatility = variance > CANCELLED * size ? Math.sqrt(variance) : 0;
  const rows = legs.map(({ name, exposure, beta, at }): RiskContribution => {
    const marginal = at < 0 || volatility === 0 ? undefined : along[at] / volatility;
    const risk = exposure === 0 || marginal === undefined ? 0 : exposure * marginal;
    return {
      name,
      exposure,
      marginal,
      risk,
      varianceShare: volatility === 0 ? undefined : risk / volatility,
      beta,
      // Without a position nothing is held, whatever the beta.
      betaContribution: exposure === 0 ? 0 : exposure * beta!,
    };
  });
  return {
    rows,
    volatility,
    beta: rows.reduce((sum, row) => sum + row.betaContribution, 0),
  };
}
