/**
 * Lesson 01 What did the analyst know, and what may it say?
 *
 * What this lesson alone uses, section by section, and its own `check`, `predict` and `quiz`. What
 * several lessons share is `lab/lesson`.
 *
 * @module
 */
import { checkFor } from "../kit/check.ts";
import { predictionsFor } from "../kit/predict.ts";
import { quizFor } from "../kit/quiz.ts";
import {
  agentAnalysisExercises,
  agentAnalysisPredictions,
  agentAnalysisQuiz,
} from "./exercises.ts";

/** Judges an answer to one of this lesson's exercises. */
export const check = checkFor(agentAnalysisExercises);

/** Stores a guess of this lesson; and the guess stored. */
export const { predict, guessOf } = predictionsFor(agentAnalysisPredictions);

/** Judges the letters of this lesson's quiz. */
export const quiz = quizFor("01", agentAnalysisQuiz);

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
export { briefTicks, filedQuarters, FILINGS_ROW, quartersUsed } from "./brief_ticks.ts";
export { filingCase, filingTable } from "./filing_case.ts";
export { fundamentalsIc } from "./fundamentals_ic.ts";
export { hundredBallots, verdictsOf } from "./hundred_ballots.ts";
export { minuteCase } from "./minute_case.ts";
export { promptChange, promptFrames } from "./prompt_frames.ts";
export { ballotOn, sectorDecision } from "./sector_decision.ts";
export { sixBallots } from "./six_ballots.ts";
