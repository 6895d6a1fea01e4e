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

export { listedGrid, namedWeights, nearestPoint, neighbours, simplexGrid } from "./simplex_grid.ts";
export {
  DEFAULT_METRICS,
  HOLDOUT_KEY,
  type SweepConfig,
  sweepConfig,
  type SweepConfigInput,
  sweepFields,
  sweepGrid,
  sweepHash,
  trialCount,
} from "./sweep_config.ts";
export type { SweepSettings } from "./sweep_settings.ts";
export { excessReturns, METRIC_NAMES, type MetricName, SWEEP_METRICS } from "./sweep_metrics.ts";
export { horizonPillars } from "./horizon_pillars.ts";
export { sweepPanel } from "./sweep_panel.ts";
export { sweepPlan } from "./sweep_plan.ts";
export { runShard, withCostLevel } from "./run_shard.ts";
export { closeSweepWorkers, type PoolClock, sweepPool } from "./sweep_pool.ts";
export { panelAtHand } from "./panels_at_hand.ts";
export { runSweep, type RunSweepOptions, type SweepProgress } from "./run_sweep.ts";
export { sweepData, sweepFamily, sweepName, sweepQuestion } from "./sweep_names.ts";
export type { SweepPart, SweepResult, SweepRow } from "./sweep_result.ts";
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
} from "./choice_over_time.ts";
export { LEAST_REGIME_PERIODS, type SweepEvidence, sweepEvidence } from "./sweep_evidence.ts";
export { overWorlds, type WorldsDifference } from "./over_worlds.ts";
export { sweepChartRows } from "./sweep_rows.ts";
export { type OpenedSweep, openSweepHoldout } from "./open_sweep_holdout.ts";
export {
  inPairs,
  MOVABLE_SETTINGS,
  type MovableName,
  oneAtATime,
  pairRows,
  type SensitivityPlan,
  sensitivityRows,
  type SettingAxis,
  settingSharpe,
} from "./sensitivity.ts";
