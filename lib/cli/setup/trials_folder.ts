import { join } from "node:path";
import type { LabPaths } from "./paths.ts";

/** Names a folder for the counter of trials instead of the lab's own (`countTrials` of lab/lesson). */
const TRIALS_FOLDER = "LAB_TRIALS";

/** Folders of work that has not ended. */
const open = new Set<string>();

/**
 * Runs lessons or scripts that nobody looks at: what they count is no search of the reader's, so it
 * goes into a folder that is removed afterwards, and their temporary files with it.
 *
 * The folder lies inside the clone, so that even a process that is killed leaves nothing elsewhere.
 *
 * @param work Gets the variables that its processes need.
 */
export async function withOwnTrials<T>(
  { state }: Pick<LabPaths, "state">,
  work: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  await Deno.mkdir(state, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: state, prefix: "trials-" });
  open.add(folder);
  const temporary = join(folder, "tmp");
  try {
    await Deno.mkdir(temporary);
    return await work({
      [TRIALS_FOLDER]: folder,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
    });
  } finally {
    open.delete(folder);
    await Deno.remove(folder, { recursive: true });
  }
}

/** Removes the folders of work that is given up, before the program ends. */
export function removeTrialsFolders(): void {
  for (const folder of open) {
    try {
      Deno.removeSync(folder, { recursive: true });
    } catch {
      // What was just stopped may still write there; the folder lies in the lab's own state.
    }
  }
}
