import type { Book } from "./book.ts";
import { type BookProblem, bookTerms } from "./book_problem.ts";
import { largestHedge } from "./book_rows.ts";
import type { Exposures } from "./check_exposures.ts";
import { type LimitReading, limitReadings } from "./limits/limit_readings.ts";
import { sectorCap } from "./limits/exposure_limits.ts";

/** What one step of the recipe leaves behind. */
export interface ClipStep extends Exposures {
  readonly name: "hedge" | "scale" | "clip";
}

/** A book made step by step, each step right by itself; all arrays in the one order of sectors. */
export interface ClippedBook
  extends Pick<Book, "sectors" | "tilts" | "betas" | "targets" | "weights" | "hedge" | "limits"> {
  /** The book after each step, in the order of the steps. */
  readonly steps: readonly ClipStep[];
  /** Every limit measured on the finished book; slack below zero is a breach. No shadow prices. */
  readonly readings: readonly LimitReading[];
}

/**
 * A book by the usual recipe: hedge, then scale, then clip. The wrong way of lesson 03.
 *
 * The hedge takes out all of the beta, as it is measured. Sectors and hedge are scaled together to
 * the gross, which leaves the beta at zero. Then each sector is cut at its cap. Nothing is wrong in
 * any step; but the cut takes away exposure that the hedge was sized for and the gross was made of,
 * and nobody looks at the other limits. `fitBook` solves all of it at once.
 *
 * @param problem As for `fitBook`; what is held already and the turnover budget are left aside.
 * @returns The book after each step, with every limit measured at the end.
 * @throws {RangeError} If a figure is missing, no number or out of range.
 *
 * @example A strong view is cut, and the hedge stays as it was
 * ```ts
 * import { clippedBook } from "lab/portfolio";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const book = clippedBook({ sectors: ["XLK", "XLU"], tilts: [2, -1], betas: [1.2, 0.6] });
 * // Targets 2/3 and −1/3, hedge −0.6, all divided by the gross of 1.6; then XLK is cut.
 * deepEqual(book.weights.map((weight) => Math.round(weight * 1e4) / 1e4), [0.3, -0.2083]);
 * const beta = book.readings.find(({ name }) => name === "beta")!;
 * equal(beta.slack < 0, true);
 * ```
 */
export function clippedBook(
  problem: Omit<BookProblem, "previous" | "turnoverBudget" | "fixed" | "grossTolerance">,
): ClippedBook {
  const terms = bookTerms(problem);
  const { sectors, tilts, betas, limits } = terms, targets = terms.aim.shares;
  // What cannot be held is left out at the start, so that no later step is surprised by it.
  const held = targets.map((target, i) => terms.signs[i] === 0 ? 0 : target);
  const beta = held.reduce((sum, weight, i) => weight === 0 ? sum : sum + weight * betas[i], 0);
  const wanted = limits.beta.target - beta;
  // Where no fund or no mandate allows a hedge on that side, there is none to take.
  const canHedge = largestHedge(terms, wanted < 0 ? -1 : 1) > 0;
  const hedged: ClipStep = { name: "hedge", weights: held, hedge: canHedge ? wanted : 0 };

  const gross = held.reduce((sum, weight) => sum + Math.abs(weight), Math.abs(hedged.hedge));
  const factor = gross === 0 ? 0 : terms.aim.gross / gross;
  const scaled: ClipStep = {
    name: "scale",
    weights: held.map((weight) => weight * factor),
    hedge: hedged.hedge * factor,
  };

  const clipped: ClipStep = {
    name: "clip",
    weights: scaled.weights.map((weight, i) =>
      Math.sign(weight) *
        Math.min(Math.abs(weight), sectorCap(limits, sectors[i], Math.sign(weight))) + 0
    ),
    hedge: scaled.hedge,
  };
  const { weights, hedge } = clipped;
  return {
    sectors,
    tilts,
    betas,
    targets,
    weights,
    hedge,
    limits,
    steps: [hedged, scaled, clipped],
    readings: limitReadings(terms, {
      weights,
      hedge,
      distance: NaN, // read only beside a shadow price
      gross: terms.aim.gross,
      prices: undefined,
      mustReach: false,
    }),
  };
}
