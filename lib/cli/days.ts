/**
 * `deno task days`: the days on which decisions fall, for scores of the reader's own.
 *
 * @module
 */
import { readIndustries, simulatedMarket, sourceLine } from "../market/mod.ts";
import { decisionDays } from "../research/mod.ts";
import { readScores, scoreTableOf } from "../scores/mod.ts";
import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import { console } from "./console.ts";
import { type DaysArguments, daysArguments, USAGE } from "./days_arguments.ts";
import { isTold } from "./is_told.ts";
import { priceWarningLines, readPriceFiles } from "./price_files.ts";

/** Days that are named of a longer list. */
const MOST_NAMED = 5;

async function marketOf(given: DaysArguments, now: Date) {
  if (given.prices.length > 0) return await readPriceFiles(given, now);
  const { industries, seed, years } = given;
  const market = industries ? await readIndustries() : simulatedMarket({ seed, years });
  return { market, warnings: [] };
}

const some = (days: readonly Day[]) =>
  days.slice(0, MOST_NAMED).join(", ") +
  (days.length > MOST_NAMED ? ` and ${days.length - MOST_NAMED} more` : "");

/** How a reader's scores fit the days: between their first and last, which they lack and which are none. */
async function compared(path: string, days: readonly Day[]): Promise<readonly string[]> {
  const file = await readScores(path), table = scoreTableOf(file), { where } = file;
  const own = new Set<Day>(table.days), decided = new Set<Day>(days);
  const first = table.days[0], last = table.days[table.days.length - 1];
  const lacking = days.filter((on) => on >= first && on <= last && !own.has(on));
  const strays = table.days.filter((on) => !decided.has(on));
  return [
    `${where}: ${counted(table.days.length, "day")} with scores, ${first} to ${last}; ` +
    `${counted(table.days.length - strays.length, "is a decision day", "are decision days")}.`,
    ...(lacking.length > 0
      ? [`${counted(lacking.length, "decision day")} in between without a score: ${some(lacking)}.`]
      : []),
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

/**
 * Runs the command: the days on the standard output, all else beside it.
 *
 * @param args The words after the command; see `USAGE`.
 * @param around The present moment, by which prices are old or not.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runDays(
  args: readonly string[],
  { now }: { readonly now: Date } = { now: new Date() },
): Promise<void> {
  const given = daysArguments(args);
  if (given.help) return console.log(USAGE);
  const { market, warnings } = await marketOf(given, now);
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const schedule = given.schedule ?? (market.frequency === "monthly" ? "monthly" : "weekly");
  const days = decisionDays(market, schedule, { from: given.from, to: given.to });
  console.error(
    `${counted(days.length, `${schedule} decision`)}, each at the close of its day. ` +
      sourceLine(market.source),
  );
  if (given.scores !== undefined) {
    for (const line of await compared(given.scores, days)) console.error(line);
  }
  if (days.length > 0) console.log(days.join("\n"));
}

if (import.meta.main) {
  try {
    await runDays(Deno.args);
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
}
