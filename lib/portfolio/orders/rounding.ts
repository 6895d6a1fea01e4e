import { shown } from "../../arguments.ts";
import { checkRounding } from "./check_rounding.ts";
import { DollarMoves } from "./dollar_moves.ts";
import { exhaustiveSearch } from "./exhaustive_search.ts";
import { localSearch, localSearchBesideDollars } from "./local_search.ts";
import { beyondNorm } from "./norm_limit.ts";
import {
  beyond,
  checkProblem,
  type RoundingProblem,
  type SearchEffort,
  stateOf,
} from "./rounding_problem.ts";

/** Nodes of the exhaustive search that follows if the local one finds nothing: some 15 ms. */
const MAX_NODES = 100_000;
/**
 * Steps of the local search, every one of which improves. Where there is a book it needs a few, and 230
 * where a fund's volume keeps shares far from their targets; towards a row that shares cannot meet it
 * would creep for thousands.
 */
const MAX_STEPS = 500;
/** Other shares to start from at the end, where a book may lie that no search came by. */
const STARTS = 12;
const MAX_STEPS_PER_START = 50;
/** Step from one account size to the next, and the dollars they are rounded up to. */
export const ACCOUNT_STEP = 1.05;
const ACCOUNT_ROUNDING_USD = 100;
/** Sizes tried at most: the last is 47 times the first. Where one does, it is among the first forty. */
const MAX_SIZES = 80;

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

/**
 * Whole shares near the exposures wanted, inside every limit.
 *
 * The nearest whole numbers come first. Where they break a limit, single shares and pairs of them are
 * moved, always the move that mends most for the least distance, then moved back as far as the limits
 * let them. If that finds nothing, all books within reach of the target are searched, and where these are
 * too many, the first search sets out from other shares. No random number is drawn, no clock is read: the
 * same problem has the same answer.
 *
 * @param problem Targets, lots and limits; see {@linkcode RoundingProblem}.
 * @param options Bounds on the search; see {@linkcode SearchEffort}.
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
  options: SearchEffort = {},
): WholeShares {
  checkRounding(problem, options);
  checkProblem(problem);
  const dollars = problem.inDollars?.includes(true) ? new DollarMoves(problem) : undefined;
  const { maxNodes = MAX_NODES, maxSteps = MAX_STEPS, starts = STARTS } = options;
  const local = dollars
    ? localSearchBesideDollars(problem, dollars, maxSteps)
    : localSearch(problem, maxSteps);
  let found = local;
  if (local.excess > 0) {
    const search = exhaustiveSearch(problem, maxNodes, dollars);
    const shares = search.shares ??
      (dollars || search.exhausted ? undefined : fromOtherStarts(problem, starts));
    if (!shares) {
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
    found = stateOf(problem, shares);
  }
  if (dollars) found = dollars.onGrid(found);
  const { held } = problem;
  if (held?.every((n, i) => n >= problem.minimum[i] && n <= problem.maximum[i])) {
    const now = stateOf(problem, held);
    if (now.excess === 0 && now.squares <= found.squares * (1 + 1e-9) + 1e-18) found = now;
  }
  const { shares, squares } = found;
  return {
    found: true,
    shares,
    exposures: shares.map((n, i) => n * problem.lots[i]),
    distance: Math.sqrt(squares),
  };
}

/** Shares inside all limits by local searches from other shares than the nearest, if one finds any. */
function fromOtherStarts(problem: RoundingProblem, starts: number): readonly number[] | undefined {
  for (let start = 1; start < starts; start++) {
    const { excess, shares } = localSearch(problem, MAX_STEPS_PER_START, start);
    if (excess === 0) return shares;
  }
  return undefined;
}

/** The largest account that {@linkcode smallestAccount} tries, from a present one, dollars. */
export function largestAccount(equityUsd: number): number {
  return sizeAt(equityUsd, MAX_SIZES - 1);
}

function sizeAt(equityUsd: number, step: number): number {
  let size = equityUsd;
  for (let k = 0; k < step; k++) size *= ACCOUNT_STEP;
  return Math.ceil(size / ACCOUNT_ROUNDING_USD) * ACCOUNT_ROUNDING_USD;
}

/**
 * The smallest account that will do, on a grid.
 *
 * Sizes are tried from the present one upward in steps of 5 %, each rounded up to $100, eighty of
 * them. Whether shares fit is not monotone in the size, so the answer is the first size on the grid that
 * does, and a larger one may fail again.
 *
 * @param equityUsd The present equity, dollars.
 * @param does Whether an account of a size will do.
 * @returns Dollars, or `undefined` if none of the sizes would do.
 * @throws {RangeError} If the equity is not above 0.
 *
 * @example A share of $50 in a position that must lie from 28 to 30 %
 * ```ts
 * import { smallestAccount, wholeShares } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const does = (equityUsd: number) =>
 *   wholeShares({
 *     targets: [0.3],
 *     lots: [50 / equityUsd],
 *     minimum: [0],
 *     maximum: [Infinity],
 *     limits: [{ name: "sector", coefficients: [1], low: 0.28, high: 0.3 }],
 *   }).found;
 * // At $500 three shares are 30 %; at $200, $300 and $400 nothing lies from 28 to 30 %.
 * equal(smallestAccount(100, does), 500);
 * ```
 */
export function smallestAccount(
  equityUsd: number,
  does: (equityUsd: number) => boolean,
): number | undefined {
  if (!(Number.isFinite(equityUsd) && equityUsd > 0)) {
    throw new RangeError(
      `Cannot find the smallest account: need an equity above 0 dollars, got ${shown(equityUsd)}`,
    );
  }
  if (typeof does !== "function") {
    throw new TypeError(
      `Cannot find the smallest account: need a function that says whether a size will do, got ${
        shown(does)
      }`,
    );
  }
  let last = 0;
  for (let step = 0; step < MAX_SIZES; step++) {
    const size = sizeAt(equityUsd, step);
    if (size === last) continue;
    last = size;
    if (does(size)) return size;
  }
  return undefined;
}
