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

/**
 * Buys what is cheap on earnings and out of favour, whatever it did of late. Like the three below,
 * it is a rule of this lab with a temperament, and no vendor's model.
 */
export const VALUE: Temperament = {
  name: "value",
  description: "Looks for cheap earnings and for what has been left behind for a year.",
  fundamentals: { earningsYield: 1, earningsYieldChange: 0.4 },
  sentiment: { netFlow4w: -0.6, headlineTone: 0.6 },
  technicals: { residualReturn52w: -1, residualReturn26w: -0.5 },
  boldness: 1,
};

/** Follows what rises: estimates on the way up, money coming in, a trend of its own. */
export const MOMENTUM: Temperament = {
  name: "momentum",
  description: "Follows rising estimates, inflows and trends.",
  fundamentals: { revisionBreadth: 0.5, revisionBreadthChange: 1, earningsGrowthChange: 0.6 },
  sentiment: { netFlow4w: 1, netFlow1w: 0.6, headlineTone: 0.3 },
  technicals: { residualReturn13w: 1, residualReturn26w: 0.7, residualReturn4w: 0.4 },
  boldness: 1,
};

/** Bets against the crowd: fades last quarter's surprise, flows, tone and the recent move. */
export const CONTRARIAN: Temperament = {
  name: "contrarian",
  description: "Fades the crowd: against flows, tone and the move of the last weeks.",
  fundamentals: { earningsYield: 0.6, earningsGrowth: 0.4, revisionBreadthChange: -1 },
  sentiment: { netFlow1w: -1, headlineTone: -0.5 },
  technicals: { residualReturn4w: -1, residualReturn13w: -0.6 },
  boldness: 1,
};

/** Prefers quiet sectors and needs strong evidence: its scores stay near 3. */
export const CAUTIOUS: Temperament = {
  name: "cautious",
  description: "Prefers calm prices and steady earnings, and seldom leaves the middle.",
  fundamentals: { earningsGrowth: 0.6, earningsYield: 0.8, earningsGrowthChange: -0.5 },
  sentiment: { headlineTone: 1 },
  technicals: { volatility13w: -1, volumeBalance13w: 0.5 },
  boldness: 0.7,
};

/** The five temperaments of the lab, in the order of tables and charts. */
export const TEMPERAMENTS: readonly Temperament[] = [
  BALANCED,
  VALUE,
  MOMENTUM,
  CONTRARIAN,
  CAUTIOUS,
];
