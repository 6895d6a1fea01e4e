import { simulatedTruth } from "../market/mod.ts";
import type { MeanInterval } from "../stats/mod.ts";
import { headlineInterval } from "./headline_interval.ts";
import { icEstimate } from "./ic_estimate.ts";
import { rankIcs } from "./rank_ics.ts";
import { relativeOutcomes } from "./relative_outcomes.ts";
import { DEFAULT_HORIZON, STATED_IC } from "./signal_analysis.ts";
import { DEFAULT_FIDELITY, DEFAULT_MEMORY, simulatedScores } from "./simulated_scores.ts";

/** Worlds on which the headline interval was chosen and is judged: seeds 1 to 500, no others. */
export const COVERAGE_WORLDS = 500;
/** Years of one world, as the lab's default. */
const WORLD_YEARS = 8;
/**
 * Years of the history that gives the truth. Its own error is a sixteenth of a world's, which takes
 * 0.05 points from any coverage.
 */
const TRUTH_YEARS = 2000;
/** The long history continues this world. */
const TRUTH_SEED = 1;
/** Lags of the two Newey–West errors shown: the fewest for four weeks, and many. */
const LAGS = [3, 12];

/** What to try. */
export interface CoverageOptions {
  /** Seeds 1 to this many; 500 by default. */
  readonly worlds?: number;
  /** Of each world; 8 by default. */
  readonly years?: number;
  /** Of the history behind the truth; 2000 by default, which needs about 700 MB. */
  readonly truthYears?: number;
  /** Two-sided confidence; 0.95 by default. */
  readonly level?: number;
  /** See `simulatedScores`. */
  readonly fidelity?: number;
  readonly memory?: number;
  /** Called after each world with the number done. */
  readonly onWorld?: (done: number) => void;
}

/** How often one kind of interval was right. */
export interface CoverageRow {
  readonly interval: string;
  /** The headline is judged; the others stand beside it. */
  readonly judged: boolean;
  /** Worlds whose interval holds the score's true mean coefficient. */
  readonly covered: number;
  /** Worlds whose noise scores have an interval without zero. */
  readonly noiseFound: number;
  /** Mean half-width over worlds. */
  readonly halfWidth: number;
  readonly worlds: number;
}

/** Coverage of intervals for the mean rank information coefficient. */
export interface Coverage {
  readonly worlds: number;
  readonly years: number;
  readonly level: number;
  /** The scores' true mean coefficient, from one long history; its own error beside it. */
  readonly truth: { readonly ic: number; readonly standardError: number; readonly years: number };
  readonly rows: readonly CoverageRow[];
}

/**
 * How often an interval for the mean information coefficient holds the truth, on simulated worlds.
 *
 * The truth is the mean coefficient of the same scores over one very long history with the same
 * parameters, not the planted parameter: scores see the signals through a fog and in whole points.
 * Noise is the same kind of score with a fidelity of zero on the same worlds.
 *
 * @returns One row per kind of interval, the headline first.
 * @throws {RangeError} If the number of worlds is no whole number from 1 to 500, or an option is out of
 *   range.
 *
 * @example Two short worlds, for the form of it
 * ```ts
 * import { coverage } from "lab/signals";
 * import { equal } from "node:assert/strict";
 *
 * const { rows } = coverage({ worlds: 2, years: 2, truthYears: 20 });
 * equal(rows[0].interval, "headline");
 * equal(rows[0].worlds, 2);
 * ```
 */
export function coverage(options: CoverageOptions = {}): Coverage {
  const {
    worlds = COVERAGE_WORLDS,
    years = WORLD_YEARS,
    truthYears = TRUTH_YEARS,
    level = 0.95,
    fidelity = DEFAULT_FIDELITY,
    memory = DEFAULT_MEMORY,
    onWorld = () => {},
  } = options;
  if (!Number.isInteger(worlds) || worlds < 1 || worlds > COVERAGE_WORLDS) {
    throw new RangeError(
      `Cannot measure coverage: worlds must be a whole number from 1 to ${COVERAGE_WORLDS}, ` +
        `got ${worlds}`,
    );
  }
  const long = icsOf(TRUTH_SEED, truthYears, { fidelity, memory })[0].filter((ic) =>
    ic !== undefined
  );
  const truth = headlineInterval(long, { horizon: DEFAULT_HORIZON, level })!;
  const tallies = new Map<string, { covered: number; noiseFound: number; width: number }>();
  for (let seed = 1; seed <= worlds; seed++) {
    const [score, noise] = icsOf(seed, years, { fidelity, memory }, { fidelity: 0, memory })
      .map((byDate) => intervals(byDate, level));
    score.forEach(([name, { low, high }], k) => {
      let tally = tallies.get(name);
      if (!tally) tallies.set(name, tally = { covered: 0, noiseFound: 0, width: 0 });
      const none = noise[k][1];
      if (low <= truth.mean && truth.mean <= high) tally.covered++;
      if (none.low > 0 || none.high < 0) tally.noiseFound++;
      tally.width += (high - low) / 2;
    });
    onWorld(seed);
  }
  return {
    worlds,
    years,
    level,
    truth: { ic: truth.mean, standardError: truth.standardError, years: truthYears },
    rows: [...tallies].map(([interval, { covered, noiseFound, width }]) => ({
      interval,
      judged: interval === "headline",
      covered,
      noiseFound,
      halfWidth: width / worlds,
      worlds,
    })),
  };
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
    return rankIcs(scores, relativeOutcomes(returns, DEFAULT_HORIZON)).byDate;
  });
}

/** Every kind of interval for one series. */
function intervals(
  byDate: readonly (number | undefined)[],
  level: number,
): (readonly [string, MeanInterval])[] {
  const terms = { horizon: DEFAULT_HORIZON, level, statedIc: STATED_IC, weeksPerDate: 1 };
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
