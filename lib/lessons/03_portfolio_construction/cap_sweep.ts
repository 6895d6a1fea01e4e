import { type LimitProblem, refit } from "./limit_steps.ts";

/** The book at one sector cap. */
interface CapPoint {
  /** Largest exposure to one sector, share of equity. */
  readonly cap: number;
  /** Distance of the book from what the views aim at, share of equity. */
  readonly distance: number;
}

/** How the distance from the aims depends on the sector cap, and what the shadow prices say of it. */
export interface CapSweep {
  readonly points: readonly CapPoint[];
  /** The reader's own cap. */
  readonly at: CapPoint;
  /** Change of the distance per unit of cap at that point, by the multipliers; at most 0. */
  readonly slope: number;
  /** Sum of the multipliers of all sector caps. */
  readonly price: number;
}

/** Caps that are tried, in percent of equity. */
const FROM = 10, TO = 50;

/**
 * The distance from the aims over the sector cap, with the slope that the shadow prices give.
 *
 * All sectors share one cap, so their multipliers add up. They price the objective f, and the distance d
 * is √(2Gf) with G the gross aimed at, so that its slope is −G·price/d.
 *
 * @param problem Its cap is where the slope is taken; all its other limits stay.
 *
 * @example Where no cap binds, the slope is zero
 * ```ts
 * import { capSweep } from "lab/lesson/03";
 * import { SECTORS } from "lab/market";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const sweep = capSweep({
 *   sectors: SECTORS,
 *   tilts: SECTORS.map((_, i) => i % 2 === 0 ? 1 : -1),
 *   betas: SECTORS.map(() => 1),
 *   limits: DEFAULT_LIMITS,
 * });
 * equal(sweep.slope, 0);
 * ```
 */
export function capSweep(problem: LimitProblem): CapSweep {
  const points = Array.from({ length: TO - FROM + 1 }, (_, i): CapPoint => {
    const cap = (FROM + i) / 100;
    return { cap, distance: refit(problem, { sector: cap }).distance };
  });
  const book = refit(problem, {}), { distance } = book;
  const price = book.readings.filter(({ id }) => id.kind === "sector")
    .reduce((sum, { multiplier }) => sum + multiplier, 0);
  return {
    points,
    at: { cap: problem.limits.sector, distance },
    price,
    slope: price === 0 ? 0 : -price * book.grossAimed / distance,
  };
}
