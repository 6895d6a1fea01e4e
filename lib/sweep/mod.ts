/**
 * The whole simplex of pillar weights: which weightings there are, and where they stand.
 *
 * @example 231 weightings, and the one that the committee uses
 * ```ts
 * import { namedWeights, nearestPoint, simplexGrid } from "lab/sweep";
 * import { DEFAULT_WEIGHTS } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * const grid = simplexGrid({ step: 0.05 });
 * const base = grid.points[nearestPoint(grid, [0.5, 0.25, 0.25])];
 * deepEqual(namedWeights(base), DEFAULT_WEIGHTS);
 * ```
 *
 * @module
 */

export {
  fromTernary,
  type Shares,
  type TernaryPlace,
  toTernary,
  TRIANGLE_HEIGHT,
} from "./ternary.ts";
export {
  type GridPoint,
  listedGrid,
  namedWeights,
  nearestPoint,
  neighbours,
  type SimplexGrid,
  simplexGrid,
} from "./simplex_grid.ts";
