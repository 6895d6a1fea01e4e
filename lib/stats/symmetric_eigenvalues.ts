import { tridiagonalEigenvalues } from "./tridiagonal_eigenvalues.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot find eigenvalues: ${what}`);
}

/** Sweeps after which the off-diagonal has long vanished; six to ten are usual. */
const MOST_SWEEPS = 60;
/** Above so many rows Jacobi's rotations take too long: 9 s for 231 rows, where the other takes 0.05 s. */
const MOST_ROWS_TURNED = 40;

/**
 * The eigenvalues of a symmetric matrix, smallest first.
 *
 * Jacobi's rotations (Golub and Van Loan, Matrix Computations, 4th edition, 2013, section 8.5): short and
 * accurate for a dozen names. Above 40 rows Householder's reduction to three diagonals and the implicit
 * QL steps of Dubrulle, Martin and Wilkinson (Numerische Mathematik 12, 1968). A covariance or correlation matrix must have
 * none below zero, or some book would have a negative variance.
 *
 * @param matrix Square and symmetric; shape n × n.
 * @throws {RangeError} If the matrix is not square, not symmetric, or has an entry that is not finite.
 *
 * @example
 * ```ts
 * import { symmetricEigenvalues } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const [low, high] = symmetricEigenvalues([[1, 0.3], [0.3, 1]]);
 * ok(Math.abs(low - 0.7) < 1e-15 && Math.abs(high - 1.3) < 1e-15);
 * ```
 */
export function symmetricEigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const n = matrix.length;
  const a = matrix.map((row) => row.slice());
  let size = 0;
  for (let i = 0; i < n; i++) {
    if (a[i].length !== n) refuse(`need a square matrix, got ${n} rows and ${a[i].length} columns`);
    for (let j = 0; j < n; j++) {
      if (!Number.isFinite(a[i][j])) {
        refuse(`need finite entries, got ${a[i][j]} at row ${i}, column ${j}`);
      }
      size = Math.max(size, Math.abs(a[i][j]));
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(a[i][j] - a[j][i]) > 1e-10 * size) {
        refuse(`need a symmetric matrix, got ${a[i][j]} and ${a[j][i]} at rows ${i} and ${j}`);
      }
    }
  }
  if (n > MOST_ROWS_TURNED) return tridiagonalEigenvalues(a);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off = Math.max(off, Math.abs(a[i][j]));
    if (off <= 1e-17 * size) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, p, q);
  }
  return a.map((row, i) => row[i]).sort((x, y) => x - y);
}

/** Turns the plane of p and q so that their off-diagonal entry vanishes. */
function rotate(a: number[][], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const tangent = tau === 0 ? 1 : Math.sign(tau) / (Math.abs(tau) + Math.hypot(1, tau));
  const cosine = 1 / Math.hypot(1, tangent), sine = tangent * cosine;
  for (let k = 0; k < a.length; k++) {
    const kp = a[k][p], kq = a[k][q];
    a[k][p] = cosine * kp - sine * kq;
    a[k][q] = sine * kp + cosine * kq;
  }
  for (let k = 0; k < a.length; k++) {
    const pk = a[p][k], qk = a[q][k];
    a[p][k] = cosine * pk - sine * qk;
    a[q][k] = sine * pk + cosine * qk;
  }
}
