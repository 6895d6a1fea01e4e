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
export { answerFault, shapeOf, type Wanted } from "./answer_fault.ts";
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
export { check } from "./check.ts";
export { dollarNeutral } from "./dollar_neutral.ts";
export {
  type Exercise,
  judged,
  judgedNumber,
  type NamedMistake,
  near,
  percentForShare,
} from "./exercise.ts";
export { EXERCISES, type Guesses, PREDICTIONS, QUIZZES } from "./exercises/mod.ts";
export { type LessonMarket, lessonMarket } from "./lesson_market.ts";
export { type Notice, notice, type NoticeKind } from "./notice.ts";
export { guessOf, predict } from "./predict.ts";
export { quiz, type QuizQuestion } from "./quiz.ts";
export { lostBetTable, orderTable, overlayTable } from "./lesson_tables.ts";
export { type TableColumn, tableOf, type TableOptions } from "./table_of.ts";
export { withScore } from "./with_score.ts";
