import { checkNumber } from "../arguments.ts";
import { DataError } from "../errors.ts";
import { addCalendarDays, calendarDaysBetween, SECTORS } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { ScoreEntry, ScoresFile } from "./scores_file.ts";

/**
 * Calendar days after which a score no longer counts: a month, and the days to the next close. A sector
 * that a reader stopped scoring must not be held for years.
 */
export const SCORE_AGE_DAYS = 35;

/** Scores moved to the days of decisions, and how old they were. */
export interface KnownScores extends ScoresFile {
  /** Scores that a decision took, and how many of them were older than its day. */
  readonly taken: number;
  readonly older: number;
  /** Greatest age of a score that was taken, calendar days. */
  readonly oldestDays: number;
}

/**
 * The newest score of each sector that was known by each decision: dated on its day or before it, and
 * not older than `ageDays`. A score dated by a holiday or a week-end waits for the next decision.
 *
 * @param days Decision days in order; those before the first score, and after the one that follows the
 *   last, have none.
 * @param options.ageDays {@linkcode SCORE_AGE_DAYS} by default.
 * @throws {DataError} If the file has no days, or no decision knows a score.
 *
 * @example A week that ends on Good Friday
 * ```ts
 * import { knownBy, scoresText } from "lab/scores";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const file = scoresText("day,sector,score\n2021-03-26,XLK,4\n2021-04-02,XLK,2\n", "s.csv");
 * const known = knownBy(file, ["2021-03-26", "2021-04-01", "2021-04-09"].map(day));
 * deepEqual(known.entries.map(({ score }) => score), [4, 4, 2]);
 * ```
 */
export function knownBy(
  file: ScoresFile,
  days: readonly Day[],
  options: { readonly ageDays?: number } = {},
): KnownScores {
  const { ageDays = SCORE_AGE_DAYS } = options, { where, has } = file;
  checkNumber("Cannot take the scores known by a day", "the age", ageDays, {
    low: 0,
    what: "a number of days of at least 0",
  });
  if (!has.day) {
    throw new DataError(`Cannot use ${where}: need a column day to know when a score was known`, {
      where,
      column: "day",
    });
  }
  const lists = SECTORS.map((sector) => file.entries.filter((entry) => entry.sector === sector));
  const newest = file.entries[file.entries.length - 1].day!;
  const end = days.find((on) => on >= newest) ?? days[days.length - 1];
  const entries: ScoreEntry[] = [];
  let taken = 0, older = 0, oldestDays = 0;
  for (const on of days) {
    if (on > end) break;
    const earliest = addCalendarDays(on, -Math.floor(ageDays));
    for (const list of lists) {
      const found = list.findLast(({ day }) => day! <= on);
      if (found === undefined || found.day! < earliest) continue;
      entries.push({ ...found, day: on });
      // An empty cell takes the score before it back, and is none that is taken.
      if (found.score === undefined && Object.keys(found.pillars).length === 0) continue;
      taken++;
      if (found.day === on) continue;
      older++;
      oldestDays = Math.max(oldestDays, calendarDaysBetween(found.day!, on));
    }
  }
  if (taken === 0) {
    throw new DataError(
      `Cannot use ${where}: no decision${
        days.length > 0 ? ` from ${days[0]} to ${days.at(-1)}` : ""
      } knows a score that is not older than ${ageDays} days; its days run from ` +
        `${file.entries[0].day} to ${newest}`,
      { where, day: newest },
    );
  }
  return { where, has, entries, taken, older, oldestDays };
}

/**
 * The trading days on which a file's scores could first be used: each of its days, or the next on which
 * the market trades. What is put away hangs on them, so that no schedule moves the line.
 *
 * @param tradingDays In order; a score after the last of them is left out.
 *
 * @example A score of a Saturday
 * ```ts
 * import { firstUsable, scoresText } from "lab/scores";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const file = scoresText("day,sector,score\n2021-03-27,XLK,4\n2021-03-30,XLK,2\n", "s.csv");
 * const days = ["2021-03-26", "2021-03-29", "2021-03-30"].map(day);
 * deepEqual(firstUsable(file, days), ["2021-03-29", "2021-03-30"]);
 * ```
 */
export function firstUsable(
  { entries }: Pick<ScoresFile, "entries">,
  tradingDays: readonly Day[],
): readonly Day[] {
  const scored = [...new Set(entries.flatMap(({ day }) => day ?? []))].sort();
  const usable = new Set<Day>();
  let row = 0;
  for (const day of scored) {
    while (row < tradingDays.length && tradingDays[row] < day) row++;
    if (row < tradingDays.length) usable.add(tradingDays[row]);
  }
  return [...usable];
}
