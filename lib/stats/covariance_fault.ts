import { isList, shown } from "../arguments.ts";
import { counted } from "../words.ts";
import { choleskyFactor } from "./cholesky.ts";
import type { Matrix, MatrixLike } from "./covariance.ts";

/**
 * What is taken for rounding: two correlations across the diagonal may differ by so much, one may pass
 * ±1 and the least eigenvalue may lie below zero by so much.
 */
const ROUNDING = 1e-9;
/** A variance per period or year above it is that of percentages: a volatility of 300 %. */
const LARGEST_VARIANCE = 9;

/** What is asked of a covariance matrix, beside its form. */
interface CovarianceNeeds {
  /** Rows and columns there must be; as many columns as rows by default. */
  readonly count?: number;
  /** Whom the rows and columns stand for, in words; "for each name" by default. */
  readonly per?: string;
  /** What a row is called in a message; its number, counted from 0, by default. */
  readonly nameOf?: (row: number) => string;
  /** Rows that must be known; all by default. Nothing is asked of the others, which may be NaN. */
  readonly needed?: readonly number[];
  /**
   * `definite` (the default) where the matrix is inverted: every book must have a risk. With
   * `semidefinite` a book may have none, as when two names move as one.
   */
  readonly form?: "definite" | "semidefinite";
  /** Whether figures are of shares and their size matters, so that percentages must be told. */
  readonly ofShares?: boolean;
  /** What helps where an entry is unknown. */
  readonly remedy?: string;
}

/**
 * What keeps a matrix from being a covariance, or `undefined` where nothing does.
 *
 * The one check behind every function of the lab that takes a covariance: square, every needed entry a
 * finite number, symmetric, no variance below zero, no correlation beyond ±1, and no book with a
 * variance below zero (or, for `definite`, of zero). Symmetry, correlations and eigenvalues are judged
 * on the scale of correlations, to 1e-9, so that the unit of the returns does not matter.
 *
 * @param covariance Shape n × n; rows may be typed arrays.
 * @param needs What is asked beside its form; see {@linkcode CovarianceNeeds}.
 * @returns The rest of a sentence that begins with "the covariance", with value and remedy.
 *
 * @example A sentence for each kind of fault
 * ```ts
 * import { covarianceFault } from "lab/stats";
 * import { equal, match } from "node:assert/strict";
 *
 * equal(covarianceFault([[0.04, 0.01], [0.01, 0.02]]), undefined);
 * match(covarianceFault([[0.04, 0.01], [0.03, 0.02]])!, /is 0.01 one way and 0.03 the other/);
 * match(covarianceFault([[0.04, 0.03], [0.03, 0.02]])!, /is not positive definite/);
 * ```
 */
export function covarianceFault(
  covariance: MatrixLike,
  needs: CovarianceNeeds = {},
): string | undefined {
  const { per = "for each name", form = "definite" } = needs;
  const { remedy = "measure it, or leave the name out" } = needs;
  if (!Array.isArray(covariance)) {
    return `must be a list of rows, got ${shown(covariance)}; ` +
      (holdsMatrix(covariance)
        ? "hand on its field `matrix`"
        : "write one list of numbers for each name");
  }
  const count = needs.count ?? covariance.length;
  const other = covariance.findIndex((row) => !isList(row));
  if (other >= 0) {
    return `must be a list of rows, got ${shown(covariance[other])} as row ${other}; ` +
      "write one list of numbers for each name";
  }
  if (covariance.length !== count || covariance.some((row) => row.length !== count)) {
    const lengths = [...new Set(covariance.map((row) => row.length))].join(", ");
    return `needs a row and a column ${per} (${count}), got ` +
      `${counted(covariance.length, "row")} of ${lengths || "none"}`;
  }
  const needed = needs.needed ?? Array.from(covariance.keys());
  const { nameOf } = needs;
  const pair = (i: number, j: number) =>
    nameOf ? `of ${nameOf(i)} and ${nameOf(j)}` : `in row ${i}, column ${j}`;
  const one = (i: number) => nameOf ? `of ${nameOf(i)}` : `in row ${i}`;
  for (const i of needed) {
    for (const j of needed) {
      const value: unknown = covariance[i][j];
      if (!Number.isFinite(value)) {
        return `${pair(i, j)} is ${typeof value === "number" ? "not finite" : "no number"} ` +
          `(${shown(value)}); ${remedy}`;
      }
    }
  }
  const because = form === "definite" ? "is not positive definite" : "cannot be one";
  for (const i of needed) {
    const variance = covariance[i][i];
    if (!(variance > 0 || (variance === 0 && form === "semidefinite"))) {
      return `${because}: the variance ${one(i)} must be ${
        form === "definite" ? "above" : "at least"
      } 0, got ${variance}; leave out what does not move, and look for a wrong sign`;
    }
    if (needs.ofShares && variance > LARGEST_VARIANCE) {
      return `must be of returns as shares, got a variance ${
        one(i)
      } of ${variance}; divide one of ` +
        `percentages by 10,000, which gives ${Number((variance / 1e4).toPrecision(12))}`;
    }
  }
  const sigmas = needed.map((i) => Math.sqrt(covariance[i][i]));
  for (let a = 0; a < needed.length; a++) {
    for (let b = a + 1; b < needed.length; b++) {
      const i = needed[a], j = needed[b], most = sigmas[a] * sigmas[b];
      const value = covariance[i][j], across = covariance[j][i];
      if (Math.abs(value - across) > ROUNDING * most) {
        return `${pair(i, j)} is ${value} one way and ${across} the other; ` +
          "only one of them can be right, and it belongs on both sides of the diagonal";
      }
      if (Math.abs(value) > (1 + ROUNDING) * most) {
        return `${because}: that ${pair(i, j)} is ${value}, and their variances allow no more ` +
          `than ${most} either way; look for figures of another unit or period`;
      }
    }
  }
  return isSound(covariance, needed, form)
    ? undefined
    : form === "definite"
    ? "is not positive definite: some book would have no risk at all, or less; take more days than " +
      "there are names, or shrink it"
    : "cannot be one: some book would have a variance below zero; estimate it from days on which every " +
      "name has a return";
}

/**
 * A covariance as plain rows, checked, and with the mean of what stands across the diagonal.
 *
 * So that no result depends on the triangle that a method happens to read, nor on the kind of its
 * rows: `map` of a row of whole numbers (`Int32Array`) would cut off every fraction.
 *
 * @param action What cannot be done, as in "Cannot share out risk".
 * @param covariance Shape n × n; rows may be typed arrays.
 * @param needs See {@linkcode CovarianceNeeds}.
 * @returns A copy.
 * @throws {TypeError} If it is no list of lists.
 * @throws {RangeError} With the words of {@linkcode covarianceFault}.
 *
 * @example
 * ```ts
 * import { checkedCovariance } from "lab/stats";
 * import { deepEqual, throws } from "node:assert/strict";
 *
 * deepEqual(checkedCovariance("invert", [new Float64Array([0.25])]), [[0.25]]);
 * throws(() => checkedCovariance("invert", [[0.04, 0]]), /Cannot invert: the covariance needs a row/);
 * ```
 */
export function checkedCovariance(
  action: string,
  covariance: MatrixLike,
  needs: CovarianceNeeds = {},
): Matrix {
  const fault = covarianceFault(covariance, needs);
  if (fault !== undefined) {
    const Fault = Array.isArray(covariance) && covariance.every(isList) ? RangeError : TypeError;
    throw new Fault(`Cannot ${action}: the covariance ${fault}`);
  }
  return symmetric(covariance, Array.from(covariance.keys()));
}

function symmetric(covariance: MatrixLike, at: readonly number[]): number[][] {
  return at.map((i) =>
    at.map((j) => {
      const value = covariance[i][j], across = covariance[j][i];
      return value === across ? value : (value + across) / 2;
    })
  );
}

/** Whether no book of the needed names has a variance below zero or, where asked, of zero. */
function isSound(
  covariance: MatrixLike,
  needed: readonly number[],
  form: "definite" | "semidefinite",
): boolean {
  if (form === "definite") return choleskyFactor(symmetric(covariance, needed)) !== undefined;
  // What never moves adds nothing. For the rest: with a little more on the diagonal, and so on every
  // eigenvalue of the correlations, a matrix that is sound but for rounding has a factor.
  const moving = symmetric(covariance, needed.filter((i) => covariance[i][i] > 0));
  moving.forEach((row, i) => row[i] *= 1 + ROUNDING);
  return choleskyFactor(moving) !== undefined;
}

function holdsMatrix(value: unknown): boolean {
  return typeof value === "object" && value !== null && "matrix" in value;
}
