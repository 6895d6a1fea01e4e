import type { MeanInterval } from "../stats/mod.ts";
import {
  COVERAGE_WORLDS,
  type CoverageTerms,
  coverageTruth,
  coverageWorld,
  TRUTH_YEARS,
  WORLD_YEARS,
  type WorldInterval,
} from "./coverage_world.ts";

/** What to try. */
export interface CoverageOptions extends CoverageTerms {
  /** Seeds 1 to this many; 500 by default. */
  readonly worlds?: number;
  /** Of the history behind the truth; 2000 by default, which needs about 700 MB. */
  readonly truthYears?: number;
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
  const { worlds = COVERAGE_WORLDS, onWorld = () => {} } = options;
  if (!Number.isInteger(worlds) || worlds < 1 || worlds > COVERAGE_WORLDS) {
    throw new RangeError(
      `Cannot measure coverage: worlds must be a whole number from 1 to ${COVERAGE_WORLDS}, ` +
        `got ${worlds}`,
    );
  }
  const truth = coverageTruth(options);
  const found = Array.from({ length: worlds }, (_, k) => {
    const world = coverageWorld(k + 1, options);
    onWorld(k + 1);
    return world;
  });
  return coverageTable(truth, found, options);
}

/**
 * Worlds put together, whoever worked them out.
 *
 * @param truth From `coverageTruth`.
 * @param found From `coverageWorld`, in the order of their seeds: sums depend on it in the last bit.
 * @param options What both were made with.
 *
 * @example
 * ```ts
 * import { coverageTable } from "lab/signals";
 * import { meanInterval } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const noise = { low: -0.02, high: 0.03 };
 * const found = [{ low: 0.01, high: 0.1 }, { low: 0.08, high: 0.12 }]
 *   .map((score) => [{ interval: "headline", score, noise }]);
 * const [row] = coverageTable(meanInterval(0.05, 0.01, { level: 0.95, count: 80 }), found).rows;
 * deepEqual([row.covered, row.noiseFound, row.worlds], [1, 0, 2]);
 * ```
 */
export function coverageTable(
  truth: MeanInterval,
  found: readonly (readonly WorldInterval[])[],
  options: Pick<CoverageOptions, "years" | "truthYears"> = {},
): Coverage {
  const { years = WORLD_YEARS, truthYears = TRUTH_YEARS } = options;
  const worlds = found.length;
  const tallies = new Map<string, { covered: number; noiseFound: number; width: number }>();
  for (const world of found) {
    for (const { interval, score, noise } of world) {
      let tally = tallies.get(interval);
      if (!tally) tallies.set(interval, tally = { covered: 0, noiseFound: 0, width: 0 });
      if (score.low <= truth.mean && truth.mean <= score.high) tally.covered++;
      if (noise.low > 0 || noise.high < 0) tally.noiseFound++;
      tally.width += (score.high - score.low) / 2;
    }
  }
  return {
    worlds,
    years,
    level: truth.level,
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
