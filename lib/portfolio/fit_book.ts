import { checkOptions } from "../arguments.ts";
import { LabError } from "../errors.ts";
import { ActiveSet } from "./solver/active_set.ts";
import type { ActiveLimits, SolveStatus } from "./solver/solve_options.ts";
import type { Book, BookParts, BookStatus } from "./book.ts";
import { FittedBook, objectiveOf } from "./fitted_book.ts";
import { type BookProblem, type BookTerms, bookTerms, EXPOSURE_STEP } from "./book_problem.ts";
import { type BookLayout, type HedgeSide, hedgeSidesToTry, loadRows } from "./book_rows.ts";
import { conflictingLimits, upperLimit } from "./conflicting_limits.ts";
import { addVolatilityTangent, keepVolatility } from "./keep_volatility.ts";
import { type LimitId, sameLimit } from "./limits/limit_id.ts";
import { limitPulls } from "./limits/limit_pulls.ts";
import { countsInGross } from "./limits/limit_rule.ts";
import { loadMeanVariance } from "./mean_variance_rows.ts";
import { otherSideBound } from "./other_side.ts";
import { roundExposures } from "./round_exposures.ts";
import { type ShadowPrices, shadowPrices } from "./shadow_prices.ts";
import { type SmallestTurnover, smallestTurnover } from "./smallest_turnover.ts";
import { keepTurnover, turnoverAt } from "./turnover.ts";
import { warmLimits } from "./warm_limits.ts";

/** A second side of the hedge must be better by this much; noise must not choose between two. */
const TIE = 1e-12;

/** Gross that misses its aim by no more is all of it: a step of exposure, and the noise of a sum. */
const FULL = EXPOSURE_STEP + 1e-12;

/** One solver per sign of the hedge, reused: they are scratch space and carry nothing over. */
const SHORT_HEDGE = new ActiveSet();
const LONG_HEDGE = new ActiveSet();
/** Scratch space for an objective as it is before any limit. */
const UNLIMITED = new ActiveSet();

/** A solved problem for one sign of the hedge. */
interface Answer {
  readonly solver: ActiveSet;
  readonly layout: BookLayout;
  /** The objective, but for what is the same for both signs of the hedge. */
  readonly value: number;
  /** Price of the volatility limit, per unit of it. */
  readonly volatility: number;
}

/** How to fit. */
export interface FitOptions {
  /**
   * A book fitted before, such as last week's: the solver starts from the limits that held it. It
   * may change how long the fit takes, never the book: the same limits, read from other problems or
   * from nonsense, lead to the same bytes.
   */
  readonly from?: Book;
}

/** Names of {@linkcode FitOptions}. */
export const FIT_OPTIONS: readonly string[] = ["from"];

/** What trying both signs gave: the better answer, or who stands in the way. */
interface Attempt {
  readonly best?: Answer;
  /** Signs of the hedge that only the turnover budget forbids. */
  readonly overBudget: readonly HedgeSide[];
  /** Limits in conflict, where neither sign has an answer. */
  readonly conflict: readonly LimitId[];
}

/**
 * The book nearest to what the views aim at, inside all limits at once.
 *
 * Each view has a share of the gross, v = G·|t| / Σ|t|, and aims at A times it; A is a little above 1,
 * and more where sectors are closed (`aim.ts`). The book minimises
 *
 *     ½Σ(|w| − A·v)² / v + ½ρh² / G,   ρ = 0.1, h the market hedge,
 *
 * inside every limit, exactly and not by cutting and scaling afterwards. Dividing by v makes it a
 * matter of parts: what presses on all views alike takes the same part of each. A view never gets the
 * wrong sign, a sector without a view no position, and the hedge works only against the book's own
 * beta. That last rule is not convex, so both signs of the hedge are solved and the better one is kept.
 *
 * Gross is a limit that the aim pulls towards, and it gives way by itself: where the aims or the limits
 * leave less than G, the rest is cash and the status `reduced`. Nothing else gives way. A small change
 * of views, betas or limits changes the book a little. With the default limits a valid set of views
 * never throws.
 *
 * With a turnover budget gross comes first: the budget's book has the gross of the book without it,
 * and a hedge no larger than that book's or the one held.
 *
 * @param problem Sectors, tilts and betas, in one order; limits as shares of equity.
 * @returns The book, with readings, remedies and lost bets worked out when they are first read.
 * @throws {RangeError} If a figure is missing, no number or out of range, or a name or a field is
 *   unknown.
 * @throws {InfeasibleError} If one limit contradicts itself.
 *
 * @example Everyone is bullish
 * ```ts
 * import { fitBook } from "lab/portfolio";
 * import { SECTORS } from "lab/market";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const book = fitBook({
 *   sectors: SECTORS,
 *   tilts: SECTORS.map(() => 2),
 *   betas: SECTORS.map(() => 1),
 * });
 * // Long 52.5 %, hedge −47.5 %: beta and net are 5 %, gross is 100 %.
 * equal(book.status, "full");
 * equal(book.hedge, -0.475);
 * deepEqual(book.readings.filter((limit) => limit.binds).map((limit) => limit.name), ["gross", "beta"]);
 * ```
 */
export function fitBook(problem: BookProblem, options: FitOptions = {}): Book {
  checkOptions("Cannot fit a book", options, FIT_OPTIONS);
  return fitTerms(bookTerms(problem), options);
}

/** The book of checked terms; see {@linkcode fitBook}, `meanVarianceBook` and `relaxedBook`. */
export function fitTerms(terms: BookTerms, { from }: FitOptions): Book {
  // Without views there is no gross to reach: a hedge alone would only fill it.
  if (terms.grossRule === "equal" && (terms.signs.some(isView) || terms.fixed.length > 0)) {
    const full = best(terms, "equal", from);
    if (full.best) return finished(terms, full.best, "equal");
    if (full.overBudget.length > 0) return traded(terms, full.overBudget, "equal");
  }
  if (terms.turnoverBudget < Infinity && !terms.meanVariance) return withinBudget(terms, from);
  const { best: answer, overBudget, conflict } = best(terms, "at most", from);
  if (answer) return finished(terms, answer, "at most");
  if (overBudget.length > 0) return traded(terms, overBudget, "at most");
  return untouched(terms, conflict);
}

/**
 * The book inside a turnover budget. Gross comes first: the gross that the book would have without the
 * budget is a floor, and the hedge, which could fill it up, may not pass in size the larger of that
 * book's and the one held.
 */
function withinBudget(terms: BookTerms, from: Book | undefined): Book {
  const free = best({ ...terms, turnoverBudget: Infinity }, "at most", from);
  if (!free.best) return untouched(terms, free.conflict);
  const { solver, layout } = free.best;
  if (turnoverAt(solver, terms, layout) <= terms.turnoverBudget) {
    return finished(terms, free.best, "at most");
  }
  const { gross, hedge } = sizesOf(terms, solver, layout);
  const isEmpty = hedge === 0 && layout.sectorOf.length === 0 && terms.fixed.length === 0;
  const floor = {
    gross: gross - terms.grossTolerance - EXPOSURE_STEP,
    // A book without positions has nothing to hedge; what was held of it is sold as well.
    hedge: isEmpty ? 0 : Math.max(hedge, Math.abs(terms.previousHedge)),
  };
  const floored = { ...terms, floor };
  const { best: answer, overBudget } = best(floored, "at most", undefined);
  if (answer) return finished(floored, answer, "at most");
  return traded(floored, overBudget.length > 0 ? overBudget : [layout.side], "at most");
}

/** Fits a changed problem of the same sectors, with the same objective. */
function fitChanged({ meanVariance, grossRule }: BookTerms): (problem: BookProblem) => Book {
  return (problem) => {
    const changed = { ...bookTerms(problem, meanVariance !== undefined), grossRule };
    return fitTerms(meanVariance ? { ...changed, meanVariance } : changed, {});
  };
}

const isView = (sign: number) => sign !== 0;

/** Solves for each sign of the hedge and keeps the better answer. */
function best(terms: BookTerms, gross: "equal" | "at most", from: Book | undefined): Attempt {
  const hasBudget = terms.turnoverBudget < Infinity;
  let best: Answer | undefined;
  const overBudget: HedgeSide[] = [];
  const conflict: LimitId[] = [];
  for (const side of hedgeSidesToTry(terms)) {
    if (best && otherSideMustLose(best, terms)) break;
    const solver = side > 0 ? LONG_HEDGE : SHORT_HEDGE;
    const { layout, constant } = load(solver, terms, side, gross);
    // The method's objective only rises: a side is given up once it cannot win any more.
    const cutoff = best ? best.value - constant : Infinity;
    let status = solver.solve({ cutoff, from: warmLimits(from, terms, layout) });
    const withinRows = status === "solved";
    if (withinRows && hasBudget) status = keepTurnover(solver, terms, layout, cutoff);
    let volatility = 0;
    if (status === "solved" && terms.limits.volatility !== undefined) {
      ({ status, price: volatility } = withinVolatility(solver, terms, layout, hasBudget));
    }
    if (status === "solved") {
      const value = solver.value + constant;
      if (!best || value < best.value - TIE) best = { solver, layout, value, volatility };
    } else if (status === "infeasible") {
      const found = withinRows
        ? tooVolatile(solver, terms, side, gross)
        : conflictingLimits(solver, terms, layout);
      if (found.length > 0) conflict.push(...found);
      else overBudget.push(side);
    } else if (status === "iteration limit") {
      throw new LabError(`Cannot fit a book: the solver gave up after ${solver.steps} steps`);
    }
  }
  return { best, overBudget, conflict };
}

/** Whether the other sign of the hedge is known to be no better. */
function otherSideMustLose({ solver, layout, volatility }: Answer, terms: BookTerms): boolean {
  if (volatility !== 0 || terms.meanVariance) return false;
  return otherSideBound(solver, terms, layout) >= solver.value - TIE;
}

/** Rows and objective for one sign of the hedge. */
function load(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  gross: "equal" | "at most",
): { readonly layout: BookLayout; readonly constant: number } {
  const layout = loadRows(solver, terms, side, gross), { meanVariance } = terms;
  const constant = meanVariance ? loadMeanVariance(solver, terms, layout, meanVariance) : 0;
  return { layout, constant };
}

/** Brings a solved book inside its volatility limit, and inside its turnover budget if it has one. */
function withinVolatility(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
  hasBudget: boolean,
): { readonly status: SolveStatus; readonly price: number } {
  const again = (from: ActiveLimits) => {
    const status = solver.solve({ from });
    return status === "solved" && hasBudget ? keepTurnover(solver, terms, layout) : status;
  };
  return keepVolatility(solver, terms, layout, terms.limits.volatility!.max, again);
}

/**
 * The limits that leave no book inside the volatility limit, turnover aside: those with a price on
 * the least risk. None, if a larger turnover would do.
 */
function tooVolatile(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  gross: "equal" | "at most",
): LimitId[] {
  if (terms.limits.volatility === undefined) return [];
  const { layout } = load(solver, terms, side, gross);
  solver.solve();
  if (withinVolatility(solver, terms, layout, false).status === "solved") return [];
  const found: LimitId[] = [{ kind: "volatility" }];
  for (let row = 0; row < solver.rowCount; row++) {
    // Risk alone is minimised there, at a weight of 1e8 beside the objective: a price of 1 is nothing.
    if (Math.abs(solver.rowMultipliers[row]) > 1 && !solver.isSoft(row)) {
      found.push(layout.rowLimits[row]);
    }
  }
  for (let v = 0; v < solver.variables; v++) {
    if (solver.upperMultipliers[v] > 1) found.push(upperLimit(terms, layout, v));
  }
  return found;
}

/** Gross and size of the hedge at an answer, before rounding, as the mandate counts them. */
function sizesOf(
  terms: BookTerms,
  { x }: ActiveSet,
  { sectorOf, hedge: at }: BookLayout,
): { readonly gross: number; readonly hedge: number } {
  const hedge = at < 0 ? Math.abs(terms.givenHedge ?? 0) : x[at];
  let gross = countsInGross(terms.limits) ? hedge : 0;
  for (let v = 0; v < sectorOf.length; v++) gross += x[v];
  if (terms.fixed.length > 0) { for (const exposure of terms.given) gross += Math.abs(exposure); }
  return { gross, hedge };
}

/** The book of an answer within limits and budget. */
function finished(terms: BookTerms, answer: Answer, rule: "equal" | "at most"): Book {
  const { solver, layout, volatility } = answer;
  const reached = sizesOf(terms, solver, layout).gross >= terms.aim.gross - FULL;
  const parts = assemble(terms, solver, layout, shadowPrices(solver, terms, layout, volatility));
  // Few books are explained: solving anew costs those less than copies would cost all of them.
  const pulls = () => {
    const { solver, layout, volatility } = best(terms, rule, undefined).best!;
    load(UNLIMITED, terms, layout.side, rule);
    return limitPulls(solver, terms, layout, { unlimited: UNLIMITED, volatility });
  };
  const book = { ...parts, pulls };
  const isCash = book.hedge === 0 && book.weights.every((w) => w === 0);
  const status: BookStatus = isCash ? "cash" : reached ? "full" : "reduced";
  return new FittedBook(terms, status, reached && !isCash, book, [], fitChanged(terms));
}

/** The book with the smallest turnover that signs and limits allow. */
function traded(terms: BookTerms, sides: readonly HedgeSide[], gross: "equal" | "at most"): Book {
  let best: SmallestTurnover | undefined;
  sides.forEach((side, i) => {
    const found = smallestTurnover(i === 0 ? SHORT_HEDGE : LONG_HEDGE, terms, side, gross);
    if (!found) return;
    const gain = best ? best.turnover - found.turnover : Infinity;
    const nearer = best ? found.distance < best.distance - TIE : true;
    if (gain > 1e-10 || (gain > -1e-10 && nearer)) best = found;
  });
  if (!best) throw new LabError("Cannot fit a book: the search for the smallest turnover gave up");
  const { solver, layout, prices } = best;
  const reached = sizesOf(terms, solver, layout).gross >= terms.aim.gross - FULL;
  const parts = assemble(terms, solver, layout, prices);
  return new FittedBook(terms, "over budget", reached, parts, [], fitChanged(terms));
}

/** The book as it was held, or nothing: no trade can satisfy limits that contradict each other. */
function untouched(terms: BookTerms, named: readonly LimitId[]): Book {
  const conflict = named.filter((id, i) => named.findIndex((one) => sameLimit(one, id)) === i);
  const weights = terms.previous ?? terms.sectors.map(() => 0), hedge = terms.previousHedge;
  const parts: BookParts = {
    weights,
    hedge,
    prices: undefined,
    ...objectiveOf(terms, weights, hedge),
    kkt: 0,
    breach: 0,
  };
  return new FittedBook(terms, "infeasible", false, parts, conflict, fitChanged(terms));
}

function assemble(
  terms: BookTerms,
  solver: ActiveSet,
  layout: BookLayout,
  prices: ShadowPrices,
): BookParts {
  const exact = terms.given.slice(), weights = terms.given.slice();
  addVolatilityTangent(solver, terms, layout);
  const rounded = roundExposures(solver, terms, layout), { steps } = rounded;
  const { sectorOf } = layout, { signs } = terms, { x } = solver;
  for (let v = 0; v < sectorOf.length; v++) {
    const i = sectorOf[v];
    exact[i] = signs[i] * x[v];
    weights[i] = signs[i] * steps[v] / 1e9 + 0; // + 0: never −0
  }
  const givenHedge = terms.givenHedge ?? 0;
  const isFree = layout.hedge >= 0;
  return {
    weights,
    hedge: isFree ? layout.side * steps[layout.hedge] / 1e9 + 0 : givenHedge,
    prices,
    ...objectiveOf(terms, exact, isFree ? layout.side * x[layout.hedge] : givenHedge),
    kkt: solver.kkt,
    breach: rounded.breach,
  };
}
