/** All lessons' exercises, guesses and closing questions side by side, as no reader has them. */
import {
  quickstartExercises,
  quickstartPredictions,
  quickstartQuiz,
} from "../../lib/lessons/00_quickstart/exercises.ts";
import {
  agentAnalysisExercises,
  agentAnalysisPredictions,
  agentAnalysisQuiz,
} from "../../lib/lessons/01_agent_analysis/exercises.ts";
import {
  ensembleExercises,
  ensemblePredictions,
  ensembleQuiz,
} from "../../lib/lessons/02_ensemble_comparison/exercises.ts";
import {
  constructionExercises,
  constructionPredictions,
  constructionQuiz,
} from "../../lib/lessons/03_portfolio_construction/exercises.ts";
import {
  riskExercises,
  riskPredictions,
  riskQuiz,
} from "../../lib/lessons/04_risk_management/exercises.ts";
import {
  luckExercises,
  luckPredictions,
  luckQuiz,
} from "../../lib/lessons/05_backtest_and_luck/exercises.ts";
import {
  pillarWeightExercises,
  pillarWeightPredictions,
  pillarWeightQuiz,
} from "../../lib/lessons/06_pillar_weights/exercises.ts";
import { checkFor } from "../../lib/lessons/kit/check.ts";
import { type GuessOf, predictionsFor } from "../../lib/lessons/kit/predict.ts";
import { quizFor, type QuizQuestion } from "../../lib/lessons/kit/quiz.ts";

/** All exercises by lesson and number. */
export const EXERCISES = [
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

/** What each prediction asks for. */
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
  readonly [Id in keyof typeof PREDICTIONS]: GuessOf<(typeof PREDICTIONS)[Id]>;
};

export const check = checkFor(EXERCISES);
export const { predict, guessOf } = predictionsFor(PREDICTIONS);
export const quiz = (lesson: string, letters: unknown) => {
  const own = lesson in QUIZZES ? lesson : "00";
  return quizFor(own, QUIZZES[own])(lesson, letters);
};
