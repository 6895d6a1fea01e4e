import { ActiveAnswer } from "./active_answer.ts";

/**
 * How far, as a share of 1 + the largest |x|, a row may be missed before it counts as violated.
 * Far below the 1e-9 to which exposures are rounded, far above the noise of double arithmetic.
 */
const FEASIBLE = 1e-13;

/** Places of what the parts of a step hand on to each other, in `passed`. */
export const SLACK = 0;
export const ALL = 1;
export const OWN = 2;
export const REST = 3;

/**
 * A quadratic program with the factors of its active limits, J and R of Goldfarb and Idnani: how they
 * begin, what a limit is to them, and how one enters or leaves. The way on which limits do so is that
 * of the class that extends it.
 */
export class ActiveFactors extends ActiveAnswer {
  /** Limits in the order in which they entered, and their multipliers in the same. */
  protected active: Int32Array = new Int32Array(0);
  protected multiplier: Float64Array = new Float64Array(0);
  protected count = 0;
  // With L L' = H and N the active normals: J = L⁻ᵀQ where QR = L⁻¹N. Column k of J is row k here.
  protected columns: Float64Array = new Float64Array(0);
  protected triangle: Float64Array = new Float64Array(0); // column j of R starts at j·n
  /** Whether a violated limit was passed over, as it follows from active ones. */
  protected hasImplied = false;
  /** How often such limits were looked at again. */
  protected recalls = 0;
  /** Numbers handed on in the loop: on the stack V8 would box them. */
  protected passed: Float64Array = new Float64Array(4);

  protected override growVariables(n: number): void {
    super.growVariables(n);
    this.active = new Int32Array(n);
    this.multiplier = new Float64Array(n + 1);
    this.columns = new Float64Array(n * n);
    this.triangle = new Float64Array(n * n);
  }

  /** What a limit's normal times x must reach, in the direction that it has now. */
  protected bound(id: number): number {
    const n = this.variables;
    if (id < n) return this.lower[id];
    if (id < 2 * n) return -this.upper[id - n];
    return this.scale[id - 2 * n] < 0 ? -this.least[id - 2 * n] : this.least[id - 2 * n];
  }

  /** Largest multiplier of a limit. */
  protected cap(id: number): number {
    const row = id - 2 * this.variables;
    return row < 0 ? Infinity : this.missPrice[row];
  }

  /** x = H⁻¹c and J = H^(−½); returns the minimum. */
  protected startDiagonal(c: Float64Array): number {
    const n = this.variables;
    let value = 0;
    for (let i = 0; i < n; i++) {
      const h = this.hessian[i];
      if (!(h > 0 && h < Infinity)) {
        throw new RangeError(`Cannot solve: H must be positive definite, got ${h} at ${i}`);
      }
      this.x[i] = c[i] / h;
      value -= 0.5 * c[i] * c[i] / h;
      this.columns[i * n + i] = 1 / Math.sqrt(h);
    }
    return value;
  }

  /** Cholesky H = LL', J = L⁻ᵀ, x = JJ'c; returns the minimum. */
  protected startDense(c: Float64Array): number {
    const n = this.variables, L = this.factor, J = this.columns, { x } = this;
    for (let i = 0; i < n; i++) this.free[i] = i;
    if (!this.cholesky(n)) {
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
      for (let i = 0; i < n; i++) d += J[k * n + i] * c[i];
      for (let i = 0; i < n; i++) x[i] += J[k * n + i] * d;
      value -= 0.5 * d * d;
    }
    return value;
  }

  /** The limit that the current point violates most, relative to its length; −1 if none is. */
  protected mostViolated(): number {
    const n = this.variables, { x, lower, upper, rows, least } = this;
    const isActive = this.isActive, scale = this.scale;
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
      if (sum < worst && isActive[2 * n + row] === 0 && this.equal[row] === 0) {
        worst = sum;
        found = 2 * n + row;
      }
    }
    return found;
  }

  /** How far the point is inside a limit. */
  protected measureSlack(id: number): void {
    const n = this.variables, { x } = this;
    let slack: number;
    if (id < n) slack = x[id] - this.lower[id];
    else if (id < 2 * n) slack = this.upper[id - n] - x[id - n];
    else {
      const row = id - 2 * n;
      slack = -this.least[row];
      for (let i = 0, at = row * n; i < n; i++) slack += this.rows[at++] * x[i];
      if (this.scale[row] < 0) slack = -slack;
    }
    this.passed[SLACK] = slack;
  }

  /** d = J'a for the normal a of a limit, and |d|². */
  protected project(id: number): void {
    const n = this.variables, J = this.columns, d = this.d;
    let square = 0;
    if (id < 2 * n) {
      const sign = id < n ? 1 : -1;
      for (let k = 0, at = id < n ? id : id - n; k < n; k++, at += n) {
        const value = sign * J[at];
        d[k] = value;
        square += value * value;
      }
    } else {
      const rows = this.rows, start = (id - 2 * n) * n, isTurned = this.scale[id - 2 * n] < 0;
      for (let k = 0, at = 0; k < n; k++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += J[at++] * rows[start + i];
        if (isTurned) sum = -sum;
        d[k] = sum;
        square += sum * sum;
      }
    }
    this.passed[ALL] = square;
  }

  /** Whether a limit is an equality. */
  protected mustHold(id: number): boolean {
    const row = id - 2 * this.variables;
    return row >= 0 && this.equal[row] === 1;
  }

  /** A reflection of the free columns of J turns the rest of d into one number, R's new corner. */
  protected add(id: number): void {
    const multiplier = this.passed[OWN], rest = this.passed[REST];
    const n = this.variables, q = this.count;
    const J = this.columns, R = this.triangle, d = this.d, z = this.z;
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
    this.active[q] = id;
    this.multiplier[q] = multiplier;
    this.isActive[id] = 1;
    this.count = q + 1;
  }

  /** Lets an active limit go: shifts R's columns and rotates it back to a triangle. */
  protected drop(position: number): void {
    const n = this.variables, J = this.columns, R = this.triangle;
    const active = this.active, multiplier = this.multiplier;
    this.isActive[active[position]] = 0;
    if (this.hasImplied && this.recalls < n) this.recallImplied();
    const last = --this.count;
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

  /**
   * What followed from the active limits may not follow from fewer. Only so often: where limits
   * leave a set that is thinner than rounding, it could go in circles.
   */
  protected recallImplied(): void {
    this.recalls++;
    for (let id = 0; id < this.isActive.length; id++) {
      if (this.isActive[id] === 2) this.isActive[id] = 0;
    }
    this.hasImplied = false;
  }
}
