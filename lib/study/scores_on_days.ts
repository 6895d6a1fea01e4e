import { DataError } from "../errors.ts";
import { addCalendarDays, type Market } from "../market/mod.ts";
import {
  decisionDays,
  defaultSchedule,
  type Schedule,
  type ScoreTable,
  SECTOR_COUNT,
} from "../research/mod.ts";
import type { Day } from "../units.ts";
import type { StudyDays } from "./study_days.ts";

/**
 * Checks that somebody decides on each day of a reader's scores.
 *
 * @param options.days Decision days of the reader's own, beside the schedule's.
 * @throws {DataError} If a score lies on another day, which is a mistake and no gap.
 */
export function checkScoreDays(
  table: Pick<ScoreTable, "days">,
  market: Market,
  options: { readonly days?: readonly Day[]; readonly schedule?: Schedule },
): void {
  const { schedule = defaultSchedule(market) } = options;
  const possible = decisionDays(market, schedule);
  const decided = new Set([...possible, ...options.days ?? []]);
  const strays = table.days.filter((day) => !decided.has(day));
  if (strays.length === 0) return;
  const [stray] = strays, all = table.days.length;
  const many = strays.length > 1
    ? `, nor on ${strays.length - 1} other of the ${all} days of the table`
    : "";
  throw new DataError(
    `Cannot use a table of scores: nobody decides on ${stray}${many}; ${
      nearDay(stray, possible, schedule)
    }. \`deno task days\` lists the days of a schedule, and ` +
      "with --scores-known-by a decision takes the newest score known by it",
    { day: stray },
  );
}

/**
 * A reader's scores on the days of a study: from the first day that has scores to the decision after the
 * last one, which closes the account. Years without a score would only water the record down.
 *
 * @throws {DataError} If none lies among the days.
 */
export function scoresOnDays(table: ScoreTable, chosen: StudyDays): ScoreTable {
  const days = scoredSpan(table, chosen), rowOf = new Map(table.days.map((day, k) => [day, k]));
  const scores = new Float64Array(days.length * SECTOR_COUNT).fill(NaN);
  days.forEach((day, k) => {
    const row = rowOf.get(day);
    if (row === undefined) return;
    const from = row * SECTOR_COUNT;
    scores.set(table.scores.subarray(from, from + SECTOR_COUNT), k * SECTOR_COUNT);
  });
  return { days, scores };
}

/**
 * Days of a study from the first that has scores to the decision after the last one.
 *
 * @throws {DataError} If fewer than two are left.
 */
export function scoredSpan(
  table: Pick<ScoreTable, "days">,
  { days: all, holdout }: StudyDays,
): readonly Day[] {
  const scored = new Set(table.days);
  const first = all.findIndex((day) => scored.has(day));
  const last = all.findLastIndex((day) => scored.has(day));
  if (first < 0 || first + 1 === all.length) {
    const away = holdout ? table.days.filter((day) => day >= holdout.from).length : 0;
    throw new DataError(
      `Cannot use a table of scores: need at least two of its days among the ${all.length} decision ` +
        `days from ${all[0]} to ${all[all.length - 1]}, got ${first < 0 ? "none" : "one"} of ` +
        `${table.days.length}` +
        (away > 0
          ? `; ${away} of them, from ${holdout!.from} on, are put away, and the key opens them ` +
            "(--open-holdout in a command)"
          : ""),
      { day: table.days[0] },
    );
  }
  return all.slice(first, last + 2);
}

/** The decision nearest to a day on which there is none: that of its own week or month, where one is. */
function nearDay(stray: Day, possible: readonly Day[], schedule: Schedule): string {
  const period = schedule === "monthly" ? "month" : "week";
  // A week ends with Friday; Saturday and Sunday are labels of the one before.
  const weekOf = (day: Day) => {
    const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return addCalendarDays(day, -sinceMonday);
  };
  const own = possible.find((day) =>
    period === "month" ? day.slice(0, 7) === stray.slice(0, 7) : weekOf(day) === weekOf(stray)
  );
  if (own !== undefined) return `the decision of that ${period} falls on ${own}`;
  const near = possible.find((day) => day > stray) ?? possible[possible.length - 1];
  return `that ${period} has no decision, and the nearest falls on ${near}`;
}
