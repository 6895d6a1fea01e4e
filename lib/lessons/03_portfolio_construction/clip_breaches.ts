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

/**
 * How many random sets of views the clipping recipe served well, broke, or left short of gross.
 *
 * @example
 * ```ts
 * import { trialCounts } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const trial = { tilts: [2], views: 1, broken: ["beta"], missesGross: false };
 * deepEqual(trialCounts([trial]).map(({ count }) => count), [0, 1, 0]);
 * ```
 */
export function trialCounts(
  trials: readonly ClipTrial[],
): { readonly label: string; readonly count: number; readonly valid?: boolean }[] {
  const broken = trials.filter((trial) => trial.broken.length > 0).length;
  const short = trials.filter((trial) => trial.broken.length === 0 && trial.missesGross).length;
  return [
    { label: "every limit kept", count: trials.length - broken - short, valid: true },
    { label: "a limit broken", count: broken },
    { label: "gross missed, nothing broken", count: short },
  ];
}

/**
 * What the recipe did to random views, as a sentence.
 *
 * @example
 * ```ts
 * import { trialTitle } from "./clip_breaches.ts";
 * import { equal } from "node:assert/strict";
 *
 * const trial = { tilts: [2], views: 1, broken: [], missesGross: false };
 * equal(
 *   trialTitle([trial, { ...trial, broken: ["beta"] }, { ...trial, missesGross: true }]),
 *   "Of 3 random sets of views the recipe breaks a limit in 1, and misses the gross in 1 more",
 * );
 * ```
 */
export function trialTitle(trials: readonly ClipTrial[]): string {
  const [, broken, short] = trialCounts(trials);
  return `Of ${trials.length} random sets of views the recipe breaks a limit in ${broken.count}` +
    (short.count === 0 ? "" : `, and misses the gross in ${short.count} more`);
}

/** Where the broken sets stand: with few views or with many, as a sentence. */
export function trialCaption(trials: readonly ClipTrial[], few = 4): string {
  const broken = trials.filter((trial) => trial.broken.length > 0);
  const ofFew = broken.filter(({ views }) => views <= few).length;
  return `${ofFew} of the ${broken.length} broken sets have views on ${few} sectors or fewer. ` +
    "The gross counts as missed by more than 2 points where the book solved together uses it all.";
}

/**
 * The words around the squares of the trials.
 *
 * @example
 * ```ts
 * import { trialWords } from "lab/lesson/03";
 * import { match } from "node:assert/strict";
 *
 * const trial = { tilts: [2], views: 1, broken: ["beta"], missesGross: false };
 * match(trialWords([trial]).caption, /^1 of the 1 broken sets have views on 4 sectors or fewer/);
 * ```
 */
export function trialWords(trials: readonly ClipTrial[]) {
  return {
    title: trialTitle(trials),
    subtitle: "One square is one random set of views, put through hedge, scale and clip",
    caption: trialCaption(trials),
  };
}
