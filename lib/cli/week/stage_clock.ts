import { join } from "node:path";
import type { StageTime, WeekStage } from "../../week/mod.ts";

/** Beside the stages, and in no hash of theirs: when each began and ended. */
export const TIMES_FILE = "times.jsonl";

/** Begins a stage, and gives what ends it; with a few words on what came of it. */
export type StageClock = (stage: WeekStage) => (note?: string) => void;

/**
 * The clock of a week: a line when a stage begins, and one when it has ended. A run that is killed leaves
 * the first alone.
 *
 * @param folder Of the week, which is there.
 * @param now Milliseconds since 1970.
 */
export function stageClock(folder: string, now: () => number): StageClock {
  const append = (line: StageTime) => {
    try {
      Deno.writeTextFileSync(join(folder, TIMES_FILE), JSON.stringify(line) + "\n", {
        append: true,
      });
    } catch {
      // They are for a chart. Where the disk is full the next stage says so, in its own words.
    }
  };
  return (stage) => {
    const from = now();
    append({ stage, from });
    return (note) => append({ stage, from, to: now(), ...(note === undefined ? {} : { note }) });
  };
}

/** The times of a week as its runs wrote them; of a stretch that ended the end alone. */
export function readTimes(folder: string): readonly StageTime[] {
  let text: string;
  try {
    text = Deno.readTextFileSync(join(folder, TIMES_FILE));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  const found = new Map<string, StageTime>();
  for (const line of text.split("\n").filter(Boolean)) {
    try {
      const time = JSON.parse(line) as StageTime;
      found.set(`${time.stage} ${time.from}`, time);
    } catch {
      // A line that a kill cut short says nothing.
    }
  }
  return [...found.values()];
}
