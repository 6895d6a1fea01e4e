import type { Sector } from "../../market/mod.ts";
import { type ClippedBook, clippedBook, fitBook } from "../../portfolio/mod.ts";
import { randomStream } from "../../stats/mod.ts";
import type { LimitProblem } from "./limit_steps.ts";

/** A share of equity by which gross may miss its limit: what whole shares may cost. */
const GROSS_MISS = 0.02;
/** A limit is broken when it is missed by more than the last bits of a float. */
const BREACH = 1e-9;

/** How one random set of views fared under the recipe of `clippedBook`. */
export interface ClipTrial {
  /** One per sector whose beta is known. */
  readonly tilts: readonly number[];
  /** Sectors with a view. */
  readonly views: number;
  /** Names of the limits that the clipped book breaks. */
  readonly broken: readonly string[];
  /** Whether the gross is missed although the book solved together uses it all. */
  readonly missesGross: boolean;
}

/** The names of the limits that a book breaks. */
function brokenLimits(book: Pick<ClippedBook, "readings">): string[] {
  return book.readings.filter(({ slack }) => slack < -BREACH).map(({ name }) => name);
}

/**
 * The recipe of `clippedBook` tried on random views, with measured betas.
 *
 * Each set has views on one to all of the sectors, every count alike likely, each −2, −1, 1 or 2.
 *
 * @param problem Its sectors, betas and limits are used, not its views. Closed sectors are open here,
 *   unless their beta is unknown.
 * @param options.seed Of the views; the same seed gives the same sets.
 * @param options.sets How many; 100 by default.
 *
 * @example
 * ```ts
 * import { clipBreaches } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK", "XLU"] as const, betas: [1.2, 0.6], limits: DEFAULT_LIMITS };
 * const trials = clipBreaches(problem, { seed: 7, sets: 5 });
 * // Two names at 30 % cannot be hedged by a recipe that cuts after it has hedged.
 * equal(trials.filter(({ broken }) => broken.length > 0).length > 0, true);
 * ```
 */
export function clipBreaches(
  problem: Pick<LimitProblem, "sectors" | "betas" | "limits" | "hedgeSides">,
  options: { readonly seed: number; readonly sets?: number },
): ClipTrial[] {
  const { seed, sets = 100 } = options;
  const { hedgeSides } = problem;
  // The recipe knows nothing of measured risk, and random sectors have no figures for it.
  const { styles: _s, correlated: _c, volatility: _v, ...limits } = problem.limits;
  const known = problem.betas.flatMap((beta, i) => Number.isFinite(beta) ? [i] : []);
  const sectors: Sector[] = known.map((i) => problem.sectors[i]);
  const betas = known.map((i) => problem.betas[i]);
  const random = randomStream(seed);
  return Array.from({ length: sets }, () => {
    const views = 1 + random.integer(sectors.length);
    const order = sectors.map((_, i) => ({ i, lot: random.uniform() }))
      .sort((a, b) => a.lot - b.lot).slice(0, views);
    const tilts = sectors.map(() => 0);
    for (const { i } of order) tilts[i] = [-2, -1, 1, 2][random.integer(4)];
    const clipped = clippedBook({ sectors, tilts, betas, limits, hedgeSides });
    const gross = clipped.readings.find(({ id }) => id.kind === "gross")!;
    return {
      tilts,
      views,
      broken: brokenLimits(clipped),
      missesGross: gross.value < limits.gross - GROSS_MISS &&
        fitBook({ sectors, tilts, betas, limits, hedgeSides }).grossReached,
    };
  });
}
