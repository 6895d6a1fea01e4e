import { ActiveFactors, ALL, OWN, REST, SLACK } from "./active_factors.ts";
import {
  type ActiveLimits,
  checkSolveOptions,
  COLD,
  type ConflictTerm,
  type SolveOptions,
  type SolveStatus,
} from "./solve_options.ts";

/** A violation this small of a row that depends on the active ones is rounding, not a conflict. */
const CONSISTENT = 1e-11;
/** A row whose new part is smaller than this share of it, squared, depends on the active rows. */
const DEPENDENT_SQUARED = 1e-22;
/** A share of an active limit in such a row that is smaller than this, beside the largest, is none. */
const NOISE = 1e-12;
/** Error in the conditions of optimality, beside 1 + |objective|, above which there is no answer. */
const NO_ANSWER = 1e-6;
/** A limit to start from is left out if its new part, squared, is a smaller share of it. */
const THIN_SQUARED = 1e-12;
/** A slack or a multiplier above this is no rounding: another way would have ended here too. */
const SURE = 1e-10;
/** Steps before the method gives up, times (variables + rows); real problems need fewer than one. */
const STEPS_PER_ROW = 20;

/**
 * A dual active-set method for small strictly convex quadratic programs:
 *
 *     minimise ½x'Hx − c'x   subject to   lower ≤ x ≤ upper,   a'x ≥ least  (or = least)
 *
 * The method of Goldfarb and Idnani (1983, Mathematical Programming 27, 1–33). It starts at the
 * minimum without any limit and takes in the most violated one at a time, so that every step
 * raises the objective and every point on the way is the exact answer to a smaller problem. The
 * numbers on the active limits are the multipliers. If a limit cannot be met by any mixture of
 * moves, the weights that show it are the proof that the limits contradict each other.
 *
 * Reuse one object for many problems: nothing is allocated while it solves. When it has ended with
 * `"solved"`, more rows may be added and {@linkcode ActiveSet.resume} continues from there.
 *
 * The answer is worked out once more from the sorted set of active limits, so that it does not
 * depend on the order in which they were found.
 *
 * **Soft rows** may be missed at a price, which caps their multiplier. When it reaches the cap, the
 * row is turned around: it is missed from then on, and may become active again from the other side.
 * If it was entered from outside, price × what it misses joins the objective at that moment.
 *
 * **Warm start.** The dual method can start at any set of limits whose multipliers have the right
 * sign. So the limits given are taken as equalities, those with a wrong multiplier are let go, and
 * the method goes on from there. Where it ends is checked: if every slack and every multiplier is
 * clearly off zero, only one set of limits is optimal, a cold start ends with the same set, and
 * the answer worked out from it is the same to the last bit. Where that is not clear (a degenerate
 * point), or the limits contradict each other, the problem is solved again from the start.
 * For a book of twelve variables this gains nothing to speak of: a cold start takes about as many
 * steps as there are limits that bind, and each costs no more than taking a limit in.
 *
 * @example The point of a half-plane nearest to (1, 1)
 * ```ts
 * import { ActiveSet } from "lab/portfolio";
 * import { equal, ok } from "node:assert/strict";
 *
 * const solver = new ActiveSet();
 * solver.begin(2);
 * solver.hessian.fill(1, 0, 2);
 * solver.linear.fill(1, 0, 2);
 * const row = solver.addRow(-1); // −x − y ≥ −1
 * solver.rows[2 * row] = solver.rows[2 * row + 1] = -1;
 * equal(solver.solve(), "solved");
 * ok(Math.abs(solver.x[0] - 0.5) < 1e-15 && Math.abs(solver.x[1] - 0.5) < 1e-15);
 * ok(Math.abs(solver.rowMultipliers[row] - 0.5) < 1e-15);
 * ```
 */
export class ActiveSet extends ActiveFactors {
  /** Steps of the last solve, with what it was resumed for. */
  steps = 0;
  /** After `"infeasible"`: the rows and bounds that contradict each other. */
  conflict: readonly ConflictTerm[] = [];

  #objective = 0; // dual objective: rises with every step, a lower bound of the minimum
  #found = new Float64Array(0);

  #candidates = new Int32Array(0); // limits to start from
  #stepLimit = 0;
  #isClean = false; // whether the answer came from the sorted set
  #isRestarted = false; // whether it has been resumed since it was solved

  /**
   * Solves the problem.
   *
   * @returns How it ended; answer, multipliers and certificate stand in the fields.
   * @throws {RangeError} If H is not symmetric and positive definite, a figure is not finite, or
   *   bounds cross; says which.
   */
  solve(options: SolveOptions = COLD): SolveStatus {
    if (options !== COLD) checkSolveOptions(options);
    const { cutoff = Infinity, from, mostSteps } = options;
    this.checkFigures();
    this.#stepLimit = mostSteps ?? STEPS_PER_ROW * (this.variables + this.rowCount + 1);
    this.steps = 0;
    this.#isRestarted = false;
    if (from) {
      this.#unturn();
      this.#start(this.#candidatesFrom(from));
      const status = this.#advance(cutoff);
      if (status === "cut off" || (status === "solved" && this.#isOnlyEnd())) return status;
      this.steps = 0;
    }
    this.#unturn();
    this.#start(0);
    return this.#advance(cutoff);
  }

  /**
   * Continues after rows were added to a solved problem. The first time it sets out from the sorted
   * set of active limits, so that the way to them leaves no trace.
   */
  resume(cutoff = Infinity): SolveStatus {
    this.measureRows();
    this.#stepLimit = STEPS_PER_ROW * (this.variables + this.rowCount + 1) + this.steps;
    if (!this.#isRestarted) {
      this.#isRestarted = true;
      const end = 2 * this.variables + this.rowCount;
      let count = 0;
      for (let id = 0; id < end; id++) {
        if (this.isActive[id] === 1) this.#candidates[count++] = id;
      }
      this.#start(count);
    }
    return this.#advance(cutoff);
  }

  /** The limits that hold the answer. */
  activeLimits(): ActiveLimits {
    const n = this.variables, lower: number[] = [], upper: number[] = [];
    const rows: number[] = [], missed: number[] = [];
    for (let i = 0; i < n; i++) {
      if (this.isActive[i] === 1) lower.push(i);
      if (this.isActive[n + i] === 1) upper.push(i);
    }
    for (let row = 0; row < this.rowCount; row++) {
      if (this.isActive[2 * n + row] === 1) rows.push(row);
      else if (this.scale[row] < 0) missed.push(row);
    }
    return { lower, upper, rows, missed };
  }

  protected override growVariables(n: number): void {
    super.growVariables(n);
    this.#found = new Float64Array(n);
    this.#growLimits();
  }

  protected override growRows(count: number): void {
    super.growRows(count);
    this.#growLimits();
  }

  #growLimits(): void {
    const isActive = new Uint8Array(2 * this.lower.length + this.least.length);
    isActive.set(this.isActive.subarray(0, isActive.length));
    this.isActive = isActive;
    this.#candidates = new Int32Array(isActive.length);
  }

  /** Takes in what is still missing, until no limit is violated. */
  #advance(cutoff: number): SolveStatus {
    const n = this.variables;
    for (let row = 0; row < this.rowCount; row++) {
      const id = 2 * n + row;
      if (this.equal[row] === 1 && this.isActive[id] === 0 && !this.#enter(id, true)) {
        return this.steps > this.#stepLimit ? "iteration limit" : "infeasible";
      }
    }
    for (;;) {
      if (this.#objective > cutoff) return "cut off";
      const id = this.mostViolated();
      if (id < 0) break;
      if (!this.#enter(id, false)) {
        return this.steps > this.#stepLimit ? "iteration limit" : "infeasible";
      }
    }
    this.#finish();
    return "solved";
  }

  /** No soft row is missed. */
  #unturn(): void {
    if (this.softRows === 0) return;
    for (let row = 0; row < this.rowCount; row++) this.scale[row] = Math.abs(this.scale[row]);
  }

  /** Numbers of the limits to start from; the soft rows among them that are missed are turned. */
  #candidatesFrom(from: ActiveLimits): number {
    const n = this.variables, candidates = this.#candidates;
    let count = 0;
    const take = (list: unknown, most: number, base: number) => {
      if (!Array.isArray(list)) return;
      for (let k = 0; k < list.length && count < candidates.length; k++) {
        const index = list[k];
        if (Number.isInteger(index) && index >= 0 && index < most) {
          candidates[count++] = base + index;
        }
      }
    };
    take(from.lower, n, 0);
    take(from.upper, n, n);
    take(from.rows, this.rowCount, 2 * n);
    if (this.softRows > 0 && Array.isArray(from.missed)) {
      for (const row of from.missed) {
        if (Number.isInteger(row) && row >= 0 && row < this.rowCount && this.isSoft(row)) {
          this.scale[row] = -Math.abs(this.scale[row]);
        }
      }
    }
    return count;
  }

  /**
   * Starts from the first `count` candidates: all equalities and those of them that are independent
   * are taken in as equalities, and limits whose multiplier is out of its range are let go until
   * none is. What is left is the exact answer to a problem with fewer limits.
   */
  #start(count: number): void {
    const n = this.variables, c = this.slopes(false);
    this.isActive.fill(0);
    this.hasImplied = false;
    this.recalls = 0;
    this.count = 0;
    this.columns.fill(0, 0, n * n);
    this.#objective = this.offset +
      (this.dense ? this.startDense(c) : this.startDiagonal(c));
    if (count === 0) return;
    for (let row = 0; row < this.rowCount; row++) {
      if (this.equal[row] === 1) this.#take(2 * n + row, DEPENDENT_SQUARED);
    }
    for (let k = 0; k < count; k++) this.#take(this.#candidates[k], THIN_SQUARED);
    this.#settle();
  }

  /** Takes a limit in without a step, if it does not depend on those that are in. */
  #take(id: number, thinSquared: number): void {
    const n = this.variables, q = this.count, J = this.columns, d = this.d, z = this.z;
    if (q === n || this.isActive[id] !== 0 || !Number.isFinite(this.bound(id))) return;
    this.project(id);
    let rest = 0;
    for (let k = q; k < n; k++) rest += d[k] * d[k];
    if (!(rest > thinSquared * this.passed[ALL])) return;
    z.fill(0, 0, n);
    for (let k = q; k < n; k++) {
      const dk = d[k];
      for (let i = 0, at = k * n; i < n; i++) z[i] += dk * J[at++];
    }
    this.passed[OWN] = 0;
    this.passed[REST] = rest;
    this.add(id);
  }

  /** Point and multipliers on the limits taken in; lets go of those with a wrong multiplier. */
  #settle(): void {
    const n = this.variables, J = this.columns, R = this.triangle;
    const pull = this.#found, v = this.z, active = this.active, multiplier = this.multiplier;
    for (;;) {
      const c = this.slopes(false), q = this.count;
      // With x = Jv the objective is ½v'v − (J'c)'v, and R' gives v's first part from the limits.
      for (let k = 0, at = 0; k < n; k++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += J[at++] * c[i];
        pull[k] = sum;
        v[k] = sum;
      }
      for (let j = 0; j < q; j++) {
        let sum = this.bound(active[j]);
        for (let k = 0; k < j; k++) sum -= R[j * n + k] * v[k];
        v[j] = sum / R[j * n + j];
      }
      let worst = 0, leaving = -1;
      for (let j = q - 1; j >= 0; j--) {
        let sum = v[j] - pull[j];
        for (let k = j + 1; k < q; k++) sum -= R[k * n + j] * multiplier[k];
        multiplier[j] = sum / R[j * n + j];
        if (this.mustHold(active[j])) continue;
        const beyond = Math.max(-multiplier[j], multiplier[j] - this.cap(active[j]));
        if (beyond > worst) {
          worst = beyond;
          leaving = j;
        }
      }
      if (leaving < 0) break;
      const id = active[leaving], isTurned = multiplier[leaving] > 0;
      this.drop(leaving);
      if (isTurned) this.scale[id - 2 * n] *= -1;
    }
    const { x } = this;
    x.fill(0, 0, n);
    let value = this.offset;
    for (let k = 0; k < n; k++) {
      value += v[k] * (0.5 * v[k] - pull[k]);
      for (let i = 0, at = k * n; i < n; i++) x[i] += v[k] * J[at++];
    }
    this.#objective = value;
  }

  /** Whether every slack and every multiplier is clearly off zero, so that no other set will do. */
  #isOnlyEnd(): boolean {
    if (!this.#isClean) return false;
    const n = this.variables, isActive = this.isActive, { x, lower, upper } = this;
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(x[i]));
    const sure = SURE * (1 + largest);
    for (let i = 0; i < n; i++) {
      const isLower = isActive[i] === 1, isUpper = isActive[n + i] === 1;
      if (isLower || isUpper) {
        if (!((isLower ? this.lowerMultipliers : this.upperMultipliers)[i] > SURE)) return false;
        if (lower[i] === upper[i]) continue;
      }
      if (!isLower && !(x[i] - lower[i] > sure)) return false;
      if (!isUpper && !(upper[i] - x[i] > sure)) return false;
    }
    for (let row = 0; row < this.rowCount; row++) {
      if (this.equal[row] === 1) continue;
      const id = 2 * n + row, price = this.rowMultipliers[row];
      if (isActive[id] === 1) {
        if (!(price > SURE && price < this.missPrice[row] - SURE)) return false;
        continue;
      }
      this.measureSlack(id);
      if (!(this.passed[SLACK] * Math.abs(this.scale[row]) > sure)) return false;
    }
    return true;
  }

  /**
   * Takes a violated limit into the active set, letting go of others that stand in its way
   * (steps 1 and 2 of Goldfarb and Idnani's algorithm). False: infeasible, or out of steps.
   */
  #enter(id: number, equality: boolean): boolean {
    const n = this.variables, { x } = this, hasSoft = this.softRows > 0;
    const J = this.columns, R = this.triangle, d = this.d, z = this.z, r = this.r;
    const active = this.active, multiplier = this.multiplier;
    let own = 0;
    for (;;) {
      if (++this.steps > this.#stepLimit) return false;
      this.measureSlack(id);
      this.project(id);
      const slack = this.passed[SLACK], all = this.passed[ALL];
      const q = this.count;
      let rest = 0;
      for (let k = q; k < n; k++) rest += d[k] * d[k];

      // r = R⁻¹d: how fast the multipliers of the active limits fall as this one's rises.
      for (let j = q - 1; j >= 0; j--) {
        let sum = d[j];
        for (let k = j + 1; k < q; k++) sum -= R[k * n + j] * r[k];
        r[j] = sum / R[j * n + j];
      }
      const independent = rest > DEPENDENT_SQUARED * all && rest > 0;
      // Where the limit is a mixture of active ones, the shares of the others are rounding.
      let noise = 0;
      if (!independent) {
        for (let j = 0; j < q; j++) noise = Math.max(noise, NOISE * Math.abs(r[j]));
      }
      let partial = Infinity;
      let leaving = -1;
      if (!equality) {
        for (let j = 0; j < q; j++) {
          if (r[j] > noise && !this.mustHold(active[j])) {
            const ratio = multiplier[j] / r[j];
            if (ratio < partial) {
              partial = ratio;
              leaving = j;
            }
          } else if (hasSoft && r[j] < -noise) {
            const ratio = (multiplier[j] - this.cap(active[j])) / r[j];
            if (ratio < partial) {
              partial = ratio;
              leaving = j;
            }
          }
        }
      }
      const room = hasSoft ? this.cap(id) - own : Infinity;
      const full = independent ? -slack / rest : Infinity;

      if (!independent && leaving < 0 && room === Infinity) {
        // The limit is a mixture of active ones: met but for rounding, or in conflict with them.
        // Large weights in the mixture mean a thin angle, where rounding weighs as much more.
        let weight = 1;
        for (let j = 0; j < q; j++) weight = Math.max(weight, Math.abs(r[j]));
        if (Math.abs(slack) <= CONSISTENT * weight) {
          if (!equality) {
            this.isActive[id] = 2; // 2: not looked at until an active limit is let go
            this.hasImplied = true;
          }
          return true;
        }
        this.#explain(id, slack);
        return false;
      }
      let step = full <= partial || equality ? full : partial;
      const isMissed = room < step;
      if (isMissed) step = room;
      if (independent) {
        z.fill(0, 0, n);
        for (let k = q; k < n; k++) {
          const dk = d[k];
          for (let i = 0, at = k * n; i < n; i++) z[i] += dk * J[at++];
        }
        for (let i = 0; i < n; i++) x[i] += step * z[i];
        this.#objective += step * rest * (0.5 * step + own);
      }
      for (let j = 0; j < q; j++) {
        const next = multiplier[j] - step * r[j];
        multiplier[j] = next < 0 && !this.mustHold(active[j]) ? 0 : next;
      }
      own += step;
      if (isMissed) {
        // The pull of the row is at its price: from here on it is missed, and what it misses is paid.
        this.#objective -= this.cap(id) * (independent ? slack + step * rest : slack);
        this.scale[id - 2 * n] *= -1;
        return true;
      }
      if (step === full) {
        this.passed[OWN] = own;
        this.passed[REST] = rest;
        this.add(id);
        return true;
      }
      const gone = active[leaving], isTurned = r[leaving] < 0;
      this.drop(leaving);
      if (isTurned) this.scale[gone - 2 * n] *= -1;
    }
  }

  /** Farkas' certificate: the new normal plus −r times the active ones is zero, yet must be positive. */
  #explain(id: number, slack: number): void {
    const n = this.variables, sign = slack < 0 ? 1 : -1;
    const term = (limit: number, weight: number): ConflictTerm =>
      limit < n
        ? { kind: "lower", index: limit, weight }
        : limit < 2 * n
        ? { kind: "upper", index: limit - n, weight }
        : { kind: "row", index: limit - 2 * n, weight };
    const terms = [term(id, sign)];
    for (let j = 0; j < this.count; j++) {
      if (Math.abs(this.r[j]) > 1e-9) terms.push(term(this.active[j], -sign * this.r[j]));
    }
    this.conflict = terms;
  }

  /** Answer, multipliers and residual, from the sorted active set. */
  #finish(): void {
    const n = this.variables, found = this.#found;
    for (let i = 0; i < n; i++) found[i] = this.x[i];
    const sorted = this.recompute();
    if (sorted) this.kkt = this.residual(this.z);
    this.#isClean = sorted && this.kkt < 1e-10;
    // Rows that nearly depend on each other can spoil the second answer: then the first stands.
    if (!this.#isClean) {
      const second = sorted ? this.kkt : Infinity;
      for (let i = 0; i < n; i++) [this.x[i], found[i]] = [found[i], this.x[i]];
      this.#publishMultipliers();
      this.kkt = this.residual(this.z);
      if (second < this.kkt) {
        this.recompute();
        this.kkt = second;
      }
    }
    this.value = this.valueAtAnswer();
    const size = Math.abs(this.value);
    if (!(size < Infinity && this.kkt <= NO_ANSWER * (1 + size))) {
      throw new RangeError(
        "Cannot solve: the figures are too large or too far apart for the arithmetic of doubles",
      );
    }
  }

  /** The multipliers as the method left them. */
  #publishMultipliers(): void {
    const n = this.variables;
    this.rowMultipliers.fill(0, 0, this.rowCount);
    this.lowerMultipliers.fill(0, 0, n);
    this.upperMultipliers.fill(0, 0, n);
    this.publishMissed();
    for (let j = 0; j < this.count; j++) {
      const id = this.active[j], value = this.multiplier[j], row = id - 2 * n;
      if (id < n) this.lowerMultipliers[id] = value;
      else if (id < 2 * n) this.upperMultipliers[id - n] = value;
      else this.rowMultipliers[row] = this.scale[row] < 0 ? this.missPrice[row] - value : value;
    }
  }
}
