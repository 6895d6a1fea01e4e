/**
 * Lesson 03 How do views become a book that breaks no limit?
 *
 * What this lesson alone uses, section by section, and its own `check`, `predict` and `quiz`. What
 * several lessons share is `lab/lesson`.
 *
 * @module
 */
import { checkFor } from "../kit/check.ts";
import { predictionsFor } from "../kit/predict.ts";
import { quizFor } from "../kit/quiz.ts";
import { constructionExercises, constructionPredictions, constructionQuiz } from "./exercises.ts";

/** Judges an answer to one of this lesson's exercises. */
export const check = checkFor(constructionExercises);

/** Stores a guess of this lesson; and the guess stored. */
export const { predict, guessOf } = predictionsFor(constructionPredictions);

/** Judges the letters of this lesson's quiz. */
export const quiz = quizFor("03", constructionQuiz);

export { budgetRows, budgetTable } from "./budget_table.ts";
export { capTangent } from "./cap_tangent.ts";
export { capacityRows, capacityTitle } from "./capacity_rows.ts";
export { clipBreaches, trialCounts, trialWords } from "./clip_breaches.ts";
export { clipCaption, limitShareRows } from "./clipped_shares.ts";
export { clusterEffect, clusterTable, clusterTree } from "./cluster_table.ts";
export { clipTable, grossTable, mandateTable } from "./construction_tables.ts";
export { fourChanges } from "./four_changes.ts";
export { grossBar } from "./gross_bar.ts";
export { CLIFF, grossByCap } from "./gross_by_cap.ts";
export { contributionRows, riskOfDay } from "./risk_of_day.ts";
export { limitSteps, problemOf, stepPanels } from "./limit_steps.ts";
export { objectiveBooks, objectiveCells, objectiveWords } from "./other_objectives.ts";
export { shareTitle } from "./share_title.ts";
export { sideReturns } from "./side_returns.ts";
export { strongestViews } from "./strongest_views.ts";
export {
  returnRoad,
  roadBooks,
  roadBooksWords,
  roadLines,
  roadRows,
  roadWords,
} from "./two_roads.ts";
export { viewWaterfall, viewWaterfallWords } from "./view_waterfall.ts";
export { volatilitySweep, volatilityWords } from "./volatility_sweep.ts";
export { weekCaption, weekLater } from "./week_later.ts";
