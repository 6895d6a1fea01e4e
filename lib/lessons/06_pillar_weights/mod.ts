/**
 * Lesson 06 Would other weights have been better, and could we have known?
 *
 * What this lesson alone uses, section by section, and its own `check`, `predict` and `quiz`. What
 * several lessons share is `lab/lesson`.
 *
 * @module
 */
import { checkFor } from "../kit/check.ts";
import { predictionsFor } from "../kit/predict.ts";
import { quizFor } from "../kit/quiz.ts";
import { pillarWeightExercises, pillarWeightPredictions, pillarWeightQuiz } from "./exercises.ts";

/** Judges an answer to one of this lesson's exercises. */
export const check = checkFor(pillarWeightExercises);

/** Stores a guess of this lesson; and the guess stored. */
export const { predict, guessOf } = predictionsFor(pillarWeightPredictions);

/** Judges the letters of this lesson's quiz. */
export const quiz = quizFor("06", pillarWeightQuiz);

export { diceMap, dicePbos } from "./dice_maps.ts";
export { exactTitle, exactWeights } from "./exact_weights.ts";
export { markedWeights } from "./marked_weights.ts";
export { openWeights } from "./open_weights.ts";
export { PLANTED_MAP, plantedBest } from "./planted_map.ts";
export { weightRecord } from "./weight_record.ts";
export {
  overfittingChart,
  plantedTitle,
  starBars,
  sweepTable,
  truthTitle,
  weightingTable,
  withoutTriangle,
  withoutTruth,
} from "./weight_rows.ts";
