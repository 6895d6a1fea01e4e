import { DataError, LabError } from "../../errors.ts";
import { checkDecisionDay, decidableDays, isTradingDay, type Market } from "../../market/mod.ts";
import { decisionDays, defaultSchedule, type Schedule } from "../../research/mod.ts";
import type { Day } from "../../units.ts";
import { counted } from "../../words.ts";

/** Days that are named of a longer list. */
const MOST_NAMED = 3;

/** The days of a history, and what is to be said of them. */
export interface HistoryDays {
  readonly days: readonly Day[];
  readonly schedule: Schedule;
  /** Days of the schedule on which nothing can be decided. */
  readonly leftOut: readonly Day[];
  /** Sentences without their ends. */
  readonly notes: readonly string[];
}

const WORDS: Readonly<Record<Schedule, string>> = {
  weekly: "weekly",
  "4weeks": "four-weekly",
  monthly: "monthly",
  vintages: "weekly",
};

function some(days: readonly Day[]): string {
  return days.slice(0, MOST_NAMED).join(", ") +
    (days.length > MOST_NAMED ? ` and ${days.length - MOST_NAMED} more` : "");
}

/** Whether a decision can be made on a day that the schedule names. */
function canDecide(market: Market, day: Day): boolean {
  try {
    checkDecisionDay(market, day);
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

/**
 * The days of a schedule from one day to another on which a decision can be made.
 *
 * @param given.from Where it is no decision day, the first one after it is taken, and that is said.
 * @param given.to The last day of the data by default.
 * @throws {DataError} If there is none; says what the data hold.
 */
export function historyDays(
  market: Market,
  given: { readonly from: Day; readonly to?: Day; readonly schedule?: Schedule },
): HistoryDays {
  const { days: all } = market.prices, first = all[0], last = all[all.length - 1];
  const { from, to = last, schedule = defaultSchedule(market) } = given;
  const data = `the data run from ${first} to ${last}`;
  const scheduled = decisionDays(market, schedule, { from, to });
  if (scheduled.length === 0) {
    throw new DataError(
      from > last || to < first
        ? `Cannot ask about ${from} to ${to}: ${data}`
        : `Cannot ask about ${from} to ${to}: the ${
          WORDS[schedule]
        } schedule decides on no day of it; ` +
          `${data}`,
      { day: from },
    );
  }
  const known = new Set(decidableDays(market, scheduled));
  const days = scheduled.filter((day) => known.has(day) && canDecide(market, day));
  const leftOut = scheduled.filter((day) => !days.includes(day));
  if (days.length === 0) {
    throw new DataError(
      `Cannot ask about ${from} to ${to}: on none of ${
        counted(scheduled.length, "day")
      } of the schedule do two sectors and ${market.index} have a price to decide by`,
      { day: scheduled[0] },
    );
  }
  const notes: string[] = [];
  if (from < first) {
    notes.push(
      `${from} lies before the data, which begin on ${first}; the first decision is ${days[0]}`,
    );
  } else if (days[0] !== from) {
    notes.push(
      `${from} is no ${
        isTradingDay(from) ? `decision of the ${WORDS[schedule]} schedule` : "trading day"
      }; the first decision at or after it is ${days[0]}`,
    );
  }
  if (given.to !== undefined && to > last) {
    notes.push(`${to} lies after the data, which end on ${last}`);
  }
  if (leftOut.length > 0) {
    notes.push(
      `${counted(leftOut.length, "day")} of the schedule ${
        leftOut.length === 1 ? "is" : "are"
      } left out, ${
        some(leftOut)
      }: nothing can be decided without fresh prices of two sectors and of ` +
        market.index,
    );
  }
  return { days, schedule, leftOut, notes };
}
