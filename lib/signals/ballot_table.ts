import type { ScoredBallot } from "../committee/mod.ts";
import { type Market, type Sector, SECTORS } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { DataError } from "../errors.ts";
import type { Rows, SignalTable } from "./signal_table.ts";

/** Ballots of one analyst as a table, and what was stated beside each score. */
export interface BallotTable extends SignalTable {
  readonly names: readonly Sector[];
  /** Mean stated confidence of the samples, 0 to 1; `undefined` where there is no ballot. */
  readonly confidence: Rows;
}

/**
 * Ballots of one analyst as a signal table: scores by day and sector, and the close-to-close returns
 * from each day to the next.
 *
 * For marking afterwards: the returns look ahead of the days, as nothing a decision sees may. Days
 * should be equally spaced (`weeklyDays`, or every fourth of them with a horizon of one). Samples of
 * one day and sector are averaged; a sector without a ballot, a score or a price has nothing there.
 *
 * @param market The world; monthly or daily.
 * @param rows From `scoredBallots`, of one analyst. Other pillar weights, or all weight on one pillar,
 *   give tables of the same shape for `pillars`.
 * @throws {RangeError} If the rows are of several analysts, or there are none.
 * @throws {DataError} If a day is no trading day of the market.
 *
 * @example The fundamentals of the rule analyst
 * ```ts
 * import { pollDays, rulesAnalyst, scoredBallots } from "lab/committee";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { ballotTable, signalAnalysis } from "lab/signals";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = weeklyDays(market.prices.days).slice(60, 72);
 * const { ballots } = await pollDays([rulesAnalyst()], market, days);
 * const table = ballotTable(market, scoredBallots(ballots));
 * const { confidence } = table;
 * equal(signalAnalysis(table, { confidence }).ic.dates, 8);
 * ```
 */
export function ballotTable(market: Market, rows: readonly ScoredBallot[]): BallotTable {
  const analysts = [...new Set(rows.map(({ analyst }) => analyst))];
  if (analysts.length !== 1) {
    throw new RangeError(
      `Cannot make a signal table: need ballots of one analyst, got ${
        analysts.length === 0 ? "none" : analysts.join(", ")
      }`,
    );
  }
  const days = [...new Set(rows.map(({ day }) => day))].sort();
  const dateOf = new Map(days.map((day, d) => [day, d]));
  const nameOf = new Map(SECTORS.map((sector, i) => [sector, i]));
  const blank = () => days.map(() => SECTORS.map(() => ({ sum: 0, count: 0 })));
  const scores = blank(), confidence = blank();
  for (const { day, sector, score, confidence: stated } of rows) {
    const d = dateOf.get(day)!, i = nameOf.get(sector)!;
    if (score !== undefined) {
      scores[d][i].sum += score;
      scores[d][i].count++;
    }
    confidence[d][i].sum += stated;
    confidence[d][i].count++;
  }
  const means = (cells: typeof scores): Rows =>
    cells.map((row) => row.map(({ sum, count }) => count === 0 ? undefined : sum / count));
  return {
    days,
    names: SECTORS,
    scores: means(scores),
    returns: stepReturns(market, days),
    confidence: means(confidence),
  };
}

/** Simple close-to-close returns from each day to the next; nothing without both closes. */
function stepReturns(market: Market, days: readonly Day[]): Rows {
  const { days: all, close } = market.prices;
  const rowOf = new Map(all.map((day, row) => [day, row]));
  const at = days.map((day) => {
    const row = rowOf.get(day);
    if (row === undefined) {
      throw new DataError(`Cannot make a signal table: ${day} is no trading day here`, { day });
    }
    return row;
  });
  return at.map((from, d) =>
    SECTORS.map((sector) => {
      const prices = close.get(sector), to = at[d + 1];
      const simple = prices && to !== undefined ? prices[to] / prices[from] - 1 : NaN;
      return Number.isFinite(simple) ? simple : undefined;
    })
  );
}
