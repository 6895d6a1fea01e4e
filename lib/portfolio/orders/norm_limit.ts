import type { Matrix } from "../../stats/mod.ts";

/** Slack given to a limit for rounding of doubles, per year. */
const TOLERANCE = 1e-9;

/**
 * A limit on the size of the book as a quadratic norm, such as volatility: √(e′Me + 2·e′v + c) of the
 * exposures e is at most `high`. The matrix is positive definite; v and c are what positions that do
 * not move add to it.
 */
export interface NormLimit {
  readonly name: string;
  /** One row and column per position. */
  readonly matrix: Matrix;
  /** v and c; nothing by default. */
  readonly linear?: readonly number[];
  readonly constant?: number;
  readonly high: number;
}

/** A norm on some exposures: its square, and half the gradient of that, Me + v. */
export interface NormValue {
  readonly square: number;
  readonly slope: readonly number[];
}

/** The change of one exposure. */
interface Move {
  readonly i: number;
  readonly move: number;
}

/** How far a norm lies beyond its limit, given its square; a rounding below zero is none. */
export function beyondNorm(norm: NormLimit, square: number): number {
  const over = Math.sqrt(Math.max(0, square)) - norm.high;
  return over > TOLERANCE ? over : 0;
}

/** The norm of exposures. */
export function normOf(norm: NormLimit, exposures: readonly number[]): NormValue {
  const slope = exposures.map((_, i) => {
    let sum = norm.linear?.[i] ?? 0;
    exposures.forEach((e, j) => sum += norm.matrix[i][j] * e);
    return sum;
  });
  let square = norm.constant ?? 0;
  exposures.forEach((e, i) => square += e * (slope[i] + (norm.linear?.[i] ?? 0)));
  return { square, slope };
}

/** The square of a norm after one or two steps: q + 2s·d + d′Md, exactly. */
export function movedSquare(
  { matrix }: NormLimit,
  { square, slope }: NormValue,
  a: Move,
  b: Move | undefined,
): number {
  let moved = square + a.move * (2 * slope[a.i] + a.move * matrix[a.i][a.i]);
  if (b) {
    moved += b.move * (2 * slope[b.i] + b.move * matrix[b.i][b.i] + 2 * a.move * matrix[a.i][b.i]);
  }
  return moved;
}

/**
 * The lower triangle F with F′F = the norm's matrix, bordered in front by its linear part and constant,
 * its positions in the order given. Row d of F·(1, e) takes no position after the d-th, so the squares
 * of the first rows add up to the least that the norm can become, whatever the later positions are;
 * all rows add up to the norm itself.
 */
export function nestedFactor(
  norm: NormLimit,
  order: readonly number[],
): readonly (readonly number[])[] {
  const { matrix, linear, constant = 0 } = norm;
  const n = order.length + 1;
  const left = [
    [constant, ...order.map((i) => linear?.[i] ?? 0)],
    ...order.map((i) => [linear?.[i] ?? 0, ...order.map((j) => matrix[i][j])]),
  ];
  const factor: number[][] = Array.from({ length: n }, () => []);
  // A Cholesky factor from the last position up, each step taking its row out of what is left.
  for (let d = n - 1; d >= 0; d--) {
    const pivot = Math.sqrt(Math.max(0, left[d][d]));
    for (let j = 0; j <= d; j++) factor[d][j] = pivot === 0 ? 0 : left[d][j] / pivot;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) left[i][j] -= factor[d][i] * factor[d][j];
    }
  }
  return factor;
}
