/**
 * How far, as a share of 1 + the largest |x|, a row may be missed before it counts as violated.
 * Far below the 1e-9 to which exposures are rounded, far above the noise of double arithmetic.
 */
const FEASIBLE = 1e-13;
/** A violation this small of a row that depends on the active ones is rounding, not a conflict. */
const CONSISTENT = 1e-11;
/** A row whose new part is smaller than this share of it, squared, depends on the active rows. */
const DEPENDENT_SQUARED = 1e-22;
/** Steps before the method gives up, times (variables + rows); real problems need fewer than one. */
const STEPS_PER_ROW = 20;

/** How a solve ended. `"cut off"`: the minimum lies above the cutoff that was asked for. */
export type SolveStatus = "solved" | "infeasible" | "cut off" | "iteration limit";

/** One row of a conflict: with weights ≥ 0 (any sign for an equality) the rows cancel to 0 ≥ positive. */
export interface ConflictTerm {
  readonly kind: "row" | "lower" | "upper";
  /** Row number, or variable number for a bound. */
  readonly index: number;
  readonly weight: number;
}

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
export class ActiveSet {
  /** Variables of the current problem. */
  variables = 0;
  /** Rows of the current problem. */
  rowCount = 0;
  /** Diagonal of H; or, after `begin(n, "dense")`, all of H, row by row. */
  hessian = new Float64Array(0);
  /** The vector c. */
  linear = new Float64Array(0);
  /** Lower bounds; −∞ where there is none. */
  lower = new Float64Array(0);
  /** Upper bounds; ∞ where there is none. */
  upper = new Float64Array(0);
  /** Coefficients of the rows, `variables` numbers each. */
  rows = new Float64Array(0);
  /** What each row must reach. */
  least = new Float64Array(0);

  /** The answer. */
  x = new Float64Array(0);
  /** ½x'Hx − c'x at the answer. */
  value = 0;
  /** Change of the minimum per unit of `least`, one per row; 0 where a row does not bind. */
  rowMultipliers = new Float64Array(0);
  /** Change of the minimum per unit of a lower bound. */
  lowerMultipliers = new Float64Array(0);
  /** Fall of the minimum per unit of an upper bound. */
  upperMultipliers = new Float64Array(0);
  /** Largest error in the conditions of optimality (Karush, Kuhn, Tucker) at the answer. */
  kkt = 0;
  /** Steps taken since `begin`. */
  steps = 0;
  /** After `"infeasible"`: the rows and bounds that contradict each other. */
  conflict: readonly ConflictTerm[] = [];

  #dense = false;
  #equal = new Uint8Array(0);
  #scale = new Float64Array(0); // 1 / length of each row
  #isActive = new Uint8Array(0); // by limit: lower bounds, upper bounds, rows
  #active = new Int32Array(0); // limits in the order in which they entered
  #multiplier = new Float64Array(0); // of the active limits, same order
  #count = 0;
  #objective = 0; // dual objective: rises with every step, a lower bound of the minimum
  // With L L' = H and N the active normals: J = L⁻ᵀQ where QR = L⁻¹N. Column k of J is row k here.
  #columns = new Float64Array(0);
  #triangle = new Float64Array(0); // column j of R starts at j·n
  #d = new Float64Array(0);
  #z = new Float64Array(0);
  #r = new Float64Array(0);
  #factor = new Float64Array(0);
  #schur = new Float64Array(0);
  #free = new Int32Array(0);
  #binding = new Int32Array(0);
  #found = new Float64Array(0);
  #whitened = new Float64Array(0);

  /** Starts a problem with all bounds absent and no rows; H is diagonal unless said otherwise. */
  begin(variables: number, hessian: "diagonal" | "dense" = "diagonal"): void {
    const n = variables;
    if (this.lower.length < n) this.#growVariables(n);
    this.variables = n;
    this.rowCount = 0;
    this.steps = 0;
    this.#dense = hessian === "dense";
    if (this.#dense && this.hessian.length < n * n) this.hessian = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      this.lower[i] = -Infinity;
      this.upper[i] = Infinity;
    }
  }

  /** Adds a row of zeros that must reach `least`; the caller fills its coefficients. */
  addRow(least: number, equality = false): number {
    const row = this.rowCount++;
    const n = this.variables;
    if (row >= this.least.length || (row + 1) * n > this.rows.length) this.#growRows(row + 1);
    const { rows } = this;
    for (let at = row * n, end = at + n; at < end; at++) rows[at] = 0;
    this.least[row] = least;
    this.#equal[row] = equality ? 1 : 0;
    this.#isActive[2 * n + row] = 0;
    this.#scale[row] = -1;
    return row;
  }

  /** Whether a row is an equality. */
  isEquality(row: number): boolean {
    return this.#equal[row] === 1;
  }

  /**
   * Solves from the start.
   *
   * @param cutoff Gives up as soon as the minimum is known to lie above it.
   * @throws {RangeError} If H is not positive definite or a figure is not finite.
   */
  solve(cutoff = Infinity): SolveStatus {
    const n = this.variables;
    for (let i = 0; i < n; i++) {
      if (!Number.isFinite(this.linear[i])) {
        throw new RangeError(`Cannot solve: c must be finite, got ${this.linear[i]} at ${i}`);
      }
      if (!(this.lower[i] <= this.upper[i])) {
        throw new RangeError(
          `Cannot solve: variable ${i} needs lower ≤ upper, got ${this.lower[i]}, ${this.upper[i]}`,
        );
      }
    }
    this.#isActive.fill(0, 0, 2 * n + this.rowCount);
    this.#count = 0;
    this.#columns.fill(0, 0, n * n);
    if (this.#dense) this.#startDense();
    else this.#startDiagonal();
    return this.resume(cutoff);
  }

  /** Continues after rows were added to a solved problem. */
  resume(cutoff = Infinity): SolveStatus {
    const n = this.variables;
    const limit = STEPS_PER_ROW * (n + this.rowCount + 1) + this.steps;
    this.#measureRows();
    for (let row = 0; row < this.rowCount; row++) {
      const id = 2 * n + row;
      if (this.#equal[row] === 1 && this.#isActive[id] === 0 && !this.#enter(id, true, limit)) {
        return this.steps > limit ? "iteration limit" : "infeasible";
      }
    }
    for (;;) {
      const id = this.#mostViolated();
      if (id < 0) break;
      if (!this.#enter(id, false, limit)) {
        return this.steps > limit ? "iteration limit" : "infeasible";
      }
      if (this.#objective > cutoff) return "cut off";
    }
    this.#finish();
    return "solved";
  }

  #growVariables(n: number): void {
    for (
      const name of [
        "hessian",
        "linear",
        "lower",
        "upper",
        "x",
        "lowerMultipliers",
        "upperMultipliers",
      ] as const
    ) this[name] = new Float64Array(n);
    this.#active = new Int32Array(n);
    this.#multiplier = new Float64Array(n + 1);
    this.#columns = new Float64Array(n * n);
    this.#triangle = new Float64Array(n * n);
    this.#factor = new Float64Array(n * n);
    this.#schur = new Float64Array(n * n);
    this.#d = new Float64Array(n);
    this.#z = new Float64Array(n);
    this.#r = new Float64Array(n);
    this.#free = new Int32Array(n);
    this.#binding = new Int32Array(n);
    this.#found = new Float64Array(n);
    this.#whitened = new Float64Array(n * n);
    this.#isActive = new Uint8Array(2 * n + this.least.length);
  }

  #growRows(count: number): void {
    const n = this.variables;
    const capacity = Math.max(2 * count, 16);
    const rows = new Float64Array(capacity * n);
    rows.set(this.rows.subarray(0, (count - 1) * n));
    this.rows = rows;
    const longer = (old: Float64Array) => {
      const next = new Float64Array(Math.max(capacity, old.length));
      next.set(old);
      return next;
    };
    this.least = longer(this.least);
    this.rowMultipliers = longer(this.rowMultipliers);
    this.#scale = longer(this.#scale);
    const equal = new Uint8Array(this.least.length);
    equal.set(this.#equal);
    this.#equal = equal;
    const isActive = new Uint8Array(2 * this.lower.length + this.least.length);
    isActive.set(this.#isActive.subarray(0, Math.min(this.#isActive.length, isActive.length)));
    this.#isActive = isActive;
  }

  /** x = H⁻¹c and J = H^(−½). */
  #startDiagonal(): void {
    const n = this.variables;
    let value = 0;
    for (let i = 0; i < n; i++) {
      const h = this.hessian[i];
      if (!(h > 0 && h < Infinity)) {
        throw new RangeError(`Cannot solve: H must be positive definite, got ${h} at ${i}`);
      }
      const c = this.linear[i];
      this.x[i] = c / h;
      value -= 0.5 * c * c / h;
      this.#columns[i * n + i] = 1 / Math.sqrt(h);
    }
    this.#objective = value;
  }

  /** Cholesky H = LL', J = L⁻ᵀ, x = JJ'c. */
  #startDense(): void {
    const n = this.variables, L = this.#factor, J = this.#columns, { linear, x } = this;
    for (let i = 0; i < n; i++) this.#free[i] = i;
    if (!this.#cholesky(n)) {
      throw new RangeError("Cannot solve: H must be symmetric and positive definite");
    }
    // Row k of J' = column k of L⁻ᵀ = row k of L⁻¹, by forward substitution.
    for (let k = 0; k < n; k++) {
      for (let i = k; i < n; i++) {
        let sum = i === k ? 1 : 0;
        for (let j = k; j < i; j++) sum -= L[i * n + j] * J[j * n + k];
        J[i * n + k] = sum / L[i * n + i];
      }
    }
    x.fill(0, 0, n);
    let value = 0;
    for (let k = 0; k < n; k++) {
      let d = 0;
      for (let i = 0; i < n; i++) d += J[k * n + i] * linear[i];
      for (let i = 0; i < n; i++) x[i] += J[k * n + i] * d;
      value -= 0.5 * d * d;
    }
    this.#objective = value;
  }

  /** Factor of H over the free variables, into `#factor`; false if H is not positive definite. */
  #cholesky(count: number): boolean {
    const n = this.variables, L = this.#factor, free = this.#free, { hessian } = this;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = hessian[free[i] * n + free[j]];
        for (let k = 0; k < j; k++) sum -= L[i * n + k] * L[j * n + k];
        if (i === j) {
          if (!(sum > 0 && sum < Infinity)) return false;
          L[i * n + i] = Math.sqrt(sum);
        } else {
          L[i * n + j] = sum / L[j * n + j];
        }
      }
    }
    return true;
  }

  /** Lengths of the rows that were filled since the last look; a violation is judged relative to them. */
  #measureRows(): void {
    const n = this.variables;
    for (let row = 0; row < this.rowCount; row++) {
      if (this.#scale[row] >= 0) continue;
      let sum = 0;
      for (let i = row * n, end = i + n; i < end; i++) sum += this.rows[i] * this.rows[i];
      if (!(sum < Infinity) || !Number.isFinite(this.least[row])) {
        throw new RangeError(`Cannot solve: row ${row} must be finite`);
      }
      this.#scale[row] = sum > 0 ? 1 / Math.sqrt(sum) : 1;
    }
  }

  /** The limit that the current point violates most, relative to its length; −1 if none is. */
  #mostViolated(): number {
    const n = this.variables, { x, lower, upper, rows, least } = this;
    const isActive = this.#isActive, scale = this.#scale;
    let largest = 0;
    for (let i = 0; i < n; i++) {
      const size = x[i] < 0 ? -x[i] : x[i];
      if (size > largest) largest = size;
    }
    let worst = -FEASIBLE * (1 + largest);
    let found = -1;
    for (let i = 0; i < n; i++) {
      const below = x[i] - lower[i];
      if (below < worst && isActive[i] === 0) {
        worst = below;
        found = i;
      }
      const above = upper[i] - x[i];
      if (above < worst && isActive[n + i] === 0) {
        worst = above;
        found = n + i;
      }
    }
    for (let row = 0, at = 0; row < this.rowCount; row++) {
      let sum = -least[row];
      for (let i = 0; i < n; i++) sum += rows[at++] * x[i];
      sum *= scale[row];
      if (sum < worst && isActive[2 * n + row] === 0 && this.#equal[row] === 0) {
        worst = sum;
        found = 2 * n + row;
      }
    }
    return found;
  }

  #slack(id: number): number {
    const n = this.variables, { x } = this;
    if (id < n) return x[id] - this.lower[id];
    if (id < 2 * n) return this.upper[id - n] - x[id - n];
    const row = id - 2 * n;
    let sum = -this.least[row];
    for (let i = 0, at = row * n; i < n; i++) sum += this.rows[at++] * x[i];
    return sum;
  }

  /** d = J'a for the normal a of a limit; returns |d|². */
  #project(id: number): number {
    const n = this.variables, J = this.#columns, d = this.#d;
    let square = 0;
    if (id < 2 * n) {
      const sign = id < n ? 1 : -1;
      for (let k = 0, at = id < n ? id : id - n; k < n; k++, at += n) {
        const value = sign * J[at];
        d[k] = value;
        square += value * value;
      }
      return square;
    }
    const rows = this.rows, start = (id - 2 * n) * n;
    for (let k = 0, at = 0; k < n; k++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += J[at++] * rows[start + i];
      d[k] = sum;
      square += sum * sum;
    }
    return square;
  }

  /**
   * Takes a violated limit into the active set, letting go of others that stand in its way
   * (steps 1 and 2 of Goldfarb and Idnani's algorithm). False: infeasible, or out of steps.
   */
  #enter(id: number, equality: boolean, limit: number): boolean {
    const n = this.variables, { x } = this;
    const J = this.#columns, R = this.#triangle, d = this.#d, z = this.#z, r = this.#r;
    const active = this.#active, multiplier = this.#multiplier;
    let own = 0;
    for (;;) {
      if (++this.steps > limit) return false;
      const slack = this.#slack(id);
      const all = this.#project(id);
      const q = this.#count;
      let rest = 0;
      for (let k = q; k < n; k++) rest += d[k] * d[k];

      // r = R⁻¹d: how fast the multipliers of the active limits fall as this one's rises.
      for (let j = q - 1; j >= 0; j--) {
        let sum = d[j];
        for (let k = j + 1; k < q; k++) sum -= R[k * n + j] * r[k];
        r[j] = sum / R[j * n + j];
      }
      let partial = Infinity;
      let leaving = -1;
      if (!equality) {
        for (let j = 0; j < q; j++) {
          if (r[j] > 0 && !this.#isEquality(active[j])) {
            const ratio = multiplier[j] / r[j];
            if (ratio < partial) {
              partial = ratio;
              leaving = j;
            }
          }
        }
      }
      const independent = rest > DEPENDENT_SQUARED * all && rest > 0;
      const full = independent ? -slack / rest : Infinity;

      if (!independent && leaving < 0) {
        // The limit is a mixture of active ones: met but for rounding, or in conflict with them.
        // Large weights in the mixture mean a thin angle, where rounding weighs as much more.
        let weight = 1;
        for (let j = 0; j < q; j++) weight = Math.max(weight, Math.abs(r[j]));
        if (Math.abs(slack) <= CONSISTENT * weight) {
          this.#isActive[id] = equality ? 0 : 2; // 2: never looked at again in this problem
          return true;
        }
        this.#explain(id, slack);
        return false;
      }
      const step = full <= partial || equality ? full : partial;
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
        multiplier[j] = next < 0 && !this.#isEquality(active[j]) ? 0 : next;
      }
      own += step;
      if (step === full) {
        this.#add(id, own, rest);
        return true;
      }
      this.#drop(leaving);
    }
  }

  #isEquality(id: number): boolean {
    const row = id - 2 * this.variables;
    return row >= 0 && this.#equal[row] === 1;
  }

  /** A reflection of the free columns of J turns the rest of d into one number, R's new corner. */
  #add(id: number, multiplier: number, rest: number): void {
    const n = this.variables, q = this.#count;
    const J = this.#columns, R = this.#triangle, d = this.#d, z = this.#z;
    const corner = d[q] > 0 ? -Math.sqrt(rest) : Math.sqrt(rest);
    const beta = 1 / (rest - corner * d[q]);
    // J₂v with v = d₂ − corner·e₁ is z − corner·(first free column), for z = J₂d₂.
    for (let i = 0, at = q * n; i < n; i++) z[i] = (z[i] - corner * J[at++]) * beta;
    for (let k = q; k < n; k++) {
      const v = k === q ? d[k] - corner : d[k];
      if (v !== 0) { for (let i = 0, at = k * n; i < n; i++) J[at++] -= v * z[i]; }
    }
    for (let k = 0; k < q; k++) R[q * n + k] = d[k];
    R[q * n + q] = corner;
    this.#active[q] = id;
    this.#multiplier[q] = multiplier;
    this.#isActive[id] = 1;
    this.#count = q + 1;
  }

  /** Lets an active limit go: shifts R's columns and rotates it back to a triangle. */
  #drop(position: number): void {
    const n = this.variables, J = this.#columns, R = this.#triangle;
    const active = this.#active, multiplier = this.#multiplier;
    this.#isActive[active[position]] = 0;
    const last = --this.#count;
    for (let j = position; j < last; j++) {
      active[j] = active[j + 1];
      multiplier[j] = multiplier[j + 1];
      for (let k = 0; k <= j + 1; k++) R[j * n + k] = R[(j + 1) * n + k];
    }
    for (let k = position; k < last; k++) {
      const a = R[k * n + k], b = R[k * n + k + 1];
      const length = Math.hypot(a, b);
      if (length === 0) continue;
      const cosine = a / length, sine = b / length;
      for (let j = k; j < last; j++) {
        const at = j * n + k, upper = R[at], lower = R[at + 1];
        R[at] = cosine * upper + sine * lower;
        R[at + 1] = cosine * lower - sine * upper;
      }
      for (let i = 0, at = k * n; i < n; i++, at++) {
        const upper = J[at], lower = J[at + n];
        J[at] = cosine * upper + sine * lower;
        J[at + n] = cosine * lower - sine * upper;
      }
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
    for (let j = 0; j < this.#count; j++) {
      if (Math.abs(this.#r[j]) > 1e-9) terms.push(term(this.#active[j], -sign * this.#r[j]));
    }
    this.conflict = terms;
  }

  /** Answer, multipliers and residual, from the sorted active set. */
  #finish(): void {
    const n = this.variables, found = this.#found;
    for (let i = 0; i < n; i++) found[i] = this.x[i];
    const sorted = this.#recompute();
    if (sorted) this.kkt = this.#residual();
    // Rows that nearly depend on each other can spoil the second answer: then the first stands.
    if (!sorted || !(this.kkt < 1e-10)) {
      const second = sorted ? this.kkt : Infinity;
      for (let i = 0; i < n; i++) [this.x[i], found[i]] = [found[i], this.x[i]];
      this.#publishMultipliers();
      this.kkt = this.#residual();
      if (second < this.kkt) {
        this.#recompute();
        this.kkt = second;
      }
    }
    let value = 0;
    for (let i = 0; i < n; i++) value += this.x[i] * (0.5 * this.#curve(i) - this.linear[i]);
    this.value = value;
  }

  /** The multipliers as the method left them. */
  #publishMultipliers(): void {
    const n = this.variables;
    this.rowMultipliers.fill(0, 0, this.rowCount);
    this.lowerMultipliers.fill(0, 0, n);
    this.upperMultipliers.fill(0, 0, n);
    for (let j = 0; j < this.#count; j++) {
      const id = this.#active[j], value = this.#multiplier[j];
      if (id < n) this.lowerMultipliers[id] = value;
      else if (id < 2 * n) this.upperMultipliers[id - n] = value;
      else this.rowMultipliers[id - 2 * n] = value;
    }
  }

  /** Entry i of Hx. */
  #curve(i: number): number {
    if (!this.#dense) return this.hessian[i] * this.x[i];
    const n = this.variables;
    let sum = 0;
    for (let j = 0, at = i * n; j < n; j++) sum += this.hessian[at++] * this.x[j];
    return sum;
  }

  /**
   * Puts the active bounds in, in their own order, and solves Hx − A'λ = c, Ax = least for the
   * free variables: with LL' = H, W = L⁻¹A' and y = L⁻¹c it is W'W λ = least − W'y, by Cholesky,
   * refined twice. False if the rows are too close to each other for that.
   */
  #recompute(): boolean {
    const n = this.variables, { x, rows, least, rowMultipliers } = this;
    const free = this.#free, binding = this.#binding, isActive = this.#isActive;
    const L = this.#factor, W = this.#whitened, S = this.#schur, y = this.#z, v = this.#d;
    const price = this.#r;
    let f = 0, q = 0;
    for (let i = 0; i < n; i++) {
      if (isActive[i] === 1) x[i] = this.lower[i];
      else if (isActive[n + i] === 1) x[i] = this.upper[i];
      else free[f++] = i;
    }
    for (let row = 0; row < this.rowCount; row++) {
      if (isActive[2 * n + row] !== 1) continue;
      if (q === f) return false;
      binding[q++] = row;
    }

    if (this.#dense) {
      if (!this.#cholesky(f)) return false;
    } else {
      for (let i = 0; i < f; i++) v[i] = Math.sqrt(this.hessian[free[i]]);
      for (let i = 0; i < f; i++) L[i * n + i] = v[i];
    }
    for (let i = 0; i < f; i++) {
      let sum = this.linear[free[i]];
      if (this.#dense) {
        for (let j = 0, at = free[i] * n; j < n; j++, at++) {
          if (isActive[j] === 1 || isActive[n + j] === 1) sum -= this.hessian[at] * x[j];
        }
        for (let j = 0; j < i; j++) sum -= L[i * n + j] * y[j];
      }
      y[i] = sum / L[i * n + i];
    }
    for (let k = 0; k < q; k++) {
      const start = binding[k] * n;
      for (let i = 0; i < f; i++) {
        let sum = rows[start + free[i]];
        if (this.#dense) { for (let j = 0; j < i; j++) sum -= L[i * n + j] * W[k * n + j]; }
        W[k * n + i] = sum / L[i * n + i];
      }
      for (let m = 0; m <= k; m++) {
        let sum = 0;
        for (let i = 0; i < f; i++) sum += W[k * n + i] * W[m * n + i];
        for (let j = 0; j < m; j++) sum -= S[k * n + j] * S[m * n + j];
        if (m < k) {
          S[k * n + m] = sum / S[m * n + m];
        } else {
          if (!(sum > 1e-20)) return false;
          S[k * n + k] = Math.sqrt(sum);
        }
      }
    }

    for (let i = 0; i < f; i++) v[i] = y[i];
    rowMultipliers.fill(0, 0, this.rowCount);
    for (let round = q > 0 ? 0 : 2; round < 3; round++) {
      for (let i = f - 1; i >= 0; i--) {
        let sum = v[i];
        if (this.#dense) { for (let j = i + 1; j < f; j++) sum -= L[j * n + i] * x[free[j]]; }
        x[free[i]] = sum / L[i * n + i];
      }
      if (round === 2) break;
      for (let k = 0; k < q; k++) {
        let sum = least[binding[k]];
        for (let i = 0, at = binding[k] * n; i < n; i++) sum -= rows[at++] * x[i];
        for (let j = 0; j < k; j++) sum -= S[k * n + j] * price[j];
        price[k] = sum / S[k * n + k];
      }
      for (let k = q - 1; k >= 0; k--) {
        let sum = price[k];
        for (let j = k + 1; j < q; j++) sum -= S[j * n + k] * price[j];
        price[k] = sum / S[k * n + k];
        rowMultipliers[binding[k]] += price[k];
        for (let i = 0; i < f; i++) v[i] += W[k * n + i] * price[k];
      }
    }

    for (let i = 0; i < n; i++) {
      const isLower = isActive[i] === 1, isUpper = isActive[n + i] === 1;
      let slope = 0;
      if (isLower || isUpper) {
        slope = this.#curve(i) - this.linear[i];
        for (let k = 0; k < q; k++) {
          slope -= rowMultipliers[binding[k]] * rows[binding[k] * n + i];
        }
      }
      this.lowerMultipliers[i] = isLower ? slope : 0;
      this.upperMultipliers[i] = isUpper ? -slope : 0;
    }
    return true;
  }

  /** Largest error of stationarity, of feasibility, of sign and of complementarity. */
  #residual(): number {
    const n = this.variables,
      { x, rows, rowMultipliers, lowerMultipliers, upperMultipliers } = this;
    const slope = this.#z;
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const low = lowerMultipliers[i], high = upperMultipliers[i];
      slope[i] = this.#curve(i) - this.linear[i] - low + high;
      const below = x[i] - this.lower[i], above = this.upper[i] - x[i];
      worst = Math.max(worst, -below, -above, -low, -high);
      if (low !== 0) worst = Math.max(worst, Math.abs(low * below));
      if (high !== 0) worst = Math.max(worst, Math.abs(high * above));
    }
    for (let row = 0, at = 0; row < this.rowCount; row++) {
      const price = rowMultipliers[row];
      let slack = -this.least[row];
      for (let i = 0; i < n; i++, at++) {
        slack += rows[at] * x[i];
        if (price !== 0) slope[i] -= price * rows[at];
      }
      const miss = this.#equal[row] === 1 ? Math.abs(slack) : Math.max(-slack, -price);
      worst = Math.max(worst, miss, price === 0 ? 0 : Math.abs(price * slack));
    }
    for (let i = 0; i < n; i++) worst = Math.max(worst, Math.abs(slope[i]));
    return worst;
  }
}
