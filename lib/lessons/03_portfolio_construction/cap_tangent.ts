import { fitBook } from "../../portfolio/mod.ts";
import type { LimitProblem } from "./limit_steps.ts";

/**
 * Where the line of distances over the sector cap is touched, with the slope that the shadow prices give,
 * and the words around it.
 *
 * All sectors share one cap, so their multipliers add up. They price the objective f, and the distance d
 * is √(2Gf) with G the gross aimed at, so that its slope is −G·price/d.
 *
 * @param problem Its cap is where the slope is taken; all its other limits stay.
 * @returns What `tangentLine` takes besides its points; the slope is at most 0.
 *
 * @example Where no cap binds, the slope is zero
 * ```ts
 * import { capTangent } from "lab/lesson/03";
 * import { SECTORS } from "lab/market";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const { tangent } = capTangent({
 *   sectors: SECTORS,
 *   tilts: SECTORS.map((_, i) => i % 2 === 0 ? 1 : -1),
 *   betas: SECTORS.map(() => 1),
 *   limits: DEFAULT_LIMITS,
 * });
 * equal(tangent.slope, 0);
 * ```
 */
export function capTangent(problem: LimitProblem) {
  const { readings, distance, grossAimed } = fitBook(problem);
  const price = readings.filter(({ id }) => id.kind === "sector")
    .reduce((sum, { multiplier }) => sum + multiplier, 0);
  return {
    tangent: {
      x: problem.limits.sector,
      y: distance,
      slope: price === 0 ? 0 : -price * grossAimed / distance,
    },
    subtitle: "Distance of the book from its aims, share of equity, over the sector cap;" +
      " dashed: what the shadow prices say",
    xLabel: "Sector cap",
    yLabel: "distance from the aims",
  };
}
