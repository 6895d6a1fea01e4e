import { type LimitProblem, refit } from "./limit_steps.ts";

/** The book at one sector cap. */
export interface CapPoint {
  /** Largest exposure to one sector, share of equity. */
  readonly cap: number;
  /** Distance of the book from the views, share of equity. */
  readonly distance: number;
  /** Whether the gross is reached; where it is not, another problem is solved. */
  readonly reached: boolean;
}

/** How the distance from the views depends on the sector cap, and what the shadow prices say of it. */
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
 * The distance from the views over the sector cap, with the slope that the shadow prices give.
 *
 * All sectors share one cap, so their multipliers add up. They price the objective ½d², and
 * d(½d²) = d·dd, so that the slope of the distance d is the price divided by d.
 *
 * @param problem Its cap is where the slope is taken; all its other limits stay.
 *
 * @example Where no cap binds, the slope is zero
 * ```ts
 * import { capSweep } from "lab/lesson";
 * import { SECTORS } from "lab/market";
 * import { fitBook } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const book = fitBook({
 *   sectors: SECTORS,
 *   tilts: SECTORS.map((_, i) => i % 2 === 0 ? 1 : -1),
 *   betas: SECTORS.map(() => 1),
 * });
 * equal(capSweep(book).slope, 0);
 * ```
 */
export function capSweep(problem: LimitProblem): CapSweep {
  const pointAt = (cap: number) => {
    const fitted = refit(problem, { sector: cap });
    return { fitted, point: { cap, distance: fitted.distance, reached: fitted.grossReached } };
  };
  const points = Array.from({ length: TO - FROM + 1 }, (_, i) => pointAt((FROM + i) / 100).point);
  const { fitted, point: at } = pointAt(problem.limits.sector);
  const price = fitted.readings.filter(({ name }) => name.startsWith("sector "))
    .reduce((sum, { multiplier }) => sum + multiplier, 0);
  return { points, at, price, slope: price === 0 ? 0 : -price / at.distance };
}
