import type { DollarMoves } from "./dollar_moves.ts";
import { beyondNorm, movedSquare } from "./norm_limit.ts";
import {
  beyond,
  clamp,
  type RoundingProblem,
  type RoundingState,
  squareOf,
  stateOf,
  term,
} from "./rounding_problem.ts";

/** A smaller gain, in excess or in squared distance, is noise and could lead in a circle. */
const GAIN = 1e-15;

/** How far apart the shares are that a search starts from. */
const SPREAD_SHARES = 3;
/** Multiples of it, taken modulo 1, fill a range more evenly than those of any other number. */
const GOLDEN = 0.6180339887498949;
/** Steps of the search beside dollars, where every book that is tried needs their program solved. */
const MAX_STEPS_BESIDE_DOLLARS = 25;

/** One share more or fewer of one position, with what it does to each limit. */
interface Step {
  readonly i: number;
  readonly by: 1 | -1;
  /** Change of the exposure. */
  readonly move: number;
  readonly changes: readonly number[];
  readonly squares: number;
}

function stepsFrom(problem: RoundingProblem, state: RoundingState): Step[] {
  const steps: Step[] = [];
  problem.lots.forEach((lot, i) => {
    if (problem.inDollars?.[i]) return;
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
function bestMove(problem: RoundingProblem, state: RoundingState): readonly Step[] | undefined {
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

/**
 * The best of all moves of one share, or else of all pairs, where the dollars of every book are moved
 * with it. Once nothing is broken, only what whole shares alone leave nearer than the best is worth a
 * program.
 */
function bestMoveBesideDollars(
  problem: RoundingProblem,
  state: RoundingState,
  dollars: DollarMoves,
): RoundingState | undefined {
  const steps = stepsFrom(problem, state);
  let squaresInShares = 0;
  state.shares.forEach((n, i) => {
    if (!problem.inDollars![i]) squaresInShares += squareOf(problem, i, n);
  });
  let best: RoundingState | undefined;
  const consider = (a: Step, b: Step | undefined) => {
    const { excess, squares } = best ?? state;
    const leastSquares = squaresInShares + a.squares + (b?.squares ?? 0);
    if (excess === 0 && leastSquares >= squares - GAIN) return;
    const shares = [...state.shares];
    shares[a.i] += a.by;
    if (b) shares[b.i] += b.by;
    const tried = dollars.moved(shares);
    if (
      tried.excess < excess - GAIN || (tried.excess <= excess && tried.squares < squares - GAIN)
    ) best = tried;
  };
  for (const a of steps) consider(a, undefined);
  if (best) return best;
  for (let a = 0; a < steps.length; a++) {
    for (let b = a + 1; b < steps.length; b++) {
      if (steps[a].i !== steps[b].i) consider(steps[a], steps[b]);
    }
  }
  return best;
}

/** The same search where positions are ordered in dollars. */
export function localSearchBesideDollars(
  problem: RoundingProblem,
  dollars: DollarMoves,
  maxSteps: number,
): RoundingState {
  let state = dollars.moved(nearestShares(problem));
  for (let step = 0; step < Math.min(maxSteps, MAX_STEPS_BESIDE_DOLLARS); step++) {
    const next = bestMoveBesideDollars(problem, state, dollars);
    if (!next) break;
    state = next;
  }
  return state;
}

/** The whole number of shares nearest to each target, or to a place near it, inside its bounds. */
function nearestShares(problem: RoundingProblem, start = 0): readonly number[] {
  return problem.targets.map((target, i) => {
    const away = start === 0 ? 0 : SPREAD_SHARES * ((start * (i + 1) * GOLDEN) % 1 - 0.5);
    return clamp(problem, i, Math.round(target / problem.lots[i] + away));
  });
}

/**
 * The nearest whole shares, moved until no share and no pair of them does better, or the steps are used
 * up.
 *
 * @param start Which shares to start from: the nearest with 0, and with each further number others that
 *   lie one and a half shares around the targets at most, spread evenly by the golden section.
 */
export function localSearch(
  problem: RoundingProblem,
  maxSteps: number,
  start = 0,
): RoundingState {
  let state = stateOf(problem, nearestShares(problem, start));
  for (let step = 0; step < maxSteps; step++) {
    const move = bestMove(problem, state);
    if (!move) break;
    const shares = [...state.shares];
    for (const { i, by } of move) shares[i] += by;
    // Worked out afresh, so that a thousand small sums leave no error behind.
    state = stateOf(problem, shares);
  }
  return state;
}
