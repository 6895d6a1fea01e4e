function refuse(what: string): never {
  throw new RangeError(`Cannot fit rising steps: ${what}`);
}

/** One point to be fitted. */
interface IsotonicPoint {
  readonly x: number;
  readonly y: number;
  /** How much the point counts, above 0; 1 by default. */
  readonly weight?: number;
}

/** A run of neighbouring x that share one fitted value. */
export interface IsotonicStep {
  /** Smallest and largest x of the run. */
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** Sum of the weights in the run. */
  readonly weight: number;
}

/**
 * The rising steps nearest to a cloud of points: least squares under the rule that a larger x never
 * gets a smaller value.
 *
 * Pool adjacent violators: from left to right, a step that lies below its left neighbour is joined
 * with it, at their weighted mean, until none does (Ayer, Brunk, Ewing, Reid and Silverman, Annals of
 * Mathematical Statistics 26, 1955). Points of equal x are averaged first. The mean of the steps is
 * the mean of the points.
 *
 * @param points In any order, at least one.
 * @returns Steps from left to right, values rising strictly.
 * @throws {RangeError} If there is no point, a number is not finite, or a weight is not above 0.
 *
 * @example The one point out of order is joined with its neighbour
 * ```ts
 * import { isotonicSteps } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const steps = isotonicSteps([{ x: 1, y: 1 }, { x: 2, y: 3 }, { x: 3, y: 2 }]);
 * deepEqual(steps.map(({ from, to, value }) => [from, to, value]), [[1, 1, 1], [2, 3, 2.5]]);
 * ```
 */
export function isotonicSteps(points: readonly IsotonicPoint[]): readonly IsotonicStep[] {
  if (points.length === 0) refuse("need at least one point, got none");
  points.forEach(({ x, y, weight = 1 }, i) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      refuse(`need finite points, got (${x}, ${y}) at position ${i}`);
    }
    if (!(weight > 0 && weight < Infinity)) {
      refuse(`need weights above 0, got ${weight} at position ${i}`);
    }
  });
  interface Block {
    readonly from: number;
    readonly to: number;
    readonly sum: number;
    readonly weight: number;
  }
  const joined = (a: Block, b: Block): Block => ({
    from: a.from,
    to: b.to,
    sum: a.sum + b.sum,
    weight: a.weight + b.weight,
  });
  const value = ({ sum, weight }: Block) => sum / weight;
  const single: Block[] = [];
  for (const { x, y, weight = 1 } of points.toSorted((a, b) => a.x - b.x)) {
    const one = { from: x, to: x, sum: weight * y, weight };
    const last = single.at(-1);
    if (last?.to === x) single[single.length - 1] = joined(last, one);
    else single.push(one);
  }
  const blocks: Block[] = [];
  for (let block of single) {
    // Equal neighbours are one step too: a flat stretch is one finding, not two.
    while (blocks.length > 0 && value(blocks[blocks.length - 1]) >= value(block)) {
      block = joined(blocks.pop()!, block);
    }
    blocks.push(block);
  }
  return blocks.map((block) => ({
    from: block.from,
    to: block.to,
    value: value(block),
    weight: block.weight,
  }));
}

/**
 * The fitted value at any x: flat within a step and beyond the ends, on a straight line between two
 * steps, as scikit-learn's `IsotonicRegression` with `out_of_bounds="clip"`.
 *
 * @param steps From `isotonicSteps`.
 * @throws {RangeError} If there is no step or `x` is not finite.
 *
 * @example Halfway between two steps
 * ```ts
 * import { isotonicSteps, isotonicValue } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const steps = isotonicSteps([{ x: 0, y: 0 }, { x: 1, y: 1 }]);
 * equal(isotonicValue(steps, 0.5), 0.5);
 * equal(isotonicValue(steps, 7), 1);
 * ```
 */
export function isotonicValue(steps: readonly IsotonicStep[], x: number): number {
  if (steps.length === 0 || !Number.isFinite(x)) {
    throw new RangeError(
      `Cannot read rising steps: need steps and a finite x, got ${steps.length} steps and ${x}`,
    );
  }
  const right = steps.findIndex(({ to }) => x <= to);
  if (right < 0) return steps[steps.length - 1].value;
  const step = steps[right], left = steps[right - 1];
  if (x >= step.from || left === undefined) return step.value;
  return left.value + (step.value - left.value) * (x - left.to) / (step.from - left.to);
}
