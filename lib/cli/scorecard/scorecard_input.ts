import { HORIZON_WEEKS, TRADING_DAYS_A_YEAR } from "../../days.ts";
import {
  ballotOutcomes,
  DEFAULT_WEIGHTS,
  horizonEnd,
  horizonReturns,
  PILLARS,
  pollDays,
  rulesAnalyst,
  type ScoredBallot,
  scoredBallots,
  subScoresOf,
} from "../../committee/mod.ts";
import { DataError } from "../../errors.ts";
import { bookStyles } from "../../hedging/mod.ts";
import { type Market, SECTORS, snapshot, sourceLine } from "../../market/mod.ts";
import {
  backtestWeights,
  decisionDays,
  HEDGE,
  marketHoldout,
  NAME_COUNT,
  panelOf,
  type PillarTable,
  RHYTHMS,
  type Schedule,
  SECTOR_COUNT,
} from "../../research/mod.ts";
import type { InferenceCost, ScorecardInput, SweepRecords } from "../../scorecard/mod.ts";
import type { BallotScores } from "../../scores/mod.ts";
import { ballotTable, confidenceOutcomes, signalAnalysis } from "../../signals/mod.ts";
import { neweyWestLags, neweyWestMean } from "../../stats/mod.ts";
import type { Day } from "../../units.ts";
import { areRules } from "../scores/call_history.ts";
import type { CallRecords } from "./call_records.ts";
import {
  ballotCosts,
  daysOfBallots,
  recordedScores,
  type ScoredDays,
  scoredDecisions,
} from "./scorecard_ballots.ts";

/** Rows of history before the first decision: a year of days, or five years of months. */
const WARM_UP = { daily: TRADING_DAYS_A_YEAR, monthly: 60 };
/** Fewest decisions that make a record: two horizons and a step. */
const LEAST_DECISIONS = 10;
const BPS = 1e4;

/** What a market cannot tell by itself. */
export interface ScorecardSurroundings {
  readonly seed: number;
  /** Of paid calls; without a sweep in it the rule analyst's own are measured. */
  readonly calls: CallRecords;
  /** Milliseconds, for the time of a sweep. */
  readonly now: () => number;
  readonly onDay?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Ballots in the place of the rule analyst's. */
  readonly ballots?: BallotScores;
}

/**
 * The rule analyst and its book over a whole market, or whoever gave ballots, as a scorecard takes them.
 *
 * The last fifth of the decisions, which studies put away, is left out: a record that is looked at each
 * week holds nothing out.
 *
 * One poll on each decision day serves scores, confidences and the book: inside every limit, with the
 * turnover budget and the rules on trades, filled at the next price.
 *
 * @throws {DataError} If the market is too short.
 */
export async function scorecardInput(
  market: Market,
  around: ScorecardSurroundings,
): Promise<ScorecardInput> {
  const { seed, calls, ballots } = around;
  const monthly = market.frequency === "monthly";
  const warmUp = monthly ? WARM_UP.monthly : WARM_UP.daily;
  const first = market.prices.days[warmUp];
  const { schedule, days: among } = ballots
    ? daysOfBallots(market, ballots)
    : { schedule: monthly ? "monthly" : "weekly", days: undefined } as const;
  const decided = first === undefined ? [] : decisionDays(market, schedule, { from: first });
  const putAway = marketHoldout(market, ballots && scoredDecisions(ballots));
  const days = decided.filter((day) =>
    (putAway === undefined || day < putAway.from) &&
    (among === undefined || (among.from <= day && day <= among.to))
  );
  if (days.length < LEAST_DECISIONS) {
    throw new DataError(
      `Cannot make a scorecard: need ${LEAST_DECISIONS} decisions after ${warmUp} ` +
        `${monthly ? "months" : "days"} of history and before the last fifth, which is put away, ` +
        `got ${days.length} ` +
        `from ${market.prices.days.length} rows` +
        (among ? ` and ballots that may be judged from ${among.from} to ${among.to}` : ""),
    );
  }
  const { pillars, rows, sweeps, who, notes } = ballots
    ? recordedScores(ballots, days)
    : await ruleScores(market, days, around);
  const plane = days.length * SECTOR_COUNT;
  const used = PILLARS.filter((_, p) =>
    pillars.scores.subarray(p * plane, (p + 1) * plane).some((score) => !Number.isNaN(score))
  );
  const source = `${who}, from ${used.join(", ")}. Decisions from ${days[0]} to ` +
    `${days[days.length - 1]}` +
    (putAway === undefined ? "" : `, the days from ${putAway.from} are put away`) +
    `. ${sourceLine(market.source)}${notes.map((note) => ` ${note}`).join("")}`;
  const signal = signalAnalysis(ballotTable(market, rows), {
    seed,
    ...(monthly ? { horizon: 1 } : {}),
  });
  const panel = panelOf(market, pillars, { days, schedule });
  const run = backtestWeights(panel, DEFAULT_WEIGHTS, { rule: { kind: "limits" }, detail: true });
  const cash = Array.from(panel.cashFactor, (factor) => factor - 1);
  const edge = cash.map((rate, k) => BPS * (run.gross[k] - rate));
  const newest = panel.steps - 1;
  const at = (i: number) => run.after![newest * NAME_COUNT + i];
  const held = SECTORS.filter((_, i) => at(i) !== 0);
  const edgeBps = neweyWestMean(edge, { lags: neweyWestLags(edge.length) });
  return {
    signal,
    calls: calledEveryHorizon(market, days, { rows, schedule }),
    ...(ballots && !areRules(ballots.voices)
      ? { sweeps, cost: { ...ballotCosts(ballots, days), edgeBps, source } }
      : offTheLedger({ calls, sweeps, edgeBps, source })),
    book: {
      net: [...run.net],
      market: Array.from(cash, (_, k) => panel.longFactor[k * NAME_COUNT + HEDGE] - 1),
      cash,
      periodsPerYear: panel.periodsPerYear,
      periods: RHYTHMS[schedule].periods,
      source,
    },
    styles: bookStyles(snapshot(market, days[days.length - 1]), {
      sectors: held,
      weights: held.map((sector) => at(SECTORS.indexOf(sector))),
      hedge: at(HEDGE),
    }),
    source,
    seed,
  };
}

/** Sweeps and dollars of the ledger, whose answers the rule analyst's book did not follow. */
function offTheLedger({ calls, sweeps, edgeBps, source }: {
  readonly calls: CallRecords;
  readonly sweeps: SweepRecords;
  readonly edgeBps: InferenceCost["edgeBps"];
  readonly source: string;
}): Pick<ScorecardInput, "sweeps" | "cost"> {
  const isPaid = calls.sweeps.length > 0, ledger = "The ledger of paid calls.";
  return {
    sweeps: isPaid
      ? { sweeps: calls.sweeps, offline: false, source: ledger }
      : { ...sweeps, source: `This run. ${source}` },
    cost: {
      settledUsd: calls.settledUsd,
      openUsd: calls.openUsd,
      sweeps: calls.sweeps.length,
      edgeBps,
      isTheirEdge: false,
      source: isPaid ? `${ledger} Edge: ${source}` : source,
    },
  };
}

/** The rule analyst, asked on each of the days. */
async function ruleScores(
  market: Market,
  days: readonly Day[],
  { now, onDay }: ScorecardSurroundings,
): Promise<ScoredDays> {
  const ours: number[] = [];
  let since = now();
  const { ballots, failed } = await pollDays([rulesAnalyst()], market, days, {
    onDay: (progress) => {
      const at = now();
      ours.push((at - since) / 1000);
      since = at;
      onDay?.(progress);
    },
  });
  const rowOf = new Map(days.map((day, d) => [day as string, d]));
  const counted = ours.map((seconds) => ({ seconds, asked: 0, answered: 0 }));
  const plane = days.length * SECTOR_COUNT;
  const pillars: PillarTable = { days, scores: new Float64Array(3 * plane).fill(NaN) };
  for (const ballot of ballots) {
    const d = rowOf.get(ballot.day)!, given = subScoresOf(ballot);
    counted[d].asked++;
    counted[d].answered++;
    PILLARS.forEach((pillar, p) =>
      pillars.scores[p * plane + d * SECTOR_COUNT + SECTORS.indexOf(ballot.sector)] =
        given[pillar] ?? NaN
    );
  }
  for (const { day } of failed) counted[rowOf.get(day)!].asked++;
  return {
    pillars,
    rows: scoredBallots(ballots),
    sweeps: { sweeps: counted, offline: true, source: "" },
    who: "Rule analyst",
    notes: [],
  };
}

/**
 * Calls of every fourth week, or of every month, that were resolved by the last of the days: outcomes
 * that do not overlap.
 */
function calledEveryHorizon(
  market: Market,
  days: readonly Day[],
  { rows, schedule }: { readonly rows: readonly ScoredBallot[]; readonly schedule: Schedule },
) {
  const horizonWeeks = HORIZON_WEEKS;
  const step = schedule === "weekly" ? horizonWeeks : 1;
  const asked = new Set(days.filter((_, d) => d % step === 0));
  const isResolved = (day: Day) => {
    const end = horizonEnd(market, day, { horizonWeeks });
    return end !== undefined && end <= days[days.length - 1];
  };
  const returns = new Map(
    [...asked].filter(isResolved)
      .map((day) => [day, horizonReturns(market, day, { horizonWeeks })]),
  );
  const outcomes = ballotOutcomes(rows.filter(({ day }) => asked.has(day)), returns);
  return confidenceOutcomes(outcomes, (day) => horizonEnd(market, day, { horizonWeeks }))
    .flatMap(({ day, stated, right }) => right === undefined ? [] : [{ day, stated, right }]);
}
