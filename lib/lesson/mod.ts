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

export { accountParts } from "./account_parts.ts";
export { answerFault, openParts, shapeOf, type Wanted } from "./answer_fault.ts";
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
} from "./chart_rows.ts";
export { type CapPoint, type CapSweep, capSweep } from "./cap_sweep.ts";
export { check } from "./check.ts";
export { brokenLimits, clipBreaches, type ClipTrial, GROSS_MISS } from "./clip_breaches.ts";
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
} from "./construction_rows.ts";
export { clipTable, grossTable, mandateTable } from "./construction_tables.ts";
export { type BudgetRow, budgetRows, budgetTable, smallestBudget } from "./budget_table.ts";
export { capacityRows, capacityTitle } from "./capacity_rows.ts";
export {
  type ClusterEffect,
  clusterEffect,
  type ClusterRow,
  clusterTable,
  clusterTree,
} from "./cluster_table.ts";
export { contributionRows, type LessonRisk, lessonRisk } from "./lesson_risk.ts";
export { FOUR_CHANGES, type FourChange, fourChanges } from "./four_changes.ts";
export {
  type ObjectiveBook,
  objectiveBooks,
  objectiveCells,
  objectiveFoot,
  objectivesTitle,
} from "./other_objectives.ts";
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
} from "./two_roads.ts";
export {
  type VolatilitySweep,
  volatilitySweep,
  volatilityTitle,
  withRisk,
} from "./volatility_sweep.ts";
export { weekCaption, type WeekLater, weekLater } from "./week_later.ts";
export { dollarNeutral } from "./dollar_neutral.ts";
export {
  type Exercise,
  judged,
  judgedNumber,
  judgedNumbers,
  type NamedMistake,
  near,
  type NumberRules,
} from "./exercise.ts";
export { type ExchangedBooks, exchangedBooks } from "./exchanged_books.ts";
export { exactInterval } from "./exact_interval.ts";
export { nearRight, type Quantity } from "./near_right.ts";
export { type NumberInText, numberInText } from "./number_in_text.ts";
export { sentenceFault, type SpokenOf } from "./own_words.ts";
export { EXERCISES, type Guesses, PREDICTIONS, QUIZZES } from "./exercises/mod.ts";
export { type LessonMarket, lessonMarket } from "./lesson_market.ts";
export { type EqualityBook, equalityBook } from "./equality_book.ts";
export { CLIFF, grossByCap } from "./gross_by_cap.ts";
export {
  ADDED_LIMITS,
  type AddedLimit,
  type LimitProblem,
  type LimitStep,
  limitSteps,
  problemOf,
  refit,
} from "./limit_steps.ts";
export { type Notice, notice, type NoticeKind } from "./notice.ts";
export { guessOf, predict } from "./predict.ts";
export { quiz, type QuizQuestion } from "./quiz.ts";
export { type SideReturns, sideReturns } from "./side_returns.ts";
export { strongestViews } from "./strongest_views.ts";
export { lostBetTable, orderTable, overlayTable } from "./lesson_tables.ts";
export { type TableColumn, tableOf, type TableOptions } from "./table_of.ts";
export { withScore } from "./with_score.ts";
export {
  ballotRows,
  driftBarRows,
  faultParts,
  funnelCaption,
  funnelRows,
  funnelScores,
  injectionPanels,
} from "./analysis_rows.ts";
export { failureTable, instructionTable } from "./analysis_tables.ts";
export { ballotCard } from "./ballot_card.ts";
export { beside } from "./beside.ts";
export { briefTicks, filedQuarters, FILINGS_ROW, quartersUsed } from "./brief_ticks.ts";
export { type FilingCase, filingCase, type FilingRow, filingTable } from "./filing_case.ts";
export { fundamentalsIc } from "./fundamentals_ic.ts";
export { hundredBallots, verdictsOf } from "./hundred_ballots.ts";
export { decisionDay, type LessonDecision, lessonDecision } from "./lesson_decision.ts";
export { changedScores, type MinuteCase, minuteCase, rulesScores } from "./minute_case.ts";
export {
  changedLines,
  promptChange,
  promptFrames,
  type PromptPart,
  promptParts,
  textFrames,
} from "./prompt_frames.ts";
export { withWord } from "./with_word.ts";
export { faultsOf, type SixBallots, sixBallots, VALID } from "./six_ballots.ts";
export { type BiasQuestion, biasQuestion } from "./bias_question.ts";
export {
  DECISIONS_A_YEAR,
  ensembleAnalysts,
  type EnsembleRecord,
  ensembleRecord,
  lastYear,
  MOST_DECISIONS,
  pastDecisions,
} from "./ensemble_record.ts";
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
} from "./ensemble_rows.ts";
export { copyPairs } from "./exercises/02_ensemble_comparison.ts";
export { laterHalf, laterHalfTitle } from "./later_half.ts";
export { maskedAnalysts } from "./masked_analysts.ts";
export { bookBetaDots } from "./book_beta_dots.ts";
export { correlationLines } from "./correlation_lines.ts";
export { fundPanels, shapedReturns } from "./fund_panels.ts";
export { type FundYear, fundYear, fundYearTitle, inverseFundOf } from "./fund_year.ts";
export { hedgePanels } from "./hedge_panels.ts";
export { lifeRows, LIVES_SOURCE, LIVES_UNTIL } from "./life_rows.ts";
export { mendedDots, naiveProblem } from "./naive_problem.ts";
export { needsDaily } from "./needs_daily.ts";
export { reboundPaths, reboundPathsTitle } from "./rebound_paths.ts";
export { legRows, stressRows, stressSource } from "./stress_rows.ts";
export { changeTable } from "./change_table.ts";
export { liveBallots, type LiveBallotsOptions } from "./live_ballots.ts";
export { type CountedTrials, countTrials, keptFolder } from "./count_trials.ts";
export {
  chanceTable,
  type CrowdWindow,
  type DiceCrowd,
  diceCrowd,
  type DiceFan,
  diceFan,
} from "./dice_committees.ts";
export { growthDays, growthOf } from "./growth_of.ts";
export { type CodeLine, type LineRole, lookAheadCode, SHORT_BACKTEST } from "./look_ahead_code.ts";
export { luckLine, type SharpeDraws, sharpeDraws } from "./luck_line.ts";
export { excessReturns, type LuckRecord, luckRecord } from "./luck_record.ts";
export { noiseTs, plantedWeeklyIc } from "./luck_signals.ts";
export { type MemoryRows, memoryRows } from "./memory_rows.ts";
export { type PlainRows, plainRows, plainTitle } from "./plain_rows.ts";
export { sameCloseLines } from "./same_close_lines.ts";
export { type ShiftedDecisions, shiftedDecisions } from "./shifted_decisions.ts";
export { weekTicks, weekTitle } from "./week_ticks.ts";
export { type DiceMap, diceMap, dicePbos } from "./dice_maps.ts";
export { EXACT_STEP, exactTitle, type ExactWeights, exactWeights } from "./exact_weights.ts";
export { markedWeights } from "./marked_weights.ts";
export { type OpenedWeights, openWeights } from "./open_weights.ts";
export { PLANTED_MAP, plantedBest, type PlantedMap } from "./planted_map.ts";
export {
  MAP_VALUE,
  swept,
  type SweptWeights,
  type WeightRecord,
  weightRecord,
  type WeightRecordOptions,
} from "./weight_record.ts";
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
} from "./weight_rows.ts";
