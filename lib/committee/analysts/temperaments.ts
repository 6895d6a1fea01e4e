import type { FactName } from "../fact.ts";

/**
 * What a rule analyst pays attention to, as a small table of numbers.
 *
 * A weight multiplies a figure's standing among the sectors (its z); a negative weight reads the
 * figure the other way round, as a contrarian reads a trend. A figure without a weight is not read.
 * Another temperament is another table; the rules stay the same.
 */
export interface Temperament {
  /** Becomes part of the analyst's name. */
  readonly name: string;
  /** One sentence for a lesson's table. */
  readonly description: string;
  readonly fundamentals: Readonly<Partial<Record<FactName, number>>>;
  readonly sentiment: Readonly<Partial<Record<FactName | "headlineTone", number>>>;
  readonly technicals: Readonly<Partial<Record<FactName, number>>>;
  /** Multiplies every pillar's evidence before it becomes a sub-score; below 1 is cautious. */
  readonly boldness: number;
}

/**
 * Weighs the evidence about as it is said to inform and takes no side between cheap and dear or up
 * and down. Levels lead and changes nudge, for a change between two noisy quarters is mostly noise.
 * Volatility and the distances to averages are left to others: both rank sectors by beta.
 */
export const BALANCED: Temperament = {
  name: "balanced",
  description: "Reads every pillar with ordinary care and takes no side.",
  fundamentals: {
    earningsGrowth: 1,
    revisionBreadth: 1,
    earningsYield: 0.6,
    earningsGrowthChange: 0.1,
    revisionBreadthChange: 0.1,
    earningsYieldChange: 0.05,
  },
  sentiment: { headlineTone: 1, netFlow4w: 0.8, netFlow1w: 0.2 },
  technicals: { volumeBalance4w: 0.5, volumeBalance13w: 0.5, residualReturn13w: 0.3 },
  boldness: 1,
};
