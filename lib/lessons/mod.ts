/**
 * What a lesson needs besides the lab itself: guesses, checked answers, tables.
 *
 * `predict` notes what the reader expects, and the chart that answers carries it. `check` says
 * right, or which mistake it recognises, or gives a hint; what it compares with is worked out from
 * the run. `tableOf` shows rows in either theme.
 *
 * @example An answer that forgot the confidence
 * ```ts
 * import { check } from "lab/lesson";
 * import { equal } from "node:assert/strict";
 *
 * equal(check("00.1", 2).kind, "mistake");
 * ```
 *
 * Read `check.ts` next, then `exercises/00_quickstart.ts` as the pattern of a lesson's exercises.
 *
 * @module
 */

export { accountParts } from "./00_quickstart/account_parts.ts";
export { answerFault, openParts, shapeOf, type Wanted } from "./kit/answer_fault.ts";
export {
  betaRows,
  changeRows,
  confidenceLines,
  gaugeRows,
  hedgeRow,
  type HeldBook,
  SCORE_COLUMN,
  scoreCells,
  tiltDots,
  weightRows,
} from "./kit/chart_rows.ts";
export { type CapPoint, type CapSweep, capSweep } from "./03_portfolio_construction/cap_sweep.ts";
export { check } from "./kit/check.ts";
export {
  brokenLimits,
  clipBreaches,
  type ClipTrial,
  GROSS_MISS,
} from "./03_portfolio_construction/clip_breaches.ts";
export {
  capPoints,
  capTangent,
  clipCaption,
  GROSS_ALONE,
  grossBar,
  LARGEST_SECTOR,
  largestPosition,
  limitShareRows,
  shareTitle,
  stepPanels,
  trialCaption,
  trialCounts,
  trialTitle,
  viewWaterfall,
  viewWaterfallTitle,
} from "./03_portfolio_construction/construction_rows.ts";
export {
  clipTable,
  grossTable,
  mandateTable,
} from "./03_portfolio_construction/construction_tables.ts";
export {
  type BudgetRow,
  budgetRows,
  budgetTable,
  smallestBudget,
} from "./03_portfolio_construction/budget_table.ts";
export { capacityRows, capacityTitle } from "./03_portfolio_construction/capacity_rows.ts";
export {
  type ClusterEffect,
  clusterEffect,
  type ClusterRow,
  clusterTable,
  clusterTree,
} from "./03_portfolio_construction/cluster_table.ts";
export {
  contributionRows,
  type LessonRisk,
  lessonRisk,
} from "./03_portfolio_construction/lesson_risk.ts";
export {
  FOUR_CHANGES,
  type FourChange,
  fourChanges,
} from "./03_portfolio_construction/four_changes.ts";
export {
  type ObjectiveBook,
  objectiveBooks,
  objectiveCells,
  objectiveFoot,
  objectivesTitle,
} from "./03_portfolio_construction/other_objectives.ts";
export {
  type ReturnRoad,
  returnRoad,
  roadAxes,
  type RoadBooks,
  roadBooks,
  roadBooksTitle,
  roadCostCaption,
  roadLines,
  roadRows,
  roadTitle,
} from "./03_portfolio_construction/two_roads.ts";
export {
  type VolatilitySweep,
  volatilitySweep,
  volatilityTitle,
  withRisk,
} from "./03_portfolio_construction/volatility_sweep.ts";
export { weekCaption, type WeekLater, weekLater } from "./03_portfolio_construction/week_later.ts";
export { dollarNeutral } from "./00_quickstart/dollar_neutral.ts";
export {
  type Exercise,
  judged,
  judgedNumber,
  judgedNumbers,
  type NamedMistake,
  near,
  type NumberRules,
} from "./kit/exercise.ts";
export { type ExchangedBooks, exchangedBooks } from "./00_quickstart/exchanged_books.ts";
export { exactInterval } from "./02_ensemble_comparison/exact_interval.ts";
export { nearRight, type Quantity } from "./kit/near_right.ts";
export { type NumberInText, numberInText } from "./kit/number_in_text.ts";
export { sentenceFault, type SpokenOf } from "./kit/own_words.ts";
export { EXERCISES, type Guesses, PREDICTIONS, QUIZZES } from "./kit/exercises.ts";
export { type LessonMarket, lessonMarket } from "./kit/lesson_market.ts";
export { type EqualityBook, equalityBook } from "./03_portfolio_construction/equality_book.ts";
export { CLIFF, grossByCap } from "./03_portfolio_construction/gross_by_cap.ts";
export {
  ADDED_LIMITS,
  type AddedLimit,
  type LimitProblem,
  type LimitStep,
  limitSteps,
  problemOf,
  refit,
} from "./03_portfolio_construction/limit_steps.ts";
export { type Notice, notice, type NoticeKind } from "./kit/notice.ts";
export { guessOf, predict } from "./kit/predict.ts";
export { quiz, type QuizQuestion } from "./kit/quiz.ts";
export { type SideReturns, sideReturns } from "./03_portfolio_construction/side_returns.ts";
export { strongestViews } from "./03_portfolio_construction/strongest_views.ts";
export { lostBetTable, orderTable, overlayTable } from "./00_quickstart/lesson_tables.ts";
export { type TableColumn, tableOf, type TableOptions } from "./kit/table_of.ts";
export { withScore } from "./00_quickstart/with_score.ts";
export {
  ballotRows,
  driftBarRows,
  faultParts,
  funnelCaption,
  funnelRows,
  funnelScores,
  injectionPanels,
} from "./01_agent_analysis/analysis_rows.ts";
export { failureTable, instructionTable } from "./01_agent_analysis/analysis_tables.ts";
export { ballotCard } from "./01_agent_analysis/ballot_card.ts";
export { beside } from "./kit/beside.ts";
export {
  briefTicks,
  filedQuarters,
  FILINGS_ROW,
  quartersUsed,
} from "./01_agent_analysis/brief_ticks.ts";
export {
  type FilingCase,
  filingCase,
  type FilingRow,
  filingTable,
} from "./01_agent_analysis/filing_case.ts";
export { fundamentalsIc } from "./01_agent_analysis/fundamentals_ic.ts";
export { hundredBallots, verdictsOf } from "./01_agent_analysis/hundred_ballots.ts";
export {
  decisionDay,
  type LessonDecision,
  lessonDecision,
} from "./01_agent_analysis/lesson_decision.ts";
export {
  changedScores,
  type MinuteCase,
  minuteCase,
  rulesScores,
} from "./01_agent_analysis/minute_case.ts";
export {
  changedLines,
  promptChange,
  promptFrames,
  type PromptPart,
  promptParts,
  textFrames,
} from "./kit/prompt_frames.ts";
export { withWord } from "./01_agent_analysis/with_word.ts";
export { faultsOf, type SixBallots, sixBallots, VALID } from "./01_agent_analysis/six_ballots.ts";
export { type BiasQuestion, biasQuestion } from "./02_ensemble_comparison/bias_question.ts";
export {
  DECISIONS_A_YEAR,
  ensembleAnalysts,
  type EnsembleRecord,
  ensembleRecord,
  lastYear,
  MOST_DECISIONS,
  pastDecisions,
} from "./02_ensemble_comparison/ensemble_record.ts";
export {
  biasOutcomeRows,
  biasRows,
  calibrationPoints,
  confidenceDots,
  copies,
  disagreementRows,
  independentLine,
  type MovedVoice,
  movedVoice,
  retestRows,
  withoutComparedBias,
} from "./02_ensemble_comparison/ensemble_rows.ts";
export { copyPairs } from "./02_ensemble_comparison/exercises.ts";
export { laterHalf, laterHalfTitle } from "./02_ensemble_comparison/later_half.ts";
export { maskedAnalysts } from "./02_ensemble_comparison/masked_analysts.ts";
export { bookBetaDots } from "./04_risk_management/book_beta_dots.ts";
export { correlationLines } from "./04_risk_management/correlation_lines.ts";
export { fundPanels, shapedReturns } from "./04_risk_management/fund_panels.ts";
export {
  type FundYear,
  fundYear,
  fundYearTitle,
  inverseFundOf,
} from "./04_risk_management/fund_year.ts";
export { hedgePanels } from "./04_risk_management/hedge_panels.ts";
export { lifeRows, LIVES_SOURCE, LIVES_UNTIL } from "./04_risk_management/life_rows.ts";
export { mendedDots, naiveProblem } from "./04_risk_management/naive_problem.ts";
export { needsDaily } from "./04_risk_management/needs_daily.ts";
export { reboundPaths, reboundPathsTitle } from "./04_risk_management/rebound_paths.ts";
export { legRows, stressRows, stressSource } from "./04_risk_management/stress_rows.ts";
export { changeTable } from "./kit/change_table.ts";
export { liveBallots, type LiveBallotsOptions } from "./kit/live_ballots.ts";
export { type CountedTrials, countTrials, keptFolder } from "./kit/count_trials.ts";
export {
  chanceTable,
  type CrowdWindow,
  type DiceCrowd,
  diceCrowd,
  type DiceFan,
  diceFan,
} from "./05_backtest_and_luck/dice_committees.ts";
export { growthDays, growthOf } from "./05_backtest_and_luck/growth_of.ts";
export {
  type CodeLine,
  type LineRole,
  lookAheadCode,
  SHORT_BACKTEST,
} from "./05_backtest_and_luck/look_ahead_code.ts";
export { luckLine, type SharpeDraws, sharpeDraws } from "./05_backtest_and_luck/luck_line.ts";
export { excessReturns, type LuckRecord, luckRecord } from "./05_backtest_and_luck/luck_record.ts";
export { noiseTs, plantedWeeklyIc } from "./05_backtest_and_luck/luck_signals.ts";
export { type MemoryRows, memoryRows } from "./05_backtest_and_luck/memory_rows.ts";
export { type PlainRows, plainRows, plainTitle } from "./05_backtest_and_luck/plain_rows.ts";
export { sameCloseLines } from "./05_backtest_and_luck/same_close_lines.ts";
export {
  type ShiftedDecisions,
  shiftedDecisions,
} from "./05_backtest_and_luck/shifted_decisions.ts";
export { weekTicks, weekTitle } from "./05_backtest_and_luck/week_ticks.ts";
export { type DiceMap, diceMap, dicePbos } from "./06_pillar_weights/dice_maps.ts";
export {
  EXACT_STEP,
  exactTitle,
  type ExactWeights,
  exactWeights,
} from "./06_pillar_weights/exact_weights.ts";
export { markedWeights } from "./06_pillar_weights/marked_weights.ts";
export { type OpenedWeights, openWeights } from "./06_pillar_weights/open_weights.ts";
export { PLANTED_MAP, plantedBest, type PlantedMap } from "./06_pillar_weights/planted_map.ts";
export {
  MAP_VALUE,
  swept,
  type SweptWeights,
  type WeightRecord,
  weightRecord,
  type WeightRecordOptions,
} from "./06_pillar_weights/weight_record.ts";
export {
  overfittingChart,
  plantedTitle,
  starBars,
  sweepTable,
  truthTitle,
  weightingTable,
  weightMoved,
  withoutTriangle,
  withoutTruth,
} from "./06_pillar_weights/weight_rows.ts";
