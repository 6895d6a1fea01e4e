/**
 * The whole simplex of pillar weights: which weightings there are, what each of them would have earned,
 * and how little of that can be believed.
 *
 * `sweepConfig` says what is tried, `runSweep` runs it over the cores, and `sweepEvidence` makes the
 * headline: how many were tried, and whether the best can be told from the default.
 *
 * @example Six weightings of a committee that throws dice
 * ```ts
 * import { runSweep, sweepConfig } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 2, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const { rows } = await runSweep(config, { workers: 0 });
 * equal(rows.length, 6);
 * ```
 *
 * Read next: `simplex_grid.ts`, the weightings; `run_shard.ts`, the one place that computes;
 * `sweep_evidence.ts`, what it is worth.
 *
 * @module
 */

export {
  fromTernary,
  type Shares,
  type TernaryPlace,
  toTernary,
  TRIANGLE_HEIGHT,
} from "../stats/ternary.ts";
export {
  type GridPoint,
  listedGrid,
  namedWeights,
  nearestPoint,
  neighbours,
  type SimplexGrid,
  simplexGrid,
} from "./simplex_grid.ts";
export {
  DEFAULT_METRICS,
  HOLDOUT_KEY,
  MOST_SEED,
  MOST_WORLDS,
  SWEEP_FORMAT,
  type SweepConfig,
  sweepConfig,
  type SweepConfigInput,
  sweepGrid,
  sweepHash,
  trialCount,
} from "./sweep_config.ts";
export { SWEEP_BOOKS, type SweepBook, type SweepSettings } from "./sweep_settings.ts";
export {
  excessReturns,
  METRIC_NAMES,
  type MetricInput,
  type MetricName,
  SWEEP_METRICS,
  type SweepMetric,
} from "./sweep_metrics.ts";
export { HORIZON_LABELS, horizonPillars } from "./horizon_pillars.ts";
export type { PanelRecipe } from "./panel_recipe.ts";
export { type PanelFacts, type SweepPanel, sweepPanel } from "./sweep_panel.ts";
export { SHARD_POINTS, type SweepPlan, sweepPlan, type SweepShard } from "./sweep_plan.ts";
export { runShard, type ShardOptions, type ShardResult, withCostLevel } from "./run_shard.ts";
export { closeSweepWorkers, type PoolClock, type SweepPool, sweepPool } from "./sweep_pool.ts";
export { panelAtHand } from "./panels_at_hand.ts";
export { runSweep, type RunSweepOptions, type SweepProgress } from "./run_sweep.ts";
export { sweepData, sweepFamily, sweepName, sweepQuestion } from "./sweep_names.ts";
export type { SweepPart, SweepResult, SweepRow, SweepRuntime } from "./sweep_result.ts";
export { weightsText } from "./sweep_tables.ts";
export {
  compareRuns,
  readRun,
  readSweep,
  type Rerun,
  rerun,
  type SweepComparison,
  type SweepRun,
  sweepRuns,
} from "./sweep_runs.ts";
export { BASE_WEIGHTS, type WeightingReturns, weightingReturns } from "./weighting_returns.ts";
export {
  type WalkForwardChoice,
  walkForwardChoice,
  type YearlyOrder,
  yearlyOrder,
  type YearWinner,
} from "./choice_over_time.ts";
export type {
  RatedWeights,
  RegimeWinner,
  SweepFindings,
  WeightingEvidence,
} from "./sweep_findings.ts";
export {
  LEAST_REGIME_PERIODS,
  type SweepEvidence,
  sweepEvidence,
  type SweepEvidenceOptions,
} from "./sweep_evidence.ts";
export { overWorlds, type WorldsDifference } from "./over_worlds.ts";
export { sweepChartRows } from "./sweep_rows.ts";
export { type HeldOutSharpe, type OpenedSweep, openSweepHoldout } from "./open_sweep_holdout.ts";
export {
  inPairs,
  MOVABLE_SETTINGS,
  type MovableName,
  type MovableSetting,
  oneAtATime,
  pairRows,
  type SensitivityPlan,
  sensitivityRows,
  type SensitivityView,
  type SettingAxis,
  settingSharpe,
  type SettingValue,
} from "./sensitivity.ts";
