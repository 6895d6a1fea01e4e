import type { Sector } from "../market/mod.ts";
import type { BookTerms } from "./book_problem.ts";
import type { Book } from "./book.ts";
import { inPercent, listed } from "../words.ts";
import { type LimitId, limitName } from "./limits/limit_id.ts";
import { aimWords } from "./lost_bets.ts";

/** A set of views whose tilts add up to less than this part of the most they could is told so. */
const WEAK = 0.25;
/** A smaller part of the gross that is not used is rounding. */
const NOTHING = 5e-5;

const percent = inPercent;

/** What is in conflict, for a reader. */
const conflictWords = (id: LimitId): string =>
  id.kind === "sign" ? `the side that ${id.of} may be held on` : limitName(id);

/** Who is closed, and what the others aim at for it. */
function closedSentence(closed: readonly Sector[], aim: number | undefined): string {
  if (closed.length === 0 || aim === undefined) return "";
  return ` ${listed(closed)} ${closed.length === 1 ? "is" : "are"} closed; the others aim at ${
    aimWords(aim)
  }.`;
}

/** How much the limits would allow, and what stays unused; how much of it is cash depends on the funds. */
function unusedSentence({ gross, grossAimed, grossAllowed = 0 }: Book): string {
  const unused = grossAimed - gross;
  if (unused < NOTHING) return "";
  const stays = `${percent(unused)} stays unused.`;
  return grossAllowed >= grossAimed
    ? ` The limits would allow ${percent(grossAimed)}; ${stays}`
    : ` The limits allow ${percent(grossAllowed)} at most; ${stays}`;
}

/** How strong the views are as a set, where the size of the book depends on it or should perhaps. */
function convictionSentence({ conviction, grossAimed }: Book, terms: BookTerms): string {
  if (terms.meanVariance !== undefined || conviction === 0) return "";
  const strength = `the tilts add up to ${percent(conviction)} of the most that they could`;
  const { gross, grossByConviction } = terms.limits;
  if (grossByConviction) {
    return ` By conviction the book aims at ${percent(grossAimed)} gross of ${
      percent(gross)
    }: ${strength}.`;
  }
  if (conviction >= WEAK) return "";
  const views = terms.tilts.filter((tilt) => tilt !== 0).length;
  // Few strong views and many faint ones come to the same sum; they are not the same news.
  const are = conviction * terms.tilts.length < WEAK * views ? "weak" : "few";
  return ` The views are ${are}: ${strength}; the book is as large as for the strongest of the same kind.`;
}

/**
 * The outcome of a fit in a few sentences, for a reader.
 *
 * @param conflict What contradicts itself in a book that is infeasible.
 */
export function bookSummary(
  book: Book,
  terms: BookTerms,
  conflict: readonly LimitId[],
): string {
  const binding = book.readings.filter(({ id, multiplier }) =>
    multiplier > 0 && id.kind !== "gross"
  );
  const held = binding.length > 0
    ? ` What holds it: ${binding.map((limit) => limit.name).join(", ")}.`
    : "";
  const uses = `The book uses ${percent(book.gross)} gross`;
  const closed = closedSentence(terms.closed, book.aim), strength = convictionSentence(book, terms);
  switch (book.status) {
    case "full":
      return `${uses} inside ${
        terms.grossRule === "equal" && terms.meanVariance === undefined
          ? "the limits it was fitted under, for gross had to be reached"
          : "all limits"
      }.${closed}${held}${strength}`;
    case "reduced":
      if (terms.meanVariance !== undefined && terms.grossRule === "at most") {
        return `${uses}: more is not worth its risk and cost inside these limits.${held}`;
      }
      return `${uses}.${closed}${unusedSentence(book)}${held}${strength}`;
    case "cash":
      if (terms.meanVariance && terms.signs.some((sign) => sign !== 0)) {
        return "No view is worth its risk and cost: the book is cash.";
      }
      if (terms.tilts.every((tilt) => tilt === 0)) return "No sector has a view: the book is cash.";
      if (terms.tilts.every((tilt, i) => tilt === 0 || terms.closed.includes(terms.sectors[i]))) {
        return "Every view is on a sector that is closed today: the book is cash.";
      }
      return terms.signs.every((sign) => sign === 0)
        ? "Rules on trades leave every view that is open as it is: the book is cash."
        : `The limits leave no room for any view: the book is cash.${held}`;
    case "over budget":
      return `Signs and limits${terms.floor ? ", and the gross that comes first," : ""} need ${
        percent(book.turnover!.value)
      } turnover, ${percent(book.turnover!.excess)} more than the ${
        percent(book.turnover!.budget!)
      } left of the budget: the smallest that restores them is traded.${closed}${
        unusedSentence(book)
      }${strength}`;
    case "infeasible":
      return `These limits contradict each other, and no book can keep them all: ${
        conflict.map(conflictWords).join(", ")
      }.${
        book.fixed.length > 0 ? ` Held as they are: ${book.fixed.join(", ")}.` : ""
      } Nothing is traded.`;
  }
}
