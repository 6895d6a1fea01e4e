import type { Sector } from "../market/mod.ts";
import { type BookTerms, type HeldName, onStep } from "./book_problem.ts";
import type { Exposures } from "./check_exposures.ts";
import type { LimitEffects } from "./limits/limit_effects.ts";
import { type LimitId, limitName } from "./limits/limit_id.ts";
import type { LimitPulls } from "./limits/limit_pulls.ts";
import type { LimitReading } from "./limits/limit_readings.ts";
import { countsInGross } from "./limits/limit_rule.ts";
import type { Limits } from "./limits/limits.ts";
import type { LostBet } from "./lost_bets.ts";
import type { Remedy, TradeRemedy } from "./remedy.ts";
import type { ShadowPrices } from "./shadow_prices.ts";
import { turnover } from "./turnover.ts";

/**
 * What came of a problem: `full` (gross is all that is aimed at, to 1e-9), `reduced` (aims or limits
 * leave part of it in cash; in a mean-variance book with gross "at most", or risk and cost do), `cash`
 * (every exposure is 0), `over budget` (signs and limits need more turnover than allowed: the smallest
 * that will do is traded), `infeasible` (limits contradict each other, and the book is left as it was).
 */
export type BookStatus = "full" | "reduced" | "cash" | "over budget" | "infeasible";

/** Exposures and figures of a book, in the one order of sectors. */
export interface BookParts extends Exposures {
  readonly prices: ShadowPrices | undefined;
  /** What the limits pull at each exposure; absent where no problem was solved to its views. */
  readonly pulls?: () => LimitPulls;
  readonly objective: number;
  readonly distance: number;
  readonly kkt: number;
  readonly breach: number;
}

/** Values in the order in which the caller named the sectors. */
export function inOrder<T>(terms: BookTerms, values: readonly T[]): readonly T[] {
  if (terms.inOrder) return values;
  const out: T[] = values.slice();
  for (let i = 0; i < out.length; i++) out[terms.origin[i]] = values[i];
  return out;
}

const NO_CONFLICT: readonly string[] = [];

/** The figures of a fitted book, each worked out as it is made. */
export class BookFacts implements Exposures {
  readonly status: BookStatus;
  /** Whether gross is all that is aimed at; an over-budget book may reach it or not. */
  readonly grossReached: boolean;
  /** Gross used: Σ|weight|, and the hedge's size where it counts; a share of equity. */
  readonly gross: number;
  /** Gross aimed at: the mandate's, or by conviction a part of it. */
  readonly grossAimed: number;
  /** A: open views aim at so many times their share of the gross; absent where no view is open. */
  readonly aim: number | undefined;
  /** Σ|tilt| over its largest, 2 for each sector: how strong the views are as a set, 0 to 1. */
  readonly conviction: number;
  /** In the order of the problem; so are all arrays below. */
  readonly sectors: readonly Sector[];
  readonly tilts: readonly number[];
  readonly betas: readonly number[];
  /** Each view's share of the gross, signed; closed ones have theirs too. */
  readonly targets: readonly number[];
  /** Exposures, shares of equity, whole multiples of 1e-9; negative is short. */
  readonly weights: readonly number[];
  /** Market exposure of the hedge, a share of equity; negative is short. */
  readonly hedge: number;
  /** The limits that were used, complete. */
  readonly limits: Limits;
  /**
   * What was minimised, before rounding: ½Σ(|w| − A·v)²/v + ½ρh²/G over open views, or in a mean-variance
   * book its negative utility per year.
   */
  readonly objective: number;
  /**
   * How far the book lies from its aims, a share of equity: √(G·Σ(|w| − A·v)²/v + ρh²). Where every view
   * misses its aim by the same part, this is what they miss in all; else it is a little more.
   */
  readonly distance: number;
  /** Turnover from the previous exposures, its budget, and what goes beyond; shares of equity. */
  readonly turnover:
    | { readonly value: number; readonly budget?: number; readonly excess: number }
    | undefined;
  /** Names held at their previous exposure by a rule on trades. */
  readonly fixed: readonly HeldName[];
  /** Largest error in the conditions of optimality; below 1e-9 the answer is exact for practice. */
  readonly kkt: number;
  /** Largest breach of a limit that rounding left; at most 1e-9. */
  readonly breach: number;
  /** Names of the limits that contradict each other; empty unless `infeasible`. */
  readonly conflict: readonly string[];

  constructor(
    terms: BookTerms,
    status: BookStatus,
    grossReached: boolean,
    parts: BookParts,
    conflict: readonly LimitId[],
  ) {
    this.status = status;
    this.grossReached = grossReached;
    this.gross = grossOf(terms, parts);
    this.grossAimed = terms.aim.gross;
    this.aim = terms.aim.times;
    this.conviction = terms.aim.conviction;
    this.sectors = inOrder(terms, terms.sectors);
    this.tilts = inOrder(terms, terms.tilts);
    this.betas = inOrder(terms, terms.betas);
    this.targets = inOrder(terms, terms.aim.shares);
    this.weights = inOrder(terms, parts.weights);
    this.hedge = parts.hedge;
    this.limits = terms.limits;
    this.objective = parts.objective;
    this.distance = parts.distance;
    this.turnover = terms.previous && turnoverOf(terms, status, parts);
    this.fixed = terms.fixed;
    this.kkt = parts.kkt;
    this.breach = parts.breach;
    this.conflict = conflict.length === 0 ? NO_CONFLICT : conflict.map(limitName);
  }
}

/** A fitted book: exposures, and why they are what they are. See {@linkcode fitBook}. */
export interface Book extends BookFacts {
  /**
   * The most gross that the limits allow, signs and the rule of the hedge kept and a turnover budget left
   * out; worked out when first read. Absent where no book keeps the limits.
   */
  readonly grossAllowed: number | undefined;
  /** Every limit with its value, slack and shadow price; worked out when first read. */
  readonly readings: readonly LimitReading[];
  /**
   * For a book below its gross, when first read: where the limits allow it, the reach with which it is
   * used; else each limit's value that alone would allow it.
   */
  readonly remedies: readonly Remedy[];
  /**
   * The smallest turnover budget that works, and what each held name would change if it alone were
   * released; for a book that is short of its gross or over its budget, when first read.
   */
  readonly tradeRemedies: readonly TradeRemedy[];
  /** What each limit did to each exposure: sums exactly to weight − target; when first read. */
  readonly effects: LimitEffects;
  /** Views that closed sectors, or the size of their funds, kept from the book. */
  readonly lostBets: readonly LostBet[];
  /** The outcome in a sentence or two. */
  readonly summary: string;
}

/** Gross as the mandate counts it, on the grid of exposures. */
function grossOf({ limits }: BookTerms, { weights, hedge }: BookParts): number {
  let gross = countsInGross(limits) ? Math.abs(hedge) : 0;
  for (let i = 0; i < weights.length; i++) gross += Math.abs(weights[i]);
  return onStep(gross);
}

function turnoverOf(terms: BookTerms, status: BookStatus, parts: BookParts): Book["turnover"] {
  const budget = terms.turnoverBudget;
  const value = turnover(parts, { weights: terms.previous!, hedge: terms.previousHedge });
  return {
    value,
    ...(budget < Infinity ? { budget } : {}),
    excess: status === "over budget" ? Math.max(0, value - budget) : 0,
  };
}
