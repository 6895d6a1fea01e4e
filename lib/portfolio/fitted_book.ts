import { missScale } from "./aim.ts";
import { type Book, BookFacts, type BookParts, type BookStatus, inOrder } from "./book.ts";
import type { BookProblem, BookTerms } from "./book_problem.ts";
import { HEDGE_PENALTY } from "./book_rows.ts";
import { bookSummary } from "./book_summary.ts";
import { grossAllowed } from "./gross_allowed.ts";
import { effectsOverBudget, type LimitEffects, limitEffects } from "./limits/limit_effects.ts";
import type { LimitId } from "./limits/limit_id.ts";
import { type LimitReading, limitReadings } from "./limits/limit_readings.ts";
import { type LostBet, lostBets } from "./lost_bets.ts";
import { negativeUtility } from "./mean_variance_rows.ts";
import { remedies } from "./remedies.ts";
import type { Remedy, TradeRemedy } from "./remedy.ts";
import { tradeRemedies } from "./trade_remedies.ts";

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

/**
 * A book whose sentences wait until someone reads them: a sweep fits a hundred thousand books and
 * reads few. `JSON.stringify` writes all of it.
 */
export class FittedBook extends BookFacts implements Book {
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
    super(terms, status, grossReached, parts, conflict);
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
