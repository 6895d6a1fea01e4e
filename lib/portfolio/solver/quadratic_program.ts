import { shown } from "../../arguments.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot solve: ${what}`);
}

/**
 * A small strictly convex quadratic program as flat arrays, and its answer:
 *
 *     minimise ½x'Hx − c'x + Σ price·max(0, least − a'x) over the soft rows
 *     subject to lower ≤ x ≤ upper,   a'x ≥ least (or = least) for the others
 *
 * {@linkcode ActiveSet} solves it. The arrays are longer than the problem and are used again.
 *
 * @example A problem of two variables with one row, x + y ≥ 1
 * ```ts
 * import { QuadraticProgram } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const problem = new QuadraticProgram();
 * problem.begin(2);
 * const row = problem.addRow(1);
 * problem.rows.fill(1, 2 * row, 2 * row + 2);
 * deepEqual([problem.variables, problem.rowCount, problem.least[row]], [2, 1, 1]);
 * ```
 */
export class QuadraticProgram {
  /** Variables of the current problem. */
  variables = 0;
  /** Rows of the current problem. */
  rowCount = 0;
  /** Diagonal of H; or, after `begin(n, "dense")`, all of H, row by row. */
  hessian: Float64Array = new Float64Array(0);
  /** The vector c. */
  linear: Float64Array = new Float64Array(0);
  /** Lower bounds; −∞ where there is none. */
  lower: Float64Array = new Float64Array(0);
  /** Upper bounds; ∞ where there is none. */
  upper: Float64Array = new Float64Array(0);
  /** Coefficients of the rows, `variables` numbers each. */
  rows: Float64Array = new Float64Array(0);
  /** What each row must reach. */
  least: Float64Array = new Float64Array(0);

  /** The answer. */
  x: Float64Array = new Float64Array(0);
  /** The objective at the answer. */
  value = 0;
  /** Change of the minimum per unit of `least`, one per row; 0 where a row does not bind. */
  rowMultipliers: Float64Array = new Float64Array(0);
  /** Change of the minimum per unit of a lower bound. */
  lowerMultipliers: Float64Array = new Float64Array(0);
  /** Fall of the minimum per unit of an upper bound. */
  upperMultipliers: Float64Array = new Float64Array(0);
  /** Largest error in the conditions of optimality (Karush, Kuhn, Tucker) at the answer. */
  kkt = 0;

  protected dense = false;
  protected equal: Uint8Array = new Uint8Array(0);
  /** Price per unit that a row is missed by; ∞ where it must hold. */
  protected missPrice: Float64Array = new Float64Array(0);
  protected softRows = 0;
  /** 1 / length of each row; 0 while not measured; negative where a soft row is turned around. */
  protected scale: Float64Array = new Float64Array(0);

  /**
   * Starts a problem with all bounds absent and no rows; H is diagonal unless said otherwise.
   *
   * @throws {RangeError} If the number of variables is none, or H is to be neither.
   */
  begin(variables: number, hessian: "diagonal" | "dense" = "diagonal"): void {
    const n = variables;
    if (!(Number.isInteger(n) && n >= 0) || (hessian !== "diagonal" && hessian !== "dense")) {
      refuseProblem(n, hessian);
    }
    if (this.lower.length < n) this.growVariables(n);
    this.variables = n;
    this.rowCount = 0;
    this.softRows = 0;
    this.dense = hessian === "dense";
    if (this.dense && this.hessian.length < n * n) this.hessian = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      this.lower[i] = -Infinity;
      this.upper[i] = Infinity;
    }
  }

  /** Turns a diagonal H into the same one written in full. */
  makeDense(): void {
    if (this.dense) return;
    const n = this.variables, diagonal = this.hessian;
    const full = diagonal.length < n * n ? new Float64Array(n * n) : diagonal;
    // From the end: in place, entry (i, i) never lies before entry i.
    for (let i = n - 1; i >= 0; i--) {
      const value = diagonal[i];
      for (let j = i * n, end = j + n; j < end; j++) full[j] = 0;
      full[i * n + i] = value;
    }
    this.hessian = full;
    this.dense = true;
  }

  /** Adds a row of zeros that must reach `least`; the caller fills its coefficients. */
  addRow(least: number, equality = false): number {
    const row = this.rowCount++;
    const n = this.variables;
    if (row >= this.least.length || (row + 1) * n > this.rows.length) this.growRows(row + 1);
    const { rows } = this;
    for (let at = row * n, end = at + n; at < end; at++) rows[at] = 0;
    this.least[row] = least;
    this.equal[row] = equality ? 1 : 0;
    this.missPrice[row] = Infinity;
    this.scale[row] = 0;
    return row;
  }

  /**
   * Adds a row that may be missed at a price per unit; its multiplier is then that price. A cost
   * c·|x − k| is a slope of c, and a soft row x ≥ k at a price of 2c.
   */
  addSoftRow(least: number, price: number): number {
    if (!(price >= 0 && price < Infinity)) {
      throw new RangeError(
        `Cannot add a soft row: its price must be finite and at least 0, got ${price}`,
      );
    }
    const row = this.addRow(least);
    this.missPrice[row] = price;
    this.softRows++;
    return row;
  }

  /** Whether a row is an equality. */
  isEquality(row: number): boolean {
    return this.equal[row] === 1;
  }

  /** Whether a row may be missed at a price. */
  isSoft(row: number): boolean {
    return this.missPrice[row] < Infinity;
  }

  protected growVariables(n: number): void {
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
  }

  protected growRows(count: number): void {
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
    this.scale = longer(this.scale);
    this.missPrice = longer(this.missPrice);
    const equal = new Uint8Array(this.least.length);
    equal.set(this.equal);
    this.equal = equal;
  }

  /** Refuses figures that are not finite and bounds that cross. */
  protected checkFigures(): void {
    const n = this.variables, { linear, lower, upper } = this;
    for (let i = 0; i < n; i++) {
      if (!Number.isFinite(linear[i])) refuse(`c must be finite, got ${linear[i]} at ${i}`);
      if (!(lower[i] <= upper[i] && lower[i] < Infinity && upper[i] > -Infinity)) {
        refuse(`variable ${i} needs lower ≤ upper, got ${lower[i]}, ${upper[i]}`);
      }
    }
    if (this.dense) this.#checkHessian();
    this.measureRows();
  }

  #checkHessian(): void {
    const n = this.variables, { hessian } = this;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const one = hessian[i * n + j], other = hessian[j * n + i];
        if (!Number.isFinite(one)) refuse(`H must be finite, got ${one} at ${i}, ${j}`);
        if (!(Math.abs(one - other) <= 1e-12 * (Math.abs(one) + Math.abs(other)))) {
          refuse(`H must be symmetric, got ${one} and ${other} at ${i}, ${j}`);
        }
      }
    }
  }

  /** Lengths of the rows that were filled since the last look; a violation is judged relative to them. */
  protected measureRows(): void {
    const n = this.variables;
    for (let row = 0; row < this.rowCount; row++) {
      if (this.scale[row] !== 0) continue;
      let sum = 0;
      for (let i = row * n, end = i + n; i < end; i++) sum += this.rows[i] * this.rows[i];
      if (!(sum < Infinity) || !Number.isFinite(this.least[row])) {
        refuse(`row ${row} must be finite`);
      }
      this.scale[row] = sum > 0 ? 1 / Math.sqrt(sum) : 1;
    }
  }

  /** Entry i of Hx. */
  protected curve(i: number): number {
    if (!this.dense) return this.hessian[i] * this.x[i];
    const n = this.variables;
    let sum = 0;
    for (let j = 0, at = i * n; j < n; j++) sum += this.hessian[at++] * this.x[j];
    return sum;
  }

  /** The objective at x. */
  protected valueAtAnswer(): number {
    const n = this.variables, { x, rows } = this;
    let value = 0;
    for (let i = 0; i < n; i++) value += x[i] * (0.5 * this.curve(i) - this.linear[i]);
    if (this.softRows === 0) return value;
    for (let row = 0, at = 0; row < this.rowCount; row++) {
      let missing = this.least[row];
      for (let i = 0; i < n; i++) missing -= rows[at++] * x[i];
      if (missing > 0 && this.missPrice[row] < Infinity) value += this.missPrice[row] * missing;
    }
    return value;
  }

  /** Largest error of stationarity, of feasibility, of sign and of complementarity. */
  protected residual(slope: Float64Array): number {
    const n = this.variables;
    const { x, rows, rowMultipliers, lowerMultipliers, upperMultipliers } = this;
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const low = lowerMultipliers[i], high = upperMultipliers[i];
      slope[i] = this.curve(i) - this.linear[i] - low + high;
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
      if (this.missPrice[row] < Infinity) {
        // 0 ≤ price ≤ most; the price is 0 where the row is exceeded, most where it is missed.
        const most = this.missPrice[row];
        worst = Math.max(worst, -price, price - most);
        worst = Math.max(worst, slack > 0 ? price * slack : (price - most) * slack);
      } else {
        const miss = this.equal[row] === 1 ? Math.abs(slack) : Math.max(-slack, -price);
        worst = Math.max(worst, miss, price === 0 ? 0 : Math.abs(price * slack));
      }
    }
    for (let i = 0; i < n; i++) worst = Math.max(worst, Math.abs(slope[i]));
    return worst;
  }
}

function refuseProblem(variables: unknown, hessian: unknown): never {
  throw new RangeError(
    'Cannot begin a problem: need a whole number of variables and H as "diagonal" or "dense", got ' +
      `${shown(variables)} and ${shown(hessian)}`,
  );
}
