import { LabError } from "../errors.ts";
import { ActiveSet } from "./active_set.ts";
import { type Book, type BookParts, type BookStatus, FittedBook, objective } from "./book.ts";
import { type BookProblem, type BookTerms, bookTerms } from "./book_problem.ts";
import { type BookLayout, type HedgeSide, hedgeSidesToTry, loadRows } from "./book_rows.ts";
import { otherSideBound } from "./other_side.ts";
import { roundExposures } from "./round_exposures.ts";
import { shadowPrices } from "./shadow_prices.ts";
import { type SmallestTurnover, smallestTurnover } from "./smallest_turnover.ts";
import { keepTurnover } from "./turnover.ts";

/** A second side of the hedge must be better by this much; noise must not choose between two. */
const TIE = 1e-12;

/** One solver per sign of the hedge, reused: they are scratch space and carry nothing over. */
const SHORT_HEDGE = new ActiveSet();
const LONG_HEDGE = new ActiveSet();

/** A solved problem for one sign of the hedge. */
interface Answer {
  readonly solver: ActiveSet;
  readonly layout: BookLayout;
}

/** What trying both signs gave: the better answer, or who stands in the way. */
interface Attempt {
  readonly best?: Answer;
  /** Signs of the hedge that only the turnover budget forbids. */
  readonly overBudget: readonly HedgeSide[];
  /** Limits in conflict, where neither sign has an answer. */
  readonly conflict: readonly string[];
}

/**
 * The book nearest to the views inside all limits at once.
 *
 * Each sector's target is k·t, its tilt scaled so that all of them use the whole gross. The book
 * minimises ½‖w − k·t‖² + ½ρh² (ρ = 0.1, h the market hedge): it moves the targets as little as
 * the limits demand, exactly and not by cutting and scaling afterwards. A view never gets the
 * wrong sign, a sector without a view no position, and the hedge works only against the book's
 * own beta. The size |h| in an equality is not convex, so both signs of the hedge are solved and
 * the better one is kept.
 *
 * Where 100 % gross cannot be reached, gross becomes an upper bound and the rest is cash: status
 * `reduced`, with the reasons. Nothing else gives way. With the default limits a valid set of
 * views never throws.
 *
 * @param problem Sectors, tilts and betas, in one order; limits as shares of equity.
 * @returns The book, with readings, remedies and lost bets worked out when they are first read.
 * @throws {RangeError} If a figure is missing, no number or out of range.
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
export function fitBook(problem: BookProblem): Book {
  const terms = bookTerms(problem);
  const hasViews = terms.signs.some(isView);
  // Without views there is no gross to reach: a hedge alone would only fill it.
  if (hasViews || terms.fixed.length > 0) {
    const full = nearest(terms, "equal");
    if (full.best) return finished(terms, full.best, "full");
    if (full.overBudget.length > 0) return traded(terms, full.overBudget, "equal");
  }
  const reduced = nearest(terms, "at most");
  if (reduced.best) return finished(terms, reduced.best, hasViews ? "reduced" : "cash");
  if (reduced.overBudget.length > 0) return traded(terms, reduced.overBudget, "at most");
  return untouched(terms, [...new Set(reduced.conflict)]);
}

const isView = (sign: number) => sign !== 0;

/** Solves for each sign of the hedge and keeps the better answer. */
function nearest(terms: BookTerms, gross: "equal" | "at most"): Attempt {
  const hasBudget = terms.turnoverBudget < Infinity;
  let best: Answer | undefined;
  const overBudget: HedgeSide[] = [];
  const conflict: string[] = [];
  for (const side of hedgeSidesToTry(terms)) {
    if (best && otherSideBound(best.solver, terms, best.layout) >= best.solver.value - TIE) break;
    const solver = side > 0 ? LONG_HEDGE : SHORT_HEDGE;
    const layout = loadRows(solver, terms, side, gross);
    // The method's objective only rises: a side is given up once it cannot win any more.
    const cutoff = best ? best.solver.value : Infinity;
    let status = solver.solve({ cutoff });
    const withinLimits = status === "solved";
    if (withinLimits && hasBudget) status = keepTurnover(solver, terms, layout, cutoff);
    if (status === "solved") {
      if (!best || solver.value < best.solver.value - TIE) best = { solver, layout };
    } else if (status === "infeasible") {
      if (withinLimits) overBudget.push(side);
      else conflict.push(...namesInConflict(solver, layout, terms));
    } else if (status === "iteration limit") {
      throw new LabError(`Cannot fit a book: the solver gave up after ${solver.steps} steps`);
    }
  }
  return { best, overBudget, conflict };
}

/** Names of the limits behind a solver's certificate; the rule of signs is not named. */
function namesInConflict(solver: ActiveSet, layout: BookLayout, terms: BookTerms): string[] {
  const names: string[] = [];
  for (const { kind, index } of solver.conflict) {
    if (kind === "row") names.push(layout.rowNames[index]);
    else if (kind === "upper") {
      const sector = layout.sectorOf[index];
      names.push(index === layout.hedge ? "hedge" : `sector ${terms.sectors[sector]}`);
    }
  }
  return names;
}

/** The book of an answer within limits and budget. */
function finished(terms: BookTerms, answer: Answer, status: BookStatus): Book {
  const book = assemble(terms, answer.solver, answer.layout);
  // With a beta target away from zero a book without views may still hold a hedge.
  const isCash = status === "cash" && book.hedge === 0 && book.weights.every((w) => w === 0);
  const outcome = status === "cash" && !isCash ? "reduced" : status;
  return new FittedBook(terms, outcome, outcome === "full", book, []);
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
  const parts = assemble(terms, best.solver, best.layout, best.prices);
  return new FittedBook(terms, "over budget", gross === "equal", parts, []);
}

/** The book as it was held, or nothing: no trade can satisfy limits that contradict each other. */
function untouched(terms: BookTerms, conflict: readonly string[]): Book {
  const parts: BookParts = {
    weights: terms.previous ?? terms.sectors.map(() => 0),
    hedge: terms.previousHedge,
    prices: undefined,
    objective: NaN,
    kkt: 0,
    breach: 0,
  };
  const { weights, hedge } = parts;
  return new FittedBook(terms, "infeasible", false, {
    ...parts,
    objective: objective(terms, weights, hedge),
  }, conflict);
}

function assemble(
  terms: BookTerms,
  solver: ActiveSet,
  layout: BookLayout,
  prices = shadowPrices(solver, terms, layout),
): BookParts {
  const exact = terms.given.slice(), weights = terms.given.slice();
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
    objective: objective(terms, exact, isFree ? x[layout.hedge] : givenHedge),
    kkt: solver.kkt,
    breach: rounded.breach,
  };
}
