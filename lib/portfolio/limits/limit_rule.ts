import type { Sector } from "../../market/mod.ts";
import type { BookRisk } from "./book_risk.ts";
import type { LimitId } from "./limit_id.ts";
import type { Limits } from "./limits.ts";

/**
 * A limit as a small object: which one it is, the range it allows, and what it measures. The
 * measure is a weighted sum of exposures, given the sign of each, so that the same definition
 * serves the reading of a finished book, the rows of the solver and those of whole shares. All rules are
 * made by `sizeRule` and `rangeRule`: one shape, for a sweep asks them millions of times.
 */
export interface LimitRule {
  readonly id: LimitId;
  /** Whether it measures a size, which is never below zero, so that only the upper bound matters. */
  readonly isSize: boolean;
  /** Smallest value allowed. */
  low(limits: Limits): number;
  /** Largest value allowed; a cap on one sector may depend on the side it is held on (−1 or 1). */
  high(limits: Limits, side?: number): number;
  /** Weight of an exposure to a sector with this sign (−1 or 1) and this beta. */
  onSector(sector: Sector, sign: number, beta: number, limits: Limits): number;
  /** Weight of a market hedge with this sign. */
  onHedge(sign: number, limits: Limits): number;
}

/** Capital that a unit of exposure takes through its fund, 1/|leverage|, by sector and side. */
export interface CapitalUse {
  readonly long: readonly number[];
  readonly short: readonly number[];
}

/** What the rules of a day are made from, besides the limits. */
export interface RuleDay {
  /** The order of the loadings in `risk`, and of `capitalUse`. */
  readonly sectors: readonly Sector[];
  readonly risk: BookRisk;
  /** What exposures take of capital; without it the limit on it is left to the orders. */
  readonly capitalUse?: CapitalUse | undefined;
}

/** The lower end of a size, and the weight of what plays no part in a rule. */
export const zero = () => 0;

/** A rule on a size: what is nowhere below zero, and counts no hedge unless told. */
export function sizeRule(
  id: LimitId,
  high: LimitRule["high"],
  onSector: LimitRule["onSector"],
  onHedge: LimitRule["onHedge"] = zero,
): LimitRule {
  return { id, isSize: true, low: zero, high, onSector, onHedge };
}

/** A rule on a sum that may lie on either side of zero. */
export function rangeRule(
  id: LimitId,
  low: LimitRule["low"],
  high: LimitRule["high"],
  onSector: LimitRule["onSector"],
  onHedge: LimitRule["onHedge"],
): LimitRule {
  return { id, isSize: false, low, high, onSector, onHedge };
}

/** Whether the hedge counts in gross. */
export const countsInGross = (limits: Limits) =>
  limits.accounting === "full" || limits.accounting === "counted";
/** Whether the hedge counts in the sides, and in net. */
export const countsInSides = (limits: Limits) => limits.accounting === "full";

/** What a rule measures on a book: sector exposures, their betas, and the hedge. */
export function measure(
  rule: LimitRule,
  book: {
    readonly sectors: readonly Sector[];
    readonly weights: readonly number[];
    readonly betas: readonly number[];
    readonly hedge: number;
  },
  limits: Limits,
): number {
  let sum = 0;
  for (let i = 0; i < book.sectors.length; i++) {
    const weight = book.weights[i];
    // A sector without a position is left out, so that its beta may be unknown.
    if (weight === 0) continue;
    sum += weight * rule.onSector(book.sectors[i], Math.sign(weight), book.betas[i], limits);
  }
  return book.hedge === 0 ? sum : sum + book.hedge * rule.onHedge(Math.sign(book.hedge), limits);
}
