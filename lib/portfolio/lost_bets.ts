import type { Sector } from "../market/mod.ts";
import type { BookTerms } from "./book_problem.ts";

/** A view that the book could not follow because its sector was closed. */
export interface LostBet {
  readonly sector: Sector;
  readonly tilt: number;
  /** The exposure k·t that the view asked for, a share of equity. */
  readonly target: number;
  readonly sentence: string;
}

/**
 * The views on closed sectors. They count in k = G/Σ|t|, so that a closed sector does not make the
 * others stronger than their views; what they asked for is reported and not replaced.
 */
export function lostBets(terms: BookTerms): readonly LostBet[] {
  return terms.closed.map((sector) => {
    const i = terms.sectors.indexOf(sector);
    const target = terms.targets[i];
    const side = target < 0 ? "short" : "long";
    const size = `${(Math.abs(target) * 100).toFixed(2)} %`;
    return {
      sector,
      tilt: terms.tilts[i],
      target,
      sentence: `${sector} is closed for ${side}s today: the view asked for ${size} ${side}, ` +
        "which is left out and not replaced.",
    };
  });
}
