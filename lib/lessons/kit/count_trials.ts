import { fileURLToPath } from "node:url";
import { LabError } from "../../errors.ts";
import {
  openTrialsFile,
  trialFamily,
  trialPlaces,
  type TrialsEntry,
  trialsFolder,
  trialsHeadline,
  type TrialTally,
} from "../../evidence/mod.ts";
import { type Notice, notice } from "./notice.ts";

/** The folder in which the count, and what else a lesson keeps, lies: the lab's own, or `LAB_TRIALS`. */
export function keptFolder(): string {
  return trialsFolder(fileURLToPath(new URL("../../../", import.meta.url)));
}

/** What was counted, as a sentence to show, and the count itself. */
export interface CountedTrials extends Notice {
  /** Tried in this family so far, this run included. */
  readonly tried: number;
  /** Absent where the count could not be written. */
  readonly tally?: TrialTally;
}

/**
 * Puts what was tried on the lab's counter, which survives this kernel, and says how the count stands.
 *
 * A run that repeats an earlier one, with the same configuration on the same data, counts once. Where
 * the file cannot be written the lesson goes on, and says that nothing was counted.
 *
 * @param entry What was tried; `at` is the caller's now, `family` the question.
 * @param options.data What it was asked of: a market's mark; by default the source without its last day.
 * @param options.noun What was tried, in the plural.
 * @param options.folder Where the count is kept; the folder that `LAB_TRIALS` names, or the lab's own.
 *
 * @example
 * ```ts
 * import { countTrials } from "lab/lesson";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const counted = countTrials({
 *   at: "2026-11-20", family: "dice", name: "66 committees", trials: 66, config: "a",
 *   source: "Source: simulated, seed 7.",
 * }, { noun: "committees", folder });
 * equal(counted.tried, 66);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function countTrials(
  entry: Omit<TrialsEntry, "kind">,
  options: { readonly noun: string; readonly data?: string; readonly folder?: string },
): CountedTrials {
  const { noun, data = dataOf(entry.source), folder = keptFolder() } = options;
  const family = trialFamily(entry.family, data);
  try {
    const tally = openTrialsFile(trialPlaces(folder)).record({ ...entry, family });
    const said = trialsHeadline(tally, family, { noun, hasOpenings: false });
    return {
      ...notice(
        "note",
        `On the counter: ${said}. It is kept between lessons, in .lab/trials.jsonl.`,
      ),
      tried: tally.families[family].tried,
      tally,
    };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return {
      ...notice("note", `Nothing was counted. ${error.message}. The lesson goes on.`),
      tried: entry.trials,
    };
  }
}

/** The data of a source line; a file that grew by a day is the same data. */
function dataOf(source: string): string {
  return source.replace(/^Source: /, "").replace(/\.$/, "")
    .replace(/(\d{4}-\d{2}-\d{2}) to \d{4}-\d{2}-\d{2}$/, "from $1");
}
