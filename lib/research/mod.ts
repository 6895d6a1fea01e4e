/**
 * Backtests that cannot see the future, and what stands beside them.
 *
 * `backtest` is one readable loop: a snapshot in, a book out, fills at the next open, drift, costs,
 * shorts by the path of their inverse funds; it keeps a ledger of all it did. `researchPanel` works
 * out once what thousands of weightings share, and `backtestWeights` runs one of them in a
 * millisecond, with the same figures. `baselines` and `randomCommittees` are what a committee must
 * beat.
 *
 * @example A committee, and its percentile among committees of chance
 * ```ts
 * import {
 *   backtestWeights,
 *   netSharpe,
 *   panelScores,
 *   percentileAmong,
 *   randomCommittees,
 *   researchPanel,
 * } from "lab/research";
 * import { DEFAULT_WEIGHTS } from "lab/committee";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const days = weeklyDays(market.prices.days).slice(60, 112);
 * const panel = await researchPanel(market, { days });
 * const ours = netSharpe(backtestWeights(panel, DEFAULT_WEIGHTS), panel);
 * const table = panelScores(panel, DEFAULT_WEIGHTS);
 * const chance = randomCommittees(panel, table, { seed: 1, draws: 100 });
 * const percentile = percentileAmong(ours, chance.values);
 * ok(percentile >= 0 && percentile <= 1);
 * ```
 *
 * Read next: `backtest.ts`, the loop; `leg_factor.ts`, what a dollar becomes; `fill_point.ts`, when an
 * order is filled; `research_panel.ts`, the fast path; `shift_future.ts`, the proof that no decision
 * saw the future.
 *
 * @module
 */
export {
  daysWithScores,
  decisionsThatTake,
  type MarketHoldout,
  marketHoldout,
  RULE_SCORES,
  type ScoredDecisions,
  sealedHoldout,
} from "./market_holdout.ts";
export { marketMark, scorableDays, WARM_UP_ROWS } from "./market_mark.ts";
export {
  decisionDays,
  defaultSchedule,
  periodsName,
  type Rhythm,
  RHYTHMS,
  type Schedule,
  SCHEDULES,
} from "./schedule.ts";
export { backtest, type BacktestOptions } from "./backtest.ts";
export type { FillRule } from "./fill_point.ts";
export { assumedVolumeText, type ShortRule } from "./short_fund.ts";
export { type BookRule, HEDGE, LIMITS_ONLY, looksBack, NAME_COUNT } from "./book_rule.ts";
export {
  BUY_AND_HOLD_MARKET,
  EQUAL_WEIGHT,
  INVERSE_VOLATILITY,
  type Policy,
  type PolicyDecision,
  scorePolicy,
} from "./policy.ts";
export { ledgerCsv, type LedgerRow, readLedgerCsv } from "./ledger_csv.ts";
export {
  type Exposures,
  type Ledger,
  LEDGER_NAMES,
  type LedgerCosts,
  type LedgerDecision,
  type LedgerHead,
  type LedgerReturns,
  type LedgerStep,
  ledgerText,
  type Moment,
  readLedger,
} from "./ledger.ts";
export {
  blendedScores,
  committeePillars,
  diceCommittee,
  laggedScores,
  permutedCommittee,
  type PillarTable,
  type ScoreRow,
  type ScoreTable,
  scoreTable,
  SECTOR_COUNT,
} from "./score_table.ts";
export {
  panelBuffers,
  panelOf,
  type PanelOptions,
  panelScores,
  type ResearchPanel,
  researchPanel,
} from "./research_panel.ts";
export {
  backtestScores,
  backtestTargets,
  backtestWeights,
  type PanelRun,
  type PanelRunOptions,
} from "./backtest_weights.ts";
export {
  type Baseline,
  baselines,
  type CommitteeRun,
  committeeRun,
  committeeSeeds,
  lookAheadAlarm,
  momentumScores,
  netSharpe,
  NULL_LABELS,
  type NullKind,
  percentileAmong,
  type RandomCommittees,
  randomCommittees,
} from "./baselines.ts";
export {
  FUTURE_TABLES,
  type FutureChange,
  type FutureTable,
  type ShiftedFuture,
  shiftFuture,
} from "./shift_future.ts";
export { momentum, rankScores } from "./momentum.ts";
export { type DecisionChange, decisionsChanged } from "./decisions_changed.ts";
export { withoutSectors } from "./without_sectors.ts";
