import { ActiveSet } from "../solver/active_set.ts";
import { beyondNorm, normOf } from "./norm_limit.ts";
import {
  clamp,
  type RoundingLimit,
  type RoundingProblem,
  type RoundingState,
  stateOf,
  term,
} from "./rounding_problem.ts";

/** Price of a broken limit, beside squared distances: far above what any limit is worth to them. */
const MISS_PRICE = 1e3;
/** Tangents laid to the norms before the search for a quieter book ends; two or three are usual. */
const MOST_TANGENTS = 20;
/** A smaller move of every position, share of equity, means that a tangent changed nothing. */
const STANDS_STILL = 1e-13;
/** Grid of exposures before they become orders. */
const EXPOSURE_STEP = 1e-9;

/** A limit as the solver sees it: one row for each bound, on what is ordered in dollars alone. */
interface Row {
  readonly limit: RoundingLimit;
  /** Number of the row in the solver. */
  readonly at: number;
  /** 1 for the lower bound, −1 for the upper one. */
  readonly side: 1 | -1;
}

/**
 * What is ordered in dollars, moved by dollars: for whole shares that are given, the exposures of the
 * other positions nearest to their targets with every limit kept, or broken by as little as can be.
 *
 *     minimise ½ Σ (e − target)² + price · Σ broken   over the positions in dollars, inside their bounds
 *
 * A small quadratic program for `ActiveSet`. A limit on a norm is convex, so tangents are laid to it
 * where an answer breaks it, until it holds. A position stays on its side of zero, and of where a limit
 * on changes counts from: an order that buys never becomes one that sells.
 */
export class DollarMoves {
  /** Places of the positions in dollars. */
  readonly positions: readonly number[];
  readonly #problem: RoundingProblem;
  readonly #solver = new ActiveSet();
  readonly #rows: readonly Row[];

  /** @param problem With at least one position in dollars. */
  constructor(problem: RoundingProblem) {
    const { targets, limits, inDollars = [] } = problem;
    this.#problem = problem;
    this.positions = targets.flatMap((_, i) => inDollars[i] ? [i] : []);
    const solver = this.#solver, m = this.positions.length, rows: Row[] = [];
    solver.begin(m);
    this.positions.forEach((i, v) => {
      solver.hessian[v] = 1;
      solver.linear[v] = targets[i];
      solver.lower[v] = problem.minimum[i];
      solver.upper[v] = problem.maximum[i];
      for (const { from } of limits) {
        if (!from) continue;
        if (sideOf(problem, i, from[i]) > 0) solver.lower[v] = Math.max(solver.lower[v], from[i]);
        else solver.upper[v] = Math.min(solver.upper[v], from[i]);
      }
    });
    for (const limit of limits) {
      const { coefficients, from } = limit;
      const slopes = this.positions.map((i) =>
        coefficients[i] * (from ? sideOf(problem, i, from[i]) : 1)
      );
      if (slopes.every((slope) => slope === 0)) continue;
      for (const side of [1, -1] as const) {
        if (!Number.isFinite(side > 0 ? limit.low : limit.high)) continue;
        const at = solver.addSoftRow(0, MISS_PRICE);
        slopes.forEach((slope, v) => solver.rows[at * m + v] = side * slope);
        rows.push({ limit, at, side });
      }
    }
    this.#rows = rows;
  }

  /** The least and the most that the positions in dollars can add to a limit. */
  range(limit: RoundingLimit): readonly [number, number] {
    const { lower, upper } = this.#solver;
    let least = 0, most = 0;
    this.positions.forEach((i, v) => {
      if (limit.coefficients[i] === 0) return;
      const one = term(limit, i, lower[v]), other = term(limit, i, upper[v]);
      least += Math.min(one, other);
      most += Math.max(one, other);
    });
    return [least, most];
  }

  /** The book with the whole shares given and its dollars moved. */
  moved(shares: readonly number[]): RoundingState {
    const { lots, norms = [] } = this.#problem, solver = this.#solver, next = [...shares];
    solver.rowCount = this.#rows.length; // without the tangents of another book
    for (const { limit, at, side } of this.#rows) {
      let least = side > 0 ? limit.low : -limit.high;
      lots.forEach((lot, i) => {
        const { coefficients, from } = limit;
        if (!this.#problem.inDollars![i]) least -= side * term(limit, i, shares[i] * lot);
        else if (from) {
          least += side * coefficients[i] * sideOf(this.#problem, i, from[i]) * from[i];
        }
      });
      solver.least[at] = least;
    }
    for (let tangents = 0;; tangents++) {
      if (solver.solve() !== "solved") break;
      let away = 0;
      this.positions.forEach((i, v) => {
        away = Math.max(away, Math.abs(solver.x[v] - next[i]));
        next[i] = solver.x[v];
      });
      const isDone = tangents === MOST_TANGENTS || (tangents > 0 && away < STANDS_STILL);
      if (norms.length === 0 || isDone || !this.#addTangents(next)) break;
    }
    return stateOf(this.#problem, next);
  }

  /** Lays a tangent to every norm that is broken: norm(e) + slope·(u − e)/norm(e) ≤ high. */
  #addTangents(shares: readonly number[]): boolean {
    const { lots, norms = [] } = this.#problem, solver = this.#solver, m = this.positions.length;
    const exposures = shares.map((n, i) => n * lots[i]);
    let isAdded = false;
    for (const norm of norms) {
      const { square, slope } = normOf(norm, exposures);
      if (beyondNorm(norm, square) === 0) continue;
      const size = Math.sqrt(square), at = solver.addSoftRow(size - norm.high, MISS_PRICE);
      this.positions.forEach((i, v) => {
        solver.rows[at * m + v] = -slope[i] / size;
        solver.least[at] -= slope[i] / size * exposures[i];
      });
      isAdded = true;
    }
    return isAdded;
  }

  /** The same book with its dollars on the grid of exposures, where the limits allow that. */
  onGrid(state: RoundingState): RoundingState {
    const { lower, upper } = this.#solver, shares = [...state.shares];
    this.positions.forEach((i, v) => {
      const near = Math.round(shares[i] / EXPOSURE_STEP) * EXPOSURE_STEP;
      shares[i] = Math.min(upper[v], Math.max(lower[v], near));
    });
    const rounded = stateOf(this.#problem, shares);
    return rounded.excess > state.excess ? state : rounded;
  }
}

/** On which side of where it stands a position is traded: 1 where it grows, −1 where it falls. */
function sideOf(problem: RoundingProblem, i: number, from: number): 1 | -1 {
  const change = clamp(problem, i, problem.targets[i]) - from;
  return (change === 0 ? problem.targets[i] : change) >= 0 ? 1 : -1;
}
