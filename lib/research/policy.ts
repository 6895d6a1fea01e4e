import { instrument, SECTORS, type Snapshot } from "../market/mod.ts";
import { fundVolatility } from "../portfolio/mod.ts";
import {
  type BookRule,
  checkedRule,
  HEDGE,
  NAME_COUNT,
  ruleBook,
  type RuleStatus,
  type TradeMemory,
} from "./book_rule.ts";
import type { DayFacts } from "./day_facts.ts";

/** What a policy sees when it decides. All rows have eleven sectors; of exposures, the hedge twelfth. */
export interface Situation {
  readonly snapshot: Snapshot;
  /** Counts the decisions of the run from 0. */
  readonly step: number;
  readonly facts: DayFacts;
  /** Scores of the day; NaN where there is none. */
  readonly scores: Float64Array;
  /** Exposures held now, after drift. */
  readonly held: Float64Array;
  /** Equity now, dollars: what funds can carry of it hangs on its size. */
  readonly equityUsd: number;
  readonly memory: TradeMemory;
}

/** What a policy decides: exposures to hold, or to leave all as it is. */
export type PolicyDecision =
  | {
    readonly action: "trade";
    readonly target: Float64Array;
    readonly status: RuleStatus;
    /** 1 where a short view found a fund that carries less than the smallest trade. */
    readonly shut?: Uint8Array;
  }
  | { readonly action: "hold" };

/** Turns a situation into a book. It sees a snapshot and never the market. */
export interface Policy {
  readonly name: string;
  decide(situation: Situation): PolicyDecision;
}

/**
 * Follows the scores by a rule.
 *
 * @param given The tilt book, or the exact book inside every limit.
 * @param name What the ledger calls it; the rule itself by default.
 *
 * @example
 * ```ts
 * import { backtest, decisionDays, scorePolicy, scoreTable } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const days = decisionDays(market, "weekly").slice(30, 33);
 * const scores = scoreTable(days.map((day) => ({ day, sector: "XLK", score: 5 })));
 * const { steps } = backtest(market, { days, scores, policy: scorePolicy({ kind: "tilt" }) });
 * equal(steps[0].after[5], 1);
 * ```
 */
export function scorePolicy(given: BookRule, name = `scores, ${JSON.stringify(given)}`): Policy {
  const rule = checkedRule(given);
  return {
    name,
    decide({ snapshot, facts, scores, held, equityUsd, memory }) {
      const target = new Float64Array(NAME_COUNT), shut = new Uint8Array(SECTORS.length);
      const { listed, betas, closedShorts, hedgeSides, fundDollars: dollars } = facts;
      const status = ruleBook(
        rule,
        {
          day: snapshot.day,
          scores,
          listed,
          betas,
          closedShorts,
          hedgeSides,
          held,
          memory,
          funds: { dollars, equityUsd },
        },
        target,
        shut,
      );
      return status === "infeasible"
        ? { action: "hold" }
        : { action: "trade", target, status, shut };
    },
  };
}

/** Every listed sector long with the same share. */
export const EQUAL_WEIGHT: Policy = {
  name: "equal weight",
  decide: ({ facts: { listed } }) => trade(shares(listed, () => 1)),
};

/** Every listed sector long, in proportion to one over its volatility; unknown ones are left out. */
export const INVERSE_VOLATILITY: Policy = {
  name: "inverse volatility",
  decide: ({ snapshot, facts: { listed } }) =>
    trade(shares(listed, (i) => 1 / (fundVolatility(snapshot, instrument(SECTORS[i])) ?? NaN))),
};

/** The market index, bought once and held. */
export const BUY_AND_HOLD_MARKET: Policy = {
  name: "market, bought and held",
  decide({ step }) {
    if (step > 0) return { action: "hold" };
    const target = new Float64Array(NAME_COUNT);
    target[HEDGE] = 1;
    return trade(target);
  },
};

function trade(target: Float64Array): PolicyDecision {
  return { action: "trade", target, status: "tilt" };
}

/** Shares that sum to 1 over the listed sectors with a size. */
export function shares(listed: ArrayLike<number>, size: (i: number) => number): Float64Array {
  const target = new Float64Array(NAME_COUNT);
  let sum = 0;
  for (let i = 0; i < SECTORS.length; i++) {
    const one = listed[i] === 1 ? size(i) : 0;
    target[i] = one > 0 && one < Infinity ? one : 0;
    sum += target[i];
  }
  if (sum > 0) { for (let i = 0; i < SECTORS.length; i++) target[i] /= sum; }
  return target;
}
