import { HORIZON_WEEKS, TRADING_DAYS_A_YEAR } from "../days.ts";
import {
  ballotOutcomes,
  DEFAULT_WEIGHTS,
  horizonEnd,
  horizonReturns,
  PILLARS,
  pollDays,
  rulesAnalyst,
  scoredBallots,
  subScoresOf,
} from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { bookStyles } from "../hedging/mod.ts";
import { type Market, SECTORS, snapshot, sourceLine } from "../market/mod.ts";
import {
  backtestWeights,
  decisionDays,
  HEDGE,
  marketHoldout,
  NAME_COUNT,
  panelOf,
  type PillarTable,
  SECTOR_COUNT,
} from "../research/mod.ts";
import type { InferenceCost, ScorecardInput, SweepRecord } from "../scorecard/mod.ts";
import { ballotTable, confidenceOutcomes, signalAnalysis } from "../signals/mod.ts";
import { neweyWestLags, neweyWestMean } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import type { CallRecords } from "./call_records.ts";

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
}

/**
 * The rule analyst and its book over a whole market, as a scorecard takes them.
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
  const { seed, calls, now, onDay } = around;
  const monthly = market.frequency === "monthly";
  const warmUp = monthly ? WARM_UP.monthly : WARM_UP.daily;
  const first = market.prices.days[warmUp];
  const decided = first === undefined
    ? []
    : decisionDays(market, monthly ? "monthly" : "weekly", { from: first });
  const putAway = marketHoldout(market);
  const days = decided.filter((day) => putAway === undefined || day < putAway.from);
  if (days.length < LEAST_DECISIONS) {
    throw new DataError(
      `Cannot make a scorecard: need ${LEAST_DECISIONS} decisions after ${warmUp} ` +
        `${monthly ? "months" : "days"} of history and before the last fifth, which is put away, ` +
        `got ${days.length} ` +
        `from ${market.prices.days.length} rows`,
    );
  }
  const ours: SweepRecord[] = [];
  let since = now();
  const { ballots, failed } = await pollDays([rulesAnalyst()], market, days, {
    onDay: (progress) => {
      const at = now();
      ours.push({ seconds: (at - since) / 1000, asked: 0, answered: 0 });
      since = at;
      onDay?.(progress);
    },
  });
  const rowOf = new Map(days.map((day, d) => [day as string, d]));
  const counted = ours.map(({ seconds }) => ({ seconds, asked: 0, answered: 0 }));
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

  const rows = scoredBallots(ballots);
  const used = PILLARS.filter((_, p) =>
    pillars.scores.subarray(p * plane, (p + 1) * plane).some((score) => !Number.isNaN(score))
  );
  const source = `Rule analyst, from ${used.join(", ")}. Decisions from ${days[0]} to ` +
    `${days[days.length - 1]}` +
    (putAway === undefined ? "" : `, the days from ${putAway.from} are put away`) +
    `. ${sourceLine(market.source)}`;
  const signal = signalAnalysis(ballotTable(market, rows), {
    seed,
    ...(monthly ? { horizon: 1 } : {}),
  });
  const panel = panelOf(market, pillars, { days });
  const run = backtestWeights(panel, DEFAULT_WEIGHTS, { rule: { kind: "limits" }, detail: true });
  const cash = Array.from(panel.cashFactor, (factor) => factor - 1);
  const edge = cash.map((rate, k) => BPS * (run.gross[k] - rate));
  const newest = panel.steps - 1;
  const at = (i: number) => run.after![newest * NAME_COUNT + i];
  const held = SECTORS.filter((_, i) => at(i) !== 0);
  const isPaid = calls.sweeps.length > 0;
  const ledger = "The ledger of paid calls.";
  const cost: InferenceCost = {
    settledUsd: calls.settledUsd,
    openUsd: calls.openUsd,
    sweeps: calls.sweeps.length,
    edgeBps: neweyWestMean(edge, { lags: neweyWestLags(edge.length) }),
    isTheirEdge: false,
    source: isPaid ? `${ledger} Edge: ${source}` : source,
  };
  return {
    signal,
    calls: calledEveryHorizon(market, days, rows),
    sweeps: isPaid
      ? { sweeps: calls.sweeps, offline: false, source: ledger }
      : { sweeps: counted, offline: true, source: `This run. ${source}` },
    cost,
    book: {
      net: [...run.net],
      market: Array.from(cash, (_, k) => panel.longFactor[k * NAME_COUNT + HEDGE] - 1),
      cash,
      periodsPerYear: panel.periodsPerYear,
      periods: monthly ? "months" : "weeks",
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

/**
 * Calls of every fourth week, or of every month, that were resolved by the last of the days: outcomes
 * that do not overlap.
 */
function calledEveryHorizon(
  market: Market,
  days: readonly Day[],
  rows: ReturnType<typeof scoredBallots>,
) {
  const horizonWeeks = HORIZON_WEEKS;
  const step = market.frequency === "monthly" ? 1 : horizonWeeks;
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
