import type { ScoredBallot } from "../../committee/mod.ts";
import { PILLARS } from "../../committee/mod.ts";
import { DataError } from "../../errors.ts";
import { isAfterCutoff } from "../../evidence/mod.ts";
import { calendarDaysBetween, type Market, SECTORS } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import {
  decisionDays,
  type PillarTable,
  type Schedule,
  type ScoredDecisions,
  SECTOR_COUNT,
} from "../../research/mod.ts";
import type { InferenceCost, SweepRecords } from "../../scorecard/mod.ts";
import type { BallotScores } from "../../scores/mod.ts";
import type { Day } from "../../units.ts";
import { counted, listed } from "../../words.ts";
import { areRules } from "../scores/call_history.ts";

/** Scores on the days of a scorecard, whoever gave them. */
export interface ScoredDays {
  readonly pillars: PillarTable;
  readonly rows: readonly ScoredBallot[];
  readonly sweeps: SweepRecords;
  /** Who gave them, as a sentence begins. */
  readonly who: string;
  readonly notes: readonly string[];
}

/** Whether whoever answered on a day could not know what came after. */
const isBehind = ({ answeredBy, cutoffOf }: BallotScores) => (day: Day) =>
  answeredBy(day).every((name) => isAfterCutoff(day, cutoffOf(name)));

/** By what a part of ballots' decisions is put away: those of rules as the rule analyst's own. */
export function scoredDecisions(ballots: BallotScores): ScoredDecisions {
  const { voices, mark, where, askedDays } = ballots;
  return areRules(voices)
    ? {}
    : { scores: mark, title: where, days: askedDays, isBehind: isBehind(ballots) };
}

/**
 * How often ballots were asked for, and from when to when they may be judged: what may be remembered is
 * no evidence.
 *
 * @throws {DataError} If all of it may be remembered.
 */
export function daysOfBallots(
  market: Market,
  ballots: BallotScores,
): { readonly schedule: Schedule; readonly days: { readonly from: Day; readonly to: Day } } {
  const all = ballots.verdicts.map(({ day }) => day), clean = all.filter(isBehind(ballots));
  if (clean.length === 0) {
    throw new DataError(
      `Cannot make a scorecard of ${ballots.where}: all of its ${
        counted(all.length, "day")
      } may be ` +
        "remembered by whoever answered, and what was asked before a knowledge cutoff is no evidence",
      { where: ballots.where },
    );
  }
  const days = { from: clean[0], to: clean[clean.length - 1] };
  if (market.frequency === "monthly") return { schedule: "monthly", days };
  const asked = new Set(all);
  const fits = (schedule: Schedule) => decisionDays(market, schedule).filter((on) => asked.has(on));
  const gaps = all.slice(1).map((on, k) => calendarDaysBetween(all[k], on)).sort((a, b) => a - b);
  // Weeks hold every fourth week too: what the days lie apart tells them.
  const isWeekly = (gaps[gaps.length >> 1] ?? 7) < 21;
  const schedule = isWeekly
    ? "weekly"
    : fits("monthly").length > fits("4weeks").length
    ? "monthly"
    : "4weeks";
  return { schedule, days };
}

/** The verdicts of ballots on the days of a scorecard; on a day that may be remembered there is no score. */
export function recordedScores(ballots: BallotScores, days: readonly Day[]): ScoredDays {
  const { verdicts, voices, where } = ballots, isClean = isBehind(ballots);
  const rowOf = new Map(days.map((day, d) => [day, d])), plane = days.length * SECTOR_COUNT;
  const pillars = { days, scores: new Float64Array(3 * plane).fill(NaN) };
  const inside = verdicts.filter(({ day }) => rowOf.has(day));
  const judged = inside.filter(({ day }) => isClean(day));
  for (const { day, sectors } of judged) {
    for (const { sector, pillars: given } of sectors) {
      const at = rowOf.get(day)! * SECTOR_COUNT + SECTORS.indexOf(sector);
      PILLARS.forEach((pillar, p) => pillars.scores[p * plane + at] = given[pillar].median ?? NaN);
    }
  }
  const analyst = voices.length === 1 ? voices[0] : "the committee";
  const rows = judged.flatMap(({ day, sectors }) =>
    sectors.flatMap(({ sector, score, confidence }): ScoredBallot[] =>
      confidence === undefined ? [] : [{
        analyst,
        sector,
        day,
        sample: 0,
        ...(score === undefined ? {} : { score }),
        confidence,
      }]
    )
  );
  const spoilt = inside.length - judged.length;
  const names = listed(voices.map((voice) => outsideLine(voice, 60)));
  return {
    pillars,
    rows,
    sweeps: sweepsOf(ballots, new Set(judged.map(({ day }) => day))),
    who: areRules(voices) ? "Rule analyst" : `${names}, joined by the verdict's rules`,
    notes: areRules(voices) ? [] : [
      `Ballots from ${where}.`,
      ...(spoilt > 0
        ? [`${counted(spoilt, "day")} left out: whoever answered may know what came after.`]
        : []),
    ],
  };
}

/** Questions and answers day by day; how long a day's took is from the first asking to the last answer. */
function sweepsOf(
  { ballots, failures, voices }: BallotScores,
  days: ReadonlySet<Day>,
): SweepRecords {
  const asked = [
    ...ballots.map((one) => ({ ...one, day: one.ballot.day as Day })),
    ...failures.map((one) => ({ ...one, day: one.failed.day })),
  ].filter(({ day }) => days.has(day));
  const sweeps = [...Map.groupBy(asked, ({ day }) => day).values()].map((all) => {
    const begin = Math.min(...all.map(({ askedAt }) => Date.parse(askedAt)));
    const end = Math.max(
      ...all.map(({ askedAt, latencyMs = 0 }) => Date.parse(askedAt) + latencyMs),
    );
    return {
      seconds: (end - begin) / 1000,
      asked: all.length,
      answered: all.filter(({ kind }) => kind === "ballot").length,
    };
  });
  return { sweeps, offline: areRules(voices), source: "The moments of asking in the ballots." };
}

/** What the answers on some days cost, as they say themselves; the book followed these answers. */
export function ballotCosts(
  { ballots, failures }: BallotScores,
  days: readonly Day[],
): Omit<InferenceCost, "source"> {
  const [first] = days, last = days[days.length - 1];
  const isIn = (day: string) => first <= day && day <= last;
  const costs = [
    ...ballots.filter(({ ballot }) => isIn(ballot.day)),
    ...failures.filter(({ failed }) => isIn(failed.day)),
  ].map(({ costUsd }) => costUsd);
  const sweeps = new Set(ballots.flatMap(({ ballot }) => isIn(ballot.day) ? [ballot.day] : []));
  const unknown = costs.filter((one) => one === undefined).length;
  return {
    settledUsd: costs.reduce<number>((sum, one = 0) => sum + one, 0),
    openUsd: 0,
    ...(unknown > 0 ? { unknown } : {}),
    sweeps: sweeps.size,
    isTheirEdge: true,
  };
}
