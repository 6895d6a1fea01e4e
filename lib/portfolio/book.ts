import type { Sector } from "../market/mod.ts";
import { missScale } from "./aim.ts";
import { type BookProblem, type BookTerms, type HeldName, onStep } from "./book_problem.ts";
import { HEDGE_PENALTY } from "./book_rows.ts";
import { bookSummary } from "./book_summary.ts";
import { grossAllowed } from "./gross_allowed.ts";
import { effectsOverBudget, type LimitEffects, limitEffects } from "./limits/limit_effects.ts";
import { type LimitId, limitName } from "./limits/limit_id.ts";
import type { LimitPulls } from "./limits/limit_pulls.ts";
import { type LimitReading, limitReadings } from "./limits/limit_readings.ts";
import { countsInGross } from "./limits/limit_rule.ts";
import type { Limits } from "./limits/limits.ts";
import { negativeUtility } from "./mean_variance_rows.ts";
import { type LostBet, lostBets } from "./lost_bets.ts";
import { remedies } from "./remedies.ts";
import type { Remedy } from "./remedy.ts";
import type { ShadowPrices } from "./shadow_prices.ts";
import { tradeRemedies, type TradeRemedy } from "./trade_remedies.ts";
import { turnover } from "./turnover.ts";

/**
 * What came of a problem: `full` (gross is all that is aimed at, to 1e-9), `reduced` (aims or limits
 * leave part of it in cash; in a mean-variance book with gross "at most", or risk and cost do), `cash`
 * (every exposure is 0), `over budget` (signs and limits need more turnover than allowed: the smallest
 * that will do is traded), `infeasible` (limits contradict each other, and the book is left as it was).
 */
export type BookStatus = "full" | "reduced" | "cash" | "over budget" | "infeasible";

/** A fitted book: exposures, and why they are what they are. See {@linkcode fitBook}. */
export interface Book {
  readonly status: BookStatus;
  /** Whether gross is all that is aimed at; an over-budget book may reach it or not. */
  readonly grossReached: boolean;
  /** Gross used: Σ|weight|, and the hedge's size where it counts; a share of equity. */
  readonly gross: number;
  /** Gross aimed at: the mandate's, or by conviction a part of it. */
  readonly grossAimed: number;
  /**
   * The most gross that the limits allow, signs and the rule of the hedge kept and a turnover budget left
   * out; worked out when first read. Absent where no book keeps the limits.
   */
  readonly grossAllowed: number | undefined;
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
  readonly turnover?: { readonly value: number; readonly budget?: number; readonly excess: number };
  /** Names held at their previous exposure by a rule on trades. */
  readonly fixed: readonly HeldName[];
  /** Largest error in the conditions of optimality; below 1e-9 the answer is exact for practice. */
  readonly kkt: number;
  /** Largest breach of a limit that rounding left; at most 1e-9. */
  readonly breach: number;
  /** Names of the limits that contradict each other; empty unless `infeasible`. */
  readonly conflict: readonly string[];
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

/** Exposures and figures of a book, in the one order of sectors. */
export interface BookParts {
  readonly weights: readonly number[];
  readonly hedge: number;
  readonly prices: ShadowPrices | undefined;
  /** What the limits pull at each exposure; absent where no problem was solved to its views. */
  readonly pulls?: () => LimitPulls;
  readonly objective: number;
  readonly distance: number;
  readonly kkt: number;
  readonly breach: number;
}

/** What was minimised, and the distance to the views. */
export function objectiveOf(
  terms: BookTerms,
  weights: readonly number[],
  hedge: number,
): { readonly objective: number; readonly distance: number } {
  const tracking = trackingError(terms, weights, hedge), { meanVariance } = terms;
  return {
    objective: meanVariance ? negativeUtility(terms, meanVariance, weights, hedge) : tracking,
    distance: Math.sqrt(2 * terms.aim.gross * tracking),
  };
}

/** ½Σ(|w| − A·v)²/v + ½ρh²/G over the open views. */
function trackingError(terms: BookTerms, weights: readonly number[], hedge: number): number {
  const { shares, gross, times = 0 } = terms.aim;
  let sum = HEDGE_PENALTY * hedge * hedge / gross;
  for (let i = 0; i < weights.length; i++) {
    if (terms.signs[i] === 0) continue;
    const away = weights[i] - times * shares[i];
    sum += away * away / missScale(shares[i], gross);
  }
  return sum / 2;
}

/** Values in the order in which the caller named the sectors. */
function inOrder<T>(terms: BookTerms, values: readonly T[]): readonly T[] {
  if (terms.inOrder) return values;
  const out: T[] = values.slice();
  for (let i = 0; i < out.length; i++) out[terms.origin[i]] = values[i];
  return out;
}

/**
 * A book whose sentences wait until someone reads them: a sweep fits a hundred thousand books and
 * reads few. `JSON.stringify` writes all of it.
 */
export class FittedBook implements Book {
  readonly status: BookStatus;
  readonly grossReached: boolean;
  readonly gross: number;
  readonly grossAimed: number;
  readonly aim: number | undefined;
  readonly conviction: number;
  readonly sectors: readonly Sector[];
  readonly tilts: readonly number[];
  readonly betas: readonly number[];
  readonly targets: readonly number[];
  readonly weights: readonly number[];
  readonly hedge: number;
  readonly limits: Limits;
  readonly objective: number;
  readonly distance: number;
  readonly turnover: Book["turnover"];
  readonly fixed: readonly HeldName[];
  readonly kkt: number;
  readonly breach: number;
  readonly conflict: readonly string[];
  readonly #conflict: readonly LimitId[];
  readonly #terms: BookTerms;
  readonly #parts: BookParts;
  readonly #fit: (problem: BookProblem) => Book;
  #grossAllowed: number | undefined;
  #effects: LimitEffects | undefined;
  #tradeRemedies: readonly TradeRemedy[] | undefined;
  #readings: readonly LimitReading[] | undefined;
  #remedies: readonly Remedy[] | undefined;

  constructor(
    terms: BookTerms,
    status: BookStatus,
    grossReached: boolean,
    parts: BookParts,
    conflict: readonly LimitId[],
    fit: (problem: BookProblem) => Book,
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
    this.conflict = conflict.map(limitName);
    this.#conflict = conflict;
    this.#terms = terms;
    this.#parts = parts;
    this.#fit = fit;
  }

  /**
   * The same problem with a change, solved anew with the same objective. Arrays are our own: the caller's
   * may have changed.
   */
  refit(change: Partial<BookProblem>): Book {
    const terms = this.#terms, { sectors, tilts, betas, limits, fixed } = this;
    const previous = terms.previous &&
      { weights: inOrder(terms, terms.previous), hedge: terms.previousHedge };
    const same = { sectors, tilts, betas, limits, fixed, ...(previous ? { previous } : {}) };
    return this.#fit({ ...terms.problem, ...same, ...change });
  }

  /** The problem and the answer in the one order, for a solve that starts from this one. */
  get origin(): { readonly terms: BookTerms; readonly parts: BookParts } {
    return { terms: this.#terms, parts: this.#parts };
  }

  get grossAllowed(): number | undefined {
    if (this.status === "infeasible") return undefined;
    return this.#grossAllowed ??= this.grossReached ? this.grossAimed : grossAllowed(this.#terms);
  }

  get readings(): readonly LimitReading[] {
    const mustReach = this.#terms.grossRule === "equal" && this.grossReached;
    return this.#readings ??= limitReadings(this.#terms, {
      ...this.#parts,
      gross: this.grossAimed,
      mustReach,
    });
  }

  get remedies(): readonly Remedy[] {
    const isShort = !this.grossReached &&
      (this.status === "reduced" || this.status === "over budget") && !this.#mayBeLess;
    return this.#remedies ??= isShort
      ? remedies(this.#terms, this.grossAllowed, (change) => this.refit(change))
      : [];
  }

  get tradeRemedies(): readonly TradeRemedy[] {
    const lacks = !this.#mayBeLess || this.status !== "reduced";
    return this.#tradeRemedies ??= lacks ? tradeRemedies(this, (change) => this.refit(change)) : [];
  }

  /** Whether risk and cost decide how much gross is used: then a book below it lacks nothing. */
  get #mayBeLess(): boolean {
    return this.#terms.meanVariance !== undefined && this.#terms.grossRule === "at most";
  }

  get effects(): LimitEffects {
    return this.#effects ??= this.#limitEffects();
  }

  #limitEffects(): LimitEffects {
    const terms = this.#terms, parts = this.#parts;
    let found: LimitEffects;
    if (this.status === "over budget") {
      const { sectors, hedge } = this.refit({ turnoverBudget: undefined }).effects;
      const free = { sectors: terms.origin.map((at) => sectors[at]), hedge };
      found = effectsOverBudget(terms, parts, free);
    } else found = limitEffects(terms, parts, parts.pulls?.());
    return { ...found, sectors: inOrder(terms, found.sectors) };
  }

  get lostBets(): readonly LostBet[] {
    return lostBets(this.#terms, this.#parts);
  }

  get summary(): string {
    return bookSummary(this, this.#terms, this.#conflict);
  }

  /** All of the book as plain data, for records and workers. */
  toJSON(): Book {
    const { grossAllowed, readings, remedies, tradeRemedies, effects, lostBets, summary } = this;
    return { ...this, grossAllowed, readings, remedies, tradeRemedies, effects, lostBets, summary };
  }
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
