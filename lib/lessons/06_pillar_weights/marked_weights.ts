import { randomStream, type Shares } from "../../stats/mod.ts";
import { simplexGrid } from "../../sweep/mod.ts";

/** A point of the tenths, no two shares of which are alike and none of which is small. */
const STEP = 0.1, LEAST = 0.1;

/**
 * The weighting that an exercise asks to read off a map: one whose three shares differ, so that an edge
 * read for another one is noticed.
 *
 * @param seed The lesson's own.
 *
 * @example
 * ```ts
 * import { markedWeights } from "lab/lesson/06";
 * import { equal } from "node:assert/strict";
 *
 * equal(new Set(markedWeights(7)).size, 3);
 * ```
 */
export function markedWeights(seed: number): Shares {
  const fitting = simplexGrid({ step: STEP }).points.map(({ weights }) => weights).filter((
    shares,
  ) => new Set(shares).size === 3 && shares.every((share) => share >= LEAST));
  return fitting[randomStream(seed).integer(fitting.length)];
}
