/**
 * A reader's own scores: one table format for blended scores and for pillars, for one day and for many.
 *
 * @example A week of two sectors
 * ```ts
 * import { scoresText, scoreTableOf } from "lab/scores";
 * import { deepEqual } from "node:assert/strict";
 *
 * const file = scoresText("day,sector,score\n2024-01-05,XLK,4\n2024-01-05,XLB,2\n", "scores.csv");
 * deepEqual(scoreTableOf(file).days, ["2024-01-05"]);
 * ```
 *
 * Read next: `scores_file.ts`, the format; `known_by.ts`, the newest score that a decision knows.
 *
 * @module
 */
export {
  entryScore,
  type PillarScores,
  pillarTableOf,
  readScores,
  type ScoreEntry,
  type ScoresFile,
  scoresText,
  scoreTableOf,
} from "./scores_file.ts";
export { firstUsable, knownBy, type KnownScores, SCORE_AGE_DAYS } from "./known_by.ts";
export {
  calibrationText,
  type ConfidenceTable,
  type DayConfidences,
  dayConfidences,
  drawnScores,
} from "./day_confidences.ts";
export { type BallotChoice, chosenBallots } from "./ballot_choice.ts";
export { type BallotScores, ballotScores, type BallotScoresOptions } from "./ballot_scores.ts";
