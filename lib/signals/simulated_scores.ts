import {
  PLANTED_PILLARS,
  type PlantedPillar,
  SECTORS,
  type SimulatedTruth,
  weeklyDays,
} from "../market/mod.ts";
import { type RandomStream, randomStream } from "../stats/mod.ts";
import type { SignalTable } from "./signal_table.ts";

/** Share of a sub-score's deviation that is the hidden signal: what reports and words let through. */
export const DEFAULT_FIDELITY = 0.7;
/** What is left of a sub-score's noise after a week: opinions last. */
export const DEFAULT_MEMORY = 0.9;
/** Points by which a sub-score moves per deviation of what the analyst sees. */
const POINTS_PER_DEVIATION = 1.1;
/** The rubric's weights (design section 7). */
const WEIGHTS: Readonly<Record<PlantedPillar, number>> = {
  fundamentals: 0.5,
  sentiment: 0.25,
  technicals: 0.25,
};
/** Streams of a seed that the world itself does not use: one for scores, one for noise. */
const SCORE_SHARD = 60, NOISE_SHARD = 61;

/** How scores of a simulated world are made. */
interface SimulatedScoresOptions {
  /** Of the world; the noise has a stream of its own from it. */
  readonly seed: number;
  /** 0 to 1: 0 is noise that knows nothing, 1 sees the hidden signals; 0.7 by default. */
  readonly fidelity?: number;
  /** 0 to below 1: share of the noise that lasts a week; 0.9 by default. */
  readonly memory?: number;
}

/**
 * Scores of a quick analyst who sees a simulated world's hidden signals through a fog, weekly, with
 * the returns that followed.
 *
 * Per pillar and sector the integer round(3 + 1.1·x) within 1 to 5, x = f·s + √(1 − f²)·e, with the
 * hidden signal s, the fidelity f and a noise e of variance 1 that keeps `memory` of itself each week;
 * then the pillars at 50, 25 and 25 %. So a score has the grid, the ties and the persistence of a
 * committee's, and costs a thousandth of reading briefs. With a fidelity of 0 the scores have the same
 * distribution and know nothing; their true coefficient is exactly zero.
 *
 * @param truth From `simulatedTruth`, made with the same seed.
 * @throws {RangeError} If fidelity or memory is out of range.
 *
 * @example
 * ```ts
 * import { simulatedScores } from "lab/signals";
 * import { simulatedTruth } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const table = simulatedScores(simulatedTruth({ seed: 7, years: 1 }), { seed: 7 });
 * equal(table.names.length, 11);
 * equal(table.days.length, table.scores.length);
 * ```
 */
export function simulatedScores(
  truth: SimulatedTruth,
  options: SimulatedScoresOptions,
): SignalTable {
  const { seed, fidelity = DEFAULT_FIDELITY, memory = DEFAULT_MEMORY } = options;
  if (!(fidelity >= 0 && fidelity <= 1)) {
    throw new RangeError(
      `Cannot make simulated scores: fidelity must lie from 0 to 1, got ${fidelity}`,
    );
  }
  if (!(memory >= 0 && memory < 1)) {
    throw new RangeError(
      `Cannot make simulated scores: memory must lie from 0 to below 1, got ${memory}`,
    );
  }
  const days = weeklyDays(truth.days);
  const at = rowsOf(truth.days, days);
  const stream = randomStream(seed, fidelity === 0 ? NOISE_SHARD : SCORE_SHARD);
  const fog = PLANTED_PILLARS.map(() => fogOf(stream));
  const fresh = Math.sqrt(1 - memory * memory), seen = Math.sqrt(1 - fidelity * fidelity);
  const scores = at.map((row) =>
    SECTORS.map((sector, i) =>
      PLANTED_PILLARS.reduce((score, pillar, p) => {
        fog[p][i] = memory * fog[p][i] + fresh * stream.normal();
        const x = fidelity * truth.signals[pillar][sector][row] + seen * fog[p][i];
        const subScore = Math.round(3 + POINTS_PER_DEVIATION * x);
        return score + WEIGHTS[pillar] * Math.max(1, Math.min(5, subScore));
      }, 0)
    )
  );
  const returns = at.map((row, d) =>
    SECTORS.map((sector) => {
      if (d + 1 === at.length) return undefined;
      let growth = 1;
      for (let t = row + 1; t <= at[d + 1]; t++) growth *= 1 + truth.returns[sector][t];
      return growth - 1;
    })
  );
  return { days, names: SECTORS, scores, returns };
}

function fogOf(stream: RandomStream): number[] {
  return SECTORS.map(() => stream.normal());
}

/** Where each wanted day stands among all; both ascend. */
function rowsOf<T>(all: readonly T[], wanted: readonly T[]): number[] {
  let row = -1;
  return wanted.map((day) => {
    do row++; while (all[row] !== day);
    return row;
  });
}
