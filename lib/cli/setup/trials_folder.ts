/**
 * The variable that names a folder for the counter of trials instead of the lab's own; lessons read it
 * (`countTrials` of lab/lesson), and set-up sets it where a lesson runs without a reader.
 */
export const TRIALS_FOLDER = "LAB_TRIALS";
