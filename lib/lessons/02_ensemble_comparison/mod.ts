/**
 * Lesson 02 When do several analysts know more than one?
 *
 * What this lesson alone uses, section by section, and its own `check`, `predict` and `quiz`. What
 * several lessons share is `lab/lesson`.
 *
 * @module
 */
import { checkFor } from "../kit/check.ts";
import { predictionsFor } from "../kit/predict.ts";
import { quizFor } from "../kit/quiz.ts";
import { ensembleExercises, ensemblePredictions, ensembleQuiz } from "./exercises.ts";

/** Judges an answer to one of this lesson's exercises. */
export const check = checkFor(ensembleExercises);

/** Stores a guess of this lesson; and the guess stored. */
export const { predict, guessOf } = predictionsFor(ensemblePredictions);

/** Judges the letters of this lesson's quiz. */
export const quiz = quizFor("02", ensembleQuiz);

export { biasQuestion } from "./bias_question.ts";
export { ensembleAnalysts, ensembleRecord, lastYear } from "./ensemble_record.ts";
export {
  biasOutcomeRows,
  biasRows,
  calibrationPoints,
  confidenceDots,
  disagreementRows,
  movedVoice,
  retestRows,
  withoutComparedBias,
} from "./ensemble_rows.ts";
export { laterHalf } from "./later_half.ts";
export { maskedAnalysts } from "./masked_analysts.ts";
