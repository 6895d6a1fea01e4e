/**
 * `deno task days`: the days on which decisions fall, for scores of the reader's own.
 *
 * @module
 */
import { decidableDays, openMarket, sourceLine } from "../market/mod.ts";
import { decisionDays, defaultSchedule } from "../research/mod.ts";
import { entryScore, knownBy, readScores, type ScoresFile, scoreTableOf } from "../scores/mod.ts";
import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import { console } from "./console.ts";
import { DAYS, type DaysArguments, daysArguments } from "./days_arguments.ts";
import { tellErrors } from "./tell_errors.ts";
import { helpAsked } from "./options/help_text.ts";
import { priceWarningLines } from "./price_warning_lines.ts";

/** Days that are named of a longer list. */
const MOST_NAMED = 5;

const some = (days: readonly Day[]) =>
  days.slice(0, MOST_NAMED).join(", ") +
  (days.length > MOST_NAMED ? ` and ${days.length - MOST_NAMED} more` : "");

/** Days of a file on which a sector has a score; a row of empty cells is none. */
function scoredDays(file: ScoresFile): readonly Day[] {
  const scored = new Set(
    file.entries.flatMap((entry) => entryScore(file, entry) === undefined ? [] : [entry.day!]),
  );
  return scoreTableOf(file).days.filter((on) => scored.has(on));
}

/** How a reader's scores fit the days: between their first and last, which they lack and which are none. */
async function compared(
  { scores, scoresAgeDays: ageDays }: DaysArguments & { readonly scores: string },
  days: readonly Day[],
): Promise<readonly string[]> {
  const file = await readScores(scores), { where } = file;
  if (ageDays !== undefined) {
    const known = knownBy(file, days, { ageDays }), { taken, older, oldestDays } = known;
    const own = scoredDays(known), scored = new Set<Day>(own);
    const lacking = days.filter((on) =>
      own[0] <= on && on <= own[own.length - 1] && !scored.has(on)
    );
    return [
      `${where}: ${counted(own.length, "decision")} from ${own[0]} to ${own[own.length - 1]} ` +
      `${own.length === 1 ? "knows" : "know"} a score; ${older} of the ${
        counted(taken, "score")
      } taken are older than the decision's day, by ${counted(oldestDays, "day")} at most.`,
      ...lackingLine(lacking, ` that is not older than ${counted(ageDays, "day")}`),
    ];
  }
  const scored = scoredDays(file), own = new Set<Day>(scored), decided = new Set<Day>(days);
  const first = scored[0], last = scored[scored.length - 1];
  const lacking = days.filter((on) => on >= first && on <= last && !own.has(on));
  const strays = scored.filter((on) => !decided.has(on));
  return [
    `${where}: ${counted(scored.length, "day")} with scores, ${first} to ${last}; ` +
    `${counted(scored.length - strays.length, "is a decision day", "are decision days")}.`,
    ...lackingLine(lacking, ""),
    ...(strays.length > 0
      ? [
        `${counted(strays.length, "day")} on which nobody decides: ${
          some(strays)
        }. Move them, or say ` +
        "--scores-known-by, so that a decision takes the newest score known by it.",
      ]
      : []),
  ];
}

const lackingLine = (lacking: readonly Day[], which: string) =>
  lacking.length === 0 ? [] : [
    `${counted(lacking.length, "decision day")} in between without a score${which}: ${
      some(lacking)
    }.`,
  ];

/**
 * Runs the command: the days on the standard output, all else beside it.
 *
 * @param args The words after the command; see `DAYS`.
 * @param around The present moment, by which prices are old or not.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runDays(
  args: readonly string[],
  { now }: { readonly now: Date } = { now: new Date() },
): Promise<void> {
  const help = helpAsked(DAYS, args);
  if (help !== undefined) return console.log(help);
  const given = daysArguments(args);
  const { market, warnings } = await openMarket(given.market, now);
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const schedule = given.schedule ?? defaultSchedule(market);
  const scheduled = decisionDays(market, schedule, { from: given.from, to: given.to });
  const days = decidableDays(market, scheduled), can = new Set<Day>(days);
  const without = scheduled.filter((on) => !can.has(on));
  if (without.length > 0) {
    console.error(
      `Note: ${counted(without.length, "day")} of the schedule ${
        without.length === 1 ? "is" : "are"
      } left out, ${some(without)}: nothing can be decided without prices of two sectors and of ` +
        `${market.index}.`,
    );
  }
  console.error(
    `${
      counted(days.length, `${schedule === "4weeks" ? "four-weekly" : schedule} decision`)
    }, each at the close of its day. ` +
      sourceLine(market.source),
  );
  if (given.scores !== undefined) {
    for (const line of await compared({ ...given, scores: given.scores }, days)) {
      console.error(line);
    }
  }
  if (days.length > 0) console.log(days.join("\n"));
}

if (import.meta.main) await tellErrors(() => runDays(Deno.args));
