import { DataError } from "../errors.ts";
import { INSTRUMENTS, type Market, snapshot } from "../market/mod.ts";
import { DEFAULT_COST_MODEL } from "../portfolio/mod.ts";
import type { Day } from "../units.ts";
import {
  type Account,
  drifted,
  equityOf,
  exposuresOf,
  NO_COSTS,
  pathsOf,
  traded,
} from "./account.ts";
import { NAME_COUNT, TradeMemory } from "./book_rule.ts";
import { type DayFacts, dayFacts } from "./day_facts.ts";
import type { Ledger, LedgerHead, LedgerStep } from "./ledger.ts";
import { ledgerDecision, ledgerStep } from "./ledger_step.ts";
import type { Policy, PolicyDecision } from "./policy.ts";
import { defaultSchedule } from "./schedule.ts";
import { checkTable, type ScoreTable, SECTOR_COUNT } from "./score_table.ts";
import type { ShortRule } from "./short_fund.ts";
import {
  checkRunOptions,
  defaultShorts,
  startEquity,
  type TradingOptions,
} from "./trading_options.ts";
import { momentAt, type Timeline, timeline } from "./timeline.ts";
import { Tranches } from "./tranches.ts";

/** How a run is made. */
export interface BacktestOptions extends TradingOptions {
  readonly policy: Policy;
  /** Scores by day; a day without a row has no scores. None by default. */
  readonly scores?: ScoreTable;
  /** Called after each step, for a record or a progress line. */
  readonly onStep?: (step: LedgerStep) => void;
}

/**
 * Walks through the calendar: decide, fill, drift, and again.
 *
 * At the close of a decision day the policy gets the snapshot and its drifted exposures. Its orders
 * are filled at the next open (`fillPoint`); costs are half the spread, fees and square-root impact on
 * what is traded against the drifted holdings, and are paid from cash. Then every leg follows its own
 * path to the next fill: sector funds by their prices, shorts by the daily reset of their inverse
 * fund, cash by the risk-free rate, at which cash below zero is borrowed too. Nothing is rebalanced in
 * between.
 *
 * The last of the days closes the account: it ends the return of the step before, and what it decides
 * is written down without a fill.
 *
 * @param market The whole world. The policy sees only snapshots of it.
 * @returns The ledger, one step per decision.
 * @throws {DataError} If days are not in order or no trading days, fewer than two are left, scores
 *   are out of range, or all equity is lost.
 *
 * @example Two years of equal weight
 * ```ts
 * import { backtest, EQUAL_WEIGHT } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const { steps } = backtest(simulatedMarket({ seed: 7, years: 2 }), { policy: EQUAL_WEIGHT });
 * ok(steps.length > 100 && steps.every(({ returns }) => returns.net < returns.gross));
 * ```
 */
export function backtest(market: Market, options: BacktestOptions): Ledger {
  checkRunOptions(options, ["policy", "scores", "onStep", "equityUsd"]);
  const { policy, costs = {}, instruments = INSTRUMENTS } = options;
  const shorts = options.shorts ?? defaultShorts(market);
  const line = timeline(market, options), { days, fills, points, decisionPoints } = line;
  const paths = pathsOf(market, line);
  const scoresOf = scoreLookup(options.scores);
  const memory = new TradeMemory();
  const tranches = options.schedule === "vintages" ? new Tranches() : undefined;
  const steps: LedgerStep[] = [];
  let account: Account = { point: points[0], cashUsd: startEquity(options), holdings: [] };

  for (let k = 0;; k++) {
    // Decide, at the close of the day, on what was known by then.
    const view = snapshot(market, days[k]);
    const facts = dayFacts(view, instruments, shorts, options.betas);
    const scores = scoresOf(days[k]);
    const now = drifted(account, decisionPoints[k], paths);
    const held = exposuresOf(now), equityUsdNow = equityOf(now);
    const decided = policy.decide({
      snapshot: view,
      step: k,
      facts,
      scores,
      held,
      equityUsd: equityUsdNow,
      memory,
    });
    const decision = tranches ? staggered(decided, tranches, facts) : decided;
    const written = ledgerDecision({ view, facts, scores, held, decision });
    if (k + 1 === days.length) {
      return { head: ledgerHead(market, options, line, shorts), steps, last: written };
    }

    // Fill, against what is held after drift. Orders without a fill before the next decision lapse.
    const before = drifted(account, points[k], paths);
    const equityUsd = equityOf(before);
    if (!(equityUsd > 0)) {
      throw new DataError(`Cannot go on with the backtest: all equity is lost by ${days[k]}`, {
        day: days[k],
      });
    }
    const fill = decision.action === "trade" ? fills[k] : undefined;
    const filled = fill && decision.action === "trade"
      ? traded(before, decision.target, facts, paths, costs)
      : { account: before, costs: NO_COSTS, notes: [] };
    if (fill) {
      const day = market.prices.days[fill.point >> 1];
      memory.record(day, exposuresOf(before), exposuresOf(filled.account, equityUsd));
    }

    // Drift, to where the next decision is filled.
    account = filled.account;
    const step = ledgerStep(k, {
      facts,
      decision,
      written,
      fill: fills[k],
      before,
      filled,
      after: drifted(account, points[k + 1], paths),
      paths,
      momentAt: (point) => momentAt(market, point),
    });
    steps.push(step);
    options.onStep?.(step);
  }
}

function scoreLookup(table: ScoreTable | undefined): (day: Day) => Float64Array {
  const none = new Float64Array(SECTOR_COUNT).fill(NaN);
  if (!table) return () => none;
  checkTable(table, 1);
  const rowOf = new Map(table.days.map((day, k) => [day, k]));
  return (day) => {
    const k = rowOf.get(day);
    return k === undefined ? none : table.scores.subarray(k * SECTOR_COUNT, (k + 1) * SECTOR_COUNT);
  };
}

function staggered(decision: PolicyDecision, tranches: Tranches, facts: DayFacts): PolicyDecision {
  tranches.renew(decision.action === "trade" ? decision.target : undefined);
  const target = new Float64Array(NAME_COUNT);
  if (!tranches.mean(target, facts)) return { action: "hold" };
  return {
    action: "trade",
    target,
    status: decision.action === "trade" ? decision.status : "tilt",
  };
}

function ledgerHead(
  market: Market,
  options: BacktestOptions,
  line: Timeline,
  shorts: ShortRule,
): LedgerHead {
  const { fill = "next open" } = options;
  const { unknownRows, interest } = line.cash;
  const notes = [
    unknownRows >= interest.length - 1
      ? "No risk-free rate is known; cash earns 0."
      : unknownRows > 1
      ? `No risk-free rate is known on ${unknownRows} rows; cash earns 0 on them.`
      : undefined,
    shorts === "synthetic"
      ? "Shorts are synthetic: the sector itself is sold, without a borrowing fee; no inverse fund is used."
      : "Shorts follow the daily reset path of their inverse funds, not the funds' own prices.",
    market.source.kind === "real" && market.source.dividends === false
      ? "Prices hold no dividends: returns are of the price alone, below what a holder earned and a " +
        "holder of a short paid."
      : market.prices.adjustedAsOf === undefined
      ? undefined
      : "Prices are adjusted for dividends: returns are total returns, levels are not trade prices.",
    "Spreads and, where no volume is known, dollars traded are the master's approximate figures; where " +
    "it has none either, those of the thinnest peer.",
    shorts === "synthetic"
      ? undefined
      : "What funds can carry, which the rule with limits keeps to, is counted by these volumes and by the " +
        "master's approximate assets of today.",
  ].filter((note) => note !== undefined);
  return {
    policy: options.policy.name,
    source: market.source,
    schedule: options.days ? "given days" : options.schedule ?? defaultSchedule(market),
    fill,
    ...(fill === "same close"
      ? { optimistic: "filled at the very close that was decided on, which nobody can trade" }
      : {}),
    shorts,
    costs: { ...DEFAULT_COST_MODEL, ...options.costs },
    equityUsd: startEquity(options),
    notes,
  };
}
