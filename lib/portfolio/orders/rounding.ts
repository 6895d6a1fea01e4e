import { checkRounding } from "./check_rounding.ts";
import {
  beyondNorm,
  movedSquare,
  nestedFactor,
  type NormLimit,
  normOf,
  type NormValue,
} from "./norm_limit.ts";

/** Slack given to a limit for rounding of doubles, share of equity. */
const TOLERANCE = 1e-9;
/** A smaller gain, in excess or in squared distance, is noise and could lead in a circle. */
const GAIN = 1e-15;
/** Steps of the local search; it stops by itself long before, because every step improves. */
const MAX_STEPS = 5000;
/** Nodes of the exhaustive search that follows if the local one finds nothing. */
const MAX_NODES = 100_000;
/** Fewer of them for each account size tried in `smallestAccount`. */
const MAX_NODES_PER_SIZE = 10_000;
/** The exhaustive search looks this many shares either side at most, and a lot and a half far. */
const MAX_REACH_SHARES = 40;
const REACH_LOTS = 1.5;
/** Step from one account size to the next, and the dollars they are rounded up to. */
export const ACCOUNT_STEP = 1.05;
export const ACCOUNT_ROUNDING_USD = 100;
/** No account beyond this is tried: whole shares are no obstacle there. */
const MAX_ACCOUNT_USD = 1e8;

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
}

/** Whole shares inside all limits, or what stood in the way. */
export type WholeShares =
  | {
    readonly found: true;
    readonly shares: readonly number[];
    readonly exposures: readonly number[];
    /** √Σ(exposure − target)², share of equity. */
    readonly distance: number;
  }
  | {
    readonly found: false;
    /** Whether every book within reach of the target was tried; otherwise none was found. */
    readonly exhausted: boolean;
    /** Limits that the best attempt still breaks, worst first. */
    readonly breached: readonly string[];
  };

/** Shares with the running value of each limit, for a search that moves a share at a time. */
interface State {
  shares: number[];
  values: number[];
  norms: readonly NormValue[];
  excess: number;
  squares: number;
}

function term(limit: RoundingLimit, i: number, exposure: number): number {
  return limit.coefficients[i] * (limit.from ? Math.abs(exposure - limit.from[i]) : exposure);
}

function beyond(limit: RoundingLimit, value: number): number {
  const over = Math.max(limit.low - value, value - limit.high);
  return over > TOLERANCE ? over : 0;
}

function squareOf(problem: RoundingProblem, i: number, shares: number): number {
  return (shares * problem.lots[i] - problem.targets[i]) ** 2;
}

function stateOf(problem: RoundingProblem, shares: readonly number[]): State {
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

function clamp(problem: RoundingProblem, i: number, shares: number): number {
  return Math.min(problem.maximum[i], Math.max(problem.minimum[i], shares));
}

/** One share more or fewer of one position, with what it does to each limit. */
interface Step {
  readonly i: number;
  readonly by: 1 | -1;
  /** Change of the exposure. */
  readonly move: number;
  readonly changes: readonly number[];
  readonly squares: number;
}

function stepsFrom(problem: RoundingProblem, state: State): Step[] {
  const steps: Step[] = [];
  problem.lots.forEach((lot, i) => {
    for (const by of [1, -1] as const) {
      const from = state.shares[i], to = from + by;
      if (to < problem.minimum[i] || to > problem.maximum[i]) continue;
      steps.push({
        i,
        by,
        move: by * lot,
        changes: problem.limits.map((limit) =>
          term(limit, i, to * lot) - term(limit, i, from * lot)
        ),
        squares: squareOf(problem, i, to) - squareOf(problem, i, from),
      });
    }
  });
  return steps;
}

/**
 * The best of all moves of one share and of all pairs of such moves: less excess first, then less
 * distance. Pairs matter, because two limits that bind from opposite sides are left only together.
 */
function bestMove(problem: RoundingProblem, state: State): readonly Step[] | undefined {
  const { limits, norms = [] } = problem;
  const steps = stepsFrom(problem, state);
  let best: readonly Step[] | undefined;
  let bestExcess = state.excess, bestSquares = state.squares;
  const consider = (a: Step, b: Step | undefined) => {
    const squares = state.squares + a.squares + (b?.squares ?? 0);
    if (bestExcess === 0 && squares >= bestSquares - GAIN) return;
    let excess = 0;
    for (let k = 0; k < limits.length; k++) {
      excess += beyond(limits[k], state.values[k] + a.changes[k] + (b ? b.changes[k] : 0));
      if (excess > bestExcess) return;
    }
    for (let k = 0; k < norms.length; k++) {
      excess += beyondNorm(norms[k], movedSquare(norms[k], state.norms[k], a, b));
    }
    const better = excess < bestExcess - GAIN ||
      (excess <= bestExcess && squares < bestSquares - GAIN);
    if (better) {
      best = b ? [a, b] : [a];
      bestExcess = excess;
      bestSquares = squares;
    }
  };
  for (let a = 0; a < steps.length; a++) {
    consider(steps[a], undefined);
    for (let b = a + 1; b < steps.length; b++) {
      if (steps[a].i !== steps[b].i) consider(steps[a], steps[b]);
    }
  }
  return best;
}

function localSearch(problem: RoundingProblem): State {
  let state = stateOf(
    problem,
    problem.targets.map((target, i) => clamp(problem, i, Math.round(target / problem.lots[i]))),
  );
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = bestMove(problem, state);
    if (!move) break;
    const shares = [...state.shares];
    for (const { i, by } of move) shares[i] += by;
    // Worked out afresh, so that a thousand small sums leave no error behind.
    state = stateOf(problem, shares);
  }
  return state;
}

/**
 * Depth-first over all books within reach, largest lots first so that small ones mend what they
 * leave, cutting off where a limit can no longer be met or the distance exceeds the best found.
 */
function exhaustiveSearch(
  problem: RoundingProblem,
  maxNodes: number,
): { readonly shares: readonly number[] | undefined; readonly exhausted: boolean } {
  const { lots, targets, limits, norms = [] } = problem;
  const order = lots.map((_, i) => i).sort((a, b) =>
    Math.abs(lots[b]) - Math.abs(lots[a]) || a - b
  );
  const reach = REACH_LOTS * Math.max(...lots.map(Math.abs), 0);
  const choices = order.map((i) => {
    const ideal = targets[i] / lots[i];
    const width = Math.min(MAX_REACH_SHARES, Math.ceil(reach / Math.abs(lots[i])));
    const from = clamp(problem, i, Math.floor(ideal) - width + 1);
    const to = clamp(problem, i, Math.ceil(ideal) + width - 1);
    return Array.from({ length: to - from + 1 }, (_, k) => from + k)
      .sort((a, b) => squareOf(problem, i, a) - squareOf(problem, i, b) || a - b);
  });
  // Least and most that the positions from a depth on can add to each limit.
  const rest = order.map(() => limits.map(() => ({ low: 0, high: 0 })));
  rest.push(limits.map(() => ({ low: 0, high: 0 })));
  for (let depth = order.length - 1; depth >= 0; depth--) {
    limits.forEach((limit, k) => {
      const values = choices[depth].map((n) => term(limit, order[depth], n * lots[order[depth]]));
      rest[depth][k] = {
        low: rest[depth + 1][k].low + Math.min(...values),
        high: rest[depth + 1][k].high + Math.max(...values),
      };
    });
  }

  const factors = norms.map((norm) => nestedFactor(norm, order));

  let nodes = 0, bestSquares = Infinity, best: readonly number[] | undefined;
  const shares = new Array<number>(lots.length).fill(0);
  const exposures = [1];
  const visit = (
    depth: number,
    values: readonly number[],
    normSquares: readonly number[],
    squares: number,
  ): void => {
    if (depth === order.length) {
      best = [...shares];
      bestSquares = squares;
      return;
    }
    const i = order[depth];
    for (const n of choices[depth]) {
      if (++nodes > maxNodes) return;
      const total = squares + squareOf(problem, i, n);
      // Choices ascend in distance, so no later one can be nearer.
      if (total >= bestSquares) return;
      const next = limits.map((limit, k) => values[k] + term(limit, i, n * lots[i]));
      const reachable = limits.every((limit, k) =>
        next[k] + rest[depth + 1][k].low <= limit.high + TOLERANCE &&
        next[k] + rest[depth + 1][k].high >= limit.low - TOLERANCE
      );
      if (!reachable) continue;
      exposures[depth + 1] = n * lots[i];
      const nextNorms = factors.map((factor, k) => {
        let part = 0;
        factor[depth + 1].forEach((entry, j) => part += entry * exposures[j]);
        return normSquares[k] + part * part;
      });
      if (nextNorms.some((square, k) => beyondNorm(norms[k], square) > 0)) continue;
      shares[i] = n;
      visit(depth + 1, next, nextNorms, total);
    }
  };
  visit(0, limits.map(() => 0), factors.map(([[root]]) => root * root), 0);
  return { shares: best, exhausted: nodes <= maxNodes };
}

function checked(problem: RoundingProblem): void {
  const { targets, lots, minimum, maximum, limits, held } = problem;
  const n = targets.length;
  const arrays = [lots, minimum, maximum, ...limits.map((limit) => limit.coefficients)];
  for (const limit of limits) if (limit.from) arrays.push(limit.from);
  if (held) arrays.push(held);
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
  });
}

/**
 * Whole shares near the exposures wanted, inside every limit.
 *
 * The nearest whole numbers come first. Where they break a limit, single shares and pairs of them are
 * moved, always the move that mends most for the least distance, then moved back as far as the limits
 * let them. If that finds nothing, all books within reach of the target are searched. No random
 * number is drawn: the same problem has the same answer.
 *
 * @param problem Targets, lots and limits; see {@linkcode RoundingProblem}.
 * @param options.maxNodes Nodes of the exhaustive search; 100,000 by default.
 * @returns Shares inside all limits, near the target though not provably nearest; or, as a value, the
 *   limits that could not be met, with whether all books within reach were tried.
 * @throws {RangeError} If arrays have different lengths, or a lot is 0 or not finite.
 *
 * @example The nearest shares would be 3 and 4, one share too many for the limit
 * ```ts
 * import { wholeShares } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rounded = wholeShares({
 *   targets: [0.27, 0.36],
 *   lots: [0.1, 0.1],
 *   minimum: [0, 0],
 *   maximum: [10, 10],
 *   limits: [{ name: "gross", coefficients: [1, 1], low: 0, high: 0.65 }],
 * });
 * deepEqual(rounded.found && rounded.shares, [3, 3]);
 * ```
 */
export function wholeShares(
  problem: RoundingProblem,
  options: { readonly maxNodes?: number } = {},
): WholeShares {
  checkRounding(problem, options);
  checked(problem);
  const local = localSearch(problem);
  let { shares, squares } = local;
  if (local.excess > 0) {
    const search = exhaustiveSearch(problem, options.maxNodes ?? MAX_NODES);
    if (!search.shares) {
      const breached = problem.limits
        .map((limit, k) => ({ name: limit.name, over: beyond(limit, local.values[k]) }))
        .concat((problem.norms ?? []).map((norm, k) => ({
          name: norm.name,
          over: beyondNorm(norm, local.norms[k].square),
        })))
        .filter(({ over }) => over > 0)
        .sort((a, b) => b.over - a.over);
      return {
        found: false,
        exhausted: search.exhausted,
        breached: breached.map(({ name }) => name),
      };
    }
    ({ shares, squares } = stateOf(problem, search.shares));
  }
  const { held } = problem;
  if (held?.every((n, i) => n >= problem.minimum[i] && n <= problem.maximum[i])) {
    const now = stateOf(problem, held);
    if (now.excess === 0 && now.squares <= squares * (1 + 1e-9) + 1e-18) {
      ({ shares, squares } = now);
    }
  }
  return {
    found: true,
    shares,
    exposures: shares.map((n, i) => n * problem.lots[i]),
    distance: Math.sqrt(squares),
  };
}

/**
 * The smallest account in which a book can be held in whole shares, on a grid.
 *
 * Sizes are tried from the present one upward in steps of 5 %, each rounded up to $100, as a first
 * book without holdings. Whether shares fit is not monotone in the size, so the answer is the first
 * size on the grid that does, and a larger one may fail again.
 *
 * @param problem The problem at the present size; `held` is not used.
 * @param equityUsd The present equity, dollars.
 * @returns Dollars, or `undefined` if no size up to $100M would do.
 * @throws {RangeError} If the equity is not above 0, or the problem is malformed.
 *
 * @example A share of $50 in a position of at most 30 % that must reach 28 %
 * ```ts
 * import { smallestAccount } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const problem = {
 *   targets: [0.3],
 *   lots: [50 / 100],
 *   minimum: [0],
 *   maximum: [Infinity],
 *   limits: [{ name: "sector", coefficients: [1], low: 0.28, high: 0.3 }],
 * };
 * // At $500 three shares are 30 %; at $200, $300 and $400 nothing lies from 28 to 30 %.
 * equal(smallestAccount(problem, 100), 500);
 * ```
 */
export function smallestAccount(
  problem: RoundingProblem,
  equityUsd: number,
): number | undefined {
  if (!(Number.isFinite(equityUsd) && equityUsd > 0)) {
    throw new RangeError(
      `Cannot find the smallest account: need an equity above 0 dollars, got ${equityUsd}`,
    );
  }
  checkRounding(problem, {});
  checked(problem);
  let last = 0;
  for (let size = equityUsd; size <= MAX_ACCOUNT_USD; size *= ACCOUNT_STEP) {
    const tried = Math.ceil(size / ACCOUNT_ROUNDING_USD) * ACCOUNT_ROUNDING_USD;
    if (tried === last) continue;
    last = tried;
    const scale = equityUsd / tried;
    const scaled = { ...problem, held: undefined, lots: problem.lots.map((lot) => lot * scale) };
    if (wholeShares(scaled, { maxNodes: MAX_NODES_PER_SIZE }).found) return tried;
  }
  return undefined;
}
