import { join } from "node:path";
import { DataError } from "../../errors.ts";
import { dayNumber } from "../../days.ts";
import type { Day } from "../../units.ts";
import { counted } from "../../words.ts";
import { decisionsOf, decisionText, yesOf } from "./approval.ts";
import { openWeekFolder } from "./week_folder.ts";

/** 1970-01-01 was a Thursday: so many days later its week, from Monday on, has ended. */
const THURSDAY = 3, DAYS = 7;

/** Number of the week of a day, Monday to Sunday. */
const weekNumber = (on: Day) => Math.floor((dayNumber(on) + THURSDAY) / DAYS);

/** Days of weeks that lie in a folder of weeks before one, the oldest first. */
export function weeksBefore(out: string, before: Day): readonly Day[] {
  let names: string[];
  try {
    names = [...Deno.readDirSync(out)].flatMap(({ name, isDirectory }) =>
      isDirectory ? [name] : []
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return names.filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name) && name < before).sort() as Day[];
}

/** What became of a week, in a few words; what cannot be read stops no other week. */
function fateOf(out: string, day: Day): string {
  try {
    const decisions = decisionsOf(openWeekFolder(join(out, day), day));
    const decided = yesOf(decisions) ?? decisions.at(-1);
    return decided === undefined
      ? "nobody has decided on it, and it has no orders"
      : decisionText(decided);
  } catch (error) {
    if (error instanceof DataError) return "what was decided on it cannot be read";
    throw error;
  }
}

/** What became of the newest week before one, and how many weeks between were skipped, as lines. */
export function weekBeforeLines(out: string, day: Day): readonly string[] {
  const before = weeksBefore(out, day).at(-1);
  if (before === undefined) return [];
  const skipped = weekNumber(day) - weekNumber(before) - 1;
  return [
    `The week before, ${before}: ${fateOf(out, before)}.`,
    ...(skipped > 0
      ? [
        `Skipped: ${
          counted(skipped, "week")
        } between ${before} and ${day}. Nothing was decided in ${skipped === 1 ? "it" : "them"}.`,
      ]
      : []),
  ];
}
