/** Three shares that sum to 1, in the one order of the pillars: first, second, third. */
export type Shares = readonly [number, number, number];

/** A place in a triangle of side 1: the second corner at (0, 0), the third at (1, 0), y upward. */
interface TernaryPlace {
  readonly x: number;
  readonly y: number;
}

/** Height of an equilateral triangle of side 1. */
export const TRIANGLE_HEIGHT: number = Math.sqrt(3) / 2;

/**
 * Where three shares stand in the triangle: barycentric coordinates to x and y.
 *
 * The first share has its corner at the top, the second at the left, the third at the right.
 *
 * @param shares Together 1.
 *
 * @example The corners, and the middle of the base
 * ```ts
 * import { toTernary } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(toTernary([0, 0, 1]), { x: 1, y: 0 });
 * deepEqual(toTernary([0, 0.5, 0.5]), { x: 0.5, y: 0 });
 * ```
 */
export function toTernary([first, , third]: Shares): TernaryPlace {
  return { x: third + first / 2, y: first * TRIANGLE_HEIGHT };
}

/**
 * The shares of a place; outside of the triangle, those of the nearest place inside.
 *
 * That is the Euclidean projection onto the simplex (Held, Wolfe and Crowder, Mathematical
 * Programming 6, 1974): a common amount is taken from all, and what falls below zero is left out.
 * Distances on the paper and between shares differ by a factor only, so both have the same nearest.
 *
 * @example Left of the left corner
 * ```ts
 * import { fromTernary } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(fromTernary({ x: -0.2, y: -0.1 }), [0, 1, 0]);
 * ```
 */
export function fromTernary({ x, y }: TernaryPlace): Shares {
  const first = y / TRIANGLE_HEIGHT, third = x - first / 2;
  const raw = [first, 1 - first - third, third];
  if (raw.every((share) => share >= 0)) return [raw[0], raw[1], raw[2]];
  const sorted = [...raw].sort((a, b) => b - a);
  let sum = 0, taken = 0;
  for (const [i, share] of sorted.entries()) {
    sum += share;
    const each = (sum - 1) / (i + 1);
    if (share - each > 0) taken = each;
  }
  const [a, b, c] = raw.map((share) => Math.max(0, share - taken));
  return [a, b, c];
}
