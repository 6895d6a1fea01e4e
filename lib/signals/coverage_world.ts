import { HORIZON_WEEKS } from "../days.ts";
import { simulatedTruth } from "../market/mod.ts";
import type { MeanInterval } from "../stats/mod.ts";
import { headlineInterval } from "./headline_interval.ts";
import { icEstimate } from "./ic_estimate.ts";
import { rankIcs } from "./rank_ics.ts";
import { relativeOutcomes } from "./relative_outcomes.ts";
import { STATED_IC } from "./signal_analysis.ts";
import { DEFAULT_FIDELITY, DEFAULT_MEMORY, simulatedScores } from "./simulated_scores.ts";

/** Worlds on which the headline interval was chosen and is judged: seeds 1 to 500, no others. */
export const COVERAGE_WORLDS = 500;
/** Years of one world, as the lab's default. */
export const WORLD_YEARS = 8;
/**
 * Years of the history that gives the truth. Its own error is a sixteenth of a world's, which takes
 * 0.05 points from any coverage.
 */
export const TRUTH_YEARS = 2000;
/** The long history continues this world. */
const TRUTH_SEED = 1;
/** Lags of the two Newey–West errors shown: the fewest for four weeks, and many. */
const LAGS = [3, 12];

/** What is tried on each world. */
export interface CoverageTerms {
  /** Of each world; 8 by default. */
  readonly years?: number;
  /** Two-sided confidence; 0.95 by default. */
  readonly level?: number;
  /** See `simulatedScores`. */
  readonly fidelity?: number;
  readonly memory?: number;
}

/** The two ends of an interval. */
interface Ends {
  readonly low: number;
  readonly high: number;
}

/** What one kind of interval said of one world. */
export interface WorldInterval {
  readonly interval: string;
  /** Of scores that know something. */
  readonly score: Ends;
  /** Of scores that know nothing. */
  readonly noise: Ends;
}

/**
 * Every kind of interval for the mean coefficient on one simulated world, of a score and of noise.
 *
 * Worlds do not look at each other, so that they can be shared among workers and put together by
 * `coverageTable` in the order of their seeds.
 *
 * @param seed 1 to 500.
 * @returns One row per kind of interval, the headline first.
 * @throws {RangeError} If the seed is no whole number from 1 to 500, the world too short for an
 *   interval, or an option out of range.
 *
 * @example
 * ```ts
 * import { coverageWorld } from "lab/signals";
 * import { equal } from "node:assert/strict";
 *
 * equal(coverageWorld(1, { years: 2 })[0].interval, "headline");
 * ```
 */
export function coverageWorld(seed: number, terms: CoverageTerms = {}): readonly WorldInterval[] {
  const {
    years = WORLD_YEARS,
    level = 0.95,
    fidelity = DEFAULT_FIDELITY,
    memory = DEFAULT_MEMORY,
  } = terms;
  if (!Number.isInteger(seed) || seed < 1 || seed > COVERAGE_WORLDS) {
    throw new RangeError(
      `Cannot measure coverage: a world's seed must be a whole number from 1 to ` +
        `${COVERAGE_WORLDS}, got ${seed}`,
    );
  }
  const [score, noise] = icsOf(seed, years, { fidelity, memory }, { fidelity: 0, memory })
    .map((byDate) => intervals(byDate, level));
  return score.map(([interval, { low, high }], k) => ({
    interval,
    score: { low, high },
    noise: { low: noise[k][1].low, high: noise[k][1].high },
  }));
}

/**
 * The scores' true mean coefficient, from one very long history with the same parameters.
 *
 * @param options.truthYears 2000 by default, which needs about 700 MB.
 *
 * @example
 * ```ts
 * import { coverageTruth } from "lab/signals";
 * import { ok } from "node:assert/strict";
 *
 * ok(coverageTruth({ truthYears: 20 }).mean > 0);
 * ```
 */
export function coverageTruth(
  options: Omit<CoverageTerms, "years"> & { readonly truthYears?: number } = {},
): MeanInterval {
  const {
    truthYears = TRUTH_YEARS,
    level = 0.95,
    fidelity = DEFAULT_FIDELITY,
    memory = DEFAULT_MEMORY,
  } = options;
  const long = icsOf(TRUTH_SEED, truthYears, { fidelity, memory })[0].filter((ic) =>
    ic !== undefined
  );
  return headlineInterval(long, { horizon: HORIZON_WEEKS, level })!;
}

/** Coefficients by date of a world's scores, one series per kind of score. */
function icsOf(
  seed: number,
  years: number,
  ...kinds: readonly { readonly fidelity: number; readonly memory: number }[]
): (readonly (number | undefined)[])[] {
  const truth = simulatedTruth({ seed, years });
  return kinds.map((kind) => {
    const { scores, returns } = simulatedScores(truth, { seed, ...kind });
    return rankIcs(scores, relativeOutcomes(returns, HORIZON_WEEKS)).byDate;
  });
}

/** Every kind of interval for one series. */
function intervals(
  byDate: readonly (number | undefined)[],
  level: number,
): (readonly [string, MeanInterval])[] {
  const terms = { horizon: HORIZON_WEEKS, level, statedIc: STATED_IC, weeksPerDate: 1 };
  const [first, ...others] = LAGS.map((lags) => icEstimate(byDate, { ...terms, lags }));
  const out: [string, MeanInterval | undefined][] = [
    ["headline", first.headline],
    ["plain", first.plain],
    ...[first, ...others].map(({ neweyWest }): [string, MeanInterval | undefined] => [
      `Newey-West, ${neweyWest?.lags} lags`,
      neweyWest,
    ]),
    ["first phase", first.phases.each[0].interval],
    ["phases pooled", first.phases.pooled],
  ];
  return out.map(([name, interval]) => {
    if (!interval) {
      throw new RangeError(
        `Cannot measure coverage: a world of ${byDate.length} weeks is too short ` +
          `for the interval "${name}"; need more years`,
      );
    }
    return [name, interval];
  });
}
