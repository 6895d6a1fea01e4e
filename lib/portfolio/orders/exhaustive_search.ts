import type { DollarMoves } from "./dollar_moves.ts";
import { beyondNorm, nestedFactor } from "./norm_limit.ts";
import { clamp, type RoundingProblem, squareOf, term, TOLERANCE } from "./rounding_problem.ts";

/** The search looks this many shares either side at most, and a lot and a half far. */
const MAX_REACH_SHARES = 40;
const REACH_LOTS = 1.5;
/** What moving the dollars of one book costs, in nodes. */
const NODES_PER_MOVE = 50;

/** What a search over all books within reach found. */
interface SearchedShares {
  /** The nearest shares inside all limits; nothing where there are none, or none was found in time. */
  readonly shares: readonly number[] | undefined;
  /** Whether every book within reach was tried. */
  readonly exhausted: boolean;
}

/**
 * Depth-first over all books within reach, largest lots first so that small ones mend what they
 * leave, cutting off where a limit can no longer be met or the distance exceeds the best found. What
 * is ordered in dollars comes last, moved as far as the limits need.
 *
 * @param maxNodes Shares of a position that are tried before the search ends: a bound on its work that
 *   no clock has a part in.
 * @param dollars Moves what is ordered in dollars; absent where nothing is.
 */
export function exhaustiveSearch(
  problem: RoundingProblem,
  maxNodes: number,
  dollars?: DollarMoves,
): SearchedShares {
  const { lots, limits, norms = [] } = problem;
  const rows = limits.length;
  const inDollars = dollars?.positions ?? [];
  const order = lots.map((_, i) => i).filter((i) => !inDollars.includes(i)).sort((a, b) =>
    Math.abs(lots[b]) - Math.abs(lots[a]) || a - b
  );
  const choices = choicesOf(problem, order);
  // Least and most that the positions from a depth on can add to each limit.
  const low = order.map(() => new Float64Array(rows)),
    high = order.map(() => new Float64Array(rows));
  const inDollarsRange = limits.map((limit) => dollars?.range(limit) ?? [0, 0]);
  low.push(Float64Array.from(inDollarsRange, ([least]) => least));
  high.push(Float64Array.from(inDollarsRange, ([, most]) => most));
  for (let depth = order.length - 1; depth >= 0; depth--) {
    for (let k = 0; k < rows; k++) {
      const values = choices[depth].map(({ terms }) => terms[k]);
      low[depth][k] = low[depth + 1][k] + Math.min(...values);
      high[depth][k] = high[depth + 1][k] + Math.max(...values);
    }
  }
  const least = Float64Array.from(limits, (limit) => limit.low - TOLERANCE);
  const most = Float64Array.from(limits, (limit) => limit.high + TOLERANCE);
  const factors = norms.map((norm) => nestedFactor(norm, [...order, ...inDollars]));

  let nodes = 0, bestSquares = Infinity, best: readonly number[] | undefined;
  const shares = new Array<number>(lots.length).fill(0);
  const exposures = [1];
  // Values of the limits, and squares of the norms so far, by depth: nothing is allocated on the way.
  const values = Array.from({ length: order.length + 1 }, () => new Float64Array(rows));
  const squaresOf = Array.from(
    { length: order.length + 1 },
    () => Float64Array.from(factors, ([[root]]) => root * root),
  );
  const isWithin = (depth: number): boolean => {
    const next = values[depth], lowest = low[depth], highest = high[depth];
    for (let k = 0; k < rows; k++) {
      if (!(next[k] + lowest[k] <= most[k] && next[k] + highest[k] >= least[k])) return false;
    }
    return true;
  };
  const isQuiet = (depth: number): boolean => {
    for (let k = 0; k < factors.length; k++) {
      const row = factors[k][depth];
      let part = 0;
      for (let j = 0; j < row.length; j++) part += row[j] * exposures[j];
      const square = squaresOf[depth - 1][k] + part * part;
      squaresOf[depth][k] = square;
      if (beyondNorm(norms[k], square) > 0) return false;
    }
    return true;
  };
  const take = (squares: number): void => {
    if (dollars) {
      nodes += NODES_PER_MOVE;
      const moved = dollars.moved(shares);
      if (moved.excess > 0 || moved.squares >= bestSquares) return;
      best = moved.shares;
      bestSquares = moved.squares;
      return;
    }
    best = [...shares];
    bestSquares = squares;
  };
  const visit = (depth: number, squares: number): void => {
    if (depth === order.length) return take(squares);
    const i = order[depth], from = values[depth], to = values[depth + 1];
    for (const { n, exposure, square, terms } of choices[depth]) {
      if (++nodes > maxNodes) return;
      const total = squares + square;
      // Choices ascend in distance, so no later one can be nearer.
      if (total >= bestSquares) return;
      for (let k = 0; k < rows; k++) to[k] = from[k] + terms[k];
      if (!isWithin(depth + 1)) continue;
      exposures[depth + 1] = exposure;
      if (!isQuiet(depth + 1)) continue;
      shares[i] = n;
      visit(depth + 1, total);
    }
  };
  visit(0, 0);
  return { shares: best, exhausted: nodes <= maxNodes };
}

/** The shares of each position within reach of its target, the nearest first. */
function choicesOf(problem: RoundingProblem, order: readonly number[]) {
  const { lots, targets, limits } = problem;
  const reach = REACH_LOTS * Math.max(...order.map((i) => Math.abs(lots[i])), 0);
  return order.map((i) => {
    const ideal = targets[i] / lots[i];
    const width = Math.min(MAX_REACH_SHARES, Math.ceil(reach / Math.abs(lots[i])));
    const from = clamp(problem, i, Math.floor(ideal) - width + 1);
    const to = clamp(problem, i, Math.ceil(ideal) + width - 1);
    const sorted = Array.from({ length: to - from + 1 }, (_, k) => from + k)
      .sort((a, b) => squareOf(problem, i, a) - squareOf(problem, i, b) || a - b);
    return sorted.map((n) => ({
      n,
      exposure: n * lots[i],
      square: squareOf(problem, i, n),
      terms: Float64Array.from(limits, (limit) => term(limit, i, n * lots[i])),
    }));
  });
}
