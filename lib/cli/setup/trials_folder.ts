/** Names a folder for the counter of trials instead of the lab's own (`countTrials` of lab/lesson). */
const TRIALS_FOLDER = "LAB_TRIALS";

/**
 * Runs lessons or scripts that nobody looks at: what they count is no search of the reader's, so it
 * goes into a folder that is removed afterwards.
 *
 * @param work Gets the variable that its processes need.
 */
export async function withOwnTrials<T>(
  work: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "lab_trials_" });
  try {
    return await work({ [TRIALS_FOLDER]: folder });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
