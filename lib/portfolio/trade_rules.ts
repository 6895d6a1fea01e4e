import { checkFields, checkList, checkNumber, checkObject } from "../arguments.ts";
import { type Sector, SECTORS } from "../market/mod.ts";
import { counted, inPercent } from "../words.ts";
import { checkExposures } from "./check_exposures.ts";
import type { BookProblem, HeldName } from "./book_problem.ts";
import type { Book } from "./book.ts";
import { FittedBook } from "./fitted_book.ts";
import { fitBook } from "./fit_book.ts";

/**
 * How far gross may miss where names are held, a share of equity: half of the 2 % that whole shares may
 * miss it by, so that rounding still has room.
 */
const HELD_GROSS_TOLERANCE = 0.01;

const ACTION = "Cannot apply trade rules";

const HELD_NAMES: readonly HeldName[] = [...SECTORS, "hedge"];

/** A trade below this is rounding, not a trade. */
const NO_TRADE = 1.5e-9;

/** Calendar days since each position was opened; absent where it is none or its age is unknown. */
export type HeldDays = Readonly<Partial<Record<HeldName, number>>>;

/** A name that a rule kept at its previous exposure, or had to let go again. */
interface HeldByRule {
  readonly name: HeldName;
  readonly rule: "minimum trade" | "minimum holding";
  /** The trade that the book without the rules wanted, a share of equity. */
  readonly wanted: number;
  readonly sentence: string;
}

/** A book after the rules on trades. */
export interface RuledBook {
  readonly book: Book;
  /** Names held at their previous exposure. */
  readonly held: readonly HeldByRule[];
  /** Names that a rule would have held, but limits, signs or gross could not do without. */
  readonly freed: readonly HeldByRule[];
}

/**
 * The book once small trades and young positions are left alone: the names that a rule holds are
 * fixed at their previous exposure and the rest is solved once more, inside the same limits. How
 * small and how young is what the book's own mandate says, `minimumTradeBps` and `minimumHoldingDays`.
 *
 * Limits and signs come first. A position against its view, or without one, is always closed,
 * unless it is younger than the minimum holding. If the book can no longer keep its limits, its gross or
 * its budget with the held names, they are freed one by one until it can: the minimum trades first, the largest wanted trade first, then the young positions, the oldest
 * first. A name whose trade only becomes small in the second solve is held too, and it is solved
 * again.
 *
 * Held shares rarely add up to the gross exactly: it may miss by 1 % of equity, half of what whole shares
 * may, below what the book without the rules uses and, where nothing else stands against them, above
 * its limit.
 *
 * @param problem The problem as it was given to `fitBook`; needs `previous`.
 * @param book Its solution.
 * @param heldDays How long each position was held, for the minimum holding.
 * @throws {RangeError} If the problem has no previous exposures, the book is none of its sectors, or
 *   an age is none.
 *
 * @example A ten-basis-point trade is not worth its cost
 * ```ts
 * import { applyTradeRules, type BookProblem, fitBook } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const problem: BookProblem = {
 *   sectors: ["XLE", "XLF", "XLK", "XLU"],
 *   tilts: [1, 1, -1, -1],
 *   betas: [1, 1, 1, 1],
 *   previous: { weights: [0.249, 0.251, -0.2, -0.3], hedge: 0 },
 * };
 * const { book, held } = applyTradeRules(problem, fitBook(problem));
 * equal(book.weights[0], 0.249);
 * equal(held[0].sentence, "XLE stays at 24.90 %: a trade of 10.0 bp is below the minimum of 20 bp.");
 * ```
 */
export function applyTradeRules(
  problem: BookProblem,
  book: Book,
  heldDays: HeldDays = {},
): RuledBook {
  checkObject(ACTION, "the problem", problem, "what fitBook was asked");
  if (!problem.previous) throw new RangeError(`${ACTION}: they need the previous exposures`);
  checkList(ACTION, "sectors", problem.sectors, "sectors");
  checkExposures(ACTION, "the book", book, problem.sectors.length);
  checkObject(ACTION, "the limits of the book", book.limits, "a mandate");
  checkFields(ACTION, "heldDays", heldDays, HELD_NAMES);
  for (const [name, days] of Object.entries(heldDays)) {
    checkNumber(ACTION, `heldDays of ${name}`, days, { low: 0, what: "days of at least 0" });
  }
  const { minimumTradeBps, minimumHoldingDays } = book.limits;
  const minimumTrade = minimumTradeBps / 1e4;
  if (book.status === "infeasible") return { book, held: [], freed: [] };

  const candidates = (of: Book, known: ReadonlySet<HeldName>): HeldByRule[] => {
    const found: HeldByRule[] = [];
    for (const name of [...problem.sectors, "hedge"] as const) {
      if (known.has(name)) continue;
      const { before, after, tilt } = positionOf(problem, of, name);
      const wanted = after - before, size = Math.abs(wanted);
      if (size <= NO_TRADE) continue;
      const days = heldDays[name];
      const shrinks = before !== 0 && wanted * before < 0;
      const isYoung = days !== undefined && days < minimumHoldingDays;
      const followsView = name === "hedge" || before * tilt > 0 || (before === 0 && tilt !== 0);
      const stays = `${name} stays at ${inPercent(before)}`;
      if (isYoung && shrinks) {
        const sentence = `${stays}: it was opened ${counted(days, "day")} ago, and is kept for ` +
          `${minimumHoldingDays}.`;
        found.push({ name, rule: "minimum holding", wanted, sentence });
      } else if (size < minimumTrade - NO_TRADE && followsView) {
        const sentence =
          `${stays}: a trade of ${(size * 1e4).toFixed(1)} bp is below the minimum ` +
          `of ${minimumTradeBps} bp.`;
        found.push({ name, rule: "minimum trade", wanted, sentence });
      }
    }
    return found;
  };

  // The book's own objective and gross rule; one that went through JSON has only its problem left.
  const refit = (change: Partial<BookProblem>): Book =>
    book instanceof FittedBook ? book.refit(change) : fitBook({ ...problem, ...change });
  let held: HeldByRule[] = [];
  const freed: HeldByRule[] = [];
  const known = new Set<HeldName>(problem.fixed ?? []);
  let current = book;
  // Each round holds at least one more name or ends.
  for (;;) {
    const more = candidates(current, known);
    if (more.length === 0) return { book: current, held, freed };
    for (const one of more) known.add(one.name);
    held = [...held, ...more];
    for (;;) {
      const fixed = [...(problem.fixed ?? []), ...held.map((one) => one.name)];
      current = refit({ fixed });
      if (isAsGood(current, book) || held.length === 0) break;
      // Held shares rarely add up to the gross exactly; a trade for that alone is not worth it.
      const near = refit({ fixed, grossTolerance: HELD_GROSS_TOLERANCE });
      if (isAsGood(near, book)) {
        current = near;
        break;
      }
      const first = held.toSorted((a, b) => freeingOrder(a, b, heldDays))[0];
      held = held.filter((one) => one !== first);
      freed.push(first);
    }
  }
}

function positionOf(problem: BookProblem, book: Book, name: HeldName) {
  const { previous, sectors, tilts } = problem;
  if (name === "hedge") return { before: previous!.hedge, after: book.hedge, tilt: 0 };
  const i = sectors.indexOf(name as Sector);
  return { before: previous!.weights[i], after: book.weights[i], tilt: tilts[i] };
}

/** Whether holding names cost nothing but distance: the same outcome as without. */
function isAsGood(held: Book, book: Book): boolean {
  if (held.status === "infeasible") return false;
  if (held.gross < book.gross - HELD_GROSS_TOLERANCE) return false;
  return book.status === "over budget" || held.status !== "over budget";
}

/** The minimum trades by size, largest first; then the young positions by age, oldest first. */
function freeingOrder(a: HeldByRule, b: HeldByRule, heldDays: HeldDays): number {
  if (a.rule !== b.rule) return a.rule === "minimum trade" ? -1 : 1;
  if (a.rule === "minimum trade") return Math.abs(b.wanted) - Math.abs(a.wanted);
  return (heldDays[b.name] ?? 0) - (heldDays[a.name] ?? 0);
}
