import { beyondNorm, type NormLimit, normOf, type NormValue } from "./norm_limit.ts";

/** Slack given to a limit for rounding of doubles, share of equity. */
export const TOLERANCE = 1e-9;

/**
 * A limit on the book as one sum over positions: Σ cᵢ·eᵢ of the exposures, or Σ cᵢ·|eᵢ − fromᵢ| of
 * their changes, between `low` and `high`.
 */
export interface RoundingLimit {
  readonly name: string;
  /** One factor per position. */
  readonly coefficients: readonly number[];
  /** Exposures from which changes count; absent for a limit on the exposures themselves. */
  readonly from?: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Positions to be held in whole shares, all arrays in one order. */
export interface RoundingProblem {
  /** Exposure wanted, share of equity, signed. */
  readonly targets: readonly number[];
  /** Exposure of one share, share of equity, signed: price × leverage ÷ equity. */
  readonly lots: readonly number[];
  /** Fewest and most shares of each; equal where a position must stay as it is. */
  readonly minimum: readonly number[];
  readonly maximum: readonly number[];
  readonly limits: readonly RoundingLimit[];
  /** Limits on norms of the book; none by default. */
  readonly norms?: readonly NormLimit[];
  /** Shares held now: kept if they serve as well as any, so that nothing is traded for nothing. */
  readonly held?: readonly number[];
  /**
   * Which positions are ordered in dollars; none by default. Their lot is 1, their shares need not be
   * whole, and so shares and bounds are exposures.
   */
  readonly inDollars?: readonly boolean[];
}

/** Shares with the running value of each limit, for a search that moves a share at a time. */
export interface RoundingState {
  readonly shares: readonly number[];
  readonly values: readonly number[];
  readonly norms: readonly NormValue[];
  /** By how much limits are broken, all together. */
  readonly excess: number;
  /** Σ(exposure − target)². */
  readonly squares: number;
}

/** What a position adds to a limit. */
export function term(limit: RoundingLimit, i: number, exposure: number): number {
  return limit.coefficients[i] * (limit.from ? Math.abs(exposure - limit.from[i]) : exposure);
}

/** How far a limit is broken; what doubles round off is nothing. */
export function beyond(limit: RoundingLimit, value: number): number {
  const over = Math.max(limit.low - value, value - limit.high);
  return over > TOLERANCE ? over : 0;
}

/** (exposure − target)² of one position. */
export function squareOf(problem: RoundingProblem, i: number, shares: number): number {
  return (shares * problem.lots[i] - problem.targets[i]) ** 2;
}

/** Shares worked out afresh: the value of every limit, what is broken, and the distance. */
export function stateOf(problem: RoundingProblem, shares: readonly number[]): RoundingState {
  const values = problem.limits.map((limit) => {
    let value = 0;
    shares.forEach((n, i) => value += term(limit, i, n * problem.lots[i]));
    return value;
  });
  const exposures = shares.map((n, i) => n * problem.lots[i]);
  const norms = (problem.norms ?? []).map((norm) => normOf(norm, exposures));
  let excess = 0, squares = 0;
  problem.limits.forEach((limit, k) => excess += beyond(limit, values[k]));
  problem.norms?.forEach((norm, k) => excess += beyondNorm(norm, norms[k].square));
  shares.forEach((n, i) => squares += squareOf(problem, i, n));
  return { shares: [...shares], values, norms, excess, squares };
}

/** Shares inside the bounds of their position. */
export function clamp(problem: RoundingProblem, i: number, shares: number): number {
  return Math.min(problem.maximum[i], Math.max(problem.minimum[i], shares));
}

/** Refuses a problem whose arrays do not match, or whose lots are no lots. */
export function checkProblem(problem: RoundingProblem): void {
  const { targets, lots, minimum, maximum, limits, held, inDollars } = problem;
  const n = targets.length;
  const arrays = [lots, minimum, maximum, ...limits.map((limit) => limit.coefficients)];
  for (const limit of limits) if (limit.from) arrays.push(limit.from);
  if (held) arrays.push(held);
  if (inDollars) arrays.push(inDollars.map(Number));
  for (const { matrix, linear } of problem.norms ?? []) {
    arrays.push(linear ?? targets, ...matrix);
    if (matrix.length !== n) arrays.push(new Array(matrix.length).fill(0));
  }
  if (arrays.some((array) => array.length !== n)) {
    throw new RangeError(
      `Cannot round to whole shares: need one entry per position everywhere, got ${n} targets ` +
        `and arrays of ${[...new Set(arrays.map((array) => array.length))].join(", ")}`,
    );
  }
  lots.forEach((lot, i) => {
    if (!Number.isFinite(lot) || lot === 0 || !Number.isFinite(targets[i])) {
      throw new RangeError(
        `Cannot round to whole shares: need finite targets and lots that are not 0, ` +
          `got ${targets[i]} and ${lot} at position ${i}`,
      );
    }
    if (inDollars?.[i] && !(lot === 1 && minimum[i] <= maximum[i])) {
      throw new RangeError(
        `Cannot round to whole shares: a position in dollars needs a lot of 1 and bounds that do ` +
          `not cross, got ${lot}, ${minimum[i]} and ${maximum[i]} at position ${i}`,
      );
    }
  });
}

/** Bounds on a search, in its own steps: no clock has a part in an answer. */
export interface SearchEffort {
  /** Nodes of the exhaustive search; 100,000 by default. */
  readonly maxNodes?: number;
  /** Steps of the local search; 500 by default. */
  readonly maxSteps?: number;
  /** Shares that the local search starts from, where neither it nor the other found a book; 12. */
  readonly starts?: number;
}
