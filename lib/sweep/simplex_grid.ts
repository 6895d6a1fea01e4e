import { PILLAR_LABELS, PILLARS, type PillarWeights } from "../committee/rubric.ts";
import { type Shares, toTernary } from "../stats/ternary.ts";

/** One weighting of the three pillars. */
interface GridPoint {
  /** Shares in the order of the pillars, each its part over the grid's steps. */
  readonly weights: Shares;
  /** Whole steps per pillar, which sum to the grid's steps exactly; absent in a reader's own list. */
  readonly parts?: readonly [number, number, number];
}

/** The weightings of a sweep, in their one order. */
export interface SimplexGrid {
  /** Steps from 0 to 1; absent in a reader's own list. */
  readonly steps?: number;
  readonly points: readonly GridPoint[];
}

/** A step of 0.05 is not exact in binary; what is meant is one part of a whole number. */
const STEP_TOLERANCE = 1e-9;
/** Weights typed by hand miss 1 by a few units in the last place. */
const SUM_TOLERANCE = 1e-9;
/** Half a million weightings: more is a slip of the keyboard. */
const MOST_STEPS = 1000;

/**
 * All weightings of three pillars in steps of one size: 66 at a tenth, 231 at 0.05, 5,151 at 0.01.
 *
 * Weights are whole numbers of steps, so that they sum to 1 exactly where it counts: in `parts`.
 * The order is fixed: by the first pillar's parts rising, then by the second's. The first point is
 * all on the third pillar, the last one all on the first.
 *
 * @param options.step Share of one step; 1 over a whole number of steps, up to 1,000.
 * @throws {RangeError} If the step does not divide 1.
 *
 * @example A step of 5 %, and of a half
 * ```ts
 * import { simplexGrid } from "lab/sweep";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * equal(simplexGrid({ step: 0.05 }).points.length, 231);
 * deepEqual(simplexGrid({ step: 0.5 }).points.map(({ weights }) => weights.join(" ")), [
 *   "0 0 1",
 *   "0 0.5 0.5",
 *   "0 1 0",
 *   "0.5 0 0.5",
 *   "0.5 0.5 0",
 *   "1 0 0",
 * ]);
 * ```
 */
export function simplexGrid({ step }: { readonly step: number }): SimplexGrid {
  const steps = Math.round(1 / step);
  const divides = steps >= 1 && steps <= MOST_STEPS && Math.abs(steps * step - 1) <= STEP_TOLERANCE;
  if (!divides) {
    throw new RangeError(
      `Cannot lay a grid: the step must be 1 over a whole number up to ${MOST_STEPS}, such as 0.05, ` +
        `got ${step}`,
    );
  }
  const points: GridPoint[] = [];
  for (let first = 0; first <= steps; first++) {
    for (let second = 0; second <= steps - first; second++) {
      const third = steps - first - second;
      points.push({
        weights: [first / steps, second / steps, third / steps],
        parts: [first, second, third],
      });
    }
  }
  return { steps, points };
}

function words(weights: readonly unknown[]): string {
  return `(${weights.map(String).join(", ")})`;
}

/**
 * A reader's own weightings as a grid, each of them checked; the order is the reader's.
 *
 * @param list One triple per weighting, in the order of the pillars.
 * @throws {RangeError} If the list is empty, or a point is not three shares from 0 that sum to 1, or
 *   stands there twice; the message names the point, counted from 1.
 *
 * @example A point that does not sum to 1
 * ```ts
 * import { listedGrid } from "lab/sweep";
 * import { throws } from "node:assert/strict";
 *
 * throws(() => listedGrid([[0.5, 0.25, 0.25], [0.5, 0.5, 0.5]]), /point 2 \(0.5, 0.5, 0.5\) sums to 1.5/);
 * ```
 */
export function listedGrid(list: readonly (readonly number[])[]): SimplexGrid {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot lay a grid: ${what}`);
  };
  if (list.length === 0) refuse("need at least one weighting, got an empty list");
  const seen = new Map<string, number>();
  const points = list.map((weights, i): GridPoint => {
    const name = `point ${i + 1} ${words(weights)}`;
    if (weights.length !== PILLARS.length) {
      refuse(`${name} needs ${PILLARS.length} weights, got ${weights.length}`);
    }
    for (const [p, weight] of weights.entries()) {
      const pillar = PILLAR_LABELS[PILLARS[p]].toLowerCase();
      if (!Number.isFinite(weight)) refuse(`${name} needs a number for ${pillar}, got ${weight}`);
      if (weight < 0) refuse(`${name} needs a weight of ${pillar} from 0, got ${weight}`);
    }
    const sum = weights[0] + weights[1] + weights[2];
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      // Twelve digits: 0.1 + 0.2 shows as what was typed.
      refuse(`${name} sums to ${Number(sum.toPrecision(12))}, need 1`);
    }
    const key = weights.map((weight) => weight.toFixed(9)).join(" ");
    const twin = seen.get(key);
    if (twin !== undefined) refuse(`${name} is the same as point ${twin}; need each only once`);
    seen.set(key, i + 1);
    return { weights: [weights[0], weights[1], weights[2]] };
  });
  return { points };
}

/**
 * A point's weights by the pillars' names, as the committee and the backtest take them.
 *
 * @example
 * ```ts
 * import { namedWeights } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * equal(namedWeights({ weights: [0.5, 0.25, 0.25] }).fundamentals, 0.5);
 * ```
 */
export function namedWeights({ weights }: GridPoint): PillarWeights {
  const [fundamentals, sentiment, technicals] = weights;
  return { fundamentals, sentiment, technicals };
}

/** Moves of one step from one pillar to another, anticlockwise from the right. */
const MOVES = [[0, -1, 1], [1, -1, 0], [1, 0, -1], [0, 1, -1], [-1, 1, 0], [-1, 0, 1]] as const;

/**
 * For each point of a grid, the numbers of those one step away: six inside, four on an edge, two in a
 * corner.
 *
 * @throws {RangeError} If the grid is a reader's own list: nothing says which of its points touch.
 *
 * @example The middle of the base touches both corners and the two above
 * ```ts
 * import { neighbours, simplexGrid } from "lab/sweep";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(neighbours(simplexGrid({ step: 0.5 }))[1], [0, 3, 4, 2]);
 * ```
 */
export function neighbours({ steps, points }: SimplexGrid): readonly (readonly number[])[] {
  if (steps === undefined) {
    throw new RangeError(
      "Cannot find neighbours: need a grid with a step, got a list of weightings",
    );
  }
  // Points before the first pillar's part a: (steps + 1) + steps + … , a terms.
  const number = (first: number, second: number) =>
    first * (steps + 1) - first * (first - 1) / 2 + second;
  return points.map(({ parts }) => {
    const [a, b, c] = parts!;
    return MOVES.flatMap(([da, db, dc]) =>
      a + da < 0 || b + db < 0 || c + dc < 0 ? [] : [number(a + da, b + db)]
    );
  });
}

/**
 * The number of the grid's point that is nearest on the triangle; of equally near ones the first.
 *
 * @example 50/25/25 is no point of a grid in tenths
 * ```ts
 * import { nearestPoint, simplexGrid } from "lab/sweep";
 * import { deepEqual } from "node:assert/strict";
 *
 * const grid = simplexGrid({ step: 0.1 });
 * deepEqual(grid.points[nearestPoint(grid, [0.5, 0.25, 0.25])].weights, [0.5, 0.2, 0.3]);
 * ```
 */
export function nearestPoint({ points }: SimplexGrid, weights: Shares): number {
  const { x, y } = toTernary(weights);
  let nearest = -1, least = Infinity;
  for (let i = 0; i < points.length; i++) {
    const place = toTernary(points[i].weights);
    const distance = (place.x - x) ** 2 + (place.y - y) ** 2;
    // Equal distances differ in their last digits; the first point must win all the same.
    if (distance < least - 1e-12) {
      least = distance;
      nearest = i;
    }
  }
  if (nearest < 0) {
    throw new RangeError(
      `Cannot find the nearest weighting: need three numbers and a grid with points, got ` +
        `${words(weights)} and ${points.length} points`,
    );
  }
  return nearest;
}
