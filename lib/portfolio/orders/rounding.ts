import { DollarMoves } from "./dollar_moves.ts";
import { exhaustiveSearch } from "./exhaustive_search.ts";
import { localSearch, localSearchBesideDollars } from "./local_search.ts";
import { beyondNorm } from "./norm_limit.ts";
import { beyond, checkProblem, type RoundingProblem, stateOf } from "./rounding_problem.ts";

export type { RoundingLimit, RoundingProblem } from "./rounding_problem.ts";

/** Nodes of the exhaustive search that follows if the local one finds nothing. */
const MAX_NODES = 100_000;
/** Fewer of them for each account size tried in `smallestAccount`. */
const MAX_NODES_PER_SIZE = 10_000;
/** Step from one account size to the next, and the dollars they are rounded up to. */
export const ACCOUNT_STEP = 1.05;
export const ACCOUNT_ROUNDING_USD = 100;
/** No account beyond this is tried: whole shares are no obstacle there. */
const MAX_ACCOUNT_USD = 1e8;

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
  checkProblem(problem);
  const dollars = problem.inDollars?.includes(true) ? new DollarMoves(problem) : undefined;
  const local = dollars ? localSearchBesideDollars(problem, dollars) : localSearch(problem);
  let found = local;
  if (local.excess > 0) {
    const search = exhaustiveSearch(problem, options.maxNodes ?? MAX_NODES, dollars);
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
    found = stateOf(problem, search.shares);
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
  if (!(equityUsd > 0)) {
    throw new RangeError(
      `Cannot find the smallest account: need an equity above 0 dollars, got ${equityUsd}`,
    );
  }
  let last = 0;
  for (let size = equityUsd; size <= MAX_ACCOUNT_USD; size *= ACCOUNT_STEP) {
    const tried = Math.ceil(size / ACCOUNT_ROUNDING_USD) * ACCOUNT_ROUNDING_USD;
    if (tried === last) continue;
    last = tried;
    const scale = equityUsd / tried;
    const lots = problem.lots.map((lot, i) => problem.inDollars?.[i] ? lot : lot * scale);
    const scaled = { ...problem, held: undefined, lots };
    if (wholeShares(scaled, { maxNodes: MAX_NODES_PER_SIZE }).found) return tried;
  }
  return undefined;
}
