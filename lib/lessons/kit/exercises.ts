/**
 * The exercises and predictions of all lessons. A lesson has one file, listed here; its solutions
 * stand apart, in `notebooks/solutions/`.
 *
 * @module
 */

import type { Sector } from "../../market/mod.ts";
import type { Shares } from "../../sweep/mod.ts";
import type { Exercise } from "./exercise.ts";
import type { QuizQuestion } from "./quiz.ts";
import {
  quickstartExercises,
  quickstartPredictions,
  quickstartQuiz,
} from "../00_quickstart/exercises.ts";
import {
  agentAnalysisExercises,
  agentAnalysisPredictions,
  agentAnalysisQuiz,
} from "../01_agent_analysis/exercises.ts";
import {
  ensembleExercises,
  ensemblePredictions,
  ensembleQuiz,
} from "../02_ensemble_comparison/exercises.ts";
import {
  constructionExercises,
  constructionPredictions,
  constructionQuiz,
} from "../03_portfolio_construction/exercises.ts";
import { riskExercises, riskPredictions, riskQuiz } from "../04_risk_management/exercises.ts";
import { luckExercises, luckPredictions, luckQuiz } from "../05_backtest_and_luck/exercises.ts";
import {
  pillarWeightExercises,
  pillarWeightPredictions,
  pillarWeightQuiz,
} from "../06_pillar_weights/exercises.ts";

/** All exercises by lesson and number. */
export const EXERCISES: readonly Exercise[] = [
  ...quickstartExercises,
  ...agentAnalysisExercises,
  ...ensembleExercises,
  ...constructionExercises,
  ...riskExercises,
  ...luckExercises,
  ...pillarWeightExercises,
];

/** The closing questions by lesson. */
export const QUIZZES: Readonly<Record<string, readonly QuizQuestion[]>> = {
  "00": quickstartQuiz,
  "01": agentAnalysisQuiz,
  "02": ensembleQuiz,
  "03": constructionQuiz,
  "04": riskQuiz,
  "05": luckQuiz,
  "06": pillarWeightQuiz,
};

/** What each prediction asks for: a sector, a share, a number, three weights, or one of some words. */
export const PREDICTIONS = {
  ...quickstartPredictions,
  ...agentAnalysisPredictions,
  ...ensemblePredictions,
  ...constructionPredictions,
  ...riskPredictions,
  ...luckPredictions,
  ...pillarWeightPredictions,
} as const;

/** The guess that each prediction stores. */
export type Guesses = {
  readonly [Id in keyof typeof PREDICTIONS]: (typeof PREDICTIONS)[Id] extends "sector" ? Sector
    : (typeof PREDICTIONS)[Id] extends "weights" ? Shares
    : (typeof PREDICTIONS)[Id] extends readonly (infer Word)[] ? Word
    : number;
};
