import {
  decisionsPutAway,
  holdout,
  type HoldoutMark,
  type SealedHoldout,
} from "../evidence/mod.ts";
import type { Market } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import type { Day } from "../units.ts";
import { marketMark, scorableDays } from "./market_mark.ts";
import { decisionDays, type Schedule } from "./schedule.ts";
import { type PillarTable, type ScoreTable, SECTOR_COUNT } from "./score_table.ts";

/** What the rule analyst's scores are known by. */
export const RULE_SCORES = "rules";

/** The part of the days that is put away, and whether it was opened. */
export interface MarketHoldout {
  /** For a reader: whose decisions on which market. */
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
  /** Scored decisions in it. */
  readonly days: number;
  /** By which its openings are recognised, in whichever command. */
  readonly mark: HoldoutMark;
  /** Present once it was opened: how often by now, and why this time. */
  readonly opened?: { readonly openings: number; readonly because: string };
}

/** Whose decisions a holdout is a part of. */
export interface ScoredDecisions {
  /** What the scores are known by; the rule analyst's by default. */
  readonly scores?: string;
  /** What a reader calls them, such as a file's name. */
  readonly title?: string;
  /** Days that have scores; all on which a committee can be asked by default. */
  readonly days?: readonly Day[];
  /** Whether whoever scored a day could not know what came after; nobody remembers by default. */
  readonly isBehind?: (day: Day) => boolean;
  /** Share that is put away; a fifth by default. */
  readonly share?: number;
}

/**
 * What is put away of the decisions that some scores make on a market: the last fifth of those behind
 * the scorer's cutoff (`decisionsPutAway`). Backtest, sweep and scorecard have it from here.
 *
 * The line hangs on market and scores only, so that no choice of days or schedule moves it. Openings are
 * counted by what market and scores are known by: a file that grew or was renamed has not closed what
 * was opened.
 *
 * This guards one market. The same seed with more years, or a file with more days, is a longer one
 * whose line lies later: what was put away before is then among its known days.
 *
 * @returns Absent where fewer than two decisions are scored.
 *
 * @example
 * ```ts
 * import { marketHoldout } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * equal(marketHoldout(market)!.mark.scores, "rules");
 * ```
 */
export function marketHoldout(
  market: Market,
  {
    scores = RULE_SCORES,
    title = scores === RULE_SCORES ? "the rule analyst" : scores,
    days = scorableDays(market),
    isBehind,
    share,
  }: ScoredDecisions = {},
): MarketHoldout | undefined {
  const away = decisionsPutAway(days, { share, isBehind });
  if (away === undefined) return undefined;
  const { from, to, decisions } = away, known = marketMark(market), { source } = market;
  return {
    name: `${source.kind === "simulated" ? known : outsideLine(source.provider)}, scored by ` +
      `${outsideLine(title)}, ${from} to ${to}`,
    from,
    to,
    days: decisions,
    mark: { market: known, scores, from, to },
  };
}

/**
 * Number of decisions of a schedule that use scores put away which were moved to its days: those between
 * first and last day, and the one that takes the last.
 *
 * @example Those between, and the one after
 * ```ts
 * import { decisionDays, decisionsThatTake } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const days = decisionDays(market, "weekly");
 * equal(decisionsThatTake(market, "weekly", { from: days[10], to: days[14] }), 5);
 * ```
 */
export function decisionsThatTake(
  market: Market,
  schedule: Schedule,
  { from, to }: Pick<MarketHoldout, "from" | "to">,
): number {
  const days = decisionDays(market, schedule, { from });
  return days.filter((_, k) => k === 0 || days[k - 1] < to).length;
}

/**
 * The same under lock and key; what is inside is the days alone.
 *
 * @example What is put away says its name and not its days
 * ```ts
 * import { marketHoldout, sealedHoldout } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const put = marketHoldout(simulatedMarket({ seed: 7, years: 3 }))!;
 * equal(sealedHoldout(put, "the weights are chosen").name, put.name);
 * ```
 */
export function sealedHoldout(
  { name, from, to, mark }: Pick<MarketHoldout, "name" | "from" | "to" | "mark">,
  key: string,
): SealedHoldout<{ readonly day: Day }> {
  // One row stands before it, for a holdout leaves something to work with.
  const days = ["" as Day, from, ...(to > from ? [to] : [])];
  return holdout(days.map((day) => ({ day })), { name, key, from, mark }).sealed;
}

/**
 * Days on which any sector has a score, of those on which the market trades.
 *
 * @example A score on one day
 * ```ts
 * import { daysWithScores, decisionDays, scoreTable } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const [on] = decisionDays(market, "weekly");
 * deepEqual(daysWithScores(scoreTable([{ day: on, sector: "XLK", score: 5 }]), market), [on]);
 * ```
 */
export function daysWithScores(
  { days, scores }: ScoreTable | PillarTable,
  market: Market,
): readonly Day[] {
  const traded = new Set(market.prices.days), size = days.length * SECTOR_COUNT;
  return days.filter((day, k) => {
    if (!traded.has(day)) return false;
    for (let plane = 0; plane < scores.length; plane += size) {
      const row = scores.subarray(plane + k * SECTOR_COUNT, plane + (k + 1) * SECTOR_COUNT);
      if (row.some((score) => !Number.isNaN(score))) return true;
    }
    return false;
  });
}
