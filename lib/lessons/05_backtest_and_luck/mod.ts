/**
 * Lesson 05 Is it skill, or the best of many dice?
 *
 * What this lesson alone uses, section by section, and its own `check`, `predict` and `quiz`. What
 * several lessons share is `lab/lesson`.
 *
 * @module
 */
import { checkFor } from "../kit/check.ts";
import { predictionsFor } from "../kit/predict.ts";
import { quizFor } from "../kit/quiz.ts";
import { luckExercises, luckPredictions, luckQuiz } from "./exercises.ts";

/** Judges an answer to one of this lesson's exercises. */
export const check = checkFor(luckExercises);

/** Stores a guess of this lesson; and the guess stored. */
export const { predict, guessOf } = predictionsFor(luckPredictions);

/** Judges the letters of this lesson's quiz. */
export const quiz = quizFor("05", luckQuiz);

export { chanceTable, diceCrowd, diceFan } from "./dice_committees.ts";
export { growthOf } from "./growth_of.ts";
export { lookAheadCode } from "./look_ahead_code.ts";
export { luckLine, sharpeDraws } from "./luck_line.ts";
export { luckRecord } from "./luck_record.ts";
export { noiseTs, plantedWeeklyIc } from "./luck_signals.ts";
export { memoryRows, memoryWords } from "./memory_rows.ts";
export { plainRows } from "./plain_rows.ts";
export { sameCloseLines } from "./same_close_lines.ts";
export { shiftedDecisions } from "./shifted_decisions.ts";
export { weekTicks, weekWords } from "./week_ticks.ts";
