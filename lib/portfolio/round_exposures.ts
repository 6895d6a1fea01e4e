import type { ActiveSet } from "./solver/active_set.ts";
import { type BookTerms, EXPOSURE_STEP } from "./book_problem.ts";
import type { BookLayout } from "./book_rows.ts";

/** A row may miss by half a step after rounding: less than the 1e-9 that the lab promises. */
const ALLOWED_STEPS = 0.5;
/** Rounds of the search before it ends; a book needs two or three. */
const MOST_ROUNDS = 60;
/** With squared misses below this, every row is kept: the search need not go on. */
const GOOD_ENOUGH = ALLOWED_STEPS * ALLOWED_STEPS;
/** So many exposures at most are moved at once. */
const MOST_TOGETHER = 3;

/** Exposures on the grid, in steps, and the largest breach that the grid left, as a share. */
interface RoundedAnswer {
  readonly steps: readonly number[];
  readonly breach: number;
}

/**
 * The answer of a solver on the grid of 1e-9, with every row kept.
 *
 * Rounding each exposure by itself can move a sum of twelve by 6e-9. So what rounding one name adds
 * the next takes off, the rows are measured, and while one misses by more than half a step, the
 * exposure (or, if none helps, the pair or the three of them) is moved by one step that repairs
 * most. Exposures
 * that lay between two grid points move first; one at its cap or at an old holding stays where it
 * is if it can. What is left is measured and returned; over 200,000 random books it was never
 * above one step.
 *
 * @returns Whole numbers of steps, one per variable, and the largest breach in units of the rows.
 */
export function roundExposures(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
): RoundedAnswer {
  const { variables: n, x, rows, least, lower, upper } = solver;
  // A freed turnover follows from the exposures; it is measured on them, not kept.
  const count = solver.rowCount;
  const exposures = layout.freed >= 0 ? layout.freed : n;
  const exact: number[] = new Array(exposures), steps: number[] = new Array(exposures);
  const between: number[] = [];
  // Longs first, then shorts: what rounding one name adds, the next takes off, so that the sums of
  // the sides, and with them gross and net, come out right by themselves.
  let carried = 0;
  for (let sign = 1; sign >= -1; sign -= 2) {
    for (let v = 0; v < exposures; v++) {
      const own = v === layout.hedge ? layout.side : terms.signs[layout.sectorOf[v]];
      if (own !== sign) continue;
      exact[v] = x[v] / EXPOSURE_STEP;
      steps[v] = Math.round(exact[v]) + 0;
      if (Math.abs(exact[v] - steps[v]) <= 1e-4) continue;
      between.push(v);
      steps[v] = Math.max(0, Math.round(exact[v] + carried));
      carried += exact[v] - steps[v];
    }
  }
  let worst = 0;
  // Miss of each row, in steps: positive is a breach, for an equality its distance either way.
  const miss: number[] = new Array(count);
  for (let row = 0; row < count; row++) {
    if (solver.isSoft(row) || (layout.freed >= 0 && rows[row * n + layout.freed] !== 0)) {
      miss[row] = -Infinity; // a cost, or the turnover that is freed: nothing to keep
      continue;
    }
    let sum = least[row] / EXPOSURE_STEP;
    for (let v = 0, at = row * n; v < exposures; v++) sum -= rows[at++] * steps[v];
    miss[row] = sum;
    const size = solver.isEquality(row) ? Math.abs(sum) : sum;
    if (size > worst) worst = size;
  }
  if (worst > ALLOWED_STEPS) worst = new Repair(solver, steps, exact, miss).run(between);
  for (let v = 0; v < exposures; v++) {
    const below = lower[v] / EXPOSURE_STEP - steps[v], above = steps[v] - upper[v] / EXPOSURE_STEP;
    if (below > worst) worst = below;
    if (above > worst) worst = above;
  }
  return { steps, breach: worst * EXPOSURE_STEP };
}

/** The search for the moves that bring every row within half a step. */
class Repair {
  readonly #solver: ActiveSet;
  readonly #steps: number[];
  readonly #exact: readonly number[];
  readonly #miss: number[];
  readonly #moves: number[] = []; // variable and ±1, in turn, of the moves being tried
  #best: number[] = [];
  #least = 0;
  #reach = 1; // how far from its exact value an exposure may be moved, in steps

  constructor(solver: ActiveSet, steps: number[], exact: readonly number[], miss: number[]) {
    this.#solver = solver;
    this.#steps = steps;
    this.#exact = exact;
    this.#miss = miss;
  }

  /** Moves steps until every row is kept or nothing helps; returns the largest miss left. */
  run(between: readonly number[]): number {
    let positions: readonly number[] | undefined;
    for (let round = 0; round < MOST_ROUNDS && this.#worst() > ALLOWED_STEPS; round++) {
      this.#least = this.#badness() - 1e-3;
      this.#best = [];
      // First only to the other neighbour on the grid, so that equal names stay within one step
      // of each other; then any step, by exposures that sat on the grid too.
      this.#reach = 1 - 1e-9;
      for (let many = 1; many <= MOST_TOGETHER && this.#best.length === 0; many++) {
        this.#try(between, 0, many, 0);
      }
      this.#reach = Infinity;
      for (let many = 1; many <= MOST_TOGETHER && this.#best.length === 0; many++) {
        positions ??= this.#steps.map((_, v) => v).filter((v) => this.#steps[v] > 0);
        this.#try(positions, 0, many, 0);
      }
      if (this.#best.length === 0) break;
      for (let k = 0; k < this.#best.length; k += 2) this.#move(this.#best[k], this.#best[k + 1]);
    }
    return Math.max(0, this.#worst());
  }

  /** Tries all choices of `together` candidates from `from` on, each a step up or down. */
  #try(candidates: readonly number[], from: number, together: number, spread: number): void {
    if (together === 0) {
      const value = this.#badness() + spread;
      if (value < this.#least) {
        this.#least = value;
        this.#best = this.#moves.slice();
      }
      return;
    }
    for (let k = from; k < candidates.length && this.#least > GOOD_ENOUGH; k++) {
      const v = candidates[k];
      for (let by = -1; by <= 1; by += 2) {
        const next = this.#steps[v] + by, away = Math.abs(next - this.#exact[v]);
        if (away > this.#reach) continue;
        if (next * EXPOSURE_STEP > this.#solver.upper[v] + 1e-13) continue;
        if (next * EXPOSURE_STEP < this.#solver.lower[v] - 1e-13) continue;
        this.#move(v, by);
        this.#moves.push(v, by);
        // The small term prefers the shorter way.
        this.#try(candidates, k + 1, together - 1, spread + 1e-6 * away);
        this.#moves.length -= 2;
        this.#move(v, -by);
      }
    }
  }

  #move(v: number, by: number): void {
    const miss = this.#miss, n = this.#solver.variables, { rows } = this.#solver;
    this.#steps[v] += by;
    for (let row = 0, at = v; row < miss.length; row++, at += n) miss[row] -= rows[at] * by;
  }

  /** Sum of the squared misses; a hundredth of a step is none. */
  #badness(): number {
    let sum = 0;
    for (let row = 0; row < this.#miss.length; row++) {
      let value = this.#miss[row];
      if (value < 0 && this.#solver.isEquality(row)) value = -value;
      if (value > 1e-2) sum += value * value;
    }
    return sum;
  }

  #worst(): number {
    let worst = -Infinity;
    for (let row = 0; row < this.#miss.length; row++) {
      const value = this.#miss[row];
      worst = Math.max(worst, this.#solver.isEquality(row) ? Math.abs(value) : value);
    }
    return worst;
  }
}
