import { HORIZON_WEEKS } from "../../days.ts";
import {
  type Analyst,
  type Ballot,
  type BallotOutcome,
  ballotOutcomes,
  copyOf,
  horizonReturns,
  inattentiveAnalyst,
  type Lean,
  leaningAnalyst,
  pollDays,
  rulesAnalyst,
  scoredBallots,
  type SectorReturns,
  TEMPERAMENTS,
  type Verdict,
  verdict,
} from "../../committee/mod.ts";
import {
  addCalendarDays,
  type Market,
  type Snapshot,
  snapshot as viewOf,
  weeklyDays,
} from "../../market/mod.ts";
import type { Day } from "../../units.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { apartBy, type RecordedAnswers } from "../kit/recorded_answers.ts";

/** Decisions that are asked about at most: seven years, four weeks apart. */
const MOST_DECISIONS = 91;
/** Decisions of about a year, four weeks apart. */
const DECISIONS_A_YEAR = 13;
/** Days before the first decision, so that figures of a year are known. */
const HISTORY_DAYS = 260;
/** The same in monthly data. */
const HISTORY_MONTHS = 13;

/** The stand-ins as they were when `data/recorded_answers.json` was made, the lesson's own choices. */
export const AS_RECORDED: { readonly seed: number; readonly lean: Lean } = {
  seed: 62,
  lean: { XLK: 1 },
};

/**
 * The five analysts of the lesson: the lab's rules in its five temperaments, each overlooking some
 * lines of what it reads, all with the same lean.
 *
 * They go by the names of their temperaments. No vendor's model is among them. A recording of the
 * reader's brings analysts of its own in their place.
 *
 * @param options.seed Which lines are overlooked.
 * @param options.lean Whole points that all five add to a sector's sub-scores; none by default.
 * @param options.answers From `recordedAnswers`; without it nothing is played.
 *
 * @example
 * ```ts
 * import { ensembleAnalysts } from "lab/lesson/02";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   ensembleAnalysts({ seed: 7 }).map(({ name }) => name).join(),
 *   "balanced,value,momentum,contrarian,cautious",
 * );
 * ```
 */
export function ensembleAnalysts(
  options: { readonly seed: number; readonly lean?: Lean; readonly answers?: RecordedAnswers },
): readonly Analyst[] {
  const { seed, lean = {}, answers } = options;
  const standIns = TEMPERAMENTS.map((temperament) =>
    copyOf(
      leaningAnalyst(inattentiveAnalyst(rulesAnalyst({ temperament }), { seed }), { lean }),
      temperament.name,
    )
  );
  const areAsRecorded = seed === AS_RECORDED.seed &&
    JSON.stringify(lean) === JSON.stringify(AS_RECORDED.lean);
  return answers?.analysts(standIns, areAsRecorded) ?? standIns;
}

/** What analysts said on many days, and what came of it. */
interface EnsembleRecord {
  readonly market: Market;
  /** Days of decision, in order; their horizons do not overlap. */
  readonly days: readonly Day[];
  readonly ballots: readonly Ballot[];
  /** Ballots with weighted score and outcome. */
  readonly rows: readonly BallotOutcome[];
  /** One per day. */
  readonly verdicts: readonly Verdict[];
  /** Returns over the horizon that starts on each day. */
  readonly returns: ReadonlyMap<Day, SectorReturns>;
  /** Why the record says nothing yet; absent where it has a year of decisions or more. */
  readonly tooShort?: Notice;
}

/**
 * Days of past decisions whose outcomes are known on a day: every fourth week, or every month in
 * monthly data, the newest 91.
 *
 * @param market All days of it are read, but only those that lie before `day` are given.
 * @param day The day of today's decision.
 * @param among Days that can be asked about, where not all can: of these the newest 91 that are four weeks
 *   apart, or a month.
 */
export function pastDecisions(
  market: Market,
  day: Day,
  among?: readonly Day[],
): readonly Day[] {
  if (among !== undefined) {
    const there = new Set(market.prices.days);
    return apartBy(among.filter((one) => there.has(one)), day).slice(-MOST_DECISIONS);
  }
  const past = market.prices.days.filter((one) => one <= day);
  if (market.frequency === "monthly") {
    return past.slice(HISTORY_MONTHS, -1).slice(-MOST_DECISIONS);
  }
  const first = past[HISTORY_DAYS];
  return weeklyDays(past)
    .toReversed()
    .filter((_, i) => i % HORIZON_WEEKS === 0)
    .filter((one) => one >= first && addCalendarDays(one, 7 * HORIZON_WEEKS) <= day)
    .slice(0, MOST_DECISIONS)
    .toReversed();
}

/**
 * The record of some analysts: past decisions, their ballots and verdicts, and what came of them.
 *
 * @param analysts Who is asked.
 * @param market The world; each decision sees only what was known that day.
 * @param today The view of today's decision; outcomes that it cannot know are not used.
 * @param among Days that can be asked about, where not all can.
 *
 * @example Two years of a world
 * ```ts
 * import { ensembleAnalysts, ensembleRecord } from "lab/lesson/02";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const today = snapshot(market, market.prices.days[400]);
 * const { days, rows } = await ensembleRecord(ensembleAnalysts({ seed: 7 }), market, today);
 * equal(rows.length, days.length * 11 * 5);
 * ```
 */
export async function ensembleRecord(
  analysts: readonly Analyst[],
  market: Market,
  today: Snapshot,
  among?: readonly Day[],
): Promise<EnsembleRecord> {
  const days = pastDecisions(market, today.day, among);
  const { ballots } = await pollDays(analysts, market, days);
  const returns = new Map(days.map((day) => [day, horizonReturns(market, day)]));
  const byDay = new Map<string, Ballot[]>(days.map((day) => [day, []]));
  for (const ballot of ballots) byDay.get(ballot.day)!.push(ballot);
  return {
    market,
    days,
    ballots,
    rows: ballotOutcomes(scoredBallots(ballots), returns),
    verdicts: days.map((day) =>
      verdict(byDay.get(day)!, { day, sectors: viewOf(market, day).sectors })
    ),
    returns,
    ...(days.length >= DECISIONS_A_YEAR - 1 ? {} : {
      tooShort: notice(
        "note",
        `This part does not apply: these ${
          among === undefined ? "data" : "recorded answers"
        } hold ${days.length} past ` +
          `decisions with a known outcome, and ${
            DECISIONS_A_YEAR - 1
          } are needed. The lesson goes on below.`,
      ),
    }),
  };
}

/**
 * A record cut to its last year: thirteen decisions, or twelve in monthly data.
 *
 * @param record From `ensembleRecord`.
 *
 * @example
 * ```ts
 * import { ensembleAnalysts, ensembleRecord, lastYear } from "lab/lesson/02";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const today = snapshot(market, market.prices.days.at(-1)!);
 * const [analyst] = ensembleAnalysts({ seed: 7 });
 * const record = await ensembleRecord([analyst], market, today);
 * equal(lastYear(record).days.length, 13);
 * ```
 */
export function lastYear(record: EnsembleRecord): EnsembleRecord {
  const count = record.market.frequency === "monthly" ? 12 : DECISIONS_A_YEAR;
  const days = record.days.slice(-count), kept = new Set<string>(days);
  return {
    ...record,
    days,
    ballots: record.ballots.filter(({ day }) => kept.has(day)),
    rows: record.rows.filter(({ day }) => kept.has(day)),
    verdicts: record.verdicts.filter(({ day }) => kept.has(day)),
    returns: new Map([...record.returns].filter(([day]) => kept.has(day))),
  };
}
