import { QuadraticProgram } from "./quadratic_program.ts";

/**
 * A quadratic program with a set of active limits, and the answer that follows from the set alone:
 * worked out in the order of the limits, so that the way to the set leaves no trace in it.
 */
export class ActiveAnswer extends QuadraticProgram {
  /** By limit (lower bounds, upper bounds, rows): 1 active, 2 implied by active ones, 0 neither. */
  protected isActive: Uint8Array = new Uint8Array(0);
  /** Price × least of the rows that are turned around. */
  protected offset = 0;
  protected factor: Float64Array = new Float64Array(0);
  protected free: Int32Array = new Int32Array(0);
  // Scratch space, one number per variable.
  protected d: Float64Array = new Float64Array(0);
  protected z: Float64Array = new Float64Array(0);
  protected r: Float64Array = new Float64Array(0);
  #schur = new Float64Array(0);
  #whitened = new Float64Array(0);
  #binding = new Int32Array(0);
  #slope = new Float64Array(0);

  protected override growVariables(n: number): void {
    super.growVariables(n);
    this.factor = new Float64Array(n * n);
    this.free = new Int32Array(n);
    this.d = new Float64Array(n);
    this.z = new Float64Array(n);
    this.r = new Float64Array(n);
    this.#schur = new Float64Array(n * n);
    this.#whitened = new Float64Array(n * n);
    this.#binding = new Int32Array(n);
    this.#slope = new Float64Array(n);
  }

  /**
   * The linear part of the objective: c, and price·a for every row that is turned around.
   *
   * @param onlyMissed Leaves out the turned rows that are active.
   */
  protected slopes(onlyMissed: boolean): Float64Array {
    this.offset = 0;
    if (this.softRows === 0) return this.linear;
    const n = this.variables, slope = this.#slope, { rows } = this;
    for (let i = 0; i < n; i++) slope[i] = this.linear[i];
    for (let row = 0; row < this.rowCount; row++) {
      if (this.scale[row] >= 0 || (onlyMissed && this.isActive[2 * n + row] === 1)) continue;
      const price = this.missPrice[row];
      this.offset += price * this.least[row];
      for (let i = 0, at = row * n; i < n; i++) slope[i] += price * rows[at++];
    }
    return slope;
  }

  /** Factor of H over the free variables, into `factor`; false if H is not positive definite. */
  protected cholesky(count: number): boolean {
    const n = this.variables, L = this.factor, free = this.free, { hessian } = this;
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

  /** The multiplier of a missed row is its price. */
  protected publishMissed(): void {
    if (this.softRows === 0) return;
    const first = 2 * this.variables;
    for (let row = 0; row < this.rowCount; row++) {
      if (this.scale[row] < 0 && this.isActive[first + row] !== 1) {
        this.rowMultipliers[row] = this.missPrice[row];
      }
    }
  }

  /**
   * Puts the active bounds in, in their own order, and solves Hx − A'λ = c, Ax = least for the
   * free variables: with LL' = H, W = L⁻¹A' and y = L⁻¹c it is W'W λ = least − W'y, by Cholesky,
   * refined twice. False if the rows are too close to each other for that.
   */
  protected recompute(): boolean {
    const n = this.variables, { x, rows, least, rowMultipliers } = this;
    const free = this.free, binding = this.#binding, isActive = this.isActive;
    const L = this.factor, W = this.#whitened, S = this.#schur, y = this.z, v = this.d;
    const price = this.r, c = this.slopes(true);
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

    if (this.dense) {
      if (!this.cholesky(f)) return false;
    } else {
      for (let i = 0; i < f; i++) v[i] = Math.sqrt(this.hessian[free[i]]);
      for (let i = 0; i < f; i++) L[i * n + i] = v[i];
    }
    for (let i = 0; i < f; i++) {
      let sum = c[free[i]];
      if (this.dense) {
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
        if (this.dense) { for (let j = 0; j < i; j++) sum -= L[i * n + j] * W[k * n + j]; }
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
        if (this.dense) { for (let j = i + 1; j < f; j++) sum -= L[j * n + i] * x[free[j]]; }
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
        slope = this.curve(i) - c[i];
        for (let k = 0; k < q; k++) {
          slope -= rowMultipliers[binding[k]] * rows[binding[k] * n + i];
        }
      }
      this.lowerMultipliers[i] = isLower ? slope : 0;
      this.upperMultipliers[i] = isUpper ? -slope : 0;
    }
    this.publishMissed();
    return true;
  }
}
