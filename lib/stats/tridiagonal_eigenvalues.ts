/** QL steps per eigenvalue after which something is wrong; two are usual. */
const MOST_STEPS = 60;

/**
 * Reflects a symmetric matrix so that all but three diagonals vanish (Golub and Van Loan, Matrix
 * Computations, 4th edition, 2013, section 8.3.1).
 */
function threeDiagonals(rows: readonly (readonly number[])[]): {
  readonly main: Float64Array;
  readonly side: Float64Array;
} {
  const n = rows.length;
  const a = rows.map((row) => Float64Array.from(row));
  const main = new Float64Array(n), side = new Float64Array(n);
  const v = new Float64Array(n), w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    main[k] = a[k][k];
    let length = 0;
    for (let i = k + 1; i < n; i++) length += a[i][k] * a[i][k];
    length = Math.sqrt(length);
    if (length === 0) continue;
    // Away from zero, so that nothing cancels.
    const first = a[k + 1][k] > 0 ? -length : length;
    side[k] = first;
    let square = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i][k] - (i === k + 1 ? first : 0);
      square += v[i] * v[i];
    }
    if (square === 0) continue;
    let along = 0;
    for (let i = k + 1; i < n; i++) {
      const row = a[i];
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += row[j] * v[j];
      w[i] = 2 * sum / square;
      along += w[i] * v[i];
    }
    for (let i = k + 1; i < n; i++) w[i] -= along / square * v[i];
    for (let i = k + 1; i < n; i++) {
      const row = a[i], vi = v[i], wi = w[i];
      for (let j = k + 1; j < n; j++) row[j] -= vi * w[j] + wi * v[j];
    }
  }
  main[n - 1] = a[n - 1][n - 1];
  return { main, side };
}

/**
 * Eigenvalues of a large symmetric matrix, smallest first; what `symmetricEigenvalues` uses above 40
 * rows, after it has checked the matrix.
 *
 * Implicit QL with Wilkinson's shift (Dubrulle, Martin and Wilkinson, Numerische Mathematik 12, 1968).
 * Each is right to about the largest one times 1e-15.
 */
export function tridiagonalEigenvalues(rows: readonly (readonly number[])[]): number[] {
  const { main, side } = threeDiagonals(rows);
  const n = main.length;
  // Against the whole matrix: beside an eigenvalue of zero, rounding alone is large.
  let small = 0;
  for (let i = 0; i < n; i++) {
    small = Math.max(small, Number.EPSILON * (Math.abs(main[i]) + Math.abs(side[i])));
  }
  for (let low = 0; low < n; low++) {
    for (let step = 0;; step++) {
      let high = low;
      while (high < n - 1 && Math.abs(side[high]) > small) high++;
      if (high === low) break;
      if (step === MOST_STEPS) {
        throw new RangeError(`Cannot find eigenvalues: no end after ${MOST_STEPS} steps`);
      }
      const half = (main[low + 1] - main[low]) / (2 * side[low]);
      const shift = side[low] / (half + Math.sign(half || 1) * Math.hypot(half, 1));
      let bulge = main[high] - main[low] + shift, sine = 1, cosine = 1, moved = 0, i = high - 1;
      for (; i >= low; i--) {
        const far = sine * side[i], near = cosine * side[i];
        const length = Math.hypot(far, bulge);
        side[i + 1] = length;
        if (length === 0) {
          // The matrix falls apart here; the next step sees the two parts.
          main[i + 1] -= moved;
          side[high] = 0;
          break;
        }
        sine = far / length;
        cosine = bulge / length;
        const rest = main[i + 1] - moved;
        const turned = (main[i] - rest) * sine + 2 * cosine * near;
        moved = sine * turned;
        main[i + 1] = rest + moved;
        bulge = cosine * turned - near;
      }
      if (i >= low) continue;
      main[low] -= moved;
      side[low] = bulge;
      side[high] = 0;
    }
  }
  return Array.from(main).sort((x, y) => x - y);
}
