/**
 * The exercises and predictions of all lessons. A lesson has one file, listed here; its solutions
 * stand apart, in `notebooks/solutions/`.
 *
 * @module
 */

import type { Sector } from "../../market/mod.ts";
import type { Exercise } from "../exercise.ts";
import type { QuizQuestion } from "../quiz.ts";
import { quickstartExercises, quickstartPredictions, quickstartQuiz } from "./00_quickstart.ts";

/** All exercises by lesson and number. */
export const EXERCISES: readonly Exercise[] = [...quickstartExercises];

/** The closing questions by lesson. */
export const QUIZZES: Readonly<Record<string, readonly QuizQuestion[]>> = { "00": quickstartQuiz };

/** What each prediction asks for. */
export const PREDICTIONS = { ...quickstartPredictions } as const;

/** The guess that each prediction stores. */
export type Guesses = {
  readonly [Id in keyof typeof PREDICTIONS]: (typeof PREDICTIONS)[Id] extends "sector" ? Sector
    : number;
};
