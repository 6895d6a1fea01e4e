/**
 * Lesson 04 What can still hurt a beta-neutral book?
 *
 * What this lesson alone uses, section by section, and its own `check`, `predict` and `quiz`. What
 * several lessons share is `lab/lesson`.
 *
 * @module
 */
import { checkFor } from "../kit/check.ts";
import { predictionsFor } from "../kit/predict.ts";
import { quizFor } from "../kit/quiz.ts";
import { riskExercises, riskPredictions, riskQuiz } from "./exercises.ts";

/** Judges an answer to one of this lesson's exercises. */
export const check = checkFor(riskExercises);

/** Stores a guess of this lesson; and the guess stored. */
export const { predict, guessOf } = predictionsFor(riskPredictions);

/** Judges the letters of this lesson's quiz. */
export const quiz = quizFor("04", riskQuiz);

export { bookBetaDots } from "./book_beta_dots.ts";
export { correlationLines } from "./correlation_lines.ts";
export { fundPanels } from "./fund_panels.ts";
export { fundYear } from "./fund_year.ts";
export { hedgePanels } from "./hedge_panels.ts";
export { lifeRows, LIVES_SOURCE, LIVES_UNTIL } from "./life_rows.ts";
export { mendedDots, naiveProblem } from "./naive_problem.ts";
export { needsDaily } from "./needs_daily.ts";
export { reboundPaths, reboundPathsTitle } from "./rebound_paths.ts";
export { legRows, stressRows, stressSource } from "./stress_rows.ts";
export { weekTimes } from "./week_times.ts";
