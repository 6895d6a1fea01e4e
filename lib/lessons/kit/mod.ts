/**
 * What several lessons share: the market of a lesson, rows for the charts of a book, sentences below a
 * cell.
 *
 * What one lesson alone uses is `lab/lesson/00` to `lab/lesson/06`, together with that lesson's `check`,
 * `predict` and `quiz`. `predict` notes what the reader expects, and the chart that answers carries it.
 * `check` says right, or which mistake it recognises, or gives a hint; what it compares with is worked
 * out from the run.
 *
 * @example An answer that forgot the confidence
 * ```ts
 * import { check } from "lab/lesson/00";
 * import { equal } from "node:assert/strict";
 *
 * equal(check("00.1", 2).kind, "mistake");
 * ```
 *
 * Read `check.ts` next, then `../00_quickstart/exercises.ts` as the pattern of a lesson's exercises.
 *
 * @module
 */

export { beside } from "./beside.ts";
export {
  betaRows,
  changeRows,
  gaugeRows,
  hedgeRow,
  SCORE_COLUMN,
  scoreCells,
  weightRows,
} from "./chart_rows.ts";
export { countTrials } from "./count_trials.ts";
export { lessonMarket } from "./lesson_market.ts";
export { liveBallots } from "./live_ballots.ts";
export { notice } from "./notice.ts";
export { recordedAnswers } from "./recorded_answers.ts";
export { textFrames } from "./text_frames.ts";
