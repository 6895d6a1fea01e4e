import type { PillarTable, ScoredDecisions } from "../research/mod.ts";

/** Sub-scores on the days of a sweep, whoever gave them. */
export interface Pillars {
  readonly table: PillarTable;
  readonly confidence?: Float64Array;
  readonly labels: readonly [string, string, string];
  readonly notes: readonly string[];
  /** Whose decisions they are, for what is put away. */
  readonly scored: ScoredDecisions;
  /** Whether all of them may be remembered; absent where they are not. */
  readonly isRemembered?: true;
  /** Whether they were moved to the days of decisions. */
  readonly areMoved?: boolean;
}
