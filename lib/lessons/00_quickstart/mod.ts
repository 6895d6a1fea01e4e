/**
 * Lesson 00 What does a committee do with eleven sectors?
 *
 * What this lesson alone uses, section by section, and its own `check`, `predict` and `quiz`. What
 * several lessons share is `lab/lesson`.
 *
 * @module
 */
import { checkFor } from "../kit/check.ts";
import { predictionsFor } from "../kit/predict.ts";
import { quizFor } from "../kit/quiz.ts";
import { quickstartExercises, quickstartPredictions, quickstartQuiz } from "./exercises.ts";

/** Judges an answer to one of this lesson's exercises. */
export const check = checkFor(quickstartExercises);

/** Stores a guess of this lesson; and the guess stored. */
export const { predict, guessOf } = predictionsFor(quickstartPredictions);

/** Judges the letters of this lesson's quiz. */
export const quiz = quizFor("00", quickstartQuiz);

export { accountParts } from "./account_parts.ts";
export { dollarNeutral } from "./dollar_neutral.ts";
export { exchangedBooks } from "./exchanged_books.ts";
export { lostBetTable, orderTable, overlayTable } from "./lesson_tables.ts";
export { tiltDots } from "./tilt_dots.ts";
export { withScore } from "./with_score.ts";
